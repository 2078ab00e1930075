//! Expressions of the form language: XPath 1.0 with the functions and the habits of ODK forms.
//!
//! An expression is read once (`parse`) and evaluated often (`Env::eval`) against documents that it does not
//! change. Facts from outside (the time, chance, lists, languages) come through [`World`].

mod answer;
pub(crate) mod ast;
mod axes;
mod coerce;
pub(crate) mod dates;
mod document;
mod eval;
pub(crate) mod functions;
mod index;
mod lexer;
pub(crate) mod numbers;
pub(crate) mod packed;
mod parser;
mod places;
mod print;
mod spaces;
mod spelling;
mod steps;
pub(crate) mod tree;
mod value;

#[cfg(test)]
mod answer_tests;
#[cfg(test)]
mod conformance_tests;
#[cfg(test)]
mod functions_tests;
#[cfg(test)]
mod index_tests;
#[cfg(test)]
mod limits_tests;
#[cfg(test)]
mod packed_tests;
#[cfg(test)]
mod print_tests;
#[cfg(test)]
mod xpath_tests;

pub use answer::xpath_answer;
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
