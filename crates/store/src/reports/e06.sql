-- E6, villages, schools and displacement sites reached, each counted once. A village that is not listed counts by its
-- commune and name; a school by its village, since no form asks for the school's name.
SELECT {by s} AS place, NULL AS split, NULL AS kind,
  count(DISTINCT coalesce(adm4, '?' || coalesce(adm3, '') || '/' || place_name)) AS villages,
  count(DISTINCT CASE WHEN venue = 'school' THEN coalesce(adm4, '?' || coalesce(adm3, '') || '/' || place_name) END) AS schools,
  count(DISTINCT CASE WHEN displacement_site = 'yes'
    THEN coalesce(adm3, '') || '/' || coalesce(site_name, adm4, place_name, '') END) AS sites
FROM {session} AS s
WHERE outcome IN ('held', 'partly_held')
GROUP BY place
