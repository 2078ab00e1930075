-- V12, unmet needs of high priority at the end of the period: told up to then by somebody who wants help, and without
-- a service of that kind since; how old they are in days. One that was met and told again is as old as the first telling
-- after the last service.
WITH open AS MATERIALIZED (
  SELECT {by n p} AS place, n.pillar, julianday(:to) - julianday(n.day) AS age
  FROM (
    SELECT link, pillar, need, team, project, closed_at, substr(min(day || hex(record)), 1, 10) AS day
    FROM (
      SELECT {kept x.link} AS link, {whom x} AS person, pillar, need, team, project, closed_at, day, record
      FROM {need upto} AS x
      WHERE priority = 'high' AND coalesce(wants_help, '') NOT IN ('no', 'refused') AND day BETWEEN '0' AND :to
    ) AS t
    WHERE NOT EXISTS (
      SELECT 1 FROM service_figure AS s WHERE s.link = t.link AND s.service = t.need AND s.day BETWEEN t.day AND :to
        AND {stood s t.team :to}
    ) AND NOT EXISTS (
      SELECT 1 FROM {behind} AS b CROSS JOIN service_figure AS s ON s.link = b.record
      WHERE b.head = t.link AND {held b t.closed_at} AND s.service = t.need AND s.day BETWEEN t.day AND :to
        AND {stood s t.team :to}
    )
    GROUP BY person, pillar, need
  ) AS n
  {join person p n.link}
)
SELECT place, NULL AS split, NULL AS kind, count(*) AS needs, avg(age) AS days, max(age) AS oldest FROM open GROUP BY place
UNION ALL
SELECT place, 'pillar' AS split, coalesce(pillar, 'unknown') AS kind, count(*) AS needs, avg(age) AS days, max(age) AS oldest
FROM open GROUP BY place, pillar
UNION ALL
SELECT place, 'age' AS split, CASE WHEN age <= 30 THEN '30' WHEN age <= 90 THEN '90' ELSE 'older' END AS kind,
  count(*) AS needs, avg(age) AS days, max(age) AS oldest
FROM open GROUP BY 1, 3
