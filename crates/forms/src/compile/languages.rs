//! Which languages a form speaks, from its headings.

use super::Builder;
use crate::model::Language;
use crate::workbook::Workbook;

/// The language of headings that name none.
pub(crate) const UNNAMED: &str = "default";

impl Builder {
    /// Finds the languages in the order of the headings, and the default one.
    pub(super) fn languages(&mut self, book: &Workbook) {
        let wanted = book.sheet("settings").and_then(|sheet| {
            let row = sheet.rows.first()?;
            sheet.get(row, "default_language").map(str::to_owned)
        });
        let wanted = wanted.filter(|wanted| wanted.to_lowercase() != UNNAMED);
        let mut unnamed = false;
        for sheet in ["survey", "choices", "settings"]
            .into_iter()
            .filter_map(|name| book.sheet(name))
        {
            for column in &sheet.columns {
                match &column.language {
                    Some(language) => self.add_language(language),
                    None => unnamed |= matches!(column.key.as_str(), "label" | "hint"),
                }
            }
        }
        if let Some(wanted) = &wanted {
            let known = self
                .languages
                .iter()
                .any(|language| means(language, wanted));
            if !known {
                self.add_language(wanted);
            }
        }
        let default = wanted
            .as_deref()
            .and_then(|wanted| self.languages.iter().find(|l| means(l, wanted)));
        self.default_language = match default {
            Some(language) => language.code.clone(),
            None if unnamed || self.languages.is_empty() => {
                self.languages.insert(
                    0,
                    Language {
                        code: UNNAMED.to_owned(),
                        name: UNNAMED.to_owned(),
                        heading: String::new(),
                    },
                );
                UNNAMED.to_owned()
            }
            None => self
                .languages
                .first()
                .map_or_else(String::new, |language| language.code.clone()),
        };
    }

    fn add_language(&mut self, heading: &str) {
        let language = language(heading);
        if !self
            .languages
            .iter()
            .any(|known| known.code.eq_ignore_ascii_case(&language.code))
        {
            self.languages.push(language);
        }
    }

    /// The code of the language that a heading names; the default when it names none.
    pub(super) fn code(&self, heading: Option<&str>) -> String {
        let Some(heading) = heading else {
            return self.default_language.clone();
        };
        let code = language(heading).code;
        let known = self
            .languages
            .iter()
            .find(|known| known.code.eq_ignore_ascii_case(&code));
        known.map_or(code, |known| known.code.clone())
    }
}

/// `Khmer (km)` → km, Khmer; `French` → French, French.
pub(crate) fn language(heading: &str) -> Language {
    let heading = heading.trim();
    let split = heading
        .rsplit_once('(')
        .and_then(|(name, rest)| Some((name.trim(), rest.strip_suffix(')')?.trim())));
    match split {
        Some((name, code)) if !code.is_empty() => Language {
            code: code.to_owned(),
            name: if name.is_empty() { code } else { name }.to_owned(),
            heading: heading.to_owned(),
        },
        _ => Language {
            code: heading.to_owned(),
            name: heading.to_owned(),
            heading: heading.to_owned(),
        },
    }
}

fn means(known: &Language, wanted: &str) -> bool {
    let wanted = language(wanted);
    known.code.eq_ignore_ascii_case(&wanted.code) || known.name.eq_ignore_ascii_case(&wanted.name)
}
