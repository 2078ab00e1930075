-- What is said of entities by records that are not listed.
SELECT count(*) AS n FROM entity
WHERE (makes = 1 OR label IS NOT NULL OR properties <> '{}')
  AND NOT EXISTS (
    SELECT 1 FROM record WHERE record.record = entity.record AND record.team = entity.team
  )
