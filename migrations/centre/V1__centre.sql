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
