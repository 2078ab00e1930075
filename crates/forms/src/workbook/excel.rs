//! Workbooks of Excel, old and new. Cells are read one after the other, so that one far-away cell does not
//! make a sheet of a million rows.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, DataRef, Reader, Xls, Xlsx};

use super::{CELL_BYTES_MAX, CELLS_MAX, COLUMNS_MAX, ROWS_MAX, RawSheet, too_many_cells};

pub(super) const DAMAGED: &str =
    "the workbook cannot be opened: open it in the spreadsheet and save it again";

/// Reads an .xlsx.
pub(super) fn xlsx(bytes: &[u8]) -> Result<Vec<RawSheet>, String> {
    guarded(|| {
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes))
            .map_err(|error: calamine::XlsxError| damaged(&error))?;
        let mut sheets = Vec::new();
        for name in book.sheet_names() {
            if !is_ours(&name) {
                continue;
            }
            let mut reader = book
                .worksheet_cells_reader(&name)
                .map_err(|error| damaged(&error))?;
            let mut cells = Cells::new(name);
            while let Some(cell) = reader.next_cell().map_err(|error| damaged(&error))? {
                let (row, column) = cell.get_position();
                cells.put(row, column, plain_ref(cell.get_value()))?;
            }
            sheets.push(cells.done());
        }
        Ok(sheets)
    })
}

/// Reads an .xls.
pub(super) fn xls(bytes: &[u8]) -> Result<Vec<RawSheet>, String> {
    guarded(|| {
        let mut book: Xls<_> = calamine::open_workbook_from_rs(Cursor::new(bytes))
            .map_err(|error: calamine::XlsError| damaged(&error))?;
        let mut sheets = Vec::new();
        for name in book.sheet_names() {
            if !is_ours(&name) {
                continue;
            }
            let range = book
                .worksheet_range(&name)
                .map_err(|error| damaged(&error))?;
            let (top, left) = range.start().unwrap_or_default();
            let mut cells = Cells::new(name);
            for (row, column, value) in range.used_cells() {
                let (row, column) = (
                    u32::try_from(row).unwrap_or(u32::MAX),
                    u32::try_from(column).unwrap_or(u32::MAX),
                );
                cells.put(
                    top.saturating_add(row),
                    left.saturating_add(column),
                    plain(value),
                )?;
            }
            sheets.push(cells.done());
        }
        Ok(sheets)
    })
}

/// Sheets that the form language gives a meaning; others are not read at all.
fn is_ours(name: &str) -> bool {
    let name = name.trim().to_lowercase();
    !name.starts_with('_')
}

fn damaged(error: &dyn std::error::Error) -> String {
    format!("{DAMAGED} ({error})")
}

/// A damaged workbook may make its reader panic; that is a finding too.
fn guarded(read: impl FnOnce() -> Result<Vec<RawSheet>, String>) -> Result<Vec<RawSheet>, String> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(DAMAGED.to_owned()))
}

struct Cells {
    name: String,
    rows: Vec<(u32, Vec<String>)>,
    count: usize,
    bytes: usize,
}

/// How much text a sheet may hold.
const SHEET_BYTES_MAX: usize = 128 * 1024 * 1024;

impl Cells {
    fn new(name: String) -> Cells {
        Cells {
            name,
            rows: Vec::new(),
            count: 0,
            bytes: 0,
        }
    }

    fn put(&mut self, row: u32, column: u32, text: String) -> Result<(), String> {
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if text.is_empty() || column >= COLUMNS_MAX {
            return Ok(());
        }
        if self.rows.last().is_none_or(|(last, _)| *last != row + 1) {
            if self.rows.len() > ROWS_MAX as usize {
                return Err(format!(
                    "the sheet {} has more than {ROWS_MAX} rows: split the form or take the list out",
                    self.name
                ));
            }
            self.rows.push((row.saturating_add(1), Vec::new()));
        }
        self.bytes += text.len().min(CELL_BYTES_MAX);
        if self.bytes > SHEET_BYTES_MAX {
            return Err(format!(
                "the sheet {} holds more text than any form",
                self.name
            ));
        }
        let Some((_, cells)) = self.rows.last_mut() else {
            return Ok(());
        };
        if cells.len() <= column {
            self.count += column + 1 - cells.len();
            if self.count > CELLS_MAX {
                return Err(too_many_cells(&self.name));
            }
            cells.resize(column + 1, String::new());
        }
        if let Some(cell) = cells.get_mut(column) {
            *cell = text;
        }
        Ok(())
    }

    fn done(self) -> RawSheet {
        RawSheet {
            name: self.name,
            rows: self.rows,
        }
    }
}

fn plain_ref(value: &DataRef<'_>) -> String {
    match value {
        DataRef::SharedString(text) => (*text).to_owned(),
        other => plain(&Data::from(other.clone())),
    }
}

/// Whole numbers without a point, truths as the spreadsheet shows them, dates in ISO form, errors as nothing.
fn plain(value: &Data) -> String {
    match value {
        Data::Empty | Data::Error(_) => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => crate::xpath::numbers::write(*number),
        Data::Bool(truth) => if *truth { "TRUE" } else { "FALSE" }.to_owned(),
        Data::DateTime(moment) => match moment.as_datetime() {
            Some(at) if at.time() == chrono::NaiveTime::MIN => at.date().to_string(),
            // A day's fraction seldom hits a second exactly.
            Some(at) => (at + chrono::TimeDelta::milliseconds(500))
                .format("%Y-%m-%dT%H:%M:%S")
                .to_string(),
            None => crate::xpath::numbers::write(moment.as_f64()),
        },
    }
}
