-- E8, sessions and attendances in education institutions and elsewhere.
SELECT {by s} AS place, 'setting' AS split,
  CASE WHEN venue = 'school' THEN 'education' WHEN venue IS NULL THEN 'unknown' ELSE 'elsewhere' END AS kind,
  sum(coalesce(sessions, 1)) AS sessions,
  sum(coalesce(women, 0) + coalesce(men, 0) + coalesce(girls, 0) + coalesce(boys, 0)
    + coalesce(unspecified_child, 0) + coalesce(unspecified_adult, 0)) AS total
FROM {session} AS s
WHERE outcome IN ('held', 'partly_held')
  AND coalesce(kind, '') NOT IN ('tot_teachers', 'cfp_training', 'partner_training')
GROUP BY 1, 3
