//! The entities sheet and the `save_to` column: which lists a record adds to or changes, and where in the form.

use std::collections::HashMap;

use super::Builder;
use super::rows::is_name;
use crate::Kind;
use crate::workbook::{Row, Sheet, Workbook};

const COLUMNS: &[&str] = &[
    "list_name",
    "entity_id",
    "create_if",
    "update_if",
    "repeat",
    "label",
];

/// One row of the entities sheet.
#[derive(Debug, Clone)]
pub(super) struct Declared {
    pub list: String,
    pub row: u32,
    /// Questions that its columns name.
    reads: Vec<String>,
}

/// A question that an entity takes something from.
struct Taken {
    /// The group, repeat or form that holds the question.
    place: u32,
    row: u32,
    /// Whether the question is saved to the entity; else the sheet refers to it.
    saved: bool,
}

/// Where an entity wants to stand.
struct Wish<'d> {
    entity: &'d Declared,
    /// The innermost repeat, or the form, that it belongs to.
    scope: u32,
    place: u32,
    /// The groups whose questions are saved to it.
    from: Vec<u32>,
}

impl Builder {
    /// Reads the entities sheet, and which questions are saved.
    pub(super) fn entities(&mut self, book: &Workbook, survey: &Sheet) {
        let declared = match book.sheet("entities") {
            Some(sheet) => self.declared(sheet),
            None => Vec::new(),
        };
        self.entity_lists = declared.iter().map(|one| one.list.clone()).collect();
        let mut taken: HashMap<String, Vec<Taken>> = HashMap::new();
        let mut properties: HashMap<(String, String), u32> = HashMap::new();
        for row in &survey.rows {
            let Some(cell) = survey.get(row, "save_to") else {
                continue;
            };
            if let Some((list, property)) = self.saved(survey, row, cell, &declared) {
                if let Some(first) = properties.insert((list.clone(), property.clone()), row.number)
                {
                    let words = format!(
                        "{property} is already saved by row {first}: give one of them another name"
                    );
                    self.warn("survey", Some(row.number), Some("save_to"), words);
                    continue;
                }
                let at = self.questions.iter().position(|q| q.row == row.number);
                let Some(at) = at.map(super::index) else {
                    continue;
                };
                let place = self.item(at).parent.unwrap_or(0);
                taken.entry(list).or_default().push(Taken {
                    place,
                    row: row.number,
                    saved: true,
                });
            }
        }
        for entity in &declared {
            for name in &entity.reads {
                match self.target(name, 0) {
                    Ok(at) => {
                        let place = self.item(at).parent.unwrap_or(0);
                        taken.entry(entity.list.clone()).or_default().push(Taken {
                            place,
                            row: entity.row,
                            saved: false,
                        });
                    }
                    Err(_) if name.starts_with("last-saved#") => {}
                    Err(_) => {
                        let words = format!(
                            "${{{name}}} is no question of this form, or several have the name: correct it"
                        );
                        self.warn("entities", Some(entity.row), Some("label"), words);
                    }
                }
            }
        }
        self.allocate(&declared, &taken);
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
            out.push(Declared {
                list: list.to_owned(),
                row: row.number,
                reads,
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

    /// Gives each entity a group, repeat or the form to stand in; each holds one at most.
    fn allocate(&mut self, declared: &[Declared], taken: &HashMap<String, Vec<Taken>>) {
        let mut wishes: Vec<Wish<'_>> = Vec::new();
        for entity in declared {
            let from = taken.get(&entity.list).map_or(&[][..], Vec::as_slice);
            if let Some(wish) = self.wish(entity, from) {
                wishes.push(wish);
            }
        }
        if let [only] = wishes.as_slice()
            && only.scope == 0
        {
            return;
        }
        let mut given: HashMap<u32, &Declared> = HashMap::new();
        for wish in &wishes {
            let blocked = wish.from.iter().find_map(|place| given.get(place)).copied();
            let mut at = Some(wish.place);
            let mut other = None;
            let mut found = None;
            while let Some(place) = at {
                match given.get(&place) {
                    None => {
                        found = Some(place);
                        break;
                    }
                    Some(holder) => {
                        other = Some(*holder);
                        if blocked.is_some() {
                            break;
                        }
                    }
                }
                at = if place == wish.scope {
                    None
                } else {
                    self.item(place).parent
                };
            }
            let Some(place) = found else {
                let row = other.map_or(0, |other| other.row);
                let words = format!(
                    "each group or repeat holds one entity, and the one that {} needs is taken by row {row}: save its answers from another group",
                    wish.entity.list
                );
                self.warn("entities", Some(wish.entity.row), None, words);
                continue;
            };
            given.insert(place, wish.entity);
            for leaf in &wish.from {
                let mut at = Some(*leaf);
                while let Some(here) = at.filter(|here| *here != place) {
                    given.insert(here, wish.entity);
                    at = self.item(here).parent;
                }
            }
        }
    }

    /// Where an entity wants to stand: near what is saved to it, in the innermost repeat that it takes from.
    fn wish<'d>(&mut self, entity: &'d Declared, taken: &[Taken]) -> Option<Wish<'d>> {
        let is_repeat = |at: &u32| self.item(*at).kind == Kind::Repeat;
        let depth = |at: u32| self.ancestors(at).into_iter().filter(is_repeat).count();
        let scopes: Vec<u32> = taken.iter().map(|one| self.scope(one.place)).collect();
        let scope = scopes
            .iter()
            .copied()
            .rev()
            .max_by_key(|scope| depth(*scope))
            .unwrap_or(0);
        let saves = taken.iter().any(|one| one.saved);
        for (one, own) in taken.iter().zip(&scopes) {
            let beside = *own != scope && !self.is_below(scope, *own);
            let above = one.saved && *own != scope;
            if !beside && !above {
                continue;
            }
            let words = format!(
                "{} takes answers from repeats that do not lie in each other, or saves one from outside its repeat: copy the answer with a calculate into the same repeat",
                entity.list
            );
            let (sheet, column) = if one.saved {
                ("survey", Some("save_to"))
            } else {
                ("entities", None)
            };
            self.warn(sheet, Some(one.row), column, words);
            return None;
        }
        let mut from: Vec<u32> = taken
            .iter()
            .filter(|one| one.saved)
            .map(|one| one.place)
            .collect();
        from.sort_unstable();
        from.dedup();
        let place = if saves {
            self.joined(&from)
        } else {
            let inside = taken.iter().filter(|one| self.scope(one.place) == scope);
            inside
                .map(|one| one.place)
                .max_by_key(|place| self.ancestors(*place).len())
                .unwrap_or(0)
        };
        Some(Wish {
            entity,
            scope,
            place,
            from,
        })
    }

    /// The innermost group that holds all of these.
    fn joined(&self, places: &[u32]) -> u32 {
        let Some(first) = places.first() else {
            return 0;
        };
        let mut shared = self.ancestors(*first);
        for place in places {
            let own = self.ancestors(*place);
            shared.retain(|at| own.contains(at));
        }
        shared.first().copied().unwrap_or(0)
    }

    /// A group with everything that holds it, innermost first.
    fn ancestors(&self, at: u32) -> Vec<u32> {
        std::iter::successors(Some(at), |at| self.item(*at).parent).collect()
    }

    /// The innermost repeat around a place, itself included; the form when there is none.
    fn scope(&self, place: u32) -> u32 {
        let is_repeat = |at: &u32| self.item(*at).kind == Kind::Repeat;
        self.ancestors(place)
            .into_iter()
            .find(is_repeat)
            .unwrap_or(0)
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
