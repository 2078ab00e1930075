//! Records that speak of one thing twice.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the figures of docs/duplicates.md, and a test that is left out says so"
)]

mod batches;
mod gazetteer;
mod labelled;
mod laws;
mod people;
mod persons;
mod sessions;
mod ties;

/// An id made of a number.
fn id(number: u8) -> programme::duplicates::Id {
    let mut id = [0; 16];
    id[15] = number;
    id
}
