-- Rows without a text, texts without a row, and texts that the index does not have.
WITH texts AS (SELECT id FROM record_text UNION SELECT id FROM pending_text)
SELECT
  (SELECT count(*) FROM record WHERE id NOT IN (SELECT id / 2 FROM texts))
  + (SELECT count(*) FROM texts WHERE id / 2 NOT IN (SELECT id FROM record))
  + (SELECT abs((SELECT count(*) FROM record_text) - (SELECT count(*) FROM search_docsize)))
  AS n
