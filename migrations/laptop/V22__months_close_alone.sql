-- The lock of a record closes the month of its own day alone. Persons and referrals, whose rows have another day, closed the
-- month of that one too: those that closed any are read anew.
INSERT OR IGNORE INTO uncounted (team, record)
SELECT team, record FROM record WHERE form IN ('person', 'referral') AND id IN (SELECT id FROM closed_by);
