-- What somebody last saw of a record, on this laptop alone, and what a draft answers to a reviewer.

CREATE TABLE looked (
  person     BLOB    NOT NULL CHECK (length(person) = 16),
  team       TEXT    NOT NULL,
  record     BLOB    NOT NULL CHECK (length(record) = 16),
  statements INTEGER NOT NULL,                                  -- revisions that were held of it
  winner     BLOB    NOT NULL CHECK (length(winner) = 32),      -- the save whose answers were shown
  at_ms      INTEGER NOT NULL,
  PRIMARY KEY (person, record, team)
) STRICT, WITHOUT ROWID;

ALTER TABLE draft ADD COLUMN replies TEXT NULL;                  -- JSON, as the caller writes it; NULL: none
