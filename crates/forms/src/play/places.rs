//! The nodes of a form by their references, such as `/data/repeat[1]/name`.

use crate::Kind;
use crate::engine::Instance;
use crate::model::Form;

/// What stands at a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spot {
    /// The form itself, a group, an instance of a repeat, or a question.
    Node(u32),
    /// All instances of a repeat together.
    Range { parent: u32, repeat: u32 },
}

/// A node with its reference.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub reference: String,
    pub spot: Spot,
}

/// Everything from a form's own element down, in its order; without what lies below a place that `enter` refuses.
pub(super) fn places(
    form: &Form,
    instance: &Instance,
    enter: impl Fn(&Place) -> bool,
) -> Vec<Place> {
    let mut out = Vec::new();
    let mut stack = Vec::new();
    if let Some(root) = instance.first(0) {
        stack.push(Place {
            reference: format!("/{}", step(form, 0)),
            spot: Spot::Node(root),
        });
    }
    while let Some(place) = stack.pop() {
        if enter(&place) {
            let mut below = inside(form, instance, &place);
            stack.extend(below.drain(..).rev());
        }
        out.push(place);
    }
    out
}

/// What a place holds.
fn inside(form: &Form, instance: &Instance, place: &Place) -> Vec<Place> {
    let node = match place.spot {
        Spot::Node(node) => node,
        Spot::Range { parent, repeat } => {
            let instances = instance.instances(parent, repeat).zip(1_u32..);
            return instances
                .map(|(node, position)| Place {
                    reference: format!("{}[{position}]", place.reference),
                    spot: Spot::Node(node),
                })
                .collect();
        }
    };
    let mut out = Vec::new();
    for attribute in instance.tree.attributes(node) {
        let at = instance.item_of(*attribute);
        if is_worked_out(form, at) {
            out.push(Place {
                reference: format!("{}/@{}", place.reference, step(form, at)),
                spot: Spot::Node(*attribute),
            });
        }
    }
    for child in &form.item(instance.item_of(node)).children {
        let reference = format!("{}/{}", place.reference, step(form, *child));
        if form.item(*child).kind == Kind::Repeat {
            out.push(Place {
                reference,
                spot: Spot::Range {
                    parent: node,
                    repeat: *child,
                },
            });
        } else if let Some(found) = instance.instances(node, *child).next() {
            out.push(Place {
                reference,
                spot: Spot::Node(found),
            });
        }
    }
    out
}

/// Whether the form fills an attribute in; the others stand as they are written.
fn is_worked_out(form: &Form, at: u32) -> bool {
    let item = form.item(at);
    item.calculation.is_some()
        || item.preload.is_some()
        || form.actions.iter().any(|action| action.target == at)
}

fn step(form: &Form, item: u32) -> String {
    let item = form.item(item);
    match item.prefix.as_deref() {
        Some(prefix) => format!("{prefix}:{}", item.name),
        None => item.name.to_string(),
    }
}

/// The place at a reference. One without positions also means the first node whose reference is the same but for
/// its positions.
pub(super) fn find(form: &Form, instance: &Instance, reference: &str) -> Result<Place, String> {
    let wanted = bare(reference);
    let all = places(form, instance, |_| true);
    let exact = all.iter().find(|place| place.reference == wanted);
    let found = exact.or_else(|| {
        let mut all = all.iter().filter(|_| !wanted.contains('['));
        all.find(|place| without_positions(&place.reference) == wanted)
    });
    found
        .cloned()
        .ok_or_else(|| format!("no node at {reference}"))
}

/// The repeat at a reference: the node that holds its instances, and its item.
pub(super) fn find_repeat(
    form: &Form,
    instance: &Instance,
    reference: &str,
) -> Result<(u32, u32), String> {
    let wanted = bare(reference);
    let all = places(form, instance, |_| true);
    let mut ranges = all.iter().filter_map(|place| match place.spot {
        Spot::Range { parent, repeat } if place.reference == wanted => Some((parent, repeat)),
        _ => None,
    });
    ranges
        .next()
        .ok_or_else(|| format!("no repeat at {reference}"))
}

fn bare(reference: &str) -> String {
    reference.split_whitespace().collect()
}

fn without_positions(reference: &str) -> String {
    let mut inside = false;
    let mut keep = |c: char| {
        inside |= c == '[';
        let kept = !inside;
        inside &= c != ']';
        kept
    };
    reference.chars().filter(|c| keep(*c)).collect()
}
