-- How many records of a list are in each review state, by the kept counts; those that stand behind another are taken off.
SELECT review, sum(records) AS n FROM (
  SELECT team, form, review, odd, records FROM record_tally
  UNION ALL
  SELECT r.team, r.form, r.review, max(r.severity, r.found) > 0 OR r.conflict > 0 AS odd, -1 AS records
  FROM behind AS b
    CROSS JOIN revision AS v ON v.record = b.record
    CROSS JOIN record AS r ON r.id = v.seq
  WHERE :unmerged
)
WHERE (:form IS NULL OR form = :form) AND (:odd IS NULL OR odd = :odd)
  AND (:teams IS NULL OR team IN (SELECT value FROM json_each(:teams)))
  AND (:review IS NULL OR review IN (SELECT value FROM json_each(:review)))
GROUP BY review HAVING n > 0 ORDER BY review
