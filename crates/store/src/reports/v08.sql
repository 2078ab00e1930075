-- V8, cash and livelihood grants: persons, each once per currency, and value.
SELECT {by s p} AS place, 'currency' AS split, coalesce(s.currency, 'none') AS kind,
  count(DISTINCT {whom s}) AS persons, sum(coalesce(s.cash, 0)) AS value
FROM {service} AS s
{join person p s.link}
WHERE s.item = 'cash' OR s.service IN ('cash_grant', 'livelihood_grant')
GROUP BY place, s.currency
