//! What it is on paper: a report with its tables as the bytes of a PDF on A4.
//!
//! The bytes follow from the report alone: no clock, file, network or font of the system is asked. The fonts are in
//! this room (`fonts/README.md`), and how a page looks is in `page.typ`, which is given the report as data, so that
//! no name in it is ever read as markup.
//!
//! The file is tagged and says that it is PDF/UA-1: it has a title, a language, headings, header cells of rows and
//! columns, and words in place of a chart. Khmer, Lao, Thai and Burmese are broken between words.

mod data;
mod fit;
mod fonts;
mod number;
mod report;
mod signs;
mod typeset;

pub use report::{
    Bar, Cell, Chart, Column, Grouping, Made, Part, Phrases, Report, Row, RowKind, Table,
};

use thiserror::Error;

/// Lines of all tables of a report, about two hundred and fifty pages.
pub const ROWS_MAX: usize = 12_000;
/// Cells of all tables of a report. Setting one takes some ten kilobytes of memory until the report is done.
pub const CELLS_MAX: usize = 120_000;
/// Bytes of all words of a report.
pub const WORDS_BYTES_MAX: usize = 16 << 20;
/// Columns of one table.
pub const COLUMNS_MAX: usize = 200;

/// Why there is no PDF. Nothing of the report is in it but the number of a table and of a line.
#[derive(Debug, Error)]
pub enum PrintError {
    /// The report is longer than paper is for.
    #[error(
        "the report has {found} {what}, and at most {most} go on paper: take another kind of file"
    )]
    TooLong {
        /// `lines`, `cells`, `columns` or `bytes of words`.
        what: &'static str,
        /// How many it has.
        found: usize,
        /// How many fit.
        most: usize,
    },
    /// A line has more or fewer cells than its table has columns.
    #[error("line {line} of table {table} has {found} cells for {columns} columns")]
    Uneven {
        /// Which table, from 1.
        table: usize,
        /// Which line, from 1.
        line: usize,
        /// Its cells.
        found: usize,
        /// The columns.
        columns: usize,
    },
    /// The moment at which it was made is none.
    #[error("{0} is no moment at which a report is made")]
    NoMoment(String),
    /// Typesetting stopped.
    #[error("the report could not be set: {why}")]
    Unset {
        /// What typst says, without any word of the report.
        why: String,
    },
}

/// What a cell of figures says on paper.
pub fn told(cell: &Cell, grouping: Grouping) -> String {
    number::told(cell, true, grouping)
}

/// The report as a PDF.
///
/// # Errors
/// [`PrintError`] when it is too long, a line does not fit its table, or it cannot be set.
pub fn pdf(report: &Report) -> Result<Vec<u8>, PrintError> {
    let data = data::of(report)?;
    typeset::pdf(&data, &report.made)
}
