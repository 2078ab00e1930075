//! Which choices a select offers now.

use super::instance::Instance;
use crate::Kind;
use crate::model::{ChoiceList, Filter, Form, Shuffle};
use crate::xpath::ast::Expr;
use crate::xpath::{Env, Node, Scope, Value, functions};

impl Instance {
    /// The places of the offered choices in their list, in the order to show them.
    pub(crate) fn offered(&self, form: &Form, node: u32, list: &ChoiceList) -> Vec<usize> {
        let item = form.item(self.item_of(node));
        let places = match &item.filter {
            None => (0..list.choices.len()).collect(),
            Some(filter) => self.passing(form, node, list, filter),
        };
        let seed = match &item.shuffle {
            Shuffle::No => return places,
            #[expect(clippy::cast_precision_loss, reason = "small numbers")]
            Shuffle::Free => (self.item_of(node) as usize + 1) as f64,
            Shuffle::Seeded(Expr::Number(seed)) => *seed,
            Shuffle::Seeded(expr) => {
                crate::xpath::numbers::parse(&self.evaluated(form, node, expr))
            }
        };
        functions::shuffled(places, seed)
    }

    fn passing(&self, form: &Form, node: u32, list: &ChoiceList, filter: &Filter) -> Vec<usize> {
        let world = self.facts.here(form);
        let env = self.env(&world);
        let current = Node { doc: 0, id: node };
        let tree = env.tree(list.document);
        let items = crate::compile::choice_nodes(tree);
        let narrowed = narrowed(&env, current, list, filter);
        let size = items.len();
        let all = 0..list.choices.len();
        let candidates: Vec<usize> = narrowed.map_or_else(|| all.collect(), <[usize]>::to_vec);
        candidates
            .into_iter()
            .filter(|at| {
                // A choice that `or_other` added has no row, and is always offered.
                let Some(id) = items.get(*at) else {
                    return true;
                };
                let scope = Scope {
                    node: Node {
                        doc: list.document,
                        id: *id,
                    },
                    position: at + 1,
                    size,
                    current,
                };
                env.boolean_of(&scope, &filter.expr).unwrap_or(true)
            })
            .collect()
    }

    /// Takes away selected choices that are no longer offered, where the question is relevant.
    pub(super) fn clear_gone(&mut self, form: &Form, item: u32) {
        let list = form
            .asked(item)
            .and_then(|q| q.list.as_deref())
            .and_then(|name| form.list(name));
        let Some(list) = list else { return };
        let several = form.item(item).kind == Kind::SelectMultiple;
        for node in self.nodes_of(item).to_vec() {
            let value = self.tree.value(node);
            if value.is_empty() || !self.relevant(node) {
                continue;
            }
            let offered = self.offered(form, node, list);
            let gone = |name: &str| {
                let known = list
                    .choices
                    .iter()
                    .enumerate()
                    .filter(|(_, choice)| choice.name == name);
                let mut places = known.map(|(at, _)| at).peekable();
                places.peek().is_some() && !places.any(|at| offered.contains(&at))
            };
            let kept = if several {
                value
                    .split_whitespace()
                    .filter(|name| !gone(name))
                    .collect::<Vec<_>>()
                    .join(" ")
            } else if gone(value) {
                String::new()
            } else {
                value.to_owned()
            };
            if kept != value {
                self.tree.set_value(node, kept);
                self.changed(form, node);
            }
        }
    }
}

/// The choices that an equality in the filter leaves, found through the list's index.
fn narrowed<'l>(
    env: &Env<'_>,
    current: Node,
    list: &'l ChoiceList,
    filter: &Filter,
) -> Option<&'l [usize]> {
    let (column, expr) = filter.equals.as_ref()?;
    let index = list.by_column.get(column)?;
    let text = match env.eval(&Scope::at(current), expr).ok()? {
        Value::Text(text) => text,
        Value::Nodes(nodes) => match nodes.as_slice() {
            [] => return Some(&[]),
            [one] => env.node_text(*one).into_owned(),
            _ => return None,
        },
        Value::Number(_) | Value::Bool(_) => return None,
    };
    // A choice without the column equals nothing, so the index misses none.
    Some(index.get(&text).map_or(&[], Vec::as_slice))
}
