//! The real centre, talked to over its real doors.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a failed test should stop at once"
)]

mod budget;
mod care;
mod carry;
mod commands;
mod connections;
mod exchange;
mod failover;
mod files;
mod hostile;
mod join;
mod kill;
mod kit;
mod limits;
mod openapi;
mod postgres;
mod s3;
