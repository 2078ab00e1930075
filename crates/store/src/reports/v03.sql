-- V3, survivors registered up to the end of the period and alive. Of whom nobody knows whether they live is apart.
SELECT {by p} AS place, 'vital_status' AS split, coalesce(vital_status, 'unknown') AS kind, {people}
FROM {person upto} AS p
WHERE victim_type = 'direct_injured' AND coalesce(registered, '') <= :to
  AND coalesce(vital_status, 'unknown') IN ('alive', 'unknown')
GROUP BY 1, 3
