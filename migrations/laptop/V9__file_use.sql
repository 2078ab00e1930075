-- Whose records name a file and how far it got: also of files that are with a colleague or at the centre.

CREATE TABLE file_use (
  content  BLOB    NOT NULL CHECK (length(content) = 32),       -- as in file, which may not have it yet
  team     TEXT    NOT NULL,
  media    TEXT    NULL,                                        -- what its name says that it is
  delivery INTEGER NOT NULL CHECK (delivery BETWEEN 0 AND 2),   -- as in revision, for this team
  upload   TEXT    NULL,                                        -- where the centre takes the rest of it
  PRIMARY KEY (content, team)
) STRICT, WITHOUT ROWID;

CREATE INDEX file_use_open ON file_use (content, team) WHERE delivery < 2;

DROP INDEX file_waiting;
ALTER TABLE file DROP COLUMN delivery;

-- What a batch moved of them.
ALTER TABLE batch ADD COLUMN files_sent INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batch ADD COLUMN files_received INTEGER NOT NULL DEFAULT 0;

-- Who names what stands in bodies: the next sign-in reads them once.
INSERT INTO setting (key, value) SELECT 'store.file_uses', 'unknown' WHERE EXISTS (SELECT 1 FROM revision);
