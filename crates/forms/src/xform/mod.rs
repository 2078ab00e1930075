//! Forms as XForm XML.

pub(crate) mod read;
