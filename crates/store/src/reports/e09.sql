-- E9, people trained: training of teachers, community focal points and partners. They are not in E2.
SELECT {by s} AS place, 'session_kind' AS split, s.kind AS kind,
  sum(coalesce(women, 0)) AS women, sum(coalesce(men, 0)) AS men,
  sum(coalesce(girls, 0)) AS girls, sum(coalesce(boys, 0)) AS boys,
  sum(coalesce(unspecified_child, 0) + coalesce(unspecified_adult, 0)) AS unknown,
  sum(coalesce(women, 0) + coalesce(men, 0) + coalesce(girls, 0) + coalesce(boys, 0)
    + coalesce(unspecified_child, 0) + coalesce(unspecified_adult, 0)) AS total
FROM {session} AS s
WHERE outcome IN ('held', 'partly_held')
  AND s.kind IN ('tot_teachers', 'cfp_training', 'partner_training')
GROUP BY place, s.kind
