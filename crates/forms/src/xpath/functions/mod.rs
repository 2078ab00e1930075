//! The functions of the form language, one file for each family.

mod chance;
mod dates;
mod digests;
mod geometry;
mod lists;
mod logic;
mod nodes;
mod numbers;
mod spans;
mod texts;

use std::borrow::Cow;

use super::ExprError;
use super::ast::Expr;
use super::eval::{Env, Scope};
use super::value::Value;

type Run = fn(&Env<'_>, &Scope, &[Expr]) -> Result<Value, ExprError>;

/// A function that expressions may call.
#[derive(Debug)]
pub(crate) struct Function {
    pub name: &'static str,
    least: usize,
    most: usize,
    pub run: Run,
}

/// Longest text that functions put together, in bytes.
const TEXT_BYTES_MAX: usize = 16 << 20;

/// As many values as one likes.
const MANY: usize = usize::MAX;

const fn function(name: &'static str, least: usize, most: usize, run: Run) -> Function {
    Function {
        name,
        least,
        most,
        run,
    }
}

impl Function {
    /// Whether it takes so many values; the error says how many it takes.
    pub(crate) fn check(&self, count: usize) -> Result<(), ExprError> {
        if (self.least..=self.most).contains(&count) {
            return Ok(());
        }
        let (name, arity) = (self.name, self.arity());
        Err(ExprError::new(format!(
            "{name}() is given {count} values and takes {arity}"
        )))
    }

    /// How many values it takes, in words.
    fn arity(&self) -> String {
        match (self.least, self.most) {
            (least, MANY) => format!("{least} or more"),
            (least, most) if least == most => least.to_string(),
            (least, most) => format!("{least} to {most}"),
        }
    }
}

/// All functions there are.
pub(crate) fn all() -> impl Iterator<Item = &'static Function> {
    let families: [&[Function]; 10] = [
        logic::FUNCTIONS,
        texts::FUNCTIONS,
        numbers::FUNCTIONS,
        nodes::FUNCTIONS,
        lists::FUNCTIONS,
        dates::FUNCTIONS,
        spans::FUNCTIONS,
        digests::FUNCTIONS,
        geometry::FUNCTIONS,
        chance::FUNCTIONS,
    ];
    families.into_iter().flatten()
}

/// Finds a function by the name it is called with.
pub(crate) fn find(name: &str) -> Option<&'static Function> {
    all().find(|function| function.name == name)
}

impl<'a> Env<'a> {
    fn arg<'e>(&self, args: &'e [Expr], at: usize) -> Result<&'e Expr, ExprError> {
        args.get(at)
            .ok_or_else(|| ExprError::new(format!("value number {} is missing", at + 1)))
    }

    fn text_arg<'x>(
        &self,
        scope: &Scope,
        args: &'x [Expr],
        at: usize,
    ) -> Result<Cow<'x, str>, ExprError>
    where
        'a: 'x,
    {
        self.words_of(scope, self.arg(args, at)?)
    }

    fn number_arg(&self, scope: &Scope, args: &[Expr], at: usize) -> Result<f64, ExprError> {
        self.number_of(scope, self.arg(args, at)?)
    }

    fn nodes_arg(
        &self,
        scope: &Scope,
        args: &[Expr],
        at: usize,
    ) -> Result<Vec<super::Node>, ExprError> {
        self.nodes_of(scope, self.arg(args, at)?)
    }

    /// The texts of all arguments, each node of a path for itself.
    fn all_texts(&self, scope: &Scope, args: &[Expr]) -> Result<Vec<String>, ExprError> {
        let mut out: Vec<String> = Vec::new();
        let mut bytes = 0;
        let mut take = |text: String| {
            bytes += text.len();
            out.push(text);
            within_limit(bytes)
        };
        for arg in args {
            match self.eval(scope, arg)? {
                Value::Nodes(nodes) => {
                    for node in nodes {
                        take(self.node_text(node).into_owned())?;
                    }
                }
                value => take(self.plain_text(value))?,
            }
        }
        Ok(out)
    }
}

fn within_limit(bytes: usize) -> Result<(), ExprError> {
    if bytes <= TEXT_BYTES_MAX {
        return Ok(());
    }
    Err(ExprError::new(format!(
        "the text becomes longer than {} MB",
        TEXT_BYTES_MAX >> 20
    )))
}

/// What is wrong with a pattern for `regex()`; nothing when it can be used.
pub(crate) fn pattern_problem(pattern: &str) -> Option<String> {
    texts::compiled(pattern).err()
}

pub(crate) use chance::{drawn, shuffled, version_4};
