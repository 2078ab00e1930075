//! What the rules on several sessions found.

use crate::quality::{Finding, Ground, fired};

use super::Id;

/// What a rule found in many sessions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Findings {
    /// What fired, in the order of the sessions.
    pub fired: Vec<Finding>,
    /// Sessions that were not looked at, because too many stand in one place.
    pub left_out: usize,
}

impl Findings {
    /// Says that a rule fired on this ground.
    pub(super) fn say(&mut self, ground: Ground, records: Vec<Id>, figure: impl ToString) {
        self.fired
            .extend(fired(ground, records, [figure.to_string()]));
    }
}
