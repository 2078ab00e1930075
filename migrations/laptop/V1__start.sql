-- The laptop's file. Rules: STRICT; columns are named when written and read; nothing is dropped or
-- reused; a file that was released is never edited, the next one mends it. No trigger does what
-- the program should.

CREATE TABLE revision (
  -- One row per revision ever held. Rows are added and never removed; a body goes only by an erasure.
  seq      INTEGER NOT NULL PRIMARY KEY,
  id       BLOB    NOT NULL CHECK (length(id) = 32),
  record   BLOB    NOT NULL CHECK (length(record) = 16),
  team     TEXT    NOT NULL,
  kind     INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 3),
  device   BLOB    NOT NULL CHECK (length(device) = 16),
  n        INTEGER NOT NULL CHECK (n > 0),
  at       INTEGER NOT NULL,
  came     INTEGER NOT NULL CHECK (came BETWEEN 0 AND 2),      -- 0 made here, 1 from the centre, 2 carried
  delivery INTEGER NOT NULL CHECK (delivery BETWEEN 0 AND 2),  -- 0 on this laptop, 1 handed over, 2 confirmed
  part     INTEGER NULL REFERENCES part (id),
  receipt  INTEGER NULL REFERENCES receipt (id),
  bytes    INTEGER NOT NULL,                                   -- of the header and of the body it names
  header   BLOB    NOT NULL,                                   -- the bytes that the id is the hash of
  body     BLOB    NULL                                        -- NULL: erased
) STRICT;

-- Every index is a page more to seal with each save. These two name a revision within its record,
-- where records made here come in order, and by its id alone; the id names its team too, so that a range
-- of ids of one team can be summed up without touching the rows.
CREATE UNIQUE INDEX revision_record ON revision (record, id);
CREATE INDEX revision_id ON revision (id, team);
CREATE INDEX revision_count ON revision (team, device, n);
CREATE INDEX revision_erase ON revision (record) WHERE kind = 3;

CREATE TABLE team_log (
  -- What the rows of revision add up to, carried forward with each append.
  team         TEXT    NOT NULL PRIMARY KEY,
  held_count   INTEGER NOT NULL,
  held_sum     BLOB    NOT NULL CHECK (length(held_sum) = 32),
  centre_count INTEGER NOT NULL,
  centre_sum   BLOB    NOT NULL CHECK (length(centre_sum) = 32),
  open_count   INTEGER NOT NULL,                                -- not confirmed
  open_bytes   INTEGER NOT NULL,
  last_at      INTEGER NOT NULL                                -- latest stamp given on this laptop
) STRICT, WITHOUT ROWID;

CREATE TABLE unsealed (
  -- Where the revisions of a device begin that are in no part: a lower bound, to save looking.
  team   TEXT    NOT NULL,
  device BLOB    NOT NULL CHECK (length(device) = 16),
  n      INTEGER NOT NULL,
  PRIMARY KEY (team, device)
) STRICT, WITHOUT ROWID;

CREATE TABLE part (
  -- Sealed parts of this laptop and those it received.
  id     INTEGER NOT NULL PRIMARY KEY,
  team   TEXT    NOT NULL,
  device BLOB    NOT NULL CHECK (length(device) = 16),
  first  INTEGER NOT NULL CHECK (first > 0),
  count  INTEGER NOT NULL CHECK (count > 0),
  ids    BLOB    NOT NULL CHECK (length(ids) = 32),
  seal   BLOB    NOT NULL CHECK (length(seal) = 64),
  state  INTEGER NOT NULL CHECK (state BETWEEN 0 AND 2),       -- 0 unsent, 1 handed over, 2 confirmed
  seq    INTEGER NULL                                          -- its position at the centre
) STRICT;

CREATE UNIQUE INDEX part_statement ON part (team, device, first, count, ids);
CREATE INDEX part_open ON part (device, team, first) WHERE state < 2;

CREATE TABLE batch (
  -- What went out or came in together, over one road.
  id         BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  road       TEXT    NOT NULL,
  began_ms   INTEGER NOT NULL,
  ended_ms   INTEGER NULL,
  state      INTEGER NOT NULL CHECK (state BETWEEN 0 AND 2),   -- 0 open, 1 done, 2 broken
  records    INTEGER NOT NULL DEFAULT 0,
  sent       INTEGER NOT NULL DEFAULT 0,
  received   INTEGER NOT NULL DEFAULT 0,
  bytes_up   INTEGER NOT NULL DEFAULT 0,
  bytes_down INTEGER NOT NULL DEFAULT 0,
  error      TEXT    NULL
) STRICT;

CREATE INDEX batch_began ON batch (began_ms);

CREATE TABLE receipt (
  -- The centre's signed statements, as they came.
  id        INTEGER NOT NULL PRIMARY KEY,
  batch     BLOB    NOT NULL CHECK (length(batch) = 16),
  bytes     BLOB    NOT NULL,
  signature BLOB    NOT NULL,
  revisions INTEGER NOT NULL,
  time_ms   INTEGER NOT NULL,
  verified  INTEGER NOT NULL CHECK (verified IN (0, 1))
) STRICT;

CREATE UNIQUE INDEX receipt_bytes ON receipt (batch, signature);

CREATE TABLE refusal (
  -- What the centre did not take, or marked, and whether a person has dealt with it.
  id       INTEGER NOT NULL PRIMARY KEY,
  revision BLOB    NOT NULL CHECK (length(revision) = 32),
  code     TEXT    NOT NULL,
  detail   TEXT    NOT NULL,
  at_ms    INTEGER NOT NULL,
  settled  INTEGER NOT NULL CHECK (settled IN (0, 1))
) STRICT;

CREATE UNIQUE INDEX refusal_revision ON refusal (revision, code);

CREATE TABLE cursor (
  -- How far this laptop has read each team's ledger at each centre.
  centre BLOB    NOT NULL CHECK (length(centre) = 32),
  team   TEXT    NOT NULL,
  seq    INTEGER NOT NULL,
  PRIMARY KEY (centre, team)
) STRICT, WITHOUT ROWID;

CREATE TABLE roster (
  -- The newest list of teams, people and devices that the centre signed.
  id        INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  version   INTEGER NOT NULL,
  bytes     BLOB    NOT NULL,
  signature BLOB    NOT NULL
) STRICT;

CREATE TABLE account (
  -- Who this laptop is, and where it reports.
  id            INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  device_secret BLOB    NOT NULL CHECK (length(device_secret) = 32),
  centre_url    TEXT    NULL,
  centre_public BLOB    NULL CHECK (length(centre_public) = 32),
  token         BLOB    NULL
) STRICT;

CREATE TABLE form (
  -- Every version ever installed: a draft keeps its own.
  id           TEXT    NOT NULL,
  version      TEXT    NOT NULL,
  title        TEXT    NOT NULL,
  source_name  TEXT    NOT NULL,
  source       BLOB    NOT NULL,
  source_hash  BLOB    NOT NULL CHECK (length(source_hash) = 32),
  installed_ms INTEGER NOT NULL,
  active       INTEGER NOT NULL CHECK (active IN (0, 1)),
  PRIMARY KEY (id, version)
) STRICT;

CREATE TABLE draft (
  -- Unfinished work, saved on every change.
  seq          INTEGER NOT NULL PRIMARY KEY,
  id           BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
  form         TEXT    NOT NULL,
  form_version TEXT    NOT NULL,
  team         TEXT    NOT NULL,
  record       BLOB    NULL CHECK (length(record) = 16),        -- the record it corrects
  parents      BLOB    NOT NULL CHECK (length(parents) % 32 = 0), -- revision ids, end to end
  title        TEXT    NOT NULL,
  problems     INTEGER NOT NULL,
  touched_ms   INTEGER NOT NULL,
  discarded_ms INTEGER NULL,
  answers      BLOB    NOT NULL
) STRICT;

CREATE TABLE setting (
  key   TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE record (
  -- The projection: what the log says now, one row per record. It can be dropped and made again.
  id            INTEGER NOT NULL PRIMARY KEY,                   -- seq of the record's first revision
  record        BLOB    NOT NULL CHECK (length(record) = 16),
  team          TEXT    NOT NULL,
  form          TEXT    NOT NULL,
  review        TEXT    NOT NULL,
  delivery      INTEGER NOT NULL CHECK (delivery BETWEEN 0 AND 2),
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
  link          BLOB    NULL CHECK (length(link) = 16),         -- the person or accident it is about
  made_ms       INTEGER NOT NULL,
  changed_ms    INTEGER NOT NULL,
  author        BLOB    NOT NULL CHECK (length(author) = 16),
  winner        BLOB    NOT NULL CHECK (length(winner) = 32),
  form_version  TEXT    NOT NULL,
  ref           TEXT    NOT NULL,
  title         TEXT    NOT NULL,
  subtitle      TEXT    NOT NULL
) STRICT;

-- Few indices again: the two orders that lists are read in; a place and what is in it; what waits for
-- somebody; and one that has the other columns that lists are narrowed by, so that most questions are
-- answered without touching the rows.
CREATE INDEX record_changed ON record (changed_ms);
CREATE INDEX record_date ON record (activity_date, changed_ms, form, team);
CREATE INDEX record_place ON record (adm1, adm2, activity_date, changed_ms);
CREATE INDEX record_waiting ON record (review, delivery, changed_ms)
  WHERE delivery < 2 OR review IN ('submitted', 'verified', 'returned');
CREATE INDEX record_narrow ON record (
  team, form, review, activity_date, changed_ms, adm1, adm2, problems, conflict
);
CREATE INDEX record_link ON record (link) WHERE link IS NOT NULL;

CREATE TABLE record_text (
  -- The normalised text of each record that is in the search index, under the row's id.
  id   INTEGER NOT NULL PRIMARY KEY,
  text TEXT    NOT NULL
) STRICT;

CREATE TABLE pending_text (
  -- Texts that are to be indexed: looked through as they are until there are enough of them.
  id   INTEGER NOT NULL PRIMARY KEY,
  text TEXT    NOT NULL
) STRICT;

CREATE VIRTUAL TABLE search USING fts5 (
  text, content = '', contentless_delete = 1, tokenize = 'trigram remove_diacritics 1'
);

-- A leaf of the index must fit a page of the encrypted file (4096 bytes less 80 for the page's own
-- seal), or every leaf would take two.
INSERT INTO search (search, rank) VALUES ('pgsz', 3900);

-- What the planner is told of the sizes, once and for all laptops alike: a plan that differs with what
-- somebody entered cannot be tested. Rows, then rows per value of the columns from the left.
ANALYZE sqlite_schema;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('record', 'record_changed', '100000 1'),
  ('record', 'record_place', '100000 4000 500 2 1'),
  ('record', 'record_waiting', '1000 500 200 1'),
  ('record', 'record_date', '100000 80 1 1 1'),
  ('record', 'record_narrow', '100000 8000 2000 500 2 1 1 1 1 1'),
  ('record', 'record_link', '10000 5'),
  ('revision', 'revision_record', '200000 2 1'),
  ('revision', 'revision_id', '200000 1 1'),
  ('revision', 'revision_count', '200000 20000 2000 1'),
  ('revision', 'revision_erase', '10 1');
