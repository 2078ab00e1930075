INSERT INTO form (id, version, title, source_name, source, source_hash, installed_ms, active)
VALUES (:id, :version, :title, :source_name, :source, :source_hash, :installed_ms, 0)
