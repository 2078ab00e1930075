//! The orders of a list, and where a slice of it begins: after so many rows, or beside a row that was seen.
//!
//! A slice beside a seen row is found by what that row was ordered by, so it costs the same anywhere in the list,
//! and what is listed or changed meanwhile neither shows a row twice nor hides one that stayed as it was.

use rusqlite::Row;
use rusqlite::types::{Value, ValueRef};

use crate::guard::Fact;
use crate::query::Query;

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
    /// Most people first.
    People,
    /// By review state, last changed first.
    State,
    /// Oldest activity first; those without a date last: the order of a life.
    Story,
}

/// Where a slice begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    /// After so many rows of the list.
    At(u32),
    /// With the row that follows this one.
    After(Mark),
    /// So that it ends with the row before this one.
    Before(Mark),
}

impl Default for Start {
    fn default() -> Self {
        Self::At(0)
    }
}

/// Where a row stood in an order. It may hold what is guarded, and is not for a screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    sort: Sort,
    keys: Vec<Key>,
}

/// What a row had in a column that it was ordered by.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Key {
    Nothing,
    Number(i64),
    Words(String),
}

/// Stands for the title as far as it may be seen.
const TITLE: &str = "title";

impl Sort {
    /// The columns; the last one differs from row to row.
    fn columns(self) -> Vec<Term> {
        match self {
            Self::Changed => vec![high("changed_ms"), high("id")],
            Self::Date => vec![
                or_none(high("activity_date")),
                high("changed_ms"),
                high("id"),
            ],
            Self::Title => vec![low(TITLE), low("id")],
            Self::Team => vec![
                low("team"),
                or_none(high("activity_date")),
                high("changed_ms"),
                high("id"),
            ],
            Self::Review => vec![high("max(severity, found)"), low("changed_ms"), low("id")],
            Self::People => vec![or_none(high("total")), high("changed_ms"), high("id")],
            Self::State => vec![low("review"), high("changed_ms"), high("id")],
            Self::Story => vec![
                low("(activity_date IS NULL)"),
                or_none(low("activity_date")),
                low("made_ms"),
                low("id"),
            ],
        }
    }
}

impl Mark {
    /// Whether slices in this order can begin beside it.
    #[must_use]
    pub fn is_of(&self, sort: Sort) -> bool {
        self.sort == sort
    }
}

impl From<&Key> for Value {
    fn from(key: &Key) -> Self {
        match key {
            Key::Nothing => Self::Null,
            Key::Number(number) => Self::Integer(*number),
            Key::Words(words) => Self::Text(words.clone()),
        }
    }
}

/// SQL with its values.
pub(crate) type Part = (String, Vec<Value>);

/// Some of the rows behind a mark: those that are equal in the first columns of the order.
pub(crate) struct Behind {
    /// The condition.
    pub(crate) narrow: Part,
    /// What follows `ORDER BY`: the columns that differ. With those that are equal SQLite would sort all these rows, for it
    /// does not see that an expression is the same in each.
    pub(crate) order: Part,
}

/// The order of a query as SQL.
pub(crate) struct Order {
    sort: Sort,
    terms: Vec<Term>,
}

/// A column that rows are ordered by.
struct Term {
    sql: String,
    values: Vec<Value>,
    is_high_first: bool,
    /// Rows may have nothing in it.
    may_lack: bool,
}

fn low(column: &str) -> Term {
    Term {
        sql: column.to_owned(),
        values: Vec::new(),
        is_high_first: false,
        may_lack: false,
    }
}

fn high(column: &str) -> Term {
    Term {
        is_high_first: true,
        ..low(column)
    }
}

fn or_none(term: Term) -> Term {
    Term {
        may_lack: true,
        ..term
    }
}

impl Order {
    /// A title that may not be seen is ordered as it is shown: by the code.
    pub(crate) fn of(query: &Query) -> Self {
        let mut terms = query.sort.columns();
        for term in &mut terms {
            term.is_high_first = term.is_high_first != query.backwards;
            if term.sql == TITLE && !query.sight.covers(&query.teams) {
                let (may, values) = query.sight.fact_sql(Fact::Title);
                term.sql = format!("iif({may}, title, ref)");
                term.values = values;
            }
        }
        Self {
            sort: query.sort,
            terms,
        }
    }

    /// The table with the index that has what waits in this order, where there is one: the planner would sort instead.
    pub(crate) fn table(&self, are_waiting: bool) -> &'static str {
        match self.sort == Sort::Review && are_waiting {
            true => "record INDEXED BY record_queue",
            false => "record",
        }
    }

    /// The same order from its other end.
    pub(crate) fn reversed(mut self) -> Self {
        for term in &mut self.terms {
            term.is_high_first = !term.is_high_first;
        }
        self
    }

    /// What follows `ORDER BY`.
    pub(crate) fn sql(&self) -> Part {
        self.sql_from(0)
    }

    /// The same among rows that are equal in so many columns.
    fn sql_from(&self, equal: usize) -> Part {
        let terms = || self.terms.iter().skip(equal);
        let sql = terms().map(|term| match term.is_high_first {
            true => format!("{} DESC", term.sql),
            false => term.sql.clone(),
        });
        let values = terms().flat_map(|term| &term.values).cloned();
        (sql.collect::<Vec<_>>().join(", "), values.collect())
    }

    /// The columns to select last for [`Order::mark`].
    pub(crate) fn keys_sql(&self) -> Part {
        let terms = self.terms.iter().map(|term| term.sql.as_str());
        (terms.collect::<Vec<_>>().join(", "), self.values())
    }

    fn values(&self) -> Vec<Value> {
        let values = self.terms.iter().flat_map(|term| &term.values);
        values.cloned().collect()
    }

    /// Reads where a row stands.
    pub(crate) fn mark(&self, row: &Row<'_>) -> rusqlite::Result<Mark> {
        let places = (0..row.as_ref().column_count()).rev();
        let keys = places.take(self.terms.len()).rev().map(|place| {
            Ok(match row.get_ref(place)? {
                ValueRef::Null => Key::Nothing,
                ValueRef::Integer(number) => Key::Number(number),
                _ => Key::Words(row.get(place)?),
            })
        });
        Ok(Mark {
            sort: self.sort,
            keys: keys.collect::<rusqlite::Result<_>>()?,
        })
    }

    /// Conditions that together hold of the rows behind a mark, nearest first: those that are equal in most
    /// columns, then those that are equal in one less. Each is a range of an index where the order has one,
    /// which a single condition over all columns would not be. None when the mark is of another order.
    pub(crate) fn behind(&self, mark: &Mark) -> Option<Vec<Behind>> {
        if !mark.is_of(self.sort) {
            return None;
        }
        let pairs: Vec<(&Term, &Key)> = self.terms.iter().zip(&mark.keys).collect();
        let mut parts = Vec::new();
        for (place, (term, key)) in pairs.iter().enumerate().rev() {
            for past in term.past(key) {
                let equal = pairs.iter().take(place).map(|(term, key)| term.is(key));
                let all: Vec<Part> = equal.chain([past]).collect();
                let sql: Vec<&str> = all.iter().map(|(sql, _)| sql.as_str()).collect();
                let sql = sql.join(" AND ");
                let values = all.into_iter().flat_map(|(_, values)| values).collect();
                parts.push(Behind {
                    narrow: (sql, values),
                    order: self.sql_from(place),
                });
            }
        }
        Some(parts)
    }
}

impl Term {
    fn part(&self, compared: &str, key: &Key) -> Part {
        let mut values = self.values.clone();
        if *key != Key::Nothing {
            values.push(key.into());
        }
        (format!("{} {compared}", self.sql), values)
    }

    fn is(&self, key: &Key) -> Part {
        match key {
            Key::Nothing => self.part("IS NULL", key),
            _ => self.part("= ?", key),
        }
    }

    /// The values that come behind one, nearest first. Nothing is lower than any value.
    fn past(&self, key: &Key) -> Vec<Part> {
        match (key, self.is_high_first) {
            (Key::Nothing, true) => Vec::new(),
            (Key::Nothing, false) => vec![self.part("IS NOT NULL", key)],
            (_, false) => vec![self.part("> ?", key)],
            (_, true) if self.may_lack => {
                vec![self.part("< ?", key), self.is(&Key::Nothing)]
            }
            (_, true) => vec![self.part("< ?", key)],
        }
    }
}
