-- E1, sessions held: sessions of records whose session was held, or held in part.
SELECT {by s} AS place, NULL AS split, NULL AS kind, sum(coalesce(sessions, 1)) AS sessions
FROM {session} AS s
WHERE outcome IN ('held', 'partly_held')
GROUP BY place
