-- E5, displaced people among E2.
SELECT {by s} AS place, NULL AS split, NULL AS kind, sum(coalesce(displaced, 0)) AS displaced
FROM {session} AS s
WHERE outcome IN ('held', 'partly_held')
  AND coalesce(kind, '') NOT IN ('tot_teachers', 'cfp_training', 'partner_training')
GROUP BY place
