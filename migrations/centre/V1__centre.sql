-- The centre: who may come, what they brought, what they were promised.
-- Every table of the log starts with the team, so that teams can live on different machines.

CREATE TABLE programme (
  one           INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  name          TEXT NOT NULL CHECK (length(name) > 0),
  country       TEXT NOT NULL CHECK (length(country) = 2),
  url           TEXT NOT NULL,                                -- where laptops find the centre; '' = not yet known
  centre_public BLOB NOT NULL CHECK (length(centre_public) = 32),
  roster        INTEGER NOT NULL CHECK (roster >= 1),         -- grows with every administrative act
  roster_ms     INTEGER NOT NULL,                             -- when it last grew
  created_ms    INTEGER NOT NULL
) STRICT;

CREATE TABLE team (
  id    TEXT NOT NULL PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 32),
  name  TEXT NOT NULL,
  seq   INTEGER NOT NULL DEFAULT 0 CHECK (seq >= 0),          -- parts held; the last part's number
  count INTEGER NOT NULL DEFAULT 0 CHECK (count >= 0),        -- distinct revisions held
  sum   BLOB NOT NULL DEFAULT (zeroblob(32)) CHECK (length(sum) = 32) -- their ids added up
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
  id         BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  name       TEXT NOT NULL CHECK (length(name) > 0),
  role       TEXT NOT NULL CHECK (role IN ('field', 'coordinator', 'supervisor', 'va', 'admin')),
  all_teams  INTEGER NOT NULL CHECK (all_teams IN (0, 1)),
  active     INTEGER NOT NULL CHECK (active IN (0, 1)),
  created_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE person_team (
  person BLOB NOT NULL REFERENCES person (id),
  team   TEXT NOT NULL REFERENCES team (id),
  PRIMARY KEY (person, team)
) STRICT, WITHOUT ROWID;

CREATE TABLE device (
  id         BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  public     BLOB NOT NULL UNIQUE CHECK (length(public) = 32),
  name       TEXT NOT NULL,
  token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32), -- the token itself is with the laptop alone
  revoked    INTEGER NOT NULL CHECK (revoked IN (0, 1)),
  joined_ms  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE device_person (
  device BLOB NOT NULL REFERENCES device (id),
  person BLOB NOT NULL REFERENCES person (id),
  PRIMARY KEY (device, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE invitation (
  secret_hash BLOB NOT NULL PRIMARY KEY CHECK (length(secret_hash) = 32),
  person      BLOB REFERENCES person (id),                    -- set: for somebody who is here already
  person_name TEXT NOT NULL,
  role        TEXT NOT NULL,
  all_teams   INTEGER NOT NULL CHECK (all_teams IN (0, 1)),
  teams       TEXT NOT NULL,                                  -- codes with commas between
  expires_ms  INTEGER NOT NULL,
  created_ms  INTEGER NOT NULL,
  used_by     BLOB REFERENCES device (id)                     -- NULL: not used yet
) STRICT, WITHOUT ROWID;

-- What laptops brought, as they sealed it. Rows are added; only an erase changes one, taking bodies out.
CREATE TABLE part (
  team     TEXT NOT NULL REFERENCES team (id),
  seq      INTEGER NOT NULL CHECK (seq >= 1),                 -- 1, 2, 3 … of the team, without a gap
  device   BLOB NOT NULL REFERENCES device (id),              -- who sealed it
  first    INTEGER NOT NULL CHECK (first >= 1),               -- the device's count of the first revision
  count    INTEGER NOT NULL CHECK (count >= 1),               -- how many follow
  by       BLOB NOT NULL REFERENCES device (id),              -- who brought it first
  batch    BLOB NOT NULL CHECK (length(batch) = 16),          -- under this name
  taken_ms INTEGER NOT NULL,
  wire     BLOB NOT NULL,                                     -- the sealed bytes, relayed as they came
  PRIMARY KEY (team, seq)
) STRICT;

CREATE INDEX part_of_device ON part (team, device, first);

-- One row per revision: where it is. What it says is in its part.
CREATE TABLE revision (
  team   TEXT NOT NULL,
  id     BLOB NOT NULL CHECK (length(id) = 32),
  record BLOB NOT NULL CHECK (length(record) = 16),
  kind   INTEGER NOT NULL CHECK (kind IN (1, 2, 3)),          -- 1 save, 2 review, 3 erase
  seq    INTEGER NOT NULL,                                    -- the first part that brought it
  n      INTEGER NOT NULL,                                    -- its count on its device
  PRIMARY KEY (team, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX revision_of_record ON revision (team, record);
CREATE INDEX erase_of_record ON revision (team, record) WHERE kind = 3;

-- What the centre holds against a revision that it keeps all the same.
CREATE TABLE mark (
  team   TEXT NOT NULL,
  id     BLOB NOT NULL CHECK (length(id) = 32),
  code   TEXT NOT NULL,
  detail TEXT NOT NULL,
  at_ms  INTEGER NOT NULL,
  PRIMARY KEY (team, id, code),
  FOREIGN KEY (team, id) REFERENCES revision (team, id)
) STRICT, WITHOUT ROWID;

-- What came under the name of a batch. Kept until the laptop begins another: a receipt covers all of it.
CREATE TABLE note (
  device   BLOB NOT NULL REFERENCES device (id),
  batch    BLOB NOT NULL CHECK (length(batch) = 16),
  team     TEXT NOT NULL,
  ids_hash BLOB NOT NULL CHECK (length(ids_hash) = 32),       -- what the part is called by its seal
  seq_min  INTEGER NOT NULL,                                  -- where its revisions stand in the ledger
  seq_max  INTEGER NOT NULL,
  ids      BLOB NOT NULL CHECK (length(ids) % 32 = 0),        -- its revisions, end to end
  PRIMARY KEY (device, batch, team, ids_hash)
) STRICT, WITHOUT ROWID;

-- What was promised.
CREATE TABLE receipt (
  device    BLOB NOT NULL REFERENCES device (id),
  batch     BLOB NOT NULL CHECK (length(batch) = 16),
  at_ms     INTEGER NOT NULL,
  bytes     BLOB NOT NULL,
  signature BLOB NOT NULL CHECK (length(signature) = 64),
  PRIMARY KEY (device, batch)
) STRICT, WITHOUT ROWID;

CREATE INDEX receipt_by_time ON receipt (device, at_ms);
