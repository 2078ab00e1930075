//! Nodes by their places, as conformance cases spell them: `/*[1]/*[2]/text()[1]`, `/*[1]/@id`.

use super::tree::{NodeKind, Tree};

/// The node at a place; nothing when there is none.
pub(super) fn at(tree: &Tree, place: &str) -> Option<u32> {
    let mut node = Tree::ROOT;
    for step in place.split('/').filter(|step| !step.is_empty()) {
        node = match step.strip_prefix('@') {
            Some(name) => attribute(tree, node, name)?,
            None => child(tree, node, step)?,
        };
    }
    Some(node)
}

fn attribute(tree: &Tree, node: u32, wanted: &str) -> Option<u32> {
    let mut all = tree.attributes(node).iter().copied();
    all.find(|id| spelled(tree, *id) == wanted)
}

fn child(tree: &Tree, node: u32, step: &str) -> Option<u32> {
    let (word, number) = step.strip_suffix(']')?.rsplit_once('[')?;
    let number: usize = number.parse().ok()?;
    let mut same = tree
        .children(node)
        .iter()
        .copied()
        .filter(|id| word_of(tree.kind(*id)) == word);
    same.nth(number.checked_sub(1)?)
}

fn word_of(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Text => "text()",
        NodeKind::Comment => "comment()",
        NodeKind::Instruction => "processing-instruction()",
        NodeKind::Element | NodeKind::Attribute | NodeKind::Root => "*",
    }
}

fn spelled(tree: &Tree, id: u32) -> String {
    match tree.name(id) {
        Some(name) => match &name.prefix {
            Some(prefix) => format!("{prefix}:{}", name.local),
            None => name.local.to_string(),
        },
        None => String::new(),
    }
}

/// Spells the places of many nodes of one document.
pub(super) struct Places<'t> {
    tree: &'t Tree,
    /// For each node its number among its siblings of one kind.
    numbers: Vec<u32>,
}

impl<'t> Places<'t> {
    pub(super) fn new(tree: &'t Tree) -> Places<'t> {
        let mut numbers = vec![0; tree.len()];
        let mut stack = vec![Tree::ROOT];
        while let Some(id) = stack.pop() {
            let mut seen = [0_u32; 4];
            for child in tree.children(id) {
                let kind = match tree.kind(*child) {
                    NodeKind::Text => 0,
                    NodeKind::Comment => 1,
                    NodeKind::Instruction => 2,
                    NodeKind::Element | NodeKind::Attribute | NodeKind::Root => 3,
                };
                if let (Some(count), Some(number)) =
                    (seen.get_mut(kind), numbers.get_mut(*child as usize))
                {
                    *count += 1;
                    *number = *count;
                }
            }
            stack.extend(tree.children(id));
        }
        Places { tree, numbers }
    }

    /// Where a node is.
    pub(super) fn of(&self, node: u32) -> String {
        let mut steps = Vec::new();
        let mut at = node;
        while let Some(parent) = self.tree.parent(at) {
            steps.push(match self.tree.kind(at) {
                NodeKind::Attribute => format!("/@{}", spelled(self.tree, at)),
                kind => {
                    let number = self.numbers.get(at as usize).copied().unwrap_or(1);
                    format!("/{}[{number}]", word_of(kind))
                }
            });
            at = parent;
        }
        if steps.is_empty() {
            return "/".to_owned();
        }
        steps.reverse();
        steps.concat()
    }
}
