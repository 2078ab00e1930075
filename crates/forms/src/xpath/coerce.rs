//! From one kind of value to another, and how values compare: the coercions that forms rely on.

use std::borrow::Cow;

use super::ast::Op;
use super::eval::Env;
use super::tree::Node;
use super::value::Value;
use super::{dates, numbers};

impl<'a> Env<'a> {
    pub(super) fn compare(&self, op: Op, left: &Value, right: &Value) -> bool {
        match (left, right) {
            (Value::Bool(_), _) | (_, Value::Bool(_)) if matches!(op, Op::Equal | Op::NotEqual) => {
                (self.boolean(left) == self.boolean(right)) == (op == Op::Equal)
            }
            (Value::Nodes(nodes), Value::Nodes(others)) => {
                let others: Vec<Cow<'_, str>> =
                    others.iter().map(|node| self.node_text(*node)).collect();
                nodes.iter().any(|node| {
                    let text = self.node_text(*node);
                    others
                        .iter()
                        .any(|other| self.compare_texts(op, &text, other))
                })
            }
            (Value::Nodes(nodes), Value::Text(other)) => nodes
                .iter()
                .any(|node| self.compare_texts(op, &self.node_text(*node), other)),
            (Value::Text(other), Value::Nodes(nodes)) => nodes
                .iter()
                .any(|node| self.compare_texts(op, other, &self.node_text(*node))),
            (Value::Nodes(nodes), other) => {
                let other = self.number(other);
                let mut all = nodes.iter();
                all.any(|node| holds(op, self.number_in(&self.node_text(*node)), other))
            }
            (other, Value::Nodes(nodes)) => {
                let other = self.number(other);
                let mut all = nodes.iter();
                all.any(|node| holds(op, other, self.number_in(&self.node_text(*node))))
            }
            (Value::Text(a), Value::Text(b)) => self.compare_texts(op, a, b),
            _ => holds(op, self.number(left), self.number(right)),
        }
    }

    fn compare_texts(&self, op: Op, a: &str, b: &str) -> bool {
        match op {
            Op::Equal => self.same_text(a, b),
            Op::NotEqual => !self.same_text(a, b),
            _ => holds(op, self.number_in(a), self.number_in(b)),
        }
    }

    /// Equal as written, or the same day or instant written in another way.
    fn same_text(&self, a: &str, b: &str) -> bool {
        if a == b {
            return true;
        }
        let local = self.offset();
        let read = |text: &str| dates::parse(text, local);
        match (read(a), read(b)) {
            (Some(a), Some(b)) if a.time.is_some() && b.time.is_some() => {
                a.instant() == b.instant()
            }
            (Some(a), Some(b)) => a.days(local) == b.days(local),
            _ => false,
        }
    }

    /// The text of a node: its own for a leaf, everything below for a group.
    pub(crate) fn node_text(&self, node: Node) -> Cow<'a, str> {
        let text = self.tree(node.doc).text_of(node.id);
        // Where long texts are gathered again and again, the next part that is evaluated gives up.
        self.spend_late(text.len() / 64);
        text
    }

    /// The node that stands for several where one value is needed; the form's author hears of it.
    pub(super) fn first_of(&self, nodes: &[Node]) -> Option<Node> {
        if nodes.len() > 1 {
            self.world.warn(
                "a path to several answers stands where one is needed: the first of them is taken",
            );
        }
        nodes.first().copied()
    }

    pub(crate) fn plain_text(&self, value: Value) -> String {
        match value {
            Value::Text(text) => text,
            Value::Number(number) => numbers::write(number),
            Value::Bool(truth) => truth.to_string(),
            Value::Nodes(nodes) => self
                .first_of(&nodes)
                .map_or_else(String::new, |node| self.node_text(node).into_owned()),
        }
    }

    pub(crate) fn number(&self, value: &Value) -> f64 {
        match value {
            Value::Number(number) => *number,
            Value::Bool(truth) => f64::from(u8::from(*truth)),
            Value::Text(text) => self.number_in(text),
            Value::Nodes(nodes) => self
                .first_of(nodes)
                .map_or(f64::NAN, |node| self.number_in(&self.node_text(node))),
        }
    }

    /// Reads a number, or a date as whole days since 1970-01-01.
    pub(crate) fn number_in(&self, text: &str) -> f64 {
        let number = numbers::parse(text);
        if !number.is_nan() {
            return number;
        }
        let local = self.offset();
        #[expect(
            clippy::cast_precision_loss,
            reason = "day numbers of four-digit years are small"
        )]
        dates::parse(text, local).map_or(f64::NAN, |stamp| stamp.days(local) as f64)
    }

    pub(crate) fn offset(&self) -> chrono::FixedOffset {
        dates::offset(self.world.offset_minutes())
    }

    pub(crate) fn boolean(&self, value: &Value) -> bool {
        match value {
            Value::Bool(truth) => *truth,
            Value::Number(number) => *number != 0.0 && !number.is_nan(),
            Value::Text(text) => !text.is_empty(),
            Value::Nodes(nodes) => !nodes.is_empty(),
        }
    }
}

/// Compares two numbers; nothing holds of what is no number, but that it differs.
fn holds(op: Op, a: f64, b: f64) -> bool {
    match op {
        Op::Equal => a == b,
        Op::NotEqual => a != b,
        Op::Less => a < b,
        Op::LessEqual => a <= b,
        Op::Greater => a > b,
        _ => a >= b,
    }
}
