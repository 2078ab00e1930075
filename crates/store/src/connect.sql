-- What a commit returned for must survive the power going.
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
-- Sorts and spills hold answers; they must not reach the disk unencrypted.
PRAGMA temp_store = MEMORY;
-- Zeros what is deleted in pages that are written anyway; an erasure asks for more.
PRAGMA secure_delete = FAST;
-- The narrow index of a hundred thousand records, so that lists need not unseal it again and again.
PRAGMA cache_size = -32768;
-- Copies the log into the file rarely: nobody should wait for it in the middle of an entry, and it is
-- done when nothing happens (Store::tidy).
PRAGMA wal_autocheckpoint = 16000;
PRAGMA journal_size_limit = 67108864;
-- cipher_memory_security stays off: it would lock and wipe every page that SQLite holds in memory, and
-- each read would pay for it, while the answers stand in the window's memory all the same. SQLCipher wipes
-- the key in any case.
