-- The data-quality report: medians of days from activity to submission and from submission to approval; records that
-- were returned; sessions and other records with a position; warnings that were answered with a reason, and their share
-- of all warnings; places that are not listed; records about which rules on several records found something; and records
-- that probably are another one, but for those that were kept apart.
WITH life AS MATERIALIZED (
  SELECT {by l} AS place, form, returns, reasons, warnings, not_listed, position, found, twice,
    julianday(submitted) - julianday(nullif(day, '')) AS to_submit, julianday(settled) - julianday(submitted) AS to_settle
  FROM (
    SELECT f.*,
      (SELECT r.problems FROM record AS r WHERE r.id = f.id) AS warnings,
      EXISTS (SELECT 1 FROM finding_record AS q WHERE q.record = f.id) AS found,
      EXISTS (
        SELECT 1 FROM (
          SELECT other AS it, score FROM double WHERE one = f.id
          UNION ALL SELECT one, score FROM double WHERE other = f.id
        ) AS d JOIN record AS o ON o.id = d.it JOIN likeness AS k ON k.id = d.it
        WHERE d.score >= coalesce(
          (SELECT CAST(value AS INTEGER) FROM setting WHERE key = 'store.probable' AND k.kind = 0), 70) AND NOT EXISTS (SELECT 1 FROM tie AS t WHERE t.word = 'apart'
          AND t.record = min(f.record, o.record) AND t.other = max(f.record, o.record))
      ) AS twice
    FROM life_figure AS f WHERE f.ended_ms IS NULL AND f.review <> 'withdrawn' AND f.day BETWEEN :from AND :to
    {teams}) AS l
), placed AS (
  SELECT *,
    row_number() OVER (PARTITION BY place, form, to_submit IS NULL ORDER BY to_submit) AS at_submit,
    count(to_submit) OVER (PARTITION BY place, form) AS known_submit,
    row_number() OVER (PARTITION BY place, form, to_settle IS NULL ORDER BY to_settle) AS at_settle,
    count(to_settle) OVER (PARTITION BY place, form) AS known_settle
  FROM life
)
SELECT place, 'form' AS split, form AS kind, count(*) AS records,
  avg(to_submit) FILTER (WHERE 2 * at_submit IN (known_submit, known_submit + 1, known_submit + 2)) AS days_to_submit,
  avg(to_settle) FILTER (WHERE 2 * at_settle IN (known_settle, known_settle + 1, known_settle + 2)) AS days_to_approve,
  1.0 * sum(returns > 0) / count(*) AS returned,
  1.0 * sum(position) / nullif(count(position), 0) AS with_position,
  sum(reasons) AS reasons, 1.0 * sum(min(reasons, warnings)) / nullif(sum(warnings), 0) AS overridden,
  1.0 * sum(not_listed = 'yes') / nullif(count(not_listed), 0) AS not_listed,
  sum(found) AS with_findings, sum(twice) AS twice
FROM placed
GROUP BY place, form
