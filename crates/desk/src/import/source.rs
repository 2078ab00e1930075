//! Tables that people bring: CSV, XLSX and lines of JSON, as rows of named cells.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader as _, open_workbook_auto_from_rs};
use forms::Answers;
use serde_json::Value;

use super::ImportError;
use crate::listing::unquoted;

/// The most rows that one file may bring.
pub const ROWS_MAX: usize = 1_000_000;
const COLUMNS_MAX: usize = 1_000;

/// One line of a table: its number as the person sees it, and its cells by column name.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceRow {
    /// Line or row number in the file, the heading being 1.
    pub number: u32,
    cells: Cells,
}

#[derive(Debug, Clone, PartialEq)]
enum Cells {
    Flat(BTreeMap<String, String>),
    Nested(Value),
    /// A line of an export.
    Exported {
        record: String,
        form: String,
        answers: Answers,
    },
}

/// The column of an exported table that holds the records' ids.
pub(crate) const RECORD: &str = "sala:record";
/// The column of an exported table that holds their form.
pub(crate) const FORM: &str = "sala:form";
/// How the names of columns begin that say something of the record and are no answers.
pub(crate) const ASIDE: &str = "sala:";

impl SourceRow {
    /// The text of a cell; `a.b` looks inside nested values; none when there is no such column.
    pub fn text(&self, column: &str) -> Option<String> {
        match &self.cells {
            Cells::Flat(cells) => cells.get(column).cloned(),
            Cells::Nested(value) => look(value, column).and_then(scalar),
            Cells::Exported { record, form, .. } => match column {
                RECORD => Some(record.clone()),
                FORM => Some(form.clone()),
                _ => None,
            },
        }
    }

    /// The answers of a line that an export wrote; none for any other row.
    pub fn answers(&self) -> Option<&Answers> {
        match &self.cells {
            Cells::Exported { answers, .. } => Some(answers),
            Cells::Flat(_) | Cells::Nested(_) => None,
        }
    }

    /// The texts of a list cell: the items of a nested list, or the cell itself.
    pub fn list(&self, column: &str) -> Vec<String> {
        match &self.cells {
            Cells::Flat(cells) => cells.get(column).cloned().into_iter().collect(),
            Cells::Nested(value) => match look(value, column) {
                Some(Value::Array(items)) => items.iter().filter_map(scalar).collect(),
                Some(other) => scalar(other).into_iter().collect(),
                None => Vec::new(),
            },
            Cells::Exported { .. } => Vec::new(),
        }
    }

    /// The entries of a nested object, as name and value, in the order of the file.
    pub fn entries(&self, column: &str) -> Vec<(String, String)> {
        match &self.cells {
            Cells::Flat(_) | Cells::Exported { .. } => Vec::new(),
            Cells::Nested(value) => match look(value, column) {
                Some(Value::Object(map)) => map
                    .iter()
                    .filter_map(|(k, v)| Some((k.clone(), scalar(v)?)))
                    .collect(),
                _ => Vec::new(),
            },
        }
    }

    /// The whole row as one stable text, from which the ids of its records are made.
    pub fn whole(&self) -> String {
        match &self.cells {
            Cells::Flat(cells) => serde_json::to_string(cells).unwrap_or_default(),
            Cells::Nested(value) => value.to_string(),
            Cells::Exported { answers, .. } => {
                String::from_utf8(answers.to_bytes()).unwrap_or_default()
            }
        }
    }
}

fn look<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.').try_fold(value, |at, key| match at {
        Value::Object(map) => map.get(key),
        Value::Array(items) => items.get(key.parse::<usize>().ok()?),
        _ => None,
    })
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::Null | Value::Array(_) | Value::Object(_) => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

/// A table, ready to be read row by row.
#[derive(Debug)]
pub struct Source {
    /// Column names in the order of the file; empty for lines of JSON.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<SourceRow>,
}

impl Source {
    /// Reads a file by its content: a workbook, lines of JSON, or CSV in UTF-8.
    ///
    /// # Errors
    /// When the file is none of these, is in another encoding, or is cut in the middle; the error
    /// names the line.
    pub fn read(bytes: &[u8]) -> Result<Source, ImportError> {
        if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
            return from_workbook(bytes);
        }
        let text = utf8(bytes)?;
        if text.trim_start().starts_with('{') {
            from_json_lines(text)
        } else {
            from_csv(text)
        }
    }
}

fn utf8(bytes: &[u8]) -> Result<&str, ImportError> {
    let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(ImportError::Encoding {
            line: 1,
            what: "UTF-16",
        });
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = before.iter().filter(|b| **b == b'\n').count() + 1;
        ImportError::Encoding {
            line,
            what: "an encoding that is not UTF-8",
        }
    })
}

fn from_json_lines(text: &str) -> Result<Source, ImportError> {
    let mut rows = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let value: Value = serde_json::from_str(line).map_err(|error| ImportError::Line {
            line: index + 1,
            why: format!("this line is not whole JSON (column {})", error.column()),
        })?;
        if !value.is_object() {
            return Err(ImportError::Line {
                line: index + 1,
                why: "not a JSON object".into(),
            });
        }
        let cells = exported(&value).unwrap_or(Cells::Nested(value));
        rows.push(SourceRow { number, cells });
    }
    bounded(Source {
        columns: Vec::new(),
        rows,
    })
}

/// A line as `record export` writes it.
fn exported(value: &Value) -> Option<Cells> {
    let text = |name: &str| value.get(name)?.as_str().map(str::to_owned);
    let answers = value.get("answers").filter(|answers| answers.is_object())?;
    Some(Cells::Exported {
        record: text("record")?,
        form: text("form")?,
        answers: Answers::from_bytes(answers.to_string().as_bytes()).ok()?,
    })
}

fn from_csv(text: &str) -> Result<Source, ImportError> {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes());
    let columns: Vec<String> = match reader.headers() {
        Ok(heads) => heads.iter().map(|h| h.trim().to_owned()).collect(),
        Err(error) => return Err(csv_error(&error)),
    };
    headings(&columns)?;
    let is_own = is_exported(&columns);
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| csv_error(&error))?;
        let number = record
            .position()
            .map_or(0, |p| u32::try_from(p.line()).unwrap_or(u32::MAX));
        if record.len() > columns.len() {
            return Err(ImportError::Line {
                line: number as usize,
                why: format!("{} cells under {} headings", record.len(), columns.len()),
            });
        }
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let cells = columns
            .iter()
            .cloned()
            .zip(record.iter().map(|cell| told(cell.trim(), is_own)))
            .collect();
        rows.push(SourceRow {
            number,
            cells: Cells::Flat(cells),
        });
    }
    bounded(Source { columns, rows })
}

/// Whether a table is one that an export wrote.
fn is_exported(columns: &[String]) -> bool {
    columns.iter().any(|column| column == RECORD)
}

/// What a cell says; in a table of an export without what keeps it from being a formula.
fn told(cell: &str, is_exported: bool) -> String {
    match is_exported {
        true => unquoted(cell).to_owned(),
        false => cell.to_owned(),
    }
}

fn csv_error(error: &csv::Error) -> ImportError {
    let line = error
        .position()
        .map_or(1, |p| usize::try_from(p.line()).unwrap_or(usize::MAX));
    ImportError::Line {
        line,
        why: "this line cannot be read as CSV".into(),
    }
}

fn from_workbook(bytes: &[u8]) -> Result<Source, ImportError> {
    let broken = || ImportError::Workbook;
    let mut book = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|_| broken())?;
    let range = book
        .worksheet_range_at(0)
        .ok_or_else(broken)?
        .map_err(|_| broken())?;
    let mut lines = range.rows();
    let columns: Vec<String> = lines
        .next()
        .map(|row| row.iter().map(cell_text).collect())
        .unwrap_or_default();
    headings(&columns)?;
    let is_own = is_exported(&columns);
    let first = range.start().map_or(0, |(row, _)| row);
    let mut rows = Vec::new();
    for (index, line) in lines.enumerate() {
        if line.iter().all(|cell| matches!(cell, Data::Empty)) {
            continue;
        }
        let number = first + 2 + u32::try_from(index).unwrap_or(u32::MAX);
        let cells = columns
            .iter()
            .cloned()
            .zip(line.iter().map(|cell| told(&cell_text(cell), is_own)))
            .collect();
        rows.push(SourceRow {
            number,
            cells: Cells::Flat(cells),
        });
    }
    bounded(Source { columns, rows })
}

fn cell_text(cell: &Data) -> String {
    match cell {
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 9e15 => {
            format!("{number:.0}")
        }
        Data::DateTime(when) => when
            .as_datetime()
            .map(|when| {
                let midnight = when.time() == chrono::NaiveTime::MIN;
                when.format(if midnight {
                    "%Y-%m-%d"
                } else {
                    "%Y-%m-%dT%H:%M:%S"
                })
                .to_string()
            })
            .unwrap_or_default(),
        Data::Error(_) | Data::Empty => String::new(),
        other => other.to_string().trim().to_owned(),
    }
}

fn headings(columns: &[String]) -> Result<(), ImportError> {
    if columns.is_empty() || columns.iter().all(String::is_empty) {
        return Err(ImportError::Line {
            line: 1,
            why: "there are no headings".into(),
        });
    }
    if columns.len() > COLUMNS_MAX {
        return Err(ImportError::Line {
            line: 1,
            why: format!("more than {COLUMNS_MAX} columns"),
        });
    }
    for (index, column) in columns.iter().enumerate() {
        if !column.is_empty() && columns.iter().take(index).any(|c| c == column) {
            return Err(ImportError::Line {
                line: 1,
                why: format!("the heading “{column}” stands twice"),
            });
        }
    }
    Ok(())
}

fn bounded(source: Source) -> Result<Source, ImportError> {
    if source.rows.len() > ROWS_MAX {
        return Err(ImportError::TooLong {
            rows: source.rows.len(),
            max: ROWS_MAX,
        });
    }
    Ok(source)
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        reason = "a failed test stops at once"
    )]
    use super::*;

    #[test]
    fn csv_cells_are_found_by_heading() {
        let source =
            Source::read("\u{feff}name,year\n\"Sok, Dara\",\"2,006\"\n\n ,\n".as_bytes()).unwrap();
        assert_eq!(source.rows.len(), 1);
        assert_eq!(source.rows[0].number, 2);
        assert_eq!(source.rows[0].text("name").unwrap(), "Sok, Dara");
        assert_eq!(source.rows[0].text("year").unwrap(), "2,006");
        assert_eq!(source.rows[0].text("nothing"), None);
    }

    #[test]
    fn only_a_table_of_an_export_loses_the_sign_before_what_is_no_formula() {
        #[track_caller]
        fn check(heading: &str, cell: &str, told: &str) {
            let table = format!("{heading},a\nr,{cell}\n");
            let source = Source::read(table.as_bytes()).unwrap();
            assert_eq!(source.rows[0].text("a").unwrap(), told, "{heading} {cell}");
        }
        check("sala:record", "'+855 12", "+855 12");
        check("sala:record", "''t Hart", "'t Hart");
        check("sala:record", "'t Hart", "'t Hart");
        check("sala:record", "+855 12", "+855 12");
        check("id", "'+855 12", "'+855 12");
    }

    #[test]
    fn json_cells_are_found_by_path() {
        let source =
            Source::read(br#"{"a":{"b":[{"c":7}]},"list":["x","y"],"m":{"cap":2}}"#).unwrap();
        let row = &source.rows[0];
        assert_eq!(row.text("a.b.0.c").unwrap(), "7");
        assert_eq!(row.list("list"), ["x", "y"]);
        assert_eq!(row.entries("m"), [("cap".to_owned(), "2".to_owned())]);
    }

    #[test]
    fn bad_files_are_refused_with_the_line() {
        let check = |bytes: &[u8], words: &str| {
            let said = Source::read(bytes).unwrap_err().to_string();
            assert!(said.contains(words), "{said} should say {words}");
        };
        check(b"a,b\n1,\xE9\n", "line 2");
        check(b"\xFF\xFEa\0", "UTF-16");
        check(b"a,a\n1,2\n", "stands twice");
        check(b"a,b\n1,2,3\n", "3 cells under 2 headings");
        check(b"{\"a\":1}\n{\"a\":", "line 2");
        check(b"", "no headings");
        check(b"PK\x03\x04rubbish", "workbook");
    }
}
