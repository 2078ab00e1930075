//! The main job in the real window: a real program, a real store, a real centre.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]
#![allow(clippy::print_stderr, reason = "a test that is left out says so")]

mod day;
mod driver;
mod import;
mod pictures;
