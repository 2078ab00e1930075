INSERT INTO fresh (
  draft, saved, answers, submitted, decision, record, team, form, review, conflict, problems, severity,
  activity_date, adm1, adm2, adm3, adm4, women, men, girls, boys, total, lat, lon, link, made_ms,
  changed_ms, author, winner, form_version, ref, title, subtitle, classes, text, guarded,
  entities, likeness
) VALUES (
  :draft, :saved, :answers, :submitted, :decision, :record, :team, :form, :review, :conflict, :problems,
  :severity, :activity_date, :adm1, :adm2, :adm3, :adm4, :women, :men, :girls, :boys, :total, :lat, :lon,
  :link, :made_ms, :changed_ms, :author, :winner, :form_version, :ref, :title, :subtitle, :classes, :text,
  :guarded, :entities, :likeness
)
