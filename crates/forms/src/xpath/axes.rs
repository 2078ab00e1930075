//! The thirteen axes over a document.

use super::ast::{Axis, NodeTest, Step};
use super::spaces;
use super::tree::{Node, NodeKind, Tree};

/// Adds the nodes of one step from one context node, nearest first; those that are not relevant are passed
/// over, unless `all` asks for them too.
///
/// Gives how many nodes were looked at.
pub(crate) fn walk(tree: &Tree, from: Node, step: &Step, all: bool, out: &mut Vec<Node>) -> usize {
    let tree = &Ground { tree, all };
    let mut seen = 0;
    let mut take = |id: u32| {
        seen += 1;
        if fits(tree.tree, id, step) {
            out.push(Node { doc: from.doc, id });
        }
    };
    match step.axis {
        Axis::Child => each_child(tree, from.id, &mut take),
        Axis::Own => take(from.id),
        Axis::Parent => {
            if let Some(parent) = tree.parent(from.id) {
                take(parent);
            }
        }
        Axis::Attribute => tree
            .attributes(from.id)
            .iter()
            .copied()
            .filter(|id| !spaces::is_declaration(tree, *id))
            .for_each(take),
        Axis::Descendant => descend(tree, from.id, &mut take),
        Axis::DescendantOrSelf => {
            take(from.id);
            descend(tree, from.id, &mut take);
        }
        Axis::Ancestor => ascend(tree, from.id, &mut take),
        Axis::AncestorOrSelf => {
            take(from.id);
            ascend(tree, from.id, &mut take);
        }
        Axis::FollowingSibling => siblings(tree, from.id).1.into_iter().for_each(take),
        Axis::PrecedingSibling => siblings(tree, from.id).0.into_iter().rev().for_each(take),
        Axis::Following => following(tree, from.id, &mut take),
        Axis::Preceding => preceding(tree, from.id, &mut take),
        Axis::Namespace => spaces::in_scope(tree, from.id).into_iter().for_each(take),
    }
    seen
}

/// A document, and which of its nodes count.
struct Ground<'t> {
    tree: &'t Tree,
    all: bool,
}

impl Ground<'_> {
    fn shows(&self, id: u32) -> bool {
        self.all || !self.tree.hidden(id)
    }
}

impl std::ops::Deref for Ground<'_> {
    type Target = Tree;

    fn deref(&self) -> &Tree {
        self.tree
    }
}

fn each_child(tree: &Ground<'_>, id: u32, take: &mut impl FnMut(u32)) {
    if let Some(text) = tree.inner_text(id) {
        take(text);
    }
    for child in tree.children(id) {
        if tree.shows(*child) {
            take(*child);
        }
    }
}

fn descend(tree: &Ground<'_>, id: u32, take: &mut impl FnMut(u32)) {
    let mut stack = vec![id];
    let mut first = true;
    while let Some(id) = stack.pop() {
        if !std::mem::take(&mut first) {
            take(id);
        }
        if let Some(text) = tree.inner_text(id) {
            take(text);
        }
        stack.extend(
            tree.children(id)
                .iter()
                .rev()
                .filter(|child| tree.shows(**child)),
        );
    }
}

fn ascend(tree: &Ground<'_>, id: u32, take: &mut impl FnMut(u32)) {
    let mut at = id;
    while let Some(parent) = tree.parent(at) {
        take(parent);
        at = parent;
    }
}

/// The siblings before and after, in document order.
fn siblings(tree: &Ground<'_>, id: u32) -> (Vec<u32>, Vec<u32>) {
    let kind = tree.kind(id);
    let Some(parent) = tree.parent(id).filter(|_| kind != NodeKind::Attribute) else {
        return (Vec::new(), Vec::new());
    };
    let all = tree.children(parent);
    let Some(at) = all.iter().position(|child| *child == id) else {
        return (Vec::new(), Vec::new());
    };
    let shown = |ids: &[u32]| ids.iter().copied().filter(|id| tree.shows(*id)).collect();
    (
        shown(all.get(..at).unwrap_or(&[])),
        shown(all.get(at + 1..).unwrap_or(&[])),
    )
}

fn following(tree: &Ground<'_>, id: u32, take: &mut impl FnMut(u32)) {
    if tree.kind(id) == NodeKind::Attribute {
        if let Some(parent) = tree.parent(id) {
            descend(tree, parent, take);
            following(tree, parent, take);
        }
        return;
    }
    let mut at = Some(id);
    while let Some(id) = at {
        for sibling in siblings(tree, id).1 {
            take(sibling);
            descend(tree, sibling, take);
        }
        at = tree.parent(id);
    }
}

fn preceding(tree: &Ground<'_>, id: u32, take: &mut impl FnMut(u32)) {
    let start = if tree.kind(id) == NodeKind::Attribute {
        tree.parent(id)
    } else {
        Some(id)
    };
    let mut at = start;
    while let Some(id) = at {
        for sibling in siblings(tree, id).0.into_iter().rev() {
            let mut below = Vec::new();
            descend(tree, sibling, &mut |id| below.push(id));
            below.into_iter().rev().for_each(&mut *take);
            take(sibling);
        }
        at = tree.parent(id);
    }
}

fn fits(tree: &Tree, id: u32, step: &Step) -> bool {
    let kind = tree.kind(id);
    let principal = match step.axis {
        Axis::Attribute | Axis::Namespace => NodeKind::Attribute,
        _ => NodeKind::Element,
    };
    match &step.test {
        NodeTest::Node => true,
        NodeTest::Any => kind == principal,
        NodeTest::Text => kind == NodeKind::Text,
        NodeTest::Comment => kind == NodeKind::Comment,
        NodeTest::Instruction(target) => {
            let named = |target: &str| tree.name(id).is_some_and(|name| *name.local == *target);
            kind == NodeKind::Instruction && target.as_deref().is_none_or(named)
        }
        NodeTest::Name(prefix, local) => {
            kind == principal
                && tree.name(id).is_some_and(|name| name.local == *local)
                && spaces::belongs(tree, id, prefix.as_deref())
        }
        NodeTest::AnyOf(prefix) => kind == principal && spaces::belongs(tree, id, Some(prefix)),
    }
}
