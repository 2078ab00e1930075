SELECT revision.id AS id FROM part JOIN revision
  ON revision.team = part.team AND revision.device = part.device
  AND revision.n BETWEEN part.first AND part.first + part.count - 1
WHERE part.id = :part AND revision.part = part.id
