-- V10, follow-ups on time: visits that fell due in the period, and those after which the person was met, or was found
-- to have died, up to 14 days after the day.
SELECT {by v p} AS place, NULL AS split, NULL AS kind, count(*) AS due, sum(done) AS on_time, 1.0 * sum(done) / count(*) AS share
FROM (
  SELECT d.link, d.team, d.project, d.due AS day, {closed d.team d.due} AS closed_at, EXISTS (
    SELECT 1 FROM follow_up_figure AS f WHERE f.link IN {alike d.link d.team d.due} AND f.day > d.day AND f.day <= date(d.due, '+14 days')
      AND {stood f d.team d.due} AND f.contact_result IN ('met', 'deceased')
  ) AS done
  FROM (
    SELECT {kept a.link a.team a.due} AS link, day, due, team, project FROM {assessment ever} AS a
    WHERE due BETWEEN :from AND :to AND link IS NOT NULL
    UNION
    SELECT {kept f.link f.team f.due} AS link, day, due, team, project FROM {follow_up ever} AS f
    WHERE due BETWEEN :from AND :to AND link IS NOT NULL
  ) AS d
) AS v
{join person p v.link}
GROUP BY place
