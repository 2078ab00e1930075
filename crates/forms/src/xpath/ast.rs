//! What an expression is after it was read.

use std::sync::Arc;

use super::functions::Function;

/// An expression of the form language.
#[derive(Debug, Clone)]
pub(crate) enum Expr {
    Number(f64),
    Text(Arc<str>),
    /// Operators of one precedence, from left to right: long sums stay flat.
    Chain(Box<Expr>, Vec<(Op, Expr)>),
    Negate(Box<Expr>),
    Path(Path),
    /// A primary expression narrowed by predicates.
    Filter(Box<Expr>, Vec<Expr>),
    Call(Call),
    /// `${name}` or `${last-saved#name}`: a question by its name, until the compiler puts a path here.
    Reference(String),
}

/// A call of a function.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub name: String,
    /// Nothing when no such function is known.
    pub function: Option<&'static Function>,
    pub args: Vec<Expr>,
}

/// An operator between two operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Op {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Union,
}

impl Op {
    /// Binds tighter than every arithmetic operator, looser than `|`.
    pub(crate) const NEGATION: u8 = 7;

    /// How tightly it binds; operators of one strength are read from left to right.
    pub(crate) fn strength(self) -> u8 {
        match self {
            Op::Or => 1,
            Op::And => 2,
            Op::Equal | Op::NotEqual => 3,
            Op::Less | Op::LessEqual | Op::Greater | Op::GreaterEqual => 4,
            Op::Add | Op::Subtract => 5,
            Op::Multiply | Op::Divide | Op::Modulo => 6,
            Op::Union => 8,
        }
    }

    /// Whether it compares two values.
    pub(crate) fn compares(self) -> bool {
        matches!(self.strength(), 3 | 4)
    }

    /// The operator as it is written.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Op::Or => "or",
            Op::And => "and",
            Op::Equal => "=",
            Op::NotEqual => "!=",
            Op::Less => "<",
            Op::LessEqual => "<=",
            Op::Greater => ">",
            Op::GreaterEqual => ">=",
            Op::Add => "+",
            Op::Subtract => "-",
            Op::Multiply => "*",
            Op::Divide => "div",
            Op::Modulo => "mod",
            Op::Union => "|",
        }
    }
}

/// A location path.
#[derive(Debug, Clone)]
pub(crate) struct Path {
    pub start: Start,
    pub steps: Vec<Step>,
}

/// Where a path begins.
#[derive(Debug, Clone)]
pub(crate) enum Start {
    Root,
    Context,
    /// The node whose expression runs, also inside predicates.
    Current,
    Expr(Box<Expr>),
}

/// One step of a path.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub axis: Axis,
    pub test: NodeTest,
    pub predicates: Vec<Expr>,
}

impl Step {
    pub(crate) fn new(axis: Axis, test: NodeTest) -> Step {
        Step {
            axis,
            test,
            predicates: Vec::new(),
        }
    }

    /// `name`
    pub(crate) fn child(name: &str) -> Step {
        Step::new(Axis::Child, NodeTest::Name(None, name.into()))
    }

    /// `..`
    pub(crate) fn parent() -> Step {
        Step::new(Axis::Parent, NodeTest::Node)
    }
}

/// The direction of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Axis {
    Ancestor,
    AncestorOrSelf,
    Attribute,
    Child,
    Descendant,
    DescendantOrSelf,
    Following,
    FollowingSibling,
    Namespace,
    Parent,
    Preceding,
    PrecedingSibling,
    Own,
}

impl Axis {
    const ALL: [Axis; 13] = [
        Axis::Ancestor,
        Axis::AncestorOrSelf,
        Axis::Attribute,
        Axis::Child,
        Axis::Descendant,
        Axis::DescendantOrSelf,
        Axis::Following,
        Axis::FollowingSibling,
        Axis::Namespace,
        Axis::Parent,
        Axis::Preceding,
        Axis::PrecedingSibling,
        Axis::Own,
    ];

    pub(crate) fn named(name: &str) -> Option<Axis> {
        Axis::ALL.into_iter().find(|axis| axis.as_str() == name)
    }

    /// The axis as it is written before `::`.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Axis::Ancestor => "ancestor",
            Axis::AncestorOrSelf => "ancestor-or-self",
            Axis::Attribute => "attribute",
            Axis::Child => "child",
            Axis::Descendant => "descendant",
            Axis::DescendantOrSelf => "descendant-or-self",
            Axis::Following => "following",
            Axis::FollowingSibling => "following-sibling",
            Axis::Namespace => "namespace",
            Axis::Parent => "parent",
            Axis::Preceding => "preceding",
            Axis::PrecedingSibling => "preceding-sibling",
            Axis::Own => "self",
        }
    }

    /// Whether positions count backwards from the context node.
    pub(crate) fn is_reverse(self) -> bool {
        matches!(
            self,
            Axis::Ancestor | Axis::AncestorOrSelf | Axis::Preceding | Axis::PrecedingSibling
        )
    }
}

/// Which nodes of an axis a step takes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum NodeTest {
    Name(Option<Arc<str>>, Arc<str>),
    Any,
    AnyOf(Arc<str>),
    Node,
    Text,
    Comment,
    Instruction(Option<Arc<str>>),
}

impl Expr {
    /// Visits this expression and everything inside it, outermost first.
    pub(crate) fn visit<'e>(&'e self, see: &mut dyn FnMut(&'e Expr)) {
        see(self);
        match self {
            Expr::Number(_) | Expr::Text(_) | Expr::Reference(_) => {}
            Expr::Chain(first, rest) => {
                first.visit(see);
                rest.iter().for_each(|(_, expr)| expr.visit(see));
            }
            Expr::Negate(inner) => inner.visit(see),
            Expr::Path(path) => {
                if let Start::Expr(start) = &path.start {
                    start.visit(see);
                }
                path.steps
                    .iter()
                    .flat_map(|s| &s.predicates)
                    .for_each(|p| p.visit(see));
            }
            Expr::Filter(base, predicates) => {
                base.visit(see);
                predicates.iter().for_each(|p| p.visit(see));
            }
            Expr::Call(call) => call.args.iter().for_each(|arg| arg.visit(see)),
        }
    }
}
