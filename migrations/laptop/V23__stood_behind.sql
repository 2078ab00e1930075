-- A closed month does not move with what is decided about two records later: what was decided about them, one after the other,
-- and from when until when who stood behind whom. A part of the projection.

CREATE TABLE tie_said (
  -- Every word about two records, as the revisions of the one with the smaller id say them.
  team   TEXT    NOT NULL,
  record BLOB    NOT NULL CHECK (length(record) = 16),
  other  BLOB    NOT NULL CHECK (length(other) = 16),
  n      INTEGER NOT NULL,                                      -- their order
  word   TEXT    NOT NULL CHECK (word IN ('same', 'apart', 'contested', 'undone')),
  kept   BLOB    NULL CHECK (length(kept) = 16),                -- of 'same': the one that stays
  at     INTEGER NOT NULL,                                      -- from when it holds
  PRIMARY KEY (record, team, other, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE stood_behind (
  record BLOB    NOT NULL CHECK (length(record) = 16),
  since  INTEGER NOT NULL,
  until  INTEGER NULL,                                          -- empty: it still does
  head   BLOB    NOT NULL CHECK (length(head) = 16),
  PRIMARY KEY (record, since)
) STRICT, WITHOUT ROWID;
CREATE INDEX stood_behind_head ON stood_behind (head);
INSERT INTO stood_behind (record, since, until, head) SELECT record, since, NULL, head FROM behind;

-- What was decided about a pair before its last word is read from the log when somebody makes a report. A pair that was joined
-- and taken apart again may have left nothing but the decisions: those of two records end with the other one.
INSERT OR IGNORE INTO uncounted (team, record)
SELECT r.team, r.record FROM record AS r
WHERE (r.team, r.record) IN (SELECT team, record FROM revision WHERE kind = 2 AND instr(body, CAST('"with":' AS BLOB)) > 0);

-- Whom a session was for, as donors ask for population groups: sessions are read anew.
ALTER TABLE session_figure ADD COLUMN audience TEXT NULL;
INSERT OR IGNORE INTO uncounted (team, record) SELECT team, record FROM record WHERE form = 'eore_session';
