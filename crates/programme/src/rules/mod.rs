//! The programme's rules, as data: a table says when each fires, how grave that is and in which words, and the
//! engine of the forms judges it. Nothing here knows a single rule.
//!
//! [`RuleTable::read`] reads the table, [`RuleTable::of_form`] puts its expressions to the questions of one form
//! version, [`FormRules::judge`] says which fire in a record.

mod book;
mod figures;
mod table;

pub use book::{Fired, FormRules};
pub use table::{ROWS_MAX, Rule, RuleTable, TABLE_BYTES_MAX};

use serde::Serialize;

/// How grave it is when a rule fires.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth a look; nobody has to answer it.
    Info,
    /// Must be acknowledged with a reason.
    Warning,
    /// Stops the record from being submitted.
    Error,
}

impl Severity {
    /// The word for it in a table and on screens.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    fn of(word: &str) -> Option<Self> {
        let all = [Self::Info, Self::Warning, Self::Error];
        all.into_iter().find(|one| one.as_str() == word)
    }
}

/// A language in which the rules on positions speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Khmer.
    Khmer,
}
