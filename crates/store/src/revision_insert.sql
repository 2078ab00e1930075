INSERT INTO revision (
  id, record, team, kind, device, n, at, came, delivery, part, receipt, header, body
) VALUES (
  :id, :record, :team, :kind, :device, :n, :at, :came, :delivery, NULL, NULL, :header, :body
) ON CONFLICT (id, team) DO NOTHING
