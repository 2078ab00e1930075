-- The caseload list (6.3 no. 5): each person who is not known to be dead, what was done last, what is due next, the needs
-- of high priority without a service since, and the referrals under way.
SELECT * FROM (
  SELECT r.ref, p.case_status,
    coalesce(p.adm1, '') || '/' || coalesce(p.adm2, '') || '/' || coalesce(p.adm3, '') AS place,
    (SELECT max(day) FROM assessment_figure AS a WHERE a.link IN {alike p.record} AND a.day <= :to AND a.ended_ms IS NULL AND a.review NOT IN ('rejected', 'withdrawn', 'draft')) AS assessed,
    (SELECT max(day) FROM follow_up_figure AS f WHERE f.link IN {alike p.record} AND f.day <= :to AND f.ended_ms IS NULL AND f.review NOT IN ('rejected', 'withdrawn', 'draft')
       AND f.contact_result = 'met') AS visited,
    (SELECT due FROM (
       SELECT day, due FROM assessment_figure AS a WHERE a.link IN {alike p.record} AND a.day <= :to AND a.ended_ms IS NULL AND a.review NOT IN ('rejected', 'withdrawn', 'draft')
       UNION ALL
       SELECT day, due FROM follow_up_figure AS f WHERE f.link IN {alike p.record} AND f.day <= :to AND f.ended_ms IS NULL AND f.review NOT IN ('rejected', 'withdrawn', 'draft')
     ) ORDER BY day DESC LIMIT 1) AS due,
    (SELECT count(DISTINCT n.need) FROM need_figure AS n WHERE n.link IN {alike p.record} AND n.priority = 'high'
       AND coalesce(n.wants_help, '') NOT IN ('no', 'refused') AND n.day <= :to AND n.ended_ms IS NULL AND n.review NOT IN ('rejected', 'withdrawn', 'draft')
       AND NOT EXISTS (SELECT 1 FROM service_figure AS s WHERE s.link IN {alike p.record} AND s.service = n.need
         AND s.day BETWEEN n.day AND :to AND s.ended_ms IS NULL AND s.review NOT IN ('rejected', 'withdrawn', 'draft'))) AS needs,
    (SELECT count(*) FROM referral_figure AS e WHERE e.link IN {alike p.record} AND e.ended_ms IS NULL AND e.review NOT IN ('rejected', 'withdrawn', 'draft')
       AND e.status IN ('consented', 'sent', 'acknowledged', 'accepted', 'in_service')) AS referrals
  FROM person_figure AS p JOIN record AS r ON r.id = p.id
  WHERE NOT EXISTS (SELECT 1 FROM behind AS b WHERE b.record = p.record)
    AND p.ended_ms IS NULL AND p.review NOT IN ('rejected', 'withdrawn', 'draft')
    AND coalesce(p.vital_status, 'unknown') <> 'deceased' AND coalesce(p.outcome, '') NOT IN ('killed', 'died_later')
    AND (p.team IN (SELECT value FROM json_each(:teams)) OR r.author = :author)
)
WHERE :within IS NULL OR place = :within OR place LIKE :within || '/%'
ORDER BY due IS NULL, due, ref
