//! What the field asks for: who may decide on a record and when, and which figures must agree.
//!
//! The room computes and reads nothing by itself: answers, decisions and roles come in as
//! arguments, so the laptop, the centre and a replay of the history reach the same verdict.

mod role;

pub mod review;
pub mod rules;

pub use role::{Role, UnknownRole};
