//! How a form stands: every node with what a person sees of it, and what stands in the way.

use serde_json::{Map, Value, json};

use super::places::{Place, Spot, places};
use super::script::Play;
use super::value;
use crate::engine::Instance;
use crate::model::{Asks, Condition, Form, Item, Texts, ValueType};
use crate::{Kind, ProblemKind, SubmissionFacts};

/// What a node is, as results name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Root,
    Group,
    Instance,
    Range {
        controlled: bool,
    },
    Input,
    Note,
    Select {
        several: bool,
    },
    Rank,
    Bounded,
    Trigger,
    Upload,
    /// Nobody is asked.
    Model,
    Attribute,
}

impl Shape {
    pub(super) fn of(form: &Form, instance: &Instance, spot: Spot) -> Shape {
        let node = match spot {
            Spot::Range { repeat, .. } => {
                let item = form.item(repeat);
                return Shape::Range {
                    controlled: item.count.is_some() || item.fixed_count,
                };
            }
            Spot::Node(node) => node,
        };
        let at = instance.item_of(node);
        let item = form.item(at);
        match (item.kind, item.control.asks) {
            _ if at == 0 => Shape::Root,
            _ if item.attribute => Shape::Attribute,
            (Kind::Group, _) => Shape::Group,
            (Kind::Repeat, _) => Shape::Instance,
            (_, Asks::Select) => Shape::Select { several: true },
            (_, Asks::SelectOne) => Shape::Select { several: false },
            (_, Asks::Rank) => Shape::Rank,
            (_, Asks::Range) => Shape::Bounded,
            (_, Asks::Trigger) => Shape::Trigger,
            (_, Asks::Upload) => Shape::Upload,
            (_, Asks::Nothing | Asks::Group | Asks::Repeat) => Shape::Model,
            (_, Asks::Input | Asks::Secret) if is_note(form, at, item) => Shape::Note,
            (_, Asks::Input | Asks::Secret) => Shape::Input,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Shape::Root => "root",
            Shape::Group => "group",
            Shape::Instance => "repeat-instance",
            Shape::Range { controlled: true } => "repeat-range:controlled",
            Shape::Range { controlled: false } => "repeat-range:uncontrolled",
            Shape::Input => "input",
            Shape::Note => "note",
            Shape::Select { .. } => "select",
            Shape::Rank => "rank",
            Shape::Bounded => "range",
            Shape::Trigger => "trigger",
            Shape::Upload => "upload",
            Shape::Model => "model-value",
            Shape::Attribute => "attribute",
        }
    }

    /// Whether it holds an answer.
    pub(super) fn is_leaf(self) -> bool {
        !matches!(
            self,
            Shape::Root | Shape::Group | Shape::Instance | Shape::Range { .. }
        )
    }

    /// Whether a screen shows it, with its label.
    fn is_shown(self) -> bool {
        !matches!(self, Shape::Root | Shape::Model | Shape::Attribute)
    }

    /// Whether a person answers it, as long as it is not read-only.
    pub(super) fn is_answered(self) -> bool {
        self.is_leaf() && !matches!(self, Shape::Note | Shape::Model | Shape::Attribute)
    }
}

/// What can never be answered and has words to show is a note.
fn is_note(form: &Form, at: u32, item: &Item) -> bool {
    let words = form
        .asked(at)
        .is_some_and(|question| !question.label.is_empty() || !question.hint.is_empty());
    item.kind == Kind::Note || matches!(item.read_only, Condition::Always) && words
}

impl Play {
    /// The whole form as it stands now, and then the record as it is written.
    pub(super) fn snapshot(&mut self) -> Value {
        let (form, instance) = (self.form(), self.instance());
        let mut violations = Vec::new();
        let mut nodes = Vec::new();
        for place in places(form, instance, |_| true) {
            let row = self.row(&place);
            if let Some(condition) = row.get("violation") {
                violations.push(json!({
                    "path": place.reference,
                    "condition": condition,
                    "message": row.get("message").unwrap_or(&Value::Null),
                }));
            }
            nodes.push(Value::Object(row));
        }
        let moment = self.moment.clone();
        self.filling.finish(&moment);
        let xml = self.filling.submission_xml(&SubmissionFacts::default()).xml;
        json!({
            "language": self.language().heading,
            "valid": violations.is_empty(),
            "violations": violations,
            "nodes": nodes,
            "xml": xml,
        })
    }

    fn row(&self, place: &Place) -> Map<String, Value> {
        let (form, instance) = (self.form(), self.instance());
        let shape = Shape::of(form, instance, place.spot);
        // A repeat as a whole is read from where its instances stand.
        let (node, at) = match place.spot {
            Spot::Node(node) => (node, instance.item_of(node)),
            Spot::Range { parent, repeat } => (parent, repeat),
        };
        let item = form.item(at);
        let mut row = Map::new();
        let mut put = |name: &str, value: Value| row.insert(name.to_owned(), value);
        put("path", json!(place.reference));
        put("kind", json!(shape.word()));
        if shape.is_leaf() {
            // An order is a text of names, whatever its bind calls it.
            let value_type = match item.value_type {
                ValueType::Rank => ValueType::Text,
                other => other,
            };
            put("type", json!(value_type.as_str()));
        }
        if let Shape::Select { several } = shape {
            put("select", json!(if several { "select" } else { "select1" }));
        }
        put("relevant", json!(relevant(form, instance, place.spot)));
        let required = instance.condition(form, node, &item.required);
        put("required", json!(required));
        put("readonly", json!(read_only(form, instance, place.spot)));
        let question = form.asked(at).filter(|_| shape.is_shown());
        let words = |texts: &Texts| {
            let text = instance.rendered(form, node, texts, &self.language().code);
            texts.is_there().then(|| json!(text))
        };
        if let Some(question) = question {
            if let Some(label) = words(&question.label) {
                put("label", label);
            }
            if let Some(hint) = words(&question.hint).filter(|_| shape.is_leaf()) {
                put("hint", hint);
            }
        }
        if matches!(shape, Shape::Select { .. } | Shape::Rank) {
            let choices = instance.choices(form, node, &self.language().code);
            put("choices", json!(choices));
        }
        let appearances = question.map(|question| appearances(shape, &question.appearance));
        let appearances = appearances.unwrap_or_default();
        if !appearances.is_empty() {
            put("appearances", json!(appearances));
        }
        if shape.is_leaf() {
            let text = instance.tree.value(node);
            let text = if instance.relevant(node) { text } else { "" };
            put("value", value::of(shape, item.value_type, text));
            put("instance_value", json!(text));
            let violation = self.violation(node);
            put("valid", json!(violation.is_none()));
            if let Some((condition, message)) = violation {
                put("violation", json!(condition));
                put("message", json!(message));
            }
        }
        row
    }

    /// The condition that an answer does not meet, and the form's own words for it.
    fn violation(&self, node: u32) -> Option<(&'static str, Option<String>)> {
        let (form, instance) = (self.form(), self.instance());
        if !instance.relevant(node) {
            return None;
        }
        let closed = instance.read_only(form, node);
        let code = &self.language().code;
        let (kind, text) = instance.problem(form, node, closed, code)?;
        let question = form.asked(instance.item_of(node));
        let own = |texts: Option<&Texts>| {
            let texts = texts.filter(|texts| !texts.is_empty())?;
            Some(instance.rendered(form, node, texts, code))
        };
        Some(match kind {
            ProblemKind::Missing => ("required", own(question.map(|q| &q.required_message))),
            ProblemKind::Constraint => ("constraint", own(question.map(|q| &q.constraint_message))),
            ProblemKind::Type => ("type", Some(text)),
            ProblemKind::TooLong => ("length", Some(text)),
        })
    }
}

/// The words of an appearance, each once; `search` is the old name of `autocomplete` for choices.
fn appearances(shape: Shape, text: &str) -> Vec<&str> {
    let mut out: Vec<&str> = Vec::new();
    for word in text.split_whitespace() {
        let old = word == "search" && matches!(shape, Shape::Select { .. });
        for word in [old.then_some("autocomplete"), Some(word)]
            .into_iter()
            .flatten()
        {
            if !out.contains(&word) {
                out.push(word);
            }
        }
    }
    out
}

/// Whether what stands at a place applies now; a repeat does when one of its instances does.
pub(super) fn relevant(form: &Form, instance: &Instance, spot: Spot) -> bool {
    match spot {
        Spot::Node(node) => instance.relevant(node),
        Spot::Range { parent, repeat } => instance.repeat_applies(form, parent, repeat),
    }
}

/// Whether nobody may change what stands at a place.
pub(super) fn read_only(form: &Form, instance: &Instance, spot: Spot) -> bool {
    match spot {
        Spot::Node(node) => {
            form.item(instance.item_of(node)).kind == Kind::Note || instance.read_only(form, node)
        }
        Spot::Range { parent, .. } => instance.read_only(form, parent),
    }
}
