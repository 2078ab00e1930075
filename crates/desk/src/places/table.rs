//! A list of places as a table: a row for each place, checked before anything is kept.

use std::collections::HashMap;

use store::{NewPlace, Texts, normalise};

use super::where_is::WhereColumns;
use crate::import::{ImportError, Source, SourceRow};

const LEVEL_MAX: u8 = 9;
const PLACES_MAX: usize = 200_000;
const CODE_SIGNS_MAX: usize = 32;
const NAME_SIGNS_MAX: usize = 200;
const LANGUAGE_SIGNS_MAX: usize = 16;

const PARENT: &str = "parent";
const LEVEL: &str = "level";
const REPLACED_BY: &str = "replaced_by";

/// A list of places that can be kept.
#[derive(Debug)]
pub(crate) struct PlaceTable {
    /// The country: what the topmost places hang on.
    pub(crate) list: String,
    /// The places in the order of the file.
    pub(crate) places: Vec<NewPlace>,
}

impl PlaceTable {
    /// Reads a table: CSV in UTF-8 or a workbook.
    ///
    /// # Errors
    /// When it is no list of places, by line and column.
    pub(crate) fn read(bytes: &[u8]) -> Result<PlaceTable, ImportError> {
        let source = Source::read(bytes)?;
        let columns = Columns::of(&source)?;
        if source.rows.len() > PLACES_MAX {
            return Err(ImportError::TooLong {
                rows: source.rows.len(),
                max: PLACES_MAX,
            });
        }
        let mut rows = Vec::with_capacity(source.rows.len());
        for row in &source.rows {
            rows.push((row.number, columns.place(row)?));
        }
        let list = columns.list(&rows)?;
        let top = top(&rows);
        for (_, place) in rows.iter_mut().filter(|(_, place)| place.level == top) {
            place.parent.clone_from(&list);
        }
        columns.check_tree(&rows, top)?;
        Ok(PlaceTable {
            list,
            places: rows.into_iter().map(|(_, place)| place).collect(),
        })
    }
}

type Rows = [(u32, NewPlace)];

/// The columns of the table that count; others are passed over.
struct Columns {
    code: String,
    names: Vec<Column>,
    units: Vec<Column>,
    has_replaced: bool,
    places: WhereColumns,
}

struct Column {
    heading: String,
    language: String,
}

impl Columns {
    fn of(source: &Source) -> Result<Columns, ImportError> {
        let has = |name: &str| source.columns.iter().any(|column| column == name);
        let missing = |what: &str| ImportError::Line {
            line: 1,
            why: format!("there is no column {what}"),
        };
        let code = ["pcode", "code"].into_iter().find(|name| has(name));
        let code = code.ok_or_else(|| missing("“pcode”"))?.to_owned();
        for needed in [PARENT, LEVEL] {
            if !has(needed) {
                return Err(missing(&format!("“{needed}”")));
            }
        }
        let names = languages(&source.columns, "name_")?;
        if names.is_empty() {
            return Err(missing("with names, such as “name_km” or “name_latin”"));
        }
        Ok(Columns {
            code,
            names,
            units: languages(&source.columns, "unit_")?,
            has_replaced: has(REPLACED_BY),
            places: WhereColumns::of(source),
        })
    }

    fn place(&self, row: &SourceRow) -> Result<NewPlace, ImportError> {
        let names = texts(row, &self.names)?;
        let first = self.names.first().map_or("", |column| &column.heading);
        if names.is_empty() {
            return Err(cell(row.number, first, "this place has no name"));
        }
        let replaced_by = if self.has_replaced {
            Some(code(row, REPLACED_BY)?).filter(|code| !code.is_empty())
        } else {
            None
        };
        let own = code(row, &self.code)?;
        if own.is_empty() {
            return Err(cell(row.number, &self.code, "this place has no code"));
        }
        Ok(NewPlace {
            code: own,
            parent: code(row, PARENT)?,
            level: level(row)?,
            names,
            units: texts(row, &self.units)?,
            replaced_by,
            site: self.places.read(row)?,
        })
    }

    /// Returns the one country that all topmost places hang on.
    fn list(&self, rows: &Rows) -> Result<String, ImportError> {
        let top = top(rows);
        let mut topmost = rows.iter().filter(|(_, place)| place.level == top);
        let Some((line, first)) = topmost.next() else {
            return Err(ImportError::Line {
                line: 1,
                why: "there is no place below the headings".into(),
            });
        };
        let list = country(first);
        if list.is_empty() {
            let why = "a place at the top names the country here, such as KH";
            return Err(cell(*line, PARENT, why));
        }
        for (other, place) in topmost {
            let theirs = country(place);
            if theirs != list {
                let why = format!(
                    "the topmost place of line {line} is in {list} and this one is not: one list is one country"
                );
                return Err(cell(*other, PARENT, why));
            }
        }
        Ok(list.to_owned())
    }

    /// Checks that codes stand once, and that each place hangs on one above it that is there.
    fn check_tree(&self, rows: &Rows, top: u8) -> Result<(), ImportError> {
        let mut known: HashMap<&str, (u32, &NewPlace)> = HashMap::with_capacity(rows.len());
        for (line, place) in rows {
            if let Some((first, _)) = known.insert(&place.code, (*line, place)) {
                let why = format!("the code {} stands in line {first} already", place.code);
                return Err(cell(*line, &self.code, why));
            }
        }
        for (line, place) in rows {
            if place.level > top {
                check_parent(*line, place, known.get(place.parent.as_str()))?;
            }
            if let Some(by) = &place.replaced_by {
                let other = known.get(by.as_str()).filter(|_| *by != place.code);
                if other.is_none_or(|(_, other)| other.replaced_by.is_some()) {
                    let why = format!("{by} is no other place that this list has as valid");
                    return Err(cell(*line, REPLACED_BY, why));
                }
            }
        }
        Ok(())
    }
}

fn check_parent(
    line: u32,
    place: &NewPlace,
    parent: Option<&(u32, &NewPlace)>,
) -> Result<(), ImportError> {
    let given = &place.parent;
    let why = match parent {
        None if given.is_empty() => "only a topmost place has no parent".to_owned(),
        None => format!("there is no place with the code {given} in this list"),
        Some((_, parent)) if parent.level >= place.level => format!(
            "{given} has level {} and cannot hold a place of level {}",
            parent.level, place.level
        ),
        Some((_, parent)) if parent.replaced_by.is_some() && place.replaced_by.is_none() => {
            format!("{given} was replaced and cannot hold a place that is valid")
        }
        Some(_) => return Ok(()),
    };
    Err(cell(line, PARENT, why))
}

fn top(rows: &Rows) -> u8 {
    let levels = rows.iter().map(|(_, place)| place.level);
    levels.min().unwrap_or(1)
}

/// What a topmost place hangs on; when it does not say, the letters that its code begins with.
fn country(place: &NewPlace) -> &str {
    if !place.parent.is_empty() {
        return &place.parent;
    }
    let digits = place
        .code
        .trim_start_matches(|sign: char| sign.is_ascii_alphabetic());
    place.code.strip_suffix(digits).unwrap_or_default()
}

/// The columns with this prefix, such as `name_km`.
fn languages(columns: &[String], prefix: &str) -> Result<Vec<Column>, ImportError> {
    let mut found = Vec::new();
    for heading in columns {
        let Some(language) = heading.strip_prefix(prefix) else {
            continue;
        };
        let plain = |sign: char| sign.is_ascii_alphanumeric() || sign == '-';
        if language.is_empty()
            || language.len() > LANGUAGE_SIGNS_MAX
            || !language.chars().all(plain)
        {
            let why = format!("“{language}” after “{prefix}” names no language or script");
            return Err(cell(1, heading, why));
        }
        found.push(Column {
            heading: heading.clone(),
            language: language.to_owned(),
        });
    }
    Ok(found)
}

fn texts(row: &SourceRow, columns: &[Column]) -> Result<Texts, ImportError> {
    let mut texts = Texts::new();
    for Column { heading, language } in columns {
        let text = row.text(heading).unwrap_or_default();
        if text.is_empty() {
            continue;
        }
        if text.chars().count() > NAME_SIGNS_MAX {
            let why = format!("this text has more than {NAME_SIGNS_MAX} signs");
            return Err(cell(row.number, heading, why));
        }
        if text.contains(char::is_control) {
            return Err(cell(row.number, heading, "a name stands on one line"));
        }
        if language == "km" && is_latin_only(&text) {
            let why = "Latin letters where Khmer is expected, perhaps typed in a legacy font: convert it to Unicode";
            return Err(cell(row.number, heading, why));
        }
        texts.insert(language.clone(), text);
    }
    Ok(texts)
}

fn is_latin_only(text: &str) -> bool {
    text.contains(|sign: char| sign.is_ascii_alphabetic())
        && !text.contains(|sign| matches!(sign, '\u{1780}'..='\u{17ff}'))
}

fn code(row: &SourceRow, column: &str) -> Result<String, ImportError> {
    let code = row.text(column).unwrap_or_default();
    let plain = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '.' | '_');
    if code.len() > CODE_SIGNS_MAX || !code.chars().all(plain) {
        let why = format!("a code is at most {CODE_SIGNS_MAX} Latin letters and digits");
        return Err(cell(row.number, column, why));
    }
    Ok(code)
}

fn level(row: &SourceRow) -> Result<u8, ImportError> {
    let text = row.text(LEVEL).unwrap_or_default();
    let level = normalise(&text).parse().ok();
    level
        .filter(|level| (1..=LEVEL_MAX).contains(level))
        .ok_or_else(|| {
            let why = format!("a level is a number from 1, the topmost, to {LEVEL_MAX}");
            cell(row.number, LEVEL, why)
        })
}

pub(super) fn cell(line: u32, column: &str, why: impl Into<String>) -> ImportError {
    ImportError::Cell {
        line,
        column: column.to_owned(),
        why: why.into(),
    }
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
