record, team, form, form_version, ref, title, subtitle, author, activity_date, adm1, adm2, adm3, adm4,
review, conflict, problems, max(severity, found) AS severity, women, men, girls, boys, total, lat, lon, link, made_ms, changed_ms,
winner, classes
