-- E13, hazard reports received, handed over, resolved, and the median of days from report to hand-over.
SELECT place, NULL AS split, NULL AS kind, count(*) AS received, sum(handed) AS handed_over, sum(resolved) AS resolved,
  avg(days) FILTER (WHERE 2 * at IN (known, known + 1, known + 2)) AS days
FROM (
  SELECT *, CASE WHEN days IS NOT NULL THEN row_number() OVER (PARTITION BY place, days IS NULL ORDER BY days) END AS at,
    count(days) OVER (PARTITION BY place) AS known
  FROM (
    SELECT {by h} AS place, handed_over = 'yes' OR handed_at IS NOT NULL AS handed,
      outcome IN ('destroyed', 'nothing_found', 'not_eo') AS resolved,
      julianday(handed_at) - julianday(day) AS days
    FROM {hazard} AS h
  )
)
GROUP BY place
