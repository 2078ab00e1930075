//! What is odd when several records are read together, as a supervisor reads a month: rules R-A5, R-E1, R-E2, R-E9 to
//! R-E11, R-F1, R-F2 and R-G2 of the catalogue (domain dictionary §5.4). Sessions held against each other (R-C6 to
//! R-D5) are in [`duplicates`](crate::duplicates).
//!
//! Every rule is a row of [`RULES`] with its words, and a function of the few facts that it needs, of the day on which
//! it is asked, and of the programme's [`Thresholds`]. Nothing is read, nothing is kept: the same facts give the same.

mod accidents;
mod cases;
mod entry;
mod holidays;
mod table;
mod thresholds;

pub use accidents::{Accident, unlinked};
pub use cases::{Assessment, Case, Grant, after_death, assessments, contacts, grants};
pub use entry::{Entry, hasty, rounded};
pub use holidays::{Hazard, on_holidays, open_hazards};
pub use table::{Finding, Ground, RULES, Rule};
pub use thresholds::Thresholds;

/// The id of a record.
pub type Id = [u8; 16];
