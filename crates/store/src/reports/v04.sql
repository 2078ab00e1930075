-- V4, persons assessed in the period by their last assessment, and of those whose answers are known the share with a
-- disability by the Washington Group's cut-off, in all and by domain. Told by month, the last assessment of each.
WITH assessed AS MATERIALIZED (
  SELECT {by a p} AS place, count(*) AS people,
    sum(coalesce(disability, '') = 'true') AS any_with, sum(coalesce(disability, '') NOT IN ('true', 'false')) AS any_unknown,
    sum(coalesce(see, '') IN ('3', '4')) AS see_with, sum(coalesce(see, '') NOT IN ('1', '2', '3', '4')) AS see_unknown,
    sum(coalesce(hear, '') IN ('3', '4')) AS hear_with, sum(coalesce(hear, '') NOT IN ('1', '2', '3', '4')) AS hear_unknown,
    sum(coalesce(walk, '') IN ('3', '4')) AS walk_with, sum(coalesce(walk, '') NOT IN ('1', '2', '3', '4')) AS walk_unknown,
    sum(coalesce(remember, '') IN ('3', '4')) AS remember_with, sum(coalesce(remember, '') NOT IN ('1', '2', '3', '4')) AS remember_unknown,
    sum(coalesce(selfcare, '') IN ('3', '4')) AS selfcare_with, sum(coalesce(selfcare, '') NOT IN ('1', '2', '3', '4')) AS selfcare_unknown,
    sum(coalesce(communicate, '') IN ('3', '4')) AS communicate_with, sum(coalesce(communicate, '') NOT IN ('1', '2', '3', '4')) AS communicate_unknown
  FROM (
    SELECT *, row_number() OVER (PARTITION BY {once x}, {whom x} ORDER BY day DESC, id DESC) AS back FROM {assessment} AS x
  ) AS a
  {join person p a.link}
  WHERE a.back = 1
  GROUP BY 1
)
SELECT place, NULL AS split, NULL AS kind, people AS assessed, any_with AS with_disability, any_unknown AS unknown,
  1.0 * any_with / nullif(people - any_unknown, 0) AS share FROM assessed
UNION ALL
SELECT place, 'domain' AS split, 'see' AS kind, people AS assessed, see_with AS with_disability, see_unknown AS unknown,
  1.0 * see_with / nullif(people - see_unknown, 0) AS share FROM assessed
UNION ALL
SELECT place, 'domain' AS split, 'hear' AS kind, people AS assessed, hear_with AS with_disability, hear_unknown AS unknown,
  1.0 * hear_with / nullif(people - hear_unknown, 0) AS share FROM assessed
UNION ALL
SELECT place, 'domain' AS split, 'walk' AS kind, people AS assessed, walk_with AS with_disability, walk_unknown AS unknown,
  1.0 * walk_with / nullif(people - walk_unknown, 0) AS share FROM assessed
UNION ALL
SELECT place, 'domain' AS split, 'remember' AS kind, people AS assessed, remember_with AS with_disability, remember_unknown AS unknown,
  1.0 * remember_with / nullif(people - remember_unknown, 0) AS share FROM assessed
UNION ALL
SELECT place, 'domain' AS split, 'selfcare' AS kind, people AS assessed, selfcare_with AS with_disability, selfcare_unknown AS unknown,
  1.0 * selfcare_with / nullif(people - selfcare_unknown, 0) AS share FROM assessed
UNION ALL
SELECT place, 'domain' AS split, 'communicate' AS kind, people AS assessed, communicate_with AS with_disability, communicate_unknown AS unknown,
  1.0 * communicate_with / nullif(people - communicate_unknown, 0) AS share FROM assessed
