//! What to import, and what came of it.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::DeskError;

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
        let failed = |source: io::Error| DeskError::file("write the rejected rows", source);
        let part = to.with_extension("part");
        let file = File::create(&part).map_err(failed)?;
        let mut out = csv::Writer::from_writer(file);
        for row in rejected {
            out.serialize(row)
                .map_err(|error| failed(io::Error::other(error)))?;
        }
        let file = out
            .into_inner()
            .map_err(|error| failed(error.into_error()))?;
        file.sync_all().map_err(failed)?;
        std::fs::rename(&part, to).map_err(failed)
    }
}
