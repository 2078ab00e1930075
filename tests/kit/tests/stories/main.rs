//! Days as people live them: laptops, hubs, sticks and centres, whole, through their own doors.
//!
//! One program, so that everything below it is linked once.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a failed test should stop at once, and a long one says what it did or left out"
)]

mod accepting;
mod all_forms;
mod at_entry;
mod bad_line;
mod centre_found;
mod consents;
mod cut_bytes;
mod day;
mod doubles;
mod file_doors;
mod files;
mod full_disk;
mod given_out;
mod hub;
mod lists;
mod maps;
mod masking;
mod one_person;
mod photos_hub;
mod photos_travel;
mod places;
mod places_in_forms;
mod positions;
mod put_aside;
mod quality;
mod refused;
mod repeating;
mod reports;
mod reviewing;
mod roads;
mod rules;
mod settling;
mod shelf;
mod slow_line;
mod stick;
mod stick_compare;
mod stick_histories;
mod stick_hub;
mod stick_late;
mod stick_pieces;
mod stick_rest;
mod stock_clients;
mod token;
mod too_large;
mod trouble;
mod tuning;
mod weeks;
