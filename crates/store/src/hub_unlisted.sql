SELECT part.id AS id FROM part
WHERE part.team = :team
  AND NOT EXISTS (SELECT 1 FROM hub_ledger WHERE hub_ledger.part = part.id)
  AND EXISTS (
    SELECT 1 FROM revision
    WHERE revision.team = part.team AND revision.device = part.device
      AND revision.n BETWEEN part.first AND part.first + part.count - 1 AND revision.part = part.id
  )
ORDER BY part.id
