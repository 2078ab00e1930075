-- The donor sheet's other age bands, from sessions that counted six bands. Who was counted in four groups only, or
-- without sex or age, is of unknown band, so that each set of bands adds up to E2. Beside them the population groups, by the
-- primary audience of the session.
WITH counted AS MATERIALIZED (
  SELECT place, sum(banded) AS banded,
    sum(banded * coalesce(f_b1, 0)) AS f1, sum(banded * coalesce(f_b2, 0)) AS f2, sum(banded * coalesce(f_b3, 0)) AS f3,
    sum(banded * coalesce(f_b4, 0)) AS f4, sum(banded * coalesce(f_b5, 0)) AS f5, sum(banded * coalesce(f_b6, 0)) AS f6,
    sum(banded * coalesce(m_b1, 0)) AS m1, sum(banded * coalesce(m_b2, 0)) AS m2, sum(banded * coalesce(m_b3, 0)) AS m3,
    sum(banded * coalesce(m_b4, 0)) AS m4, sum(banded * coalesce(m_b5, 0)) AS m5, sum(banded * coalesce(m_b6, 0)) AS m6,
    sum((1 - banded) * (coalesce(women, 0) + coalesce(girls, 0))) AS female,
    sum((1 - banded) * (coalesce(men, 0) + coalesce(boys, 0))) AS male,
    sum(coalesce(unspecified_child, 0) + coalesce(unspecified_adult, 0)) AS unspecified
  FROM (
    SELECT {by s} AS place, coalesce(mode = 'sadd12', 0) AS banded, s.* FROM {session} AS s
    WHERE outcome IN ('held', 'partly_held') AND coalesce(kind, '') NOT IN ('tot_teachers', 'cfp_training', 'partner_training')
  )
  GROUP BY place
)
SELECT place, 'bands_50' AS split, '0-4' AS kind, f1 AS female, m1 AS male, f1 + m1 AS total FROM counted WHERE banded
UNION ALL
SELECT place, 'bands_50' AS split, '5-17' AS kind, f2 + f3 AS female, m2 + m3 AS male, f2 + f3 + m2 + m3 AS total FROM counted WHERE banded
UNION ALL
SELECT place, 'bands_50' AS split, '18-49' AS kind, f4 AS female, m4 AS male, f4 + m4 AS total FROM counted WHERE banded
UNION ALL
SELECT place, 'bands_50' AS split, '50+' AS kind, f5 + f6 AS female, m5 + m6 AS male, f5 + f6 + m5 + m6 AS total FROM counted WHERE banded
UNION ALL
SELECT place, 'bands_50' AS split, 'unknown' AS kind, female, male, female + male + unspecified AS total FROM counted
UNION ALL
SELECT place, 'bands_60' AS split, '0-17' AS kind, f1 + f2 + f3 AS female, m1 + m2 + m3 AS male, f1 + f2 + f3 + m1 + m2 + m3 AS total FROM counted WHERE banded
UNION ALL
SELECT place, 'bands_60' AS split, '18-59' AS kind, f4 + f5 AS female, m4 + m5 AS male, f4 + f5 + m4 + m5 AS total FROM counted WHERE banded
UNION ALL
SELECT place, 'bands_60' AS split, '60+' AS kind, f6 AS female, m6 AS male, f6 + m6 AS total FROM counted WHERE banded
UNION ALL
SELECT place, 'bands_60' AS split, 'unknown' AS kind, female, male, female + male + unspecified AS total FROM counted
UNION ALL
SELECT {by s} AS place, 'audience' AS split, coalesce(s.audience, 'unknown') AS kind,
  sum(coalesce(women, 0) + coalesce(girls, 0)) AS female, sum(coalesce(men, 0) + coalesce(boys, 0)) AS male,
  sum(coalesce(women, 0) + coalesce(men, 0) + coalesce(girls, 0) + coalesce(boys, 0)
    + coalesce(unspecified_child, 0) + coalesce(unspecified_adult, 0)) AS total
FROM {session} AS s
WHERE outcome IN ('held', 'partly_held')
  AND coalesce(s.kind, '') NOT IN ('tot_teachers', 'cfp_training', 'partner_training')
GROUP BY 1, 3
