//! Records that speak of one person or one session: found, looked at side by side, decided about, warned of.

mod consents;
mod deciding;
mod facts;
mod pairing;
mod queue;
mod warning;

#[cfg(test)]
mod labelled_tests;

pub(crate) use deciding::{held_words, stand_behind, tie_lines, ties_said};
pub(crate) use facts::{Facts, Named, PEOPLE, SESSIONS, village};
pub(crate) use pairing::{AT_ONCE, gravity, pair_due, pair_record};
pub(crate) use warning::{is_of_others, recorded_already};
