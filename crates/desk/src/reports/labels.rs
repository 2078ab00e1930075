//! The rows that reports count, in words: what each column asks, and what the codes in it stand for.

use std::collections::HashMap;
use std::sync::Arc;

use forms::{Form, Index, Kind, Question};
use programme::indicators::{SOURCES, Words};
use store::Reader;

use super::headings::LEVELS;
use crate::fill::form_label;
use crate::open::Open;
use crate::{Desk, DeskError, words};

/// What columns are called that every table has.
const COMMON: [(&str, Words); 5] = [
    (
        "day",
        Words {
            en: "Day",
            km: "ថ្ងៃ",
        },
    ),
    (
        "team",
        Words {
            en: "Team",
            km: "ក្រុម",
        },
    ),
    (
        "review",
        Words {
            en: "Review",
            km: "ការត្រួតពិនិត្យ",
        },
    ),
    (
        "record",
        Words {
            en: "Record",
            km: "កំណត់ត្រា",
        },
    ),
    (
        "link",
        Words {
            en: "About the record",
            km: "អំពីកំណត់ត្រា",
        },
    ),
];
/// The columns of places, from the province down.
const PLACES: [&str; 4] = ["adm1", "adm2", "adm3", "adm4"];

/// What a table's columns and codes are in words.
pub(super) struct Labels<'a> {
    desk: &'a Desk,
    open: &'a Open,
    reader: &'a Reader<'a>,
    language: String,
    /// The question of each column, with its form.
    asked: HashMap<&'static str, (Arc<Form>, String)>,
    places: HashMap<String, String>,
}

impl<'a> Labels<'a> {
    pub(super) fn of(
        desk: &'a Desk,
        open: &'a Open,
        reader: &'a Reader<'a>,
        table: &str,
    ) -> Labels<'a> {
        let mut asked = HashMap::new();
        for source in SOURCES.iter().filter(|source| source.table == table) {
            let Ok(form) = open.book.newest(reader, source.form) else {
                continue;
            };
            for (column, _, names) in source.columns {
                let mut questions = names.iter().filter_map(|name| named(&form, name));
                if let Some(question) = questions.next() {
                    let of = (Arc::clone(&form), question.path.clone());
                    asked.entry(*column).or_insert(of);
                }
            }
        }
        Labels {
            desk,
            open,
            reader,
            language: desk.language(),
            asked,
            places: HashMap::new(),
        }
    }

    /// What a column is called; its name where nobody asks for it.
    pub(super) fn heading(&self, column: &str) -> String {
        let level = PLACES.iter().position(|name| *name == column);
        if let Some(words) = level.and_then(|at| LEVELS.get(at)) {
            return words.in_language(&self.language).to_owned();
        }
        if let Some((_, words)) = COMMON.iter().find(|(name, _)| *name == column) {
            return words.in_language(&self.language).to_owned();
        }
        match self.asked.get(column) {
            Some((form, path)) => form_label(form, path, &self.language),
            None => column.to_owned(),
        }
    }

    /// What a cell says: the label of a choice, the name of a place; days and numbers as they stand.
    pub(super) fn cell(&mut self, column: &str, cell: &str) -> Result<String, DeskError> {
        if cell.is_empty() {
            return Ok(String::new());
        }
        if PLACES.contains(&column) {
            return self.place(cell);
        }
        let Some((form, path)) = self.asked.get(column) else {
            return Ok(cell.to_owned());
        };
        let question = form.question(path);
        let chosen = question
            .filter(|question| matches!(question.kind, Kind::SelectOne | Kind::SelectMultiple));
        Ok(chosen.map_or_else(
            || cell.to_owned(),
            |question| words::value(question, form, cell, &self.language),
        ))
    }

    fn place(&mut self, code: &str) -> Result<String, DeskError> {
        if let Some(known) = self.places.get(code) {
            return Ok(known.clone());
        }
        let mut forms = self.asked.values().map(|(form, _)| form);
        let form = forms.find(|form| form.questions().any(|it| it.index == Some(Index::Adm1)));
        let form = form.map(Arc::as_ref);
        let name = self.desk.place_name(self.open, self.reader, form, code)?;
        self.places.insert(code.to_owned(), name.clone());
        Ok(name)
    }
}

fn named<'f>(form: &'f Form, name: &str) -> Option<&'f Question> {
    form.questions().find(|question| question.name == name)
}
