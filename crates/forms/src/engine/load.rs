//! From stored answers to the tree.

use serde_json::{Map, Value};

use super::instance::{INSTANCES_MAX, Instance};
use super::is_stored;
use crate::Kind;
use crate::answers::{ID, attribute_name, id_of, is_id};
use crate::model::{Default, Form};

impl Instance {
    /// Fills a node's children from stored answers; gives back what has no place.
    pub(super) fn load(
        &mut self,
        form: &Form,
        node: u32,
        answers: &Map<String, Value>,
    ) -> Map<String, Value> {
        let mut leftover = Map::new();
        let mut used = self.load_attributes(form, node, "", answers);
        for child in &form.item(self.item_of(node)).children {
            let item = form.item(*child);
            let stored = answers.get(&*item.name);
            used += usize::from(stored.is_some());
            let rest = match (item.kind, stored) {
                (Kind::Repeat, Some(Value::Array(list))) => {
                    self.load_instances(form, node, *child, list)
                }
                (Kind::Repeat, stored) => stored.cloned(),
                (Kind::Group, stored) => {
                    let made = self.create(form, node, *child, None);
                    match stored {
                        Some(Value::Object(group)) => {
                            let rest = self.load(form, made, group);
                            (!rest.is_empty()).then_some(Value::Object(rest))
                        }
                        other => {
                            self.load(form, made, &Map::new());
                            other.cloned()
                        }
                    }
                }
                (kind, stored) => {
                    let made = self.create(form, node, *child, None);
                    used += self.load_attributes(form, made, &item.name, answers);
                    match stored {
                        Some(Value::String(text)) if is_stored(kind) => {
                            self.tree.set_value(made, text.clone());
                            None
                        }
                        other => other.cloned(),
                    }
                }
            };
            if let Some(rest) = rest {
                leftover.insert(item.name.to_string(), rest);
            }
        }
        if used < answers.len() {
            let known = |name: &str, stored: &Value| {
                let own = form.item(self.item_of(node));
                // An attribute holds a text and nothing else.
                let attribute = |of: &str, at: &u32| {
                    stored.is_string() && attribute_name(of, &form.item(*at).name) == name
                };
                own.attributes.iter().any(|at| attribute("", at))
                    || own.children.iter().any(|child| {
                        let item = form.item(*child);
                        let leaf = !item.kind.holds_questions();
                        &*item.name == name
                            || leaf && item.attributes.iter().any(|at| attribute(&item.name, at))
                    })
            };
            let unknown = answers
                .iter()
                .filter(|(name, stored)| *name != ID && !known(name, stored));
            leftover.extend(unknown.map(|(name, value)| (name.clone(), value.clone())));
        }
        leftover
    }

    /// Takes the attributes of a node from stored answers, or as the form begins with them; gives how many were
    /// stored.
    fn load_attributes(
        &mut self,
        form: &Form,
        node: u32,
        of: &str,
        answers: &Map<String, Value>,
    ) -> usize {
        let mut used = 0;
        for attribute in self.tree.attributes(node).to_vec() {
            let item = form.item(self.item_of(attribute));
            let stored = answers.get(&attribute_name(of, &item.name));
            used += usize::from(stored.is_some());
            match (stored, &item.default) {
                (Some(Value::String(text)), _) => self.tree.set_value(attribute, text.clone()),
                (_, Default::Fixed(text)) => self.tree.set_value(attribute, text.clone()),
                _ => {}
            }
        }
        used
    }

    fn load_instances(
        &mut self,
        form: &Form,
        parent: u32,
        repeat: u32,
        list: &[Value],
    ) -> Option<Value> {
        let mut leftover = Vec::new();
        for (at, value) in list.iter().enumerate() {
            let id = value.as_object().and_then(id_of).filter(|id| is_id(id));
            let (Value::Object(instance), Some(id), true) = (value, id, at < INSTANCES_MAX) else {
                leftover.push(value.clone());
                continue;
            };
            let made = self.create(form, parent, repeat, Some(id));
            let mut rest = self.load(form, made, instance);
            if !rest.is_empty() {
                rest.insert(ID.to_owned(), Value::String(id.to_owned()));
                leftover.push(Value::Object(rest));
            }
        }
        (!leftover.is_empty()).then_some(Value::Array(leftover))
    }
}
