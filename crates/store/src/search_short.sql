SELECT record_text.id, record_text.text
FROM search JOIN record_text ON record_text.id = search.rowid
WHERE search MATCH :words AND search.rowid NOT IN (SELECT id FROM pending_text)
ORDER BY search.rowid DESC LIMIT :rows
