//! Bringing records in from tables: every row is imported, or rejected with a reason that a person
//! understands; none is changed silently; importing the same file again adds nothing.

mod legacy;
mod mapping;
mod report;
mod run;
pub(crate) mod source;

pub use legacy::looks_legacy;
pub use mapping::{Field, Fix, Mapping, Misfit, RecordMap, RepeatMap};
pub use report::{ImportOptions, ImportReport, Rejection};
pub use source::{ROWS_MAX, Source, SourceRow};

/// Why a file or a mapping cannot be used at all.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The text is not UTF-8.
    #[error(
        "line {line} is in {what}: save the file as UTF-8 (in a spreadsheet: “CSV UTF-8”) and import it again; nothing was imported"
    )]
    Encoding {
        /// The first line that is not UTF-8.
        line: usize,
        /// What it seems to be.
        what: &'static str,
    },
    /// Khmer typed in a legacy font.
    #[error(
        "the column “{column}” (line {line}) holds Khmer typed in a legacy font, which is only Latin letters without that font: convert it to Unicode and import it again; nothing was imported"
    )]
    LegacyFont {
        /// The column.
        column: String,
        /// The first line where it shows.
        line: u32,
    },
    /// A line is broken.
    #[error("line {line}: {why}; nothing was imported")]
    Line {
        /// Line number, the heading being 1.
        line: usize,
        /// What is wrong with it.
        why: String,
    },
    /// A cell of a list is wrong.
    #[error("line {line}, column “{column}”: {why}; nothing was imported")]
    Cell {
        /// Line or row number, the heading being 1.
        line: u32,
        /// The column.
        column: String,
        /// What is wrong with it.
        why: String,
    },
    /// The workbook is broken.
    #[error(
        "this workbook cannot be opened: save it again as .xlsx or as CSV UTF-8; nothing was imported"
    )]
    Workbook,
    /// Too many rows.
    #[error(
        "{rows} rows are more than the {max} that one file may bring: split it; nothing was imported"
    )]
    TooLong {
        /// Rows in the file.
        rows: usize,
        /// Rows allowed.
        max: usize,
    },
    /// The mapping file is not one.
    #[error("the mapping file cannot be used: {why}")]
    Mapping {
        /// What is wrong, with its line.
        why: String,
    },
    /// The mapping names something that is not there.
    #[error(
        "the mapping for the form “{form}” names {what} “{name}”, which is not there; nothing was imported"
    )]
    Unknown {
        /// The form.
        form: String,
        /// `the column` or `the question`.
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// The mapping has no part for this form.
    #[error("the mapping has no part for the form “{form}”")]
    NoPart {
        /// The form.
        form: String,
    },
}
