//! What the settings say of the form beside its name: for whom, where to, and facts about each record.

use super::Builder;
use super::expressions::Place;
use super::names::{is_name, is_yes};
use crate::model::{Condition, Preload, Tag, Text, Texts, ValueType};
use crate::workbook::{Sheet, Workbook};
use crate::{Class, Kind};

/// The name of the form's own element when the settings name none.
const ROOT: &str = "data";
const META: &str = "meta";

impl Builder {
    /// What the settings say of the form beside its name.
    pub(super) fn head(&mut self, book: &Workbook) {
        let Some(sheet) = book.sheet("settings") else {
            return;
        };
        let Some(row) = sheet.rows.first() else {
            return;
        };
        let get = |key: &str| sheet.get(row, key).map(str::to_owned);
        self.head.style = get("style").unwrap_or_default();
        self.head.submission.address = get("submission_url");
        self.head.submission.public_key = get("public_key");
        self.head.submission.auto_send = get("auto_send");
        self.head.submission.auto_delete = get("auto_delete");
        self.head.submission.client_editable =
            get("client_editable").is_some_and(|cell| is_yes(&cell));
        for pair in get("namespaces").unwrap_or_default().split_whitespace() {
            if let Some((prefix, address)) = pair.split_once('=') {
                let address = address.replace(['"', '\''], "");
                self.head.namespaces.push((prefix.to_owned(), address));
            }
        }
        let named = [
            ("instance_xmlns", "xmlns"),
            ("prefix", "odk:prefix"),
            ("delimiter", "odk:delimiter"),
        ];
        for (key, name) in named {
            let given = get(key).map(|value| (name.to_owned(), value));
            self.head.attributes.extend(given);
        }
        for (column, text) in sheet.cells(row) {
            let name = column.heading.split_once(':');
            let name = name.map_or("", |(_, name)| name.trim_start_matches(':').trim());
            if column.key.starts_with("attribute::") && !name.is_empty() {
                self.head
                    .attributes
                    .push((name.to_owned(), text.to_owned()));
            }
        }
    }

    /// The name of the form's own element.
    pub(super) fn root_name(book: &Workbook) -> String {
        let sheet = book.sheet("settings");
        let named = sheet.and_then(|sheet| sheet.get(sheet.rows.first()?, "name"));
        named
            .filter(|name| is_name(name))
            .unwrap_or(ROOT)
            .to_owned()
    }

    /// The facts about each record that stand in its meta block.
    pub(super) fn meta(&mut self, book: &Workbook, survey: &Sheet) {
        let settings = book.sheet("settings");
        let settings = settings.and_then(|sheet| Some((sheet, sheet.rows.first()?)));
        let get = |key: &str| settings.and_then(|(sheet, row)| sheet.get(row, key));
        for place in std::mem::take(&mut self.audits) {
            let row = survey.rows.get(place).map_or(0, |row| row.number);
            let at = self.fact("audit", Kind::Hidden, row);
            if let Some(draft) = self.drafts.get_mut(at as usize) {
                *draft = Some(place);
            }
        }
        if !get("omit_instanceid").is_some_and(is_yes) {
            let at = self.fact("instanceID", Kind::Meta, 0);
            self.names
                .entry("instanceID".to_owned())
                .or_default()
                .push(at);
            if let Some(item) = self.item_mut(at) {
                item.preload = Some(Preload::Uid);
                item.read_only = Condition::Always;
            }
        }
        if let (Some(text), Some((_, row))) = (get("instance_name"), settings) {
            let at = self.fact("instanceName", Kind::Calculate, row.number);
            let place = Place {
                sheet: "settings",
                row: row.number,
                column: "instance_name",
            };
            let expr = self.expr(text, at, &place);
            if let Some(item) = self.item_mut(at) {
                item.calculation = expr;
            }
            self.head.instance_name = Some(at);
        }
    }

    /// Adds a fact to the meta block of the form.
    fn fact(&mut self, name: &str, kind: Kind, row: u32) -> u32 {
        let block = self.meta_block(0);
        let at = self.add_apart(block, name, kind, row);
        if let Some(item) = self.item_mut(at)
            && name == "audit"
        {
            item.value_type = ValueType::Binary;
        }
        at
    }

    /// The meta block of the form, a group or a repeat; made when there is none.
    pub(super) fn meta_block(&mut self, parent: u32) -> u32 {
        let mut children = self.item(parent).children.iter().copied();
        let known = children.find(|child| {
            let item = self.item(*child);
            &*item.name == META && item.kind == Kind::Group
        });
        known.unwrap_or_else(|| self.add_apart(parent, META, Kind::Group, 0))
    }

    /// Adds something that `${name}` does not mean.
    pub(super) fn add_apart(&mut self, parent: u32, name: &str, kind: Kind, row: u32) -> u32 {
        let class = self
            .questions
            .get(parent as usize)
            .map_or(Class::P2, |q| q.class);
        let at = self.add(Some(parent), name, kind, row, class);
        if let Some(all) = self.names.get_mut(name) {
            all.retain(|known| *known != at);
            if all.is_empty() {
                self.names.remove(name);
            }
        }
        at
    }

    /// Marks the meta blocks, in which nobody is asked anything.
    pub(super) fn set_aside(&mut self) {
        let blocks: Vec<u32> = (0..super::index(self.items.len()))
            .filter(|at| {
                let item = self.item(*at);
                &*item.name == META && item.kind == Kind::Group && !self.asks_inside(*at)
            })
            .collect();
        let mut stack = blocks;
        while let Some(at) = stack.pop() {
            if let Some(item) = self.item_mut(at) {
                item.aside = true;
                stack.extend(item.children.iter().chain(&item.attributes));
            }
        }
    }

    fn asks_inside(&self, at: u32) -> bool {
        let mut stack = self.item(at).children.clone();
        while let Some(at) = stack.pop() {
            let item = self.item(at);
            let asks = item.control.asks != crate::model::Asks::Nothing;
            if asks && !item.kind.holds_questions() || item.kind == Kind::Repeat {
                return true;
            }
            stack.extend(&item.children);
        }
        false
    }

    /// What the osm sheet asks of buildings, by list.
    pub(super) fn osm(&mut self, book: &Workbook) {
        let Some(sheet) = book.sheet("osm") else {
            return;
        };
        for row in &sheet.rows {
            let (Some(list), Some(key)) = (sheet.get(row, "list_name"), sheet.get(row, "name"))
            else {
                continue;
            };
            let label = self.translations(sheet, row, "label");
            let label = label.into_iter().map(|(code, source)| {
                let pieces = Vec::new();
                (code, Text { source, pieces })
            });
            let tag = Tag {
                key: key.to_owned(),
                label: Texts::new(label.collect()),
            };
            self.tags.entry(list.to_lowercase()).or_default().push(tag);
        }
    }
}
