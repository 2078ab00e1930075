//! The room through its public door, on real files.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test stops at once"
)]

extern crate store as room;

mod as_closed;
mod care;
mod carrying;
mod closed_months;
mod cut_off;
mod damage;
mod delivering;
mod doubles;
mod drafts;
mod entities;
mod file_limit;
mod findings;
mod finishing;
mod hub;
mod lists;
mod log;
mod looked;
mod one_of_two;
mod opening;
mod places;
mod points;
mod projecting;
mod refusals;
mod reports;
mod sample;
mod searching;
mod slices;
mod tally;
