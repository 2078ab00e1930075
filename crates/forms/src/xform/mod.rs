//! Forms as XForm XML.

pub(crate) mod read;
pub(crate) mod write;
