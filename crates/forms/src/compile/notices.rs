//! What a row asks for beside its question: parameters, files, triggers, names that mean something else. All of it
//! is said, and none of it keeps a form from being used.

use std::collections::{HashMap, HashSet};

use super::Builder;
use super::entities::names_in;
use super::names::is_name;
use super::parameters::Family;
use super::sources::FROM_FILE;
use super::types::{self, RowType};
use crate::workbook::{Row, Sheet, Workbook};

/// What is remembered from row to row.
#[derive(Default)]
pub(super) struct Seen<'s> {
    pub repeats: HashMap<&'s str, u32>,
    /// Lists that `search()` fills, with the question that does.
    pub searched: HashMap<&'s str, &'s str>,
    /// Questions that take choices of a list: list, question, row.
    pub offers: Vec<(&'s str, &'s str, u32)>,
    /// The lists of the external_choices sheet.
    pub external: HashSet<&'s str>,
    /// Lists from files by the name that expressions ask for, with their file.
    pub files: HashMap<String, (String, u32)>,
    pub loops: u32,
    /// Within a group that is shown as a table: the list of its questions, once known.
    pub table: Option<Option<&'s str>>,
}

impl Builder {
    /// Looks at every row of the survey for what its columns cannot mean.
    pub(super) fn notices(&mut self, book: &Workbook, survey: &Sheet) {
        let mut seen = Seen::default();
        if let Some(sheet) = book.sheet("external_choices") {
            let rows = sheet.rows.iter();
            let lists = rows.filter_map(|row| sheet.get(row, "list_name"));
            seen.external = lists.collect();
        }
        for row in &survey.rows {
            if survey
                .get(row, "disabled")
                .is_some_and(super::names::is_yes)
            {
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
        self.settings_names(book);
        self.untranslated(survey);
        if let Some(choices) = book.sheet("choices") {
            self.untranslated(choices);
        }
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
            .is_some_and(super::names::is_yes)
        {
            self.without_id(book);
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

/// Which parameters a type takes.
pub(super) fn family(lower: &str) -> Family {
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
