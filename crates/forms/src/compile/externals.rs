//! The files that a survey reads: each gets a place among the documents, empty until the file is handed in.

use super::Builder;
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
                "select_one_from_file" | "select_multiple_from_file" => {
                    let file = words.next().unwrap_or_default();
                    if let Some((stem, ending)) = file.rsplit_once('.') {
                        let place = if ending == "csv" { "file-csv" } else { "file" };
                        self.external(stem, &format!("jr://{place}/{file}"));
                    }
                }
                _ => {}
            }
        }
        for row in &survey.rows {
            for (_, cell) in survey.cells(row) {
                for name in first_texts(cell, "pulldata(").chain(first_texts(cell, "search(")) {
                    let name = name.strip_suffix(".csv").unwrap_or(name);
                    self.external(name, &format!("jr://file-csv/{name}.csv"));
                }
                if cell.contains("${last-saved#") || cell.contains("__last-saved") {
                    self.external("__last-saved", "jr://instance/last-saved");
                }
            }
        }
    }

    /// Keeps a place for a file under the name that expressions use; a list of that name goes first.
    fn external(&mut self, name: &str, source: &str) {
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
