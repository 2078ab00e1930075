-- Who may see what: how guarded each fact of a line is, a second text for those who may search in guarded
-- answers, and a list of every time that somebody had a guarded answer shown.

-- Two bits for each fact, its class from 0 to 3, in the order of store::Classes. A line that was written before
-- says that everything is guarded, until the lists are made anew.
ALTER TABLE record ADD COLUMN classes INTEGER NOT NULL DEFAULT 4095;
ALTER TABLE fresh ADD COLUMN classes INTEGER NOT NULL DEFAULT 4095;
ALTER TABLE fresh ADD COLUMN guarded TEXT NOT NULL DEFAULT '';    -- the rest of what it is found by

-- What lists are narrowed by is still answered without touching the rows.
DROP INDEX record_date;
DROP INDEX record_place;
DROP INDEX record_district;
DROP INDEX record_narrow;
CREATE INDEX record_date ON record (activity_date, changed_ms, form, team, classes, author);
CREATE INDEX record_place ON record (adm1, adm2, activity_date, changed_ms, classes, author, team);
CREATE INDEX record_district ON record (adm2, activity_date, changed_ms, classes, author, team)
  WHERE adm2 IS NOT NULL;
CREATE INDEX record_narrow ON record (
  team, form, review, activity_date, changed_ms, adm1, adm2, problems, conflict, classes, author
);
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('record', 'record_place', '100000 4000 500 2 1 1 1 1'),
  ('record', 'record_district', '100000 500 2 1 1 1 1'),
  ('record', 'record_date', '100000 80 1 1 1 1 1'),
  ('record', 'record_narrow', '100000 8000 2000 500 2 1 1 1 1 1 1 1');

-- From here on a row of record_text, pending_text and search is twice the number of its record: the open text.
-- One more is the text with the guarded answers in it, which is looked through for those who may see them.
-- What was indexed before is such a text, since nobody knows what is in it.
CREATE TABLE moved_text (id INTEGER NOT NULL PRIMARY KEY, text TEXT NOT NULL) STRICT;
INSERT INTO moved_text (id, text) SELECT 2 * id + 1, text FROM record_text;
INSERT OR REPLACE INTO moved_text (id, text) SELECT 2 * id + 1, text FROM pending_text;
DELETE FROM record_text;
DELETE FROM pending_text;
INSERT INTO search (search) VALUES ('delete-all');
INSERT INTO record_text (id, text) SELECT id, text FROM moved_text;
INSERT INTO search (rowid, text) SELECT id, text FROM moved_text ORDER BY id;
DROP TABLE moved_text;
INSERT INTO setting (key, value) SELECT 'store.old_lists', 'classes' WHERE EXISTS (SELECT 1 FROM record);

CREATE TABLE reveal (
  -- Each time a guarded answer was shown, taken into a correction or exported. Never the answer. Rows are added
  -- and never changed; they stay on this laptop.
  id     INTEGER NOT NULL PRIMARY KEY,
  record BLOB    NOT NULL CHECK (length(record) = 16),
  team   TEXT    NOT NULL,
  form   TEXT    NOT NULL,
  path   TEXT    NOT NULL,                                      -- the question; empty for all of the record
  deed   TEXT    NOT NULL,                                      -- shown, corrected, exported
  why    TEXT    NOT NULL,                                      -- in the person's words; may be empty
  person BLOB    NOT NULL CHECK (length(person) = 16),
  device BLOB    NOT NULL CHECK (length(device) = 16),
  at_ms  INTEGER NOT NULL
) STRICT;

CREATE INDEX reveal_record ON reveal (record);
