-- V1, new casualties by the date of the accident: persons killed or injured themselves, by sex and age, and apart by
-- outcome, device, status, activity, whether they had received risk education, and whether the place was marked.
-- The place is that of the accident. Whose day nobody knows is in no period: the bulletin counts them in all years.
WITH casualty AS MATERIALIZED (
  SELECT {by v} AS place, v.* FROM (
    SELECT a.adm1, a.adm2, a.adm3, a.adm4, a.project, p.team, CASE WHEN p.day <> '' THEN p.day ELSE coalesce(a.day, '') END AS day,
      p.sex, p.age_group, coalesce(p.outcome, 'unknown') AS outcome,
      CASE WHEN a.hazard IN ('ap_mine', 'av_mine', 'improvised_mine') THEN 'mine'
        WHEN a.hazard IN ('uxo', 'axo', 'cluster', 'saa', 'fuze_component', 'erw_unspecified', 'stored_ammo') THEN 'erw'
        WHEN a.hazard IN ('ied', 'booby_trap', 'other') THEN 'other' ELSE 'unknown' END AS device,
      coalesce(p.person_status, 'unknown') AS person_status, coalesce(p.activity, 'unknown') AS activity,
      coalesce(p.eore_before, 'unknown') AS eore_before, coalesce(a.marked_before, 'unknown') AS marked_before
    FROM (SELECT * FROM {person} WHERE day <> '' UNION ALL SELECT * FROM {person undated}) AS p
    {join accident a p.link}
    WHERE p.victim_type IN ('direct_killed', 'direct_injured')
  ) AS v
  WHERE v.day BETWEEN :from AND :to
)
SELECT place, NULL AS split, NULL AS kind, {people} FROM casualty GROUP BY place
UNION ALL
SELECT place, 'outcome' AS split, outcome AS kind, {people} FROM casualty GROUP BY place, outcome
UNION ALL
SELECT place, 'device' AS split, device AS kind, {people} FROM casualty GROUP BY place, device
UNION ALL
SELECT place, 'person_status' AS split, person_status AS kind, {people} FROM casualty GROUP BY place, person_status
UNION ALL
SELECT place, 'activity' AS split, activity AS kind, {people} FROM casualty GROUP BY place, activity
UNION ALL
SELECT place, 'eore_before' AS split, eore_before AS kind, {people} FROM casualty GROUP BY place, eore_before
UNION ALL
SELECT place, 'marked_before' AS split, marked_before AS kind, {people} FROM casualty GROUP BY place, marked_before
