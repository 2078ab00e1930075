-- By which secret persons are named in files for others: its number grows when somebody takes another one.
ALTER TABLE programme ADD COLUMN names INTEGER NOT NULL DEFAULT 1 CHECK (names BETWEEN 1 AND 4294967295);
