//! A record as XML, the way that servers of the OpenRosa family take it, and back.

mod read;
mod write;

#[cfg(test)]
mod submission_tests;

pub use read::{Received, SubmissionError, read_submission};
pub use write::{SubmissionFacts, SubmissionXml};

/// The attribute that names a repeat's instance, where it is wanted.
const INSTANCE: &str = "__id";
