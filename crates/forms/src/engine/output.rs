//! From the tree back to answers.

use serde_json::{Map, Value};

use super::instance::{Instance, ROOT};
use super::is_stored;
use crate::answers::{ID, attribute_name, id_of};
use crate::model::{Default, Form, Preload};
use crate::{Answers, Kind};

impl Instance {
    /// The answers in the tree: all of them, or the relevant ones only.
    pub(crate) fn output(&self, form: &Form, all: bool) -> Answers {
        let root = self.first(ROOT);
        Answers(root.map_or_else(Map::new, |root| self.collect(form, root, all)))
    }

    fn collect(&self, form: &Form, node: u32, all: bool) -> Map<String, Value> {
        let mut out = Map::new();
        self.attribute_answers(form, node, "", &mut out);
        for child in self.tree.children(node) {
            if !all && !self.relevant(*child) {
                continue;
            }
            let at = self.item_of(*child);
            let item = form.item(at);
            let name = item.name.to_string();
            match item.kind {
                Kind::Group => {
                    let group = self.collect(form, *child, all);
                    if !group.is_empty() {
                        out.insert(name, Value::Object(group));
                    }
                }
                Kind::Repeat => {
                    let id = self.id_of(*child).unwrap_or_default();
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
                    if !value.is_empty() && !is_of_record(form, at) {
                        out.insert(name.clone(), Value::String(value.to_owned()));
                    }
                    self.attribute_answers(form, *child, &name, &mut out);
                }
                _ => {}
            }
        }
        out
    }

    /// The attributes of a node: `@name` for what holds questions, `question@name` beside an answer. Those that
    /// are as the form begins with are left out.
    fn attribute_answers(
        &self,
        form: &Form,
        node: u32,
        before: &str,
        out: &mut Map<String, Value>,
    ) {
        for attribute in self.tree.attributes(node) {
            let item = form.item(self.item_of(*attribute));
            let value = self.tree.value(*attribute);
            let fixed = matches!(&item.default, Default::Fixed(text) if text == value);
            if !value.is_empty() && !fixed && item.calculation.is_none() {
                let name = attribute_name(before, &item.name);
                out.insert(name, Value::String(value.to_owned()));
            }
        }
    }
}

/// Whether a question of the meta block holds what the record says itself: its ids, and the name that the form
/// works out. Where other answers follow from the id, it is one of them.
pub(crate) fn is_of_record(form: &Form, at: u32) -> bool {
    let item = form.item(at);
    let in_meta = item.parent.is_some_and(|above| {
        let above = form.item(above);
        &*above.name == "meta" && above.parent == Some(ROOT)
    });
    let readers = form.plan.readers.get(at as usize);
    let made = item.preload == Some(Preload::Uid) || item.calculation.is_some();
    match &*item.name {
        "instanceID" => in_meta && made && readers.is_none_or(Vec::is_empty),
        "instanceName" => in_meta && item.calculation.is_some(),
        "deprecatedID" => in_meta,
        _ => false,
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
