//! Lists: which records, in which order, which slice of them.

use records::{PersonId, RecordId, TeamId};
use rusqlite::types::Value;
use rusqlite::{Row, named_params, params_from_iter};

use crate::conditions::{Conditions, HITS_FEW, Hits, list};
use crate::delivery::Delivery;
use crate::error::StoreError;
use crate::guard::{Fact, Sight};
use crate::order::{Behind, Mark, Order, Sort, Start};
use crate::record::{RecordRow, ReviewCounts, record_row};
use crate::revision::whole;
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
    /// Only this commune.
    pub adm3: Option<String>,
    /// Only this village.
    pub adm4: Option<String>,
    /// Only this author.
    pub author: Option<PersonId>,
    /// Only what is about this person or accident, or about a record that stands behind it.
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
    /// Only records about which something was found or decided contrarily, or only those without.
    pub found: Option<bool>,
    /// Only what this person has not seen as it is.
    pub unseen_by: Option<PersonId>,
    /// Only records that stand behind no other.
    pub unmerged: bool,
    /// Whose guarded facts may be used.
    pub sight: Sight,
    /// The order.
    pub sort: Sort,
    /// The other way round.
    pub backwards: bool,
    /// Where the slice begins.
    pub start: Start,
    /// Rows wanted, at most [`PAGE_ROWS_MAX`].
    pub limit: u32,
}

/// Which places of records are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaceLevel {
    /// Provinces.
    Province,
    /// Districts.
    District,
    /// Communes.
    Commune,
}

/// Places of one level that a list names, at most.
const PLACES_MAX: u32 = 500;

/// A slice of a list.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// Rows that the query has in all.
    pub total: u64,
    /// The slice.
    pub rows: Vec<RecordRow>,
    /// Where its first and last rows stand; none of an empty slice.
    pub ends: Option<Ends>,
}

/// Where the first and the last row of a slice stand.
pub type Ends = (Mark, Mark);

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

impl Reader<'_> {
    /// Returns a slice of a list, and how long the list is.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the slice begins beside a row of another order; when the file cannot be read.
    pub fn page(&self, query: &Query) -> Result<Page, StoreError> {
        let conditions = self.conditions(query)?;
        let slice = self.slice(&conditions, query)?;
        let ends = match (slice.first(), slice.last()) {
            (Some((_, first)), Some((_, last))) => Some((first.clone(), last.clone())),
            _ => None,
        };
        let rows: Vec<RecordRow> = slice.into_iter().map(|(row, _)| row).collect();
        let found = rows.len() as u64;
        let total = match query.start {
            // A slice that is not full and not past the end ends the list.
            Start::At(before) if found < u64::from(query.limit) && (found > 0 || before == 0) => {
                u64::from(before) + found
            }
            _ => self.length(query, conditions)?,
        };
        Ok(Page { total, rows, ends })
    }

    /// Returns a slice of a list without counting the list, which takes longer than the slice.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn rows(&self, query: &Query) -> Result<Vec<RecordRow>, StoreError> {
        let slice = self.slice(&self.conditions(query)?, query)?;
        Ok(slice.into_iter().map(|(row, _)| row).collect())
    }

    /// Counts the rows of a list.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn page_total(&self, query: &Query) -> Result<u64, StoreError> {
        self.length(query, self.conditions(query)?)
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

    /// Counts the records of a list in each review state.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn counts_by_review(&self, query: &Query) -> Result<ReviewCounts, StoreError> {
        if let Some(kept) = self.tally(query)? {
            return Ok(kept);
        }
        let conditions = self.conditions(query)?;
        let sql = format!(
            "SELECT review, count(*) AS n FROM record {} GROUP BY review ORDER BY review",
            conditions.sql()
        );
        let values = params_from_iter(conditions.values);
        self.all(READ, &sql, values, |row| {
            Ok((row.get("review")?, whole(row, "n")?))
        })
    }

    /// Returns the newest day of which a team tells; none when it tells of no day.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn newest_activity(&self, team: &TeamId) -> Result<Option<String>, StoreError> {
        let sql =
            "SELECT activity_date FROM record WHERE team = :team AND activity_date IS NOT NULL
                   ORDER BY activity_date DESC LIMIT 1";
        self.one(READ, sql, named_params! { ":team": team.as_str() }, |row| {
            row.get("activity_date")
        })
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

    /// Returns the places of a level that records of a list name, most records first, each with a form that
    /// names it and how many records do. Records whose place may not be seen are left out.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn places_named(
        &self,
        query: &Query,
        level: PlaceLevel,
    ) -> Result<Vec<(String, String, u64)>, StoreError> {
        let column = match level {
            PlaceLevel::Province => "adm1",
            PlaceLevel::District => "adm2",
            PlaceLevel::Commune => "adm3",
        };
        let mut conditions = self.conditions(query)?;
        conditions.seen(query, Fact::Place);
        let sql = format!(
            "SELECT {column} AS place, max(form) AS form, count(*) AS n FROM record {} \
             GROUP BY {column} HAVING place IS NOT NULL ORDER BY n DESC, place LIMIT {PLACES_MAX}",
            conditions.sql()
        );
        let values = params_from_iter(conditions.values);
        self.all(READ, &sql, values, |row| {
            Ok((row.get("place")?, row.get("form")?, whole(row, "n")?))
        })
    }

    pub(crate) fn conditions(&self, query: &Query) -> Result<Conditions, StoreError> {
        let mut conditions = Conditions::of(query, self.narrowing(&query.teams)?);
        let words = Words::of(&query.text);
        conditions.hits(self.hits(&words, &query.sight)?, &query.sight);
        Ok(conditions)
    }

    /// Returns these teams, or none where the file holds no others: naming them would only keep the
    /// narrower indices from being used.
    pub(crate) fn narrowing<'t>(&self, teams: &'t [TeamId]) -> Result<&'t [TeamId], StoreError> {
        let held = self.all(READ, "SELECT team FROM team_log", [], |row| {
            row.get::<_, String>("team")
        })?;
        let named = |held: &String| teams.iter().any(|team| team.as_str() == held);
        let is_all = !held.is_empty() && held.iter().all(named);
        Ok(if is_all { &[] } else { teams })
    }

    /// Looks the words up, as far as the hits are few.
    fn hits(&self, words: &Words, sight: &Sight) -> Result<Hits, StoreError> {
        if words.is_empty() {
            return Ok(Hits::All);
        }
        let pending = self.pending_with(words, &[], sight)?;
        let mut found = self.indexed(words, &[], sight, HITS_FEW + 1)?;
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

    /// How long a list is: as it is kept, or else counted.
    fn length(&self, query: &Query, conditions: Conditions) -> Result<u64, StoreError> {
        if let Some(kept) = self.tally(query)? {
            return Ok(kept.iter().map(|(_, records)| records).sum());
        }
        let sql = format!("SELECT count(*) AS n FROM record {}", conditions.sql());
        let values = params_from_iter(conditions.values);
        Ok(self
            .one(READ, &sql, values, |row| whole(row, "n"))?
            .unwrap_or(0))
    }

    /// The rows of a slice and where they stand. Their numbers are found in an index first where there is one, so
    /// that passing over rows does not read them.
    fn slice(
        &self,
        conditions: &Conditions,
        query: &Query,
    ) -> Result<Vec<(RecordRow, Mark)>, StoreError> {
        let limit = query.limit.min(PAGE_ROWS_MAX);
        let order = Order::of(query);
        let ids = match &query.start {
            Start::At(before) => self.ids(conditions, None, &order, (limit, *before))?,
            Start::After(mark) => self.ids_behind(conditions, &order, mark, limit)?,
            Start::Before(mark) => {
                self.ids_behind(conditions, &Order::of(query).reversed(), mark, limit)?
            }
        };
        self.rows_in_order(&ids, &order)
    }

    fn ids_behind(
        &self,
        conditions: &Conditions,
        order: &Order,
        mark: &Mark,
        limit: u32,
    ) -> Result<Vec<i64>, StoreError> {
        let parts = order.behind(mark).ok_or(StoreError::Missing {
            what: "place in this order",
        })?;
        let mut ids = Vec::new();
        for part in &parts {
            let found = u32::try_from(ids.len()).unwrap_or(limit);
            let left = limit.saturating_sub(found);
            if left == 0 {
                break;
            }
            ids.extend(self.ids(conditions, Some(part), order, (left, 0))?);
        }
        Ok(ids)
    }

    fn ids(
        &self,
        conditions: &Conditions,
        behind: Option<&Behind>,
        order: &Order,
        (limit, before): (u32, u32),
    ) -> Result<Vec<i64>, StoreError> {
        let table = order.table(conditions.are_waiting);
        let (narrow, narrow_values) = conditions.with_part(behind.map(|rows| &rows.narrow));
        let (order, order_values) = behind.map_or_else(|| order.sql(), |rows| rows.order.clone());
        let sql = format!("SELECT id FROM {table} {narrow} ORDER BY {order} LIMIT ? OFFSET ?");
        let slice = [limit, before].map(Value::from);
        let values = narrow_values.iter().chain(&order_values).chain(&slice);
        self.all(READ, &sql, params_from_iter(values), |row| row.get("id"))
    }

    fn rows_in_order(
        &self,
        ids: &[i64],
        order: &Order,
    ) -> Result<Vec<(RecordRow, Mark)>, StoreError> {
        let ((by, by_values), (keys, key_values)) = (order.sql(), order.keys_sql());
        let sql = format!(
            "SELECT delivery, {}, {keys} FROM record WHERE id IN (SELECT value FROM json_each(?)) ORDER BY {by}",
            include_str!("record_columns.sql"),
        );
        let ids = Value::from(list(ids));
        let values = key_values.iter().chain([&ids]).chain(&by_values);
        self.all(READ, &sql, params_from_iter(values), |row| {
            Ok((record_row(row)?, order.mark(row)?))
        })
    }
}

#[cfg(test)]
#[path = "query_tests.rs"]
mod tests;
