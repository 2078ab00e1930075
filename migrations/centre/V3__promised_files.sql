-- Photos and scans that the centre has signed for: they must be in the store of files, this long. Rows are added and nothing
-- else.
CREATE TABLE promised_file (
  team    TEXT NOT NULL REFERENCES team (id),
  content BLOB NOT NULL CHECK (length(content) = 32),
  bytes   INTEGER NOT NULL CHECK (bytes >= 0),
  at_ms   INTEGER NOT NULL,                                   -- when it was signed for first
  PRIMARY KEY (team, content)
) STRICT, WITHOUT ROWID;
