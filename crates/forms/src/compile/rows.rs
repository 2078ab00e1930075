//! The survey sheet: one row a question, groups and repeats by their begin and end.

use super::Builder;
use super::types::{self, Asked, RowType};
use crate::answers::NESTING_MAX;
use crate::model::{Condition, Media, Shuffle, Text, Texts};
use crate::workbook::{Row, Sheet};
use crate::xpath;
use crate::xpath::ast::Expr;
use crate::{Class, Index, Kind};

/// The name of the form's own element.
const ROOT: &str = "data";
/// How many questions a form may have.
const QUESTIONS_MAX: usize = 20_000;

struct Open {
    at: u32,
    kind: Kind,
    row: u32,
}

impl Builder {
    /// Makes the tree of questions.
    pub(super) fn rows(&mut self, sheet: &Sheet, class: Class) {
        let root = self.add(None, ROOT, Kind::Group, 0, class);
        let mut open = vec![Open {
            at: root,
            kind: Kind::Group,
            row: 0,
        }];
        if !sheet.columns.iter().any(|column| column.key == "type") {
            self.error(
                "survey",
                None,
                Some("type"),
                "there is no column named type: it says what each row asks".to_owned(),
            );
            return;
        }
        for (place, row) in sheet.rows.iter().enumerate() {
            if self.items.len() > QUESTIONS_MAX {
                self.error(
                    "survey",
                    Some(row.number),
                    None,
                    format!("the form has more than {QUESTIONS_MAX} questions"),
                );
                return;
            }
            self.row(sheet, row, place, &mut open);
        }
        for group in open.iter().skip(1) {
            let kind = group.kind.as_str();
            self.error(
                "survey",
                Some(group.row),
                Some("type"),
                format!(
                    "this {kind} is not closed: add an \"end {kind}\" row after its last question"
                ),
            );
        }
    }

    fn row(&mut self, sheet: &Sheet, row: &Row, place: usize, open: &mut Vec<Open>) {
        if sheet.get(row, "disabled").is_some_and(is_yes) {
            return;
        }
        let Some(cell) = sheet.get(row, "type") else {
            if sheet.get(row, "name").is_some() || sheet.translations(row, "label").next().is_some()
            {
                self.warn(
                    "survey",
                    Some(row.number),
                    Some("type"),
                    "the row has no type and is left out".to_owned(),
                );
            }
            return;
        };
        let Some(parent) = open.last().map(|open| open.at) else {
            return;
        };
        match types::parse(cell) {
            RowType::Begin(kind) => {
                if open.len() > NESTING_MAX {
                    self.error(
                        "survey",
                        Some(row.number),
                        None,
                        format!("groups are nested deeper than {NESTING_MAX} levels"),
                    );
                    return;
                }
                let at = self.named(sheet, row, place, parent, kind);
                self.looks(sheet, row, at);
                if cell.to_lowercase().contains("loop") && kind == Kind::Group {
                    let words = "a loop is not repeated for each choice: its questions are asked once, as a group";
                    self.warn("survey", Some(row.number), Some("type"), words.to_owned());
                }
                open.push(Open {
                    at,
                    kind,
                    row: row.number,
                });
            }
            RowType::End(kind) => self.end(row, kind, open),
            RowType::Ask(asked) => self.ask(sheet, row, place, parent, asked),
            RowType::Aside => {}
            RowType::Unknown => {
                self.warn(
                    "survey",
                    Some(row.number),
                    Some("type"),
                    format!("\"{cell}\" is not a known type: it is asked as text"),
                );
                let asked = Asked {
                    kind: Kind::Text,
                    list: None,
                    or_other: false,
                    preload: None,
                    lacking: None,
                };
                self.ask(sheet, row, place, parent, asked);
            }
        }
    }

    fn end(&mut self, row: &Row, kind: Kind, open: &mut Vec<Open>) {
        match open.last() {
            Some(last) if open.len() > 1 && last.kind == kind => {
                open.pop();
            }
            Some(last) if open.len() > 1 => {
                let (begun, at) = (last.kind.as_str(), last.row);
                let message = format!(
                    "\"end {}\" closes a {begun} that begins in row {at}: write \"end {begun}\" or move the row",
                    kind.as_str()
                );
                self.error("survey", Some(row.number), Some("type"), message);
                open.pop();
            }
            _ => self.error(
                "survey",
                Some(row.number),
                Some("type"),
                format!("\"end {}\" closes nothing: take the row out", kind.as_str()),
            ),
        }
    }

    /// Adds the question under a name that no sibling has.
    fn named(&mut self, sheet: &Sheet, row: &Row, place: usize, parent: u32, kind: Kind) -> u32 {
        let given = sheet.get(row, "name").unwrap_or_default();
        let mut name = given.to_owned();
        let cell = sheet.get(row, "type").unwrap_or_default();
        if given.is_empty() && cell.eq_ignore_ascii_case("audit") {
            name = "audit".to_owned();
        } else if given.is_empty() && kind == Kind::Note {
            name = format!("generated_note_name_{}", row.number);
        } else if given.is_empty() {
            self.warn(
                "survey",
                Some(row.number),
                Some("name"),
                format!("the row has no name and is stored as row_{}: write one without spaces, such as village_name", row.number),
            );
            name = format!("row_{}", row.number);
        } else if !is_name(given) {
            self.error("survey", Some(row.number), Some("name"), format!("\"{given}\" cannot be a name: begin with a letter and use letters, digits, _ - and . only"));
            name = format!("row_{}", row.number);
        }
        let row_of = |at: u32| self.questions.get(at as usize).map_or(0, |q| q.row);
        if let Some(other) = self.siblings.same(parent, &name).map(row_of) {
            let renamed = self.siblings.free(parent, &name);
            self.warn("survey", Some(row.number), Some("name"), format!("row {other} has the same name in the same group: this one is stored as {renamed}; give it a name of its own"));
            name = renamed;
        } else if let Some(other) = self.siblings.alike(parent, &name).map(row_of) {
            self.warn(
                "survey",
                Some(row.number),
                Some("name"),
                format!("the name differs from that of row {other} in capital letters only"),
            );
        }
        let above = self
            .questions
            .get(parent as usize)
            .map_or(Class::P2, |q| q.class);
        let at = self.add(Some(parent), &name, kind, row.number, above);
        if let Some(draft) = self.drafts.get_mut(at as usize) {
            *draft = Some(place);
        }
        at
    }

    /// Reads the columns that need no other question.
    fn looks(&mut self, sheet: &Sheet, row: &Row, at: u32) {
        let class = sheet
            .get(row, "sala_class")
            .map(|name| (name, Class::named(name)));
        let index = sheet
            .get(row, "sala_index")
            .map(|name| (name, Index::named(name)));
        if let Some((name, None)) = class {
            self.error(
                "survey",
                Some(row.number),
                Some("sala_class"),
                format!("{name} is not a class: write P0, P1, P2 or P3"),
            );
        }
        if let Some((name, None)) = index {
            self.error(
                "survey",
                Some(row.number),
                Some("sala_index"),
                format!("{name} is not known: write one of {}", Index::words()),
            );
        }
        let appearance = sheet.get(row, "appearance").unwrap_or_default().to_owned();
        if let Some(question) = self.question_mut(at) {
            question.appearance = appearance;
            if let Some((_, Some(class))) = class {
                question.class = class;
            }
            question.index = index.and_then(|(_, index)| index);
        }
    }

    fn ask(&mut self, sheet: &Sheet, row: &Row, place: usize, parent: u32, asked: Asked) {
        if let Some(lacking) = asked.lacking {
            self.warn("survey", Some(row.number), Some("type"), lacking.to_owned());
        }
        let at = self.named(sheet, row, place, parent, asked.kind);
        self.looks(sheet, row, at);
        if let Some(item) = self.item_mut(at) {
            item.preload = asked.preload;
        }
        if matches!(asked.kind, Kind::SelectOne | Kind::SelectMultiple) {
            self.select(row, at, asked.list.as_deref(), asked.or_other);
        }
        self.parameters(sheet, row, at);
        if asked.or_other {
            self.other(at, parent, row.number);
        }
    }

    fn select(&mut self, row: &Row, at: u32, list: Option<&str>, or_other: bool) {
        let Some(list) = list else {
            self.error(
                "survey",
                Some(row.number),
                Some("type"),
                "the list is missing: write its name after the type, such as select_one yes_no"
                    .to_owned(),
            );
            return;
        };
        if !self.lists.iter().any(|known| known.name == list) {
            self.warn(
                "survey",
                Some(row.number),
                Some("type"),
                format!("the choices sheet has no list named {list}, so nothing can be chosen: add it, or correct the name"),
            );
        }
        if let Some(question) = self.question_mut(at) {
            question.list = Some(list.to_owned());
        }
        if or_other {
            self.add_other(list);
        }
    }

    /// The choice that `or_other` adds to a list.
    fn add_other(&mut self, list: &str) {
        let labels = self.languages.iter().map(|l| {
            (
                l.code.clone(),
                if l.code == "km" {
                    "ផ្សេងៗ"
                } else {
                    "Other"
                },
            )
        });
        let labels: Vec<(String, Text)> = labels
            .map(|(code, word)| {
                (
                    code,
                    Text {
                        source: word.to_owned(),
                        pieces: Vec::new(),
                    },
                )
            })
            .collect();
        let Some(list) = self.lists.iter_mut().find(|known| known.name == list) else {
            return;
        };
        if !list.by_name.contains_key("other") {
            list.by_name.insert("other".to_owned(), list.choices.len());
            list.choices.push(crate::ChoiceOption {
                name: "other".to_owned(),
                label: Texts::new(labels),
                media: Media::default(),
            });
        }
    }

    /// The text question that `or_other` adds.
    fn other(&mut self, select: u32, parent: u32, row: u32) {
        let Some(question) = self.questions.get(select as usize) else {
            return;
        };
        let (name, class) = (question.name.clone(), question.class);
        let at = self.add(
            Some(parent),
            &format!("{name}_other"),
            Kind::Text,
            row,
            class,
        );
        let label = self.languages.iter().map(|l| {
            let word = if l.code == "km" {
                "សូមបញ្ជាក់"
            } else {
                "Specify other."
            };
            (
                l.code.clone(),
                Text {
                    source: word.to_owned(),
                    pieces: Vec::new(),
                },
            )
        });
        let label = Texts::new(label.collect());
        if let Some(question) = self.question_mut(at) {
            question.label = label;
        }
        if let Some(item) = self.item_mut(at) {
            item.relevant = xpath::parse(&format!("selected(../{name}, 'other')")).ok();
            item.required = Condition::Never;
        }
    }

    fn parameters(&mut self, sheet: &Sheet, row: &Row, at: u32) {
        let Some(cell) = sheet.get(row, "parameters") else {
            return;
        };
        let mut shuffle = None;
        let mut seed = None;
        for pair in cell.split([' ', ',', ';']).filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            match key.trim().to_lowercase().as_str() {
                "randomize" => shuffle = Some(is_yes(value)),
                "seed" => seed = Some(xpath::numbers::parse(value)),
                _ => {}
            }
        }
        if let (Some(true), Some(item)) = (shuffle, self.item_mut(at)) {
            let seed: Option<f64> = seed.filter(|seed: &f64| !seed.is_nan());
            item.shuffle = seed.map_or(Shuffle::Free, |seed| Shuffle::Seeded(Expr::Number(seed)));
        }
    }
}

/// Whether a cell says yes.
pub(super) fn is_yes(cell: &str) -> bool {
    matches!(
        cell.trim().to_lowercase().as_str(),
        "yes" | "true" | "true()"
    )
}

/// Whether a cell says no.
pub(super) fn is_no(cell: &str) -> bool {
    matches!(
        cell.trim().to_lowercase().as_str(),
        "no" | "false" | "false()"
    )
}

/// Whether a text can be the name of a question, column or list.
pub(super) fn is_name(name: &str) -> bool {
    let mut chars = name.chars();
    let first = chars.next().is_some_and(|c| c.is_alphabetic() || c == '_');
    first
        && name != crate::answers::ID
        && chars.all(|c| {
            c.is_alphanumeric()
                || matches!(c, '_' | '-' | '.')
                || (!c.is_ascii() && !c.is_whitespace())
        })
}
