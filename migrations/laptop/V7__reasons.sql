-- Why a warning is right as it is, kept with the draft until it is submitted with the record.
ALTER TABLE draft ADD COLUMN reasons TEXT NULL;                  -- JSON, as the caller writes it; NULL: none

CREATE TABLE rule_table (
  -- Each table of rules that a programme put in place of the built-in one; the last is in use.
  id           INTEGER NOT NULL PRIMARY KEY,
  source_name  TEXT    NOT NULL,
  source       BLOB    NOT NULL,
  source_hash  BLOB    NOT NULL CHECK (length(source_hash) = 32),
  installed_ms INTEGER NOT NULL,
  installed_by BLOB    NOT NULL CHECK (length(installed_by) = 16)
) STRICT;
