//! Lists: which records, in which order, which slice of them.

use records::{PersonId, RecordId, TeamId};
use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};

use crate::delivery::Delivery;
use crate::error::StoreError;
use crate::record::{RecordRow, record_row};
use crate::revision::{signed, whole};
use crate::search::Words;
use crate::store::Reader;

const READ: &str = "list the records";

/// The most rows of one slice.
pub const PAGE_ROWS_MAX: u32 = 500;

/// Which records to list. Empty fields do not narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// Words that the record's text has, all of them.
    pub text: String,
    /// Only this form.
    pub form: Option<String>,
    /// Only these teams.
    pub teams: Vec<TeamId>,
    /// Only these review states.
    pub review: Vec<String>,
    /// Only this delivery state.
    pub delivery: Option<Delivery>,
    /// Only this province.
    pub adm1: Option<String>,
    /// Only this district.
    pub adm2: Option<String>,
    /// Only this author.
    pub author: Option<PersonId>,
    /// Only what is about this person or accident.
    pub link: Option<RecordId>,
    /// Activity date from, `YYYY-MM-DD`.
    pub from: Option<String>,
    /// Activity date to, the day included.
    pub to: Option<String>,
    /// Changed at this time or later, in ms since 1970.
    pub changed_from_ms: Option<u64>,
    /// Only records with problems.
    pub problems: bool,
    /// Only records with a conflict.
    pub conflicts: bool,
    /// The order.
    pub sort: Sort,
    /// Rows to pass over.
    pub offset: u32,
    /// Rows wanted, at most [`PAGE_ROWS_MAX`].
    pub limit: u32,
}

/// The order of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// Last changed first.
    #[default]
    Changed,
    /// Newest activity first; those without a date last.
    Date,
    /// By title.
    Title,
    /// By team, newest activity first.
    Team,
    /// Most severe first, then those that waited longest: the order of a review.
    Review,
}

/// A slice of a list.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// Rows that the query has in all.
    pub total: u64,
    /// The slice.
    pub rows: Vec<RecordRow>,
}

/// How many people the records of a list tell of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PeopleSums {
    /// Women.
    pub women: u64,
    /// Men.
    pub men: u64,
    /// Girls.
    pub girls: u64,
    /// Boys.
    pub boys: u64,
    /// Everybody.
    pub total: u64,
}

/// Reads a sum, which SQLite gives as a real number so that no sum of whole numbers can overflow.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts are not negative, and a sum beyond 2^53 people is none"
)]
fn added(row: &Row<'_>, column: &str) -> rusqlite::Result<u64> {
    Ok(row.get::<_, f64>(column)?.max(0.0) as u64)
}

impl Sort {
    const fn sql(self) -> &'static str {
        match self {
            Self::Changed => "changed_ms DESC, id DESC",
            Self::Date => "activity_date DESC, changed_ms DESC, id DESC",
            Self::Title => "title, id",
            Self::Team => "team, activity_date DESC, changed_ms DESC, id DESC",
            Self::Review => "severity DESC, changed_ms, id",
        }
    }
}

/// Says that a query is about what waits for somebody, in the words of the index that has only those.
const WAITING: &str = "(delivery < 2 OR review IN ('submitted', 'verified', 'returned'))";

const CONFIRMED: &str = "id NOT IN (SELECT id FROM record AS r INDEXED BY record_waiting
  WHERE r.delivery < 2 AND (r.delivery < 2 OR r.review IN ('submitted', 'verified', 'returned')))";

/// So many hits are looked up one by one.
const HITS_FEW: usize = 2_000;

const MANY: &str = "(+id IN (SELECT value FROM json_each(?))
  OR +id NOT IN (SELECT value FROM json_each(?))
  AND +id IN (SELECT rowid FROM search WHERE search MATCH ?))";

/// What the words of a query leave of a list.
enum Hits {
    /// There are no words.
    All,
    /// These rows.
    Few(Vec<i64>),
    /// What the index finds by this expression, with those whose text waits and without those whose
    /// indexed text is old.
    Many {
        matching: String,
        pending: Vec<i64>,
        stale: Vec<i64>,
    },
}

/// Writes row numbers as SQLite's `json_each` reads them.
fn list(ids: &[i64]) -> String {
    let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
    format!("[{}]", ids.join(","))
}

/// Conditions with their values.
#[derive(Default)]
struct Conditions {
    sql: Vec<String>,
    values: Vec<Value>,
}

impl Conditions {
    fn of(query: &Query, teams: &[TeamId]) -> Self {
        let mut all = Self::default();
        all.equal("form", query.form.clone());
        all.one_of("team", teams.iter().map(|team| team.as_str().to_owned()));
        all.one_of("review", query.review.iter().cloned());
        all.place(query.adm1.clone(), query.adm2.clone());
        all.equal("author", query.author.map(|author| author.0.to_vec()));
        all.equal("link", query.link.map(|link| link.0.to_vec()));
        all.with("activity_date >= ?", query.from.clone());
        all.with("activity_date <= ?", query.to.clone());
        all.with("changed_ms >= ?", query.changed_from_ms.map(signed));
        match query.delivery {
            None => {}
            // What is not confirmed is little, and has an index.
            Some(Delivery::Confirmed) => all.plain(CONFIRMED),
            Some(open) => {
                all.with(
                    "delivery < 2 AND delivery = ?",
                    Some(i64::from(open.number())),
                );
            }
        }
        if query
            .delivery
            .is_some_and(|delivery| delivery < Delivery::Confirmed)
            || is_waiting(&query.review)
        {
            all.plain(WAITING);
        }
        if query.problems {
            all.plain("problems > 0");
        }
        if query.conflicts {
            all.plain("conflict > 0");
        }
        all
    }

    /// Narrows to rows that are found by words.
    fn hits(&mut self, hits: Hits) {
        match hits {
            Hits::All => {}
            // Few enough to be looked up one by one.
            Hits::Few(ids) => self.with("id IN (SELECT value FROM json_each(?))", Some(list(&ids))),
            // So many that walking the list and asking of each row is faster: the signs before the
            // columns keep the planner from doing it the other way.
            Hits::Many {
                matching,
                pending,
                stale,
            } => {
                self.plain(MANY);
                self.values
                    .extend([list(&pending), list(&stale), matching].map(Value::from));
            }
        }
    }

    /// A district is looked up through its province, whichever that is.
    fn place(&mut self, adm1: Option<String>, adm2: Option<String>) {
        if adm1.is_none() && adm2.is_some() {
            self.plain(&format!(
                "adm1 IN ({})",
                include_str!("query_provinces.sql").trim_end()
            ));
        }
        self.equal("adm1", adm1);
        self.equal("adm2", adm2);
    }

    fn plain(&mut self, sql: &str) {
        self.sql.push(sql.to_owned());
    }

    fn with(&mut self, sql: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.plain(sql);
            self.values.push(value.into());
        }
    }

    fn equal(&mut self, column: &str, value: Option<impl Into<Value>>) {
        self.with(&format!("{column} = ?"), value);
    }

    fn one_of(&mut self, column: &str, values: impl Iterator<Item = String>) {
        let values: Vec<Value> = values.map(Value::from).collect();
        match values.len() {
            0 => {}
            1 => self.plain(&format!("{column} = ?")),
            many => self.plain(&format!("{column} IN ({})", vec!["?"; many].join(", "))),
        }
        self.values.extend(values);
    }

    fn sql(&self) -> String {
        if self.sql.is_empty() {
            String::new()
        } else {
            format!("WHERE {}", self.sql.join(" AND "))
        }
    }
}

/// True when every one of these review states waits for somebody.
fn is_waiting(review: &[String]) -> bool {
    let waits = |state: &String| matches!(state.as_str(), "submitted" | "verified" | "returned");
    !review.is_empty() && review.iter().all(waits)
}

impl Reader<'_> {
    /// Returns a slice of a list, and how long the list is.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn page(&self, query: &Query) -> Result<Page, StoreError> {
        let conditions = self.conditions(query)?;
        let rows = self.page_rows(&conditions, query)?;
        let found = rows.len() as u64;
        // A slice that is not full and not past the end ends the list.
        let is_last = found < u64::from(query.limit) && (found > 0 || query.offset == 0);
        let total = match is_last {
            true => u64::from(query.offset) + found,
            false => self.page_count(conditions)?,
        };
        Ok(Page { total, rows })
    }

    /// Returns a slice of a list without counting the list, which takes longer than the slice.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn rows(&self, query: &Query) -> Result<Vec<RecordRow>, StoreError> {
        self.page_rows(&self.conditions(query)?, query)
    }

    /// Counts the rows of a list.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn page_total(&self, query: &Query) -> Result<u64, StoreError> {
        self.page_count(self.conditions(query)?)
    }

    /// Tells whether a list has any row, without counting it.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn has_rows(&self, query: &Query) -> Result<bool, StoreError> {
        let conditions = self.conditions(query)?;
        let sql = format!(
            "SELECT EXISTS (SELECT 1 FROM record {}) AS found",
            conditions.sql()
        );
        let values = params_from_iter(conditions.values);
        let found = self.one(READ, &sql, values, |row| row.get("found"))?;
        Ok(found.unwrap_or(false))
    }

    /// Adds up the people that the records of a list tell of.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn people_sums(&self, query: &Query) -> Result<PeopleSums, StoreError> {
        let conditions = self.conditions(query)?;
        let sql = format!(
            "SELECT total(women) AS women, total(men) AS men, total(girls) AS girls, \
             total(boys) AS boys, total(total) AS total FROM record {}",
            conditions.sql()
        );
        let values = params_from_iter(conditions.values);
        let sums = self.one(READ, &sql, values, |row| {
            Ok(PeopleSums {
                women: added(row, "women")?,
                men: added(row, "men")?,
                girls: added(row, "girls")?,
                boys: added(row, "boys")?,
                total: added(row, "total")?,
            })
        })?;
        Ok(sums.unwrap_or_default())
    }

    fn conditions(&self, query: &Query) -> Result<Conditions, StoreError> {
        let teams = match self.holds_others(&query.teams)? {
            true => query.teams.as_slice(),
            false => &[],
        };
        let mut conditions = Conditions::of(query, teams);
        conditions.hits(self.hits(&Words::of(&query.text))?);
        Ok(conditions)
    }

    /// Tells whether the file holds other teams than these. Where it does not, naming them would only keep
    /// the narrower indices from being used.
    fn holds_others(&self, teams: &[TeamId]) -> Result<bool, StoreError> {
        let held = self.all(READ, "SELECT team FROM team_log", [], |row| {
            row.get::<_, String>("team")
        })?;
        let named = |held: &String| teams.iter().any(|team| team.as_str() == held);
        Ok(held.is_empty() || !held.iter().all(named))
    }

    /// Looks the words up, as far as the hits are few.
    fn hits(&self, words: &Words) -> Result<Hits, StoreError> {
        if words.is_empty() {
            return Ok(Hits::All);
        }
        let pending = self.pending_with(words)?;
        let mut found = self.indexed(words, HITS_FEW + 1)?;
        match &words.matching {
            Some(matching) if found.len() > HITS_FEW && words.short().is_empty() => {
                let stale = self.pending()?.into_iter().collect();
                Ok(Hits::Many {
                    matching: matching.clone(),
                    pending,
                    stale,
                })
            }
            _ => {
                found.extend(pending);
                Ok(Hits::Few(found))
            }
        }
    }

    fn page_count(&self, conditions: Conditions) -> Result<u64, StoreError> {
        let sql = format!("SELECT count(*) AS n FROM record {}", conditions.sql());
        let values = params_from_iter(conditions.values);
        Ok(self
            .one(READ, &sql, values, |row| whole(row, "n"))?
            .unwrap_or(0))
    }

    fn page_rows(
        &self,
        conditions: &Conditions,
        query: &Query,
    ) -> Result<Vec<RecordRow>, StoreError> {
        let order = query.sort.sql();
        // The slice is found in an index first, so that passing over rows does not read them.
        let sql = format!(
            "SELECT * FROM record WHERE id IN
             (SELECT id FROM record {} ORDER BY {order} LIMIT ? OFFSET ?) ORDER BY {order}",
            conditions.sql(),
        );
        let slice = [query.limit.min(PAGE_ROWS_MAX), query.offset].map(Value::from);
        let values = params_from_iter(conditions.values.iter().chain(&slice));
        self.all(READ, &sql, values, record_row)
    }
}

#[cfg(test)]
#[path = "query_tests.rs"]
mod tests;
