-- V12, unmet needs of high priority at the end of the period: told up to then by somebody who wants help, and without
-- a service of that kind since; how old they are in days.
WITH open AS MATERIALIZED (
  SELECT {by n p} AS place, n.pillar, julianday(:to) - julianday(n.day) AS age
  FROM (
    SELECT {kept x.link} AS link, pillar, need, team, project, min(day) AS day FROM {need ever} AS x
    WHERE priority = 'high' AND coalesce(wants_help, '') NOT IN ('no', 'refused') AND day BETWEEN '0' AND :to
    GROUP BY {whom x}, pillar, need
  ) AS n
  {join person p n.link}
  WHERE NOT EXISTS (
    SELECT 1 FROM service_figure AS s WHERE s.link = n.link AND s.service = n.need AND s.day BETWEEN n.day AND :to
      AND {stood s n.team :to}
  ) AND NOT EXISTS (
    SELECT 1 FROM behind AS b CROSS JOIN service_figure AS s ON s.link = b.record
    WHERE b.head = n.link AND s.service = n.need AND s.day BETWEEN n.day AND :to
      AND {stood s n.team :to}
  )
)
SELECT place, NULL AS split, NULL AS kind, count(*) AS needs, avg(age) AS days, max(age) AS oldest FROM open GROUP BY place
UNION ALL
SELECT place, 'pillar' AS split, coalesce(pillar, 'unknown') AS kind, count(*) AS needs, avg(age) AS days, max(age) AS oldest
FROM open GROUP BY place, pillar
UNION ALL
SELECT place, 'age' AS split, CASE WHEN age <= 30 THEN '30' WHEN age <= 90 THEN '90' ELSE 'older' END AS kind,
  count(*) AS needs, avg(age) AS days, max(age) AS oldest
FROM open GROUP BY 1, 3
