//! What a row asks for beside its question: parameters, files, triggers, names that mean something else. All of it
//! is said, and none of it keeps a form from being used.

use std::collections::{HashMap, HashSet};

use super::Builder;
use super::entities::names_in;
use super::parameters::Family;
use super::rows::is_name;
use super::types::{self, RowType};
use crate::workbook::{Row, Sheet, Workbook};

/// Endings of files that lists are read from.
const ENDINGS: &[&str] = &[".csv", ".xml", ".geojson"];
const FROM_FILE: &[&str] = &[
    "select_one_from_file ",
    "select_multiple_from_file ",
    "select one from file ",
    "select multiple from file ",
];

/// What is remembered from row to row.
#[derive(Default)]
struct Seen<'s> {
    /// Questions by their row.
    places: HashMap<u32, u32>,
    repeats: HashMap<&'s str, u32>,
    /// Lists that `search()` fills, with the question that does.
    searched: HashMap<&'s str, &'s str>,
    /// Questions that take choices of a list: list, question, row.
    offers: Vec<(&'s str, &'s str, u32)>,
    /// The lists of the external_choices sheet.
    external: HashSet<&'s str>,
    /// Lists from files by the name that expressions ask for, with their file.
    files: HashMap<String, (String, u32)>,
    loops: u32,
    /// Within a group that is shown as a table: the list of its questions, once known.
    table: Option<Option<&'s str>>,
}

impl Builder {
    /// Looks at every row of the survey for what its columns cannot mean.
    pub(super) fn notices(&mut self, book: &Workbook, survey: &Sheet) {
        let mut seen = Seen::default();
        if let Some(sheet) = book.sheet("external_choices") {
            let lists = sheet
                .rows
                .iter()
                .filter_map(|row| sheet.get(row, "list_name"));
            seen.external = lists.collect();
        }
        for (at, question) in self.questions.iter().enumerate().skip(1) {
            seen.places.entry(question.row).or_insert(super::index(at));
        }
        for row in &survey.rows {
            if survey.get(row, "disabled").is_some_and(super::rows::is_yes) {
                continue;
            }
            let Some(cell) = survey.get(row, "type") else {
                continue;
            };
            match types::parse(cell) {
                RowType::Begin(kind) => self.begins(survey, row, kind, &mut seen),
                RowType::End(_) => {
                    seen.table = None;
                    let lower = cell.to_lowercase();
                    seen.loops = seen
                        .loops
                        .saturating_sub(u32::from(lower.ends_with("loop")));
                }
                _ => self.asks(book, survey, row, &mut seen),
            }
        }
        self.searched(&seen);
        for row in &survey.rows {
            self.looked_up(survey, row, &seen);
        }
        self.texts_of_choices(book);
        self.settings_names(book);
    }

    fn begins<'s>(
        &mut self,
        survey: &'s Sheet,
        row: &'s Row,
        kind: crate::Kind,
        seen: &mut Seen<'s>,
    ) {
        let name = survey.get(row, "name").unwrap_or_default();
        let cell = survey.get(row, "type").unwrap_or_default().to_lowercase();
        self.reserved(row, name);
        if cell.contains("loop ") || cell.ends_with("loop") {
            seen.loops += 1;
        }
        let looks = survey.get(row, "appearance").unwrap_or_default();
        if looks.split_whitespace().any(|word| word == "table-list") {
            seen.table = Some(None);
        }
        if kind != crate::Kind::Repeat {
            return;
        }
        if seen.loops > 0 {
            let words = format!(
                "a loop would make the repeat {name} once for each choice, all under one name: take it out of the loop"
            );
            self.warn("survey", Some(row.number), Some("name"), words);
        }
        if name == self.item(0).name.as_ref() {
            let words = format!("{name} is the name of the whole form: give the repeat another");
            self.warn("survey", Some(row.number), Some("name"), words);
        }
        if let Some(first) = seen.repeats.insert(name, row.number) {
            let words = format!(
                "the repeat in row {first} has this name too: other tools refuse that; give each repeat a name of its own"
            );
            self.warn("survey", Some(row.number), Some("name"), words);
        }
    }

    fn reserved(&mut self, row: &Row, name: &str) {
        if name == "meta" {
            let words = "meta is the place for facts about the record, such as its id: choose another name, other tools refuse this one";
            self.warn("survey", Some(row.number), Some("name"), words.to_owned());
        }
    }

    fn asks<'s>(
        &mut self,
        book: &'s Workbook,
        survey: &'s Sheet,
        row: &'s Row,
        seen: &mut Seen<'s>,
    ) {
        let name = survey.get(row, "name").unwrap_or_default();
        let cell = survey.get(row, "type").unwrap_or_default();
        let lower = cell.to_lowercase();
        self.reserved(row, name);
        let family = family(&lower);
        let looks = survey.get(row, "appearance").unwrap_or_default();
        let parameters = survey.get(row, "parameters");
        let pairs = self.read_parameters(parameters, row, family, looks);
        if let Some(place) = pairs.get("reference-geometry") {
            self.geometry(survey, row, place);
        }
        if let Some(at) = seen.places.get(&row.number) {
            self.shape(survey, row, *at, &pairs);
        }
        self.files(row, cell, &lower, name, seen);
        self.lists(book, survey, row, seen);
        self.triggering(survey, row, &lower);
        let shown = [
            "label",
            "hint",
            "media::image",
            "media::audio",
            "media::video",
        ];
        let bare = !shown
            .iter()
            .any(|key| survey.translations(row, key).next().is_some());
        let guided = survey.translations(row, "guidance_hint").next().is_some();
        if bare && guided {
            let words =
                "there is guidance but no label or hint: guidance may be hidden, write a label";
            self.warn("survey", Some(row.number), Some("label"), words.to_owned());
        }
        let has = |key: &str| survey.translations(row, key).next().is_some();
        if has("media::big-image") && !has("media::image") {
            let words = "a big-image needs an image that it is the larger form of: add one";
            self.warn(
                "survey",
                Some(row.number),
                Some("media::big-image"),
                words.to_owned(),
            );
        }
        if lower == "audit" && !name.is_empty() && name != "audit" {
            let words = "an audit is always named audit: leave the name empty";
            self.warn("survey", Some(row.number), Some("name"), words.to_owned());
        }
        if types::is_calculation(cell)
            && survey.get(row, "calculation").is_none()
            && survey.get(row, "default").is_some()
        {
            let words = "the calculation is missing: the value stays what the default says";
            self.warn(
                "survey",
                Some(row.number),
                Some("calculation"),
                words.to_owned(),
            );
        }
    }

    /// `reference-geometry` names a list, or a repeat of the form.
    fn geometry(&mut self, survey: &Sheet, row: &Row, place: &str) {
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
    fn files<'s>(&mut self, row: &Row, cell: &str, lower: &str, name: &str, seen: &mut Seen<'s>) {
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
                self.reads_file(&stem, &file);
                seen.files.insert(stem, (file, row.number));
            }
        }
    }

    /// What selects take their choices from.
    fn lists<'s>(
        &mut self,
        book: &'s Workbook,
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

    fn searched(&mut self, seen: &Seen<'_>) {
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
    fn looked_up(&mut self, survey: &Sheet, row: &Row, seen: &Seen<'_>) {
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

    /// Questions that start a calculation have to be shown.
    fn triggering(&mut self, survey: &Sheet, row: &Row, lower: &str) {
        let at = Some(row.number);
        let cell = survey.get(row, "trigger").unwrap_or_default();
        if lower == "background-geopoint" {
            if cell.is_empty() {
                let words =
                    "a position is taken when another answer changes: name that question here";
                self.warn("survey", at, Some("trigger"), words.to_owned());
            }
            if survey.get(row, "calculation").is_some() {
                let words = "a position that is taken by itself has no calculation: take it out";
                self.warn("survey", at, Some("calculation"), words.to_owned());
            }
        }
        for name in names_in(cell) {
            let hidden = self.names.get(&name).is_some_and(|all| {
                all.iter().all(|at| {
                    let kind = self.item(*at).kind;
                    matches!(kind, crate::Kind::Calculate | crate::Kind::Hidden)
                })
            });
            if hidden {
                let words = format!(
                    "${{{name}}} is not shown, so phones cannot notice that it changes: name a question that is asked"
                );
                self.warn("survey", at, Some("trigger"), words);
            }
        }
    }

    /// `${name}` in the labels of choices.
    fn texts_of_choices(&mut self, book: &Workbook) {
        let Some(sheet) = book.sheet("choices") else {
            return;
        };
        for row in &sheet.rows {
            let cells = sheet.cells(row).filter(|(column, _)| column.key == "label");
            for (column, text) in cells {
                for name in names_in(text) {
                    if !self.names.contains_key(&name) && !name.starts_with("last-saved#") {
                        let words =
                            format!("${{{name}}} is no question of this form: correct the name");
                        let heading = column.heading.clone();
                        self.warn("choices", Some(row.number), Some(&heading), words);
                    }
                }
            }
        }
    }

    fn settings_names(&mut self, book: &Workbook) {
        let Some(sheet) = book.sheet("settings") else {
            return;
        };
        let Some(row) = sheet.rows.first() else {
            return;
        };
        if let Some(name) = sheet.get(row, "name").filter(|name| !is_name(name)) {
            let words = format!(
                "\"{name}\" cannot be the name of the form's element: begin with a letter and use letters, digits, _ - and . only"
            );
            self.warn("settings", None, Some("name"), words);
        }
        if sheet
            .get(row, "omit_instanceid")
            .is_some_and(super::rows::is_yes)
        {
            self.without_id(book);
        }
        for name in names_in(sheet.get(row, "instance_name").unwrap_or_default()) {
            if !self.names.contains_key(&name) && name != "instanceID" {
                let words = format!("${{{name}}} is no question of this form: correct the name");
                self.warn("settings", Some(row.number), Some("instance_name"), words);
            }
        }
    }
}

impl Builder {
    /// References to the record's id, when the settings leave it out.
    fn without_id(&mut self, book: &Workbook) {
        let Some(survey) = book.sheet("survey") else {
            return;
        };
        for row in &survey.rows {
            let cells: Vec<String> = survey
                .cells(row)
                .filter(|(_, text)| text.contains("${instanceID}"))
                .map(|(column, _)| column.key.clone())
                .collect();
            for column in cells {
                let words = "the settings leave instanceID out, so it cannot be read: take omit_instanceID out of the settings";
                self.warn("survey", Some(row.number), Some(&column), words.to_owned());
            }
        }
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

/// Which parameters a type takes.
fn family(lower: &str) -> Family {
    if FROM_FILE.iter().any(|phrase| lower.starts_with(phrase)) {
        // Lists that are told apart by their ending take other parameters than lists of the form.
        return Family::SelectFromFile;
    }
    match lower.split_whitespace().collect::<Vec<_>>().as_slice() {
        ["range"] => Family::Range,
        ["text" | "string"] => Family::Text,
        ["image" | "photo"] => Family::Image,
        ["audio"] => Family::Audio,
        ["background-audio"] => Family::BackgroundAudio,
        ["geopoint" | "gps" | "location"] => Family::Geopoint,
        ["geotrace" | "geoshape"] => Family::Geoline,
        ["audit"] => Family::Audit,
        [
            "select_one"
            | "select_multiple"
            | "select1"
            | "rank"
            | "select_one_external"
            | "select"
            | "add",
            ..,
        ] => Family::Select,
        _ => Family::Other,
    }
}
