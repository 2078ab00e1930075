INSERT INTO entity (team, record, list, name, makes, at, label, properties)
VALUES (:team, :record, :list, :name, :makes, :at, :label, :properties)
ON CONFLICT (team, record, list, name) DO UPDATE SET
  seq = (SELECT max(seq) + 1 FROM entity), makes = excluded.makes, at = excluded.at,
  label = excluded.label, properties = excluded.properties
