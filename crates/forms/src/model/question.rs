//! One question, group or repeat.

use std::sync::Arc;

use super::{Class, Index, Kind, Texts};
use crate::xpath::ast::Expr;

/// A question, group or repeat of a form.
#[derive(Debug, Clone)]
pub struct Question {
    /// Where it stands in the form, such as `sadd/women`; repeats carry no ids here.
    pub path: String,
    /// The last step of the path.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Words that tell screens how to show it.
    pub appearance: String,
    /// How far the answer may go.
    pub class: Class,
    /// What lists read from it.
    pub index: Option<Index>,
    /// The list of its choices.
    pub list: Option<String>,
    /// Whether it can be there several times.
    pub in_repeat: bool,
    /// The row of the survey sheet, from 1.
    pub row: u32,
    pub(crate) label: Texts,
    pub(crate) hint: Texts,
    pub(crate) constraint_message: Texts,
    pub(crate) required_message: Texts,
}

impl Question {
    /// The label in a language, else in the default one; `${name}` stands as written.
    pub fn label(&self, language: &str) -> &str {
        self.label.source(language)
    }

    /// The hint in a language, else in the default one.
    pub fn hint(&self, language: &str) -> &str {
        self.hint.source(language)
    }

    /// Whether the appearance has this word.
    pub fn appearance_has(&self, word: &str) -> bool {
        self.appearance.split_whitespace().any(|one| one == word)
    }
}

/// A yes or no that may depend on answers.
#[derive(Debug, Clone, Default)]
pub(crate) enum Condition {
    #[default]
    Never,
    Always,
    When(Expr),
}

/// What stands in a question before anybody answers.
#[derive(Debug, Clone, Default)]
pub(crate) enum Default {
    #[default]
    Nothing,
    Fixed(String),
    Computed(Expr),
}

/// A fact that the laptop fills in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Preload {
    Start,
    End,
    Today,
    Username,
    Device,
    /// Known to phones and not to laptops: stays empty.
    Unknown,
}

/// Which choices of a list are offered.
#[derive(Debug, Clone)]
pub(crate) struct Filter {
    pub expr: Expr,
    /// A column and the value it must equal, when the filter demands one: found through an index.
    pub equals: Option<(String, Expr)>,
}

/// What the engine knows of a question.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub name: Arc<str>,
    pub kind: Kind,
    pub parent: Option<u32>,
    pub children: Vec<u32>,
    /// The innermost repeat that holds it; itself for a repeat.
    pub repeat: Option<u32>,
    pub relevant: Option<Expr>,
    pub required: Condition,
    pub read_only: Condition,
    pub constraint: Option<Expr>,
    pub calculation: Option<Expr>,
    /// Whether the calculation runs only when another answer changes.
    pub triggered: bool,
    pub default: Default,
    pub count: Option<Expr>,
    pub filter: Option<Filter>,
    pub shuffle: Option<Option<f64>>,
    pub preload: Option<Preload>,
}

static NOTHING: std::sync::LazyLock<Item> =
    std::sync::LazyLock::new(|| Item::new("".into(), Kind::Hidden, None));

impl Item {
    pub(crate) fn new(name: Arc<str>, kind: Kind, parent: Option<u32>) -> Item {
        Item {
            name,
            kind,
            parent,
            children: Vec::new(),
            repeat: None,
            relevant: None,
            required: Condition::Never,
            read_only: Condition::Never,
            constraint: None,
            calculation: None,
            triggered: false,
            default: Default::Nothing,
            count: None,
            filter: None,
            shuffle: None,
            preload: None,
        }
    }

    pub(crate) fn nothing() -> &'static Item {
        &NOTHING
    }
}
