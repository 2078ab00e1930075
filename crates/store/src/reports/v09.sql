-- V9, referrals: of those made in the period how many were sent, accepted, completed and not completed; the share
-- completed of those sent; the median of days from sending to the service; and why the others failed. One that was sent
-- belongs to the month of sending. A referral that is closed is completed if its service has a date.
WITH cohort AS MATERIALIZED (
  SELECT {by r p} AS place, r.fail_reason, r.sent_on IS NOT NULL AS sent,
    r.accepted_on IS NOT NULL OR r.status IN ('accepted', 'in_service', 'completed') AS accepted,
    r.status = 'completed' OR (r.status = 'closed' AND r.service_date IS NOT NULL) AS completed,
    r.status IN ('declined', 'not_completed', 'lost_contact', 'cancelled_by_person') AS failed,
    julianday(r.service_date) - julianday(r.sent_on) AS days
  FROM {referral} AS r
  {join person p r.link}
), placed AS (
  SELECT *, CASE WHEN days IS NOT NULL THEN row_number() OVER (PARTITION BY place, days IS NULL ORDER BY days) END AS at,
    count(days) OVER (PARTITION BY place) AS known
  FROM cohort
)
SELECT place, NULL AS split, NULL AS kind, count(*) AS made, sum(sent) AS sent, sum(accepted) AS accepted,
  sum(completed) AS completed, sum(failed) AS failed,
  1.0 * sum(completed AND sent) / nullif(sum(sent), 0) AS share,
  avg(days) FILTER (WHERE 2 * at IN (known, known + 1, known + 2)) AS days
FROM placed GROUP BY place
UNION ALL
SELECT place, 'fail_reason' AS split, coalesce(fail_reason, 'unknown') AS kind, count(*) AS made, sum(sent) AS sent,
  sum(accepted) AS accepted, sum(completed) AS completed, sum(failed) AS failed, NULL AS share, NULL AS days
FROM cohort WHERE failed GROUP BY 1, 3
