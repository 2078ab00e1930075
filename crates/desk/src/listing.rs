//! What a person makes of lists: places to narrow them by, columns and views that are kept for them, and a table
//! of the records that they chose.

use std::collections::BTreeSet;

use forms::{Form, Index};
use store::reports::Given;
use store::{PlaceLevel, Query, Reader, Texts};

use crate::drafts::record_id;
use crate::open::Open;
use crate::records_view::small;
use crate::reports::{Cell, FileFormat, Line, Lines, Sums, total};
use crate::veil::{Seen, class_numbered};
use crate::view::{ListColumn, PlaceOption, RecordRow, RecordViews};
use crate::{Desk, DeskError, words};

/// The most views of one person, columns of a view, and signs of a name.
const VIEWS_MAX: usize = 50;
const COLUMNS_MAX: usize = 30;
const NAME_SIGNS_MAX: usize = 80;
/// The most records of one exported list.
pub(crate) const LIST_RECORDS_MAX: usize = 10_000;
/// A spreadsheet would take a text that begins like this for a formula.
const FORMULA_SIGNS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];
/// Tells a spreadsheet that the table is in UTF-8.
pub(crate) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

impl Desk {
    /// The places that records of this person's teams name, most records first: provinces, the districts of a
    /// province, or the communes of a district. Records whose place this person is not shown do not count.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn record_places(
        &self,
        adm1: Option<&str>,
        adm2: Option<&str>,
    ) -> Result<Vec<PlaceOption>, DeskError> {
        self.with_open(|open| {
            open.store.read_as(|reader| {
                let level = match (adm1, adm2) {
                    (None, _) => PlaceLevel::Province,
                    (Some(_), None) => PlaceLevel::District,
                    (Some(_), Some(_)) => PlaceLevel::Commune,
                };
                let query = Query {
                    teams: open.person.teams.clone(),
                    sight: open.person.sight(),
                    adm1: adm1.map(str::to_owned),
                    adm2: adm2.map(str::to_owned),
                    ..Query::default()
                };
                let named = reader.places_named(&query, level)?;
                let options = named.into_iter().map(|(code, form, records)| {
                    let form = open.book.newest(reader, &form).ok();
                    let label = self.place_name(open, reader, form.as_deref(), &code)?;
                    Ok(PlaceOption {
                        code,
                        label,
                        records: small(records),
                    })
                });
                options.collect()
            })
        })
    }

    /// A place as people read it: by the lists of places, by the choices of the form, or else as it stands.
    pub(crate) fn place_name(
        &self,
        open: &Open,
        reader: &Reader<'_>,
        form: Option<&Form>,
        code: &str,
    ) -> Result<String, DeskError> {
        let language = self.language();
        let country = open.country();
        let whole = match code.starts_with(country.as_str()) {
            true => code.to_owned(),
            false => format!("{country}{code}"),
        };
        if let Some(names) = reader.place_names(&country, &whole)? {
            return Ok(spoken(&names, &language).unwrap_or(code).to_owned());
        }
        let choice = form.and_then(|form| {
            let mut asked = form.questions().filter(|q| q.index == Some(Index::Adm1));
            Some(words::value(asked.next()?, form, code, &language))
        });
        Ok(choice.unwrap_or_else(|| code.to_owned()))
    }

    /// The columns and views that this person keeps.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be read.
    pub fn record_views(&self) -> Result<RecordViews, DeskError> {
        self.with_open(|open| {
            let kept = open.store.read(|reader| reader.setting(&views_of(open)))?;
            // What cannot be read is as good as none: it says only how somebody likes their lists.
            Ok(kept
                .and_then(|text| serde_json::from_str(&text).ok())
                .unwrap_or_default())
        })
    }

    /// Keeps this person's columns and views in place of those before.
    ///
    /// # Errors
    /// [`DeskError::Misused`] when a name is empty, too long or there twice, or there are too many.
    pub fn keep_record_views(&self, views: &RecordViews) -> Result<RecordViews, DeskError> {
        check(views)?;
        let text = serde_json::to_string(views).map_err(|_| misused("the views cannot be kept"))?;
        self.with_open(|open| {
            Ok(open
                .store
                .write(|writer| writer.set_setting(&views_of(open), Some(&text)))?)
        })?;
        self.record_views()
    }

    /// A table of chosen records with these columns, as the list shows them to this person: in UTF-8, or as a workbook. Below
    /// them stands how many people they have counted together, where this person is shown all of it.
    /// That it is given out, and where it holds guarded facts, is written down first.
    ///
    /// # Errors
    /// [`DeskError::Misused`] for more than ten thousand records, an unknown column or another format;
    /// [`DeskError::NotFound`] when one of the records is not there.
    pub fn list_table(
        &self,
        records: &[String],
        columns: &[ListColumn],
        format: FileFormat,
    ) -> Result<Vec<u8>, DeskError> {
        if !matches!(format, FileFormat::Csv | FileFormat::Xlsx) {
            return Err(misused("a table is written as csv or xlsx"));
        }
        let mut out = Vec::new();
        let mut lines = Lines::begin("records", format, &mut out)?;
        let mut sums = Sums::default();
        let heads = columns
            .iter()
            .map(|column| Cell::Text(column.heading.clone()));
        lines.add(Line::Heading, &heads.collect::<Vec<_>>())?;
        self.each_listed(records, columns, format, &mut |listed| {
            listed.add_to(&mut sums, columns);
            lines.add(Line::Row, &listed.cells)
        })?;
        if sums.has_some() {
            let language = self.language();
            lines.add(Line::Total, &sums.line(total(&language), columns.len()))?;
        }
        lines.end()?;
        Ok(out)
    }

    /// Goes through chosen records as the list shows them to this person, after it was written down that they are given out,
    /// and of each that holds guarded facts that it was exported.
    pub(crate) fn each_listed(
        &self,
        records: &[String],
        columns: &[ListColumn],
        format: FileFormat,
        see: &mut dyn FnMut(&Listed) -> Result<(), DeskError>,
    ) -> Result<(), DeskError> {
        if records.len() > LIST_RECORDS_MAX {
            return Err(misused("choose at most 10,000 records"));
        }
        self.with_open(|open| {
            open.store.write_as(|writer| {
                let keys: Vec<&str> = columns.iter().map(|column| column.key.as_str()).collect();
                writer.add_given(&Given {
                    filter: format!("columns {}", keys.join(", ")),
                    format: format.as_str().to_owned(),
                    rows: records.len() as u64,
                    ..self.gives_out(open, "list".to_owned())
                })?;
                for record in records {
                    let id = record_id(record)?;
                    let team = open.team_of(writer, id)?;
                    let row = writer
                        .row(&team, id)?
                        .ok_or(DeskError::NotFound { what: "record" })?;
                    let classes = row.classes;
                    let view = self.row_view(open, writer, row)?;
                    let cells = columns.iter().map(|column| cell(&view, &column.key));
                    let listed = Listed {
                        cells: cells.collect::<Result<_, DeskError>>()?,
                        is_masked: view.masked.iter().any(|masked| masked == "people"),
                        is_guarded: columns
                            .iter()
                            .any(|column| is_guarded(&view, &classes, &column.key)),
                    };
                    see(&listed)?;
                    if listed.is_guarded {
                        let seen = Seen {
                            record: id,
                            team: &team,
                            form: &view.form,
                            path: "",
                            deed: "exported",
                        };
                        self.note_reveal(open, writer, &seen, None)?;
                    }
                }
                Ok::<_, DeskError>(())
            })
        })
    }
}

/// A record as a list gives it out.
pub(crate) struct Listed {
    pub(crate) cells: Vec<Cell>,
    /// How many people it counts is masked.
    is_masked: bool,
    /// It holds a guarded fact that this person is shown.
    pub(crate) is_guarded: bool,
}

impl Listed {
    /// Adds its people to what the columns come to; where they are masked, nobody is told a sum of the others.
    pub(crate) fn add_to(&self, sums: &mut Sums, columns: &[ListColumn]) {
        for (at, (column, cell)) in columns.iter().zip(&self.cells).enumerate() {
            match cell {
                _ if !COUNTS.contains(&column.key.as_str()) => {}
                _ if self.is_masked => sums.lacks(at),
                Cell::Number(number) => sums.add(at, *number),
                _ => {}
            }
        }
    }
}

pub(crate) fn misused(why: &str) -> DeskError {
    DeskError::Misused {
        why: why.to_owned(),
    }
}

fn views_of(open: &Open) -> String {
    format!("views.{}", open.person.id)
}

fn check(views: &RecordViews) -> Result<(), DeskError> {
    let mut names = BTreeSet::new();
    for view in &views.views {
        let name = view.name.trim();
        if name.is_empty() || name.chars().count() > NAME_SIGNS_MAX {
            return Err(misused("a view needs a name of at most 80 signs"));
        }
        if !names.insert(name) {
            return Err(misused("there is a view of this name already"));
        }
    }
    let chosen = views.views.iter().map(|view| &view.columns);
    let is_long = chosen
        .chain(views.columns.values())
        .any(|columns| columns.len() > COLUMNS_MAX);
    let opening = views.views.iter().filter(|view| view.opens).count();
    if views.views.len() > VIEWS_MAX || is_long || opening > 1 {
        return Err(misused("there are too many views or columns"));
    }
    Ok(())
}

/// The name in a language, else in Latin letters, else any.
fn spoken<'n>(names: &'n Texts, language: &str) -> Option<&'n str> {
    let named = |key: &str| names.get(key).map(String::as_str);
    named(language)
        .or_else(|| named("latin"))
        .or_else(|| named("en"))
        .or_else(|| names.values().next().map(String::as_str))
}

/// The columns of people counted.
pub(crate) const COUNTS: [&str; 5] = ["people", "women", "men", "girls", "boys"];

fn cell(row: &RecordRow, key: &str) -> Result<Cell, DeskError> {
    let count =
        |number: Option<u32>| number.map_or(Cell::Empty, |number| Cell::Number(number.into()));
    let [women, men, girls, boys] = row.counts;
    let text = match key {
        "people" => return Ok(count(row.people)),
        "women" => return Ok(count(women)),
        "men" => return Ok(count(men)),
        "girls" => return Ok(count(girls)),
        "boys" => return Ok(count(boys)),
        "problems" => return Ok(count(Some(row.problems))),
        "date" => return Ok(row.date.as_deref().map_or(Cell::Empty, Cell::told)),
        "what" => row.title.clone(),
        "more" => row.subtitle.clone(),
        "reference" => row.reference.clone(),
        "form" => row.form_title.clone(),
        "team" => row.team.clone(),
        "author" => row.author.clone(),
        "adm1" => row.adm1.clone(),
        "adm2" => row.adm2.clone(),
        "state" => row.review.clone(),
        "delivery" => row.delivery.clone(),
        "changed" => row.changed_at.clone(),
        _ => return Err(misused("there is no such column")),
    };
    Ok(match text.is_empty() {
        true => Cell::Empty,
        false => Cell::Text(text),
    })
}

/// A text as a cell that no spreadsheet takes for a formula.
pub(crate) fn safe(text: String) -> String {
    match text.starts_with(FORMULA_SIGNS) {
        true => format!("{QUOTE}{text}"),
        false => text,
    }
}

/// Begins a cell that is no formula.
const QUOTE: char = '\'';

/// A text as a cell that no spreadsheet takes for a formula, and that [`unquoted`] gives back as it was.
pub(crate) fn quoted(text: String) -> String {
    match text.starts_with(QUOTE) {
        true => format!("{QUOTE}{text}"),
        false => safe(text),
    }
}

/// The text of a cell that [`quoted`] made.
pub(crate) fn unquoted(cell: &str) -> &str {
    let is_quoted = |rest: &&str| rest.starts_with(QUOTE) || rest.starts_with(FORMULA_SIGNS);
    cell.strip_prefix(QUOTE).filter(is_quoted).unwrap_or(cell)
}

/// Whether a cell holds a guarded fact that this person is shown.
fn is_guarded(row: &RecordRow, classes: &store::Classes, key: &str) -> bool {
    let (class, fact) = match key {
        "date" => (classes.date, "date"),
        "what" => (classes.title, "title"),
        "more" => (classes.subtitle, "subtitle"),
        "adm1" | "adm2" => (classes.place, "place"),
        key if COUNTS.contains(&key) => (classes.people, "people"),
        _ => return false,
    };
    let is_masked = row.masked.iter().any(|masked| masked == fact);
    class_numbered(class) >= forms::Class::P2 && !is_masked
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]
    use super::*;
    use crate::view::{RecordQuery, SavedView};

    #[test]
    fn views_have_names_of_their_own() {
        #[track_caller]
        fn check_names(names: &[&str], opens: &[bool], fits: bool) {
            let views = RecordViews {
                views: names
                    .iter()
                    .zip(opens)
                    .map(|(name, opens)| SavedView {
                        name: (*name).to_owned(),
                        query: RecordQuery::default(),
                        columns: Vec::new(),
                        opens: *opens,
                    })
                    .collect(),
                ..RecordViews::default()
            };
            assert_eq!(check(&views).is_ok(), fits, "{names:?}");
        }
        check_names(&[], &[], true);
        check_names(&["Returned", "ត្រឡប់"], &[true, false], true);
        check_names(&["Returned", " Returned "], &[false, false], false);
        check_names(&["  "], &[false], false);
        check_names(&[&"a".repeat(81)], &[false], false);
        check_names(&["a", "b"], &[true, true], false);
    }

    proptest::proptest! {
        #[test]
        fn a_quoted_text_is_no_formula_and_comes_back_as_it_was(text in "['=+@\t\r-]{0,3}\\PC{0,6}") {
            let cell = quoted(text.clone());
            proptest::prop_assert!(!cell.starts_with(FORMULA_SIGNS), "{cell}");
            proptest::prop_assert_eq!(unquoted(&cell), text);
        }
    }

    #[test]
    fn a_place_is_named_in_the_language_or_in_latin_letters() {
        let names: Texts = [("km", "បាត់ដំបង"), ("latin", "Battambang")]
            .map(|(key, name)| (key.to_owned(), name.to_owned()))
            .into();
        assert_eq!(spoken(&names, "km"), Some("បាត់ដំបង"));
        assert_eq!(spoken(&names, "en"), Some("Battambang"));
        assert_eq!(spoken(&Texts::new(), "en"), None);
    }

    #[test]
    fn lists_of_an_older_program_are_made_anew_when_somebody_unlocks() {
        let (_folder, desk) = crate::setup::alone::laptop("field");
        let old = |desk: &Desk| {
            let asked = desk.with_open(|open| Ok(open.store.read(|r| r.has_old_lists())?));
            asked.unwrap()
        };
        assert!(!old(&desk));
        let listed = |desk: &Desk| {
            let query = RecordQuery {
                limit: 50,
                ..RecordQuery::default()
            };
            let rows = desk.records(&query).unwrap().rows;
            rows.into_iter().map(|row| row.record).collect::<Vec<_>>()
        };
        let before = listed(&desk);
        desk.with_open(|open| {
            Ok(open
                .store
                .write(|writer| writer.set_setting("store.old_lists", Some("classes")))?)
        })
        .unwrap();
        assert!(old(&desk));
        desk.lock().unwrap();
        desk.unlock("Dara", crate::setup::alone::WORDS).unwrap();
        assert!(!old(&desk));
        assert!(!before.is_empty());
        assert_eq!(listed(&desk), before);
    }
}
