-- V5, unique persons who received at least one service, once in all and once in each pillar, so that pillars do not
-- add up to all; and whether they are victims themselves. Who was told of otherwise when one month was closed than when
-- another was is as with the last service.
WITH served AS MATERIALIZED (
  SELECT {by s p} AS place, {whom s} AS person, coalesce(s.pillar, 'unknown') AS pillar, s.day || hex(s.record) AS at,
    p.sex, p.age_group, CASE WHEN p.victim_type IN ('direct_killed', 'direct_injured') THEN 'direct'
      WHEN p.victim_type IN ('indirect_family', 'indirect_community') THEN 'indirect'
      WHEN p.victim_type IS NULL THEN 'unknown' ELSE 'other' END AS victim
  FROM {service} AS s
  {join person p s.link}
), person AS (
  SELECT place, person, sex, age_group, victim, max(at) AS last FROM served GROUP BY place, person
), of_pillar AS (
  SELECT place, person, pillar, sex, age_group, max(at) AS last FROM served GROUP BY place, person, pillar
)
SELECT place, NULL AS split, NULL AS kind, {people} FROM person GROUP BY place
UNION ALL
SELECT place, 'pillar' AS split, pillar AS kind, {people} FROM of_pillar GROUP BY place, pillar
UNION ALL
SELECT place, 'victim' AS split, victim AS kind, {people} FROM person GROUP BY place, victim
