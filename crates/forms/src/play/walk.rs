//! A random walk through a form: which question is answered next, and how.

use serde_json::{Value, json};

use super::places::{Place, Spot, places};
use super::show::{Shape, read_only, relevant};
use crate::engine::Instance;
use crate::model::{Form, ValueType};

/// Chance that other engines draw alike: a linear congruence of 32 bits.
pub(super) struct Chance(u32);

impl Chance {
    pub(super) fn from(seed: u64) -> Chance {
        let low = u32::try_from(seed & u64::from(u32::MAX)).unwrap_or(0);
        Chance(if low == 0 { 1 } else { low })
    }

    /// From 0 up to, and without, 1.
    pub(super) fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(self.0) / 4_294_967_296.0
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a place in a list"
    )]
    fn below(&mut self, bound: usize) -> usize {
        (self.next() * bound as f64) as usize
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let place = self.below(from.len());
        from.get(place)
    }
}

/// One step of a walk.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Step {
    Set(String, Value),
    Add(String),
    Remove(String, u64),
}

impl Step {
    /// The step as the action that does it.
    pub(super) fn told(&self) -> Value {
        match self {
            Step::Set(reference, value) => json!({ "set": reference, "value": value }),
            Step::Add(reference) => json!({ "add_repeat": reference }),
            Step::Remove(reference, index) => {
                json!({ "remove_repeat": reference, "index": index, "count": 1 })
            }
        }
    }
}

/// What a turn of the walk comes to.
pub(super) enum Next {
    Step(Step),
    /// This turn does nothing.
    Nothing,
    /// There is nothing to do in the whole form.
    End,
}

const INTEGERS: [i32; 13] = [0, 1, 2, 3, 5, 12, 17, 18, 30, 65, 120, 2024, -1];
const DECIMALS: [f64; 7] = [0.0, 0.5, 1.0, 2.25, 36.6, 99.99, -3.125];
const DATES: [&str; 5] = [
    "2024-02-29",
    "2025-12-31",
    "2026-01-15",
    "1990-06-01",
    "2019-03-10",
];
const TIMES: [&str; 3] = ["00:00", "08:30", "23:59"];
const DATE_TIMES: [&str; 2] = ["2026-01-15T08:30:00", "2024-02-29T23:59:00"];
const POINTS: [&str; 2] = ["33.5138 36.2765 600 5", "-1.2921 36.8219 0 0"];
const LINE: &str = "33.5 36.2 0 0; 33.6 36.3 0 0; 33.7 36.1 0 0";
const SHAPE: &str = "33.5 36.2 0 0; 33.6 36.3 0 0; 33.7 36.1 0 0; 33.5 36.2 0 0";
const TEXTS: [&str; 8] = [
    "a",
    "Ana",
    "test 1",
    "0791234567",
    "12345",
    "x@y.org",
    "مرحبا",
    "ABC-001",
];

/// How many of the first empty questions a walk chooses among, so that it gets on through the form.
const AHEAD: usize = 12;
/// Most instances that a walk gives a repeat, and most choices that it takes at once.
const INSTANCES: usize = 4;
const CHOICES: usize = 6;

/// Draws the next step.
pub(super) fn next(form: &Form, instance: &Instance, chance: &mut Chance) -> Next {
    let enter = |place: &Place| relevant(form, instance, place.spot);
    let (mut leaves, mut ranges) = (Vec::new(), Vec::new());
    for place in places(form, instance, enter) {
        if !relevant(form, instance, place.spot) {
            continue;
        }
        let shape = Shape::of(form, instance, place.spot);
        match (shape, place.spot) {
            (Shape::Range { controlled: false }, Spot::Range { parent, repeat }) => {
                ranges.push((place.reference, instance.instances(parent, repeat).count()));
            }
            (Shape::Upload, _) => {}
            (shape, Spot::Node(node))
                if shape.is_answered() && !read_only(form, instance, place.spot) =>
            {
                leaves.push((place.reference, shape, node));
            }
            _ => {}
        }
    }
    if leaves.is_empty() && ranges.is_empty() {
        return Next::End;
    }
    if !ranges.is_empty() && chance.next() < 0.08 {
        return repeat(&ranges, chance);
    }
    if leaves.is_empty() {
        return Next::Nothing;
    }
    let empty: Vec<&(String, Shape, u32)> = leaves
        .iter()
        .filter(|(_, _, node)| instance.tree.value(*node).is_empty())
        .collect();
    let chosen = if !empty.is_empty() && chance.next() < 0.8 {
        let ahead: Vec<_> = empty.into_iter().take(AHEAD).collect();
        chance.pick(&ahead).copied()
    } else {
        chance.pick(&leaves)
    };
    let Some((reference, shape, node)) = chosen else {
        return Next::Nothing;
    };
    if chance.next() < 0.06 {
        return Next::Step(Step::Set(reference.clone(), Value::Null));
    }
    match value(form, instance, *node, *shape, chance) {
        Some(value) => Next::Step(Step::Set(reference.clone(), value)),
        None => Next::Nothing,
    }
}

fn repeat(ranges: &[(String, usize)], chance: &mut Chance) -> Next {
    let Some((reference, count)) = chance.pick(ranges) else {
        return Next::Nothing;
    };
    if *count > 1 && chance.next() < 0.35 {
        let index = u64::try_from(chance.below(*count)).unwrap_or(0);
        return Next::Step(Step::Remove(reference.clone(), index));
    }
    if *count < INSTANCES {
        return Next::Step(Step::Add(reference.clone()));
    }
    Next::Nothing
}

/// A value for one question; nothing when it offers no choice.
fn value(
    form: &Form,
    instance: &Instance,
    node: u32,
    shape: Shape,
    chance: &mut Chance,
) -> Option<Value> {
    let offered = || -> Vec<String> {
        let choices = instance.choices(form, node, form.default_language());
        choices.into_iter().map(|choice| choice.value).collect()
    };
    match shape {
        Shape::Select { several } => {
            let offered = offered();
            if offered.is_empty() {
                return None;
            }
            if !several {
                return chance.pick(&offered).map(|one| json!(one));
            }
            let mut taken: Vec<String> = offered
                .into_iter()
                .filter(|_| chance.next() < 0.35)
                .collect();
            taken.truncate(CHOICES);
            Some(json!(taken))
        }
        Shape::Rank => {
            let mut order = offered();
            for last in (1..order.len()).rev() {
                let other = chance.below(last + 1);
                order.swap(last, other);
            }
            Some(json!(order))
        }
        Shape::Trigger => Some(json!(chance.next() < 0.8)),
        _ => {
            let value_type = form.item(instance.item_of(node)).value_type;
            typed(value_type, chance)
        }
    }
}

fn typed(value_type: ValueType, chance: &mut Chance) -> Option<Value> {
    match value_type {
        ValueType::Integer => chance.pick(&INTEGERS).map(|one| json!(one)),
        ValueType::Decimal => chance.pick(&DECIMALS).map(|one| super::value::plain(*one)),
        ValueType::Date => chance.pick(&DATES).map(|one| json!(one)),
        ValueType::Time => chance.pick(&TIMES).map(|one| json!(one)),
        ValueType::DateTime => chance.pick(&DATE_TIMES).map(|one| json!(one)),
        ValueType::Geopoint => chance.pick(&POINTS).map(|one| json!(one)),
        ValueType::Geotrace => Some(json!(LINE)),
        ValueType::Geoshape => Some(json!(SHAPE)),
        _ => chance.pick(&TEXTS).map(|one| json!(one)),
    }
}
