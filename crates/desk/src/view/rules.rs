//! The rules in use.

use serde::{Deserialize, Serialize};

/// A table of rules, with where it comes from.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RulesView {
    /// Name of the file it came from; none for the rules that Sala comes with.
    pub name: Option<String>,
    /// First digits of the hash of the table.
    pub fingerprint: String,
    /// When it was put in place.
    pub since: Option<String>,
    /// Who did.
    pub by: Option<String>,
    /// The rules in its order.
    pub rules: Vec<RuleRow>,
    /// What of it does not fit the forms in use and is left out, by line and column.
    pub findings: Vec<String>,
}

/// One rule.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RuleRow {
    /// Its line in the table.
    pub row: u32,
    /// Its number.
    pub rule: String,
    /// Its form.
    pub form: String,
    /// `error`, `warning` or `info`.
    pub severity: String,
    /// The question beside which it stands.
    pub place: String,
    /// It asks for a reason.
    pub asks_reason: bool,
}
