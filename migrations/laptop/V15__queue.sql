-- A review asks how many records stand where, which team has been silent, and on what reviewers decided the contrary;
-- lists are read in the order of states and of teams. None of it touches the rows any more.

CREATE INDEX record_state ON record (review, changed_ms DESC, id DESC, team);
CREATE INDEX record_team ON record (team, activity_date DESC, changed_ms DESC, id DESC);
CREATE INDEX record_contested ON record (review, changed_ms) WHERE conflict > 0;

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('record', 'record_state', '100000 20000 1 1 1'),
  ('record', 'record_team', '100000 8000 80 1 1'),
  ('record', 'record_contested', '20 10 1');
