-- E7, high-risk village coverage: villages of the annual plan that were reached, of those planned for a year of the
-- period. Without a plan nothing is planned and no share is known.
SELECT place, NULL AS split, NULL AS kind, sum(reached) AS reached, count(*) AS planned,
  1.0 * sum(reached) / count(*) AS share
FROM (
  SELECT {by p} AS place, p.adm4 IN (
    SELECT s.adm4 FROM {session} AS s WHERE s.adm4 IS NOT NULL AND s.outcome IN ('held', 'partly_held')
  ) AS reached
  FROM (SELECT adm1, adm2, adm3, adm4, '' AS project, '' AS team, year || '-01-01' AS day FROM village_plan
        WHERE year BETWEEN substr(:from, 1, 4) AND substr(:to, 1, 4) GROUP BY adm4) AS p
)
GROUP BY place
