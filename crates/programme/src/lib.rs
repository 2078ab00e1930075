//! What the field asks for: who may decide on a record and when, which figures must agree,
//! where a position is, and what was recorded twice.
//!
//! The room computes and reads nothing by itself: answers, decisions and roles come in as
//! arguments, so the laptop, the centre and a replay of the history reach the same verdict.

mod role;

pub mod built_in;
pub mod duplicates;
pub mod indicators;
pub mod masking;
pub mod position;
pub mod quality;
pub mod review;
pub mod rules;

pub use role::{Role, UnknownRole};
