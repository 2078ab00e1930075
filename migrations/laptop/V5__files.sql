-- Photos and scans. Their contents lie encrypted in the folder files/ beside this one; a row is written when
-- its file is durable, so that what is listed is there.

CREATE TABLE file (
  id       INTEGER NOT NULL PRIMARY KEY,
  content  BLOB    NOT NULL UNIQUE CHECK (length(content) = 32), -- BLAKE3 of the content, which answers name
  bytes    INTEGER NOT NULL CHECK (bytes >= 0),
  media    TEXT    NOT NULL,                                    -- image/jpeg, image/png, application/pdf
  width    INTEGER NULL,                                        -- of a picture, in pixels
  height   INTEGER NULL,
  made_ms  INTEGER NOT NULL,
  named    INTEGER NOT NULL CHECK (named IN (0, 1)),            -- 1: a record names it; 0: drafts at most
  delivery INTEGER NOT NULL CHECK (delivery BETWEEN 0 AND 2)    -- as in revision
) STRICT;

CREATE INDEX file_unnamed ON file (content) WHERE named = 0;
CREATE INDEX file_waiting ON file (id) WHERE delivery < 2;
