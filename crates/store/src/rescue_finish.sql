UPDATE revision SET part = NULL WHERE part NOT IN (SELECT id FROM part);
UPDATE revision SET receipt = NULL WHERE receipt NOT IN (SELECT id FROM receipt);
DELETE FROM setting WHERE key = 'store.forgetting';
INSERT INTO setting (key, value) VALUES ('store.file_uses', 'unknown') ON CONFLICT (key) DO NOTHING;
