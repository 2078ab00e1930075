-- What the centre knows of forms, how far it has looked into records, and every administrative act.

-- Forms of the programme, beside those that the program comes with. A version never changes.
CREATE TABLE form (
  id          TEXT NOT NULL,
  version     TEXT NOT NULL,
  source_name TEXT NOT NULL,
  source      BLOB NOT NULL,
  added_ms    INTEGER NOT NULL,
  PRIMARY KEY (id, version)
) STRICT;

-- Files that a form reads, such as a list of villages.
CREATE TABLE form_file (
  form    TEXT NOT NULL,
  version TEXT NOT NULL,
  name    TEXT NOT NULL,
  bytes   BLOB NOT NULL,
  PRIMARY KEY (form, version, name),
  FOREIGN KEY (form, version) REFERENCES form (id, version)
) STRICT;

-- The programme's table of rules; without a row, the one that the program comes with.
CREATE TABLE rule_table (
  one         INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  source_name TEXT NOT NULL,
  source      BLOB NOT NULL,
  added_ms    INTEGER NOT NULL
) STRICT;

-- Up to which part the saves of a team were looked into; without a row, none.
CREATE TABLE checked (
  team TEXT NOT NULL PRIMARY KEY REFERENCES team (id),
  seq  INTEGER NOT NULL CHECK (seq >= 0)
) STRICT, WITHOUT ROWID;

-- Marks get a number in their team, so that laptops hear of those that are made later. A program that is older than this
-- and still runs gives none (0): its marks are told to whoever brought what they are about.
ALTER TABLE mark ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
UPDATE mark SET number = (
  SELECT numbered.number
  FROM (SELECT team, id, code, row_number() OVER (PARTITION BY team ORDER BY at_ms, id, code) AS number
        FROM mark) AS numbered
  WHERE numbered.team = mark.team AND numbered.id = mark.id AND numbered.code = mark.code
);
CREATE INDEX mark_by_number ON mark (team, number);

-- An invitation that was taken back lets nobody in.
ALTER TABLE invitation ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1));

-- Every administrative act. Rows are added and nothing else.
CREATE TABLE act (
  n     INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  at_ms INTEGER NOT NULL,
  by    TEXT NOT NULL,                                        -- who gave the command, or the laptop that joined
  what  TEXT NOT NULL,                                        -- a word, such as team-add
  about TEXT NOT NULL                                         -- ids and codes, as JSON; no names of people
) STRICT;

CREATE TRIGGER act_is_not_changed BEFORE UPDATE ON act
BEGIN SELECT RAISE(ABORT, 'acts are only added'); END;
CREATE TRIGGER act_is_not_removed BEFORE DELETE ON act
BEGIN SELECT RAISE(ABORT, 'acts are only added'); END;
