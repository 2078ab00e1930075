INSERT INTO draft (
  id, form, form_version, team, record, parents, title, problems, touched_ms, discarded_ms, answers, reasons, replies
) VALUES (
  :id, :form, :form_version, :team, :record, :parents, :title, :problems, :touched_ms, :discarded_ms,
  :answers, :reasons, :replies
) ON CONFLICT (id) DO UPDATE SET
  form = excluded.form, form_version = excluded.form_version, team = excluded.team,
  record = excluded.record, parents = excluded.parents, title = excluded.title,
  problems = excluded.problems, touched_ms = excluded.touched_ms,
  discarded_ms = excluded.discarded_ms, answers = excluded.answers, reasons = excluded.reasons,
  replies = excluded.replies
