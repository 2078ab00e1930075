//! What a list is narrowed by, as SQL with its values.

use records::TeamId;
use rusqlite::types::Value;

use crate::delivery::Delivery;
use crate::query::Query;
use crate::revision::signed;

/// Says that a query is about what waits for somebody, in the words of the index that has only those.
const WAITING: &str = "(delivery < 2 OR review IN ('submitted', 'verified', 'returned'))";

const CONFIRMED: &str = "id NOT IN (SELECT id FROM record AS r INDEXED BY record_waiting
  WHERE r.delivery < 2 AND (r.delivery < 2 OR r.review IN ('submitted', 'verified', 'returned')))";

/// So many hits are looked up one by one.
pub(crate) const HITS_FEW: usize = 2_000;

const MANY: &str = "(+id IN (SELECT value FROM json_each(?))
  OR +id NOT IN (SELECT value FROM json_each(?))
  AND +id IN (SELECT rowid FROM search WHERE search MATCH ?))";

/// What the words of a query leave of a list.
pub(crate) enum Hits {
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
pub(crate) struct Conditions {
    sql: Vec<String>,
    pub(crate) values: Vec<Value>,
}

impl Conditions {
    pub(crate) fn of(query: &Query, teams: &[TeamId]) -> Self {
        let mut all = Self::default();
        all.equal("form", query.form.clone());
        all.one_of("team", teams.iter().map(|team| team.as_str().to_owned()));
        all.one_of("review", query.review.iter().cloned());
        all.equal("adm1", query.adm1.clone());
        all.equal("adm2", query.adm2.clone());
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
    pub(crate) fn hits(&mut self, hits: Hits) {
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

    pub(crate) fn sql(&self) -> String {
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
