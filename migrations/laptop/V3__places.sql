-- Lists of places. A place is written once for as long as it is listed with the same names, parent and
-- unit; what was renamed, moved or retired stays, so that an old record can be read. The lists came from files
-- and can be imported again: a salvage leaves them out.

CREATE TABLE place_version (
  -- Each list that was imported, as a country's first, second, third version.
  id           INTEGER NOT NULL PRIMARY KEY,
  list         TEXT    NOT NULL,                                -- the country that the topmost places hang on
  number       INTEGER NOT NULL CHECK (number > 0),
  source_name  TEXT    NOT NULL,
  source_hash  BLOB    NOT NULL CHECK (length(source_hash) = 32),
  places       INTEGER NOT NULL,                                -- listed in it
  installed_ms INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX place_version_number ON place_version (list, number);

CREATE TABLE place (
  id          INTEGER NOT NULL PRIMARY KEY,
  list        TEXT    NOT NULL,
  code        TEXT    NOT NULL,
  parent      TEXT    NOT NULL,                                 -- its code; the list's name at the top
  level       INTEGER NOT NULL CHECK (level BETWEEN 1 AND 9),
  names       TEXT    NOT NULL,                                 -- JSON, by script or language
  units       TEXT    NOT NULL,                                 -- JSON, by language: province, district
  folded      TEXT    NOT NULL,                                 -- the names as they are looked up, one a line
  since       INTEGER NOT NULL,                                 -- the version that first had it so
  until       INTEGER NULL CHECK (until >= since),              -- the version that no longer has it so
  replaced_by TEXT    NULL                                      -- the code that took its place
) STRICT;

CREATE UNIQUE INDEX place_listed ON place (list, code) WHERE until IS NULL;
CREATE INDEX place_code ON place (list, code);
