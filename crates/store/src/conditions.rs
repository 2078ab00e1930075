//! What a list is narrowed by, as SQL with its values.

use records::TeamId;
use rusqlite::types::Value;

use crate::delivery::Delivery;
use crate::guard::{Fact, Sight};
use crate::looked::CHANGED;
use crate::order::Part;
use crate::query::Query;
use crate::revision::signed;

/// Says that a query is about what waits for somebody, in the words of the index that has only those.
const WAITING: &str = "(delivery < 2 OR review IN ('submitted', 'verified', 'returned'))";

/// Says that a row stands behind no other. The row's own number is asked, which every index has.
const UNMERGED: &str = "id NOT IN (SELECT revision.seq FROM behind
  CROSS JOIN revision ON revision.record = behind.record)";

const CONFIRMED: &str = "id NOT IN (SELECT id FROM record AS r INDEXED BY record_waiting
  WHERE r.delivery < 2 AND (r.delivery < 2 OR r.review IN ('submitted', 'verified', 'returned')))";

/// So many hits are looked up one by one.
pub(crate) const HITS_FEW: usize = 2_000;

/// The rows of indexed texts that have the words and do not wait to be indexed anew: the open ones, or the others.
const MANY: &str = "SELECT rowid / 2 FROM search WHERE search MATCH ?
  AND rowid NOT IN (SELECT value FROM json_each(?)) AND rowid % 2 =";

/// What the words of a query leave of a list.
pub(crate) enum Hits {
    /// There are no words.
    All,
    /// These rows.
    Few(Vec<i64>),
    /// What the index finds by this expression, with the rows whose text waits and without the texts that are old.
    Many {
        matching: String,
        pending: Vec<i64>,
        stale: Vec<i64>,
    },
}

/// Writes row numbers as SQLite's `json_each` reads them.
pub(crate) fn list(ids: &[i64]) -> String {
    let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
    format!("[{}]", ids.join(","))
}

/// Conditions with their values.
#[derive(Default)]
pub(crate) struct Conditions {
    sql: Vec<String>,
    pub(crate) values: Vec<Value>,
    /// They leave nothing but what waits for somebody.
    pub(crate) are_waiting: bool,
}

impl Conditions {
    pub(crate) fn of(query: &Query, teams: &[TeamId]) -> Self {
        let mut all = Self::default();
        all.facts(query);
        all.equal("form", query.form.clone());
        all.one_of("team", teams.iter().map(|team| team.as_str().to_owned()));
        all.one_of("review", query.review.iter().cloned());
        all.equal("adm1", query.adm1.clone());
        all.equal("adm2", query.adm2.clone());
        all.equal("adm3", query.adm3.clone());
        all.equal("adm4", query.adm4.clone());
        all.equal("author", query.author.map(|author| author.0.to_vec()));
        if let Some(link) = query.link {
            all.plain("link IN (SELECT ? UNION ALL SELECT record FROM behind WHERE head = ?)");
            all.values
                .extend([link.0.to_vec(), link.0.to_vec()].map(Value::from));
        }
        all.with(CHANGED, query.unseen_by.map(|person| person.0.to_vec()));
        if query.unmerged {
            all.plain(UNMERGED);
        }
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
            all.are_waiting = true;
        }
        if query.problems {
            all.plain("problems > 0");
        }
        if query.conflicts {
            all.plain("conflict > 0");
        }
        match query.found {
            None => {}
            Some(true) => all.plain("(max(severity, found) > 0 OR conflict > 0)"),
            // The first columns of the queue's index.
            Some(false) => all.plain("max(severity, found) = 0 AND conflict = 0"),
        }
        all
    }

    /// Narrows to rows that are found by words.
    pub(crate) fn hits(&mut self, hits: Hits, sight: &Sight) {
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
                let (may, of) = sight.sql();
                self.plain(&format!(
                    "(+id IN (SELECT value FROM json_each(?)) OR +id IN ({MANY} 0) OR {may} AND +id IN ({MANY} 1))"
                ));
                let indexed = [matching, list(&stale)].map(Value::from);
                self.values.push(list(&pending).into());
                self.values.extend(indexed.iter().cloned());
                self.values.extend(of);
                self.values.extend(indexed);
            }
        }
    }

    /// Leaves rows out whose place or date the list is narrowed by and this person may not see: what is in the
    /// list would tell it.
    fn facts(&mut self, query: &Query) {
        let places = [&query.adm1, &query.adm2, &query.adm3, &query.adm4];
        let asked = [
            (Fact::Place, places.iter().any(|place| place.is_some())),
            (Fact::Date, query.from.is_some() || query.to.is_some()),
        ];
        for (fact, _) in asked.into_iter().filter(|(_, is_asked)| *is_asked) {
            self.seen(query, fact);
        }
    }

    /// Leaves rows out of which this fact may not be seen.
    pub(crate) fn seen(&mut self, query: &Query, fact: Fact) {
        if !query.sight.covers(&query.teams) {
            let (sql, values) = query.sight.fact_sql(fact);
            self.plain(&sql);
            self.values.extend(values);
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

    /// Itself narrowed further.
    pub(crate) fn with_part(&self, part: Option<&Part>) -> Part {
        let mut all = Self {
            sql: self.sql.clone(),
            values: self.values.clone(),
            are_waiting: self.are_waiting,
        };
        if let Some((sql, values)) = part {
            all.plain(sql);
            all.values.extend(values.iter().cloned());
        }
        (all.sql(), all.values)
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
