//! What reports count, in real columns: a part of the projection, made again from the log together with the lists.
//!
//! A row says what one record says: now, or while it was approved before. The caller works the rows out from the
//! answers and names their columns; the tables are those of `V10__figures.sql`.

use std::collections::{BTreeMap, BTreeSet};

use records::{RecordId, TeamId};
use rusqlite::types::{Type, Value};
use rusqlite::{named_params, params_from_iter};

use crate::error::{During, StoreError};
use crate::listing::Was;
use crate::revision::{RecordName, signed, unreadable};
use crate::store::{Reader, Writer};

const READ: &str = "read what reports count";
const WRITE: &str = "keep what reports count";
/// The first that closed a month, as the index has it: a grouped minimum would read all of them for each one more.
const CLOSE: &str = "INSERT INTO closing (team, month, at)
                     SELECT team, month, at FROM closed_by
                     WHERE team = :team AND month = :month ORDER BY at LIMIT 1";

/// The tables that reports read, as they are named without `_figure`.
pub const FIGURE_TABLES: [&str; 13] = [
    "session",
    "media",
    "material",
    "kap",
    "hazard",
    "accident",
    "person",
    "assessment",
    "need",
    "service",
    "referral",
    "follow_up",
    "life",
];

/// A value of a column that reports count.
#[derive(Debug, Clone, PartialEq)]
pub enum Figure {
    /// A whole number.
    Whole(i64),
    /// A number with a fraction.
    Part(f64),
    /// A code or a date.
    Text(String),
}

/// One row for reports.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FigureLine {
    /// One of [`FIGURE_TABLES`].
    pub table: String,
    /// `YYYY-MM-DD`; empty when it is not known.
    pub day: String,
    /// Review state of these words.
    pub review: String,
    /// Since when these words are approved, in ms since 1970.
    pub approved_ms: Option<u64>,
    /// Since when they no longer are.
    pub ended_ms: Option<u64>,
    /// The record that it is about.
    pub link: Option<[u8; 16]>,
    /// The other columns by name; what is not there is not known.
    pub cells: BTreeMap<String, Figure>,
}

/// All that one record says to reports.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Figures {
    /// The rows.
    pub lines: Vec<FigureLine>,
    /// The months that it closed for its team when it was locked, as `YYYY-MM`, and when.
    pub closed: Vec<(String, u64)>,
    /// Its words were erased: what it closed before stays closed.
    pub stays_closed: bool,
}

impl Reader<'_> {
    /// Returns records that reports cannot count yet, at most so many: those that were just finished or listed by an
    /// older program. [`Writer::set_figures`] takes them off.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn uncounted(&self, most: u32) -> Result<Vec<RecordName>, StoreError> {
        let sql = "SELECT team, record FROM uncounted LIMIT :most";
        self.all(READ, sql, named_params! { ":most": most }, |row| {
            let team = TeamId::new(row.get::<_, String>("team")?)
                .map_err(|error| unreadable(row, "team", Type::Text, error))?;
            Ok((team, RecordId(row.get("record")?)))
        })
    }
}

impl Writer<'_> {
    /// Keeps what a record says to reports, in place of what it said before.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the log has no revision of it or a table is none of [`FIGURE_TABLES`]; otherwise
    /// when the file cannot be written.
    pub fn set_figures(
        &mut self,
        team: &TeamId,
        record: RecordId,
        figures: &Figures,
    ) -> Result<(), StoreError> {
        let place = self.place(team, record)?;
        let (id, _) = place.ok_or(StoreError::Missing { what: "record" })?;
        self.put_figures((team, record, id), figures, Was::Listed)
    }

    /// The same where the number is known under which the record is listed.
    pub(crate) fn put_figures(
        &self,
        (team, record, id): (&TeamId, RecordId, i64),
        figures: &Figures,
        was: Was,
    ) -> Result<(), StoreError> {
        if was == Was::Listed {
            self.drop_figures(id)?;
            let sql = "DELETE FROM uncounted WHERE team = :team AND record = :record";
            let name = named_params! { ":team": team.as_str(), ":record": record.0 };
            self.run(WRITE, sql, name)?;
        }
        for (n, line) in (0_i64..).zip(&figures.lines) {
            self.put_figure(team, record, (id, n), line)?;
        }
        match figures.stays_closed {
            true => Ok(()),
            false if was == Was::New && figures.closed.is_empty() => Ok(()),
            false => self.set_closed(team, id, &figures.closed),
        }
    }

    /// Keeps which months a record closed in place of those that it closed before: a lock that is no longer believed opens
    /// its month again, unless another record closed it too.
    fn set_closed(
        &self,
        team: &TeamId,
        id: i64,
        closed: &[(String, u64)],
    ) -> Result<(), StoreError> {
        let sql = "SELECT month, at FROM closed_by WHERE id = :id";
        let before: Vec<(String, i64)> =
            self.all(READ, sql, named_params! { ":id": id }, |row| {
                Ok((row.get("month")?, row.get("at")?))
            })?;
        let mut now: BTreeMap<&str, i64> = BTreeMap::new();
        for (month, at_ms) in closed {
            let at = signed(*at_ms);
            let first = now.entry(month).or_insert(at);
            *first = at.min(*first);
        }
        let is_same = |(month, at): &(String, i64)| now.get(month.as_str()) == Some(at);
        if before.len() == now.len() && before.iter().all(is_same) {
            return Ok(());
        }
        let sql = "DELETE FROM closed_by WHERE id = :id";
        self.run(WRITE, sql, named_params! { ":id": id })?;
        for (month, at) in &now {
            let sql =
                "INSERT INTO closed_by (id, team, month, at) VALUES (:id, :team, :month, :at)";
            let row =
                named_params! { ":id": id, ":team": team.as_str(), ":month": month, ":at": at };
            self.run(WRITE, sql, row)?;
        }
        let months = before.iter().map(|(month, _)| month.as_str());
        let months: BTreeSet<&str> = months.chain(now.keys().copied()).collect();
        for month in months {
            let of = named_params! { ":team": team.as_str(), ":month": month };
            let sql = "DELETE FROM closing WHERE team = :team AND month = :month";
            self.run(WRITE, sql, of)?;
            self.run(WRITE, CLOSE, of)?;
        }
        Ok(())
    }

    /// Leaves a record to be counted when somebody makes a report.
    pub(crate) fn count_later(&self, team: &TeamId, record: RecordId) -> Result<(), StoreError> {
        let sql = "INSERT OR IGNORE INTO uncounted (team, record) VALUES (:team, :record)";
        let name = named_params! { ":team": team.as_str(), ":record": record.0 };
        self.run(WRITE, sql, name).map(|_| ())
    }

    /// Takes away what a record says to reports.
    pub(crate) fn drop_figures(&self, id: i64) -> Result<(), StoreError> {
        let sql = "SELECT tab, day, n FROM figure WHERE id = :id";
        let old: Vec<(String, String, i64)> =
            self.all(READ, sql, named_params! { ":id": id }, |row| {
                Ok((row.get("tab")?, row.get("day")?, row.get("n")?))
            })?;
        for (table, day, n) in &old {
            let sql = format!(
                "DELETE FROM {} WHERE day = :day AND id = :id AND n = :n",
                table_named(table)?
            );
            self.run(
                WRITE,
                &sql,
                named_params! { ":day": day, ":id": id, ":n": n },
            )?;
        }
        if !old.is_empty() {
            let sql = "DELETE FROM figure WHERE id = :id";
            self.run(WRITE, sql, named_params! { ":id": id })?;
        }
        Ok(())
    }

    fn put_figure(
        &self,
        team: &TeamId,
        record: RecordId,
        (id, n): (i64, i64),
        line: &FigureLine,
    ) -> Result<(), StoreError> {
        let table = table_named(&line.table)?;
        let columns = self.columns_of(&table)?;
        // Every row of a table names all of its columns: whatever is known of a record, the statement is the same.
        let mut cells = line.cells.len();
        let values = columns.iter().map(|column| match column.as_str() {
            "id" => id.into(),
            "n" => n.into(),
            "day" => line.day.clone().into(),
            "team" => team.as_str().to_owned().into(),
            "review" => line.review.clone().into(),
            "approved_ms" => line.approved_ms.map(signed).into(),
            "ended_ms" => line.ended_ms.map(signed).into(),
            "record" => record.0.to_vec().into(),
            "link" => line.link.map(|link| link.to_vec()).into(),
            name => match line.cells.get(name) {
                Some(figure) => {
                    cells -= 1;
                    value(figure)
                }
                None => Value::Null,
            },
        });
        let values: Vec<Value> = values.collect();
        if cells > 0 {
            return Err(StoreError::Missing { what: "column" });
        }
        let sql = format!(
            "INSERT INTO {table} ({}) VALUES ({})",
            columns.join(", "),
            vec!["?"; columns.len()].join(", ")
        );
        self.run(WRITE, &sql, params_from_iter(values))?;
        let sql = "INSERT INTO figure (id, tab, day, n) VALUES (:id, :tab, :day, :n)";
        let row = named_params! { ":id": id, ":tab": line.table, ":day": line.day, ":n": n };
        self.run(WRITE, sql, row).map(|_| ())
    }

    /// The columns of a table, in its order.
    fn columns_of(&self, table: &str) -> Result<Vec<String>, StoreError> {
        let sql = format!("SELECT * FROM {table}");
        let statement = self.conn().prepare_cached(&sql).during(READ)?;
        let names = statement.column_names().into_iter();
        Ok(names.map(str::to_owned).collect())
    }

    pub(crate) fn clear_figures(&self) -> Result<(), StoreError> {
        const CLEAR: &str = "drop what reports count";
        for table in FIGURE_TABLES {
            self.run(CLEAR, &format!("DELETE FROM {table}_figure"), [])?;
        }
        self.run(CLEAR, "DELETE FROM figure", [])?;
        self.run(CLEAR, "DELETE FROM closing", [])?;
        self.run(CLEAR, "DELETE FROM closed_by", [])?;
        self.run(CLEAR, "DELETE FROM uncounted", []).map(|_| ())
    }
}

fn value(figure: &Figure) -> Value {
    match figure {
        Figure::Whole(number) => (*number).into(),
        Figure::Part(number) => (*number).into(),
        Figure::Text(text) => text.clone().into(),
    }
}

/// The table of this name in the file.
pub(crate) fn table_named(name: &str) -> Result<String, StoreError> {
    let known = FIGURE_TABLES.iter().find(|known| **known == name);
    known
        .map(|known| format!("{known}_figure"))
        .ok_or(StoreError::Missing { what: "table" })
}

#[cfg(test)]
#[path = "figures_tests.rs"]
mod tests;
