SELECT record_text.id, record_text.text
FROM search JOIN record_text ON record_text.id = search.rowid
WHERE search MATCH :words
ORDER BY search.rowid DESC LIMIT :rows
