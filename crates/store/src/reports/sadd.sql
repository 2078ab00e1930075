-- The monthly SADD table: sessions (E1), attendances (E2) and among them persons with disabilities (E4), displaced
-- people (E5) and first-time beneficiaries (E3).
SELECT {by s} AS place, NULL AS split, NULL AS kind, sum(coalesce(sessions, 1)) AS sessions,
  sum(coalesce(women, 0)) AS women, sum(coalesce(men, 0)) AS men,
  sum(coalesce(girls, 0)) AS girls, sum(coalesce(boys, 0)) AS boys,
  sum(coalesce(unspecified_child, 0) + coalesce(unspecified_adult, 0)) AS unknown,
  sum(coalesce(women, 0) + coalesce(men, 0) + coalesce(girls, 0) + coalesce(boys, 0)
    + coalesce(unspecified_child, 0) + coalesce(unspecified_adult, 0)) AS total,
  sum(coalesce(dis_women, 0) + coalesce(dis_men, 0) + coalesce(dis_girls, 0) + coalesce(dis_boys, 0)) AS with_disability,
  sum(coalesce(displaced, 0)) AS displaced, sum(coalesce(first_time, 0)) AS first_time
FROM {session} AS s
WHERE outcome IN ('held', 'partly_held')
  AND coalesce(kind, '') NOT IN ('tot_teachers', 'cfp_training', 'partner_training')
GROUP BY place
