//! What reports count, record by record, as a flat table: comma-separated values, written as they are
//! read, or a workbook.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use store::Figure;
use store::reports::{By, Span, Which};

use super::file::{Cell, FileFormat, FileWritten, Line, failed, misused, names_for};
use super::headings::total;
use super::labels::Labels;
use super::pseudonym::Pseudonyms;
use super::span::Period;
use super::span_of;
use super::workbook::RowBook;
use crate::listing::{BYTE_ORDER_MARK, safe};
use crate::open::Open;
use crate::view::ReportAsk;
use crate::{Desk, DeskError};

/// How the names of flat tables begin.
pub(super) const ROWS: &str = "rows:";
/// Tables that tell of single persons.
pub(super) const OF_PERSONS: [&str; 8] = [
    "accident",
    "life",
    "person",
    "assessment",
    "need",
    "service",
    "referral",
    "follow_up",
];
/// Columns that no file has: they say nothing outside this laptop.
const INNER: [&str; 4] = ["id", "n", "approved_ms", "ended_ms"];
/// Columns that do not leave the team: what tells a village, or a place by its name.
const KEPT: [&str; 3] = ["adm4", "place_name", "site_name"];

/// Whole numbers that add up to nothing: who answered, and a reach in people, copies and views side by side.
const NOT_ADDED: [&str; 2] = ["respondent", "reach"];

/// Rows of a workbook, which is made in memory; a file of comma-separated values has as many as there are.
pub(crate) const BOOK_ROWS_MAX: u64 = 50_000;

impl Desk {
    /// The tables whose rows this person may give out, as they are named after `rows:`.
    ///
    /// # Errors
    /// When nobody is signed in.
    pub fn row_choices(&self) -> Result<Vec<String>, DeskError> {
        self.with_open(|open| {
            let all = store::FIGURE_TABLES.into_iter();
            let may = all.filter(|table| may_give(open, table));
            Ok(may.map(str::to_owned).collect())
        })
    }
}

/// Rows of persons are for whoever may count them.
fn may_give(open: &Open, table: &str) -> bool {
    !OF_PERSONS.contains(&table) || open.person.role.may_count_persons()
}

/// Writes the rows of a table in a period, the approved ones and those that wait or were returned, told apart by `review`,
/// and below them what whole numbers add up to and for whom the names are. Whoever is outside the team is given only what
/// counts.
pub(super) fn write_rows(
    desk: &Desk,
    open: &Open,
    table: &str,
    ask: &ReportAsk,
    format: FileFormat,
    recipient: Option<&str>,
    out: &mut dyn Write,
) -> Result<FileWritten, DeskError> {
    if !matches!(format, FileFormat::Csv | FileFormat::Xlsx) {
        return Err(misused("rows are written as csv or xlsx"));
    }
    let of_persons = OF_PERSONS.contains(&table);
    let span = span_of_rows(open, table, ask)?;
    let names = names_for(open, recipient);
    let which = match recipient {
        Some(_) => Which::Counting,
        None => Which::Standing,
    };
    let rows = open
        .store
        .read(|reader| reader.row_count_of(table, &span, which))?;
    if format == FileFormat::Xlsx && rows > BOOK_ROWS_MAX {
        return Err(misused(&format!(
            "{rows} rows are more than the {BOOK_ROWS_MAX} of a workbook: take a shorter period, or csv"
        )));
    }
    desk.note_given(open, ask, format, rows, recipient)?;
    let mut lines = Lines::begin(table, format, out)?;
    let (mut told, mut width, mut sums) = (0, 1, Sums::default());
    open.store.read_as(|reader| {
        let mut labels = ask.labels.then(|| Labels::of(desk, open, reader, table));
        reader.each_figure(table, &span, which, |columns, cells| {
            let stays =
                |name: &str| INNER.contains(&name) || (names.is_some() && KEPT.contains(&name));
            let goes_out = |name: &str| !stays(name);
            if told == 0 {
                let heading = columns.iter().filter(|name| goes_out(name));
                let heading = heading.map(|name| match (ask.names.get(name), &labels) {
                    (Some(other), _) => Cell::Text(other.clone()),
                    (None, Some(labels)) => Cell::Text(labels.heading(name)),
                    (None, None) => Cell::Text(name.clone()),
                });
                let heading: Vec<Cell> = heading.collect();
                width = heading.len();
                lines.add(Line::Heading, &heading)?;
            }
            told += 1;
            let pairs = columns.iter().zip(cells).filter(|(name, _)| goes_out(name));
            let row = pairs.enumerate().map(|(at, (name, cell))| {
                if let Some(Figure::Whole(number)) = cell
                    && !NOT_ADDED.contains(&name.as_str())
                {
                    sums.add(at, *number as f64);
                }
                let cell = told_as(name, cell.as_ref(), names.as_ref(), of_persons);
                match (cell, &mut labels) {
                    (Cell::Text(text), Some(labels)) => Ok(Cell::Text(labels.cell(name, &text)?)),
                    (cell, _) => Ok(cell),
                }
            });
            lines.add(Line::Row, &row.collect::<Result<Vec<_>, DeskError>>()?)
        })
    })?;
    let sums = (told > 0).then_some(&sums);
    add_foot(&mut lines, width, sums, names.as_ref(), &desk.language())?;
    lines.end()?;
    Ok(FileWritten { rows: told })
}

/// Adds what stands below rows, in as many cells as the heading has: what they add up to, and for whom the names are.
fn add_foot(
    lines: &mut Lines<'_>,
    width: usize,
    sums: Option<&Sums>,
    names: Option<&Pseudonyms>,
    language: &str,
) -> Result<(), DeskError> {
    if let Some(sums) = sums {
        lines.add(Line::Total, &sums.line(total(language), width))?;
    }
    if let Some(names) = names {
        let mut foot = vec![Cell::Empty; width];
        if let Some(first) = foot.first_mut() {
            *first = Cell::Text(names.told(language));
        }
        lines.add(Line::Total, &foot)?;
    }
    Ok(())
}

/// A cell as it is given out: for people outside the team under other names, and days of somebody's life by their month.
fn told_as(
    name: &str,
    cell: Option<&Figure>,
    names: Option<&Pseudonyms>,
    of_persons: bool,
) -> Cell {
    match (cell, names) {
        (None, _) => Cell::Empty,
        (Some(Figure::Whole(number)), _) => Cell::Number(*number as f64),
        (Some(Figure::Part(number)), _) => Cell::Number(*number),
        (Some(Figure::Text(id)), Some(names)) if matches!(name, "record" | "link") => {
            Cell::Text(names.of_digits(id))
        }
        (Some(Figure::Text(day)), Some(_)) if of_persons && is_day(day) => {
            Cell::Text(day.chars().take(7).collect())
        }
        (Some(Figure::Text(text)), _) => Cell::told(text),
    }
}

/// What columns add up to, as it stands below their rows.
#[derive(Debug, Default)]
pub(crate) struct Sums {
    columns: BTreeMap<usize, f64>,
    partly: BTreeSet<usize>,
}

impl Sums {
    /// Adds a number in a column.
    pub(crate) fn add(&mut self, at: usize, number: f64) {
        *self.columns.entry(at).or_default() += number;
    }

    /// Something in a column is not told: what is told of it would be taken for all.
    pub(crate) fn lacks(&mut self, at: usize) {
        self.partly.insert(at);
    }

    /// The line below rows of so many columns; its name stands in the first of them that adds up to nothing.
    pub(crate) fn line(&self, name: &str, width: usize) -> Vec<Cell> {
        let whole = |at: &usize| !self.partly.contains(at);
        let sum = |at| self.columns.get(&at).copied().filter(|_| whole(&at));
        let cells = (0..width).map(|at| sum(at).map_or(Cell::Empty, Cell::Number));
        let mut cells: Vec<Cell> = cells.collect();
        if let Some(first) = cells.iter_mut().find(|cell| **cell == Cell::Empty) {
            *first = Cell::Text(name.to_owned());
        }
        cells
    }

    /// Whether any column adds up to something.
    pub(crate) fn has_some(&self) -> bool {
        self.columns.keys().any(|at| !self.partly.contains(at))
    }
}

/// Where lines go: a comma-separated file as they come, a workbook at the end. No cell of either is a formula.
pub(crate) enum Lines<'a> {
    Csv(Box<csv::Writer<&'a mut dyn Write>>),
    Book(Box<RowBook>, &'a mut dyn Write),
}

impl<'a> Lines<'a> {
    /// A table of a name; every format but that of workbooks is written as comma-separated values.
    pub(crate) fn begin(
        name: &str,
        format: FileFormat,
        out: &'a mut dyn Write,
    ) -> Result<Self, DeskError> {
        if format == FileFormat::Xlsx {
            return Ok(Self::Book(Box::new(RowBook::new(name)?), out));
        }
        out.write_all(BYTE_ORDER_MARK).map_err(failed)?;
        Ok(Self::Csv(Box::new(csv::Writer::from_writer(out))))
    }

    /// Adds a line below the others.
    pub(crate) fn add(&mut self, line: Line, cells: &[Cell]) -> Result<(), DeskError> {
        match self {
            Self::Book(book, _) => book.add(line, cells),
            Self::Csv(writer) => {
                let record = cells.iter().map(|cell| match cell {
                    Cell::Empty => String::new(),
                    Cell::Text(text) => safe(text.clone()),
                    Cell::Number(number) | Cell::Share(number) => number.to_string(),
                    Cell::Date(date) => date.to_string(),
                });
                writer
                    .write_record(record)
                    .map_err(|error| failed(error.into()))
            }
        }
    }

    /// Writes what is not written yet.
    pub(crate) fn end(self) -> Result<(), DeskError> {
        match self {
            Self::Csv(mut writer) => writer.flush().map_err(failed),
            Self::Book(book, out) => out.write_all(&book.bytes()?).map_err(failed),
        }
    }
}

/// What rows are narrowed to, where this person may have them.
fn span_of_rows(open: &Open, table: &str, ask: &ReportAsk) -> Result<Span, DeskError> {
    if !store::FIGURE_TABLES.contains(&table) {
        return Err(misused(&format!(
            "there are no rows {table:?}: use one of {}",
            store::FIGURE_TABLES.join(", ")
        )));
    }
    if !may_give(open, table) {
        return Err(DeskError::NotAllowed {
            what: "give rows of persons out",
        });
    }
    let span = span_of(open, Period::read(&ask.from, &ask.to)?, By::Country, ask);
    if span.project.is_some() && !store::reports::says_project(table) {
        return Err(misused(&format!(
            "rows of {table} say no project: ask for them without one"
        )));
    }
    Ok(span)
}

fn is_day(text: &str) -> bool {
    chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_columns_add_up_to_stands_below_them_and_no_sum_of_a_part() {
        let mut sums = Sums::default();
        assert!(!sums.has_some());
        for number in [3.0, 0.0, 4.0] {
            sums.add(1, number);
            sums.add(2, number);
        }
        sums.lacks(2);
        let text = Cell::Text("Total".to_owned());
        let told = [text.clone(), Cell::Number(7.0), Cell::Empty, Cell::Empty];
        assert_eq!(sums.line("Total", 4), told);
        assert!(sums.has_some());
        sums.add(0, 1.0);
        let told = [Cell::Number(1.0), Cell::Number(7.0), text];
        assert_eq!(sums.line("Total", 3), told);
        sums.lacks(0);
        sums.lacks(1);
        assert!(!sums.has_some());
    }
}
