//! The sheets of a form as rows of named cells, whatever file they came in.

mod cell;
mod compound;
mod csv;
mod excel;
mod header;
mod markdown;
mod zip;

#[cfg(test)]
mod workbook_tests;

use crate::Finding;

pub(crate) use header::{Column, clean_name};

/// How many rows a sheet may have.
pub(crate) const ROWS_MAX: u32 = 100_000;
/// How many columns are read.
pub(crate) const COLUMNS_MAX: usize = 1_000;
/// How many cells a sheet may have, the empty ones before a filled one in its row counted too.
pub(super) const CELLS_MAX: usize = 5_000_000;
/// How long a cell may be, in bytes.
pub(crate) const CELL_BYTES_MAX: usize = 64 * 1024;
/// How large a file is read.
pub(crate) const FILE_BYTES_MAX: usize = 32 * 1024 * 1024;

/// A form file that was opened: its sheets, their rows and cells.
#[derive(Debug, Clone)]
pub struct Workbook {
    /// The file's name without folders and ending; the form's id when the form names none.
    pub(crate) stem: String,
    pub(crate) sheets: Vec<Sheet>,
    /// What was noticed while it was opened.
    pub(crate) findings: Vec<Finding>,
}

/// One sheet.
#[derive(Debug, Clone)]
pub(crate) struct Sheet {
    /// In lower case.
    pub name: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
}

/// One row, with the cells that hold something.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// As a spreadsheet counts, from 1.
    pub number: u32,
    /// By the place of the column.
    cells: Vec<(usize, String)>,
}

/// Rows of plain cells, before the header was found.
pub(super) struct RawSheet {
    name: String,
    rows: Vec<(u32, Vec<String>)>,
}

fn too_many_cells(sheet: &str) -> String {
    format!(
        "the sheet {sheet} has more than {CELLS_MAX} cells: a form has far fewer, take out what is beside it"
    )
}

impl Workbook {
    pub(crate) fn sheet(&self, name: &str) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.name == name)
    }

    /// The names of the sheets, in lower case.
    pub fn sheets(&self) -> impl Iterator<Item = &str> {
        self.sheets.iter().map(|sheet| sheet.name.as_str())
    }
}

impl Row {
    /// A row of the sheet with other cells.
    pub(crate) fn with(number: u32, mut cells: Vec<(usize, String)>) -> Row {
        cells.retain(|(_, text)| !text.is_empty());
        cells.sort_by_key(|(at, _)| *at);
        Row { number, cells }
    }

    /// The cells by the place of their column.
    pub(crate) fn held(&self) -> &[(usize, String)] {
        &self.cells
    }

    /// Puts a text into a column; an empty one empties the cell.
    pub(crate) fn put(&mut self, column: usize, text: &str) {
        self.cells.retain(|(at, _)| *at != column);
        if !text.is_empty() {
            self.cells.push((column, text.to_owned()));
            self.cells.sort_by_key(|(at, _)| *at);
        }
    }
}

impl Sheet {
    /// The place of a column; it is made when the sheet has none.
    pub(crate) fn column(&mut self, key: &str, language: Option<&str>) -> usize {
        let same = |column: &Column| column.key == key && column.language.as_deref() == language;
        if let Some(place) = self.columns.iter().position(same) {
            return place;
        }
        let heading = match language {
            Some(language) => format!("{key}::{language}"),
            None => key.to_owned(),
        };
        self.columns.push(Column {
            key: key.to_owned(),
            language: language.map(str::to_owned),
            heading,
        });
        self.columns.len() - 1
    }

    /// The first non-empty cell under a heading without language; a heading of the key's own spelling goes before
    /// its other names.
    pub(crate) fn get<'r>(&self, row: &'r Row, key: &str) -> Option<&'r str> {
        let named = row.cells.iter().filter_map(|(at, text)| {
            let column = self.columns.get(*at)?;
            (column.key == key && column.language.is_none()).then_some((column, text.as_str()))
        });
        let mut first = None;
        for (column, text) in named {
            if column.heading == key {
                return Some(text);
            }
            first = first.or(Some(text));
        }
        first
    }

    /// The cells under a heading with their languages; none means the heading named no language.
    pub(crate) fn translations<'s>(
        &'s self,
        row: &'s Row,
        key: &'s str,
    ) -> impl Iterator<Item = (Option<&'s str>, &'s str)> {
        row.cells.iter().filter_map(move |(at, text)| {
            let column = self.columns.get(*at).filter(|column| column.key == key)?;
            Some((column.language.as_deref(), text.as_str()))
        })
    }

    /// The cells of a row with their headings.
    pub(crate) fn cells<'s>(&'s self, row: &'s Row) -> impl Iterator<Item = (&'s Column, &'s str)> {
        row.cells
            .iter()
            .filter_map(|(at, text)| Some((self.columns.get(*at)?, text.as_str())))
    }
}

/// Opens a form file: CSV in the layout of converters (the first column names the sheet), tables of bars, or a
/// workbook, told apart by content and not by the ending of `name`.
///
/// # Errors
/// What is wrong with the file, and what to do.
pub fn read(name: &str, bytes: &[u8]) -> Result<Workbook, Vec<Finding>> {
    let refuse = |message: String| Err(vec![Finding::error("", message)]);
    if bytes.len() > FILE_BYTES_MAX {
        return refuse(format!(
            "the file is larger than {} MiB: a form is far smaller",
            FILE_BYTES_MAX / 1024 / 1024
        ));
    }
    let raw = if bytes.starts_with(b"PK\x03\x04") {
        zip::check(bytes).and_then(|()| excel::xlsx(bytes))
    } else if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) {
        compound::check(bytes).and_then(|()| excel::xls(bytes))
    } else {
        csv::text(bytes).and_then(|text| {
            if markdown::is_table(text) {
                markdown::sheets(text)
            } else {
                csv::sheets(text)
            }
        })
    };
    let raw = match raw {
        Ok(raw) => raw,
        Err(message) => return refuse(message),
    };
    let mut findings = Vec::new();
    let mut sheets: Vec<Sheet> = Vec::new();
    for raw in raw {
        let key = raw.name.trim().to_lowercase();
        if key.starts_with('_') || sheets.iter().any(|sheet| sheet.name == key) {
            continue;
        }
        sheets.push(header::sheet(raw, key, &mut findings)?);
    }
    let stem = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    Ok(Workbook {
        stem: stem.to_owned(),
        sheets,
        findings,
    })
}
