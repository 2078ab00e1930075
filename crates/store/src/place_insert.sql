INSERT INTO place (list, code, parent, level, names, units, folded, since, until, replaced_by)
VALUES (:list, :code, :parent, :level, :names, :units, :folded, :since, :until, :replaced_by)
