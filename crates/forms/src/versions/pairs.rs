//! Which question of the older version is which of the newer: by name, then by place and words, then by name in
//! another group.

use std::collections::{HashMap, HashSet, VecDeque};

use crate::model::{Form, Question, Texts};

/// How a question of the newer version was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    Named,
    Renamed,
    Moved,
}

/// The questions that are the same in both versions.
pub(super) struct Pairs {
    /// By the place in the newer version: the place in the older one.
    pub of_new: HashMap<u32, (u32, Found)>,
    /// The places in the older version that have a partner.
    pub of_old: HashSet<u32>,
}

/// Finds the partners of two versions; everything else was added or removed.
pub(super) fn pair(old: &Form, new: &Form) -> Pairs {
    let mut pairing = Pairing {
        old,
        new,
        own_lists: [lists_of_one(old), lists_of_one(new)],
        pairs: Pairs {
            of_new: HashMap::new(),
            of_old: HashSet::new(),
        },
    };
    pairing.join(0, 0, Found::Named);
    pairing.moved();
    pairing.pairs
}

struct Pairing<'f> {
    old: &'f Form,
    new: &'f Form,
    /// Lists that one question alone uses, in the older and in the newer version.
    own_lists: [HashSet<&'f str>; 2],
    pairs: Pairs,
}

/// The lists that exactly one question takes its choices from.
fn lists_of_one(form: &Form) -> HashSet<&str> {
    let mut uses: HashMap<&str, usize> = HashMap::new();
    for list in form.questions().filter_map(|q| q.list.as_deref()) {
        *uses.entry(list).or_default() += 1;
    }
    let once = uses.into_iter().filter(|(_, count)| *count == 1);
    once.map(|(list, _)| list).collect()
}

impl<'f> Pairing<'f> {
    fn join(&mut self, old: u32, new: u32, found: Found) {
        let mut waiting = VecDeque::from([(old, new, found)]);
        while let Some((old, new, found)) = waiting.pop_front() {
            if self.pairs.of_new.contains_key(&new) || !self.pairs.of_old.insert(old) {
                continue;
            }
            self.pairs.of_new.insert(new, (old, found));
            waiting.extend(self.below(old, new));
        }
    }

    /// The partners among the children of two partners.
    fn below(&self, old: u32, new: u32) -> Vec<(u32, u32, Found)> {
        let (before, after) = (&self.old.item(old).children, &self.new.item(new).children);
        let by_name: HashMap<&str, u32> = after
            .iter()
            .map(|at| (&*self.new.item(*at).name, *at))
            .collect();
        let kept: HashSet<&str> = before
            .iter()
            .map(|at| &*self.old.item(*at).name)
            .filter(|name| by_name.contains_key(name))
            .collect();
        let mut out: Vec<(u32, u32, Found)> = Vec::new();
        for at in before {
            if let Some(partner) = by_name.get(&*self.old.item(*at).name) {
                out.push((*at, *partner, Found::Named));
            }
        }
        let unnamed = gaps(self.old, before, &kept);
        let mut fresh = gaps(self.new, after, &kept);
        for (gap, gone) in unnamed {
            let Some(candidates) = fresh.get_mut(&gap) else {
                continue;
            };
            for at in gone {
                let same = candidates
                    .iter()
                    .position(|new| self.asks_the_same(at, *new));
                if let Some(place) = same {
                    out.push((at, candidates.remove(place), Found::Renamed));
                }
            }
        }
        out
    }

    /// Whether two questions under different names are one: same type and words, or same type and a list of
    /// their own. A shared list such as yes and no says nothing.
    fn asks_the_same(&self, old: u32, new: u32) -> bool {
        let (Some(a), Some(b)) = (self.old.asked(old), self.new.asked(new)) else {
            return false;
        };
        if a.kind != b.kind || a.list != b.list {
            return false;
        }
        let [before, after] = &self.own_lists;
        let list = a.list.as_deref();
        same_words(a, b) || list.is_some_and(|list| before.contains(list) && after.contains(list))
    }

    /// Finds questions that stand in another group now: same name and type, and no other question is like them.
    fn moved(&mut self) {
        let unpaired = |form: &'f Form, known: &dyn Fn(u32) -> bool| {
            let mut by_name: HashMap<(&'f str, &'static str, Option<&'f str>), Vec<u32>> =
                HashMap::new();
            for (at, question) in form.questions.iter().enumerate().skip(1) {
                let at = crate::compile::index(at);
                if !known(at) {
                    let like = (
                        question.name.as_str(),
                        question.kind.as_str(),
                        question.list.as_deref(),
                    );
                    by_name.entry(like).or_default().push(at);
                }
            }
            by_name
        };
        let gone = unpaired(self.old, &|at| self.pairs.of_old.contains(&at));
        let fresh = unpaired(self.new, &|at| self.pairs.of_new.contains_key(&at));
        let mut found: Vec<(u32, u32)> = gone
            .iter()
            .filter_map(
                |(like, old)| match (old.as_slice(), fresh.get(like)?.as_slice()) {
                    ([old], [new]) => Some((*old, *new)),
                    _ => None,
                },
            )
            .collect();
        // Groups come before what is in them, so that their questions go with them.
        found.sort_unstable();
        for (old, new) in found {
            self.join(old, new, Found::Moved);
        }
    }
}

/// The children without a partner of their name, by how many partners stand before them.
fn gaps(form: &Form, children: &[u32], kept: &HashSet<&str>) -> HashMap<usize, Vec<u32>> {
    let mut out: HashMap<usize, Vec<u32>> = HashMap::new();
    let mut passed = 0;
    for at in children {
        if kept.contains(&*form.item(*at).name) {
            passed += 1;
        } else {
            out.entry(passed).or_default().push(*at);
        }
    }
    out
}

/// Whether two questions have the same label in every language of either, and have one at all.
fn same_words(a: &Question, b: &Question) -> bool {
    !a.label.is_empty() && same_texts(&a.label, &b.label)
}

/// Whether two texts say the same in every language.
pub(super) fn same_texts(a: &Texts, b: &Texts) -> bool {
    let codes = a.codes().chain(b.codes());
    codes
        .into_iter()
        .all(|code| a.source(code) == b.source(code))
}
