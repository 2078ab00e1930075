//! The survey sheet: one row a question, groups and repeats by their begin and end.

use super::Builder;
use super::types::{self, Asked, RowType};
use crate::answers::NESTING_MAX;
use crate::workbook::{Row, Sheet};
use crate::{Class, Index, Kind};

/// How many questions a form may have.
const QUESTIONS_MAX: usize = 20_000;

struct Open {
    at: u32,
    kind: Kind,
    row: u32,
}

impl Builder {
    /// Makes the tree of questions.
    pub(super) fn rows(&mut self, sheet: &Sheet, root: &str, class: Class) {
        let root = self.add(None, root, Kind::Group, 0, class);
        let mut open = vec![Open {
            at: root,
            kind: Kind::Group,
            row: 0,
        }];
        if !sheet.columns.iter().any(|column| column.key == "type") {
            let words = "there is no column named type: it says what each row asks";
            self.error("survey", None, Some("type"), words.to_owned());
            return;
        }
        for (place, row) in sheet.rows.iter().enumerate() {
            if self.items.len() > QUESTIONS_MAX {
                let words = format!("the form has more than {QUESTIONS_MAX} questions");
                self.error("survey", Some(row.number), None, words);
                return;
            }
            self.row(sheet, row, place, &mut open);
        }
        for group in open.iter().skip(1) {
            let kind = group.kind.as_str();
            let words = format!(
                "this {kind} is not closed: add an \"end {kind}\" row after its last question"
            );
            self.error("survey", Some(group.row), Some("type"), words);
        }
    }

    fn row(&mut self, sheet: &Sheet, row: &Row, place: usize, open: &mut Vec<Open>) {
        if sheet.get(row, "disabled").is_some_and(super::names::is_yes) {
            return;
        }
        let Some(cell) = sheet.get(row, "type") else {
            let labelled = sheet.translations(row, "label").next().is_some();
            if sheet.get(row, "name").is_some() || labelled {
                let words = "the row has no type and is left out";
                self.warn("survey", Some(row.number), Some("type"), words.to_owned());
            }
            return;
        };
        let Some(parent) = open.last().map(|open| open.at) else {
            return;
        };
        match types::parse(cell) {
            RowType::Begin(kind) => {
                if open.len() > NESTING_MAX {
                    let words = format!("groups are nested deeper than {NESTING_MAX} levels");
                    self.error("survey", Some(row.number), None, words);
                    return;
                }
                let at = self.named(sheet, row, place, parent, kind);
                self.looks(sheet, row, at);
                open.push(Open {
                    at,
                    kind,
                    row: row.number,
                });
            }
            RowType::End(kind) => self.end(row, kind, open),
            RowType::Ask(asked) => self.ask(sheet, row, place, parent, asked),
            RowType::Audit => {
                let words = "only phones keep a log of how a form is filled: none is kept here";
                self.warn("survey", Some(row.number), Some("type"), words.to_owned());
                self.audits.push(place);
            }
            RowType::Aside => {}
            RowType::Unknown => {
                let words = format!("\"{cell}\" is not a known type: it is asked as text");
                self.warn("survey", Some(row.number), Some("type"), words);
                self.ask(sheet, row, place, parent, Asked::of(Kind::Text));
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

    /// Reads the columns that need no other question.
    fn looks(&mut self, sheet: &Sheet, row: &Row, at: u32) {
        let class = sheet
            .get(row, "sala_class")
            .map(|name| (name, Class::named(name)));
        let index = sheet
            .get(row, "sala_index")
            .map(|name| (name, Index::named(name)));
        if let Some((name, None)) = class {
            let words = format!("{name} is not a class: write P0, P1, P2 or P3");
            self.error("survey", Some(row.number), Some("sala_class"), words);
        }
        if let Some((name, None)) = index {
            let words = format!("{name} is not known: write one of {}", Index::words());
            self.error("survey", Some(row.number), Some("sala_index"), words);
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
        if matches!(
            asked.kind,
            Kind::SelectOne | Kind::SelectMultiple | Kind::Rank
        ) {
            self.select(sheet, row, at, &asked);
        }
        if asked.or_other {
            self.other(at, parent, row.number);
        }
    }
}
