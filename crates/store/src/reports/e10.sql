-- E10, media reach in people, by channel and by what the number rests on. Impressions, views and copies are no people.
SELECT {by m} AS place, 'channel' AS split, coalesce(channel, 'unknown') AS kind, sum(coalesce(reach, 0)) AS reach
FROM {media} AS m
WHERE unit = 'people'
GROUP BY place, channel
UNION ALL
SELECT {by m} AS place, 'reach_basis' AS split, coalesce(basis, 'unknown') AS kind, sum(coalesce(reach, 0)) AS reach
FROM {media} AS m
WHERE unit = 'people'
GROUP BY place, basis
