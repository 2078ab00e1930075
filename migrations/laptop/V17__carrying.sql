-- What is carried for others. First the files that guests of this hub are bringing: the pieces that came lie sealed in the
-- folder of files.

CREATE TABLE guest_file (
  id       BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),  -- by chance: what the guest calls its upload
  device   BLOB    NOT NULL CHECK (length(device) = 16),          -- the laptop that brings it
  team     TEXT    NOT NULL,
  content  BLOB    NOT NULL CHECK (length(content) = 32),
  bytes    INTEGER NOT NULL CHECK (bytes >= 0),                   -- of the whole
  until_ms INTEGER NOT NULL,                                      -- when it is given up
  UNIQUE (device, team, content)
) STRICT, WITHOUT ROWID;

CREATE TABLE part_ids (
  -- The revisions of a part, end to end, where the log does not tell: another part has some of them too.
  part INTEGER NOT NULL PRIMARY KEY REFERENCES part (id),
  ids  BLOB    NOT NULL CHECK (length(ids) % 32 = 0)
) STRICT;
