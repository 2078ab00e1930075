//! The projection: one row per record, with real columns for what lists, search and reports read.

use records::{PersonId, RecordId, RevisionId, TeamId};
use rusqlite::types::{FromSql, Type, Value};
use rusqlite::{Row, ToSql, named_params};

use crate::delivery::Delivery;
use crate::error::StoreError;
use crate::figures::Figures;
use crate::guard::{Classes, FoundBy};
use crate::listing::Was;
use crate::revision::{RecordName, signed, unreadable, whole};
use crate::store::{Reader, Writer};
use crate::text::normalise;
use crate::tie::Ties;

const READ: &str = "read the records";
const WRITE: &str = "list a record";

/// A record as lists show it. Dates are `YYYY-MM-DD`, places P-codes.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordRow {
    /// The record.
    pub record: RecordId,
    /// Its team.
    pub team: TeamId,
    /// Form id.
    pub form: String,
    /// Form version of the answers shown.
    pub form_version: String,
    /// The record's human code.
    pub reference: String,
    /// What it is about.
    pub title: String,
    /// A second line.
    pub subtitle: String,
    /// Who made it.
    pub author: PersonId,
    /// When what it tells of took place.
    pub activity_date: Option<String>,
    /// Province.
    pub adm1: Option<String>,
    /// District.
    pub adm2: Option<String>,
    /// Commune.
    pub adm3: Option<String>,
    /// Village.
    pub adm4: Option<String>,
    /// Review state, such as `submitted`.
    pub review: String,
    /// Answers that people changed apart from each other.
    pub conflict: u32,
    /// Problems in the answers.
    pub problems: u32,
    /// The worst of them: 0 none, 1 warnings, 2 errors.
    pub severity: u32,
    /// Women counted.
    pub women: Option<u32>,
    /// Men counted.
    pub men: Option<u32>,
    /// Girls counted.
    pub girls: Option<u32>,
    /// Boys counted.
    pub boys: Option<u32>,
    /// Everybody counted.
    pub total: Option<u32>,
    /// Latitude in degrees.
    pub lat: Option<f64>,
    /// Longitude in degrees.
    pub lon: Option<f64>,
    /// The person or accident it is about.
    pub link: Option<RecordId>,
    /// When the first revision was made, in ms since 1970.
    pub made_ms: u64,
    /// When the last one was made.
    pub changed_ms: u64,
    /// How far it got. The store keeps it from the log; what a caller writes here is not looked at.
    pub delivery: Delivery,
    /// The save whose answers these are.
    pub winner: RevisionId,
    /// How guarded the facts are.
    pub classes: Classes,
}

/// How many records are in each review state.
pub type ReviewCounts = Vec<(String, u64)>;

/// How many records of a team and a month are in a review state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthCount {
    /// The team.
    pub team: String,
    /// `YYYY-MM`.
    pub month: String,
    /// Review state, such as `approved`.
    pub review: String,
    /// How many.
    pub records: u64,
}

impl Reader<'_> {
    /// Returns the row of a record.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn row(&self, team: &TeamId, record: RecordId) -> Result<Option<RecordRow>, StoreError> {
        match self.row_number(team, record)? {
            Some(number) => self.row_numbered(number),
            None => Ok(None),
        }
    }

    /// Returns the rows of a record by its id alone. More than one only when two teams have a record
    /// of the same name.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn rows_named(&self, record: RecordId) -> Result<Vec<RecordRow>, StoreError> {
        let mut rows = Vec::new();
        for team in self.teams_of(record)? {
            rows.extend(self.row(&team, record)?);
        }
        Ok(rows)
    }

    pub(crate) fn row_numbered(&self, number: i64) -> Result<Option<RecordRow>, StoreError> {
        let sql = concat!(
            "SELECT delivery, ",
            include_str!("record_columns.sql"),
            " FROM record WHERE id = :id"
        );
        self.one(READ, sql, named_params! { ":id": number }, record_row)
    }

    /// Returns the rows about a person or an accident, oldest activity first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn rows_about(&self, link: RecordId) -> Result<Vec<RecordRow>, StoreError> {
        let sql = concat!(
            "SELECT delivery, ",
            include_str!("record_columns.sql"),
            " FROM record WHERE link = :link ORDER BY activity_date, made_ms"
        );
        self.all(READ, sql, named_params! { ":link": link.0 }, record_row)
    }

    /// Counts the records in each review state.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn review_counts(&self) -> Result<ReviewCounts, StoreError> {
        let sql = "SELECT review, count(*) AS n FROM record GROUP BY review ORDER BY review";
        self.all(READ, sql, [], |row| {
            Ok((row.get("review")?, whole(row, "n")?))
        })
    }

    /// Counts the records with an activity date by team, month and review state, from a day on, newest month first.
    /// Records that stand behind another are left out.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn month_counts(&self, from: &str) -> Result<Vec<MonthCount>, StoreError> {
        let sql =
            "SELECT team, substr(activity_date, 1, 7) AS month, review, count(*) AS n FROM record
                   WHERE activity_date >= :from AND record NOT IN (SELECT record FROM behind)
                   GROUP BY team, month, review ORDER BY month DESC, team, review";
        self.all(READ, sql, named_params! { ":from": from }, |row| {
            Ok(MonthCount {
                team: row.get("team")?,
                month: row.get("month")?,
                review: row.get("review")?,
                records: whole(row, "n")?,
            })
        })
    }

    /// Counts the rows.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn row_count(&self) -> Result<u64, StoreError> {
        let count = self.one(READ, "SELECT count(*) AS n FROM record", [], |row| {
            whole(row, "n")
        })?;
        Ok(count.unwrap_or(0))
    }

    /// Returns the number under which a record is listed, the place of its first revision in the log, and
    /// how far the record got.
    pub(crate) fn place(
        &self,
        team: &TeamId,
        record: RecordId,
    ) -> Result<Option<(i64, Delivery)>, StoreError> {
        let sql = "SELECT min(seq) AS id, min(delivery) AS delivery FROM revision
                   WHERE record = :record AND team = :team HAVING count(*) > 0";
        let name = named_params! { ":record": record.0, ":team": team.as_str() };
        self.one(READ, sql, name, |row| {
            Ok((row.get("id")?, Delivery::read(row, "delivery")?))
        })
    }

    pub(crate) fn row_number(
        &self,
        team: &TeamId,
        record: RecordId,
    ) -> Result<Option<i64>, StoreError> {
        Ok(self.place(team, record)?.map(|(number, _)| number))
    }
}

impl Writer<'_> {
    /// Lists a record in place of how it was listed before, and makes it findable by `text`, which is
    /// normalised here; its guarded part is looked through for those only who may see it.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the log has no revision of it; otherwise when the file cannot be
    /// written.
    pub fn upsert_row(
        &mut self,
        row: &RecordRow,
        text: impl Into<FoundBy>,
    ) -> Result<(), StoreError> {
        let place = self.place(&row.team, row.record)?;
        let place = place.ok_or(StoreError::Missing { what: "record" })?;
        self.put_row(place, row, &text.into(), Was::Listed)
    }

    /// The same where the record's place in the log is known.
    pub(crate) fn put_row(
        &self,
        (number, delivery): (i64, Delivery),
        row: &RecordRow,
        text: &FoundBy,
        was: Was,
    ) -> Result<(), StoreError> {
        let mut values = listed(row);
        values.push((":id", number.into()));
        values.push((":delivery", delivery.number().into()));
        let named: Vec<(&str, &dyn ToSql)> = values
            .iter()
            .map(|(name, value)| (*name, value as &dyn ToSql))
            .collect();
        self.run(WRITE, include_str!("record_upsert.sql"), named.as_slice())?;
        let whole = text.whole().map(|whole| normalise(&whole));
        self.make_findable(number, &normalise(&text.open), whole.as_deref(), was)
    }

    /// Takes a record off the lists and out of the search.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn remove_row(&mut self, team: &TeamId, record: RecordId) -> Result<(), StoreError> {
        let Some(number) = self.row_number(team, record)? else {
            return Ok(());
        };
        self.make_unfindable(number)?;
        self.set_entities(team, record, &[])?;
        self.set_figures(team, record, &Figures::default())?;
        self.set_likeness(team, record, None)?;
        self.set_study(team, record, None)?;
        self.set_ties(team, record, Ties::default())?;
        let sql = "DELETE FROM record WHERE id = :id";
        self.run(WRITE, sql, named_params! { ":id": number })
            .map(|_| ())
    }

    /// Drops every row and the search index, to be made again from the log with
    /// [`Reader::records_after`], and adds the log up again.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn clear_projection(&mut self) -> Result<(), StoreError> {
        self.clear_search()?;
        self.clear_entities()?;
        self.clear_figures()?;
        self.clear_likenesses()?;
        self.clear_studies()?;
        self.run("drop the lists", "DELETE FROM record", [])?;
        self.run("drop the lists", "DELETE FROM record_tally", [])?;
        self.lists_are_new()?;
        self.recount()
    }
}

/// Names the columns of a row with their values: all but the number and the delivery, which the log knows.
pub(crate) fn listed(row: &RecordRow) -> Vec<(&'static str, Value)> {
    let count = |number: Option<u32>| Value::from(number.map(i64::from));
    vec![
        (":record", row.record.0.to_vec().into()),
        (":team", row.team.as_str().to_owned().into()),
        (":form", row.form.clone().into()),
        (":review", row.review.clone().into()),
        (":conflict", row.conflict.into()),
        (":problems", row.problems.into()),
        (":severity", row.severity.into()),
        (":activity_date", row.activity_date.clone().into()),
        (":adm1", row.adm1.clone().into()),
        (":adm2", row.adm2.clone().into()),
        (":adm3", row.adm3.clone().into()),
        (":adm4", row.adm4.clone().into()),
        (":women", count(row.women)),
        (":men", count(row.men)),
        (":girls", count(row.girls)),
        (":boys", count(row.boys)),
        (":total", count(row.total)),
        (":lat", row.lat.into()),
        (":lon", row.lon.into()),
        (":link", row.link.map(|link| link.0.to_vec()).into()),
        (":made_ms", signed(row.made_ms).into()),
        (":changed_ms", signed(row.changed_ms).into()),
        (":author", row.author.0.to_vec().into()),
        (":winner", row.winner.0.to_vec().into()),
        (":form_version", row.form_version.clone().into()),
        (":ref", row.reference.clone().into()),
        (":title", row.title.clone().into()),
        (":subtitle", row.subtitle.clone().into()),
        (":classes", row.classes.number().into()),
    ]
}

/// Reads `delivery`, which comes first, and the columns of `record_columns.sql` after it.
///
/// They are read in that order: looking each up by its name would take a third of the time of a list.
pub(crate) fn record_row(row: &Row<'_>) -> rusqlite::Result<RecordRow> {
    let mut columns = Columns { row, next: 1 };
    Ok(RecordRow {
        record: RecordId(columns.take()?),
        team: TeamId::new(columns.take::<String>()?)
            .map_err(|error| unreadable(row, "team", Type::Text, error))?,
        form: columns.take()?,
        form_version: columns.take()?,
        reference: columns.take()?,
        title: columns.take()?,
        subtitle: columns.take()?,
        author: PersonId(columns.take()?),
        activity_date: columns.take()?,
        adm1: columns.take()?,
        adm2: columns.take()?,
        adm3: columns.take()?,
        adm4: columns.take()?,
        review: columns.take()?,
        conflict: columns.take()?,
        problems: columns.take()?,
        severity: columns.take()?,
        women: columns.take()?,
        men: columns.take()?,
        girls: columns.take()?,
        boys: columns.take()?,
        total: columns.take()?,
        lat: columns.take()?,
        lon: columns.take()?,
        link: columns.take::<Option<[u8; 16]>>()?.map(RecordId),
        made_ms: columns.take::<i64>()?.unsigned_abs(),
        changed_ms: columns.take::<i64>()?.unsigned_abs(),
        winner: RevisionId(columns.take()?),
        classes: Classes::of_number(columns.take()?),
        delivery: Delivery::read(row, "delivery")?,
    })
}

/// The columns of a row, one after the other.
struct Columns<'r> {
    row: &'r Row<'r>,
    next: usize,
}

impl Columns<'_> {
    fn take<T: FromSql>(&mut self) -> rusqlite::Result<T> {
        let value = self.row.get(self.next)?;
        self.next += 1;
        Ok(value)
    }
}

/// Names the record of a row.
impl RecordRow {
    /// Returns the record's name within its team.
    #[must_use]
    pub fn name(&self) -> RecordName {
        (self.team.clone(), self.record)
    }
}
