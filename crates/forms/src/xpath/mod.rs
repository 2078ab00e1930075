//! Expressions of the form language: XPath 1.0 with the functions and the habits of ODK forms.
//!
//! An expression is read once (`parse`) and evaluated often (`Env::eval`) against documents that it does not
//! change. Facts from outside (the time, chance, lists, languages) come through [`World`].

pub(crate) mod ast;
mod axes;
pub(crate) mod dates;
mod eval;
pub(crate) mod functions;
mod lexer;
pub(crate) mod numbers;
pub(crate) mod packed;
mod parser;
mod print;
mod spelling;
pub(crate) mod tree;
mod value;

#[cfg(test)]
mod conformance_tests;
#[cfg(test)]
mod packed_tests;
#[cfg(test)]
mod print_tests;
#[cfg(test)]
mod xpath_tests;

pub(crate) use eval::{Env, Scope, World};
pub(crate) use packed::Packer;
pub(crate) use parser::parse;
pub(crate) use print::{print, print_predicate, quoted};
pub(crate) use tree::{Name, Node, NodeKind, Tree};
pub(crate) use value::Value;

/// Why an expression cannot be read or evaluated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub(crate) struct ExprError {
    pub message: String,
}

impl ExprError {
    pub(crate) fn new(message: impl Into<String>) -> ExprError {
        ExprError {
            message: message.into(),
        }
    }
}
