//! Lists: which records, in which order, which slice of them.

use records::{PersonId, RecordId, TeamId};
use rusqlite::params_from_iter;
use rusqlite::types::Value;

use crate::delivery::Delivery;
use crate::error::StoreError;
use crate::record::{RecordRow, record_row};
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

/// Conditions with their values.
#[derive(Default)]
struct Conditions {
    sql: Vec<String>,
    values: Vec<Value>,
}

impl Conditions {
    fn of(query: &Query) -> Self {
        let mut all = Self::default();
        all.words(&query.text);
        all.equal("form", query.form.clone());
        all.one_of(
            "team",
            query.teams.iter().map(|team| team.as_str().to_owned()),
        );
        all.one_of("review", query.review.iter().cloned());
        all.equal("adm1", query.adm1.clone());
        all.equal("adm2", query.adm2.clone());
        all.equal("author", query.author.map(|author| author.0.to_vec()));
        all.equal("link", query.link.map(|link| link.0.to_vec()));
        all.with("activity_date >= ?", query.from.clone());
        all.with("activity_date <= ?", query.to.clone());
        all.with(
            "changed_ms >= ?",
            query.changed_from_ms.map(crate::revision::signed),
        );
        // Written out, so that the partial indices apply.
        match query.delivery {
            Some(Delivery::Laptop) => all.plain("delivery < 2 AND delivery = 0"),
            Some(Delivery::Handed) => all.plain("delivery < 2 AND delivery = 1"),
            Some(Delivery::Confirmed) => all.plain("delivery = 2"),
            None => {}
        }
        if query.problems {
            all.plain("problems > 0");
        }
        if query.conflicts {
            all.plain("conflict > 0");
        }
        all
    }

    fn words(&mut self, text: &str) {
        let words = Words::of(text);
        if let Some(matching) = words.matching {
            self.with(
                "id IN (SELECT rowid FROM search WHERE search MATCH ?)",
                Some(matching),
            );
        }
        for word in words.short {
            let has = "EXISTS (SELECT 1 FROM record_text AS t WHERE t.id = record.id AND instr(t.text, ?))";
            self.with(has, Some(word));
        }
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

impl Reader<'_> {
    /// Returns a slice of a list, and how long the list is.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn page(&self, query: &Query) -> Result<Page, StoreError> {
        let rows = self.page_rows(query)?;
        let (offset, limit) = (u64::from(query.offset), u64::from(query.limit));
        let found = rows.len() as u64;
        // A first slice that is not full is the whole list.
        let total = if offset == 0 && found < limit {
            found
        } else {
            self.page_total(query)?
        };
        Ok(Page { total, rows })
    }

    /// Counts the rows of a list.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn page_total(&self, query: &Query) -> Result<u64, StoreError> {
        let conditions = Conditions::of(query);
        let sql = format!("SELECT count(*) AS n FROM record {}", conditions.sql());
        let total = self.one(READ, &sql, params_from_iter(conditions.values), |row| {
            whole(row, "n")
        })?;
        Ok(total.unwrap_or(0))
    }

    fn page_rows(&self, query: &Query) -> Result<Vec<RecordRow>, StoreError> {
        let mut conditions = Conditions::of(query);
        let order = query.sort.sql();
        // The slice is found in an index first, so that passing over rows does not read them.
        let sql = format!(
            "SELECT * FROM record WHERE id IN
             (SELECT id FROM record {} ORDER BY {order} LIMIT ? OFFSET ?) ORDER BY {order}",
            conditions.sql(),
        );
        conditions
            .values
            .push(Value::from(query.limit.min(PAGE_ROWS_MAX)));
        conditions.values.push(Value::from(query.offset));
        self.all(READ, &sql, params_from_iter(conditions.values), record_row)
    }
}
