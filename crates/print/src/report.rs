//! What a report is, as plain values.

use std::fmt;

/// A report: what stands above its tables, the tables, and what is on every page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Report {
    /// The language of its words, such as `km`.
    pub language: String,
    /// What it is called; `–` for one without a name.
    pub title: String,
    /// Its time, which is also above every page.
    pub period: String,
    /// Names and words above the tables: place, teams, filters, cut-off.
    pub about: Vec<(String, String)>,
    /// Sentences above the tables.
    pub notes: Vec<String>,
    /// What makes it confidential and who had it made: above the tables, and at the foot of every page.
    pub mark: Option<String>,
    /// Words that lie across every page.
    pub watermark: Option<String>,
    /// At the foot of every page that has no mark.
    pub foot: String,
    /// The tables with what is beside them.
    pub parts: Vec<Part>,
    /// When it was made.
    pub made: Made,
    /// What parts thousands, and what comes before the parts of one.
    pub grouping: Grouping,
    /// What this room says of its own.
    pub phrases: Phrases,
}

/// What is written between the digits of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Grouping {
    /// `16,482.5`
    #[default]
    Comma,
    /// `16.482,5`
    Point,
}

/// The words of this room, in the language of the report.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Phrases {
    /// `Page {page} of {pages}`, with these two words in braces.
    pub page: String,
    /// That signs which no font has are printed as �.
    pub missing: String,
}

/// When a report was made, by the clock of where it was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Made {
    /// Of the common era.
    pub year: u16,
    /// From 1.
    pub month: u8,
    /// From 1.
    pub day: u8,
    /// Up to 23.
    pub hour: u8,
    /// Up to 59.
    pub minute: u8,
    /// Up to 59.
    pub second: u8,
    /// How far that clock is ahead of UTC.
    pub ahead_minutes: i16,
}

impl Default for Made {
    fn default() -> Made {
        Made {
            year: 2000,
            month: 1,
            day: 1,
            hour: 0,
            minute: 0,
            second: 0,
            ahead_minutes: 0,
        }
    }
}

impl fmt::Display for Made {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:04}-{:02}-{:02} {:02}:{:02}:{:02} ({} minutes ahead of UTC)",
            self.year,
            self.month,
            self.day,
            self.hour,
            self.minute,
            self.second,
            self.ahead_minutes
        )
    }
}

/// A table, with its heading, chart and notes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Part {
    /// Its heading.
    pub title: String,
    /// Small beside the heading: where it is defined.
    pub source: String,
    /// What is drawn above it.
    pub chart: Option<Chart>,
    /// The figures.
    pub table: Table,
    /// Sentences below it.
    pub notes: Vec<String>,
}

/// Columns and lines.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// Its columns; without any there is no table.
    pub columns: Vec<Column>,
    /// So many columns from the first name the line. They are repeated where a table is too wide for a page.
    pub named: usize,
    /// The lines below the heading.
    pub rows: Vec<Row>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Column {
    /// What it is called.
    pub title: String,
    /// It has figures, which stand to the right.
    pub is_figure: bool,
}

/// What a line of a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// A line like others.
    Plain,
    /// It sums up or names those below it.
    Group,
    /// It sums up the table.
    Total,
    /// It is compared with the total.
    Beside,
    /// Its first cell, alone, goes across the table.
    Heading,
    /// It came later than the others.
    Later,
}

/// A line of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What it is.
    pub kind: RowKind,
    /// One for each column; one alone for [`RowKind::Heading`].
    pub cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing stands here.
    Empty,
    /// Words, printed as they are.
    Words(String),
    /// A number with at most so many digits behind the point.
    Number(f64, u8),
    /// A part of one, printed in per cent.
    Share(f64),
}

/// Bars, each made of one or several figures one after the other.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Chart {
    /// What it shows, for those who do not see it; without that it is not drawn.
    pub words: String,
    /// What each figure of a bar is; one alone is not told.
    pub series: Vec<String>,
    /// The bars.
    pub bars: Vec<Bar>,
    /// Below it: what of the table is drawn.
    pub below: String,
}

/// A bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Whose it is.
    pub name: String,
    /// Its figures; what is negative or no number has no length.
    pub values: Vec<f64>,
    /// What stands at its end.
    pub size: Cell,
}
