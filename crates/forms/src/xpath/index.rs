//! Rows of a large list by what their columns hold: what `item[column = value]` reads instead of every row.
//!
//! An index only narrows: each row that it names is still compared, so what comes out is what reading every row
//! would give.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, PoisonError, RwLock};

use super::ast::{Axis, Call, Expr, NodeTest, Op, Start, Step};
use super::eval::{Env, Scope};
use super::tree::{Node, Tree};
use super::value::Value;
use super::{axes, dates, numbers};

/// Fewer rows are read one by one.
const ROWS_MIN: usize = 32;
/// Most indexes that are kept for one document; what would need more reads every row.
const INDEXES_MAX: usize = 64;
/// Most values that are looked up for one predicate.
const VALUES_MAX: usize = 256;

/// The indexes of a document that does not change, each made when it is first asked for.
#[derive(Debug, Default)]
pub(super) struct Indexes {
    made: RwLock<HashMap<Key, Arc<Index>>>,
}

/// Which rows, and which of their columns.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    parent: u32,
    rows: NodeTest,
    axis: Axis,
    column: NodeTest,
    by: By,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum By {
    Text,
    /// Numbers, and days in a zone that is so many seconds from UTC.
    Number(i32),
}

#[derive(Debug)]
struct Index {
    rows: Vec<u32>,
    /// What a column holds, shortened to a number, and the row's place in `rows`; sorted.
    keys: Vec<(u64, u32)>,
}

impl Index {
    fn places(&self, key: u64, out: &mut Vec<u32>) {
        let from = self.keys.partition_point(|(held, _)| *held < key);
        let same = self.keys.get(from..).unwrap_or(&[]).iter();
        out.extend(same.take_while(|(held, _)| *held == key).map(|(_, at)| at));
    }
}

fn of_text(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

fn of_number(number: f64) -> Option<u64> {
    // Both zeros are one number.
    (!number.is_nan()).then(|| (number + 0.0).to_bits())
}

/// An equality between a column of the rows and a value that is the same for all of them.
struct Equality<'e> {
    column: &'e Step,
    value: &'e Expr,
}

/// Finds the equality that a predicate asks of every row, when no part before it could fail.
fn equality(predicate: &Expr) -> Option<Equality<'_>> {
    let Expr::Chain(first, rest) = predicate else {
        return None;
    };
    if let [(Op::Equal, right)] = rest.as_slice() {
        return match (column(first), column(right)) {
            (Some(column), _) if is_steady(right) => Some(Equality {
                column,
                value: right,
            }),
            (_, Some(column)) if is_steady(first) => Some(Equality {
                column,
                value: first,
            }),
            _ => None,
        };
    }
    if rest.iter().any(|(op, _)| *op != Op::And) {
        return None;
    }
    for part in std::iter::once(&**first).chain(rest.iter().map(|(_, part)| part)) {
        if let Some(found) = equality(part) {
            return Some(found);
        }
        if !cannot_fail(part) {
            return None;
        }
    }
    None
}

/// Whether a predicate is an equality and nothing else.
fn is_alone(predicate: &Expr) -> bool {
    matches!(predicate, Expr::Chain(_, rest) if matches!(rest.as_slice(), [(Op::Equal, _)]))
}

/// The step to a column: `name`, `@name` or `./name`.
fn column(expr: &Expr) -> Option<&Step> {
    let Expr::Path(path) = expr else { return None };
    let step = match (&path.start, path.steps.as_slice()) {
        (Start::Context, [step]) => step,
        (Start::Context, [own, step])
            if own.axis == Axis::Own && own.test == NodeTest::Node && own.predicates.is_empty() =>
        {
            step
        }
        _ => return None,
    };
    let plain = matches!(step.axis, Axis::Child | Axis::Attribute)
        && matches!(step.test, NodeTest::Name(..))
        && step.predicates.is_empty();
    plain.then_some(step)
}

/// Whether an expression gives the same wherever it stands, as often as it is asked.
fn is_steady(expr: &Expr) -> bool {
    let mut draws = false;
    expr.visit(&mut |part| {
        draws |= matches!(part, Expr::Call(call) if matches!(&*call.name, "random" | "uuid" | "randomize"));
    });
    !draws && is_apart(expr)
}

/// Whether an expression does not read the node where it stands.
fn is_apart(expr: &Expr) -> bool {
    match expr {
        Expr::Number(_) | Expr::Text(_) => true,
        Expr::Reference(_) => false,
        Expr::Negate(inner) => is_apart(inner),
        Expr::Chain(first, rest) => is_apart(first) && rest.iter().all(|(_, part)| is_apart(part)),
        Expr::Filter(base, _) => is_apart(base),
        Expr::Path(path) => match &path.start {
            Start::Root | Start::Current => true,
            Start::Context => false,
            Start::Expr(base) => is_apart(base),
        },
        Expr::Call(call) => called_apart(call),
    }
}

fn called_apart(call: &Call) -> bool {
    match (&*call.name, call.args.as_slice()) {
        ("once" | "position" | "last" | "lang" | "id", _) => false,
        ("true" | "false" | "today" | "now" | "pi" | "current" | "version", []) => true,
        (_, []) => false,
        (_, args) => args.iter().all(is_apart),
    }
}

/// Whether an expression gives a value at every row, so that it does not matter at which rows it is asked.
fn cannot_fail(expr: &Expr) -> bool {
    match expr {
        Expr::Number(_) | Expr::Text(_) => true,
        Expr::Chain(first, rest) => {
            let plain = |op: &Op| *op != Op::Union;
            cannot_fail(first) && rest.iter().all(|(op, part)| plain(op) && cannot_fail(part))
        }
        Expr::Negate(inner) => cannot_fail(inner),
        Expr::Path(path) => {
            !matches!(path.start, Start::Expr(_))
                && path.steps.iter().all(|step| step.predicates.is_empty())
        }
        Expr::Call(call) => {
            let total = matches!(
                &*call.name,
                "selected"
                    | "not"
                    | "string"
                    | "number"
                    | "concat"
                    | "contains"
                    | "starts-with"
                    | "true"
                    | "false"
                    | "boolean"
                    | "position"
                    | "last"
            );
            let position_of = call.name == "position" && !call.args.is_empty();
            total && !position_of && call.args.iter().all(cannot_fail)
        }
        Expr::Filter(..) | Expr::Reference(_) => false,
    }
}

/// What an index found.
pub(super) struct Found {
    pub rows: Vec<Row>,
    /// Whether the predicate is known to hold for the rows, and not only may.
    pub holds: bool,
}

/// A row that an index found: its node, its place among all rows from 1, and how many rows there are.
pub(super) struct Row {
    pub node: Node,
    pub position: usize,
    pub size: usize,
}

impl Env<'_> {
    /// The rows below a node for which a step's first predicate can hold, in document order; nothing when every
    /// row has to be read.
    pub(super) fn looked_up(&self, scope: &Scope, from: Node, step: &Step) -> Option<Found> {
        if step.axis != Axis::Child {
            return None;
        }
        let tree = self.tree(from.doc);
        let indexes = tree.as_packed()?.indexes();
        if tree.children(from.id).len() < ROWS_MIN {
            return None;
        }
        let predicate = step.predicates.first()?;
        let Equality { column, value } = equality(predicate)?;
        let key = Key {
            parent: from.id,
            rows: step.test.clone(),
            axis: column.axis,
            column: column.test.clone(),
            by: By::Text,
        };
        let value = self.answer_of(scope, value).ok()?;
        let wanted = self.wanted(&value)?;
        let mut places = Vec::new();
        let mut rows = None;
        for (by_number, wanted) in wanted {
            let by = match by_number {
                true => By::Number(self.offset().local_minus_utc()),
                false => By::Text,
            };
            let index = self.index(tree, indexes, Key { by, ..key.clone() })?;
            if let Some(wanted) = wanted {
                index.places(wanted, &mut places);
            }
            rows = Some(index);
        }
        places.sort_unstable();
        places.dedup();
        let holds = is_alone(predicate);
        let Some(index) = rows else {
            let rows = Vec::new();
            return Some(Found { rows, holds });
        };
        let size = index.rows.len();
        let equals = |node: Node| {
            let mut cells = Vec::new();
            axes::walk(tree, node, column, true, &mut cells);
            self.compare(Op::Equal, &Value::Nodes(cells), &value)
        };
        let row = |at: u32| {
            let id = index.rows.get(at as usize).copied()?;
            let node = Node { doc: from.doc, id };
            let position = at as usize + 1;
            let row = Row {
                node,
                position,
                size,
            };
            (!holds || equals(node)).then_some(row)
        };
        self.spend_late(places.len());
        let rows = places.into_iter().filter_map(row).collect();
        Some(Found { rows, holds })
    }

    /// What a value is found under, by number or by text; nothing when it cannot be looked up.
    fn wanted(&self, value: &Value) -> Option<Vec<(bool, Option<u64>)>> {
        match value {
            Value::Number(number) => Some(vec![(true, of_number(*number))]),
            Value::Text(text) => Some(self.keys_of(text)),
            Value::Nodes(nodes) if nodes.len() <= VALUES_MAX => {
                let texts = nodes.iter().map(|node| self.node_text(*node));
                Some(texts.flat_map(|text| self.keys_of(&text)).collect())
            }
            Value::Nodes(_) | Value::Bool(_) => None,
        }
    }

    /// What a text is found under: itself, and the day when it is a date.
    fn keys_of(&self, text: &str) -> Vec<(bool, Option<u64>)> {
        let mut keys = vec![(false, Some(of_text(text)))];
        if dates::parse(text, self.offset()).is_some() && numbers::parse(text).is_nan() {
            keys.push((true, of_number(self.number_in(text))));
        }
        keys
    }

    /// The children of a node that may hold a text in a column, in document order; nothing when every child has
    /// to be read.
    pub(super) fn rows_holding(
        &self,
        from: Node,
        axis: Axis,
        column: &str,
        text: &str,
    ) -> Option<Vec<u32>> {
        let tree = self.tree(from.doc);
        let indexes = tree.as_packed()?.indexes();
        if tree.children(from.id).len() < ROWS_MIN {
            return None;
        }
        let key = Key {
            parent: from.id,
            rows: NodeTest::Any,
            axis,
            column: NodeTest::Name(None, column.into()),
            by: By::Text,
        };
        let index = self.index(tree, indexes, key)?;
        let mut places = Vec::new();
        index.places(of_text(text), &mut places);
        places.dedup();
        let row = |at: u32| index.rows.get(at as usize).copied();
        Some(places.into_iter().filter_map(row).collect())
    }

    fn index(&self, tree: &Tree, indexes: &Indexes, key: Key) -> Option<Arc<Index>> {
        let held = indexes.made.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(index) = held.get(&key) {
            return Some(Arc::clone(index));
        }
        if held.len() >= INDEXES_MAX {
            return None;
        }
        drop(held);
        // Made without holding the lock: in the worst case two threads make the same.
        let index = Arc::new(self.made(tree, &key));
        let mut held = indexes.made.write().unwrap_or_else(PoisonError::into_inner);
        Some(Arc::clone(held.entry(key).or_insert(index)))
    }

    fn made(&self, tree: &Tree, key: &Key) -> Index {
        let rows = Step::new(Axis::Child, key.rows.clone());
        let column = Step::new(key.axis, key.column.clone());
        let at = |id: u32| Node { doc: 0, id };
        let mut found = Vec::new();
        axes::walk(tree, at(key.parent), &rows, true, &mut found);
        let mut index = Index {
            rows: found.iter().map(|row| row.id).collect(),
            keys: Vec::new(),
        };
        let mut cells = Vec::new();
        for (row, place) in found.iter().zip(0_u32..) {
            cells.clear();
            axes::walk(tree, *row, &column, true, &mut cells);
            for cell in &cells {
                let text = tree.text_of(cell.id);
                let held = match key.by {
                    By::Text => Some(of_text(&text)),
                    By::Number(_) => of_number(self.number_in(&text)),
                };
                index.keys.extend(held.map(|held| (held, place)));
            }
        }
        index.keys.sort_unstable();
        index
    }
}
