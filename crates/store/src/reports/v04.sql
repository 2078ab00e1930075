-- V4, persons assessed in the period by their last assessment, and of those whose answers are known the share with a
-- disability by the Washington Group's cut-off, in all and by domain.
WITH last AS MATERIALIZED (
  SELECT {by a p} AS place, a.* FROM (
    SELECT *, row_number() OVER (PARTITION BY {whom x} ORDER BY day DESC, id DESC) AS back FROM {assessment} AS x
  ) AS a
  {join person p a.link}
  WHERE a.back = 1
)
SELECT place, NULL AS split, NULL AS kind, count(*) AS assessed,
  sum(disability = 'true') AS with_disability, sum(coalesce(disability, '') NOT IN ('true', 'false')) AS unknown,
  1.0 * sum(disability = 'true') / nullif(sum(disability IN ('true', 'false')), 0) AS share
FROM last GROUP BY place
UNION ALL
SELECT place, 'domain' AS split, 'see' AS kind, count(*) AS assessed, sum(see IN ('3', '4')) AS with_disability,
  sum(coalesce(see, '') NOT IN ('1', '2', '3', '4')) AS unknown,
  1.0 * sum(see IN ('3', '4')) / nullif(sum(see IN ('1', '2', '3', '4')), 0) AS share
FROM last GROUP BY place
UNION ALL
SELECT place, 'domain' AS split, 'hear' AS kind, count(*) AS assessed, sum(hear IN ('3', '4')) AS with_disability,
  sum(coalesce(hear, '') NOT IN ('1', '2', '3', '4')) AS unknown,
  1.0 * sum(hear IN ('3', '4')) / nullif(sum(hear IN ('1', '2', '3', '4')), 0) AS share
FROM last GROUP BY place
UNION ALL
SELECT place, 'domain' AS split, 'walk' AS kind, count(*) AS assessed, sum(walk IN ('3', '4')) AS with_disability,
  sum(coalesce(walk, '') NOT IN ('1', '2', '3', '4')) AS unknown,
  1.0 * sum(walk IN ('3', '4')) / nullif(sum(walk IN ('1', '2', '3', '4')), 0) AS share
FROM last GROUP BY place
UNION ALL
SELECT place, 'domain' AS split, 'remember' AS kind, count(*) AS assessed, sum(remember IN ('3', '4')) AS with_disability,
  sum(coalesce(remember, '') NOT IN ('1', '2', '3', '4')) AS unknown,
  1.0 * sum(remember IN ('3', '4')) / nullif(sum(remember IN ('1', '2', '3', '4')), 0) AS share
FROM last GROUP BY place
UNION ALL
SELECT place, 'domain' AS split, 'selfcare' AS kind, count(*) AS assessed, sum(selfcare IN ('3', '4')) AS with_disability,
  sum(coalesce(selfcare, '') NOT IN ('1', '2', '3', '4')) AS unknown,
  1.0 * sum(selfcare IN ('3', '4')) / nullif(sum(selfcare IN ('1', '2', '3', '4')), 0) AS share
FROM last GROUP BY place
UNION ALL
SELECT place, 'domain' AS split, 'communicate' AS kind, count(*) AS assessed, sum(communicate IN ('3', '4')) AS with_disability,
  sum(coalesce(communicate, '') NOT IN ('1', '2', '3', '4')) AS unknown,
  1.0 * sum(communicate IN ('3', '4')) / nullif(sum(communicate IN ('1', '2', '3', '4')), 0) AS share
FROM last GROUP BY place
