//! Joining two edits of the same record, question by question.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::{Answers, ID, id_of};

/// A question that both sides changed, differently.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Conflict {
    /// Where, such as `sadd/total`.
    pub path: String,
    /// What both sides started from.
    pub base: Option<String>,
    /// What our side says; absent when it took the answer away.
    pub ours: Option<String>,
    /// What the other side says.
    pub theirs: Option<String>,
}

/// Two edits joined.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Merged {
    /// The joined answers; a question in conflict shows our side until a person decides.
    pub answers: Answers,
    /// The questions that a person has to decide, in the order of their paths.
    pub conflicts: Vec<Conflict>,
}

/// Joins `ours` and `theirs`, which both started from `base`.
///
/// Equal changes and changes of different questions join. Where one side removed a repeat instance and the
/// other changed it, the instance stays as the other left it, with a conflict at each changed question.
pub fn merge(base: &Answers, ours: &Answers, theirs: &Answers) -> Merged {
    let mut join = Join {
        conflicts: Vec::new(),
    };
    let answers = join.objects(&base.0, &ours.0, &theirs.0, "");
    join.conflicts.sort_by(|a, b| a.path.cmp(&b.path));
    Merged {
        answers: Answers(answers),
        conflicts: join.conflicts,
    }
}

struct Join {
    conflicts: Vec<Conflict>,
}

type Object = Map<String, Value>;

impl Join {
    fn objects(&mut self, base: &Object, ours: &Object, theirs: &Object, place: &str) -> Object {
        let names: BTreeSet<&String> = base
            .keys()
            .chain(ours.keys())
            .chain(theirs.keys())
            .collect();
        let mut out = Map::new();
        for name in names.into_iter().filter(|name| *name != ID) {
            let path = if place.is_empty() {
                name.clone()
            } else {
                format!("{place}/{name}")
            };
            if let Some(value) =
                self.values(base.get(name), ours.get(name), theirs.get(name), &path)
            {
                out.insert(name.clone(), value);
            }
        }
        out
    }

    fn values(
        &mut self,
        base: Option<&Value>,
        ours: Option<&Value>,
        theirs: Option<&Value>,
        path: &str,
    ) -> Option<Value> {
        if ours == theirs || theirs == base {
            return ours.cloned();
        }
        if ours == base {
            return theirs.cloned();
        }
        let all = || [base, ours, theirs].into_iter().flatten();
        if all().all(Value::is_object) {
            let empty = Map::new();
            let map = |value: Option<&'_ Value>| {
                value.and_then(Value::as_object).unwrap_or(&empty).clone()
            };
            let joined = self.objects(&map(base), &map(ours), &map(theirs), path);
            return (!joined.is_empty()).then_some(Value::Object(joined));
        }
        if all().all(Value::is_array) {
            let joined = self.lists(base, ours, theirs, path);
            return (!joined.is_empty()).then_some(Value::Array(joined));
        }
        self.conflicts.push(Conflict {
            path: path.to_owned(),
            base: base.map(text),
            ours: ours.map(text),
            theirs: theirs.map(text),
        });
        ours.cloned()
    }

    fn lists(
        &mut self,
        base: Option<&Value>,
        ours: Option<&Value>,
        theirs: Option<&Value>,
        path: &str,
    ) -> Vec<Value> {
        let (base, ours, theirs) = (
            Instances::of(base),
            Instances::of(ours),
            Instances::of(theirs),
        );
        let mut out = Vec::new();
        for id in order(&base, &ours, &theirs) {
            let at = format!("{path}[{id}]");
            let (b, o, t) = (base.get(id), ours.get(id), theirs.get(id));
            let joined = match (o, t) {
                (Some(o), Some(t)) => {
                    let empty = Map::new();
                    Some(self.objects(b.unwrap_or(&empty), o, t, &at))
                }
                (Some(kept), None) | (None, Some(kept)) => match b {
                    None => Some(kept.clone()),
                    Some(b) if b == kept => None,
                    Some(b) => self
                        .removed_and_changed(b, kept, o.is_some(), &at)
                        .then(|| kept.clone()),
                },
                (None, None) => None,
            };
            if let Some(joined) = joined {
                let mut instance = Map::new();
                instance.insert(ID.to_owned(), Value::String(id.to_owned()));
                instance.extend(joined.into_iter().filter(|(name, _)| name != ID));
                out.push(Value::Object(instance));
            }
        }
        out
    }

    /// One conflict for each new answer in an instance that the other side removed; tells whether there is one.
    /// Where answers were only taken away, the removal stands.
    fn removed_and_changed(
        &mut self,
        base: &Object,
        kept: &Object,
        kept_is_ours: bool,
        at: &str,
    ) -> bool {
        let changes = super::diff(&Answers(base.clone()), &Answers(kept.clone()));
        let before = self.conflicts.len();
        for change in changes.into_iter().filter(|change| change.new.is_some()) {
            let (ours, theirs) = if kept_is_ours {
                (change.new, None)
            } else {
                (None, change.new)
            };
            self.conflicts.push(Conflict {
                path: format!("{at}/{}", change.path),
                base: change.old,
                ours,
                theirs,
            });
        }
        self.conflicts.len() > before
    }
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| super::canonical::text(value), str::to_owned)
}

/// The instances of a repeat by id, in their order.
struct Instances<'v> {
    ids: Vec<&'v str>,
    by_id: BTreeMap<&'v str, &'v Object>,
}

impl<'v> Instances<'v> {
    fn of(value: Option<&'v Value>) -> Instances<'v> {
        let list = value
            .and_then(Value::as_array)
            .map_or(&[][..], Vec::as_slice);
        let mut out = Instances {
            ids: Vec::new(),
            by_id: BTreeMap::new(),
        };
        for instance in list.iter().filter_map(Value::as_object) {
            let Some(id) = id_of(instance) else { continue };
            if out.by_id.insert(id, instance).is_none() {
                out.ids.push(id);
            }
        }
        out
    }

    fn get(&self, id: &str) -> Option<&'v Object> {
        self.by_id.get(id).copied()
    }
}

/// The order of the joined instances, which depends neither on which side is ours nor, for several heads, on which
/// are joined first: the order of the side that changed it; when both did, the base's first, then what was added.
fn order<'v>(base: &Instances<'v>, ours: &Instances<'v>, theirs: &Instances<'v>) -> Vec<&'v str> {
    if ours.ids == theirs.ids || theirs.ids == base.ids {
        return with_missing(ours, theirs);
    }
    if ours.ids == base.ids {
        return with_missing(theirs, ours);
    }
    let added = |side: &Instances<'v>| {
        let new = side.ids.iter().copied();
        let new = new.filter(|id| base.get(id).is_none());
        new.collect::<Vec<_>>().into_iter().peekable()
    };
    let (mut a, mut b) = (added(ours), added(theirs));
    let mut out = base.ids.clone();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    // Each side's additions stay in their order; of two that could come next the smaller id does.
    loop {
        for side in [&mut a, &mut b] {
            while side.next_if(|id| seen.contains(id)).is_some() {}
        }
        let next = match (a.peek(), b.peek()) {
            (Some(x), Some(y)) if x <= y => a.next(),
            (Some(_), None) => a.next(),
            (_, Some(_)) => b.next(),
            (None, None) => return out,
        };
        out.extend(next.filter(|id| seen.insert(id)));
    }
}

/// The order of one side, with instances that only the other has after them.
fn with_missing<'v>(side: &Instances<'v>, other: &Instances<'v>) -> Vec<&'v str> {
    let mut out = side.ids.clone();
    out.extend(
        other
            .ids
            .iter()
            .copied()
            .filter(|id| side.get(id).is_none()),
    );
    out
}
