//! Files that come with a form: tables, XML and places that its expressions and choices read.

mod made;
mod places;
mod table;
pub(crate) mod xml;

#[cfg(test)]
mod media_tests;

use std::borrow::Cow;
use std::collections::BTreeMap;

pub use made::Table;
pub(crate) use table::column_name;

use crate::Finding;
use crate::model::Form;
use crate::xpath::Tree;

/// Largest file that is read, in bytes.
const BYTES_MAX: usize = 256 * 1024 * 1024;

/// The files that come with a form, read once and shared by every record that is filled.
#[derive(Debug, Clone, Default)]
pub struct Media {
    by_file: BTreeMap<String, Tree>,
    last_saved: Option<Tree>,
}

impl Media {
    /// No files.
    pub fn new() -> Media {
        Media::default()
    }

    /// Reads one file by its name, such as `villages.csv`; a file that cannot be read is empty and said so.
    pub fn add(&mut self, file: &str, bytes: &[u8]) -> Vec<Finding> {
        let warn = |message: String| Finding::warning(file, message);
        if bytes.len() > BYTES_MAX {
            return vec![warn(format!(
                "the file is larger than {} MB: it is not read",
                BYTES_MAX >> 20
            ))];
        }
        let (text, mut notes) = decoded(bytes);
        let extension = file
            .rsplit_once('.')
            .map_or("", |(_, end)| end)
            .to_ascii_lowercase();
        let read = match extension.as_str() {
            "xml" => xml::read(&text)
                .map(|tree| (tree, Vec::new()))
                .map_err(|error| error.to_string()),
            "geojson" | "json" => places::read(&text),
            _ => Ok(table::read(&text)),
        };
        match read {
            Ok((tree, more)) => {
                notes.extend(more);
                self.by_file.insert(stem(file), tree);
            }
            Err(message) => notes.push(format!("{message}: the file counts as empty")),
        }
        notes.into_iter().map(warn).collect()
    }

    /// Takes a table that stands for a file, such as `people.csv`.
    pub fn put(&mut self, file: &str, table: &Table) {
        self.by_file.insert(stem(file), table.tree.clone());
    }

    /// Returns a file that was read, or a table that stands for one.
    pub fn table(&self, file: &str) -> Option<Table> {
        let tree = self.by_file.get(&stem(file))?.clone();
        Some(Table { tree })
    }

    /// Takes the submission XML of the last finished record of the same form, for what a form asks of it.
    pub fn set_last_saved(&mut self, xml: &str) -> Vec<Finding> {
        match xml::read(xml) {
            Ok(tree) => {
                self.last_saved = Some(tree);
                Vec::new()
            }
            Err(error) => vec![Finding::warning(
                "last-saved",
                format!("{error}: the form begins without it"),
            )],
        }
    }

    /// The files that a form asks for and that are not here.
    pub fn missing(&self, form: &Form) -> Vec<Finding> {
        let gone = form.head.externals.iter().filter(|external| {
            !is_last_saved(&external.source) && !self.by_file.contains_key(&stem(&external.source))
        });
        gone.map(|external| {
            let file = external.source.rsplit('/').next().unwrap_or_default();
            Finding::warning(
                "",
                format!("the file {file} is missing: what reads it is empty until it is added"),
            )
        })
        .collect()
    }

    /// The documents of a form with these files in their places.
    pub(crate) fn documents(&self, form: &Form) -> Vec<Tree> {
        let mut documents = form.documents.clone();
        for external in &form.head.externals {
            let found = if is_last_saved(&external.source) {
                self.last_saved.as_ref()
            } else {
                self.by_file.get(&stem(&external.source))
            };
            let place = form.document_by_name.get(&external.name);
            let place = place.and_then(|doc| documents.get_mut(usize::from(*doc).checked_sub(1)?));
            if let (Some(tree), Some(place)) = (found, place) {
                *place = tree.clone();
            }
        }
        documents
    }
}

pub(crate) fn is_last_saved(source: &str) -> bool {
    source.ends_with("instance/last-saved")
}

/// What a file is known by: its name in small letters, without folders.
fn stem(file: &str) -> String {
    file.rsplit('/').next().unwrap_or_default().to_lowercase()
}

fn decoded(bytes: &[u8]) -> (Cow<'_, str>, Vec<String>) {
    let wide = |pair: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes
            .get(2..)
            .unwrap_or(&[])
            .chunks_exact(2)
            .map(|unit| {
                pair([
                    unit.first().copied().unwrap_or(0),
                    unit.get(1).copied().unwrap_or(0),
                ])
            })
            .collect();
        (Cow::Owned(String::from_utf16_lossy(&units)), Vec::new())
    };
    if bytes.starts_with(&[0xff, 0xfe]) {
        return wide(u16::from_le_bytes);
    }
    if bytes.starts_with(&[0xfe, 0xff]) {
        return wide(u16::from_be_bytes);
    }
    let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), Vec::new()),
        Err(_) => {
            let text = bytes.iter().map(|byte| char::from(*byte)).collect();
            let note =
                "the file is not UTF-8 text and is read as Latin-1: save it as UTF-8".to_owned();
            (Cow::Owned(text), vec![note])
        }
    }
}
