-- What is read of records that are not listed, and findings that speak of none that is read.
SELECT (SELECT count(*) FROM study WHERE id NOT IN (SELECT id FROM record))
     + (SELECT count(*) FROM study_group WHERE id NOT IN (SELECT id FROM study))
     + (SELECT count(*) FROM finding WHERE id NOT IN (SELECT finding FROM finding_record))
     + (SELECT count(*) FROM finding_record
        WHERE record NOT IN (SELECT id FROM study) OR finding NOT IN (SELECT id FROM finding)) AS n
