-- The village history card: sessions, hazards reported, accidents, and survivors who live there and are alive.
SELECT {by v} AS place, NULL AS split, NULL AS kind, sum(sessions) AS sessions, sum(people) AS total,
  sum(hazards) AS hazards, sum(accidents) AS accidents, sum(survivors) AS survivors
FROM (
  SELECT adm1, adm2, adm3, adm4, project, team, day, coalesce(sessions, 1) AS sessions,
    coalesce(women, 0) + coalesce(men, 0) + coalesce(girls, 0) + coalesce(boys, 0)
    + coalesce(unspecified_child, 0) + coalesce(unspecified_adult, 0) AS people, 0 AS hazards, 0 AS accidents, 0 AS survivors
  FROM {session} AS s WHERE outcome IN ('held', 'partly_held')
  UNION ALL
  SELECT adm1, adm2, adm3, adm4, project, team, day, 0, 0, 1, 0, 0 FROM {hazard} AS h
  UNION ALL
  SELECT adm1, adm2, adm3, adm4, project, team, day, 0, 0, 0, 1, 0 FROM {accident} AS a
  UNION ALL
  SELECT adm1, adm2, adm3, adm4, project, team, day, 0, 0, 0, 0, 1 FROM {person upto} AS p
  WHERE victim_type = 'direct_injured' AND coalesce(vital_status, 'unknown') = 'alive' AND coalesce(registered, '') <= :to
) AS v
GROUP BY place
