-- V11, satisfaction with services from 1 to 5; quality of life from 1 to 5, the last assessment of the period against
-- the person's one before; and what follow-ups heard of well-being.
SELECT {by s p} AS place, 'satisfaction' AS split, coalesce(s.satisfaction, 'unknown') AS kind, count(*) AS answers,
  avg(CASE WHEN s.satisfaction BETWEEN '1' AND '5' THEN CAST(s.satisfaction AS INTEGER) END) AS mean
FROM {service} AS s
{join person p s.link}
GROUP BY 1, 3
UNION ALL
SELECT place, 'quality' AS split, CASE WHEN change > 0 THEN 'better' WHEN change < 0 THEN 'worse' ELSE 'same' END AS kind,
  count(*) AS answers, avg(change) AS mean
FROM (
  SELECT {by q p} AS place, CAST(q.quality AS INTEGER) - CAST(q.earlier AS INTEGER) AS change
  FROM (
    SELECT *, lead(quality) OVER backwards AS earlier, row_number() OVER backwards AS back
    FROM (
      SELECT {kept a.link a.team :to} AS person, link, day, id, team, project, quality, closed_at FROM {assessment ever} AS a
      WHERE quality BETWEEN '1' AND '5' AND day <= :to AND link IS NOT NULL
    )
    WINDOW backwards AS (PARTITION BY person ORDER BY day DESC, id DESC)
  ) AS q
  {join person p q.link}
  WHERE q.back = 1 AND q.earlier IS NOT NULL AND q.day >= :from
)
GROUP BY 1, 3
UNION ALL
SELECT {by f p} AS place, 'wellbeing_change' AS split, coalesce(f.wellbeing_change, 'unknown') AS kind, count(*) AS answers,
  NULL AS mean
FROM {follow_up} AS f
{join person p f.link}
WHERE f.contact_result = 'met'
GROUP BY 1, 3
