//! The choices sheet: lists that selects offer and expressions read.

use std::collections::{HashMap, HashSet};

use super::Builder;
use super::expressions::Place;
use crate::model::{ChoiceList, ChoiceOption, Media, Text, Texts};
use crate::workbook::{Column, Row, Sheet, Workbook};
use crate::xform::write::is_xml_name;
use crate::xpath::{Name, NodeKind, Tree};

/// Columns that are not attributes of a choice.
const OWN: &[&str] = &["list_name", "name", "label"];
const DOCUMENTS_MAX: usize = 4_096;

impl Builder {
    /// The lists of the choices sheet, and of the sheet whose choices travel beside the form.
    pub(super) fn choices(&mut self, book: &Workbook) {
        for (name, apart) in [("choices", false), ("external_choices", true)] {
            if let Some(sheet) = book.sheet(name) {
                self.lists_of(sheet, apart);
            }
        }
    }

    fn lists_of(&mut self, sheet: &Sheet, apart: bool) {
        let mut order: Vec<&str> = Vec::new();
        let mut rows: HashMap<&str, Vec<&Row>> = HashMap::new();
        for row in &sheet.rows {
            let Some(list) = sheet.get(row, "list_name") else {
                if sheet.get(row, "name").is_some() {
                    self.warn(
                        &sheet.name,
                        Some(row.number),
                        Some("list_name"),
                        "the choice belongs to no list and is left out: write the list's name"
                            .to_owned(),
                    );
                }
                continue;
            };
            if sheet.get(row, "name").is_none() {
                self.warn(
                    &sheet.name,
                    Some(row.number),
                    Some("name"),
                    format!("this choice of {list} has no name and is left out"),
                );
                continue;
            }
            if !rows.contains_key(list) {
                order.push(list);
            }
            rows.entry(list).or_default().push(row);
        }
        for list in order {
            let rows = rows.remove(list).unwrap_or_default();
            if self.document_by_name.contains_key(list) {
                let words =
                    format!("the choices sheet has a list named {list} too: that one counts");
                self.warn(&sheet.name, rows.first().map(|row| row.number), None, words);
                continue;
            }
            self.choice_list(sheet, list, &rows);
            if let Some(list) = self.lists.last_mut() {
                list.apart = apart;
            }
        }
    }

    fn choice_list(&mut self, sheet: &Sheet, name: &str, rows: &[&Row]) {
        if self.documents.len() >= DOCUMENTS_MAX {
            self.error(
                &sheet.name,
                None,
                None,
                format!("there are more than {DOCUMENTS_MAX} lists"),
            );
            return;
        }
        let mut choices = Vec::with_capacity(rows.len());
        let mut by_name: HashMap<String, usize> = HashMap::new();
        for (at, row) in rows.iter().enumerate() {
            let value = sheet.get(row, "name").unwrap_or_default();
            if value.contains(char::is_whitespace) {
                self.warn(&sheet.name, Some(row.number), Some("name"), format!("\"{value}\" has a space in it: as one of several choices it cannot be told apart"));
            }
            if by_name.contains_key(value) {
                self.warn(
                    &sheet.name,
                    Some(row.number),
                    Some("name"),
                    format!("{name} has {value} twice: both are kept and store the same"),
                );
            }
            by_name.entry(value.to_owned()).or_insert(at);
            let media = self.media(sheet, row);
            let label = self.translations(sheet, row, "label");
            if label.is_empty() && media.is_empty() {
                self.warn(
                    &sheet.name,
                    Some(row.number),
                    Some("label"),
                    format!("{value} has no label: its name is shown"),
                );
            }
            let label = label
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
                .collect();
            choices.push(ChoiceOption {
                name: value.to_owned(),
                label: Texts::new(label),
                media,
            });
        }
        let (tree, columns) = document(sheet, rows, &choices);
        self.documents.push(tree.packed());
        let document = u16::try_from(self.documents.len()).unwrap_or(u16::MAX);
        self.document_by_name.insert(name.to_owned(), document);
        self.columns.insert(name.to_owned(), columns);
        self.lists.push(ChoiceList {
            name: name.to_owned(),
            choices,
            document,
            by_column: HashMap::new(),
            by_name,
            apart: false,
            source: None,
        });
    }

    /// The files that belong to the label of a row.
    fn media(&self, sheet: &Sheet, row: &Row) -> Media {
        let texts = |key: &str| {
            let found = self.translations(sheet, row, key).into_iter();
            let plain = |(code, source)| {
                let pieces = Vec::new();
                (code, Text { source, pieces })
            };
            Texts::new(found.map(plain).collect())
        };
        Media {
            image: texts("media::image"),
            big_image: texts("media::big-image"),
            audio: texts("media::audio"),
            video: texts("media::video"),
        }
    }

    /// Puts the ways to questions where the labels of choices name them, once every question is there.
    pub(super) fn choice_texts(&mut self, book: &Workbook) {
        let Some(sheet) = book.sheet("choices") else {
            return;
        };
        let mut places: HashMap<String, usize> = HashMap::new();
        for row in &sheet.rows {
            let (Some(list), Some(_)) = (sheet.get(row, "list_name"), sheet.get(row, "name"))
            else {
                continue;
            };
            let place = places.entry(list.to_owned()).or_default();
            let at = *place;
            *place += 1;
            let label = self.translations(sheet, row, "label");
            if !label.iter().any(|(_, text)| text.contains("${")) {
                continue;
            }
            let cell = Place {
                sheet: "choices",
                row: row.number,
                column: "label",
            };
            let texts = label
                .into_iter()
                .map(|(code, text)| (code, self.text(text, 0, &cell)));
            let texts = Texts::new(texts.collect());
            let mut lists = self.lists.iter_mut();
            let known = lists.find(|known| known.name == list && !known.apart);
            if let Some(choice) = known.and_then(|list| list.choices.get_mut(at)) {
                choice.label = texts;
            }
        }
    }

    /// Prepares finding the choices of a list by the value of one column.
    pub(crate) fn index_column(&mut self, list: usize, column: &str) {
        let Some(list) = self.lists.get_mut(list) else {
            return;
        };
        if list.by_column.contains_key(column) {
            return;
        }
        let Some(tree) = self
            .documents
            .get(usize::from(list.document).saturating_sub(1))
        else {
            return;
        };
        let mut by_value: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, item) in items(tree).iter().enumerate() {
            let named = |id: &&u32| tree.name(**id).is_some_and(|name| &*name.local == column);
            let value = tree
                .children(*item)
                .iter()
                .find(named)
                .map(|id| tree.value(*id).to_owned());
            if let Some(value) = value {
                by_value.entry(value).or_default().push(at);
            }
        }
        list.by_column.insert(column.to_owned(), by_value);
    }
}

/// The choices of a list's document, in their order.
pub(crate) fn items(tree: &Tree) -> &[u32] {
    tree.children(Tree::ROOT)
        .first()
        .map_or(&[], |root| tree.children(*root))
}

/// The list as a document: root / item / name, label and further columns.
fn document(sheet: &Sheet, rows: &[&Row], choices: &[ChoiceOption]) -> (Tree, Vec<String>) {
    let mut tree = Tree::new();
    let mut columns = vec!["name".to_owned(), "label".to_owned()];
    let root = tree.append(
        Tree::ROOT,
        NodeKind::Element,
        Name::local("root"),
        String::new(),
    );
    let further = |column: &Column| {
        column.language.is_none()
            && !column.key.is_empty()
            && !OWN.contains(&column.key.as_str())
            && !column.key.contains("::")
            && is_xml_name(column.heading.trim())
    };
    let mut known: HashSet<&str> = HashSet::new();
    for (row, choice) in rows.iter().zip(choices) {
        let item = tree.append(root, NodeKind::Element, Name::local("item"), String::new());
        tree.append(
            item,
            NodeKind::Element,
            Name::local("name"),
            choice.name.clone(),
        );
        tree.append(
            item,
            NodeKind::Element,
            Name::local("label"),
            choice.label("").to_owned(),
        );
        for (column, text) in sheet.cells(row) {
            if !further(column) {
                continue;
            }
            let name = column.heading.trim();
            tree.append(item, NodeKind::Element, Name::local(name), text.to_owned());
            if known.insert(name) && !columns.iter().any(|known| known == name) {
                columns.push(name.to_owned());
            }
        }
    }
    (tree, columns)
}
