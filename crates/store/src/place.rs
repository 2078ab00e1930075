//! Places: the lists of provinces, districts, communes and villages, every version ever imported.
//!
//! A code is no identity: it is taken from one village and given to another. A row is a place as it was
//! listed from one version to another, and rows are never removed.

use std::collections::{BTreeMap, HashMap};

use rusqlite::types::Type;
use rusqlite::{Row, named_params};
use serde_json::{Map, Value};

use crate::error::StoreError;
use crate::revision::{signed, whole};
use crate::site::Site;
use crate::store::{Reader, Writer};
use crate::text::fold_name;

const READ: &str = "read the places";
const WRITE: &str = "import a list of places";

/// Texts by language or script, such as `km` and `latin`.
pub type Texts = BTreeMap<String, String>;

/// A place of a list to be imported.
#[derive(Debug, Clone, PartialEq)]
pub struct NewPlace {
    /// Its code, such as `KH0209`.
    pub code: String,
    /// Code of the place that it is in; the list's name at the top.
    pub parent: String,
    /// 1 to 9, from above.
    pub level: u8,
    /// Its names.
    pub names: Texts,
    /// What it is: province, district.
    pub units: Texts,
    /// The place is retired, and this is the code of the one that took its place.
    pub replaced_by: Option<String>,
    /// Where it is.
    pub site: Site,
}

/// A list to be imported as the newest version.
#[derive(Debug, Clone, Copy)]
pub struct NewPlaceList<'a> {
    /// The list: a country.
    pub list: &'a str,
    /// Name of the file it comes from.
    pub source_name: &'a str,
    /// BLAKE3 of the file.
    pub source_hash: [u8; 32],
    /// The places; no code stands twice.
    pub places: &'a [NewPlace],
}

/// What an import of a list changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PlacesTaken {
    /// The version that the list has now.
    pub version: u32,
    /// Places that were not listed before.
    pub added: u32,
    /// Places listed before with other names, another parent, level or unit, or somewhere else.
    pub changed: u32,
    /// Places that are no longer listed.
    pub retired: u32,
    /// Places as they were.
    pub same: u32,
}

/// One version of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceVersion {
    /// The list.
    pub list: String,
    /// 1 for the first.
    pub number: u32,
    /// Name of the file it came from.
    pub source_name: String,
    /// BLAKE3 of the file.
    pub source_hash: [u8; 32],
    /// Places listed in it.
    pub places: u32,
    /// When it was imported, in ms since 1970.
    pub installed_ms: u64,
}

/// What finding a place needs, and no more.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceLine {
    /// Number of its row.
    pub id: i64,
    /// The list.
    pub list: String,
    /// Its code.
    pub code: String,
    /// Code of the place that it is in.
    pub parent: String,
    /// 1 to 9, from above.
    pub level: u8,
    /// What it is, as it is written in the file; equal texts are equal units.
    pub units: String,
    /// Its names as [`fold_name`] has them, one a line.
    pub folded: String,
    /// The version that first had it so.
    pub since: u32,
    /// The version that no longer has it so; none while it is listed.
    pub until: Option<u32>,
    /// The code of the place that took its place.
    pub replaced_by: Option<String>,
    /// Where it is.
    pub site: Site,
}

/// A place as it was listed from one version to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The list.
    pub list: String,
    /// Its code.
    pub code: String,
    /// Code of the place that it is in; the list's name at the top.
    pub parent: String,
    /// 1 to 9, from above.
    pub level: u8,
    /// Its names.
    pub names: Texts,
    /// What it is.
    pub units: Texts,
    /// The version that first had it so.
    pub since: u32,
    /// The version that no longer has it so; none while it is listed.
    pub until: Option<u32>,
    /// The code of the place that took its place.
    pub replaced_by: Option<String>,
}

impl PlaceLine {
    /// Tells whether a version of the list had it so; of none, whether it is listed now.
    #[must_use]
    pub fn stood_in(&self, version: Option<u32>) -> bool {
        version.map_or(self.until.is_none(), |version| {
            self.since <= version && self.until.is_none_or(|until| until > version)
        })
    }

    /// Returns the units, each as [`fold_name`] has it.
    #[must_use]
    pub fn folded_units(units: &str) -> Vec<String> {
        let texts = texts(units).unwrap_or_default();
        let folded = texts.values().map(|unit| fold_name(unit));
        folded.filter(|unit| !unit.is_empty()).collect()
    }
}

impl Reader<'_> {
    /// Returns every version of every list, by list, the newest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn place_versions(&self) -> Result<Vec<PlaceVersion>, StoreError> {
        let sql = "SELECT list, number, source_name, source_hash, places, installed_ms
                   FROM place_version ORDER BY list, number DESC";
        self.all(READ, sql, [], version)
    }

    /// Returns the newest version of a list.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn newest_places(&self, list: &str) -> Result<Option<PlaceVersion>, StoreError> {
        let sql = "SELECT list, number, source_name, source_hash, places, installed_ms
                   FROM place_version WHERE list = :list ORDER BY number DESC LIMIT 1";
        self.one(READ, sql, named_params! { ":list": list }, version)
    }

    /// Returns a number that is another one after every import.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn places_stamp(&self) -> Result<u64, StoreError> {
        let sql = "SELECT coalesce(max(id), 0) AS stamp FROM place_version";
        let stamp = self.one(READ, sql, [], |row| whole(row, "stamp"))?;
        Ok(stamp.unwrap_or(0))
    }

    /// Returns a line for every place of every version.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn place_lines(&self) -> Result<Vec<PlaceLine>, StoreError> {
        let sql = "SELECT id, list, code, parent, level, units, folded, since, until, replaced_by,
                     lat, lon, south, north, west, east
                   FROM place ORDER BY id";
        self.all(READ, sql, [], |row| {
            Ok(PlaceLine {
                id: row.get(0)?,
                list: row.get(1)?,
                code: row.get(2)?,
                parent: row.get(3)?,
                level: row.get(4)?,
                units: row.get(5)?,
                folded: row.get(6)?,
                since: row.get(7)?,
                until: row.get(8)?,
                replaced_by: row.get(9)?,
                site: Site::of(row)?,
            })
        })
    }

    /// Returns the place of a row.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn place_numbered(&self, id: i64) -> Result<Option<Place>, StoreError> {
        let sql = "SELECT list, code, parent, level, names, units, since, until, replaced_by
                   FROM place WHERE id = :id";
        self.one(READ, sql, named_params! { ":id": id }, place)
    }

    /// Returns every place that is listed, by list and code.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn places_listed(&self) -> Result<Vec<Place>, StoreError> {
        let sql = "SELECT list, code, parent, level, names, units, since, until, replaced_by
                   FROM place WHERE until IS NULL ORDER BY list, code";
        self.all(READ, sql, [], place)
    }

    /// Returns the names of the place with this code in a list, the newest; none when there never was one.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn place_names(&self, list: &str, code: &str) -> Result<Option<Texts>, StoreError> {
        let sql = "SELECT names FROM place WHERE list = :list AND code = :code
                   ORDER BY until IS NOT NULL, until DESC LIMIT 1";
        let place = named_params! { ":list": list, ":code": code };
        self.one(READ, sql, place, |row| texts_of(row, 0))
    }

    /// Returns what is listed now, by code.
    fn listed(&self, list: &str) -> Result<HashMap<String, Listed>, StoreError> {
        let sql = "SELECT id, code, parent, level, names, units, lat, lon, south, north, west, east
                   FROM place WHERE list = :list AND until IS NULL";
        let rows = self.all(READ, sql, named_params! { ":list": list }, |row| {
            let listed = Listed {
                id: row.get("id")?,
                parent: row.get("parent")?,
                level: row.get("level")?,
                names: row.get("names")?,
                units: row.get("units")?,
                site: Site::of(row)?,
            };
            Ok((row.get("code")?, listed))
        })?;
        Ok(rows.into_iter().collect())
    }

    fn knows_replaced(&self, list: &str, code: &str, by: &str) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM place WHERE list = :list AND code = :code AND replaced_by = :by";
        let row = named_params! { ":list": list, ":code": code, ":by": by };
        Ok(self.one(READ, sql, row, |_| Ok(()))?.is_some())
    }
}

impl Writer<'_> {
    /// Has records read again whose innermost place is listed otherwise since a version of its list; of forms that say no
    /// place to lists, every record. [`Reader::uncounted`] names them.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn read_places_again(
        &mut self,
        list: &str,
        version: u32,
        forms: &[String],
    ) -> Result<(), StoreError> {
        let sql = "INSERT OR IGNORE INTO uncounted (team, record)
                   WITH other AS (SELECT code FROM place
                                  WHERE list = :list AND (since = :version OR until = :version)),
                     written AS (SELECT code FROM other UNION SELECT substr(code, length(:list) + 1) FROM other)
                   SELECT team, record FROM record
                   WHERE coalesce(adm4, adm3, adm2, adm1) IN (SELECT code FROM written)
                      OR form IN (SELECT value FROM json_each(:forms))";
        let forms = serde_json::json!(forms).to_string();
        let of = named_params! { ":list": list, ":version": version, ":forms": forms };
        self.run(WRITE, sql, of).map(|_| ())
    }

    /// Makes a list the newest version of its country. What is gone from it is retired, what is listed
    /// otherwise gets a new row, and the old rows stay. The newest file again changes nothing.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn install_places(
        &mut self,
        new: &NewPlaceList<'_>,
        now_ms: u64,
    ) -> Result<PlacesTaken, StoreError> {
        let newest = self.newest_places(new.list)?;
        let mut listed = self.listed(new.list)?;
        if let Some(newest) = &newest
            && newest.source_hash == new.source_hash
            && newest.places as usize == listed.len()
        {
            return Ok(PlacesTaken {
                version: newest.number,
                same: newest.places,
                ..PlacesTaken::default()
            });
        }
        let mut taken = PlacesTaken {
            version: newest.map_or(0, |newest| newest.number).saturating_add(1),
            ..PlacesTaken::default()
        };
        for place in new.places {
            let before = listed.remove(&place.code);
            match &place.replaced_by {
                Some(by) => self.replace_place(new.list, place, by, before, &mut taken)?,
                None => self.list_place(new.list, place, before, &mut taken)?,
            }
        }
        for gone in listed.values() {
            self.end_place(gone.id, None, taken.version)?;
            taken.retired += 1;
        }
        let row = named_params! {
            ":list": new.list, ":number": taken.version, ":source_name": new.source_name,
            ":source_hash": new.source_hash, ":places": taken.added + taken.changed + taken.same,
            ":installed_ms": signed(now_ms),
        };
        self.run(WRITE, include_str!("place_version_insert.sql"), row)?;
        Ok(taken)
    }

    fn list_place(
        &self,
        list: &str,
        place: &NewPlace,
        before: Option<Listed>,
        taken: &mut PlacesTaken,
    ) -> Result<(), StoreError> {
        match before {
            Some(before) if before.is(place) => {
                taken.same += 1;
                return Ok(());
            }
            Some(before) => {
                self.end_place(before.id, None, taken.version)?;
                taken.changed += 1;
            }
            None => taken.added += 1,
        }
        self.put_place(list, place, taken.version)
    }

    fn replace_place(
        &self,
        list: &str,
        place: &NewPlace,
        by: &str,
        before: Option<Listed>,
        taken: &mut PlacesTaken,
    ) -> Result<(), StoreError> {
        if let Some(before) = before {
            taken.retired += 1;
            return self.end_place(before.id, Some(by), taken.version);
        }
        if self.knows_replaced(list, &place.code, by)? {
            return Ok(());
        }
        taken.retired += 1;
        self.put_place(list, place, taken.version)
    }

    fn put_place(&self, list: &str, place: &NewPlace, version: u32) -> Result<(), StoreError> {
        let folded: Vec<String> = place.names.values().map(|name| fold_name(name)).collect();
        let [lat, lon, south, north, west, east] = place.site.columns();
        let row = named_params! {
            ":list": list, ":code": place.code, ":parent": place.parent, ":level": place.level,
            ":names": json(&place.names), ":units": json(&place.units), ":folded": folded.join("\n"),
            ":since": version, ":until": place.replaced_by.as_ref().map(|_| version),
            ":replaced_by": place.replaced_by, ":lat": lat, ":lon": lon,
            ":south": south, ":north": north, ":west": west, ":east": east,
        };
        self.run(WRITE, include_str!("place_insert.sql"), row)
            .map(|_| ())
    }

    fn end_place(&self, id: i64, by: Option<&str>, version: u32) -> Result<(), StoreError> {
        let sql = "UPDATE place SET until = :version, replaced_by = :by WHERE id = :id";
        let row = named_params! { ":id": id, ":by": by, ":version": version };
        self.run(WRITE, sql, row).map(|_| ())
    }
}

/// A place that is listed, as its row has it.
struct Listed {
    id: i64,
    parent: String,
    level: u8,
    names: String,
    units: String,
    site: Site,
}

impl Listed {
    fn is(&self, place: &NewPlace) -> bool {
        self.parent == place.parent
            && self.level == place.level
            && self.names == json(&place.names)
            && self.units == json(&place.units)
            && self.site == place.site
    }
}

fn place(row: &Row<'_>) -> rusqlite::Result<Place> {
    Ok(Place {
        list: row.get(0)?,
        code: row.get(1)?,
        parent: row.get(2)?,
        level: row.get(3)?,
        names: texts_of(row, 4)?,
        units: texts_of(row, 5)?,
        since: row.get(6)?,
        until: row.get(7)?,
        replaced_by: row.get(8)?,
    })
}

fn version(row: &Row<'_>) -> rusqlite::Result<PlaceVersion> {
    Ok(PlaceVersion {
        list: row.get("list")?,
        number: row.get("number")?,
        source_name: row.get("source_name")?,
        source_hash: row.get("source_hash")?,
        places: row.get("places")?,
        installed_ms: whole(row, "installed_ms")?,
    })
}

pub(crate) fn json(texts: &Texts) -> String {
    let pairs = texts
        .iter()
        .map(|(language, text)| (language.clone(), Value::from(text.as_str())));
    Value::Object(pairs.collect::<Map<_, _>>()).to_string()
}

pub(crate) fn texts(json: &str) -> serde_json::Result<Texts> {
    serde_json::from_str(json)
}

fn texts_of(row: &Row<'_>, column: usize) -> rusqlite::Result<Texts> {
    let text: String = row.get(column)?;
    texts(&text).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error))
    })
}
