//! What the engine knows of a question.

use std::sync::Arc;

use super::{Control, Kind, ValueType};
use crate::xpath::ast::{Axis, Expr, NodeTest, Op, Path, Start};

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
}

/// A fact that the laptop fills in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Preload {
    Start,
    End,
    Today,
    Username,
    Device,
    Email,
    Phone,
    /// The record's own id, `uuid:` and a random one.
    Uid,
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

/// The order of choices drawn by chance.
#[derive(Debug, Clone, Default)]
pub(crate) enum Shuffle {
    #[default]
    No,
    /// One order for each time the form is filled.
    Free,
    Seeded(Expr),
}

/// Choices that are not a list of the form: any nodes, with what is stored and shown of each.
#[derive(Debug, Clone)]
pub(crate) struct Itemset {
    pub nodes: Expr,
    pub value: Expr,
    pub label: Expr,
}

impl Itemset {
    /// The nodes among which the one stored as a value must be, found through an index; nothing when only looking at
    /// all of them tells.
    pub(crate) fn narrowed_to(&self, value: &str) -> Option<Expr> {
        let Expr::Path(stored) = &self.value else {
            return None;
        };
        let [step] = stored.steps.as_slice() else {
            return None;
        };
        let is_child = matches!(stored.start, Start::Context)
            && step.axis == Axis::Child
            && matches!(step.test, NodeTest::Name(..))
            && step.predicates.is_empty();
        let Expr::Path(all) = &self.nodes else {
            return None;
        };
        let mut path: Path = all.clone();
        let rows = path.steps.last_mut()?;
        // Where a row stands among the others must not count in the conditions that are asked after this one.
        if !is_child || !rows.predicates.iter().all(is_plain_condition) {
            return None;
        }
        let wanted = vec![(Op::Equal, Expr::Text(value.into()))];
        let equality = Expr::Chain(Box::new(self.value.clone()), wanted);
        rows.predicates.insert(0, equality);
        Some(Expr::Path(path))
    }
}

/// Whether a predicate is true or false of a row for what the row holds, and not for where it stands.
fn is_plain_condition(predicate: &Expr) -> bool {
    let decides = match predicate {
        Expr::Chain(_, rest) => rest
            .iter()
            .all(|(op, _)| op.compares() || matches!(op, Op::And | Op::Or)),
        Expr::Call(call) => matches!(
            &*call.name,
            "selected" | "not" | "contains" | "starts-with" | "true" | "false"
        ),
        _ => false,
    };
    let mut places = false;
    predicate.visit(&mut |part| {
        places |= matches!(part, Expr::Call(call) if matches!(&*call.name, "position" | "last"));
    });
    decides && !places
}

/// Attributes that are passed on as they were written.
#[derive(Debug, Clone, Default)]
pub(crate) struct Extra {
    pub instance: Vec<(String, String)>,
    pub bind: Vec<(String, String)>,
    pub body: Vec<(String, String)>,
}

impl Extra {
    /// An attribute of the control; empty when the form does not set it.
    pub(crate) fn of_body(&self, name: &str) -> &str {
        let found = self.body.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// An attribute of the control that is a whole number.
    pub(crate) fn body_number(&self, name: &str) -> Option<u32> {
        self.of_body(name).trim().parse().ok()
    }
}

/// What the engine knows of a question.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub name: Arc<str>,
    /// The prefix its name is written with, such as `orx`.
    pub prefix: Option<Arc<str>>,
    pub kind: Kind,
    pub value_type: ValueType,
    pub control: Control,
    pub parent: Option<u32>,
    pub children: Vec<u32>,
    /// The items that are attributes of this one; they are not among the children.
    pub attributes: Vec<u32>,
    /// Whether it is an attribute of its parent.
    pub attribute: bool,
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
    /// Whether nobody adds or removes instances by hand.
    pub fixed_count: bool,
    /// For a repeat that starts without an instance.
    pub starts_empty: bool,
    pub filter: Option<Filter>,
    pub shuffle: Shuffle,
    pub itemset: Option<Itemset>,
    pub preload: Option<Preload>,
    /// The entity property that the answer is saved to.
    pub save_to: Option<String>,
    pub extra: Extra,
    /// Whether it is a fact about the record itself, which nobody is asked: in the meta block.
    pub aside: bool,
}

static NOTHING: std::sync::LazyLock<Item> =
    std::sync::LazyLock::new(|| Item::new("".into(), Kind::Hidden, None));

impl Item {
    pub(crate) fn new(name: Arc<str>, kind: Kind, parent: Option<u32>) -> Item {
        Item {
            name,
            prefix: None,
            kind,
            value_type: ValueType::of(kind),
            control: Control::of(kind),
            parent,
            children: Vec::new(),
            attributes: Vec::new(),
            attribute: false,
            repeat: None,
            relevant: None,
            required: Condition::Never,
            read_only: Condition::Never,
            constraint: None,
            calculation: None,
            triggered: false,
            default: Default::Nothing,
            count: None,
            fixed_count: false,
            starts_empty: false,
            filter: None,
            shuffle: Shuffle::No,
            itemset: None,
            preload: None,
            save_to: None,
            extra: Extra::default(),
            aside: false,
        }
    }

    pub(crate) fn nothing() -> &'static Item {
        &NOTHING
    }
}
