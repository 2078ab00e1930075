-- A laptop as a hub, and the hubs that it has met.

CREATE TABLE hub_self (
  -- What this laptop shows on the line when it is a hub. The file is encrypted, so the key may lie here.
  id          INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  certificate BLOB    NOT NULL,
  key         BLOB    NOT NULL
) STRICT;

CREATE TABLE hub_ledger (
  -- The parts that this hub gives out: each team in a gapless sequence of its own.
  team  TEXT    NOT NULL,
  seq   INTEGER NOT NULL CHECK (seq > 0),
  part  INTEGER NOT NULL UNIQUE REFERENCES part (id),
  guest BLOB    NULL CHECK (length(guest) = 16),               -- the laptop that brought it; NULL: was here
  batch BLOB    NULL CHECK (length(batch) = 16),
  PRIMARY KEY (team, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE hub_team (
  -- What the rows of hub_ledger add up to, carried forward with each.
  team       TEXT    NOT NULL PRIMARY KEY,
  top        INTEGER NOT NULL,
  held_count INTEGER NOT NULL,
  held_sum   BLOB    NOT NULL CHECK (length(held_sum) = 32)
) STRICT, WITHOUT ROWID;

CREATE TABLE hub_note (
  -- What a guest handed over under a batch: revision ids, end to end, for the hub's own receipt.
  id    INTEGER NOT NULL PRIMARY KEY,
  guest BLOB    NOT NULL CHECK (length(guest) = 16),
  batch BLOB    NOT NULL CHECK (length(batch) = 16),
  ids   BLOB    NOT NULL CHECK (length(ids) % 32 = 0)
) STRICT;

CREATE INDEX hub_note_batch ON hub_note (guest, batch);

CREATE TABLE hub_guest (
  -- Laptops that came with the code of this hub; they need none again.
  device    BLOB    NOT NULL PRIMARY KEY CHECK (length(device) = 16),
  paired_ms INTEGER NOT NULL,
  seen_ms   INTEGER NOT NULL,
  brought   INTEGER NOT NULL DEFAULT 0                         -- revisions that were new here
) STRICT, WITHOUT ROWID;

CREATE TABLE hub_known (
  -- Hubs that this laptop paired with, by the certificate that they showed.
  device      BLOB    NOT NULL PRIMARY KEY CHECK (length(device) = 16),
  fingerprint BLOB    NOT NULL CHECK (length(fingerprint) = 32),
  address     TEXT    NOT NULL,
  met_ms      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE hub_given (
  -- Parts that a hub signed for.
  hub  BLOB    NOT NULL CHECK (length(hub) = 32),
  part INTEGER NOT NULL,
  PRIMARY KEY (hub, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE receipt_ids (
  -- All that a receipt of another laptop names, for it names more than is held here.
  receipt INTEGER NOT NULL PRIMARY KEY REFERENCES receipt (id),
  ids     BLOB    NOT NULL CHECK (length(ids) % 32 = 0)
) STRICT;
