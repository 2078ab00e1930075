-- The donor sheet's other age bands, from sessions that counted six bands. Who was counted in four groups only, or
-- without sex or age, is of unknown band, so that each set of bands adds up to E2.
SELECT {by s} AS place, 'bands_50' AS split, '0-4' AS kind, sum(coalesce(f_b1, 0)) AS female, sum(coalesce(m_b1, 0)) AS male,
  sum(coalesce(f_b1, 0) + coalesce(m_b1, 0)) AS total
FROM {session} AS s WHERE mode = 'sadd12' AND outcome IN ('held', 'partly_held')
  AND coalesce(kind, '') NOT IN ('tot_teachers', 'cfp_training', 'partner_training') GROUP BY 1
UNION ALL
SELECT {by s} AS place, 'bands_50' AS split, '5-17' AS kind, sum(coalesce(f_b2, 0) + coalesce(f_b3, 0)) AS female, sum(coalesce(m_b2, 0) + coalesce(m_b3, 0)) AS male,
  sum(coalesce(f_b2, 0) + coalesce(f_b3, 0) + coalesce(m_b2, 0) + coalesce(m_b3, 0)) AS total
FROM {session} AS s WHERE mode = 'sadd12' AND outcome IN ('held', 'partly_held')
  AND coalesce(kind, '') NOT IN ('tot_teachers', 'cfp_training', 'partner_training') GROUP BY 1
UNION ALL
SELECT {by s} AS place, 'bands_50' AS split, '18-49' AS kind, sum(coalesce(f_b4, 0)) AS female, sum(coalesce(m_b4, 0)) AS male,
  sum(coalesce(f_b4, 0) + coalesce(m_b4, 0)) AS total
FROM {session} AS s WHERE mode = 'sadd12' AND outcome IN ('held', 'partly_held')
  AND coalesce(kind, '') NOT IN ('tot_teachers', 'cfp_training', 'partner_training') GROUP BY 1
UNION ALL
SELECT {by s} AS place, 'bands_50' AS split, '50+' AS kind, sum(coalesce(f_b5, 0) + coalesce(f_b6, 0)) AS female, sum(coalesce(m_b5, 0) + coalesce(m_b6, 0)) AS male,
  sum(coalesce(f_b5, 0) + coalesce(f_b6, 0) + coalesce(m_b5, 0) + coalesce(m_b6, 0)) AS total
FROM {session} AS s WHERE mode = 'sadd12' AND outcome IN ('held', 'partly_held')
  AND coalesce(kind, '') NOT IN ('tot_teachers', 'cfp_training', 'partner_training') GROUP BY 1
UNION ALL
SELECT {by s} AS place, 'bands_50' AS split, 'unknown' AS kind,
  sum(CASE WHEN mode = 'sadd12' THEN 0 ELSE coalesce(women, 0) + coalesce(girls, 0) END) AS female,
  sum(CASE WHEN mode = 'sadd12' THEN 0 ELSE coalesce(men, 0) + coalesce(boys, 0) END) AS male,
  sum(CASE WHEN mode = 'sadd12' THEN 0 ELSE coalesce(women, 0) + coalesce(girls, 0) + coalesce(men, 0) + coalesce(boys, 0) END
    + coalesce(unspecified_child, 0) + coalesce(unspecified_adult, 0)) AS total
FROM {session} AS s WHERE outcome IN ('held', 'partly_held')
  AND coalesce(kind, '') NOT IN ('tot_teachers', 'cfp_training', 'partner_training') GROUP BY 1
UNION ALL
SELECT {by s} AS place, 'bands_60' AS split, '0-17' AS kind, sum(coalesce(f_b1, 0) + coalesce(f_b2, 0) + coalesce(f_b3, 0)) AS female, sum(coalesce(m_b1, 0) + coalesce(m_b2, 0) + coalesce(m_b3, 0)) AS male,
  sum(coalesce(f_b1, 0) + coalesce(f_b2, 0) + coalesce(f_b3, 0) + coalesce(m_b1, 0) + coalesce(m_b2, 0) + coalesce(m_b3, 0)) AS total
FROM {session} AS s WHERE mode = 'sadd12' AND outcome IN ('held', 'partly_held')
  AND coalesce(kind, '') NOT IN ('tot_teachers', 'cfp_training', 'partner_training') GROUP BY 1
UNION ALL
SELECT {by s} AS place, 'bands_60' AS split, '18-59' AS kind, sum(coalesce(f_b4, 0) + coalesce(f_b5, 0)) AS female, sum(coalesce(m_b4, 0) + coalesce(m_b5, 0)) AS male,
  sum(coalesce(f_b4, 0) + coalesce(f_b5, 0) + coalesce(m_b4, 0) + coalesce(m_b5, 0)) AS total
FROM {session} AS s WHERE mode = 'sadd12' AND outcome IN ('held', 'partly_held')
  AND coalesce(kind, '') NOT IN ('tot_teachers', 'cfp_training', 'partner_training') GROUP BY 1
UNION ALL
SELECT {by s} AS place, 'bands_60' AS split, '60+' AS kind, sum(coalesce(f_b6, 0)) AS female, sum(coalesce(m_b6, 0)) AS male,
  sum(coalesce(f_b6, 0) + coalesce(m_b6, 0)) AS total
FROM {session} AS s WHERE mode = 'sadd12' AND outcome IN ('held', 'partly_held')
  AND coalesce(kind, '') NOT IN ('tot_teachers', 'cfp_training', 'partner_training') GROUP BY 1
UNION ALL
SELECT {by s} AS place, 'bands_60' AS split, 'unknown' AS kind,
  sum(CASE WHEN mode = 'sadd12' THEN 0 ELSE coalesce(women, 0) + coalesce(girls, 0) END) AS female,
  sum(CASE WHEN mode = 'sadd12' THEN 0 ELSE coalesce(men, 0) + coalesce(boys, 0) END) AS male,
  sum(CASE WHEN mode = 'sadd12' THEN 0 ELSE coalesce(women, 0) + coalesce(girls, 0) + coalesce(men, 0) + coalesce(boys, 0) END
    + coalesce(unspecified_child, 0) + coalesce(unspecified_adult, 0)) AS total
FROM {session} AS s WHERE outcome IN ('held', 'partly_held')
  AND coalesce(kind, '') NOT IN ('tot_teachers', 'cfp_training', 'partner_training') GROUP BY 1
