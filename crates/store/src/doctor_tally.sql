-- Kept counts that are not what the records come to.
SELECT count(*) AS n FROM (
  SELECT 1 FROM (
    SELECT team, form, review, odd, records FROM record_tally
    UNION ALL
    SELECT team, form, review, max(severity, found) > 0 OR conflict > 0, -count(*) FROM record GROUP BY 1, 2, 3, 4
  )
  GROUP BY team, form, review, odd HAVING sum(records) <> 0
)
