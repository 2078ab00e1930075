//! Names that somebody else's system has for the columns of rows, from a file: what is sent to an IMSMA Core or to a ministry is
//! named as they name it.

use std::collections::BTreeMap;

use programme::indicators::SOURCES;

use super::file::misused;
use crate::DeskError;

/// Columns that one file names.
const NAMES_MAX: usize = 500;
/// Signs in the name of a column.
const SIGNS_MAX: usize = 100;
/// The columns that every table has.
const COMMON: [&str; 10] = [
    "day", "team", "review", "adm1", "adm2", "adm3", "adm4", "project", "record", "link",
];

/// Reads a table in CSV with the columns `column` and `name`: which column of `rows:TABLE` is named how.
///
/// # Errors
/// [`DeskError::Misused`] with the line that cannot be used: a column that no table has, one that stood before, a name that is
/// empty, too long, or another column's.
pub fn column_names(table: &[u8]) -> Result<BTreeMap<String, String>, DeskError> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(table);
    let heading = reader
        .headers()
        .map_err(|_| misused("line 1: it is no line of a table"))?;
    let place = |wanted: &str| {
        let mut names = heading.iter();
        names.position(|name| name.trim_start_matches('\u{feff}').trim() == wanted)
    };
    let (Some(column), Some(name)) = (place("column"), place("name")) else {
        return Err(misused(
            "line 1: there are to be the columns column and name",
        ));
    };
    let mut names = BTreeMap::new();
    for (at, row) in reader.records().enumerate() {
        let wrong = |why: &str| misused(&format!("line {}: {why}", at + 2));
        let row = row.map_err(|_| wrong("it is no line of a table"))?;
        let cell = |at: usize| row.get(at).unwrap_or_default().trim();
        let (column, name) = (cell(column), cell(name));
        if column.is_empty() && name.is_empty() {
            continue;
        }
        if !is_column(column) {
            return Err(wrong(&format!("no table has a column {column:?}")));
        }
        if name.is_empty() || name.chars().nth(SIGNS_MAX).is_some() {
            return Err(wrong("the name of a column has 1 to 100 signs"));
        }
        if names.values().any(|known| known == name) {
            return Err(wrong(&format!("{name:?} names another column already")));
        }
        if names.insert(column.to_owned(), name.to_owned()).is_some() {
            return Err(wrong(&format!("{column:?} stood before")));
        }
        if names.len() > NAMES_MAX {
            return Err(wrong("a file names at most 500 columns"));
        }
    }
    Ok(names)
}

fn is_column(name: &str) -> bool {
    let mut asked = SOURCES.iter().flat_map(|source| source.columns);
    COMMON.contains(&name) || asked.any(|(column, ..)| *column == name)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]

    use super::*;

    #[test]
    fn a_file_of_names_is_read_line_by_line() {
        let check =
            |lines: &str, want: Result<&str, &str>| match (column_names(lines.as_bytes()), want) {
                (Ok(names), Ok(want)) => {
                    let told = names
                        .iter()
                        .map(|(column, name)| format!("{column}={name}"));
                    assert_eq!(told.collect::<Vec<_>>().join(" "), want);
                }
                (Err(error), Err(part)) => {
                    let told = error.to_string();
                    assert!(told.contains(part), "{told}");
                }
                (other, _) => panic!("{lines}: {other:?}"),
            };
        check("column,name\n", Ok(""));
        check(
            "\u{feff}name,column,note\nactivity_date,day,x\nadult_f,women\n,,\n",
            Ok("day=activity_date women=adult_f"),
        );
        check("column\nday\n", Err("line 1"));
        check(
            "column,name\nstreet,x\n",
            Err("line 2: no table has a column"),
        );
        check("column,name\nday,\n", Err("line 2: the name"));
        check(
            "column,name\nday,x\nday,y\n",
            Err("line 3: \"day\" stood before"),
        );
        check(
            "column,name\nday,x\nteam,x\n",
            Err("line 3: \"x\" names another"),
        );
    }
}
