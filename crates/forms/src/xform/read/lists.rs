//! Secondary instances, and the choices that controls offer.

use std::collections::{HashMap, HashSet};

use roxmltree::Node;

use super::texts::text_id;
use super::{Reader, attribute, is, words};
use crate::compile::{choice_nodes, equality, index};
use crate::model::{ChoiceList, External, Filter, Itemset, ListSource, Media, Shuffle, Texts};
use crate::xpath::ast::{Axis, Expr, NodeTest, Op, Path, Start, Step};
use crate::xpath::{Name, NodeKind, Tree};
use crate::{ChoiceOption, Kind};

const DOCUMENTS_MAX: usize = 4_096;

impl<'d> Reader<'d> {
    /// Takes over the documents beside the main instance.
    pub(super) fn secondary(&mut self) {
        let mut all: Vec<(String, Node<'d, 'd>)> = self
            .others
            .iter()
            .map(|(id, node)| (id.clone(), *node))
            .collect();
        all.sort_by_key(|(_, node)| node.range().start);
        for (id, node) in all {
            if let Some(source) = attribute(node, "src") {
                self.builder.head.externals.push(External {
                    name: id.clone(),
                    source: source.to_owned(),
                    declared: true,
                });
            }
            let mut tree = Tree::new();
            if let Some(root) = node.first_element_child() {
                copy(root, &mut tree, Tree::ROOT);
            }
            tree.rank();
            self.document(node, &id, tree);
        }
    }

    fn document(&mut self, at: Node<'d, 'd>, id: &str, tree: Tree) -> Option<u16> {
        if self.builder.documents.len() >= DOCUMENTS_MAX {
            let message = format!("there are more than {DOCUMENTS_MAX} lists");
            self.error(at, None, message);
            return None;
        }
        self.builder.documents.push(tree.packed());
        let place = u16::try_from(self.builder.documents.len()).ok()?;
        self.builder.document_by_name.insert(id.to_owned(), place);
        Some(place)
    }

    /// Reads the choices of every select and rank.
    pub(super) fn lists(&mut self) {
        for at in 0..index(self.builder.items.len()) {
            let kind = self.builder.item(at).kind;
            if !matches!(kind, Kind::SelectOne | Kind::SelectMultiple | Kind::Rank) {
                continue;
            }
            let path = self
                .builder
                .questions
                .get(at as usize)
                .map(|q| q.path.clone());
            let path = format!("{}/{}", self.root, path.unwrap_or_default());
            let Some(control) = self.controls.get(&path).copied() else {
                continue;
            };
            match control.children().find(|node| is(*node, "itemset")) {
                Some(itemset) => self.itemset(at, itemset),
                None => self.inline(at, &path, control),
            }
        }
    }

    fn inline(&mut self, at: u32, path: &str, control: Node<'d, 'd>) {
        let mut choices = Vec::new();
        let mut tree = Tree::new();
        let root = tree.append(
            Tree::ROOT,
            NodeKind::Element,
            Name::local("root"),
            String::new(),
        );
        for item in control.children().filter(|node| is(*node, "item")) {
            let child = |name: &str| item.children().find(|node| is(*node, name));
            let name = child("value").map_or_else(String::new, words);
            let (mut label, mut media) = (Texts::default(), Media::default());
            if let Some(node) = child("label") {
                label = self.texts(node, at);
                if let Some(id) = attribute(node, "ref").and_then(text_id) {
                    media = self.media_by_id(&id);
                }
            }
            let row = tree.append(root, NodeKind::Element, Name::local("item"), String::new());
            tree.append(row, NodeKind::Element, Name::local("name"), name.clone());
            let shown = label.source("").to_owned();
            tree.append(row, NodeKind::Element, Name::local("label"), shown);
            choices.push(ChoiceOption { name, label, media });
        }
        tree.rank();
        if let Some(document) = self.document(control, path, tree) {
            self.list(path, document, choices);
            if let Some(question) = self.builder.question_mut(at) {
                question.list = Some(path.to_owned());
            }
        }
    }

    fn list(&mut self, name: &str, document: u16, choices: Vec<ChoiceOption>) {
        let mut by_name = HashMap::new();
        for (place, choice) in choices.iter().enumerate() {
            by_name.entry(choice.name.clone()).or_insert(place);
        }
        self.builder.lists.push(ChoiceList {
            name: name.to_owned(),
            choices,
            document,
            by_column: HashMap::new(),
            by_name,
            apart: false,
            source: None,
        });
    }

    fn itemset(&mut self, at: u32, itemset: Node<'d, 'd>) {
        let nodes = attribute(itemset, "nodeset").unwrap_or_default();
        let Some(expr) = self.expr(itemset, "nodeset", nodes, at) else {
            return;
        };
        let part = |name: &str| {
            let node = itemset.children().find(|node| is(*node, name))?;
            attribute(node, "ref")
        };
        let value = part("value").unwrap_or("name");
        let label = part("label").unwrap_or(value);
        let (expr, shuffle) = shuffled(expr);
        if let Some(item) = self.builder.item_mut(at) {
            item.shuffle = shuffle;
        }
        let known = of_list(&expr).filter(|(id, _)| {
            let inner = self
                .others
                .get(id)
                .is_some_and(|node| attribute(*node, "src").is_none());
            inner && bare(value) && bare_label(label)
        });
        let listed = known.and_then(|(id, predicate)| {
            let name = self.list_of(&id, value, label)?;
            Some((name, predicate))
        });
        match listed {
            Some((name, predicate)) => self.offer(at, &name, predicate),
            None => self.general(at, itemset, expr, value, label),
        }
    }

    /// Offers the choices of a list of the form, those that a predicate leaves.
    fn offer(&mut self, at: u32, name: &str, predicate: Option<Expr>) {
        let place = self.builder.lists.iter().position(|list| list.name == name);
        let columns = self.builder.columns.get(name).cloned().unwrap_or_default();
        let filter = predicate.map(|expr| {
            let equals = equality(&expr, &columns);
            Filter { expr, equals }
        });
        let column = filter.as_ref().and_then(|filter| filter.equals.as_ref());
        if let (Some((column, _)), Some(place)) = (column, place) {
            let column = column.clone();
            self.builder.index_column(place, &column);
        }
        if let Some(question) = self.builder.question_mut(at) {
            question.list = Some(name.to_owned());
        }
        if let Some(item) = self.builder.item_mut(at) {
            item.filter = filter;
        }
    }

    fn general(&mut self, at: u32, node: Node<'d, 'd>, nodes: Expr, value: &str, label: &str) {
        let value = self.expr(node, "value", value, at);
        let label = self.expr(node, "label", label, at);
        if let (Some(value), Some(label), Some(item)) = (value, label, self.builder.item_mut(at)) {
            item.itemset = Some(Itemset {
                nodes,
                value,
                label,
            });
        }
    }

    /// The list that a secondary instance gives with these children for value and label; made once.
    fn list_of(&mut self, id: &str, value: &str, label: &str) -> Option<String> {
        let plain = format!("{id} {value} {label}");
        let usual = value == "name" && matches!(label, "label" | "jr:itext(itextId)");
        let name = if usual { id } else { &plain };
        if self.builder.lists.iter().any(|list| list.name == name) {
            return Some(name.to_owned());
        }
        let document = *self.builder.document_by_name.get(id)?;
        let place = usize::from(document).checked_sub(1)?;
        let rows = rows(self.builder.documents.get(place)?)?;
        let label_reference = label;
        let by_id = label
            .trim()
            .strip_prefix("jr:itext(")
            .and_then(|l| l.strip_suffix(')'));
        let column = by_id.unwrap_or(label).trim();
        let mut columns: Vec<String> = Vec::new();
        let mut known: HashSet<String> = HashSet::new();
        let mut choices = Vec::with_capacity(rows.len());
        for row in rows {
            let held = |name: &str| {
                let found = row.iter().find(|(known, _)| known == name);
                found.map_or_else(String::new, |(_, value)| value.clone())
            };
            let shown = held(column);
            let (label, media) = match by_id {
                Some(_) => (
                    self.by_id(&shown, &["", "long", "short"], 0),
                    self.media_by_id(&shown),
                ),
                None => (Texts::plain(&shown), Media::default()),
            };
            choices.push(ChoiceOption {
                name: held(value),
                label,
                media,
            });
            for (name, _) in row {
                if known.insert(name.clone()) {
                    columns.push(name);
                }
            }
        }
        self.builder.columns.insert(name.to_owned(), columns);
        self.list(name, document, choices);
        if let Some(list) = self.builder.lists.last_mut().filter(|_| !usual) {
            list.source = Some(ListSource {
                id: id.to_owned(),
                value: value.to_owned(),
                label: label_reference.to_owned(),
            });
        }
        Some(name.to_owned())
    }
}

/// The children of every item of a list; nothing when the document is no list of items.
fn rows(tree: &Tree) -> Option<Vec<Vec<(String, String)>>> {
    let named = |id: u32| tree.name(id).map(|name| name.local.to_string());
    let root = *tree.children(Tree::ROOT).first()?;
    if named(root).as_deref() != Some("root") {
        return None;
    }
    let row = |id: &u32| {
        let cells = tree.children(*id).iter();
        let cells = cells.filter_map(|cell| Some((named(*cell)?, tree.text(*cell))));
        (named(*id).as_deref() == Some("item")).then(|| cells.collect())
    };
    choice_nodes(tree).iter().map(row).collect()
}

/// `randomize(nodes, seed)` → the nodes, and how they are shuffled.
fn shuffled(expr: Expr) -> (Expr, Shuffle) {
    match expr {
        Expr::Call(mut call) if call.name == "randomize" && !call.args.is_empty() => {
            let nodes = call.args.remove(0);
            let seed = call.args.pop();
            (nodes, seed.map_or(Shuffle::Free, Shuffle::Seeded))
        }
        expr => (expr, Shuffle::No),
    }
}

/// `instance('id')/root/item[predicate]` → the id and the predicate, when positions do not matter in it.
fn of_list(expr: &Expr) -> Option<(String, Option<Expr>)> {
    let Expr::Path(Path {
        start: Start::Expr(start),
        steps,
    }) = expr
    else {
        return None;
    };
    let Expr::Call(call) = &**start else {
        return None;
    };
    let ("instance", [Expr::Text(id)]) = (call.name.as_str(), call.args.as_slice()) else {
        return None;
    };
    let [root, item] = steps.as_slice() else {
        return None;
    };
    let named = |step: &Step, wanted: &str| {
        let name = matches!(&step.test, NodeTest::Name(None, name) if **name == *wanted);
        step.axis == Axis::Child && name
    };
    if !named(root, "root") || !root.predicates.is_empty() || !named(item, "item") {
        return None;
    }
    match item.predicates.as_slice() {
        [] => Some((id.to_string(), None)),
        [one] if is_yes_or_no(one) => Some((id.to_string(), Some(one.clone()))),
        _ => None,
    }
}

/// Whether a predicate is a yes or no, and so no position.
fn is_yes_or_no(expr: &Expr) -> bool {
    let mut places = false;
    expr.visit(&mut |inner| {
        if let Expr::Call(call) = inner {
            places |= matches!(call.name.as_str(), "position" | "last") && call.args.is_empty();
        }
    });
    let truth = match expr {
        Expr::Chain(_, rest) => rest.iter().all(|(op, _)| {
            !matches!(
                op,
                Op::Add | Op::Subtract | Op::Multiply | Op::Divide | Op::Modulo | Op::Union
            )
        }),
        Expr::Call(call) => matches!(
            call.name.as_str(),
            "selected"
                | "not"
                | "true"
                | "false"
                | "boolean"
                | "starts-with"
                | "contains"
                | "regex"
        ),
        Expr::Path(_) => true,
        _ => false,
    };
    truth && !places
}

fn bare(reference: &str) -> bool {
    !reference.is_empty() && !reference.contains(['/', '(', '@', ':', '.'])
}

fn bare_label(reference: &str) -> bool {
    let inner = reference.trim().strip_prefix("jr:itext(");
    bare(
        inner
            .and_then(|inner| inner.strip_suffix(')'))
            .unwrap_or(reference)
            .trim(),
    )
}

/// Copies an element with everything in it.
pub(super) fn copy(from: Node<'_, '_>, tree: &mut Tree, to: u32) {
    let mut stack = vec![(from, to)];
    while let Some((node, parent)) = stack.pop() {
        let leaf = !node.children().any(|child| child.is_element());
        let value = if leaf { words(node) } else { String::new() };
        let name = Name::local(node.tag_name().name());
        let made = tree.append(parent, NodeKind::Element, name, value);
        for attribute in node.attributes() {
            let name = Name::local(attribute.name());
            tree.append(
                made,
                NodeKind::Attribute,
                name,
                attribute.value().to_owned(),
            );
        }
        let children: Vec<_> = node.children().filter(Node::is_element).collect();
        stack.extend(children.into_iter().rev().map(|child| (child, made)));
    }
}
