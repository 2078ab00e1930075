//! The four kinds of values.

use super::tree::Node;

/// What an expression gives. Dates are texts in ISO form; arithmetic reads them as days.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// In document order, without duplicates, unless a function shuffled them.
    Nodes(Vec<Node>),
    Text(String),
    Number(f64),
    Bool(bool),
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text)
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Value {
        Value::Number(number)
    }
}

impl From<usize> for Value {
    fn from(count: usize) -> Value {
        Value::Number(f64::from(u32::try_from(count).unwrap_or(u32::MAX)))
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Value {
        Value::Bool(truth)
    }
}
