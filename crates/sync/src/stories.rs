//! Whole syncs between laptops and a centre in memory.

mod cuts;
mod days;
mod lines;
mod mending;
mod trust;
