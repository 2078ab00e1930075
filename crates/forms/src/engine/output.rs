//! From the tree back to answers.

use serde_json::{Map, Value};

use super::instance::Instance;
use super::is_stored;
use crate::answers::{ID, id_of};
use crate::model::Form;
use crate::{Answers, Kind};

impl Instance {
    /// The answers in the tree: all of them, or the relevant ones only.
    pub(crate) fn output(&self, form: &Form, all: bool) -> Answers {
        let root = self.first(0);
        Answers(root.map_or_else(Map::new, |root| self.collect(form, root, all)))
    }

    fn collect(&self, form: &Form, node: u32, all: bool) -> Map<String, Value> {
        let mut out = Map::new();
        for child in self.tree.children(node) {
            if !all && !self.relevant(*child) {
                continue;
            }
            let item = form.item(self.item_of(*child));
            if item.is_told_by_record() {
                continue;
            }
            let name = item.name.to_string();
            match item.kind {
                Kind::Group => {
                    let group = self.collect(form, *child, all);
                    if !group.is_empty() {
                        out.insert(name, Value::Object(group));
                    }
                }
                Kind::Repeat => {
                    let id = self
                        .state(*child)
                        .and_then(|state| state.id.as_deref())
                        .unwrap_or_default();
                    let mut instance = Map::new();
                    instance.insert(ID.to_owned(), Value::String(id.to_owned()));
                    instance.extend(self.collect(form, *child, all));
                    if let Value::Array(list) =
                        out.entry(name).or_insert_with(|| Value::Array(Vec::new()))
                    {
                        list.push(Value::Object(instance));
                    }
                }
                kind if is_stored(kind) => {
                    let value = self.tree.value(*child);
                    if !value.is_empty() {
                        out.insert(name, Value::String(value.to_owned()));
                    }
                }
                _ => {}
            }
        }
        out
    }
}

/// Puts answers that had no question back among the others.
pub(super) fn join(into: &mut Map<String, Value>, rest: &Map<String, Value>) {
    for (name, value) in rest {
        match (into.get_mut(name), value) {
            (None, value) => {
                into.insert(name.clone(), value.clone());
            }
            (Some(Value::Object(into)), Value::Object(rest)) => join(into, rest),
            (Some(Value::Array(into)), Value::Array(rest)) => {
                for value in rest {
                    let Some(instance) = value.as_object() else {
                        continue;
                    };
                    let id = id_of(instance);
                    let found = into
                        .iter_mut()
                        .filter_map(Value::as_object_mut)
                        .find(|one| id_of(one) == id);
                    match found {
                        Some(found) => join(found, instance),
                        None => into.push(value.clone()),
                    }
                }
            }
            (Some(_), _) => {}
        }
    }
}
