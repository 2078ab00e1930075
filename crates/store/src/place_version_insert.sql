INSERT INTO place_version (list, number, source_name, source_hash, places, installed_ms)
VALUES (:list, :number, :source_name, :source_hash, :places, :installed_ms)
