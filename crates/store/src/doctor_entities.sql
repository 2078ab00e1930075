-- What is said of entities by records that are not listed. The list is gone through once: a look-up of each record
-- for itself would find no index.
SELECT count(*) AS n FROM entity
WHERE (makes = 1 OR label IS NOT NULL OR properties <> '{}')
  AND (record, team) NOT IN (SELECT record, team FROM record)
