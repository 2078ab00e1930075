//! The entities sheet and the `save_to` column: which lists a record adds to or changes, and where in the form.

use std::collections::HashMap;

use super::Builder;
use super::allocation::Taken;
use super::expressions::Place;
use super::names::is_name;
use crate::Kind;
use crate::model::{Condition, Default, Entity};
use crate::workbook::{Row, Sheet, Workbook};
use crate::xpath;

const COLUMNS: &[&str] = &[
    "list_name",
    "entity_id",
    "create_if",
    "update_if",
    "repeat",
    "label",
];

/// The versions of the entity specification: one entity of the whole record, and more than that.
const ONE: &str = "2024.1.0";
const SEVERAL: &str = "2025.1.0";

/// One row of the entities sheet.
#[derive(Debug, Clone)]
pub(super) struct Declared {
    pub list: String,
    pub row: u32,
    /// Questions that its columns name.
    reads: Vec<String>,
    id: Option<String>,
    create: Option<String>,
    update: Option<String>,
    label: Option<String>,
    /// The repeat that makes an entity with each of its instances.
    repeat: Option<String>,
}

impl Builder {
    /// Reads the entities sheet, and which questions are saved.
    pub(super) fn entities(&mut self, book: &Workbook, survey: &Sheet) {
        let declared = match book.sheet("entities") {
            Some(sheet) => self.declared(sheet),
            None => Vec::new(),
        };
        self.entity_lists = declared.iter().map(|one| one.list.clone()).collect();
        let mut taken = self.saved_answers(survey, &declared);
        for entity in &declared {
            let read = self.read_answers(entity);
            taken.entry(entity.list.clone()).or_default().extend(read);
        }
        let places = self.allocate(&declared, &taken);
        let repeated = places.iter().any(|(place, _)| self.scope(*place) != 0);
        if !places.is_empty() {
            let several = declared.len() > 1 || repeated;
            let version = if several { SEVERAL } else { ONE };
            self.head.entities_version = Some(version.to_owned());
        }
        for (place, entity) in places {
            self.declare(place, entity);
        }
    }

    /// The answers that are saved to each list.
    fn saved_answers(
        &mut self,
        survey: &Sheet,
        declared: &[Declared],
    ) -> HashMap<String, Vec<Taken>> {
        let mut taken: HashMap<String, Vec<Taken>> = HashMap::new();
        let mut properties: HashMap<(String, String), u32> = HashMap::new();
        let drafts = self.drafts.iter().enumerate();
        let drafts = drafts.filter_map(|(at, draft)| Some(((*draft)?, super::index(at))));
        let places: HashMap<usize, u32> = drafts.collect();
        for (at, row) in survey.rows.iter().enumerate() {
            let Some(cell) = survey.get(row, "save_to") else {
                continue;
            };
            let Some((list, property)) = self.saved(survey, row, cell, declared) else {
                continue;
            };
            let known = properties.insert((list.clone(), property.clone()), row.number);
            if let Some(first) = known {
                let words = format!(
                    "{property} is already saved by row {first}: give one of them another name"
                );
                self.warn("survey", Some(row.number), Some("save_to"), words);
                continue;
            }
            let Some(at) = places.get(&at).copied() else {
                continue;
            };
            if let Some(item) = self.item_mut(at) {
                item.save_to = Some(property);
            }
            taken.entry(list).or_default().push(Taken {
                place: self.item(at).parent.unwrap_or(0),
                row: row.number,
                saved: true,
            });
        }
        taken
    }

    /// The answers that the columns of an entity read.
    fn read_answers(&mut self, entity: &Declared) -> Vec<Taken> {
        let mut out = Vec::new();
        for name in entity.repeat.iter().flat_map(|cell| names_in(cell)) {
            let repeat = self.target(&name, 0).ok();
            match repeat.filter(|at| self.item(*at).kind == Kind::Repeat) {
                Some(place) => out.push(Taken {
                    place,
                    row: entity.row,
                    saved: false,
                }),
                None => {
                    let words = format!("${{{name}}} is no repeat of this form: correct the name");
                    self.warn("entities", Some(entity.row), Some("repeat"), words);
                }
            }
        }
        for name in &entity.reads {
            match self.target(name, 0) {
                Ok(at) => out.push(Taken {
                    place: self.item(at).parent.unwrap_or(0),
                    row: entity.row,
                    saved: false,
                }),
                Err(_) if name.starts_with("last-saved#") => {}
                Err(_) => {
                    let words = format!(
                        "${{{name}}} is no question of this form, or several have the name: correct it"
                    );
                    self.warn("entities", Some(entity.row), Some("label"), words);
                }
            }
        }
        out
    }

    fn declared(&mut self, sheet: &Sheet) -> Vec<Declared> {
        let unknown: Vec<&str> = sheet
            .columns
            .iter()
            .filter(|column| !column.key.is_empty() && !COLUMNS.contains(&column.key.as_str()))
            .map(|column| column.heading.as_str())
            .collect();
        if !unknown.is_empty() {
            let words = format!(
                "these columns mean nothing for entities and are left out: {}; known are {}",
                unknown.join(", "),
                COLUMNS.join(", ")
            );
            self.warn("entities", Some(1), None, words);
        }
        let mut out: Vec<Declared> = Vec::new();
        for row in &sheet.rows {
            let list = sheet.get(row, "list_name").unwrap_or_default();
            if let Some(words) = wrong_list(list) {
                self.warn("entities", Some(row.number), Some("list_name"), words);
                continue;
            }
            if out.iter().any(|known| known.list == list) {
                let words =
                    format!("{list} is declared twice: the second is left out; join the two rows");
                self.warn("entities", Some(row.number), Some("list_name"), words);
                continue;
            }
            let has = |key: &str| sheet.get(row, key).is_some();
            let lacking = match (has("entity_id"), has("create_if"), has("update_if")) {
                (false, _, true) => Some((
                    "entity_id",
                    "to change an entity its entity_id is needed: add it, or write the condition under create_if",
                )),
                (true, true, false) => Some((
                    "update_if",
                    "with create_if and entity_id an update_if is needed too: add it, or take the entity_id out",
                )),
                (false, _, false) if !has("label") => Some((
                    "label",
                    "a new entity needs a label: add one, or an entity_id to change an existing one",
                )),
                _ => None,
            };
            if let Some((column, words)) = lacking {
                let words = format!("{list}: {words}");
                self.warn("entities", Some(row.number), Some(column), words);
            }
            let cells = ["entity_id", "create_if", "update_if", "label"];
            let reads = cells
                .iter()
                .filter_map(|key| sheet.get(row, key))
                .flat_map(names_in)
                .collect();
            let cell = |key: &str| sheet.get(row, key).map(str::to_owned);
            out.push(Declared {
                list: list.to_owned(),
                row: row.number,
                reads,
                id: cell("entity_id"),
                create: cell("create_if"),
                update: cell("update_if"),
                label: cell("label"),
                repeat: cell("repeat"),
            });
        }
        out
    }

    /// The list and the property that a `save_to` cell names, when it can be executed.
    fn saved(
        &mut self,
        survey: &Sheet,
        row: &Row,
        cell: &str,
        declared: &[Declared],
    ) -> Option<(String, String)> {
        let holds = matches!(
            super::types::parse(survey.get(row, "type").unwrap_or_default()),
            super::types::RowType::Begin(_) | super::types::RowType::End(_)
        );
        let (list, property) = match cell.split_once('#') {
            Some((list, property)) => (Some(list), property),
            None => (None, cell),
        };
        let words = if declared.is_empty() {
            Some("there is no entity to save to: declare it on a sheet named entities".to_owned())
        } else if holds {
            Some(
                "a group or repeat holds no answer that could be saved: move this to a question"
                    .to_owned(),
            )
        } else if property.contains('#') {
            Some("one # is allowed, between the list and the property".to_owned())
        } else if list.is_none() && declared.len() > 1 {
            Some("there are several entities: write the list before the property, such as trees#species".to_owned())
        } else if list.is_some_and(|list| !declared.iter().any(|known| known.list == list)) {
            Some(format!(
                "the entities sheet has no list named {}: add it, or correct the name",
                list.unwrap_or_default()
            ))
        } else {
            wrong_property(property)
        };
        if let Some(words) = words {
            self.warn("survey", Some(row.number), Some("save_to"), words);
            return None;
        }
        let list = list.or_else(|| declared.first().map(|first| first.list.as_str()))?;
        Some((list.to_owned(), property.to_owned()))
    }

    /// Puts an entity into the meta block of its place.
    fn declare(&mut self, place: u32, entity: &Declared) {
        let block = self.meta_block(place);
        let at = self.add_apart(block, "entity", Kind::Group, entity.row);
        self.head.entities.push(Entity {
            list: entity.list.clone(),
            item: at,
        });
        self.constant(at, "dataset", &entity.list, entity.row);
        let creates = entity.id.is_none() || entity.create.is_some();
        let modes = [
            ("create", "create_if", &entity.create, creates),
            ("update", "update_if", &entity.update, entity.id.is_some()),
        ];
        for (name, column, condition, there) in modes {
            if !there {
                continue;
            }
            match condition {
                None => self.constant(at, name, "1", entity.row),
                Some(condition) => {
                    let made = self.worked_out(at, name, condition, column, entity.row);
                    if let Some(item) = made.and_then(|made| self.item_mut(made)) {
                        item.default = Default::Fixed("1".to_owned());
                    }
                }
            }
        }
        match &entity.id {
            Some(id) => {
                let versions = [
                    ("baseVersion", "__version"),
                    ("trunkVersion", "__trunkVersion"),
                    ("branchId", "__branchId"),
                ];
                let list = xpath::quoted(&entity.list);
                for (name, child) in versions {
                    let expr = format!("instance({list})/root/item[name={id}]/{child}");
                    self.worked_out(at, name, &expr, "entity_id", entity.row);
                }
                self.worked_out(at, "id", id, "entity_id", entity.row);
            }
            None => {
                let made = self.add_attribute(at, "id", Kind::Hidden, entity.row);
                if let (Some(made), Ok(expr)) = (made, xpath::parse("uuid()")) {
                    if let Some(item) = self.item_mut(made) {
                        item.read_only = Condition::Always;
                    }
                    self.begins_with(made, expr);
                }
            }
        }
        if let Some(label) = &entity.label {
            let made = self.add_apart(at, "label", Kind::Calculate, entity.row);
            self.calculates(made, label, "label", entity.row);
        }
    }

    /// An attribute that holds the same in every record.
    fn constant(&mut self, owner: u32, name: &str, value: &str, row: u32) {
        let made = self.add_attribute(owner, name, Kind::Hidden, row);
        if let Some(item) = made.and_then(|made| self.item_mut(made)) {
            item.default = Default::Fixed(value.to_owned());
        }
    }

    /// An attribute that is worked out.
    fn worked_out(
        &mut self,
        owner: u32,
        name: &str,
        expr: &str,
        column: &str,
        row: u32,
    ) -> Option<u32> {
        let made = self.add_attribute(owner, name, Kind::Calculate, row)?;
        self.calculates(made, expr, column, row);
        Some(made)
    }

    fn calculates(&mut self, at: u32, expr: &str, column: &str, row: u32) {
        let place = Place {
            sheet: "entities",
            row,
            column,
        };
        let expr = self.expr(expr, at, &place);
        if let Some(item) = self.item_mut(at) {
            item.calculation = expr;
            item.read_only = Condition::Always;
        }
    }
}

/// The names between `${` and `}`.
pub(super) fn names_in(text: &str) -> Vec<String> {
    let parts = text.split("${").skip(1);
    parts
        .filter_map(|part| part.split_once('}'))
        .map(|(name, _)| name.trim().to_owned())
        .collect()
}

fn wrong_list(list: &str) -> Option<String> {
    let words = if list.is_empty() {
        "the entity has no list: write its list_name"
    } else if list.starts_with("__") {
        "names of lists cannot begin with two underscores: choose another"
    } else if list.contains('.') {
        "names of lists cannot hold a point: choose another"
    } else if !is_name(list) {
        "this cannot be the name of a list: begin with a letter and use letters, digits, _ and - only"
    } else {
        return None;
    };
    Some(format!("{words} (the entity is left out)"))
}

fn wrong_property(property: &str) -> Option<String> {
    let words = if matches!(property.to_lowercase().as_str(), "name" | "label") {
        "name and label belong to every entity already"
    } else if property.starts_with("__") {
        "names of properties cannot begin with two underscores"
    } else if !is_name(property) {
        "this cannot be the name of a property: begin with a letter and use letters, digits, _ - and . only"
    } else {
        return None;
    };
    Some(format!("{words}: choose another"))
}
