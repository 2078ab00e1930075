//! Evaluation of expressions, with the coercions that forms rely on.

use std::borrow::Cow;

use super::ast::{Expr, Op, Path, Start, Step};
use super::tree::{Node, Tree};
use super::value::Value;
use super::{ExprError, axes, dates, numbers};

/// Facts from outside the documents.
pub(crate) trait World {
    /// Milliseconds since 1970-01-01 UTC.
    fn now_ms(&self) -> i64;
    /// The laptop's offset from UTC.
    fn offset_minutes(&self) -> i32;
    /// The next number of the chance that was handed in.
    fn random(&self) -> u64;
    /// The document node of a secondary instance or list.
    fn instance(&self, name: &str) -> Option<Node>;
    /// The label of a choice of the question at a path, in the language in use.
    fn choice_label(&self, question: &str, value: &str) -> Option<String>;
    /// The text of an id, in the language in use.
    fn text(&self, _id: &str) -> Option<String> {
        None
    }
    /// A fact about the laptop or the person, such as `username`.
    fn property(&self, name: &str) -> String;
    /// The language in use, by its code.
    fn language(&self) -> &str;
}

/// The documents and facts that an evaluation reads.
#[derive(Clone, Copy)]
pub(crate) struct Env<'a> {
    pub main: &'a Tree,
    pub others: &'a [Tree],
    pub world: &'a dyn World,
}

/// Where an expression stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scope {
    pub node: Node,
    pub position: usize,
    pub size: usize,
    /// The node whose expression runs.
    pub current: Node,
}

impl Scope {
    pub(crate) fn at(node: Node) -> Scope {
        Scope {
            node,
            position: 1,
            size: 1,
            current: node,
        }
    }
}

impl<'a> Env<'a> {
    pub(crate) fn tree(&self, doc: u16) -> &'a Tree {
        match doc {
            0 => self.main,
            doc => self.others.get(usize::from(doc) - 1).unwrap_or(self.main),
        }
    }

    pub(crate) fn eval(&self, scope: &Scope, expr: &Expr) -> Result<Value, ExprError> {
        match expr {
            Expr::Number(number) => Ok(Value::Number(*number)),
            Expr::Text(text) => Ok(Value::from(&**text)),
            Expr::Chain(first, rest) => self.chain(scope, first, rest),
            Expr::Negate(inner) => Ok(Value::Number(-self.number_of(scope, inner)?)),
            Expr::Path(path) => self.path(scope, path).map(Value::Nodes),
            Expr::Filter(base, predicates) => {
                let mut nodes = self.nodes_of(scope, base)?;
                for predicate in predicates {
                    nodes = self.narrow(scope, nodes, predicate)?;
                }
                Ok(Value::Nodes(nodes))
            }
            Expr::Call(call) => match call.function {
                Some(function) => (function.run)(self, scope, &call.args),
                None => Err(ExprError::new(format!(
                    "there is no function {}()",
                    call.name
                ))),
            },
            Expr::Reference(name) => Err(ExprError::new(format!("${{{name}}} leads nowhere"))),
        }
    }

    fn chain(&self, scope: &Scope, first: &Expr, rest: &[(Op, Expr)]) -> Result<Value, ExprError> {
        let mut left = self.eval(scope, first)?;
        let mut source = Some(first);
        for (op, right) in rest {
            left = match op {
                Op::Or => Value::Bool(self.boolean(&left) || self.boolean_of(scope, right)?),
                Op::And => Value::Bool(self.boolean(&left) && self.boolean_of(scope, right)?),
                Op::Union => self.union(left, self.eval(scope, right)?)?,
                Op::Add | Op::Subtract | Op::Multiply | Op::Divide | Op::Modulo => {
                    let (a, b) = (self.number(&left), self.number_of(scope, right)?);
                    Value::Number(match op {
                        Op::Add => a + b,
                        Op::Subtract => a - b,
                        Op::Multiply => a * b,
                        Op::Divide => a / b,
                        _ => a % b,
                    })
                }
                Op::Equal
                | Op::NotEqual
                | Op::Less
                | Op::LessEqual
                | Op::Greater
                | Op::GreaterEqual => {
                    let left = self.answered(scope, source, left);
                    let other = self.eval(scope, right)?;
                    let other = self.answered(scope, Some(right), other);
                    Value::Bool(self.compare(*op, &left, &other))
                }
            };
            source = None;
        }
        Ok(left)
    }

    /// What a comparison sees: questions that are there but not relevant now read as one empty answer.
    fn answered(&self, scope: &Scope, expr: Option<&Expr>, value: Value) -> Value {
        match (&value, expr) {
            (Value::Nodes(nodes), Some(expr)) if nodes.is_empty() && self.silent(scope, expr) => {
                Value::from("")
            }
            _ => value,
        }
    }

    /// Whether an expression that gives no nodes leads to questions that are not relevant now.
    fn silent(&self, scope: &Scope, expr: &Expr) -> bool {
        match expr {
            Expr::Path(path) => self
                .walked(scope, path, true)
                .is_ok_and(|nodes| !nodes.is_empty()),
            Expr::Filter(base, _) => self.silent(scope, base),
            Expr::Call(call) => match (call.name.as_str(), call.args.as_slice()) {
                ("if", [condition, yes, no]) => match self.boolean_of(scope, condition) {
                    Ok(truth) => self.silent(scope, if truth { yes } else { no }),
                    Err(_) => false,
                },
                ("once" | "depend" | "indexed-repeat", [first, ..]) => self.silent(scope, first),
                _ => false,
            },
            _ => false,
        }
    }

    fn union(&self, left: Value, right: Value) -> Result<Value, ExprError> {
        let (Value::Nodes(mut nodes), Value::Nodes(more)) = (left, right) else {
            return Err(ExprError::new(
                "\"|\" joins paths, and one side is a plain value",
            ));
        };
        nodes.extend(more);
        self.sort(&mut nodes);
        Ok(Value::Nodes(nodes))
    }

    fn compare(&self, op: Op, left: &Value, right: &Value) -> bool {
        match (left, right) {
            (Value::Bool(_), _) | (_, Value::Bool(_)) if matches!(op, Op::Equal | Op::NotEqual) => {
                (self.boolean(left) == self.boolean(right)) == (op == Op::Equal)
            }
            (Value::Nodes(nodes), other) => nodes.iter().any(|node| {
                self.compare(op, &Value::Text(self.node_text(*node).into_owned()), other)
            }),
            (other, Value::Nodes(nodes)) => nodes.iter().any(|node| {
                self.compare(op, other, &Value::Text(self.node_text(*node).into_owned()))
            }),
            (Value::Text(a), Value::Text(b)) if op == Op::Equal => self.same_text(a, b),
            (Value::Text(a), Value::Text(b)) if op == Op::NotEqual => !self.same_text(a, b),
            _ => {
                let (a, b) = (self.number(left), self.number(right));
                match op {
                    Op::Equal => a == b,
                    Op::NotEqual => a != b,
                    Op::Less => a < b,
                    Op::LessEqual => a <= b,
                    Op::Greater => a > b,
                    _ => a >= b,
                }
            }
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

    pub(crate) fn path(&self, scope: &Scope, path: &Path) -> Result<Vec<Node>, ExprError> {
        self.walked(scope, path, false)
    }

    /// The nodes of a path; `all` takes those too that are not relevant.
    fn walked(&self, scope: &Scope, path: &Path, all: bool) -> Result<Vec<Node>, ExprError> {
        let (mut nodes, mut flat) = match &path.start {
            // Also inside a predicate on a list: `/` is the form, never the list.
            Start::Root => (
                vec![Node {
                    doc: 0,
                    id: Tree::ROOT,
                }],
                true,
            ),
            Start::Context => (vec![scope.node], true),
            Start::Current => (vec![scope.current], true),
            Start::Expr(expr) => (self.nodes_of(scope, expr)?, false),
        };
        for step in &path.steps {
            (nodes, flat) = self.step(scope, nodes, flat, step, all)?;
        }
        Ok(nodes)
    }

    /// Takes one step from every node; `flat` says that none of them lies inside another.
    fn step(
        &self,
        scope: &Scope,
        from: Vec<Node>,
        flat: bool,
        step: &Step,
        all: bool,
    ) -> Result<(Vec<Node>, bool), ExprError> {
        use super::ast::Axis as A;
        let several = from.len() > 1;
        let mut out = Vec::new();
        for node in from {
            let mut found = axes::walk(self.tree(node.doc), node, step, all);
            for predicate in &step.predicates {
                found = self.narrow(scope, found, predicate)?;
            }
            if step.axis.is_reverse() {
                found.reverse();
            }
            out.append(&mut found);
        }
        let stays_flat = flat && matches!(step.axis, A::Child | A::Attribute | A::Own);
        if several && !stays_flat {
            self.sort(&mut out);
        }
        Ok((out, stays_flat || out_is_single(step.axis)))
    }

    /// Keeps the nodes for which the predicate holds, or the one at the position it gives.
    fn narrow(
        &self,
        scope: &Scope,
        nodes: Vec<Node>,
        predicate: &Expr,
    ) -> Result<Vec<Node>, ExprError> {
        let size = nodes.len();
        let mut kept = Vec::new();
        for (index, node) in nodes.into_iter().enumerate() {
            let inner = Scope {
                node,
                position: index + 1,
                size,
                current: scope.current,
            };
            let keep = match self.eval(&inner, predicate)? {
                Value::Number(number) => Value::from(index + 1) == Value::Number(number),
                value => self.boolean(&value),
            };
            if keep {
                kept.push(node);
            }
        }
        Ok(kept)
    }

    /// Puts nodes in document order and drops duplicates.
    pub(crate) fn sort(&self, nodes: &mut Vec<Node>) {
        nodes.sort_by_key(|node| (node.doc, self.tree(node.doc).order(node.id)));
        nodes.dedup();
    }

    pub(crate) fn nodes_of(&self, scope: &Scope, expr: &Expr) -> Result<Vec<Node>, ExprError> {
        match self.eval(scope, expr)? {
            Value::Nodes(nodes) => Ok(nodes),
            _ => Err(ExprError::new(
                "a path to questions is needed here, and a plain value stands there",
            )),
        }
    }

    pub(crate) fn text_of(&self, scope: &Scope, expr: &Expr) -> Result<String, ExprError> {
        if let Expr::Text(text) = expr {
            return Ok(text.to_string());
        }
        Ok(self.plain_text(self.eval(scope, expr)?))
    }

    pub(crate) fn number_of(&self, scope: &Scope, expr: &Expr) -> Result<f64, ExprError> {
        Ok(self.number(&self.eval(scope, expr)?))
    }

    pub(crate) fn boolean_of(&self, scope: &Scope, expr: &Expr) -> Result<bool, ExprError> {
        Ok(self.boolean(&self.eval(scope, expr)?))
    }

    /// The text of a node: its own for a leaf, everything below for a group.
    pub(crate) fn node_text(&self, node: Node) -> Cow<'a, str> {
        let tree = self.tree(node.doc);
        if tree.children(node.id).is_empty() {
            return Cow::Borrowed(tree.value(node.id));
        }
        Cow::Owned(tree.text(node.id))
    }

    pub(crate) fn plain_text(&self, value: Value) -> String {
        match value {
            Value::Text(text) => text,
            Value::Number(number) => numbers::write(number),
            Value::Bool(truth) => truth.to_string(),
            Value::Nodes(nodes) => nodes
                .first()
                .map_or_else(String::new, |node| self.node_text(*node).into_owned()),
        }
    }

    pub(crate) fn number(&self, value: &Value) -> f64 {
        match value {
            Value::Number(number) => *number,
            Value::Bool(truth) => f64::from(u8::from(*truth)),
            Value::Text(text) => self.number_in(text),
            Value::Nodes(nodes) => nodes
                .first()
                .map_or(f64::NAN, |node| self.number_in(&self.node_text(*node))),
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

fn out_is_single(axis: super::ast::Axis) -> bool {
    axis == super::ast::Axis::Own
}
