-- Saves that nobody could look into, since their form was not known here: how many, and before which part the first of them
-- came. The rows of a team go when it is looked into again.
CREATE TABLE passed_over (
  team    TEXT NOT NULL REFERENCES team (id),
  form    TEXT NOT NULL,
  version TEXT NOT NULL,
  seq     INTEGER NOT NULL CHECK (seq >= 0),                  -- up to which part the team was looked into before
  saves   INTEGER NOT NULL CHECK (saves >= 0),
  PRIMARY KEY (team, form, version)
) STRICT, WITHOUT ROWID;
