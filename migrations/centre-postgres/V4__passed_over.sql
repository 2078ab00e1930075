-- Saves that nobody could look into, since their form was not known here: how many, and before which part the first of them
-- came. The rows of a team go when it is looked into again. The same table as in SQLite.
CREATE TABLE passed_over (
  team    TEXT COLLATE "C" NOT NULL REFERENCES team (id),
  form    TEXT COLLATE "C" NOT NULL,
  version TEXT COLLATE "C" NOT NULL,
  seq     BIGINT NOT NULL CHECK (seq >= 0),                   -- up to which part the team was looked into before
  saves   BIGINT NOT NULL CHECK (saves >= 0),
  PRIMARY KEY (team, form, version)
);
