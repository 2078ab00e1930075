-- V6, service sessions by pillar and by service; those of the own team apart, since only they are its direct service.
WITH counted AS MATERIALIZED (
  SELECT {by s p} AS place, coalesce(s.pillar, 'unknown') AS pillar, coalesce(s.service, 'unknown') AS service,
    count(*) AS services, sum(coalesce(s.delivered_by, '') = 'own_team') AS own
  FROM {service} AS s
  {join person p s.link}
  GROUP BY 1, 2, 3
)
SELECT place, 'pillar' AS split, pillar AS kind, sum(services) AS services, sum(own) AS own FROM counted GROUP BY place, pillar
UNION ALL
SELECT place, 'service' AS split, service AS kind, sum(services) AS services, sum(own) AS own FROM counted GROUP BY place, service
