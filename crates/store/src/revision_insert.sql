INSERT INTO revision (
  id, record, team, kind, device, n, at, came, delivery, part, receipt, bytes, header, body
) VALUES (
  :id, :record, :team, :kind, :device, :n, :at, :came, :delivery, NULL, NULL, :bytes, :header, :body
) ON CONFLICT (record, id) DO NOTHING
