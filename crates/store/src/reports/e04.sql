-- E4, persons with disabilities among E2, and by which method they were told; observation counts too few.
SELECT {by s} AS place, NULL AS split, NULL AS kind,
  sum(coalesce(dis_women, 0)) AS women, sum(coalesce(dis_men, 0)) AS men,
  sum(coalesce(dis_girls, 0)) AS girls, sum(coalesce(dis_boys, 0)) AS boys,
  sum(coalesce(dis_women, 0) + coalesce(dis_men, 0) + coalesce(dis_girls, 0) + coalesce(dis_boys, 0)) AS total
FROM {session} AS s
WHERE outcome IN ('held', 'partly_held')
  AND coalesce(kind, '') NOT IN ('tot_teachers', 'cfp_training', 'partner_training')
GROUP BY place
UNION ALL
SELECT {by s} AS place, 'dis_method' AS split, coalesce(dis_method, 'unknown') AS kind,
  sum(coalesce(dis_women, 0)) AS women, sum(coalesce(dis_men, 0)) AS men,
  sum(coalesce(dis_girls, 0)) AS girls, sum(coalesce(dis_boys, 0)) AS boys,
  sum(coalesce(dis_women, 0) + coalesce(dis_men, 0) + coalesce(dis_girls, 0) + coalesce(dis_boys, 0)) AS total
FROM {session} AS s
WHERE outcome IN ('held', 'partly_held')
  AND coalesce(kind, '') NOT IN ('tot_teachers', 'cfp_training', 'partner_training')
  AND coalesce(dis_women, 0) + coalesce(dis_men, 0) + coalesce(dis_girls, 0) + coalesce(dis_boys, 0) > 0
GROUP BY 1, 3
