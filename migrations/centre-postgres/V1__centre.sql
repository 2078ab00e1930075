-- The centre: who may come, what they brought, what they were promised. The same tables as in SQLite.
-- Every key of the log starts with the team: teams can live on different machines, and nothing is
-- written to two of them in one transaction. The others are small and the same everywhere.

CREATE TABLE programme (
  one           INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  name          TEXT NOT NULL CHECK (length(name) > 0),
  country       TEXT NOT NULL CHECK (length(country) = 2),
  url           TEXT NOT NULL,                                -- where laptops find the centre; '' = not yet known
  centre_public BYTEA NOT NULL CHECK (length(centre_public) = 32),
  roster        BIGINT NOT NULL CHECK (roster >= 1),          -- grows with every administrative act
  roster_ms     BIGINT NOT NULL,                              -- when it last grew
  created_ms    BIGINT NOT NULL
);

CREATE TABLE team (
  id    TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 32),
  name  TEXT NOT NULL,
  seq   BIGINT NOT NULL DEFAULT 0 CHECK (seq >= 0),           -- parts held; the last part's number
  count BIGINT NOT NULL DEFAULT 0 CHECK (count >= 0),         -- distinct revisions held
  sum   BYTEA NOT NULL DEFAULT decode(repeat('00', 32), 'hex') CHECK (length(sum) = 32) -- their ids added up
);

CREATE TABLE person (
  id         BYTEA NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  name       TEXT NOT NULL CHECK (length(name) > 0),
  role       TEXT NOT NULL CHECK (role IN ('field', 'coordinator', 'supervisor', 'va', 'admin')),
  all_teams  BOOLEAN NOT NULL,
  active     BOOLEAN NOT NULL,
  created_ms BIGINT NOT NULL
);

CREATE TABLE person_team (
  person BYTEA NOT NULL REFERENCES person (id),
  team   TEXT COLLATE "C" NOT NULL REFERENCES team (id),
  PRIMARY KEY (person, team)
);

CREATE TABLE device (
  id         BYTEA NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  public     BYTEA NOT NULL UNIQUE CHECK (length(public) = 32),
  name       TEXT NOT NULL,
  token_hash BYTEA NOT NULL UNIQUE CHECK (length(token_hash) = 32), -- the token itself is with the laptop alone
  revoked    BOOLEAN NOT NULL,
  joined_ms  BIGINT NOT NULL
);

CREATE TABLE device_person (
  device BYTEA NOT NULL REFERENCES device (id),
  person BYTEA NOT NULL REFERENCES person (id),
  PRIMARY KEY (device, person)
);

CREATE TABLE invitation (
  secret_hash BYTEA NOT NULL PRIMARY KEY CHECK (length(secret_hash) = 32),
  person      BYTEA REFERENCES person (id),                   -- set: for somebody who is here already
  person_name TEXT NOT NULL,
  role        TEXT NOT NULL,
  all_teams   BOOLEAN NOT NULL,
  teams       TEXT NOT NULL,                                  -- codes with commas between
  expires_ms  BIGINT NOT NULL,
  created_ms  BIGINT NOT NULL,
  used_by     BYTEA REFERENCES device (id)                    -- NULL: not used yet
);

-- What laptops brought, as they sealed it. Rows are added; only an erase changes one, taking bodies out.
CREATE TABLE part (
  team     TEXT COLLATE "C" NOT NULL REFERENCES team (id),
  seq      BIGINT NOT NULL CHECK (seq >= 1),                  -- 1, 2, 3 … of the team, without a gap
  device   BYTEA NOT NULL REFERENCES device (id),             -- who sealed it
  first    BIGINT NOT NULL CHECK (first >= 1),                -- the device's count of the first revision
  count    BIGINT NOT NULL CHECK (count >= 1),                -- how many follow
  by       BYTEA NOT NULL REFERENCES device (id),             -- who brought it first
  batch    BYTEA NOT NULL CHECK (length(batch) = 16),         -- under this name
  taken_ms BIGINT NOT NULL,
  wire     BYTEA NOT NULL,                                    -- the sealed bytes, relayed as they came
  PRIMARY KEY (team, seq)
);

-- They are compressed already.
ALTER TABLE part ALTER COLUMN wire SET STORAGE EXTERNAL;

CREATE INDEX part_of_device ON part (team, device, first);

-- One row per revision: where it is. What it says is in its part.
CREATE TABLE revision (
  team   TEXT COLLATE "C" NOT NULL,
  id     BYTEA NOT NULL CHECK (length(id) = 32),
  record BYTEA NOT NULL CHECK (length(record) = 16),
  kind   SMALLINT NOT NULL CHECK (kind IN (1, 2, 3)),         -- 1 save, 2 review, 3 erase
  seq    BIGINT NOT NULL,                                     -- the first part that brought it
  n      BIGINT NOT NULL,                                     -- its count on its device
  PRIMARY KEY (team, id)
);

CREATE INDEX revision_of_record ON revision (team, record);
CREATE INDEX erase_of_record ON revision (team, record) WHERE kind = 3;

-- What the centre holds against a revision that it keeps all the same.
CREATE TABLE mark (
  team   TEXT COLLATE "C" NOT NULL,
  id     BYTEA NOT NULL CHECK (length(id) = 32),
  code   TEXT NOT NULL,
  detail TEXT NOT NULL,
  at_ms  BIGINT NOT NULL,
  PRIMARY KEY (team, id, code),
  FOREIGN KEY (team, id) REFERENCES revision (team, id)
);

-- What came under the name of a batch. Kept until the laptop begins another: a receipt covers all of it.
CREATE TABLE note (
  team     TEXT COLLATE "C" NOT NULL,
  device   BYTEA NOT NULL REFERENCES device (id),
  batch    BYTEA NOT NULL CHECK (length(batch) = 16),
  ids_hash BYTEA NOT NULL CHECK (length(ids_hash) = 32),      -- what the part is called by its seal
  seq_min  BIGINT NOT NULL,                                   -- where its revisions stand in the ledger
  seq_max  BIGINT NOT NULL,
  ids      BYTEA NOT NULL CHECK (length(ids) % 32 = 0),       -- its revisions, end to end
  PRIMARY KEY (team, device, batch, ids_hash)
);

CREATE INDEX note_of_batch ON note (device, batch);

-- What was promised.
CREATE TABLE receipt (
  device    BYTEA NOT NULL REFERENCES device (id),
  batch     BYTEA NOT NULL CHECK (length(batch) = 16),
  at_ms     BIGINT NOT NULL,
  bytes     BYTEA NOT NULL,
  signature BYTEA NOT NULL CHECK (length(signature) = 64),
  PRIMARY KEY (device, batch)
);

CREATE INDEX receipt_by_time ON receipt (device, at_ms);
