//! From XML to answers.

use serde_json::{Map, Value};

use super::INSTANCE;
use super::write::is_meta;
use crate::answers::{ID, NESTING_MAX, is_id};
use crate::media::xml;
use crate::model::Form;
use crate::xpath::{NodeKind, Tree};
use crate::{Answers, Kind};

/// Largest submission that is read, in bytes.
const BYTES_MAX: usize = 64 * 1024 * 1024;
const ROOT: u32 = 0;
/// What a meta block says of the record itself.
const FACTS: [&str; 3] = ["instanceID", "instanceName", "deprecatedID"];

/// A submission after it was read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Received {
    /// The answers, also those that the form has no question for.
    pub answers: Answers,
    /// The record's id as sent.
    pub instance_id: Option<String>,
    /// The name that the form gave the record.
    pub instance_name: Option<String>,
    /// The id that the record had before it was edited.
    pub deprecated_id: Option<String>,
    /// The version of the form that was filled.
    pub version: Option<String>,
    /// The elements that stand several times where there is one answer: the first was taken.
    pub surplus: Vec<String>,
}

/// Why a submission cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SubmissionError {
    /// The text is not XML that is safe to read.
    #[error("the submission cannot be read: line {line}: {message}")]
    Xml {
        /// The line, from 1.
        line: u32,
        /// What is wrong there.
        message: String,
    },
    /// The submission is larger than any record.
    #[error("the submission is larger than {max} bytes")]
    TooLarge {
        /// The most that is read.
        max: usize,
    },
    /// Elements lie in elements beyond all forms.
    #[error("the submission is nested deeper than {max} levels at {path}")]
    TooDeep {
        /// The deepest level that is read.
        max: usize,
        /// Where, by the names of the elements.
        path: String,
    },
    /// The submission belongs to another form.
    #[error("the submission belongs to the form {found}")]
    OtherForm {
        /// The id that it carries.
        found: String,
    },
}

/// Reads submission XML back into answers of a form. Repeat instances that carry no id get one from `record`, the
/// record's own id, and their place: the same on every machine.
///
/// # Errors
/// When the text is not safe XML, too large or too deep, or belongs to another form.
pub fn read_submission(form: &Form, text: &str, record: &str) -> Result<Received, SubmissionError> {
    if text.len() > BYTES_MAX {
        return Err(SubmissionError::TooLarge { max: BYTES_MAX });
    }
    let tree = xml::read(text).map_err(|error| SubmissionError::Xml {
        line: error.line,
        message: error.message,
    })?;
    let mut received = Received::default();
    let Some(root) = elements(&tree, Tree::ROOT).next() else {
        return Ok(received);
    };
    let attribute = |name: &str| {
        let found = tree.attributes(root).iter().find(|id| {
            tree.name(**id)
                .is_some_and(|known| known.prefix.is_none() && *known.local == *name)
        });
        found
            .map(|id| tree.value(*id).to_owned())
            .filter(|value| !value.is_empty())
    };
    if let Some(found) = attribute("id").filter(|id| *id != form.id) {
        return Err(SubmissionError::OtherForm { found });
    }
    received.version = attribute("version");
    let digits: String = record.chars().filter(char::is_ascii_alphanumeric).collect();
    let mut reader = Reader {
        form,
        tree: &tree,
        prefix: digits.trim_start_matches("uuid").chars().take(12).collect(),
        received,
    };
    let answers = reader.group(root, Some(ROOT), &mut Vec::new())?;
    reader.received.answers = Answers(answers);
    Ok(reader.received)
}

struct Reader<'a> {
    form: &'a Form,
    tree: &'a Tree,
    /// What ids of instances begin with.
    prefix: String,
    received: Received,
}

impl Reader<'_> {
    fn group(
        &mut self,
        node: u32,
        item: Option<u32>,
        path: &mut Vec<String>,
    ) -> Result<Map<String, Value>, SubmissionError> {
        if path.len() > NESTING_MAX {
            return Err(SubmissionError::TooDeep {
                max: NESTING_MAX,
                path: path.join("/"),
            });
        }
        let mut out = Map::new();
        self.attributes(node, item, "", &mut out);
        for child in elements(self.tree, node) {
            let Some(name) = self.tree.name(child).map(|name| name.local.to_string()) else {
                continue;
            };
            if crate::answers::steps(&name).is_none() || name == ID {
                continue;
            }
            let known = item.and_then(|item| self.child(item, &name));
            if self.is_fact(child, item, known, &name) {
                continue;
            }
            path.push(name.clone());
            self.element(child, known, name, path, &mut out)?;
            path.pop();
        }
        Ok(out)
    }

    /// What the form has below an item by this name.
    fn child(&self, item: u32, name: &str) -> Option<u32> {
        let mut children = self.form.item(item).children.iter().copied();
        children.find(|child| *self.form.item(*child).name == *name)
    }

    /// Whether an element tells of the record and is no answer; the facts of a meta block are taken over.
    fn is_fact(&mut self, element: u32, item: Option<u32>, known: Option<u32>, name: &str) -> bool {
        let form = self.form;
        let block = |at: u32| is_meta(form.item(at));
        if item == Some(ROOT) && name == "meta" && known.is_none_or(block) {
            self.facts(element);
            if known.is_none() {
                return true;
            }
        }
        let in_meta = item.is_some_and(|at| form.item(at).parent == Some(ROOT) && block(at));
        match known {
            Some(at) => crate::engine::is_of_record(form, at),
            None => in_meta && FACTS.contains(&name),
        }
    }

    /// Puts what an element holds among the answers of its group.
    fn element(
        &mut self,
        element: u32,
        known: Option<u32>,
        name: String,
        path: &mut Vec<String>,
        out: &mut Map<String, Value>,
    ) -> Result<(), SubmissionError> {
        let holds = elements(self.tree, element).next().is_some();
        let value = match known.map(|known| self.form.item(known).kind) {
            Some(Kind::Repeat) => {
                let all = out.entry(name).or_insert_with(|| Value::Array(Vec::new()));
                return self.instance(element, known, path, all);
            }
            Some(Kind::Group) => Value::Object(self.group(element, known, path)?),
            None if holds => Value::Object(self.group(element, None, path)?),
            _ => {
                self.attributes(element, known, &name, out);
                Value::String(self.tree.text(element))
            }
        };
        let empty = match &value {
            Value::Object(map) => map.is_empty(),
            Value::String(text) => text.is_empty(),
            _ => false,
        };
        if out.contains_key(&name) && !empty {
            self.received.surplus.push(path.join("/"));
        } else if !empty {
            out.insert(name, value);
        }
        Ok(())
    }

    /// The attributes that the form knows, as the answers call them.
    fn attributes(&self, node: u32, item: Option<u32>, of: &str, out: &mut Map<String, Value>) {
        let Some(item) = item.map(|at| self.form.item(at)) else {
            return;
        };
        for attribute in self.tree.attributes(node) {
            let Some(name) = self.tree.name(*attribute) else {
                continue;
            };
            let mut known = item.attributes.iter();
            let value = self.tree.value(*attribute);
            if known.any(|at| self.form.item(*at).name == name.local) && !value.is_empty() {
                let key = crate::answers::attribute_name(of, &name.local);
                out.insert(key, Value::String(value.to_owned()));
            }
        }
    }

    fn instance(
        &mut self,
        node: u32,
        item: Option<u32>,
        path: &mut Vec<String>,
        list: &mut Value,
    ) -> Result<(), SubmissionError> {
        let inside = self.group(node, item, path)?;
        let Value::Array(list) = list else {
            return Ok(());
        };
        let given = self.tree.attributes(node).iter().find(|id| {
            self.tree
                .name(**id)
                .is_some_and(|name| &*name.local == INSTANCE)
        });
        let given = given.map(|id| self.tree.value(*id)).filter(|id| is_id(id));
        let place = list.len() + 1;
        let made = || match self.prefix.as_str() {
            "" => place.to_string(),
            prefix => format!("{prefix}-{place}"),
        };
        let id = given.map_or_else(made, str::to_owned);
        let mut instance = Map::new();
        instance.insert(ID.to_owned(), Value::String(id));
        instance.extend(inside);
        list.push(Value::Object(instance));
        Ok(())
    }

    fn facts(&mut self, meta: u32) {
        for child in elements(self.tree, meta) {
            let value = Some(self.tree.text(child)).filter(|value| !value.is_empty());
            match self.tree.name(child).map(|name| &*name.local) {
                Some("instanceID") => self.received.instance_id = value,
                Some("instanceName") => self.received.instance_name = value,
                Some("deprecatedID") => self.received.deprecated_id = value,
                _ => {}
            }
        }
    }
}

fn elements(tree: &Tree, node: u32) -> impl Iterator<Item = u32> {
    let children = tree.children(node).iter().copied();
    children.filter(|child| tree.kind(*child) == NodeKind::Element)
}
