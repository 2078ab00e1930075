-- The first revision of a part says which receipt covers it; one for each receipt.
SELECT MIN(revision.id) AS id
FROM part
JOIN revision
  ON revision.team = part.team AND revision.device = part.device AND revision.n = part.first
WHERE part.device = :device AND part.state = 2 AND revision.receipt IS NOT NULL
GROUP BY revision.receipt
ORDER BY revision.receipt DESC
LIMIT :limit
