//! The state of a record as a function of the set of its revisions.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use crate::header::{Header, Kind, PARENTS_MAX};
use crate::id::{PersonId, RecordId, RevisionId, TeamId};

/// What the graph of one record says, before anybody reads an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fold {
    /// The record.
    pub record: RecordId,
    /// Its team.
    pub team: TeamId,
    /// The form of the winner (of the last revision while no save is held).
    pub form: String,
    /// The form version of the winner, as above.
    pub form_version: String,
    /// The saves without a later save, winner first: bodies not erased before erased ones, then the
    /// later clock, then the larger id. One: its answers hold. Several: a merge, see `base`.
    pub heads: Vec<RevisionId>,
    /// The nearest save before all heads when there are several. Its body may be erased.
    pub base: Option<RevisionId>,
    /// The revisions that nothing follows, sorted; see [`Fold::next_parents`].
    pub tips: Vec<RevisionId>,
    /// All revisions, parents before children, otherwise by clock, then id.
    pub order: Vec<RevisionId>,
    /// Parents that are named but not held, sorted. Not empty means: something is still to come.
    pub missing: Vec<RevisionId>,
    /// True when an erase stands on every head: nothing of the record may be read any more.
    pub erased: bool,
    /// The revisions whose bodies an erase takes away, sorted: all that come before one, reviews too.
    pub forgotten: Vec<RevisionId>,
    /// The authors of the saves.
    pub authors: BTreeSet<PersonId>,
    /// The reviews that come in `order` after a save which they had not seen, sorted.
    pub blind: Vec<RevisionId>,
    /// The saves and reviews whose makers did not know of every save and review before them in `order`: those that
    /// they did not know of, in that order.
    pub apart: BTreeMap<RevisionId, Vec<RevisionId>>,
}

/// Folds the revisions of one record of one team; repeats count once.
///
/// `None` for no revisions. Missing parents are tolerated: what is held is folded, and the same call heals
/// when they have come. Should revisions of several records or teams be given, those of the smallest
/// (team, record) are folded and the others left out: a revision that names a foreign team must never
/// reach into a record of this one.
pub fn fold<'a>(revisions: impl IntoIterator<Item = (RevisionId, &'a Header)>) -> Option<Fold> {
    fold_trusting(revisions, &|_| true)
}

/// Folds like [`fold()`], where only the erasures that `may_erase` holds good for take anything away: whether
/// its author may erase is known to the roster and not to the graph. The others stay in the history.
pub fn fold_trusting<'a>(
    revisions: impl IntoIterator<Item = (RevisionId, &'a Header)>,
    may_erase: &dyn Fn(&Header) -> bool,
) -> Option<Fold> {
    let mut held: BTreeMap<RevisionId, &Header> = revisions.into_iter().collect();
    let (team, record) = held
        .values()
        .map(|header| (&header.team, header.record))
        .min()?;
    let team = team.clone();
    held.retain(|_, header| header.team == team && header.record == record);
    Some(Graph::new(&held).fold(record, team, may_erase))
}

impl Fold {
    /// Tells whether a review had seen every save that comes before it in [`Fold::order`].
    ///
    /// A decision by somebody who had not seen the answers does not count. False for what is no review
    /// of this record.
    #[must_use]
    pub fn sees(&self, review: RevisionId) -> bool {
        self.order.contains(&review) && self.blind.binary_search(&review).is_err()
    }

    /// Returns the places in `events` of those statements of which the maker of a revision did not know.
    #[must_use]
    pub fn unseen(&self, of: RevisionId, events: &[RevisionId]) -> Vec<usize> {
        let Some(unknown) = self.apart.get(&of) else {
            return Vec::new();
        };
        let places = events.iter().enumerate();
        let unknown = places.filter(|(_, id)| unknown.contains(id));
        unknown.map(|(place, _)| place).collect()
    }

    /// Returns the parents of the next revision: the tips, sorted.
    ///
    /// With more than [`PARENTS_MAX`] tips, the last ones in order: a few saves in a row join them all.
    #[must_use]
    pub fn next_parents(&self) -> Vec<RevisionId> {
        let last = self
            .order
            .iter()
            .rev()
            .filter(|id| self.tips.binary_search(id).is_ok());
        let mut parents: Vec<RevisionId> = last.take(PARENTS_MAX).copied().collect();
        parents.sort_unstable();
        parents
    }
}

/// One held revision and the places (in `order`) of its held parents.
struct Node<'a> {
    id: RevisionId,
    header: &'a Header,
    parents: Vec<usize>,
}

/// The held revisions in fold order, so that a parent always has a smaller place than its children.
struct Graph<'a> {
    nodes: Vec<Node<'a>>,
    missing: BTreeSet<RevisionId>,
}

impl<'a> Graph<'a> {
    fn new(held: &BTreeMap<RevisionId, &'a Header>) -> Self {
        let mut children: BTreeMap<RevisionId, Vec<RevisionId>> = BTreeMap::new();
        let mut waiting: BTreeMap<RevisionId, usize> = BTreeMap::new();
        let mut missing = BTreeSet::new();
        let mut ready = BinaryHeap::new();
        for (id, header) in held {
            let (known, unknown): (Vec<_>, Vec<_>) = header
                .parents
                .iter()
                .copied()
                .partition(|parent| held.contains_key(parent));
            missing.extend(unknown);
            if known.is_empty() {
                ready.push(Reverse((header.at, *id)));
            }
            waiting.insert(*id, known.len());
            known
                .iter()
                .for_each(|parent| children.entry(*parent).or_default().push(*id));
        }
        let mut graph = Self {
            nodes: Vec::with_capacity(held.len()),
            missing,
        };
        let mut places: BTreeMap<RevisionId, usize> = BTreeMap::new();
        while let Some(Reverse((_, id))) = ready.pop() {
            let Some(header) = held.get(&id) else {
                continue;
            };
            places.insert(id, graph.nodes.len());
            let parents = header
                .parents
                .iter()
                .filter_map(|p| places.get(p).copied())
                .collect();
            graph.nodes.push(Node {
                id,
                header,
                parents,
            });
            for child in children.remove(&id).unwrap_or_default() {
                let Some(left) = waiting.get_mut(&child) else {
                    continue;
                };
                *left -= 1;
                if let (0, Some(header)) = (*left, held.get(&child)) {
                    ready.push(Reverse((header.at, child)));
                }
            }
        }
        graph
    }

    fn fold(&self, record: RecordId, team: TeamId, may_erase: &dyn Fn(&Header) -> bool) -> Fold {
        let erases = |node: &Node| node.header.kind == Kind::Erase && may_erase(node.header);
        let followed = self.before(|_| true);
        let outdated = self.before(|node| node.header.kind == Kind::Save);
        let forgotten = self.before(erases);
        let flagged = |flags: &[bool], wanted: bool, node: usize| {
            flags.get(node).is_some_and(|flag| *flag == wanted)
        };
        let saves = || {
            self.places()
                .filter(|(_, node)| node.header.kind == Kind::Save)
        };
        let mut heads: Vec<(usize, &Node)> = saves()
            .filter(|(place, _)| flagged(&outdated, false, *place))
            .collect();
        heads.sort_by_key(|(place, node)| {
            Reverse((flagged(&forgotten, false, *place), node.header.at, node.id))
        });
        let winner = heads.first().map(|(_, node)| node.header);
        let shown = winner.or_else(|| self.nodes.last().map(|node| node.header));
        Fold {
            record,
            team,
            form: shown.map(|header| header.form.clone()).unwrap_or_default(),
            form_version: shown
                .map(|header| header.form_version.clone())
                .unwrap_or_default(),
            base: self.base(&heads),
            tips: self.ids(|place, _| flagged(&followed, false, place)),
            order: self.nodes.iter().map(|node| node.id).collect(),
            missing: self.missing.iter().copied().collect(),
            erased: self.nodes.iter().any(erases)
                && heads
                    .iter()
                    .all(|(place, _)| flagged(&forgotten, true, *place)),
            forgotten: self.ids(|place, node| {
                flagged(&forgotten, true, place) && node.header.kind != Kind::Erase
            }),
            authors: saves().map(|(_, node)| node.header.author).collect(),
            blind: self.blind(),
            apart: self.apart(),
            heads: heads.into_iter().map(|(_, node)| node.id).collect(),
        }
    }

    fn places(&self) -> impl DoubleEndedIterator<Item = (usize, &Node<'a>)> + ExactSizeIterator {
        self.nodes.iter().enumerate()
    }

    /// Returns the ids of the chosen revisions, sorted.
    fn ids(&self, chosen: impl Fn(usize, &Node) -> bool) -> Vec<RevisionId> {
        let mut ids: Vec<RevisionId> = self
            .places()
            .filter(|(place, node)| chosen(*place, node))
            .map(|(_, node)| node.id)
            .collect();
        ids.sort_unstable();
        ids
    }

    /// Flags the places that come before at least one chosen revision.
    fn before(&self, chosen: impl Fn(&Node) -> bool) -> Vec<bool> {
        let mut flags = vec![false; self.nodes.len()];
        for (place, node) in self.places().rev() {
            if flags.get(place).is_some_and(|flag| *flag) || chosen(node) {
                raise(&mut flags, &node.parents);
            }
        }
        flags
    }

    /// Flags the places that come before this one.
    fn ancestors(&self, of: usize) -> Vec<bool> {
        let mut flags = vec![false; of + 1];
        for (place, node) in self.places().take(of + 1).rev() {
            if place == of || flags.get(place).is_some_and(|flag| *flag) {
                raise(&mut flags, &node.parents);
            }
        }
        flags
    }

    /// Finds the last save that comes before every head.
    fn base(&self, heads: &[(usize, &Node)]) -> Option<RevisionId> {
        let (first, rest) = heads.split_first()?;
        if rest.is_empty() {
            return None;
        }
        let mut shared = self.ancestors(first.0);
        for (place, _) in rest {
            let flags = self.ancestors(*place);
            shared.truncate(flags.len());
            shared
                .iter_mut()
                .zip(flags)
                .for_each(|(both, flag)| *both &= flag);
        }
        let common = self.places().zip(shared).rev().filter(|(_, flag)| *flag);
        common
            .map(|((_, node), _)| node)
            .find(|node| node.header.kind == Kind::Save)
            .map(|node| node.id)
    }

    fn apart(&self) -> BTreeMap<RevisionId, Vec<RevisionId>> {
        let speaks = |node: &Node| node.header.kind != Kind::Erase;
        let mut apart = BTreeMap::new();
        // Whoever knows the one before, which knows everything, knows everything: nearly always so.
        let mut knew_all = true;
        for (place, node) in self.places() {
            let last = place.checked_sub(1);
            knew_all = last.is_none_or(|last| knew_all && node.parents.contains(&last));
            if knew_all || !speaks(node) {
                continue;
            }
            let known = self.ancestors(place);
            let earlier = self.places().zip(known).take(place);
            let unknown = earlier.filter(|((_, one), known)| !known && speaks(one));
            let unknown: Vec<RevisionId> = unknown.map(|((_, one), _)| one.id).collect();
            if unknown.is_empty() {
                knew_all = true;
                continue;
            }
            apart.insert(node.id, unknown);
        }
        apart
    }

    fn blind(&self) -> Vec<RevisionId> {
        self.ids(|place, node| {
            node.header.kind == Kind::Review
                && self
                    .places()
                    .zip(self.ancestors(place))
                    .take(place)
                    .any(|((_, earlier), seen)| !seen && earlier.header.kind == Kind::Save)
        })
    }
}

fn raise(flags: &mut [bool], places: &[usize]) {
    for place in places {
        if let Some(flag) = flags.get_mut(*place) {
            *flag = true;
        }
    }
}

#[cfg(test)]
#[path = "fold_tests.rs"]
mod tests;
