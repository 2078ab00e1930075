//! CSV files that come with a form.

use std::borrow::Cow;

use crate::xpath::{Packer, Tree};

/// The delimiters that are looked for, the likeliest first.
const DELIMITERS: [u8; 4] = *b",;\t|";
/// Most columns that are read.
const COLUMNS_MAX: usize = 4_096;

/// Reads a table: root / item / one element for each column. What is odd is said in words.
pub(super) fn read(text: &str) -> (Tree, Vec<String>) {
    let mut notes = Vec::new();
    let mut packer = Packer::new();
    packer.open(None, "root");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let columns = match reader.read_record(&mut record) {
        Ok(true) => columns(&record, &mut notes),
        _ => Vec::new(),
    };
    let mut wide = None;
    let mut rows = 0_usize;
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(_) => {
                notes.push(format!(
                    "row {} cannot be read: the rows from there are left out",
                    rows + 2
                ));
                break;
            }
        }
        rows += 1;
        if packer.is_full() {
            notes.push(format!(
                "the file is too large: the rows from {} are left out",
                rows + 1
            ));
            break;
        }
        if record.len() > columns.len()
            && record
                .iter()
                .skip(columns.len())
                .any(|cell| !cell.is_empty())
        {
            wide.get_or_insert(rows + 1);
        }
        packer.open(None, "item");
        for (at, column) in columns.iter().enumerate() {
            packer.leaf(column, record.get(at).unwrap_or(""));
        }
        packer.close("");
    }
    if let Some(row) = wide {
        notes.push(format!(
            "row {row} has more cells than there are headings: what is beyond them is left out"
        ));
    }
    packer.close("");
    (packer.finish(), notes)
}

fn delimiter(text: &str) -> u8 {
    let mut quoted = false;
    let mut counts = [0_usize; DELIMITERS.len()];
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if quoted => {}
            _ => {
                let known = DELIMITERS
                    .iter()
                    .zip(&mut counts)
                    .find(|(one, _)| **one == byte);
                if let Some((_, count)) = known {
                    *count += 1;
                }
            }
        }
    }
    let mut best = (b',', 0);
    for (one, count) in DELIMITERS.into_iter().zip(counts) {
        if count > best.1 {
            best = (one, count);
        }
    }
    best.0
}

fn columns(record: &csv::StringRecord, notes: &mut Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for heading in record.iter().take(COLUMNS_MAX) {
        let name = column_name(heading).into_owned();
        if out.contains(&name) {
            notes.push(format!(
                "two columns are called {name}: the first one is read"
            ));
        }
        out.push(name);
    }
    out
}

/// The name that expressions know a heading by: what cannot stand in a name becomes `_`.
pub(crate) fn column_name(heading: &str) -> Cow<'_, str> {
    let heading = heading.trim();
    let fits = |c: char| match c {
        '_' | '-' | '.' => true,
        '\u{d7}' | '\u{f7}' | '\u{2000}'..='\u{206f}' | '\u{2190}'..='\u{3000}' => false,
        c => c.is_ascii_alphanumeric() || c >= '\u{c0}',
    };
    let begins = |c: char| c.is_alphabetic() || c == '_';
    if heading.chars().all(fits) && heading.chars().next().is_some_and(begins) {
        return Cow::Borrowed(heading);
    }
    let mut out: String = heading
        .chars()
        .map(|c| if fits(c) { c } else { '_' })
        .collect();
    if !out.chars().next().is_some_and(begins) {
        out.insert(0, '_');
    }
    Cow::Owned(out)
}
