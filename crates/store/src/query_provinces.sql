WITH RECURSIVE province (code) AS (
  SELECT (SELECT min(adm1) FROM record)
  UNION ALL
  SELECT (SELECT min(adm1) FROM record WHERE adm1 > code) FROM province WHERE code IS NOT NULL
) SELECT code FROM province WHERE code IS NOT NULL
