-- What donors ask of projects, and which record closed a month.

-- Targets: how much an indicator is to come to in a time. It came from a file, as the plan of villages,
-- and says nothing of a record.

CREATE TABLE target (
  project   TEXT NOT NULL,
  indicator TEXT NOT NULL,                                      -- as E2
  measure   TEXT NOT NULL,                                      -- as total; a column of the indicator's query
  first     TEXT NOT NULL,                                      -- YYYY-MM-DD
  last      TEXT NOT NULL CHECK (last >= first),
  value     REAL NOT NULL CHECK (value > 0),
  PRIMARY KEY (project, indicator, measure, first, last)
) STRICT, WITHOUT ROWID;

CREATE TABLE closed_by (
  -- Which record closed a month of its team: closing has the first of them.
  id    INTEGER NOT NULL,                                       -- as in record
  team  TEXT    NOT NULL,
  month TEXT    NOT NULL,
  at    INTEGER NOT NULL,
  PRIMARY KEY (id, month)
) STRICT, WITHOUT ROWID;
CREATE INDEX closed_by_month ON closed_by (team, month, at);

-- Which record closed what, and what more rules read of records, is read by and by.
DELETE FROM closing;
INSERT OR IGNORE INTO uncounted (team, record) SELECT DISTINCT team, record FROM record;
