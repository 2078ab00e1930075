-- A form that was just finished costs one page to make durable instead of eighteen: it waits here, whole,
-- until the program writes or reads again. Nothing is read past it: whoever comes next, after a power cut
-- too, first puts it into the log, the lists and the search, and removes its draft.

CREATE TABLE fresh (
  seq           INTEGER NOT NULL PRIMARY KEY,
  draft         BLOB    NOT NULL CHECK (length(draft) = 16),
  saved         BLOB    NOT NULL,                               -- header of the save
  answers       BLOB    NOT NULL,                               -- its body
  submitted     BLOB    NOT NULL,                               -- header of the revision that submits it
  decision      BLOB    NOT NULL,                               -- its body
  -- The line as lists show it, column by column as in record.
  record        BLOB    NOT NULL CHECK (length(record) = 16),
  team          TEXT    NOT NULL,
  form          TEXT    NOT NULL,
  review        TEXT    NOT NULL,
  conflict      INTEGER NOT NULL,
  problems      INTEGER NOT NULL,
  severity      INTEGER NOT NULL,
  activity_date TEXT    NULL,
  adm1          TEXT    NULL,
  adm2          TEXT    NULL,
  adm3          TEXT    NULL,
  adm4          TEXT    NULL,
  women         INTEGER NULL,
  men           INTEGER NULL,
  girls         INTEGER NULL,
  boys          INTEGER NULL,
  total         INTEGER NULL,
  lat           REAL    NULL,
  lon           REAL    NULL,
  link          BLOB    NULL CHECK (length(link) = 16),
  made_ms       INTEGER NOT NULL,
  changed_ms    INTEGER NOT NULL,
  author        BLOB    NOT NULL CHECK (length(author) = 16),
  winner        BLOB    NOT NULL CHECK (length(winner) = 32),
  form_version  TEXT    NOT NULL,
  ref           TEXT    NOT NULL,
  title         TEXT    NOT NULL,
  subtitle      TEXT    NOT NULL,
  text          TEXT    NOT NULL                                -- what it is found by
) STRICT;

-- A district is looked up by its own code, newest activity first.
CREATE INDEX record_district ON record (adm2, activity_date, changed_ms) WHERE adm2 IS NOT NULL;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('record', 'record_district', '100000 500 2 1');
