-- Where places are, in degrees of WGS 84, as far as their list says: a point, and the box around all of a place.
ALTER TABLE place ADD COLUMN lat REAL NULL CHECK (lat BETWEEN -90 AND 90);
ALTER TABLE place ADD COLUMN lon REAL NULL CHECK (lon BETWEEN -180 AND 180);
ALTER TABLE place ADD COLUMN south REAL NULL CHECK (south BETWEEN -90 AND 90);
ALTER TABLE place ADD COLUMN north REAL NULL CHECK (north BETWEEN -90 AND 90);
ALTER TABLE place ADD COLUMN west REAL NULL CHECK (west BETWEEN -180 AND 180);
ALTER TABLE place ADD COLUMN east REAL NULL CHECK (east BETWEEN -180 AND 180);
