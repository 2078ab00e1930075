//! The real centre, talked to over its real doors.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

mod commands;
mod join;
mod kit;
