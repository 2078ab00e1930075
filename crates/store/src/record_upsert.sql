INSERT INTO record (
  id, record, team, form, review, delivery, conflict, problems, severity, activity_date,
  adm1, adm2, adm3, adm4, women, men, girls, boys, total, lat, lon, link, made_ms, changed_ms,
  author, winner, form_version, ref, title, subtitle, classes
) VALUES (
  :id, :record, :team, :form, :review, :delivery, :conflict, :problems, :severity, :activity_date,
  :adm1, :adm2, :adm3, :adm4, :women, :men, :girls, :boys, :total, :lat, :lon, :link, :made_ms,
  :changed_ms, :author, :winner, :form_version, :ref, :title, :subtitle, :classes
) ON CONFLICT (id) DO UPDATE SET
  form = excluded.form, review = excluded.review, delivery = excluded.delivery,
  conflict = excluded.conflict, problems = excluded.problems, severity = excluded.severity,
  activity_date = excluded.activity_date, adm1 = excluded.adm1, adm2 = excluded.adm2,
  adm3 = excluded.adm3, adm4 = excluded.adm4, women = excluded.women, men = excluded.men,
  girls = excluded.girls, boys = excluded.boys, total = excluded.total, lat = excluded.lat,
  lon = excluded.lon, link = excluded.link, made_ms = excluded.made_ms,
  changed_ms = excluded.changed_ms, author = excluded.author, winner = excluded.winner,
  form_version = excluded.form_version, ref = excluded.ref, title = excluded.title,
  subtitle = excluded.subtitle, classes = excluded.classes
