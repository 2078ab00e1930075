//! Rules on several records: what they read of each, when they are asked again, what they found, and the figures from
//! which they speak.

mod at_entry;
mod facts;
mod judging;
mod moved;
mod shown;
mod thresholds;

pub(crate) use at_entry::{Losses, at_entry, reads_others};
pub(crate) use facts::study_of;
pub use judging::Piece;
pub(crate) use judging::{judge_due, judge_record};
pub(crate) use shown::is_stopped;
pub(crate) use thresholds::{Settings, across_teams, keep_setting, own_thresholds, thresholds_of};
