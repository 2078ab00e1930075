//! What is odd when several records are read together, as a supervisor reads a month: the rules of the catalogue (domain
//! dictionary §5.4) that look at more than one record, or at the day on which they are asked.
//!
//! Every rule is a row of [`RULES`] with its words, and a function of the few facts that it needs, of the day on which
//! it is asked, and of the programme's [`Thresholds`]; those that hold sessions against each other are in
//! [`duplicates`](crate::duplicates). Nothing is read, nothing is kept: the same facts give the same.
//!
//! Records are read in [`Group`]s, such as the sessions of a team in a month: when a record changes, only the groups in
//! which it stands are judged anew ([`judge()`]).

mod accidents;
mod cases;
mod catalogue;
mod clock;
mod entry;
mod facts;
pub mod figures;
mod group;
mod holidays;
mod judge;
mod moved;
mod table;
mod thresholds;

pub use accidents::{Accident, unlinked};
pub use cases::{
    Assessment, Case, Grant, after_death, assessments, contacts, fittings, grants, told_from,
};
pub use catalogue::RULES;
pub use clock::clock_off;
pub use entry::{Entry, disabled, hasty, rounded};
pub use facts::{About, Facts, Limb, PersonFacts, SessionFacts};
pub use figures::{FIGURES, Figure, ReadBy, Unit};
pub use group::{Group, MEMBERS_MAX, groups_of};
pub use holidays::{Hazard, on_holidays, open_hazards, outside_projects, outside_teams};
pub use judge::{Judged, Member, judge};
pub use moved::{Moved, moved};
pub(crate) use table::fired;
pub use table::{Finding, Ground, Rule};
pub use thresholds::{
    BadThreshold, CASH, HOLIDAYS, NamedDays, OFFICES, Office, PROJECTS, TEAMS, Thresholds,
};

use chrono::{Days, NaiveDate};

/// The id of a record.
pub type Id = [u8; 16];

/// The day after so many days have passed since another; none beyond the calendar.
fn after(day: NaiveDate, days: u32) -> Option<NaiveDate> {
    day.checked_add_days(Days::new(u64::from(days) + 1))
}
