-- V7, assistive devices delivered and repaired, by product. A device without a number is one.
SELECT {by s p} AS place, 'item' AS split, s.item AS kind,
  sum(CASE WHEN s.new_or_repair IN ('new', 'replacement') THEN coalesce(s.quantity, 1) ELSE 0 END) AS delivered,
  sum(CASE WHEN s.new_or_repair = 'repair' THEN coalesce(s.quantity, 1) ELSE 0 END) AS repaired,
  sum(CASE WHEN s.new_or_repair IS NULL THEN coalesce(s.quantity, 1) ELSE 0 END) AS unknown
FROM {service} AS s
{join person p s.link}
WHERE s.item IS NOT NULL AND s.item NOT IN ('cash', 'kit')
GROUP BY place, s.item
