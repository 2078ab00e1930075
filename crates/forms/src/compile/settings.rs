//! The settings sheet: one row about the whole form.

use super::Builder;
use crate::Class;
use crate::model::{Text, Texts};
use crate::workbook::{Row, Sheet, Workbook};

pub(super) struct Settings {
    pub id: String,
    pub version: String,
    pub title: Texts,
    /// The class of answers that name none.
    pub class: Class,
}

/// Longest id or version that a record can carry.
const ID_CHARS_MAX: usize = 64;

/// What phones do and this program does not.
const NOT_EXECUTED: &[&str] = &["public_key", "submission_url", "auto_send", "auto_delete"];

impl Builder {
    pub(super) fn settings(&mut self, book: &Workbook) -> Settings {
        let mut out = Settings {
            id: crate::workbook::clean_name(&book.stem)
                .chars()
                .take(ID_CHARS_MAX)
                .collect(),
            version: String::new(),
            title: Texts::default(),
            class: Class::P2,
        };
        let found = book
            .sheet("settings")
            .and_then(|sheet| Some((sheet, sheet.rows.first()?)));
        match found {
            Some((sheet, row)) => {
                self.identity(sheet, row, &mut out);
                out.title = self.title(sheet, row);
                self.own_settings(sheet, row, &mut out);
            }
            None => {
                let id = &out.id;
                let words = format!(
                    "there are no settings: the form is called {id} after its file and has no version"
                );
                self.warn("settings", None, None, words);
            }
        }
        self.check_identity(found.map(|(_, row)| row.number), &out);
        if out.title.is_empty() {
            out.title = Texts::plain(&out.id);
        }
        out
    }

    fn identity(&mut self, sheet: &Sheet, row: &Row, out: &mut Settings) {
        let at = Some(row.number);
        match sheet.get(row, "form_id") {
            Some(id) => out.id = id.to_owned(),
            None => {
                let words = format!(
                    "there is no form_id: {} is taken from the file's name",
                    out.id
                );
                self.warn("settings", at, Some("form_id"), words);
            }
        }
        match sheet.get(row, "version") {
            Some(version) => out.version = version.to_owned(),
            None => {
                let words = "there is no version: give one, and a new one with each change";
                self.warn("settings", at, Some("version"), words.to_owned());
            }
        }
    }

    fn check_identity(&mut self, at: Option<u32>, out: &Settings) {
        for (column, text) in [("form_id", &out.id), ("version", &out.version)] {
            if text.chars().count() > ID_CHARS_MAX {
                let words = format!("this is longer than {ID_CHARS_MAX} signs: shorten it");
                self.error("settings", at, Some(column), words);
            }
        }
        if out.id.is_empty() {
            let words = "the form has no id: write a short name without spaces";
            self.error("settings", at, Some("form_id"), words.to_owned());
        }
    }

    /// The title; other tools know one language only, so further ones stand in columns of ours such as
    /// `sala_title_km`.
    fn title(&self, sheet: &Sheet, row: &Row) -> Texts {
        let mut title = self.translations(sheet, row, "form_title");
        for language in &self.languages {
            let column = format!("sala_title_{}", language.code.to_lowercase());
            if let Some(text) = sheet.get(row, &column) {
                title.push((language.code.clone(), text.to_owned()));
            }
        }
        let plain = |source| Text {
            source,
            pieces: Vec::new(),
        };
        Texts::new(
            title
                .into_iter()
                .map(|(code, source)| (code, plain(source)))
                .collect(),
        )
    }

    fn own_settings(&mut self, sheet: &Sheet, row: &Row, out: &mut Settings) {
        let at = Some(row.number);
        if let Some(name) = sheet.get(row, "sala_class") {
            match Class::named(name) {
                Some(class) => out.class = class,
                None => {
                    let words = format!("{name} is not a class: write P0, P1, P2 or P3");
                    self.error("settings", at, Some("sala_class"), words);
                }
            }
        }
        for column in NOT_EXECUTED
            .iter()
            .filter(|column| sheet.get(row, column).is_some())
        {
            let words = "this is for phones: records that are filled in here go their usual way";
            self.warn("settings", at, Some(column), words.to_owned());
        }
    }
}
