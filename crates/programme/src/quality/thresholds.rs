//! The figures from which rules on several records speak; a programme may have others.

use serde::{Deserialize, Serialize};

/// From which figures the rules on several records speak. The catalogue's are the default; what a programme leaves out
/// stays as the catalogue has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Thresholds {
    /// Fewer seconds than this are too few for one entry (R-F1).
    pub entry_seconds: u32,
    /// So many entries that are alike (R-F1) …
    pub alike_entries: u32,
    /// … within so many minutes.
    pub alike_minutes: u32,
    /// Sessions of a team in a month from which their totals are read (R-F2).
    pub rounded_sessions: u32,
    /// Of a hundred totals, so many may end in 0 or 5 (R-F2).
    pub rounded_percent: u32,
    /// Days after which a hazard that is not handed over is told (R-G2).
    pub hazard_days: u32,
    /// Days by which a visit may be late (R-E11).
    pub overdue_days: u32,
    /// Days after which an active case should have been met (R-E11).
    pub contact_days: u32,
    /// Days within which no second grant is given (R-E10).
    pub grant_days: u32,
    /// The most cash that is given at once, by currency; none: as much as there is (R-E10).
    pub cash_at_once: std::collections::BTreeMap<String, f64>,
}

impl Default for Thresholds {
    fn default() -> Self {
        Thresholds {
            entry_seconds: 90,
            alike_entries: 5,
            alike_minutes: 10,
            rounded_sessions: 20,
            rounded_percent: 70,
            hazard_days: 14,
            overdue_days: 30,
            contact_days: 365,
            grant_days: 365,
            cash_at_once: std::collections::BTreeMap::new(),
        }
    }
}
