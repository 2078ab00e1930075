-- V2, accidents, and casualties per accident.
SELECT {by a} AS place, NULL AS split, NULL AS kind, count(*) AS accidents,
  sum(coalesce(killed, 0)) AS killed, sum(coalesce(injured, 0)) AS injured, sum(coalesce(unknown, 0)) AS unknown,
  1.0 * sum(coalesce(killed, 0) + coalesce(injured, 0) + coalesce(unknown, 0)) / count(*) AS per_accident
FROM {accident} AS a
GROUP BY place
