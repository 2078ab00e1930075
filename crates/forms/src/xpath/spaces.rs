//! Namespaces: what a prefix stands for at a node.

use super::tree::{Name, NodeKind, Tree};

/// The namespace of the names of a form; a name without a prefix means it, or none.
const XFORMS: &str = "http://www.w3.org/2002/xforms";

/// Prefixes that forms use without declaring them.
const KNOWN: &[(&str, &str)] = &[
    ("xml", "http://www.w3.org/XML/1998/namespace"),
    ("h", "http://www.w3.org/1999/xhtml"),
    ("xhtml", "http://www.w3.org/1999/xhtml"),
    ("xf", XFORMS),
    ("xforms", XFORMS),
    ("jr", "http://openrosa.org/javarosa"),
    ("orx", "http://openrosa.org/xforms"),
    ("odk", "http://www.opendatakit.org/xforms"),
    ("entities", "http://www.opendatakit.org/xforms/entities"),
    ("enk", "http://enketo.org/xforms"),
    ("ev", "http://www.w3.org/2001/xml-events"),
    ("xsd", "http://www.w3.org/2001/XMLSchema"),
];

/// Whether an attribute is a declaration: `xmlns` or `xmlns:prefix`.
pub(super) fn is_declaration(tree: &Tree, id: u32) -> bool {
    tree.kind(id) == NodeKind::Attribute
        && tree.name(id).is_some_and(|name| declared(name).is_some())
}

/// The prefix that a declaration is for; empty for the namespace of names without a prefix.
pub(super) fn declared(name: &Name) -> Option<&str> {
    match (name.prefix.as_deref(), &*name.local) {
        (None, "xmlns") => Some(""),
        (Some("xmlns"), prefix) => Some(prefix),
        _ => None,
    }
}

/// The declarations that hold at an element, the outermost first.
pub(super) fn in_scope(tree: &Tree, id: u32) -> Vec<u32> {
    if tree.kind(id) != NodeKind::Element {
        return Vec::new();
    }
    let mut found: Vec<u32> = Vec::new();
    let mut at = Some(id);
    while let Some(element) = at {
        let here: Vec<u32> = tree
            .attributes(element)
            .iter()
            .copied()
            .filter(|id| is_declaration(tree, *id))
            .filter(|id| {
                !found
                    .iter()
                    .any(|nearer| tree.name(*nearer) == tree.name(*id))
            })
            .collect();
        found.splice(0..0, here);
        at = tree.parent(element);
    }
    // `xmlns=""` takes a declaration back.
    found.retain(|id| !tree.value(*id).is_empty());
    found
}

/// What a prefix stands for at a node: as the nearest declaration says, else as everybody knows it.
pub(super) fn address<'t>(tree: &'t Tree, id: u32, prefix: &str) -> Option<&'t str> {
    let mut at = Some(id);
    while let Some(id) = at {
        let found = tree
            .attributes(id)
            .iter()
            .find(|id| tree.name(**id).and_then(declared) == Some(prefix));
        if let Some(found) = found {
            return Some(tree.value(*found));
        }
        at = tree.parent(id);
    }
    let known = KNOWN.iter().find(|(known, _)| *known == prefix);
    known.map(|(_, address)| *address)
}

/// The namespace of an element or attribute; empty for a name in none.
pub(super) fn of(tree: &Tree, id: u32) -> &str {
    let attribute = tree.kind(id) == NodeKind::Attribute;
    let found = match tree.name(id) {
        Some(name) if attribute && declared(name).is_some() => None,
        Some(name) => match name.prefix.as_deref() {
            Some(prefix) => address(tree, id, prefix),
            None if attribute => None,
            None => address(tree, id, ""),
        },
        None => None,
    };
    found.unwrap_or("")
}

/// Whether a node's name is in the namespace that a name test's prefix stands for.
pub(super) fn belongs(tree: &Tree, id: u32, prefix: Option<&str>) -> bool {
    if !tree.is_namespaced() {
        // Documents of a form keep prefixes as they are written, and nobody has to write them.
        let written = || tree.name(id).and_then(|name| name.prefix.as_deref());
        return prefix.is_none_or(|prefix| written() == Some(prefix));
    }
    let own = of(tree, id);
    match prefix {
        None => own.is_empty() || own == XFORMS,
        Some(prefix) => match address(tree, id, prefix) {
            Some(address) => own == address,
            None => tree.name(id).and_then(|name| name.prefix.as_deref()) == Some(prefix),
        },
    }
}
