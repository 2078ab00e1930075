PRAGMA journal_mode = DELETE;
CREATE TABLE backup (
  one        INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  centre_key BLOB NOT NULL CHECK (length(centre_key) = 32),
  made_ms    INTEGER NOT NULL
) STRICT;
