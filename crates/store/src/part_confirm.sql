UPDATE part SET state = 2
WHERE id = :id AND state < 2 AND NOT EXISTS (
  SELECT 1 FROM revision
  WHERE revision.team = part.team AND revision.device = part.device
    AND revision.n BETWEEN part.first AND part.first + part.count - 1
    AND revision.part = part.id AND revision.delivery < 2
)
