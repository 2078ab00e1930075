-- The conjunct with review makes SQLite see that the index of what waits for somebody has all of these.
SELECT
  (SELECT count(*) FROM record) AS records,
  count(*) FILTER (WHERE delivery = 0) AS laptop,
  count(*) FILTER (WHERE delivery = 1) AS handed,
  min(changed_ms) AS oldest
FROM record
WHERE delivery < 2 AND (delivery < 2 OR review IN ('submitted', 'verified', 'returned'))
