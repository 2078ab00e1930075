INSERT INTO form_file (form, version, name, bytes, hash, installed_ms)
VALUES (:form, :version, :name, :bytes, :hash, :installed_ms)
ON CONFLICT (form, version, name) DO UPDATE SET
  bytes = excluded.bytes, hash = excluded.hash, installed_ms = excluded.installed_ms
