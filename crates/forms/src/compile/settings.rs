//! The settings sheet: one row about the whole form.

use super::Builder;
use crate::Class;
use crate::model::{Text, Texts};
use crate::workbook::Workbook;

pub(super) struct Settings {
    pub id: String,
    pub version: String,
    pub title: Texts,
    /// The class of answers that name none.
    pub class: Class,
}

/// Longest id or version that a record can carry.
const ID_CHARS_MAX: usize = 64;

const NOT_EXECUTED: &[&str] = &[
    "instance_name",
    "public_key",
    "submission_url",
    "auto_send",
    "auto_delete",
    "style",
];

impl Builder {
    pub(super) fn settings(&mut self, book: &Workbook) -> Settings {
        let mut out = Settings {
            id: crate::workbook::clean_name(&book.stem),
            version: String::new(),
            title: Texts::default(),
            class: Class::P2,
        };
        let Some((sheet, row)) = book
            .sheet("settings")
            .and_then(|sheet| Some((sheet, sheet.rows.first()?)))
        else {
            self.warn("settings", None, None, format!("there are no settings: the form is called {} after its file and has no version", out.id));
            return out;
        };
        match sheet.get(row, "form_id") {
            Some(id) => out.id = id.to_owned(),
            None => self.warn(
                "settings",
                Some(row.number),
                Some("form_id"),
                format!(
                    "there is no form_id: {} is taken from the file's name",
                    out.id
                ),
            ),
        }
        match sheet.get(row, "version") {
            Some(version) => out.version = version.to_owned(),
            None => self.warn(
                "settings",
                Some(row.number),
                Some("version"),
                "there is no version: give one, and a new one with each change".to_owned(),
            ),
        }
        for (column, text) in [("form_id", &out.id), ("version", &out.version)] {
            if text.chars().count() > ID_CHARS_MAX {
                self.error(
                    "settings",
                    Some(row.number),
                    Some(column),
                    format!("this is longer than {ID_CHARS_MAX} signs: shorten it"),
                );
            }
        }
        if out.id.is_empty() {
            self.error(
                "settings",
                Some(row.number),
                Some("form_id"),
                "the form has no id: write a short name without spaces".to_owned(),
            );
        }
        let mut title = self.translations(sheet, row, "form_title");
        for language in &self.languages {
            let column = format!("sala_title_{}", language.code.to_lowercase());
            if let Some(text) = sheet.get(row, &column) {
                title.push((language.code.clone(), text.to_owned()));
            }
        }
        out.title = Texts::new(
            title
                .into_iter()
                .map(|(code, source)| {
                    (
                        code,
                        Text {
                            source,
                            pieces: Vec::new(),
                        },
                    )
                })
                .collect(),
        );
        if out.title.is_empty() {
            out.title = Texts::plain(&out.id);
        }
        if let Some(name) = sheet.get(row, "sala_class") {
            match Class::named(name) {
                Some(class) => out.class = class,
                None => self.error(
                    "settings",
                    Some(row.number),
                    Some("sala_class"),
                    format!("{name} is not a class: write P0, P1, P2 or P3"),
                ),
            }
        }
        for column in NOT_EXECUTED {
            if sheet.get(row, column).is_some() {
                self.warn(
                    "settings",
                    Some(row.number),
                    Some(column),
                    "this setting is not executed yet and is left out".to_owned(),
                );
            }
        }
        out
    }
}
