//! Points as an OGC GeoPackage: a SQLite file that is not encrypted and that map programs open.
//!
//! The file is made in memory and handed over as bytes, so that nothing that a laptop keeps lies on its disk in clear
//! unless somebody writes it there.

use rusqlite::{Connection, MAIN_DB, named_params};

use crate::error::{During, StoreError};

const WRITE: &str = "write the GeoPackage";

/// One point of a [`geopackage`].
#[derive(Debug, Clone, PartialEq)]
pub struct GeoPoint {
    /// What it is called.
    pub reference: String,
    /// What it is of.
    pub form: String,
    /// `YYYY-MM-DD`, where days are told.
    pub day: Option<String>,
    /// `YYYY-MM`.
    pub month: Option<String>,
    /// Code of the place that it is in.
    pub place: Option<String>,
    /// Review state.
    pub review: String,
    /// It counts in reports; if not, it waits for approval.
    pub counts: bool,
    /// People counted.
    pub total: Option<i64>,
    /// Degrees north of WGS 84.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
}

/// Returns a GeoPackage 1.3 with one table `points` of features, described by `title`, as of a moment in ms since 1970.
///
/// # Errors
/// When there is not enough memory.
pub fn geopackage(title: &str, at_ms: u64, points: &[GeoPoint]) -> Result<Vec<u8>, StoreError> {
    let mut conn = Connection::open_in_memory().during(WRITE)?;
    conn.execute_batch(include_str!("geopackage.sql"))
        .during(WRITE)?;
    let write = conn.transaction().during(WRITE)?;
    {
        let sql = "INSERT INTO points (geom, ref, form, date, month, place, review, counts, total)
                   VALUES (:geom, :ref, :form, :date, :month, :place, :review, :counts, :total)";
        let mut insert = write.prepare(sql).during(WRITE)?;
        for point in points {
            let row = named_params! {
                ":geom": geometry(point),
                ":ref": point.reference,
                ":form": point.form,
                ":date": point.day,
                ":month": point.month,
                ":place": point.place,
                ":review": point.review,
                ":counts": point.counts,
                ":total": point.total,
            };
            insert.execute(row).during(WRITE)?;
        }
        let edge = |of: fn(&GeoPoint) -> f64, pick: fn(f64, f64) -> f64| {
            points.iter().map(of).reduce(pick)
        };
        let sql = "UPDATE gpkg_contents SET description = :title, min_x = :west, min_y = :south, max_x = :east,
                     max_y = :north, last_change = strftime('%Y-%m-%dT%H:%M:%fZ', :at / 1000.0, 'unixepoch')";
        let row = named_params! {
            ":title": title,
            ":at": crate::revision::signed(at_ms),
            ":west": edge(|it| it.lon, f64::min),
            ":south": edge(|it| it.lat, f64::min),
            ":east": edge(|it| it.lon, f64::max),
            ":north": edge(|it| it.lat, f64::max),
        };
        write.execute(sql, row).during(WRITE)?;
    }
    write.commit().during(WRITE)?;
    let bytes = conn.serialize(MAIN_DB).during(WRITE)?;
    Ok(bytes.to_vec())
}

/// A point as GeoPackages hold it: their header without a box, then well-known binary, the least byte first.
fn geometry(point: &GeoPoint) -> Vec<u8> {
    const SRS: i32 = 4326;
    const LEAST_FIRST: u8 = 1;
    const POINT: u32 = 1;
    let mut bytes = Vec::with_capacity(29);
    bytes.extend(b"GP");
    bytes.extend([0, LEAST_FIRST]);
    bytes.extend(SRS.to_le_bytes());
    bytes.push(LEAST_FIRST);
    bytes.extend(POINT.to_le_bytes());
    bytes.extend(point.lon.to_le_bytes());
    bytes.extend(point.lat.to_le_bytes());
    bytes
}
