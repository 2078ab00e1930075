//! What to import, and what came of it.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{DeskError, write_out};

/// What to import and how.
#[derive(Debug, Clone, Default)]
pub struct ImportOptions {
    /// Only this form of the mapping; without a mapping, the form that the columns are named after.
    pub form: Option<String>,
    /// Say what would happen and write nothing.
    pub dry_run: bool,
}

/// What an import did, or would do.
#[derive(Debug, Clone, Default, Serialize, Type)]
pub struct ImportReport {
    /// Rows in the file.
    pub rows: u32,
    /// Records that were made, by form.
    pub made: BTreeMap<String, u32>,
    /// Records that were here already, from this file or another laptop, by form.
    pub known: BTreeMap<String, u32>,
    /// Rows that speak of a record which an earlier row of the file made, by form.
    pub joined: BTreeMap<String, u32>,
    /// Rows that were not imported, with every reason.
    pub rejected: Vec<Rejection>,
    /// Nothing was written.
    pub dry_run: bool,
    /// It was stopped before the last row; what was made stays.
    pub stopped: bool,
}

/// Why a row was not imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Rejection {
    /// Row number in the file, the heading being 1.
    pub row: u32,
    /// Form id.
    pub form: String,
    /// The column or the question.
    pub column: String,
    /// Why, in words.
    pub why: String,
}

impl Rejection {
    /// Writes rejected rows with their reasons as a table, whole or not at all.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write(rejected: &[Rejection], to: &Path) -> Result<(), DeskError> {
        const WHAT: &str = "write the rejected rows";
        write_out(to, WHAT, |file| {
            let failed = |source| DeskError::unwritten(WHAT, source);
            let mut out = csv::Writer::from_writer(file);
            for row in rejected {
                out.serialize(row)
                    .map_err(|error| failed(io::Error::other(error)))?;
            }
            out.flush().map_err(failed)
        })
    }
}
