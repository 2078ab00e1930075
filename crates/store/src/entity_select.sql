-- What records of some teams say of a list, and whose word it is where an entry is called something by a record of none of
-- the open teams that the author did not make. A record is listed under the place of its first revision.
SELECT entity.list, entity.name, entity.makes, entity.at, entity.label, entity.properties,
  entity.label IS NOT NULL AND entity.team NOT IN (SELECT value FROM json_each(:open))
    AND (:author IS NULL OR record.author IS NOT :author),
  coalesce(record.form, ''), coalesce(record.form_version, ''), coalesce(record.ref, '')
FROM entity LEFT JOIN record
  ON entity.label IS NOT NULL AND entity.team NOT IN (SELECT value FROM json_each(:open))
  AND record.id = (
    SELECT min(seq) FROM revision WHERE revision.record = entity.record AND revision.team = entity.team
  )
WHERE entity.list = :list AND entity.team IN (SELECT value FROM json_each(:teams))
  AND (entity.makes = 1 OR entity.label IS NOT NULL OR entity.properties <> '{}')
