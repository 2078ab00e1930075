SELECT list, name, makes, at, label, properties FROM entity
WHERE list = :list AND team IN (SELECT value FROM json_each(:teams))
  AND (makes = 1 OR label IS NOT NULL OR properties <> '{}')
