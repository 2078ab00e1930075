SELECT coalesce(
  (SELECT n FROM revision
   WHERE team = :team AND device = :device AND n >= :from AND part IS NULL ORDER BY n LIMIT 1),
  (SELECT max(n) + 1 FROM revision WHERE team = :team AND device = :device),
  1
) AS n
