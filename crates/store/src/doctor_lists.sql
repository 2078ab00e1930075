-- Rows that are no record's, and records with a save that have no row and are no setting.
WITH named AS (SELECT min(seq) AS id, min(kind) AS kind FROM revision GROUP BY record, team)
SELECT
  (SELECT count(*) FROM record WHERE id NOT IN (SELECT id FROM named))
  + (SELECT count(*) FROM named
     WHERE kind = 1 AND id NOT IN (SELECT id FROM record) AND id NOT IN (SELECT id FROM team_setting))
  AS n
