//! Whether the answers of one record have a place in a form, and fit it.

use serde_json::{Map, Value};

use super::Verdict;
use crate::answers::{ID, attribute_name, id_of, is_id};
use crate::engine::{INSTANCES_MAX, is_stored, value_problem};
use crate::model::Form;
use crate::{Answers, Kind, ProblemKind};

/// How the answers of one record lie in a form.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Fit {
    /// The worst of what follows.
    pub verdict: Verdict,
    /// The paths of the answers that the form has no place for, in the order of their names.
    pub leftovers: Vec<String>,
    /// The answers that have a place and do not fit it, in the order of the form.
    pub misfits: Vec<Unfit>,
}

/// A value that does not fit its question.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Unfit {
    /// Where, such as `materials[3f]/quantity`.
    pub path: String,
    /// What is wrong with it: its type or list, or its length.
    pub kind: ProblemKind,
}

/// Says which answers a form has no place for, and which do not fit their question's type or list. The same answers
/// are left over when a record is opened with [`crate::Filling::resume`].
///
/// A value is looked at whether its question is relevant or not; conditions of the form are not.
pub fn fits(form: &Form, answers: &Answers) -> Fit {
    let mut search = Search {
        form,
        misfits: Vec::new(),
    };
    let leftover = Answers(search.object(0, &answers.0, ""));
    let leftovers: Vec<String> = leftover.flat().into_iter().map(|(path, _)| path).collect();
    let verdict = if !search.misfits.is_empty() {
        Verdict::WithMisfits
    } else if !leftovers.is_empty() {
        Verdict::WithLeftovers
    } else {
        Verdict::Whole
    };
    Fit {
        verdict,
        leftovers,
        misfits: search.misfits,
    }
}

/// Whether questions of a kind take whatever was answered to another.
pub(super) fn takes_any_text(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Text | Kind::Barcode | Kind::Calculate | Kind::Hidden | Kind::File | Kind::Meta
    )
}

struct Search<'f> {
    form: &'f Form,
    misfits: Vec<Unfit>,
}

impl Search<'_> {
    /// Looks at the answers in a group or instance; gives back what has no place.
    fn object(
        &mut self,
        group: u32,
        answers: &Map<String, Value>,
        place: &str,
    ) -> Map<String, Value> {
        let form = self.form;
        let mut rest = answers.clone();
        rest.shift_remove(ID);
        self.attributes(group, "", &mut rest);
        for child in &form.item(group).children {
            let item = form.item(*child);
            if !item.kind.holds_questions() {
                self.attributes(*child, &item.name, &mut rest);
            }
            let Some(value) = answers.get(&*item.name) else {
                continue;
            };
            let path = match place {
                "" => item.name.to_string(),
                place => format!("{place}/{}", item.name),
            };
            let left = match (item.kind, value) {
                (Kind::Repeat, Value::Array(list)) => self.instances(*child, list, &path),
                (Kind::Group, Value::Object(inner)) => {
                    let left = self.object(*child, inner, &path);
                    (!left.is_empty()).then_some(Value::Object(left))
                }
                (kind, Value::String(text)) if is_stored(kind) => {
                    self.value(*child, text, path);
                    None
                }
                (_, value) => Some(value.clone()),
            };
            match left {
                Some(left) => rest.insert(item.name.to_string(), left),
                None => rest.shift_remove(&*item.name),
            };
        }
        rest
    }

    /// Takes out what stands in the attributes of a group or question.
    fn attributes(&self, of: u32, name: &str, rest: &mut Map<String, Value>) {
        for attribute in &self.form.item(of).attributes {
            let name = attribute_name(name, &self.form.item(*attribute).name);
            if rest.get(&name).is_some_and(Value::is_string) {
                rest.shift_remove(&name);
            }
        }
    }

    fn instances(&mut self, repeat: u32, list: &[Value], path: &str) -> Option<Value> {
        let mut left = Vec::new();
        for (at, value) in list.iter().enumerate() {
            let id = value.as_object().and_then(id_of).filter(|id| is_id(id));
            let (Value::Object(instance), Some(id), true) = (value, id, at < INSTANCES_MAX) else {
                left.push(value.clone());
                continue;
            };
            let mut rest = self.object(repeat, instance, &format!("{path}[{id}]"));
            if !rest.is_empty() {
                rest.insert(ID.to_owned(), Value::String(id.to_owned()));
                left.push(Value::Object(rest));
            }
        }
        (!left.is_empty()).then_some(Value::Array(left))
    }

    fn value(&mut self, at: u32, text: &str, path: String) {
        if let Some(kind) = value_problem(self.form, at, text) {
            self.misfits.push(Unfit { path, kind });
        }
    }
}
