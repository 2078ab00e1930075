//! The documents that expressions read: the answers of a form, and the lists that come with it.

use std::borrow::Cow;
use std::sync::Arc;

use super::packed::Packed;

/// Bit of a node id that stands for the text held inside a leaf element.
const TEXT_BIT: u32 = 1 << 31;
const NONE: u32 = u32::MAX;

/// A place in one of the documents that an expression can reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Node {
    /// Which document: 0 is the main instance.
    pub doc: u16,
    /// Which node in it.
    pub id: u32,
}

/// What a node is, as XPath distinguishes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NodeKind {
    Root,
    Element,
    Attribute,
    Text,
    Comment,
    Instruction,
}

/// A name with the namespace prefix it was written with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    pub prefix: Option<Arc<str>>,
    pub local: Arc<str>,
}

impl Name {
    pub(crate) fn local(local: impl Into<Arc<str>>) -> Name {
        Name {
            prefix: None,
            local: local.into(),
        }
    }
}

#[derive(Debug, Clone)]
struct Entry {
    kind: NodeKind,
    name: Name,
    parent: u32,
    children: Vec<u32>,
    attributes: Vec<u32>,
    value: String,
    hidden: bool,
}

/// A document whose leaves hold their text themselves.
#[derive(Debug, Clone)]
pub(crate) struct Tree {
    entries: Vec<Entry>,
    /// Whether ids rise in document order; otherwise `ranks` tells it.
    ordered: bool,
    ranks: Vec<u32>,
    /// Whether names are told apart by their namespaces; otherwise by the prefixes they are written with.
    namespaced: bool,
    /// The nodes of a document that does not change, instead of `entries`.
    packed: Option<Arc<Packed>>,
}

impl Tree {
    /// The id of the document node.
    pub(crate) const ROOT: u32 = 0;

    pub(crate) fn new() -> Tree {
        let root = Entry {
            kind: NodeKind::Root,
            name: Name::local(""),
            parent: NONE,
            children: Vec::new(),
            attributes: Vec::new(),
            value: String::new(),
            hidden: false,
        };
        Tree {
            entries: vec![root],
            ordered: true,
            ranks: Vec::new(),
            namespaced: false,
            packed: None,
        }
    }

    /// A document that does not change; cloning it costs nothing.
    pub(super) fn of(packed: Packed) -> Tree {
        Tree {
            entries: Vec::new(),
            packed: Some(Arc::new(packed)),
            ..Tree::new()
        }
    }

    /// A document in which the declarations of namespaces count, as in XPath 1.0.
    pub(super) fn namespaced() -> Tree {
        Tree {
            namespaced: true,
            ..Tree::new()
        }
    }

    pub(super) fn is_namespaced(&self) -> bool {
        self.namespaced
    }

    /// The nodes of a document that does not change.
    pub(super) fn as_packed(&self) -> Option<&Packed> {
        self.packed.as_deref()
    }

    fn entry(&self, id: u32) -> Option<&Entry> {
        self.entries.get((id & !TEXT_BIT) as usize)
    }

    fn entry_mut(&mut self, id: u32) -> Option<&mut Entry> {
        self.entries.get_mut((id & !TEXT_BIT) as usize)
    }

    fn push(&mut self, kind: NodeKind, name: Name, parent: u32, value: String) -> u32 {
        let id = u32::try_from(self.entries.len()).unwrap_or(TEXT_BIT - 1);
        self.entries.push(Entry {
            kind,
            name,
            parent,
            children: Vec::new(),
            attributes: Vec::new(),
            value,
            hidden: false,
        });
        id
    }

    /// Adds a node as the last child of `parent`.
    pub(crate) fn append(&mut self, parent: u32, kind: NodeKind, name: Name, value: String) -> u32 {
        let id = self.push(kind, name, parent, value);
        let next = self.next_after_last(parent);
        if let Some(parent) = self.entry_mut(parent) {
            match kind {
                NodeKind::Attribute => parent.attributes.push(id),
                _ => parent.children.push(id),
            }
        }
        self.ordered &= next;
        id
    }

    /// Whether a node appended to `parent` now comes last in the whole document.
    fn next_after_last(&self, parent: u32) -> bool {
        let newest = u32::try_from(self.entries.len().saturating_sub(2)).unwrap_or(0);
        let mut at = newest;
        loop {
            if at == parent {
                return true;
            }
            match self.entry(at) {
                Some(entry) if entry.parent != NONE => at = entry.parent,
                _ => return false,
            }
        }
    }

    /// Adds an element among the children of `parent`, before the child at `place`.
    pub(crate) fn insert(&mut self, parent: u32, place: usize, name: Name) -> u32 {
        let last = self
            .entry(parent)
            .is_some_and(|p| p.children.len() <= place);
        if last {
            return self.append(parent, NodeKind::Element, name, String::new());
        }
        let id = self.push(NodeKind::Element, name, parent, String::new());
        if let Some(parent) = self.entry_mut(parent) {
            let place = place.min(parent.children.len());
            parent.children.insert(place, id);
        }
        self.ordered = false;
        id
    }

    /// Makes an element that looks up to `parent` and is no child of it: no path from elsewhere leads to it.
    pub(crate) fn apart(&mut self, parent: u32, name: Name) -> u32 {
        self.push(NodeKind::Element, name, parent, String::new())
    }

    /// Takes a child out of the document; its id is not used again.
    pub(crate) fn remove(&mut self, id: u32) {
        let Some(parent) = self.parent(id) else {
            return;
        };
        if let Some(parent) = self.entry_mut(parent) {
            parent.children.retain(|child| *child != id);
        }
    }

    /// Puts a child before another child of the same parent.
    pub(crate) fn move_before(&mut self, id: u32, next: u32) {
        let Some(parent) = self.parent(id).and_then(|parent| self.entry_mut(parent)) else {
            return;
        };
        parent.children.retain(|child| *child != id);
        let place = parent.children.iter().position(|child| *child == next);
        let place = place.unwrap_or(parent.children.len());
        parent.children.insert(place, id);
        self.ordered = false;
    }

    /// Brings document order up to date after insertions.
    pub(crate) fn rank(&mut self) {
        if self.ordered {
            self.ranks.clear();
            return;
        }
        let mut ranks = vec![0; self.entries.len()];
        let mut next = 0_u32;
        let mut stack = vec![Tree::ROOT];
        while let Some(id) = stack.pop() {
            if let Some(rank) = ranks.get_mut(id as usize) {
                *rank = next;
            }
            next += 1;
            let Some(entry) = self.entry(id) else {
                continue;
            };
            for attribute in &entry.attributes {
                if let Some(rank) = ranks.get_mut(*attribute as usize) {
                    *rank = next;
                }
                next += 1;
            }
            stack.extend(entry.children.iter().rev());
        }
        self.ranks = ranks;
    }

    /// How many nodes the document has, without the texts that leaves hold themselves.
    pub(super) fn len(&self) -> usize {
        self.packed
            .as_ref()
            .map_or(self.entries.len(), |packed| packed.len())
    }

    /// A number that rises in document order.
    pub(crate) fn order(&self, id: u32) -> (u32, bool) {
        let own = id & !TEXT_BIT;
        let rank = if self.ranks.is_empty() {
            own
        } else {
            self.ranks.get(own as usize).copied().unwrap_or(own)
        };
        (rank, id & TEXT_BIT != 0)
    }

    pub(crate) fn kind(&self, id: u32) -> NodeKind {
        if id & TEXT_BIT != 0 {
            return NodeKind::Text;
        }
        if let Some(packed) = &self.packed {
            return packed.kind(id);
        }
        self.entry(id).map_or(NodeKind::Root, |entry| entry.kind)
    }

    /// The name of an element or attribute; nothing for other nodes.
    pub(crate) fn name(&self, id: u32) -> Option<&Name> {
        if id & TEXT_BIT != 0 {
            return None;
        }
        if let Some(packed) = &self.packed {
            return packed.name(id);
        }
        self.entry(id).map(|entry| &entry.name)
    }

    pub(crate) fn parent(&self, id: u32) -> Option<u32> {
        if id & TEXT_BIT != 0 {
            return Some(id & !TEXT_BIT);
        }
        if let Some(packed) = &self.packed {
            return packed.parent(id);
        }
        self.entry(id)
            .map(|entry| entry.parent)
            .filter(|parent| *parent != NONE)
    }

    /// The child nodes, without the text that a leaf holds itself.
    pub(crate) fn children(&self, id: u32) -> &[u32] {
        if id & TEXT_BIT != 0 {
            return &[];
        }
        if let Some(packed) = &self.packed {
            return packed.children(id);
        }
        self.entry(id)
            .map_or(&[], |entry| entry.children.as_slice())
    }

    pub(crate) fn attributes(&self, id: u32) -> &[u32] {
        if id & TEXT_BIT != 0 {
            return &[];
        }
        if let Some(packed) = &self.packed {
            return packed.attributes(id);
        }
        self.entry(id)
            .map_or(&[], |entry| entry.attributes.as_slice())
    }

    /// The text node inside a leaf element that has text.
    pub(crate) fn inner_text(&self, id: u32) -> Option<u32> {
        let leaf = self.kind(id) == NodeKind::Element && self.children(id).is_empty();
        (leaf && !self.value(id).is_empty()).then_some(id | TEXT_BIT)
    }

    /// The value that a leaf, attribute or text node holds itself.
    pub(crate) fn value(&self, id: u32) -> &str {
        if let Some(packed) = &self.packed {
            return packed.value(id & !TEXT_BIT);
        }
        self.entry(id).map_or("", |entry| entry.value.as_str())
    }

    pub(crate) fn set_value(&mut self, id: u32, value: String) {
        if let Some(entry) = self.entry_mut(id) {
            entry.value = value;
        }
    }

    /// Whether path steps pass the node over, because it is not relevant.
    pub(crate) fn hidden(&self, id: u32) -> bool {
        self.entry(id).is_some_and(|entry| entry.hidden)
    }

    pub(crate) fn set_hidden(&mut self, id: u32, hidden: bool) {
        if let Some(entry) = self.entry_mut(id) {
            entry.hidden = hidden;
        }
    }

    /// The XPath string value, without a copy where a node holds its text itself.
    pub(crate) fn text_of(&self, id: u32) -> Cow<'_, str> {
        if self.children(id).is_empty() {
            return Cow::Borrowed(self.value(id));
        }
        Cow::Owned(self.text(id))
    }

    /// The XPath string value: the text of the node and of everything below it.
    pub(crate) fn text(&self, id: u32) -> String {
        if let Some(packed) = &self.packed {
            return packed.text(id & !TEXT_BIT);
        }
        let Some(entry) = self.entry(id) else {
            return String::new();
        };
        if entry.children.is_empty() || id & TEXT_BIT != 0 {
            return entry.value.clone();
        }
        let mut out = String::new();
        let mut stack: Vec<u32> = entry.children.iter().rev().copied().collect();
        while let Some(id) = stack.pop() {
            let Some(entry) = self.entry(id) else {
                continue;
            };
            if entry.hidden || matches!(entry.kind, NodeKind::Comment | NodeKind::Instruction) {
                continue;
            }
            out.push_str(&entry.value);
            stack.extend(entry.children.iter().rev());
        }
        out
    }
}
