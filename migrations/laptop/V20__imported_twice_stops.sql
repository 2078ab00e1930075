-- Two sessions of which every answer is the same (R-D5) are an error on both while they wait for a decision: nobody accepts
-- one of them before. Pairs that were found earlier weighed as a warning.
UPDATE double SET weight = 2
WHERE weight = 1 AND score = 100 AND one IN (SELECT id FROM likeness WHERE kind = 1);
UPDATE record SET found = 2
WHERE found = 1 AND id IN (SELECT one FROM double WHERE weight = 2 UNION SELECT other FROM double WHERE weight = 2);
