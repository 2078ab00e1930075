-- Entity lists: what records say of people, accidents and whatever else other records choose from. A part of the
-- projection: it is made again from the log together with the lists.

CREATE TABLE entity (
  -- What one record says of one entry. A row is changed in place under a higher number, and one that says nothing any
  -- more stays and says nothing, so that whoever holds a list in memory reads only what is new.
  seq        INTEGER NOT NULL PRIMARY KEY,
  team       TEXT    NOT NULL,
  record     BLOB    NOT NULL CHECK (length(record) = 16),
  list       TEXT    NOT NULL,
  name       TEXT    NOT NULL,                                  -- what a choice stores
  makes      INTEGER NOT NULL CHECK (makes IN (0, 1)),          -- 0: it changes the entry of another record
  at         INTEGER NOT NULL,                                  -- clock of the save: the later word holds
  label      TEXT    NULL,
  properties TEXT    NOT NULL                                   -- JSON; {} also when it says nothing
) STRICT;

CREATE UNIQUE INDEX entity_record ON entity (team, record, list, name);
CREATE INDEX entity_name ON entity (list, name);
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('entity', 'entity_record', '100000 10000 1 1 1'),
  ('entity', 'entity_name', '100000 20000 2');

-- What a record that was just finished says of entries, as JSON; empty when it says nothing.
ALTER TABLE fresh ADD COLUMN entities TEXT NULL;

CREATE TABLE form_file (
  -- Files that came with a form, such as tables that its questions choose from.
  form         TEXT    NOT NULL,
  version      TEXT    NOT NULL,
  name         TEXT    NOT NULL,
  bytes        BLOB    NOT NULL,
  hash         BLOB    NOT NULL CHECK (length(hash) = 32),
  installed_ms INTEGER NOT NULL,
  PRIMARY KEY (form, version, name)
) STRICT;
