//! Answers as they are stored and sent: one canonical JSON object.

mod canonical;
mod diff;
mod merge;
mod path;

#[cfg(test)]
mod answers_tests;
#[cfg(test)]
mod merge_law_tests;
#[cfg(test)]
mod merge_tests;

pub use diff::{Change, diff};
pub use merge::{Conflict, Merged, merge};
pub use path::question_path;
pub(crate) use path::{Step, attribute_name, is_id, steps};

use serde_json::{Map, Value};

/// The member of a repeat instance that names it.
pub(crate) const ID: &str = "__id";
/// How deep groups and repeats may nest.
pub(crate) const NESTING_MAX: usize = 64;

/// The answers of one record: groups are objects, repeats are arrays of objects with an `__id`, values are
/// texts in their XForms form. What is not answered is absent.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answers(pub(crate) Map<String, Value>);

/// Why bytes are not answers.
#[derive(Debug, thiserror::Error)]
pub enum AnswersError {
    /// The bytes are not JSON.
    #[error("the answers are not readable JSON")]
    NotJson {
        /// What the reader met.
        #[source]
        source: serde_json::Error,
    },
    /// The JSON is something else than an object of answers.
    #[error(
        "the answers should be an object, with texts, objects and lists of objects in it: {place} is something else"
    )]
    Shape {
        /// Where, as a path; empty for the whole.
        place: String,
    },
    /// A number has more digits than were read.
    #[error("the number at {place} has more digits than can be kept: write it in quotes")]
    Number {
        /// Where, as a path.
        place: String,
    },
    /// Groups lie in groups beyond all forms.
    #[error("the answers are nested deeper than {max} levels")]
    TooDeep {
        /// The deepest level that is read.
        max: usize,
    },
}

impl Answers {
    /// Reads answers; empty ones are dropped, numbers and truths become texts, and repeat instances without an
    /// `__id` get one from their place, the same on every machine.
    ///
    /// # Errors
    /// When the bytes are not JSON, or not an object of answers.
    pub fn from_bytes(bytes: &[u8]) -> Result<Answers, AnswersError> {
        let value: Value =
            serde_json::from_slice(bytes).map_err(|source| AnswersError::NotJson { source })?;
        canonical::read(value)
    }

    /// The canonical bytes: the same answers give the same bytes on every machine.
    pub fn to_bytes(&self) -> Vec<u8> {
        canonical::write(&self.0)
    }

    /// Whether nothing is answered.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The answer at a path such as `sadd/women` or `materials[3f]/quantity`.
    pub fn get(&self, path: &str) -> Option<&str> {
        let mut steps = steps(path)?;
        let last = steps.pop()?;
        let mut at = &self.0;
        for step in steps {
            at = within(at.get(step.name)?, step.id)?;
        }
        match (at.get(last.name)?, last.id) {
            (Value::String(text), None) => Some(text),
            _ => None,
        }
    }

    /// Puts an answer at a path, making groups and repeat instances on the way; an empty answer is taken away.
    ///
    /// A path that runs through an answer of another shape is left alone.
    pub fn put(&mut self, path: &str, value: &str) {
        let Some(mut steps) = steps(path) else { return };
        let Some(last) = steps.pop().filter(|last| last.id.is_none()) else {
            return;
        };
        put(&mut self.0, &steps, last.name, value);
    }

    /// All answers with their paths, in the order of names; repeat instances carry their id.
    pub fn flat(&self) -> Vec<(String, String)> {
        let mut out = Vec::new();
        flatten(&self.0, "", &mut out);
        out
    }

    /// The ids of a repeat's instances, in their order.
    pub fn instances(&self, path: &str) -> Vec<&str> {
        let found = || {
            let mut steps = steps(path)?;
            let last = steps.pop()?;
            let mut at = &self.0;
            for step in steps {
                at = within(at.get(step.name)?, step.id)?;
            }
            at.get(last.name)?.as_array()
        };
        found().map_or_else(Vec::new, |list| {
            list.iter()
                .filter_map(Value::as_object)
                .filter_map(id_of)
                .collect()
        })
    }
}

pub(crate) fn id_of(instance: &Map<String, Value>) -> Option<&str> {
    instance.get(ID).and_then(Value::as_str)
}

fn within<'v>(value: &'v Value, id: Option<&str>) -> Option<&'v Map<String, Value>> {
    match (value, id) {
        (Value::Object(group), None) => Some(group),
        (Value::Array(list), Some(id)) => list
            .iter()
            .filter_map(Value::as_object)
            .find(|one| id_of(one) == Some(id)),
        _ => None,
    }
}

fn put(at: &mut Map<String, Value>, steps: &[Step<'_>], name: &str, value: &str) {
    let Some((step, rest)) = steps.split_first() else {
        if value.is_empty() {
            if matches!(at.get(name), Some(Value::String(_))) {
                at.shift_remove(name);
            }
        } else if at.get(name).is_none_or(Value::is_string) && name != ID {
            at.insert(name.to_owned(), Value::String(value.to_owned()));
        }
        return;
    };
    match step.id {
        None => {
            let inner = at
                .entry(step.name)
                .or_insert_with(|| Value::Object(Map::new()));
            let Value::Object(inner) = inner else { return };
            put(inner, rest, name, value);
            if inner.is_empty() {
                at.shift_remove(step.name);
            }
        }
        Some(id) => {
            let list = at
                .entry(step.name)
                .or_insert_with(|| Value::Array(Vec::new()));
            let Value::Array(list) = list else { return };
            let found = list
                .iter()
                .position(|one| one.as_object().and_then(id_of) == Some(id));
            let index = found.unwrap_or(list.len());
            if found.is_none() {
                let mut instance = Map::new();
                instance.insert(ID.to_owned(), Value::String(id.to_owned()));
                list.push(Value::Object(instance));
            }
            if let Some(Value::Object(instance)) = list.get_mut(index) {
                put(instance, rest, name, value);
            }
        }
    }
}

fn flatten(map: &Map<String, Value>, before: &str, out: &mut Vec<(String, String)>) {
    let mut names: Vec<&String> = map.keys().collect();
    names.sort();
    for name in names {
        let path = if before.is_empty() {
            name.clone()
        } else {
            format!("{before}/{name}")
        };
        match map.get(name) {
            Some(Value::String(text)) if name != ID => out.push((path, text.clone())),
            Some(Value::Object(group)) => flatten(group, &path, out),
            Some(Value::Array(list)) => {
                for instance in list.iter().filter_map(Value::as_object) {
                    let id = id_of(instance).unwrap_or_default();
                    flatten(instance, &format!("{path}[{id}]"), out);
                }
            }
            _ => {}
        }
    }
}
