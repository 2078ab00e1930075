-- E11, materials distributed, by type.
SELECT {by m} AS place, 'material' AS split, coalesce(material, 'unknown') AS kind, sum(coalesce(quantity, 0)) AS quantity
FROM {material} AS m
GROUP BY place, material
