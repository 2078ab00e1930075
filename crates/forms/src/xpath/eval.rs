//! Evaluation of expressions.

use std::borrow::Cow;
use std::cell::Cell;

use super::ExprError;
use super::ast::{Expr, Op};
use super::tree::{Node, Tree};
use super::value::Value;

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

    /// The node of the main instance that `/` means.
    fn root(&self) -> u32 {
        Tree::ROOT
    }

    /// The node that holds the text of an id, in the language in use, where texts are nodes.
    fn text_node(&self, _id: &str) -> Option<Node> {
        None
    }

    /// Takes what the author of the form should know; it names no answer.
    fn warn(&self, _message: &str) {}
}

/// How many parts of expressions and places of documents one evaluation may look at.
const WORK_MAX: u64 = 10_000_000;

/// The documents and facts that an evaluation reads.
pub(crate) struct Env<'a> {
    pub main: &'a Tree,
    pub others: &'a [Tree],
    pub world: &'a dyn World,
    /// How much work is left.
    work: Cell<u64>,
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
    pub(crate) fn new(main: &'a Tree, others: &'a [Tree], world: &'a dyn World) -> Env<'a> {
        Env {
            main,
            others,
            world,
            work: Cell::new(WORK_MAX),
        }
    }

    /// Counts work; an error when one evaluation does too much of it.
    pub(crate) fn spend(&self, work: usize) -> Result<(), ExprError> {
        match self.work.get().checked_sub(work as u64) {
            Some(left) => {
                self.work.set(left);
                Ok(())
            }
            None => Err(ExprError::new(
                "it reads too much: narrow what it looks at, or calculate parts of it in questions of their own",
            )),
        }
    }

    /// Counts work that is done already; what is too much shows at the next that is counted.
    pub(super) fn spend_late(&self, work: usize) {
        self.work.set(self.work.get().saturating_sub(work as u64));
    }

    /// How much work was done.
    #[cfg(test)]
    pub(super) fn spent(&self) -> u64 {
        WORK_MAX - self.work.get()
    }

    pub(crate) fn tree(&self, doc: u16) -> &'a Tree {
        match doc {
            0 => self.main,
            doc => self.others.get(usize::from(doc) - 1).unwrap_or(self.main),
        }
    }

    pub(crate) fn eval(&self, scope: &Scope, expr: &Expr) -> Result<Value, ExprError> {
        self.spend(1)?;
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
                Some(function) => {
                    function.check(call.args.len())?;
                    (function.run)(self, scope, &call.args)
                }
                None => Err(ExprError::new(format!(
                    "there is no function {}()",
                    call.name
                ))),
            },
            Expr::Reference(name) => Err(ExprError::new(format!("${{{name}}} leads nowhere"))),
        }
    }

    fn chain(&self, scope: &Scope, first: &Expr, rest: &[(Op, Expr)]) -> Result<Value, ExprError> {
        let mut left = match rest.first() {
            Some((op, _)) if op.compares() => self.answer_of(scope, first)?,
            _ => self.eval(scope, first)?,
        };
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
                    let other = self.answer_of(scope, right)?;
                    self.spend(count(&left).saturating_mul(count(&other)))?;
                    Value::Bool(self.compare(*op, &left, &other))
                }
            };
        }
        Ok(left)
    }

    /// What a comparison sees: questions that are there but not relevant now read as one empty answer.
    pub(super) fn answer_of(&self, scope: &Scope, expr: &Expr) -> Result<Value, ExprError> {
        if let Expr::Call(call) = expr
            && let ("if", [condition, yes, no]) = (&*call.name, call.args.as_slice())
        {
            self.spend(1)?;
            let truth = self.boolean_of(scope, condition)?;
            return self.answer_of(scope, if truth { yes } else { no });
        }
        let value = self.eval(scope, expr)?;
        match &value {
            Value::Nodes(nodes) if nodes.is_empty() && self.silent(scope, expr) => {
                Ok(Value::from(""))
            }
            _ => Ok(value),
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

    /// The text that an expression gives, without a copy where it is written or stored as such.
    pub(super) fn words_of<'x>(
        &self,
        scope: &Scope,
        expr: &'x Expr,
    ) -> Result<Cow<'x, str>, ExprError>
    where
        'a: 'x,
    {
        if let Expr::Text(text) = expr {
            return Ok(Cow::Borrowed(text));
        }
        Ok(match self.eval(scope, expr)? {
            Value::Nodes(nodes) => match self.first_of(&nodes) {
                Some(node) => self.node_text(node),
                None => Cow::Borrowed(""),
            },
            value => Cow::Owned(self.plain_text(value)),
        })
    }

    pub(crate) fn number_of(&self, scope: &Scope, expr: &Expr) -> Result<f64, ExprError> {
        Ok(self.number(&self.eval(scope, expr)?))
    }

    pub(crate) fn boolean_of(&self, scope: &Scope, expr: &Expr) -> Result<bool, ExprError> {
        Ok(self.boolean(&self.eval(scope, expr)?))
    }
}

fn count(value: &Value) -> usize {
    match value {
        Value::Nodes(nodes) => nodes.len(),
        Value::Text(_) | Value::Number(_) | Value::Bool(_) => 1,
    }
}
