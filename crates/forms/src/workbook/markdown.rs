//! Tables of bars, as people write forms in mails and issues: the first cell of a row names the sheet, once, and
//! what follows are its cells. Rows are counted as the sheet of a spreadsheet would count them.

use super::{CELLS_MAX, COLUMNS_MAX, ROWS_MAX, RawSheet, too_many_cells};

/// Whether a text is tables of bars: its first line with words begins with one.
pub(super) fn is_table(text: &str) -> bool {
    text.lines()
        .map(str::trim)
        .find(|line| !line.is_empty() && !line.starts_with('#'))
        .is_some_and(|line| line.starts_with('|'))
}

/// The sheets in the tables. What is no row of a table is passed over.
///
/// # Errors
/// When rows stand before any sheet, or there are too many.
pub(super) fn sheets(text: &str) -> Result<Vec<RawSheet>, String> {
    let mut sheets: Vec<RawSheet> = Vec::new();
    let mut number = 0_u32;
    let mut count = 0;
    for (at, line) in text.lines().enumerate() {
        let Some(inner) = inside(line) else { continue };
        let mut cells = split(inner).into_iter();
        let name = cells.next().unwrap_or_default();
        let cells: Vec<String> = cells.take(COLUMNS_MAX).collect();
        let blank = cells.iter().all(String::is_empty);
        if !name.is_empty() {
            sheets.push(RawSheet {
                name,
                rows: Vec::new(),
            });
            number = 0;
            if blank {
                continue;
            }
        }
        let Some(sheet) = sheets.last_mut() else {
            if blank {
                continue;
            }
            return Err(format!(
                "line {} stands before any sheet: write \"| survey |\" above it",
                at + 1
            ));
        };
        number += 1;
        if number > ROWS_MAX + 1 {
            return Err(format!(
                "the sheet {} has more than {ROWS_MAX} rows: split the form or take the list out",
                sheet.name
            ));
        }
        count += cells.len();
        if count > CELLS_MAX {
            return Err(too_many_cells(&sheet.name));
        }
        if !blank {
            sheet.rows.push((number, cells));
        }
    }
    Ok(sheets)
}

/// What stands between the first and the last bar; nothing for lines between header and rows.
fn inside(line: &str) -> Option<&str> {
    let line = line.trim().strip_prefix('|')?;
    let end = line.rfind('|').unwrap_or(line.len());
    let inner = line.get(..end).unwrap_or(line);
    let rule = !inner.is_empty() && inner.chars().all(|c| matches!(c, '|' | '-'));
    (!rule).then_some(inner)
}

/// The cells between bars; `\|` is a bar that belongs to a cell.
fn split(inner: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for c in inner.chars() {
        if c == '|' && !escaped {
            cells.push(String::new());
        } else if let Some(cell) = cells.last_mut() {
            if c == '|' {
                cell.pop();
            }
            cell.push(c);
        }
        escaped = c == '\\';
    }
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}
