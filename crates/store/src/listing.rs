//! A record with all that the projection has of it, in one go: its place in the log is looked up once, and of a record that
//! was never listed nothing is looked for that could be taken away.

use rusqlite::named_params;

use crate::entity::EntityLine;
use crate::error::StoreError;
use crate::figures::Figures;
use crate::guard::FoundBy;
use crate::likeness::Likeness;
use crate::record::RecordRow;
use crate::store::{Reader, Writer};
use crate::study::Study;
use crate::tie::Ties;

/// Everything that the projection has of a record.
#[derive(Debug, Clone, Copy)]
pub struct Listing<'l> {
    /// What lists show.
    pub row: &'l RecordRow,
    /// What a search looks through.
    pub text: &'l FoundBy,
    /// What it says of entities.
    pub entities: &'l [EntityLine],
    /// What it says to reports.
    pub figures: &'l Figures,
    /// What it is compared by.
    pub likeness: Option<&'l Likeness>,
    /// What rules on several records read of it.
    pub study: Option<&'l Study>,
    /// What was decided about it and others.
    pub ties: Ties<'l>,
}

/// Whether the projection may have something of a record already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Was {
    /// It was never listed, or taken off the lists again.
    New,
    /// It is listed, or nobody looked.
    Listed,
}

impl Reader<'_> {
    /// Tells whether a record is listed under this number.
    fn was(&self, number: i64) -> Result<Was, StoreError> {
        let sql = "SELECT 1 FROM record WHERE id = :id";
        let found = self.one(
            "read the records",
            sql,
            named_params! { ":id": number },
            |_| Ok(()),
        )?;
        Ok(found.map_or(Was::New, |()| Was::Listed))
    }
}

impl Writer<'_> {
    /// Lists a record with all that the projection has of it, in place of what it had: as [`Writer::upsert_row`],
    /// [`Writer::set_entities`], [`Writer::set_figures`], [`Writer::set_likeness`], [`Writer::set_study`] and
    /// [`Writer::set_ties`] one after the other. Tells whether something else was decided about it and others.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the log has no revision of it; otherwise when the file cannot be written.
    pub fn list(&mut self, of: &Listing<'_>) -> Result<bool, StoreError> {
        let (team, record) = (&of.row.team, of.row.record);
        let place = self.place(team, record)?;
        let place = place.ok_or(StoreError::Missing { what: "record" })?;
        let (number, was) = (place.0, self.was(place.0)?);
        self.put_row(place, of.row, of.text, was)?;
        self.put_entities(team, record, of.entities, was)?;
        self.put_figures((team, record, number), of.figures, was)?;
        self.put_likeness(number, of.likeness, was)?;
        self.put_study(number, of.study, was)?;
        self.put_ties(team, record, of.ties, was)
    }
}
