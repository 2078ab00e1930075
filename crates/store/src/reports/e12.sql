-- E12, knowledge gain: what those who answered before and after the same session gained on average, in points of
-- 100, and the share of all who answered after it with 75 or more.
WITH before AS MATERIALIZED (
  SELECT {kept k.link k.team :to} AS session, respondent, question_set, avg(score) AS score FROM {kap ever} AS k
  WHERE phase = 'pre' AND score IS NOT NULL AND link IS NOT NULL GROUP BY session, respondent, question_set
)
SELECT {by k s} AS place, NULL AS split, NULL AS kind,
  count(b.score) AS pairs, avg(k.score - b.score) AS gain,
  count(*) AS answered, sum(k.score >= 75) AS passed, 1.0 * sum(k.score >= 75) / count(*) AS share
FROM {kap} AS k
LEFT JOIN before AS b ON b.session = {kept k.link k.team :to} AND b.respondent = k.respondent AND b.question_set IS k.question_set
{join session s k.link}
WHERE k.phase = 'post' AND k.score IS NOT NULL
GROUP BY place
