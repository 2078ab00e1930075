//! What was given out as a file.

use records::PersonId;
use rusqlite::named_params;

use crate::error::StoreError;
use crate::revision::whole;
use crate::store::{Reader, Writer};

/// The most rows of [`Reader::given_out`].
pub const GIVEN_MAX: u32 = 1_000;

/// One file that was given out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// When, in ms since 1970.
    pub at_ms: u64,
    /// Who.
    pub person: PersonId,
    /// Which report or set of records.
    pub what: String,
    /// Period, places, project and teams that it was narrowed to.
    pub filter: String,
    /// `csv`, `xlsx`, `json`, `geojson` or `gpkg`.
    pub format: String,
    /// Rows in it.
    pub rows: u64,
    /// Up to when records were taken into account.
    pub cut_off_ms: u64,
    /// Whom it was for; none when it stays in the team.
    pub recipient: Option<String>,
}

impl Reader<'_> {
    /// Returns what was given out, the last first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn given_out(&self) -> Result<Vec<Given>, StoreError> {
        let sql = format!(
            "SELECT at_ms, person, what, filter, format, rows, cut_off, recipient FROM export_log
             ORDER BY id DESC LIMIT {GIVEN_MAX}"
        );
        self.all("read what was given out", &sql, [], |row| {
            Ok(Given {
                at_ms: whole(row, "at_ms")?,
                person: PersonId(row.get("person")?),
                what: row.get("what")?,
                filter: row.get("filter")?,
                format: row.get("format")?,
                rows: whole(row, "rows")?,
                cut_off_ms: whole(row, "cut_off")?,
                recipient: row.get("recipient")?,
            })
        })
    }
}

impl Writer<'_> {
    /// Writes down that a file is given out.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn add_given(&mut self, given: &Given) -> Result<(), StoreError> {
        let sql =
            "INSERT INTO export_log (at_ms, person, what, filter, format, rows, cut_off, recipient)
                   VALUES (:at, :person, :what, :filter, :format, :rows, :cut_off, :recipient)";
        let row = named_params! {
            ":at": super::moment(given.at_ms),
            ":person": given.person.0,
            ":what": given.what,
            ":filter": given.filter,
            ":format": given.format,
            ":rows": super::moment(given.rows),
            ":cut_off": super::moment(given.cut_off_ms),
            ":recipient": given.recipient,
        };
        self.run("keep what was given out", sql, row).map(|_| ())
    }
}
