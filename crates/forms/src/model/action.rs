//! What a form does by itself at certain moments.

use crate::xpath::ast::Expr;

/// The moments at which an action runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Events {
    /// When the record is begun.
    pub first_load: bool,
    /// Whenever the record is opened.
    pub load: bool,
    /// When an instance of the repeat around it is added.
    pub new_repeat: bool,
    /// When the answer of its source changes.
    pub changed: bool,
}

/// What an action does.
#[derive(Debug, Clone)]
pub(crate) enum Deed {
    /// Puts the value of an expression.
    Set(Expr),
    /// Puts a plain text.
    Put(String),
    /// Puts the position of the device.
    Geopoint,
    /// Records sound.
    Record { quality: Option<String> },
}

/// Something that a form does to a question at certain moments.
#[derive(Debug, Clone)]
pub(crate) struct Action {
    pub events: Events,
    pub deed: Deed,
    /// The question that gets the value.
    pub target: u32,
    /// The question or repeat in whose control the action stands.
    pub source: Option<u32>,
}
