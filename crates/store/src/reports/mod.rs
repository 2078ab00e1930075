//! What the rows for reports come to: each indicator is one query, which stands in a file of its own beside what it
//! defines, and is run over the rows of a block.
//!
//! A query answers with rows of `place, split, kind` and its measures. Words in braces are put in here: `{session}` are
//! the rows of `session_figure` that count in the block and whose day is in the period, `{session ever}` those of any
//! day, and `{person upto}` those of any day as they were when the month was closed in which the period ends; each has
//! `closed_at`, when its month was closed; `{join person p s.link}` joins the record that a row is about as it was approved
//! then, or else what stands now of it, whether it was reviewed or not, unless it was taken out of use; `{whom x}` is whom a
//! row `x` is about; `{stood x y.team y.day}` is whether a row `x` is
//! approved, or was when the month of that team and day was closed, and `{closed y.team y.day}` is when that was;
//! `{kept x.link}` is the record that stands for a
//! linked one as of the closing of its row's month, and `{alike link}` are all for which it stands, with a team and a day as
//! of the closing of the month of these; `{behind}` are all that stand or stood behind another, and `{held b x.closed_at}` is
//! whether one of them did then; `{person undated}` are the rows without a day of their own, by that of their accident; `{by x}` is the place of a row `x` down to the level
//! that is asked for, or its month, project or team, behind the place where one place is looked at; `{people}` are
//! persons by sex and age. A record that was found to be another one is counted as the one that was kept.

mod cases;
mod given;
mod plan;
mod points;
mod queries;
mod rows;
mod target;
mod words;

pub use cases::Case;
pub use given::{GIVEN_MAX, Given};
pub use plan::PlannedVillage;
pub use points::{Point, PointCounts};
pub use queries::QUERIES;
pub use rows::{Which, says_project};
pub use target::Target;

use records::TeamId;
use rusqlite::types::ValueRef;
use rusqlite::{ToSql, named_params};

use crate::error::StoreError;
use crate::revision::signed;
use crate::store::Reader;
use words::{Apart, IN_PLACE};

const READ: &str = "count for a report";

/// Which words of records count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Block {
    /// What was approved when its month was closed; in a month that is open, what is approved now.
    Closed,
    /// What is approved now.
    Now,
    /// What was submitted or verified and is not approved.
    Provisional,
}

/// By what a report tells its figures apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum By {
    /// One row for all.
    Country,
    /// Province.
    Province,
    /// Province and district.
    District,
    /// Down to the commune.
    Commune,
    /// Down to the village.
    Village,
    /// Project.
    Project,
    /// Team.
    Team,
    /// Month of the activity.
    Month,
}

/// What a report is about.
#[derive(Debug, Clone)]
pub struct Span {
    /// First day, `YYYY-MM-DD`.
    pub from: String,
    /// Last day.
    pub to: String,
    /// The teams whose records are counted.
    pub teams: Vec<TeamId>,
    /// Only this project, where records say theirs.
    pub project: Option<String>,
    /// Only what is in this place: the codes from the province down, with `/` between them.
    pub within: Option<String>,
    /// What tells figures apart.
    pub by: By,
}

/// One row of what was counted.
#[derive(Debug, Clone, PartialEq)]
pub struct Counted {
    /// Codes from the province down with `/` between them, or the month, project or team; empty pieces are not known.
    pub place: String,
    /// By what else the row is told apart, such as `pillar`.
    pub split: Option<String>,
    /// Which one of these.
    pub kind: Option<String>,
    /// The measures, in the order of the query; none where nothing is known.
    pub values: Vec<Option<f64>>,
}

/// What a query answered.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Counts {
    /// Names of the measures.
    pub measures: Vec<String>,
    /// The rows, by place, split and kind.
    pub rows: Vec<Counted>,
}

/// How many records of a period count and how many wait.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Provisional {
    /// Records that are approved or locked.
    pub approved: u64,
    /// Records that were submitted or verified.
    pub waiting: u64,
}

impl Reader<'_> {
    /// Runs the query of a name in [`QUERIES`].
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such query; otherwise when the file cannot be read.
    pub fn count_for(&self, name: &str, span: &Span, block: Block) -> Result<Counts, StoreError> {
        let query = QUERIES.iter().find(|(known, _)| *known == name);
        let (_, query) = query.ok_or(StoreError::Missing { what: "report" })?;
        let apart = Apart::of(span);
        let is_in = match apart.is_in_place() {
            true => format!("substr(place, 1, length(:within) + 1) = :within || '{IN_PLACE}'"),
            false => ":within IS NULL OR place = :within OR place LIKE :within || '/%'".to_owned(),
        };
        let narrows = !self.narrowing(&span.teams)?.is_empty();
        let sql = format!(
            "SELECT * FROM ({}) WHERE {is_in} \
             ORDER BY place = '', place, split IS NOT NULL, split, kind IS NULL, kind",
            words::put_in(query, apart, block, narrows)
        );
        let mut counts = self.counted(&sql, span)?;
        if apart.is_in_place() {
            // What is not known comes last, as it does where no place is asked for.
            for row in &mut counts.rows {
                let own = row
                    .place
                    .split_once(IN_PLACE)
                    .map(|(_, own)| own.to_owned());
                row.place = own.unwrap_or_default();
            }
            counts.rows.sort_by_key(|row| row.place.is_empty());
        }
        Ok(counts)
    }

    /// Counts the records of a table of figures whose day is in the period.
    ///
    /// # Errors
    /// As [`Reader::count_for`].
    pub fn provisional(&self, table: &str, span: &Span) -> Result<Provisional, StoreError> {
        let (name, table) = (table, crate::figures::table_named(table)?);
        let narrows = !self.narrowing(&span.teams)?.is_empty();
        let (teams, narrowed) = (words::teams(narrows), words::narrowed(name, span, narrows));
        let sql = format!(
            "SELECT count(DISTINCT id) FILTER (WHERE approved_ms IS NOT NULL) AS approved,
                    count(DISTINCT id) FILTER (WHERE review IN ('submitted', 'verified')) AS waiting
             FROM {table} AS f WHERE day BETWEEN :from AND :to AND ended_ms IS NULL{teams}
               AND NOT EXISTS (SELECT 1 FROM behind AS b WHERE b.record = f.record){narrowed}"
        );
        let whole = |row: &rusqlite::Row<'_>, name: &str| crate::revision::whole(row, name);
        let found = self.with_span(&sql, span, |row| {
            Ok(Provisional {
                approved: whole(row, "approved")?,
                waiting: whole(row, "waiting")?,
            })
        })?;
        Ok(found.into_iter().next().unwrap_or_default())
    }

    /// Returns the months of the period that a team of the report closed, as `YYYY-MM`.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn closed_months(&self, span: &Span) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT DISTINCT month FROM closing
                   WHERE month BETWEEN substr(:from, 1, 7) AND substr(:to, 1, 7)
                     AND team IN (SELECT value FROM json_each(:teams)) ORDER BY month";
        self.all(
            READ,
            sql,
            named_params! { ":from": span.from, ":to": span.to, ":teams": teams_json(span) },
            |row| row.get("month"),
        )
    }

    fn counted(&self, sql: &str, span: &Span) -> Result<Counts, StoreError> {
        let mut counts = Counts::default();
        counts.rows = self.with_span(sql, span, |row| {
            let columns = row.as_ref().column_count();
            if counts.measures.is_empty() {
                let names = row.as_ref().column_names();
                counts.measures = names.into_iter().skip(3).map(str::to_owned).collect();
            }
            let values = (3..columns).map(|at| {
                Ok(match row.get_ref(at)? {
                    ValueRef::Integer(number) => Some(number as f64),
                    ValueRef::Real(number) => Some(number),
                    _ => None,
                })
            });
            Ok(Counted {
                place: row.get(0)?,
                split: row.get(1)?,
                kind: row.get(2)?,
                values: values.collect::<rusqlite::Result<_>>()?,
            })
        })?;
        Ok(counts)
    }

    /// Runs a query with those parameters of the period that it names.
    pub(crate) fn with_span<T>(
        &self,
        sql: &str,
        span: &Span,
        read: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        bound(sql, span, &[], |named| self.all(READ, sql, named, read))
    }
}

/// A parameter of a query, with its name.
type Parameter<'v> = (&'static str, &'v dyn ToSql);

/// Runs a query with those parameters of a period, and of others, that it names.
fn bound<T>(
    sql: &str,
    span: &Span,
    others: &[Parameter<'_>],
    run: impl FnOnce(&[Parameter<'_>]) -> T,
) -> T {
    let teams = teams_json(span);
    let of_span: [Parameter<'_>; 5] = [
        (":from", &span.from),
        (":to", &span.to),
        (":teams", &teams),
        (":project", &span.project),
        (":within", &span.within),
    ];
    let all = of_span.iter().chain(others).copied();
    let named: Vec<Parameter<'_>> = all.filter(|(name, _)| sql.contains(name)).collect();
    run(&named)
}

fn teams_json(span: &Span) -> String {
    let teams: Vec<&str> = span.teams.iter().map(TeamId::as_str).collect();
    serde_json::json!(teams).to_string()
}

/// A moment as columns hold it.
pub(crate) fn moment(ms: u64) -> i64 {
    signed(ms)
}
