-- How many records of a team and a form stand where: a queue says how long it is, and what stands in each state, without
-- counting. A part of the projection. Whatever changes a row of record changes its count in the same step.

CREATE TABLE record_tally (
  team    TEXT    NOT NULL,
  form    TEXT    NOT NULL,
  review  TEXT    NOT NULL,
  odd     INTEGER NOT NULL CHECK (odd IN (0, 1)),               -- 1: a rule found something, or people said the contrary
  records INTEGER NOT NULL,
  PRIMARY KEY (team, form, review, odd)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER record_comes AFTER INSERT ON record BEGIN
  INSERT INTO record_tally (team, form, review, odd, records)
  VALUES (NEW.team, NEW.form, NEW.review, max(NEW.severity, NEW.found) > 0 OR NEW.conflict > 0, 1)
  ON CONFLICT (team, form, review, odd) DO UPDATE SET records = records + 1;
END;

CREATE TRIGGER record_goes AFTER DELETE ON record BEGIN
  UPDATE record_tally SET records = records - 1
  WHERE team = OLD.team AND form = OLD.form AND review = OLD.review
    AND odd = (max(OLD.severity, OLD.found) > 0 OR OLD.conflict > 0);
END;

CREATE TRIGGER record_moves AFTER UPDATE OF team, form, review, severity, found, conflict ON record
WHEN OLD.team <> NEW.team OR OLD.form <> NEW.form OR OLD.review <> NEW.review
  OR (max(OLD.severity, OLD.found) > 0 OR OLD.conflict > 0) <> (max(NEW.severity, NEW.found) > 0 OR NEW.conflict > 0)
BEGIN
  UPDATE record_tally SET records = records - 1
  WHERE team = OLD.team AND form = OLD.form AND review = OLD.review
    AND odd = (max(OLD.severity, OLD.found) > 0 OR OLD.conflict > 0);
  INSERT INTO record_tally (team, form, review, odd, records)
  VALUES (NEW.team, NEW.form, NEW.review, max(NEW.severity, NEW.found) > 0 OR NEW.conflict > 0, 1)
  ON CONFLICT (team, form, review, odd) DO UPDATE SET records = records + 1;
END;

INSERT INTO record_tally (team, form, review, odd, records)
SELECT team, form, review, max(severity, found) > 0 OR conflict > 0, count(*) FROM record GROUP BY 1, 2, 3, 4;
