//! The room through its public door, on real files.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test stops at once"
)]

mod damage;
mod lists;
mod log;
mod sample;
mod searching;
