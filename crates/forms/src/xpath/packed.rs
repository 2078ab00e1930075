//! Documents that do not change, kept small: lists of choices and the files that come with a form.

use std::collections::HashMap;

use super::index::Indexes;
use super::tree::{Name, NodeKind, Tree};

const NONE: u32 = u32::MAX;
/// Most nodes, and most bytes of text, in one document.
const SIZE_MAX: usize = 1 << 30;

#[derive(Debug)]
struct Place {
    parent: u32,
    name: u32,
    text: u32,
    text_len: u32,
    links: u32,
    /// How many children, after the attributes.
    children: u32,
    attributes: u16,
    kind: NodeKind,
}

/// All nodes of a document in document order, their text in one piece.
#[derive(Debug)]
pub(super) struct Packed {
    names: Vec<Name>,
    places: Vec<Place>,
    /// For each node its attributes, then its children.
    links: Vec<u32>,
    text: String,
    indexes: Indexes,
}

impl Packed {
    pub(super) fn indexes(&self) -> &Indexes {
        &self.indexes
    }

    fn place(&self, id: u32) -> Option<&Place> {
        self.places.get(id as usize)
    }

    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    pub(super) fn kind(&self, id: u32) -> NodeKind {
        self.place(id).map_or(NodeKind::Root, |place| place.kind)
    }

    pub(super) fn name(&self, id: u32) -> Option<&Name> {
        self.names.get(self.place(id)?.name as usize)
    }

    pub(super) fn parent(&self, id: u32) -> Option<u32> {
        let parent = self.place(id)?.parent;
        (parent != NONE).then_some(parent)
    }

    pub(super) fn children(&self, id: u32) -> &[u32] {
        self.linked(id, |place| {
            (usize::from(place.attributes), place.children as usize)
        })
    }

    pub(super) fn attributes(&self, id: u32) -> &[u32] {
        self.linked(id, |place| (0, usize::from(place.attributes)))
    }

    fn linked(&self, id: u32, range: impl Fn(&Place) -> (usize, usize)) -> &[u32] {
        let Some(place) = self.place(id) else {
            return &[];
        };
        let (skip, count) = range(place);
        let from = place.links as usize + skip;
        self.links.get(from..from + count).unwrap_or(&[])
    }

    pub(super) fn value(&self, id: u32) -> &str {
        let Some(place) = self.place(id) else {
            return "";
        };
        let from = place.text as usize;
        self.text
            .get(from..from + place.text_len as usize)
            .unwrap_or("")
    }

    /// The text of a node and of everything below it.
    pub(super) fn text(&self, id: u32) -> String {
        let mut out = String::new();
        let mut stack = vec![id];
        while let Some(id) = stack.pop() {
            if !matches!(self.kind(id), NodeKind::Comment | NodeKind::Instruction) {
                out.push_str(self.value(id));
                stack.extend(self.children(id).iter().rev());
            }
        }
        out
    }
}

/// Writes a document from its beginning to its end.
#[derive(Debug)]
pub(crate) struct Packer {
    packed: Packed,
    known: HashMap<(Option<String>, String), u32>,
    /// The elements that are open, each with where its links begin among those that wait.
    unclosed: Vec<(u32, usize)>,
    waiting: Vec<u32>,
}

impl Packer {
    pub(crate) fn new() -> Packer {
        let mut packer = Packer {
            packed: Packed {
                names: Vec::new(),
                places: Vec::new(),
                links: Vec::new(),
                text: String::new(),
                indexes: Indexes::default(),
            },
            known: HashMap::new(),
            unclosed: Vec::new(),
            waiting: Vec::new(),
        };
        packer.begin(NodeKind::Root, None, "", "");
        packer
    }

    /// Whether the document is as large as one may be.
    pub(crate) fn is_full(&self) -> bool {
        self.packed.places.len() >= SIZE_MAX || self.packed.text.len() >= SIZE_MAX
    }

    /// How deep the open elements are nested.
    pub(crate) fn depth(&self) -> usize {
        self.unclosed.len() - 1
    }

    fn named(&mut self, prefix: Option<&str>, local: &str) -> u32 {
        // Most elements have the name of the one before: the last few are looked at first.
        let same = |name: &Name| *name.local == *local && name.prefix.as_deref() == prefix;
        if let Some(at) = self.packed.names.iter().take(16).position(same) {
            return small(at);
        }
        let key = (prefix.map(str::to_owned), local.to_owned());
        let names = &mut self.packed.names;
        *self.known.entry(key).or_insert_with(|| {
            names.push(Name {
                prefix: prefix.map(Into::into),
                local: local.into(),
            });
            small(names.len() - 1)
        })
    }

    fn add(&mut self, kind: NodeKind, prefix: Option<&str>, local: &str, value: &str) -> u32 {
        let name = self.named(prefix, local);
        let id = small(self.packed.places.len());
        let parent = self.unclosed.last().map_or(NONE, |(parent, _)| *parent);
        let text = small(self.packed.text.len());
        let fits = self.packed.text.len() + value.len() < SIZE_MAX;
        let value = if fits { value } else { "" };
        self.packed.text.push_str(value);
        self.packed.places.push(Place {
            parent,
            name,
            text,
            text_len: small(value.len()),
            links: 0,
            children: 0,
            attributes: 0,
            kind,
        });
        id
    }

    fn begin(&mut self, kind: NodeKind, prefix: Option<&str>, local: &str, value: &str) {
        let id = self.add(kind, prefix, local, value);
        self.unclosed.push((id, self.waiting.len()));
    }

    /// Opens an element.
    pub(crate) fn open(&mut self, prefix: Option<&str>, local: &str) {
        self.begin(NodeKind::Element, prefix, local, "");
    }

    /// Adds an attribute to the element that was opened last; only before its first child.
    pub(crate) fn attribute(&mut self, prefix: Option<&str>, local: &str, value: &str) {
        let Some((element, _)) = self.unclosed.last().copied() else {
            return;
        };
        let room = self.packed.places.get_mut(element as usize);
        let Some(place) = room.filter(|p| p.children == 0 && p.attributes < u16::MAX) else {
            return;
        };
        place.attributes += 1;
        let id = self.add(NodeKind::Attribute, prefix, local, value);
        self.waiting.push(id);
    }

    /// Adds an element that holds nothing but text.
    pub(crate) fn leaf(&mut self, local: &str, value: &str) {
        let id = self.add(NodeKind::Element, None, local, value);
        self.child(id);
    }

    /// Adds text beside elements.
    pub(crate) fn text(&mut self, value: &str) {
        let id = self.add(NodeKind::Text, None, "", value);
        self.child(id);
    }

    fn child(&mut self, id: u32) {
        self.waiting.push(id);
        if let Some((parent, _)) = self.unclosed.last()
            && let Some(place) = self.packed.places.get_mut(*parent as usize)
        {
            place.children += 1;
        }
    }

    /// Whether the innermost open element has children.
    pub(crate) fn has_children(&self) -> bool {
        let innermost = self
            .unclosed
            .last()
            .and_then(|(id, _)| self.packed.place(*id));
        innermost.is_some_and(|place| place.children > 0)
    }

    /// Closes the innermost element; `value` is its text when it holds nothing else.
    pub(crate) fn close(&mut self, value: &str) {
        if self.unclosed.len() < 2 {
            return;
        }
        let fits = self.packed.text.len() + value.len() < SIZE_MAX;
        let Some(id) = self.shut() else { return };
        if let Some(place) = self.packed.places.get_mut(id as usize)
            && fits
            && place.children == 0
        {
            place.text = small(self.packed.text.len());
            place.text_len = small(value.len());
            self.packed.text.push_str(value);
        }
        self.child(id);
    }

    fn shut(&mut self) -> Option<u32> {
        let (id, from) = self.unclosed.pop()?;
        let links = small(self.packed.links.len());
        self.packed.links.extend(self.waiting.drain(from..));
        if let Some(place) = self.packed.places.get_mut(id as usize) {
            place.links = links;
        }
        Some(id)
    }

    /// The document; elements that are still open are closed.
    pub(crate) fn finish(mut self) -> Tree {
        while self.unclosed.len() > 1 {
            self.close("");
        }
        self.shut();
        self.packed.places.shrink_to_fit();
        self.packed.links.shrink_to_fit();
        self.packed.text.shrink_to_fit();
        Tree::of(self.packed)
    }
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(NONE)
}

impl Tree {
    /// The same document in little room; it can only be read from then on.
    pub(crate) fn packed(&self) -> Tree {
        enum Do {
            Open(u32),
            Close,
        }
        let mut packer = Packer::new();
        let mut todo: Vec<Do> = self
            .children(Tree::ROOT)
            .iter()
            .rev()
            .map(|id| Do::Open(*id))
            .collect();
        while let Some(next) = todo.pop() {
            let Do::Open(id) = next else {
                packer.close("");
                continue;
            };
            let Some(name) = self.name(id) else { continue };
            match self.kind(id) {
                NodeKind::Element => packer.open(name.prefix.as_deref(), &name.local),
                NodeKind::Text => {
                    packer.text(self.value(id));
                    continue;
                }
                _ => continue,
            }
            for attribute in self.attributes(id) {
                if let Some(name) = self.name(*attribute) {
                    packer.attribute(name.prefix.as_deref(), &name.local, self.value(*attribute));
                }
            }
            if self.children(id).is_empty() {
                packer.close(self.value(id));
                continue;
            }
            todo.push(Do::Close);
            todo.extend(self.children(id).iter().rev().map(|id| Do::Open(*id)));
        }
        packer.finish()
    }
}
