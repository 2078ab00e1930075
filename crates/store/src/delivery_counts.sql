SELECT
  (SELECT count(*) FROM record) AS records,
  (SELECT count(*) FROM record WHERE delivery < 2 AND delivery = 0) AS laptop,
  (SELECT count(*) FROM record WHERE delivery < 2 AND delivery = 1) AS handed,
  (SELECT min(changed_ms) FROM record WHERE delivery < 2) AS oldest
