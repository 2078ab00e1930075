-- V6, service sessions by pillar and by service; those of the own team apart, since only they are its direct service.
SELECT {by s p} AS place, 'pillar' AS split, coalesce(s.pillar, 'unknown') AS kind, count(*) AS services,
  sum(coalesce(s.delivered_by, '') = 'own_team') AS own
FROM {service} AS s
{join person p s.link}
GROUP BY place, s.pillar
UNION ALL
SELECT {by s p} AS place, 'service' AS split, coalesce(s.service, 'unknown') AS kind, count(*) AS services,
  sum(coalesce(s.delivered_by, '') = 'own_team') AS own
FROM {service} AS s
{join person p s.link}
GROUP BY place, s.service
