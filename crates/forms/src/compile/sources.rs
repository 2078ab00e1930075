//! Where selects take their choices from, looked at for what cannot be meant: files, lists that `search()` fills, and
//! look-ups.

use super::Builder;
use super::notices::{Seen, family};
use super::parameters::Family;
use crate::workbook::{Row, Sheet, Workbook};

/// Endings of files that lists are read from.
const ENDINGS: &[&str] = &[".csv", ".xml", ".geojson"];
pub(super) const FROM_FILE: &[&str] = &[
    "select_one_from_file ",
    "select_multiple_from_file ",
    "select one from file ",
    "select multiple from file ",
];

impl Builder {
    /// `reference-geometry` names a list, or a repeat of the form.
    pub(super) fn geometry(&mut self, survey: &Sheet, row: &Row, place: &str) {
        let repeat = place
            .strip_prefix("${")
            .and_then(|rest| rest.strip_suffix('}'));
        let known = match repeat {
            Some(name) => self.names.get(name).is_some_and(|all| {
                all.iter()
                    .any(|at| self.item(*at).kind == crate::Kind::Repeat)
            }),
            None => {
                self.lists.iter().any(|list| list.name == place)
                    || self.entity_lists.iter().any(|list| list == place)
                    || survey
                        .rows
                        .iter()
                        .any(|other| names_file(survey, other, place))
            }
        };
        if !known {
            let words = format!(
                "reference-geometry: {place} is neither a list, a file nor a repeat of this form: correct the name"
            );
            self.warn("survey", Some(row.number), Some("parameters"), words);
        }
    }

    /// Lists from files: their endings, and one file for each name.
    pub(super) fn files<'s>(
        &mut self,
        row: &Row,
        cell: &str,
        lower: &str,
        name: &str,
        seen: &mut Seen<'s>,
    ) {
        let file = FROM_FILE.iter().find_map(|phrase| {
            lower
                .starts_with(phrase)
                .then(|| cell.get(phrase.len()..))?
        });
        let file = file.map(|rest| {
            rest.split_whitespace()
                .next()
                .unwrap_or_default()
                .to_owned()
        });
        if let Some(file) = &file
            && !ENDINGS.iter().any(|ending| file.ends_with(ending))
        {
            let words = format!(
                "the file \"{file}\" cannot be a list: its name has to end in {}",
                ENDINGS.join(", ")
            );
            self.warn("survey", Some(row.number), Some("type"), words);
            return;
        }
        let declared = match lower.trim() {
            "csv-external" => Some(format!("{name}.csv")),
            "xml-external" => Some(format!("{name}.xml")),
            _ => file,
        };
        let Some(file) = declared else { return };
        if file.starts_with("__last-saved.") {
            let words = "__last-saved is the place of the record that was saved last: the same instance name cannot be a file, rename it";
            self.warn("survey", Some(row.number), Some("name"), words.to_owned());
        }
        let stem = file
            .rsplit_once('.')
            .map_or(file.as_str(), |(stem, _)| stem)
            .to_owned();
        match seen.files.get(&stem) {
            Some((other, first)) if *other != file => {
                let words = format!(
                    "row {first} reads {stem} from {other}, this one from {file}: expressions could not tell them apart; rename one"
                );
                self.warn("survey", Some(row.number), Some("name"), words);
            }
            Some((_, first)) if lower.ends_with("-external") => {
                let words = format!("row {first} declares {stem} already: one is enough");
                self.warn("survey", Some(row.number), Some("name"), words);
            }
            Some(_) => {}
            None => {
                seen.files.insert(stem, (file, row.number));
            }
        }
    }

    /// What selects take their choices from.
    pub(super) fn lists<'s>(
        &mut self,
        book: &Workbook,
        survey: &'s Sheet,
        row: &'s Row,
        seen: &mut Seen<'s>,
    ) {
        let cell = survey.get(row, "type").unwrap_or_default();
        let name = survey.get(row, "name").unwrap_or_default();
        let mut words = cell.split_whitespace().skip(1);
        let lower = cell.to_lowercase();
        let at = Some(row.number);
        if lower.starts_with("select_one_external") {
            let list = words.next().unwrap_or_default();
            let sheet = book.sheet("external_choices");
            let known = seen.external.contains(list);
            if sheet.is_none() {
                let words = "there is no sheet named external_choices: add it with the columns list_name and name";
                self.warn("survey", at, Some("type"), words.to_owned());
            } else if !known {
                let words = format!(
                    "the external_choices sheet has no list named {list}: add it, or correct the name"
                );
                self.warn("survey", at, Some("type"), words);
            }
            if survey.get(row, "choice_filter").is_none() {
                let words = "lists of external_choices are meant to be filtered: add a choice_filter, or use select_one";
                self.warn("survey", at, Some("choice_filter"), words.to_owned());
            }
            return;
        }
        if !matches!(family(&lower), Family::Select) {
            return;
        }
        let list = words.next().unwrap_or_default();
        seen.offers.push((list, name, row.number));
        if survey
            .get(row, "appearance")
            .is_some_and(|looks| looks.contains("search("))
        {
            seen.searched.entry(list).or_insert(name);
        }
        if lower.contains("or_other") && survey.get(row, "choice_filter").is_some() {
            let words = "or_other with a choice_filter: other tools refuse that; the added choice is offered always";
            self.warn("survey", at, Some("choice_filter"), words.to_owned());
        }
        if let Some(table) = &mut seen.table {
            if survey.get(row, "choice_filter").is_some() {
                let words =
                    "a table shows the same choices in each row: take the choice_filter out";
                self.warn("survey", at, Some("choice_filter"), words.to_owned());
            }
            match table {
                None => *table = Some(list),
                Some(first) if *first != list => {
                    let words = format!(
                        "the rows of this table offer {first}, this one {list}: put it into a group of its own"
                    );
                    self.warn("survey", at, Some("type"), words);
                }
                Some(_) => {}
            }
        }
    }

    pub(super) fn searched(&mut self, seen: &Seen<'_>) {
        for (list, name, row) in &seen.offers {
            let Some(first) = seen.searched.get(list) else {
                continue;
            };
            if first != name && !self.searches(*row) {
                let words = format!(
                    "question {first} uses search() with the list {list}: its choices come from a file; give this question a list of its own"
                );
                self.warn("survey", Some(*row), Some("type"), words);
            }
        }
    }

    /// `pulldata('name', …)` reads name.csv; a file of another ending has the same name for expressions.
    pub(super) fn looked_up(&mut self, survey: &Sheet, row: &Row, seen: &Seen<'_>) {
        for column in [
            "calculation",
            "relevant",
            "constraint",
            "required",
            "read_only",
        ] {
            let cell = survey.get(row, column).unwrap_or_default();
            for call in cell.split("pulldata(").skip(1) {
                let call = call.trim_start();
                let name = call
                    .get(1..)
                    .and_then(|rest| rest.split(['\'', '"']).next());
                let Some(name) = name else { continue };
                let Some((file, first)) = seen.files.get(name) else {
                    continue;
                };
                if *file != format!("{name}.csv") {
                    let words = format!(
                        "pulldata('{name}') reads {name}.csv, and row {first} reads {name} from {file}: rename one of the files"
                    );
                    self.warn("survey", Some(row.number), Some(column), words);
                }
            }
        }
    }

    fn searches(&self, row: u32) -> bool {
        let mut questions = self.questions.iter();
        questions.any(|q| q.row == row && q.appearance.contains("search("))
    }
}

/// Whether a row reads a list of this name from a file.
fn names_file(survey: &Sheet, row: &Row, stem: &str) -> bool {
    let cell = survey.get(row, "type").unwrap_or_default();
    if cell.ends_with("-external") {
        return survey.get(row, "name") == Some(stem);
    }
    cell.split_whitespace()
        .any(|word| word.rsplit_once('.').is_some_and(|(name, _)| name == stem))
}
