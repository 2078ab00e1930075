-- A pair that looks like one and waits for a decision weighs as a finding does: its records stand among those that something
-- was found about, and nobody takes them for clean.

ALTER TABLE double ADD COLUMN weight INTEGER NOT NULL DEFAULT 0 CHECK (weight BETWEEN 0 AND 2);

-- Of the pairs that are known already, those that nobody decided about. 70 points are from where on a pair is probable.
UPDATE double SET weight = 1 WHERE score >= 70 AND NOT EXISTS (
  SELECT 1 FROM record AS a JOIN record AS b JOIN tie AS t
    ON t.record = min(a.record, b.record) AND t.other = max(a.record, b.record) AND t.word <> 'contested'
  WHERE a.id = double.one AND b.id = double.other);
UPDATE record SET found = 1 WHERE found = 0
  AND id IN (SELECT one FROM double WHERE weight = 1 UNION SELECT other FROM double WHERE weight = 1);
