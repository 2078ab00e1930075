//! Which choices a question offers now, and what they are called.

use super::SetError;
use super::instance::Instance;
use super::screen::{CHOICES_MAX, Choice};
use super::world::Here;
use crate::Kind;
use crate::model::{ChoiceList, ChoiceOption, Filter, Form, Itemset, Shuffle};
use crate::xpath::ast::{Axis, Expr, NodeTest, Path, Start};
use crate::xpath::{Env, Node, Scope, Value, functions};

/// Choices that a question offers, and how many there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Offered {
    /// Some of them, or all.
    pub choices: Vec<Choice>,
    /// How many there are in all.
    pub total: usize,
}

impl Instance {
    /// The choices that a screen is given: of a long list from a file only those that are chosen.
    pub(super) fn shown_choices(&self, form: &Form, node: u32, language: &str) -> Offered {
        let item = form.item(self.item_of(node));
        let world = Here::new(self, form, node, language);
        if let Some(itemset) = &item.itemset {
            let total = self.found(&world, itemset).len();
            if total > CHOICES_MAX {
                let chosen = chosen(item.kind, self.tree.value(node));
                let named = chosen.filter_map(|value| {
                    let one = self.one_named(&world, itemset, value)?;
                    Some(Choice {
                        value: value.to_owned(),
                        label: self.part(&world, one, &itemset.label),
                        image: String::new(),
                    })
                });
                let choices = named.collect();
                return Offered { choices, total };
            }
        }
        let choices = self.choices(form, node, language);
        let total = choices.len();
        Offered { choices, total }
    }

    pub(super) fn find_choices(
        &self,
        form: &Form,
        path: &str,
        language: &str,
        limit: usize,
        fits: &dyn Fn(&Choice) -> Option<u32>,
    ) -> Result<Offered, SetError> {
        let node = self.node_at(form, path).ok_or_else(|| SetError::Unknown {
            path: path.to_owned(),
        })?;
        let mut ranked: Vec<(u32, Choice)> = self
            .choices(form, node, language)
            .into_iter()
            .filter_map(|choice| Some((fits(&choice)?, choice)))
            .collect();
        let total = ranked.len();
        ranked.sort_by_key(|(rank, _)| *rank);
        ranked.truncate(limit);
        let choices = ranked.into_iter().map(|(_, choice)| choice).collect();
        Ok(Offered { choices, total })
    }

    /// The choices that a question offers now, in the order to show them.
    pub(crate) fn choices(&self, form: &Form, node: u32, language: &str) -> Vec<Choice> {
        let at = self.item_of(node);
        let world = Here::new(self, form, node, language);
        if let Some(itemset) = &form.item(at).itemset {
            let offered = self.shuffled(form, node, self.found(&world, itemset));
            let choices = offered.into_iter().map(|one| Choice {
                value: self.part(&world, one, &itemset.value),
                label: self.part(&world, one, &itemset.label),
                image: String::new(),
            });
            return choices.collect();
        }
        let Some(list) = list_of(form, at) else {
            return Vec::new();
        };
        let offered = self.offered(form, node, list).into_iter();
        offered
            .filter_map(|at| list.choices.get(at))
            .map(|choice| Choice {
                value: choice.name.clone(),
                label: self.called(&world, choice),
                image: choice.media.picture(language).to_owned(),
            })
            .collect()
    }

    /// What a choice of a list is called, with the answers that its label names.
    fn called(&self, world: &Here<'_>, choice: &ChoiceOption) -> String {
        let label = self.rendered_in(world, &choice.label);
        if label.is_empty() {
            choice.name.clone()
        } else {
            label
        }
    }

    /// The label of one choice of a question, offered now or not; nothing when there is no such choice.
    pub(super) fn label_of(
        &self,
        world: &Here<'_>,
        form: &Form,
        at: u32,
        value: &str,
    ) -> Option<String> {
        if let Some(itemset) = &form.item(at).itemset {
            let one = self.one_named(world, itemset, value)?;
            return Some(self.part(world, one, &itemset.label));
        }
        let list = list_of(form, at)?;
        let choice = list.choices.get(*list.by_name.get(value)?)?;
        Some(self.called(world, choice))
    }

    /// The nodes that an itemset offers, in their order.
    fn found(&self, world: &Here<'_>, itemset: &Itemset) -> Vec<Node> {
        self.nodes_at(world, &itemset.nodes)
    }

    fn nodes_at(&self, world: &Here<'_>, expr: &Expr) -> Vec<Node> {
        let current = Node {
            doc: 0,
            id: world.node,
        };
        let env = self.env(world);
        env.nodes_of(&Scope::at(current), expr).unwrap_or_default()
    }

    /// The node of an itemset that is stored as a value, looked up where the list allows it.
    fn one_named(&self, world: &Here<'_>, itemset: &Itemset, value: &str) -> Option<Node> {
        let nodes = match itemset.narrowed_to(value) {
            Some(expr) => self.nodes_at(world, &expr),
            None => self.found(world, itemset),
        };
        let mut nodes = nodes.into_iter();
        nodes.find(|one| self.part(world, *one, &itemset.value) == value)
    }

    /// What an itemset takes from one of its nodes.
    fn part(&self, world: &Here<'_>, one: Node, expr: &Expr) -> String {
        let env = self.env(world);
        if let Some(text) = child_text(&env, one, expr) {
            return text;
        }
        let scope = Scope {
            current: Node {
                doc: 0,
                id: world.node,
            },
            ..Scope::at(one)
        };
        env.text_of(&scope, expr).unwrap_or_default()
    }

    /// What a question offers now; nothing when the file it comes from is not here, or the question has no choices.
    fn offer<'f>(&self, form: &'f Form, node: u32) -> Option<Offer<'f>> {
        let at = self.item_of(node);
        if let Some(itemset) = &form.item(at).itemset {
            let missing = self.is_missing(&self.here(form, node), itemset);
            return (!missing).then_some(Offer::Nodes(itemset));
        }
        let list = list_of(form, at)?;
        Some(Offer::Places(self.offered(form, node, list), list))
    }

    fn has(&self, form: &Form, node: u32, offer: &Offer<'_>, name: &str) -> bool {
        match offer {
            Offer::Places(places, list) => {
                let mut choices = places.iter().filter_map(|at| list.choices.get(*at));
                choices.any(|choice| choice.name == name)
            }
            Offer::Nodes(itemset) => {
                let world = self.here(form, node);
                self.one_named(&world, itemset, name).is_some()
            }
        }
    }

    /// Whether the choices come from a list that has nothing in it, as when its file was not handed in.
    fn is_missing(&self, world: &Here<'_>, itemset: &Itemset) -> bool {
        let mut expr = &itemset.nodes;
        loop {
            match expr {
                Expr::Filter(inner, _) => expr = inner,
                Expr::Call(call) if call.name == "randomize" => match call.args.first() {
                    Some(inner) => expr = inner,
                    None => return false,
                },
                Expr::Path(Path {
                    start: Start::Expr(start),
                    ..
                }) => expr = start,
                Expr::Call(call) if call.name == "instance" => break,
                _ => return false,
            }
        }
        let env = self.env(world);
        let current = Node {
            doc: 0,
            id: world.node,
        };
        let roots = env.nodes_of(&Scope::at(current), expr).unwrap_or_default();
        roots.iter().all(|root| {
            let tree = env.tree(root.doc);
            let inside = tree.children(root.id).iter();
            inside.copied().all(|id| tree.children(id).is_empty())
        })
    }

    /// The places of the offered choices in their list, in the order to show them.
    pub(crate) fn offered(&self, form: &Form, node: u32, list: &ChoiceList) -> Vec<usize> {
        let item = form.item(self.item_of(node));
        let places = match &item.filter {
            None => (0..list.choices.len()).collect(),
            Some(filter) => self.passing(form, node, list, filter),
        };
        self.shuffled(form, node, places)
    }

    /// Choices in the order that chance gives them, the same one as long as the form is open.
    fn shuffled<T: Clone>(&self, form: &Form, node: u32, choices: Vec<T>) -> Vec<T> {
        let seed = match &form.item(self.item_of(node)).shuffle {
            Shuffle::No => return choices,
            #[expect(clippy::cast_precision_loss, reason = "31 bits are taken")]
            Shuffle::Free => {
                let mixed = self.facts.session ^ u64::from(self.item_of(node));
                (mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 33) as f64
            }
            Shuffle::Seeded(Expr::Number(seed)) => *seed,
            Shuffle::Seeded(expr) => {
                crate::xpath::numbers::parse(&self.evaluated(form, node, expr))
            }
        };
        functions::shuffled(choices, seed)
    }

    fn passing(&self, form: &Form, node: u32, list: &ChoiceList, filter: &Filter) -> Vec<usize> {
        let world = self.here(form, node);
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

    /// Takes away selected choices that are no longer offered, where the question is relevant. A value that no list
    /// has at all stays, and is reported.
    pub(super) fn clear_gone(&mut self, form: &Form, item: u32) {
        let several = matches!(form.item(item).kind, Kind::SelectMultiple | Kind::Rank);
        let list = list_of(form, item);
        for node in self.nodes_of(item).to_vec() {
            let value = self.tree.value(node);
            if value.is_empty() || !self.relevant(node) {
                continue;
            }
            let Some(offer) = self.offer(form, node) else {
                continue;
            };
            let gone = |name: &str| {
                let known = list.is_none_or(|list| list.by_name.contains_key(name));
                known && !self.has(form, node, &offer, name)
            };
            let kept = if several {
                let kept = value.split_whitespace().filter(|name| !gone(name));
                kept.collect::<Vec<_>>().join(" ")
            } else if gone(value) {
                String::new()
            } else {
                value.to_owned()
            };
            self.put(form, node, kept);
        }
    }

    /// A selected choice that the question does not have.
    pub(super) fn unknown_choice<'v>(
        &self,
        form: &Form,
        node: u32,
        value: &'v str,
    ) -> Option<&'v str> {
        let at = self.item_of(node);
        let kind = form.item(at).kind;
        let several = matches!(kind, Kind::SelectMultiple | Kind::Rank);
        if !several && kind != Kind::SelectOne {
            return None;
        }
        let mut chosen = chosen(kind, value);
        if let Some(list) = list_of(form, at).filter(|_| form.item(at).itemset.is_none()) {
            return chosen.find(|one| !list.by_name.contains_key(*one));
        }
        let offer = self.offer(form, node)?;
        chosen.find(|one| !self.has(form, node, &offer, one))
    }
}

/// What a question offers: choices of a list by their places, or nodes.
enum Offer<'f> {
    Places(Vec<usize>, &'f ChoiceList),
    Nodes(&'f Itemset),
}

/// Whether a value holds a choice that the list of its question does not have; of choices that are no list of the form,
/// nothing is known without the other answers.
pub(super) fn is_not_listed(form: &Form, at: u32, value: &str) -> bool {
    let item = form.item(at);
    let Some(list) = list_of(form, at).filter(|_| item.itemset.is_none()) else {
        return false;
    };
    let mut chosen = value.split_whitespace();
    match item.kind {
        Kind::SelectOne => !list.by_name.contains_key(value),
        Kind::SelectMultiple | Kind::Rank => chosen.any(|one| !list.by_name.contains_key(one)),
        _ => false,
    }
}

/// The choices that an answer names: one, or several with spaces between them.
fn chosen(kind: Kind, value: &str) -> impl Iterator<Item = &str> {
    let several = matches!(kind, Kind::SelectMultiple | Kind::Rank);
    let one = (!several && !value.is_empty()).then_some(value);
    let many = if several { value } else { "" };
    one.into_iter().chain(many.split_whitespace())
}

fn list_of(form: &Form, at: u32) -> Option<&ChoiceList> {
    form.list(form.asked(at)?.list.as_deref()?)
}

/// The text of the child that an expression names, when it is nothing but a name.
fn child_text(env: &Env<'_>, one: Node, expr: &Expr) -> Option<String> {
    let Expr::Path(Path {
        start: Start::Context,
        steps,
    }) = expr
    else {
        return None;
    };
    let [step] = steps.as_slice() else {
        return None;
    };
    let NodeTest::Name(None, name) = &step.test else {
        return None;
    };
    if step.axis != Axis::Child || !step.predicates.is_empty() {
        return None;
    }
    let tree = env.tree(one.doc);
    let mut children = tree.children(one.id).iter().copied();
    let named = |id: &u32| tree.name(*id).is_some_and(|own| own.local == *name);
    let found = children.find(|id| named(id) && !tree.hidden(*id));
    Some(found.map_or_else(String::new, |id| tree.text(id)))
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
