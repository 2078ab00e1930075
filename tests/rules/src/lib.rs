//! Reads the repository itself, for the checks that look at it as a whole.

pub mod licence;
pub mod source;
pub mod tree;
