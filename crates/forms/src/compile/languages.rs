//! Which languages a form speaks, from its headings.

use super::Builder;
use crate::model::Language;
use crate::workbook::{Sheet, Workbook};

/// The language of headings that name none.
pub(crate) const UNNAMED: &str = "default";

/// The columns that people read.
const SHOWN: &[&str] = &[
    "label",
    "hint",
    "guidance_hint",
    "constraint_message",
    "required_message",
];

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

    /// Says where a text is missing in a language that its column has: the default language is shown there.
    pub(super) fn untranslated(&mut self, sheet: &Sheet) {
        for key in SHOWN {
            let own = sheet.columns.iter().filter(|column| column.key == *key);
            let mut spoken: Vec<String> = Vec::new();
            for column in own {
                let code = self.code(column.language.as_deref());
                if !spoken.contains(&code) {
                    spoken.push(code);
                }
            }
            if spoken.len() < 2 {
                continue;
            }
            let mut missing: Vec<Vec<u32>> = vec![Vec::new(); spoken.len()];
            for row in &sheet.rows {
                let held = sheet.translations(row, key);
                let held: Vec<String> = held.map(|(language, _)| self.code(language)).collect();
                for (rows, code) in missing.iter_mut().zip(&spoken) {
                    if !held.is_empty() && !held.contains(code) {
                        rows.push(row.number);
                    }
                }
            }
            for (rows, code) in missing.into_iter().zip(spoken) {
                let Some((first, more)) = rows.split_first() else {
                    continue;
                };
                let further = match more.len() {
                    0 => String::new(),
                    count => format!(" and in {count} more rows"),
                };
                let words = format!(
                    "the {key} is missing in the language {code} here{further}: the default language is shown"
                );
                self.warn(&sheet.name, Some(*first), Some(key), words);
            }
        }
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
