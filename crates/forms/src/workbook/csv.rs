//! CSV in the layout that form converters read: the first column names the sheet, once.

use super::{CELLS_MAX, COLUMNS_MAX, ROWS_MAX, RawSheet, too_many_cells};

/// The text of the file, when its encoding is UTF-8.
pub(super) fn text(bytes: &[u8]) -> Result<&str, String> {
    let known = [
        (&[0xff, 0xfe, 0, 0][..], "UTF-32"),
        (&[0, 0, 0xfe, 0xff][..], "UTF-32"),
        (&[0xff, 0xfe][..], "UTF-16"),
        (&[0xfe, 0xff][..], "UTF-16"),
    ];
    if let Some((_, name)) = known.into_iter().find(|(mark, _)| bytes.starts_with(mark)) {
        return Err(format!("the file is {name} text: save it as CSV UTF-8"));
    }
    let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    if bytes.iter().take(4096).filter(|byte| **byte == 0).count() > 0 {
        return Err("the file is neither CSV text nor an Excel workbook (.xlsx, .xls): choose the form's file".to_owned());
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes
            .get(..error.valid_up_to())
            .unwrap_or(&[])
            .iter()
            .filter(|b| **b == b'\n')
            .count()
            + 1;
        let guess = if bytes.iter().any(|b| (0x80..0xa0).contains(b)) {
            "Windows-1252"
        } else {
            "ISO-8859-1 (Latin-1)"
        };
        format!("line {line} is not UTF-8 text, it looks like {guess}: save the file as CSV UTF-8")
    })
}

/// The sheets in the text.
pub(super) fn sheets(text: &str) -> Result<Vec<RawSheet>, String> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut sheets: Vec<RawSheet> = Vec::new();
    let mut count = 0;
    let mut record = csv::StringRecord::new();
    let mut lines = Lines {
        text,
        at: 0,
        line: 1,
    };
    loop {
        let more = reader.read_record(&mut record).map_err(|error| {
            let line = error.position().map_or(0, csv::Position::line);
            format!("line {line} is not CSV: check its quotes")
        })?;
        if !more {
            break;
        }
        let line = lines.at(record.position().map_or(0, csv::Position::byte));
        if line > ROWS_MAX * 4 {
            return Err(format!("the file has more than {ROWS_MAX} rows"));
        }
        let name = record.get(0).unwrap_or("").trim();
        if !name.is_empty() {
            sheets.push(RawSheet {
                name: name.to_owned(),
                rows: Vec::new(),
            });
        }
        let cells: Vec<String> = record
            .iter()
            .skip(1)
            .take(COLUMNS_MAX)
            .map(str::to_owned)
            .collect();
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        count += cells.len();
        if count > CELLS_MAX {
            return Err(too_many_cells(
                sheets.last().map_or("", |sheet| &sheet.name),
            ));
        }
        match sheets.last_mut() {
            Some(sheet) => sheet.rows.push((line, cells)),
            None => {
                return Err(format!(
                    "line {line} stands before any sheet: write \"survey\" into the first column of the first line, alone"
                ));
            }
        }
    }
    if sheets.is_empty() {
        return Err("the file is empty".to_owned());
    }
    Ok(sheets)
}

/// A semicolon where the first line has no comma.
fn delimiter(text: &str) -> u8 {
    let mut lines = text.lines();
    let semicolons = |line: &str| line.contains(';') && !line.contains(',');
    if lines.next().is_some_and(semicolons) {
        b';'
    } else {
        b','
    }
}

/// Counts lines as an editor does; the reader's own count is one off after Windows line ends.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: u32,
}

impl Lines<'_> {
    /// The line of the record that begins at a byte, or after the line end there.
    fn at(&mut self, byte: u64) -> u32 {
        let byte = usize::try_from(byte).unwrap_or(usize::MAX);
        let bytes = self.text.as_bytes();
        let blank = bytes.get(byte..).unwrap_or(&[]);
        let start = byte
            + blank
                .iter()
                .take_while(|b| matches!(b, b'\r' | b'\n'))
                .count();
        let passed = bytes.get(self.at..start).unwrap_or(&[]);
        let more = passed.iter().filter(|b| **b == b'\n').count();
        self.line = self
            .line
            .saturating_add(u32::try_from(more).unwrap_or(u32::MAX));
        self.at = start;
        self.line
    }
}
