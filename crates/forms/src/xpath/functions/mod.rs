//! The functions of the form language, one file for each family.

mod chance;
mod dates;
mod geometry;
mod lists;
mod logic;
mod nodes;
mod numbers;
mod texts;

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
    pub(crate) fn takes(&self, count: usize) -> bool {
        (self.least..=self.most).contains(&count)
    }

    /// How many values it takes, in words.
    pub(crate) fn arity(&self) -> String {
        match (self.least, self.most) {
            (least, MANY) => format!("{least} or more"),
            (least, most) if least == most => least.to_string(),
            (least, most) => format!("{least} to {most}"),
        }
    }
}

/// Finds a function by the name it is called with.
pub(crate) fn find(name: &str) -> Option<&'static Function> {
    let families: [&[Function]; 8] = [
        logic::FUNCTIONS,
        texts::FUNCTIONS,
        numbers::FUNCTIONS,
        nodes::FUNCTIONS,
        lists::FUNCTIONS,
        dates::FUNCTIONS,
        geometry::FUNCTIONS,
        chance::FUNCTIONS,
    ];
    families
        .into_iter()
        .flatten()
        .find(|function| function.name == name)
}

impl<'a> Env<'a> {
    fn arg<'e>(&self, args: &'e [Expr], at: usize) -> Result<&'e Expr, ExprError> {
        args.get(at)
            .ok_or_else(|| ExprError::new(format!("value number {} is missing", at + 1)))
    }

    fn text_arg(&self, scope: &Scope, args: &[Expr], at: usize) -> Result<String, ExprError> {
        self.text_of(scope, self.arg(args, at)?)
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
        let mut out = Vec::new();
        for arg in args {
            match self.eval(scope, arg)? {
                Value::Nodes(nodes) => {
                    out.extend(nodes.into_iter().map(|n| self.node_text(n).into_owned()))
                }
                value => out.push(self.plain_text(value)),
            }
        }
        Ok(out)
    }
}

/// What is wrong with a pattern for `regex()`; nothing when it can be used.
pub(crate) fn pattern_problem(pattern: &str) -> Option<String> {
    texts::compiled(pattern).err()
}

pub(crate) use chance::{shuffled, version_4};
