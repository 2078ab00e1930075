-- Photos and scans that the centre has signed for: they must be in the store of files, this long. Rows are added and nothing
-- else. The same table as in SQLite.
CREATE TABLE promised_file (
  team    TEXT COLLATE "C" NOT NULL REFERENCES team (id),
  content BYTEA NOT NULL CHECK (length(content) = 32),
  bytes   BIGINT NOT NULL CHECK (bytes >= 0),
  at_ms   BIGINT NOT NULL,
  PRIMARY KEY (team, content)
);
