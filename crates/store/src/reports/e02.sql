-- E2, attendances (direct beneficiaries): people counted in sessions held, without training, which is E9.
SELECT {by s} AS place, NULL AS split, NULL AS kind,
  sum(coalesce(women, 0)) AS women, sum(coalesce(men, 0)) AS men,
  sum(coalesce(girls, 0)) AS girls, sum(coalesce(boys, 0)) AS boys,
  sum(coalesce(unspecified_child, 0) + coalesce(unspecified_adult, 0)) AS unknown,
  sum(coalesce(women, 0) + coalesce(men, 0) + coalesce(girls, 0) + coalesce(boys, 0)
    + coalesce(unspecified_child, 0) + coalesce(unspecified_adult, 0)) AS total
FROM {session} AS s
WHERE outcome IN ('held', 'partly_held')
  AND coalesce(kind, '') NOT IN ('tot_teachers', 'cfp_training', 'partner_training')
GROUP BY place
