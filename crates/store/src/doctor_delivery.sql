SELECT count(*) AS n FROM record WHERE delivery <> (
  SELECT min(revision.delivery) FROM revision
  WHERE revision.record = record.record AND revision.team = record.team
)
