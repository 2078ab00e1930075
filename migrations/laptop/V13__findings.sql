-- What rules on several records read, and what they find. A part of the projection: it is made again from the log
-- together with the lists.

CREATE TABLE study (
  -- What is read of one record. id is that of the row of record.
  id     INTEGER NOT NULL PRIMARY KEY,
  facts  TEXT    NOT NULL,                                      -- as the caller writes them
  groups TEXT    NOT NULL                                       -- the names of its groups: a list in JSON
) STRICT;

CREATE TABLE study_group (
  -- Records that are read together.
  name TEXT    NOT NULL,
  id   INTEGER NOT NULL,
  PRIMARY KEY (name, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE study_due (
  -- Groups to be judged: those in which a record changed, and those in which a day will tell more.
  name TEXT NOT NULL PRIMARY KEY,
  day  TEXT NOT NULL                                            -- from this day on, YYYY-MM-DD; empty: at once
) STRICT, WITHOUT ROWID;
CREATE INDEX study_due_day ON study_due (day);

CREATE TABLE finding (
  -- A rule that fires in a group.
  id       INTEGER NOT NULL PRIMARY KEY,
  grp      TEXT    NOT NULL,
  ground   TEXT    NOT NULL,                                    -- the code of the rule's ground
  severity INTEGER NOT NULL CHECK (severity BETWEEN 0 AND 2),   -- 0 information, 1 warning, 2 error
  figures  TEXT    NOT NULL                                     -- what its words name: a list in JSON
) STRICT;
CREATE INDEX finding_group ON finding (grp);

CREATE TABLE finding_record (
  -- The records that a finding speaks of, in its order.
  record  INTEGER NOT NULL,
  finding INTEGER NOT NULL,
  place   INTEGER NOT NULL,
  PRIMARY KEY (record, finding)
) STRICT, WITHOUT ROWID;
CREATE INDEX finding_record_finding ON finding_record (finding, place);

CREATE TABLE team_setting (
  -- What a team's programme has set, as the revisions of a record say it that no list shows.
  id    INTEGER NOT NULL PRIMARY KEY,                           -- as a row of record would have it
  team  TEXT    NOT NULL,
  name  TEXT    NOT NULL,
  value TEXT    NOT NULL,
  UNIQUE (team, name)
) STRICT;

-- How grave the gravest finding about a record is.
ALTER TABLE record ADD COLUMN found INTEGER NOT NULL DEFAULT 0;
ALTER TABLE fresh ADD COLUMN found INTEGER NOT NULL DEFAULT 0;
-- The queue of a review in its order, with nothing but what waits.
CREATE INDEX record_queue ON record (max(severity, found) DESC, changed_ms, id)
  WHERE delivery < 2 OR review IN ('submitted', 'verified', 'returned');

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('record', 'record_queue', '5000 1500 1 1'),
  ('study_group', 'study_group', '400000 4 1'),
  ('finding', 'finding_group', '10000 1'),
  ('finding_record', 'finding_record', '50000 1 1'),
  ('finding_record', 'finding_record_finding', '50000 5 1');

-- What the records that are listed already say is read by and by.
INSERT OR IGNORE INTO uncounted (team, record) SELECT DISTINCT team, record FROM record;
