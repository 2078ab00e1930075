-- The referral tracker: referrals of the period by where they stand, and those that are late. One is late that was not
-- acknowledged within 7 days of sending, or had no service within 30, 60 or 90 days by its priority.
SELECT {by r p} AS place, 'status' AS split, coalesce(r.status, 'unknown') AS kind, count(*) AS referrals,
  sum(coalesce(r.priority, '') = 'high') AS high,
  sum(r.status IN ('sent', 'acknowledged', 'accepted', 'in_service') AND r.service_date IS NULL AND (
    (r.acknowledged_on IS NULL AND r.accepted_on IS NULL AND julianday(:to) - julianday(r.sent_on) > 7)
    OR julianday(:to) - julianday(r.sent_on) > CASE r.priority WHEN 'high' THEN 30 WHEN 'medium' THEN 60 ELSE 90 END
  )) AS late
FROM {referral} AS r
{join person p r.link}
GROUP BY 1, 3
