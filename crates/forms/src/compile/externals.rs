//! The files that a survey reads: each gets a place among the documents, empty until the file is handed in.

use super::parameters::Parameters;
use super::resolve::LAST_SAVED;
use super::{Builder, types};
use crate::model::External;
use crate::workbook::Sheet;
use crate::xpath::Tree;

/// Most files of one form.
const FILES_MAX: usize = 1_024;

impl Builder {
    pub(super) fn externals(&mut self, survey: &Sheet) {
        for row in &survey.rows {
            let cell = survey.get(row, "type").unwrap_or_default();
            let name = survey.get(row, "name").unwrap_or_default();
            let mut words = cell.split_whitespace();
            let first = words.next().unwrap_or_default().to_lowercase();
            match first.as_str() {
                "csv-external" => self.external(name, &format!("jr://file-csv/{name}.csv")),
                "xml-external" => self.external(name, &format!("jr://file/{name}.xml")),
                _ => {
                    if let types::RowType::Ask(asked) = types::parse(cell)
                        && asked.source == types::Source::File
                        && let Some(file) = asked.list
                    {
                        self.list_file(&file);
                    }
                }
            }
        }
        for row in &survey.rows {
            let cell = survey.get(row, "parameters").unwrap_or_default();
            let (pairs, _) = Parameters::parse(cell);
            if let Some(file) = pairs.get("reference-geometry") {
                self.list_file(file);
            }
            for (_, cell) in survey.cells(row) {
                for name in first_texts(cell, "pulldata(") {
                    let name = name.strip_suffix(".csv").unwrap_or(name);
                    self.external(name, &format!("jr://file-csv/{name}.csv"));
                }
                if cell.contains("${last-saved#") || cell.contains(LAST_SAVED) {
                    self.external(LAST_SAVED, "jr://instance/last-saved");
                }
            }
        }
        self.searched_files(survey);
    }

    /// Files that `search()` reads: it finds them by their names alone, so the form declares none.
    fn searched_files(&mut self, survey: &Sheet) {
        for row in &survey.rows {
            let looks = survey.get(row, "appearance").unwrap_or_default();
            for name in first_texts(looks, "search(") {
                let name = name.strip_suffix(".csv").unwrap_or(name);
                self.place_for(name, &format!("jr://file-csv/{name}.csv"), false);
            }
        }
    }

    fn list_file(&mut self, file: &str) {
        if let Some((stem, ending)) = file.rsplit_once('.') {
            let place = if ending == "csv" { "file-csv" } else { "file" };
            self.external(stem, &format!("jr://{place}/{file}"));
        }
    }

    /// Keeps a place for a file under the name that expressions use; a list of that name goes first.
    fn external(&mut self, name: &str, source: &str) {
        self.place_for(name, source, true);
    }

    fn place_for(&mut self, name: &str, source: &str, declared: bool) {
        let full = self.head.externals.len() >= FILES_MAX;
        if name.is_empty() || full || self.document_by_name.contains_key(name) {
            return;
        }
        self.documents.push(Tree::new().packed());
        let Ok(document) = u16::try_from(self.documents.len()) else {
            return;
        };
        self.document_by_name.insert(name.to_owned(), document);
        self.head.externals.push(External {
            name: name.to_owned(),
            source: source.to_owned(),
            declared,
        });
    }
}

/// The quoted first arguments of the calls of a function.
fn first_texts<'c>(cell: &'c str, call: &'static str) -> impl Iterator<Item = &'c str> {
    cell.split(call).skip(1).filter_map(|rest| {
        let rest = rest.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
        let (name, _) = rest.get(1..)?.split_once(quote)?;
        Some(name.trim())
    })
}
