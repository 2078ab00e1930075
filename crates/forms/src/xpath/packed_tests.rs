#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use proptest::prelude::*;

use super::{Name, NodeKind, Tree};

/// Everything that can be seen of a document, as text.
fn seen(tree: &Tree) -> Vec<String> {
    let mut out = Vec::new();
    let mut stack = vec![Tree::ROOT];
    while let Some(id) = stack.pop() {
        let place = |id: u32| tree.order(id).0;
        let parent = tree
            .parent(id)
            .map(|parent| tree.name(parent).unwrap().local.clone());
        out.push(format!(
            "{:?} {:?} in {parent:?}: {:?} {:?} {:?}",
            tree.kind(id),
            tree.name(id),
            tree.value(id),
            tree.text(id),
            tree.inner_text(id).map(|text| tree.value(text).to_owned())
        ));
        assert!(
            tree.children(id)
                .iter()
                .all(|child| place(*child) > place(id))
        );
        stack.extend(tree.children(id).iter().rev());
        stack.extend(tree.attributes(id).iter().rev());
    }
    out
}

fn grown(steps: &[(usize, u8, String)]) -> Tree {
    let mut tree = Tree::new();
    let mut elements = vec![Tree::ROOT];
    for (at, what, text) in steps {
        let parent = elements[at % elements.len()];
        let name = Name::local(["a", "b", "c"][usize::from(*what) % 3]);
        if *what < 6 {
            elements.push(tree.append(parent, NodeKind::Element, name, String::new()));
        } else if *what < 8 && parent != Tree::ROOT && tree.children(parent).is_empty() {
            tree.append(parent, NodeKind::Attribute, name, text.clone());
        } else if parent != Tree::ROOT {
            tree.append(parent, NodeKind::Text, Name::local(""), text.clone());
        }
    }
    for (element, (_, _, text)) in elements.iter().zip(steps) {
        if tree.children(*element).is_empty() && *element != Tree::ROOT {
            tree.set_value(*element, text.clone());
        }
    }
    tree.rank();
    tree
}

proptest! {
    #[test]
    fn a_packed_document_reads_as_the_same(
        steps in proptest::collection::vec((0_usize..20, 0_u8..10, "[x-z ]{0,3}"), 0..40)
    ) {
        let tree = grown(&steps);
        prop_assert_eq!(seen(&tree.packed()), seen(&tree));
    }
}
