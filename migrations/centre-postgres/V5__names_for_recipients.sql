-- From now on the roster tells laptops by which secret they name persons for others, sealed for each of them. Whoever has the
-- roster of before is told the new one. The same step as in SQLite.
UPDATE programme SET roster = roster + 1;
