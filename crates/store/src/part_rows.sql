FROM revision
WHERE team = :team AND device = :device AND n BETWEEN :first AND :last
ORDER BY n, part IS NOT :part, seq
