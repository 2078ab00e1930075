INSERT INTO place (list, code, parent, level, names, units, folded, since, until, replaced_by,
                   lat, lon, south, north, west, east)
VALUES (:list, :code, :parent, :level, :names, :units, :folded, :since, :until, :replaced_by,
        :lat, :lon, :south, :north, :west, :east)
