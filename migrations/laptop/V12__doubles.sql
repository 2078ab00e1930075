-- What records are compared by, and which of them look like one. A part of the projection: it is made again from the
-- log together with the lists.

CREATE TABLE likeness (
  -- What one record is compared by. id is that of the row of record.
  id    INTEGER NOT NULL PRIMARY KEY,
  kind  INTEGER NOT NULL CHECK (kind IN (0, 1)),                -- 0: a person, 1: a session
  facts TEXT    NOT NULL,                                       -- as the caller writes them
  keys  BLOB    NOT NULL,                                       -- the keys of likeness_key, 8 bytes each
  due   INTEGER NOT NULL CHECK (due IN (0, 1))                  -- 1: not yet held against the others
) STRICT;
CREATE INDEX likeness_due ON likeness (id) WHERE due = 1;

CREATE TABLE likeness_key (
  -- Records that share a key are worth comparing.
  key INTEGER NOT NULL,
  id  INTEGER NOT NULL,
  PRIMARY KEY (key, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE double (
  -- Two records that look like one, the smaller number first.
  one     INTEGER NOT NULL,
  other   INTEGER NOT NULL,
  score   INTEGER NOT NULL CHECK (score BETWEEN 0 AND 100),
  reasons TEXT    NOT NULL,                                     -- as the caller writes them
  PRIMARY KEY (one, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX double_other ON double (other);

CREATE TABLE tie (
  -- What was decided about two records, as the revisions of the one with the smaller id say it.
  team   TEXT NOT NULL,
  record BLOB NOT NULL CHECK (length(record) = 16),
  other  BLOB NOT NULL CHECK (length(other) = 16),
  word   TEXT NOT NULL CHECK (word IN ('same', 'apart', 'contested')),
  kept   BLOB NULL CHECK (length(kept) = 16),                   -- of 'same': the one that stays
  at     INTEGER NOT NULL,                                      -- clock of the last decision
  PRIMARY KEY (record, other, team)
) STRICT, WITHOUT ROWID;
CREATE INDEX tie_other ON tie (other);

CREATE TABLE behind (
  -- Records that stand behind another, as all ties together have it.
  record BLOB NOT NULL PRIMARY KEY CHECK (length(record) = 16),
  head   BLOB NOT NULL CHECK (length(head) = 16),
  since  INTEGER NOT NULL                                       -- clock of the last decision that joined them
) STRICT, WITHOUT ROWID;
CREATE INDEX behind_head ON behind (head);

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('likeness_key', 'likeness_key', '1000000 4 1'),
  ('double', 'double', '10000 2 1'),
  ('double', 'double_other', '10000 2');

-- What a record that was just finished is compared by, as JSON; empty when it is compared with none.
ALTER TABLE fresh ADD COLUMN likeness TEXT NULL;
