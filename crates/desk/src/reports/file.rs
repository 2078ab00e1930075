//! Reports as files. What leaves the team is told under other names and less exactly, and everything that is given out
//! is written down first.

use std::io::Write;

use chrono::NaiveDate;
use store::reports::Given;

use super::headings::Headings;
use super::points::{geojson, geopackage};
use super::pseudonym::{Pseudonyms, whose};
use super::rows::{OF_PERSONS, ROWS, write_rows};
use super::span::Period;
use super::workbook::workbook;
use super::{is_donor_sheet, parts_of};
use crate::listing::{BYTE_ORDER_MARK, safe};
use crate::open::Open;
use crate::view::{GivenOut, ReportAsk, ReportCell, ReportRow, ReportTable, ReportView};
use crate::{Desk, DeskError};

/// How a day is written.
const DAY: &str = "%Y-%m-%d";
const DAY_SIGNS: usize = 10;
/// How many codes name a commune, below which nothing leaves the team.
const COMMUNE: usize = 3;

/// The kind of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFormat {
    /// Comma-separated, UTF-8 with its mark, no cell taken for a formula.
    Csv,
    /// A workbook with typed cells.
    Xlsx,
    /// As the screens get it.
    Json,
    /// The points of the records that are counted.
    GeoJson,
    /// The same points for map programs: a GeoPackage.
    GeoPackage,
    /// On paper, which is set by who shows the reports.
    Pdf,
}

/// Sets a report on paper and gives the bytes of its file.
pub type OnPaper<'a> = &'a dyn Fn(&ReportView) -> Result<Vec<u8>, DeskError>;

impl FileFormat {
    /// Reads `csv`, `xlsx`, `json`, `geojson`, `gpkg` or `pdf`.
    ///
    /// # Errors
    /// [`DeskError::Misused`] for any other word.
    pub fn read(word: &str) -> Result<FileFormat, DeskError> {
        let all = [
            Self::Csv,
            Self::Xlsx,
            Self::Json,
            Self::GeoJson,
            Self::GeoPackage,
            Self::Pdf,
        ];
        let found = all.into_iter().find(|one| one.as_str() == word);
        found.ok_or_else(|| DeskError::Misused {
            why: format!("{word:?} is no format: use csv, xlsx, json, geojson, gpkg or pdf"),
        })
    }

    /// The word, which is the ending of a file too.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Json => "json",
            Self::GeoJson => "geojson",
            Self::GeoPackage => "gpkg",
            Self::Pdf => "pdf",
        }
    }
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileWritten {
    /// Rows or points.
    pub rows: u64,
}

impl Desk {
    /// Writes a report as a file, and before that who gives it out, what, under which filter and up to when.
    ///
    /// A name such as `rows:session` writes what reports count record by record, as CSV in constant memory, or as
    /// a workbook of at most 50,000 rows. With a
    /// `recipient` it is for people outside the team: persons have names of that recipient's own, places go down to the
    /// commune, accidents are told by their month, points to about a kilometre, and small numbers are hidden.
    ///
    /// A PDF is made by `on_paper`, which is asked for no other format.
    ///
    /// # Errors
    /// As [`Desk::report`]; when the caseload list, a single village, or what tells of persons in a part of a month is to
    /// leave the team; when `on_paper` fails, or `out` cannot be written.
    pub fn report_file(
        &self,
        ask: &ReportAsk,
        format: FileFormat,
        recipient: Option<&str>,
        on_paper: OnPaper<'_>,
        out: &mut dyn Write,
    ) -> Result<FileWritten, DeskError> {
        let recipient = recipient.map(str::trim).filter(|name| !name.is_empty());
        let ask = &for_recipient(ask, recipient)?;
        if let Some(table) = ask.name.strip_prefix(ROWS) {
            return self.with_open(|open| {
                self.catch_up(open)?;
                write_rows(self, open, table, ask, format, recipient, out)
            });
        }
        let view = self.report(ask)?;
        let language = self.language();
        let headings = Headings::of(&language);
        let (bytes, rows) = match format {
            FileFormat::Csv => (csv_of(&view, recipient, headings)?, rows_of(&view)),
            FileFormat::Xlsx => (workbook(&view, recipient, headings)?, rows_of(&view)),
            FileFormat::Json => (json_of(&view, recipient)?, rows_of(&view)),
            FileFormat::GeoJson => {
                self.with_open(|open| geojson(open, &view, recipient, &language))?
            }
            FileFormat::GeoPackage => self.with_open(|open| {
                geopackage(open, &view, recipient, (language.as_str(), self.now()))
            })?,
            FileFormat::Pdf => (on_paper(&view)?, rows_of(&view)),
        };
        self.with_open(|open| self.note_given(open, ask, format, rows, recipient))?;
        out.write_all(&bytes).map_err(failed)?;
        Ok(FileWritten { rows })
    }

    /// What was given out on this laptop, the last first.
    ///
    /// # Errors
    /// [`DeskError::NotAllowed`] for roles that oversee nothing; when the store cannot be read.
    pub fn given_out(&self) -> Result<Vec<GivenOut>, DeskError> {
        self.with_open(|open| {
            if !open.person.role.may_oversee() {
                return Err(DeskError::NotAllowed {
                    what: "see what was given out",
                });
            }
            let given = open.store.read(|reader| reader.given_out())?;
            let view = |one: Given| GivenOut {
                at: crate::clock::iso(one.at_ms, self.offset()),
                person: open.name_of(one.person),
                what: one.what,
                filter: one.filter,
                format: one.format,
                rows: crate::records_view::small(one.rows),
                cut_off: crate::clock::iso(one.cut_off_ms, self.offset()),
                recipient: one.recipient,
            };
            Ok(given.into_iter().map(view).collect())
        })
    }

    pub(super) fn note_given(
        &self,
        open: &Open,
        ask: &ReportAsk,
        format: FileFormat,
        rows: u64,
        recipient: Option<&str>,
    ) -> Result<(), DeskError> {
        let pieces = [
            Some(format!("{} to {}", ask.from, ask.to)),
            Some(format!(
                "by {}",
                if ask.by.is_empty() {
                    "country"
                } else {
                    &ask.by
                }
            )),
            ask.place.as_ref().map(|place| format!("in {place}")),
            ask.project
                .as_ref()
                .map(|project| format!("project {project}")),
            ask.waiting.then(|| "with what waits".to_owned()),
            (recipient.is_some() && names_records(ask, format)).then(|| whose(open)),
        ];
        let given = Given {
            at_ms: self.now(),
            person: open.person.id,
            what: ask.name.clone(),
            filter: pieces.into_iter().flatten().collect::<Vec<_>>().join(", "),
            format: format.as_str().to_owned(),
            rows,
            cut_off_ms: self.now(),
            recipient: recipient.map(str::to_owned),
        };
        Ok(open.store.write(|writer| writer.add_given(&given))?)
    }
}

/// Whether records stand in a file one by one, each under a name.
fn names_records(ask: &ReportAsk, format: FileFormat) -> bool {
    ask.name.starts_with(ROWS) || matches!(format, FileFormat::GeoJson | FileFormat::GeoPackage)
}

/// What may be asked for by people outside the team.
fn for_recipient(ask: &ReportAsk, recipient: Option<&str>) -> Result<ReportAsk, DeskError> {
    let mut ask = ask.clone();
    if recipient.is_some() {
        if ask.name.eq_ignore_ascii_case(super::CASELOAD) {
            return Err(DeskError::NotAllowed {
                what: "give the caseload list to people outside the team",
            });
        }
        let place = ask.place.as_deref().unwrap_or_default();
        if place.split('/').count() > COMMUNE {
            return Err(DeskError::NotAllowed {
                what: "give a single village to people outside the team: narrow it to the commune",
            });
        }
        // What tells of persons is dated by its month; a table of one day would date it by that.
        if tells_of_persons(&ask)? && !Period::read(&ask.from, &ask.to)?.is_whole_months() {
            return Err(DeskError::MonthParts);
        }
        ask.public = true;
        ask.waiting = false;
        if ask.by == "village" {
            "commune".clone_into(&mut ask.by);
        }
    }
    Ok(ask)
}

fn tells_of_persons(ask: &ReportAsk) -> Result<bool, DeskError> {
    if let Some(table) = ask.name.strip_prefix(ROWS) {
        return Ok(OF_PERSONS.contains(&table));
    }
    // What a donor asks of a project may be counted in persons.
    if is_donor_sheet(&ask.name) {
        return Ok(true);
    }
    let (_, parts) = parts_of(&ask.name)?;
    Ok(parts.iter().any(|part| part.of_persons))
}

fn rows_of(view: &ReportView) -> u64 {
    view.tables
        .iter()
        .map(|table| table.rows.len() as u64)
        .sum()
}

/// The lines of a table: heading, rows, then what stands below them.
pub(super) fn lines_of(table: &ReportTable, headings: Headings<'_>) -> Vec<(Line, Vec<Cell>)> {
    let depth = |row: &ReportRow| row.names.len();
    let places = table
        .rows
        .iter()
        .chain(&table.adjustments)
        .map(depth)
        .max()
        .unwrap_or(0)
        .max(1);
    let text = |text: &str| Cell::Text(text.to_owned());
    let with_kind = table
        .rows
        .iter()
        .chain(&table.adjustments)
        .any(|row| row.kind.is_some());
    let head = |names: &[String], kind: &Option<String>| {
        let mut cells: Vec<Cell> = names.iter().map(|name| text(name)).collect();
        cells.resize(places, Cell::Empty);
        if with_kind {
            cells.push(kind.as_deref().map_or(Cell::Empty, text));
        }
        cells
    };
    let figures = |cells: &[ReportCell]| {
        let units = table.columns.iter().map(|column| column.unit.as_str());
        let told = cells
            .iter()
            .zip(units)
            .map(|(cell, unit)| Cell::of(cell, unit));
        told.collect::<Vec<_>>()
    };
    let mut lines = Vec::new();
    let apart = headings.apart(table, places);
    let mut heading = head(&apart, &Some(headings.kinds(table)));
    heading.extend(table.columns.iter().map(|column| text(&column.title)));
    lines.push((Line::Heading, heading));
    let row_line = |row: &ReportRow| {
        let mut cells = head(&row.names, &row.kind_name);
        cells.extend(figures(&row.cells));
        cells
    };
    for row in &table.rows {
        let line = if row.is_subtotal {
            Line::Subtotal
        } else {
            Line::Row
        };
        lines.push((line, row_line(row)));
    }
    for (name, sum) in sums_of(table, headings) {
        let mut cells = head(&[name.to_owned()], &None);
        cells.extend(figures(sum));
        lines.push((Line::Total, cells));
    }
    for row in &table.adjustments {
        let mut names = vec![headings.adjustment().to_owned()];
        names.extend(row.names.iter().cloned());
        let joined = vec![names.join(" ")];
        let mut cells = head(&joined, &row.kind_name);
        cells.extend(figures(&row.cells));
        lines.push((Line::Adjustment, cells));
    }
    lines
}

/// What stands below the rows of a table.
fn sums_of<'t>(
    table: &'t ReportTable,
    headings: Headings<'_>,
) -> impl Iterator<Item = (&'static str, &'t Vec<ReportCell>)> {
    let sums = [
        &table.total,
        &table.before,
        &table.year_before,
        &table.provisional,
    ];
    let named = headings.sums().into_iter().zip(sums);
    named.filter_map(|(name, sum)| Some((name, sum.as_ref()?)))
}

/// What a line of a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Line {
    Heading,
    Row,
    Subtotal,
    Total,
    Adjustment,
}

/// A cell of a file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    Empty,
    Text(String),
    Number(f64),
    Share(f64),
    Date(NaiveDate),
}

impl Cell {
    fn of(cell: &ReportCell, unit: &str) -> Cell {
        match (&cell.text, cell.value) {
            (Some(text), _) if unit == "text" => Cell::told(text),
            (Some(text), _) => Cell::Text(text.clone()),
            (None, Some(value)) if unit == "share" => Cell::Share(value),
            (None, Some(value)) => Cell::Number(value),
            (None, None) => Cell::Empty,
        }
    }

    /// A day as a date, anything else as a text.
    pub(crate) fn told(text: &str) -> Cell {
        match text {
            "" => Self::Empty,
            text => day(text).map_or_else(|| Self::Text(text.to_owned()), Self::Date),
        }
    }

    fn plain(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => safe(text.clone()),
            Self::Date(date) => date.to_string(),
            Self::Number(number) | Self::Share(number) => told(*number),
        }
    }
}

/// The day that a text is, where it is written as Sala writes days.
fn day(text: &str) -> Option<NaiveDate> {
    let looks_like_one = text.len() == DAY_SIGNS && text.as_bytes().get(4) == Some(&b'-');
    let day = looks_like_one.then(|| NaiveDate::parse_from_str(text, DAY).ok())?;
    day.filter(|day| day.to_string() == text)
}

/// A number with at most four digits after the point.
fn told(number: f64) -> String {
    let text = format!("{number:.4}");
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

/// As the screens get it; a report for people outside the team says beside that for whom.
fn json_of(view: &ReportView, recipient: Option<&str>) -> Result<Vec<u8>, DeskError> {
    let mut told = serde_json::to_value(view).map_err(|error| failed(error.into()))?;
    if let (Some(recipient), Some(all)) = (recipient, told.as_object_mut()) {
        all.insert("recipient".to_owned(), recipient.into());
    }
    serde_json::to_vec_pretty(&told).map_err(|error| failed(error.into()))
}

fn csv_of(
    view: &ReportView,
    recipient: Option<&str>,
    headings: Headings<'_>,
) -> Result<Vec<u8>, DeskError> {
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .from_writer(BYTE_ORDER_MARK.to_vec());
    let mut line = |cells: &[String]| {
        writer
            .write_record(cells)
            .map_err(|error| failed(error.into()))
    };
    for (name, value) in headings.about(view, recipient) {
        line(&[name, safe(value)])?;
    }
    for table in &view.tables {
        line(&[String::new()])?;
        line(&[safe(format!("{} {}", table.indicator, table.title))])?;
        for (_, cells) in lines_of(table, headings) {
            line(&cells.iter().map(Cell::plain).collect::<Vec<_>>())?;
        }
        let (name, told) = headings.provisional(table);
        line(&[name.to_owned(), told])?;
    }
    writer
        .into_inner()
        .map_err(|error| failed(error.into_error()))
}

pub(super) fn failed(source: std::io::Error) -> DeskError {
    DeskError::unwritten("write the report", source)
}

pub(super) fn misused(why: &str) -> DeskError {
    DeskError::Misused {
        why: why.to_owned(),
    }
}

/// The names of persons for a recipient; their own codes while a file stays in the team.
pub(super) fn names_for(open: &Open, recipient: Option<&str>) -> Option<Pseudonyms> {
    recipient.map(|recipient| Pseudonyms::of(open, recipient))
}
