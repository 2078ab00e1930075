//! A file that an answer names.

use serde::{Deserialize, Serialize};
use specta::Type;

/// What is known of a file; its content is asked for by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct FileView {
    /// `image/jpeg`, `image/png` or `application/pdf`; empty when it is not on this laptop.
    pub media: String,
    /// Its size in bytes.
    pub bytes: u32,
    /// Of a picture, in dots.
    pub width: Option<u32>,
    /// Of a picture, in dots.
    pub height: Option<u32>,
    /// It is on this laptop.
    pub here: bool,
    /// A record names it, and the centre has not confirmed it.
    pub waits: bool,
}

impl FileView {
    /// A file that is not on this laptop.
    pub(crate) fn elsewhere() -> FileView {
        FileView {
            media: String::new(),
            bytes: 0,
            width: None,
            height: None,
            here: false,
            waits: false,
        }
    }
}
