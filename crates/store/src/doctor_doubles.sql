-- What is kept to compare records that are not listed, and pairs of what is not compared.
SELECT (SELECT count(*) FROM likeness WHERE id NOT IN (SELECT id FROM record))
     + (SELECT count(*) FROM double
        WHERE one NOT IN (SELECT id FROM likeness) OR other NOT IN (SELECT id FROM likeness)) AS n
