//! What people decided about pairs: one person, or not; each decision can be taken back.
//!
//! A decision changes no other record. Who stands for whom, which children point elsewhere and which consent holds
//! are worked out from all decisions when something is read, so that an undone merge leaves nothing behind.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::Id;
use crate::Role;
use crate::review::{Decision, Move};

/// Two records, in one order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pair {
    low: Id,
    high: Id,
}

impl Pair {
    /// Returns the pair of two records; nothing when they are one.
    pub fn of(one: Id, other: Id) -> Option<Self> {
        (one != other).then(|| Self {
            low: one.min(other),
            high: one.max(other),
        })
    }

    /// Returns both ids, the smaller first.
    pub fn ids(self) -> [Id; 2] {
        [self.low, self.high]
    }
}

/// A decision about two records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tie {
    /// They speak of one person; the first stays, and the other stands behind it.
    Same {
        /// The record that stays.
        kept: Id,
        /// The record that stands behind it.
        gone: Id,
    },
    /// They speak of two people, and are not asked about again.
    Apart(Pair),
    /// What was decided about them holds no longer.
    Undone(Pair),
}

impl Tie {
    /// Reads a decision on the record with the smaller id of a pair; nothing when it is about that record alone, or
    /// stands on the other one.
    pub fn decided(on: Id, decision: &Decision) -> Option<Self> {
        let other = decision.with.filter(|other| *other > on)?;
        match decision.mv {
            Move::MergeInto => Some(Self::Same {
                kept: other,
                gone: on,
            }),
            Move::MergeFrom => Some(Self::Same {
                kept: on,
                gone: other,
            }),
            Move::Distinct => Pair::of(on, other).map(Self::Apart),
            Move::Untie => Pair::of(on, other).map(Self::Undone),
            _ => None,
        }
    }

    /// Returns the decision that says this, and the record that it stands on: the one with the smaller id.
    pub fn decision(self, role: Role) -> Option<(Id, Decision)> {
        let pair = self.pair()?;
        let [on, other] = pair.ids();
        let mv = match self {
            Self::Same { kept, .. } if kept == on => Move::MergeFrom,
            Self::Same { .. } => Move::MergeInto,
            Self::Apart(_) => Move::Distinct,
            Self::Undone(_) => Move::Untie,
        };
        Some((on, Decision::about(mv, other, role)))
    }

    /// The two records; nothing when they are one.
    pub fn pair(self) -> Option<Pair> {
        match self {
            Self::Same { kept, gone } => Pair::of(kept, gone),
            Self::Apart(pair) | Self::Undone(pair) => Some(pair),
        }
    }
}

/// What holds about a pair after everything that was decided about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// They speak of one person: the one that stays.
    Same(Id),
    /// They speak of two.
    Apart,
    /// People who did not know of each other's decisions decided differently: nothing holds until somebody decides
    /// who knows of both.
    Contested,
}

/// Returns what holds about each pair, given decisions in any order, each with the places of those that its maker
/// knew: a decision replaces those about the same pair that it knows, and those that none replaced must all say the
/// same.
pub fn words(decisions: &[(Tie, BTreeSet<usize>)]) -> BTreeMap<Pair, Word> {
    let replaced: BTreeSet<(Pair, usize)> = decisions
        .iter()
        .filter_map(|(tie, knows)| Some((tie.pair()?, knows)))
        .flat_map(|(pair, knows)| knows.iter().map(move |at| (pair, *at)))
        .collect();
    let mut last: BTreeMap<Pair, Vec<Tie>> = BTreeMap::new();
    for (at, (tie, _)) in decisions.iter().enumerate() {
        let pair = tie.pair().filter(|pair| !replaced.contains(&(*pair, at)));
        if let Some(pair) = pair {
            last.entry(pair).or_default().push(*tie);
        }
    }
    let held = last.into_iter().filter_map(|(pair, ties)| {
        let first = *ties.first()?;
        if ties.iter().any(|tie| *tie != first) {
            return Some((pair, Word::Contested));
        }
        match first {
            Tie::Same { kept, .. } => Some((pair, Word::Same(kept))),
            Tie::Apart(_) => Some((pair, Word::Apart)),
            Tie::Undone(_) => None,
        }
    });
    held.collect()
}

/// Everything that was decided about pairs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ties {
    /// By pair: the record that stays, or nothing for two people.
    decided: BTreeMap<Pair, Option<Id>>,
    /// By record of a merge: the record that stands for it.
    heads: BTreeMap<Id, Id>,
}

impl Ties {
    /// Returns what holds after these decisions, in the order in which every machine reads them.
    ///
    /// The last decision about a pair holds. A merge of a record with itself is none.
    pub fn of(decisions: impl IntoIterator<Item = Tie>) -> Self {
        let mut decided = BTreeMap::new();
        for tie in decisions {
            match tie {
                Tie::Same { kept, gone } => {
                    decided.extend(Pair::of(kept, gone).map(|pair| (pair, Some(kept))));
                }
                Tie::Apart(pair) => drop(decided.insert(pair, None)),
                Tie::Undone(pair) => drop(decided.remove(&pair)),
            }
        }
        let heads = heads(&decided);
        Self { decided, heads }
    }

    /// Returns what holds when these words do. A contested pair counts as undecided.
    pub fn said(words: impl IntoIterator<Item = (Pair, Word)>) -> Self {
        let ties = words.into_iter().filter_map(|(pair, word)| match word {
            Word::Same(kept) => {
                let [low, high] = pair.ids();
                let gone = if kept == low { high } else { low };
                Some(Tie::Same { kept, gone })
            }
            Word::Apart => Some(Tie::Apart(pair)),
            Word::Contested => None,
        });
        Self::of(ties)
    }

    /// Returns every record that stands behind another, with the one that stands for it.
    pub fn behind(&self) -> impl Iterator<Item = (Id, Id)> {
        let heads = self.heads.iter().map(|(id, head)| (*id, *head));
        heads.filter(|(id, head)| id != head)
    }

    /// Returns what would hold after one more decision.
    #[must_use]
    pub fn with(&self, tie: Tie) -> Self {
        let before = self.decided.iter().map(|(pair, kept)| match kept {
            Some(kept) => {
                let [low, high] = pair.ids();
                let gone = if *kept == low { high } else { low };
                Tie::Same { kept: *kept, gone }
            }
            None => Tie::Apart(*pair),
        });
        Self::of(before.chain([tie]))
    }

    /// Returns the record that stands for this one: itself, unless it was merged.
    pub fn stands_for(&self, id: Id) -> Id {
        self.heads.get(&id).copied().unwrap_or(id)
    }

    /// Returns all records that were merged with this one, itself included, by their ids.
    pub fn merged_with(&self, id: Id) -> Vec<Id> {
        let head = self.stands_for(id);
        let others = self.heads.iter().filter(|(_, it)| **it == head);
        let mut all: BTreeSet<Id> = others.map(|(id, _)| *id).collect();
        all.insert(id);
        all.into_iter().collect()
    }

    /// Returns whether a pair is still to be decided: neither merged nor kept apart, nor are those who were
    /// merged with the one and with the other.
    pub fn is_open(&self, pair: Pair) -> bool {
        let [low, high] = pair.ids();
        if self.stands_for(low) == self.stands_for(high) {
            return false;
        }
        let theirs = self.merged_with(high);
        let apart = |one: Id| {
            theirs.iter().any(|other| {
                let pair = Pair::of(one, *other);
                pair.and_then(|pair| self.decided.get(&pair)) == Some(&None)
            })
        };
        !self.merged_with(low).into_iter().any(apart)
    }

    /// Returns pairs that were kept apart and yet are joined by way of others: two people decided so without
    /// knowing of each other, and a person has to look.
    pub fn contradictions(&self) -> Vec<Pair> {
        let apart = self.decided.iter().filter(|(_, kept)| kept.is_none());
        apart
            .map(|(pair, _)| *pair)
            .filter(|pair| self.stands_for(pair.low) == self.stands_for(pair.high))
            .collect()
    }
}

/// Who stands for each merged record: of all that are joined, the one that was never put behind another; of
/// several, or none, the smallest id.
fn heads(decided: &BTreeMap<Pair, Option<Id>>) -> BTreeMap<Id, Id> {
    let merges = decided
        .iter()
        .filter_map(|(pair, kept)| Some((pair, (*kept)?)));
    let mut beside: BTreeMap<Id, Vec<Id>> = BTreeMap::new();
    let mut behind = BTreeSet::new();
    for (pair, kept) in merges {
        beside.entry(pair.low).or_default().push(pair.high);
        beside.entry(pair.high).or_default().push(pair.low);
        behind.extend(pair.ids().into_iter().filter(|id| *id != kept));
    }
    let mut heads = BTreeMap::new();
    for start in beside.keys() {
        if heads.contains_key(start) {
            continue;
        }
        let mut all = BTreeSet::from([*start]);
        let mut open = vec![*start];
        while let Some(here) = open.pop() {
            let next = beside.get(&here).into_iter().flatten();
            open.extend(next.copied().filter(|it| all.insert(*it)));
        }
        let never_behind = all.iter().find(|id| !behind.contains(*id));
        let head = never_behind.or(all.first()).copied().unwrap_or(*start);
        heads.extend(all.into_iter().map(|id| (id, head)));
    }
    heads
}

/// A record that names a person, such as a service or a referral.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Child {
    /// The record.
    pub record: Id,
    /// The question that names the person.
    pub question: String,
    /// The person that it names.
    pub names: Id,
}

/// A child that is read as one of another record than it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repoint {
    /// The record.
    pub record: Id,
    /// The question that names the person.
    pub question: String,
    /// The person that it names, which stays written there.
    pub from: Id,
    /// The person that it is shown with.
    pub to: Id,
}

/// An answer about one use, the stricter the later in this list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    /// Agreed.
    Given,
    /// Not asked, or no longer valid: ask before the use.
    NotAsked,
    /// Refused.
    Refused,
    /// Taken back.
    Withdrawn,
}

/// One decision of one person about one use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// The record of the person.
    pub subject: Id,
    /// The use, with the organisation where it has one.
    pub scope: String,
    /// The day of the decision.
    pub date: NaiveDate,
    /// What was decided.
    pub answer: Answer,
    /// The last day on which an agreement is valid.
    pub expires: Option<NaiveDate>,
}

/// What holds for one use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The strictest answer.
    pub answer: Answer,
    /// The first day on which an agreement of any record ends.
    pub expires: Option<NaiveDate>,
}

/// Returns what holds for each use over all records of one person, on a day.
///
/// In one record the last decision holds, of one day the strictest; over several records the strictest holds. What one
/// of them was never asked, or agreed to until an earlier day, is to be asked.
pub fn strictest(
    consents: &[Consent],
    records: &[Id],
    today: NaiveDate,
) -> BTreeMap<String, Standing> {
    let ours = || consents.iter().filter(|it| records.contains(&it.subject));
    let scopes: BTreeSet<&str> = ours().map(|it| it.scope.as_str()).collect();
    let of = |scope: &str, record: Id| -> Standing {
        let about = ours().filter(|it| it.scope == scope && it.subject == record);
        let last = about.max_by_key(|it| (it.date, it.answer, std::cmp::Reverse(it.expires)));
        let (answer, expires) = last.map_or((Answer::NotAsked, None), |it| (it.answer, it.expires));
        let over = answer == Answer::Given && expires.is_some_and(|day| day < today);
        Standing {
            answer: if over { Answer::NotAsked } else { answer },
            expires: expires.filter(|_| answer == Answer::Given),
        }
    };
    let records: BTreeSet<Id> = records.iter().copied().collect();
    let mut all = BTreeMap::new();
    for scope in scopes {
        let each = || records.iter().map(|record| of(scope, *record));
        let answer = each().map(|it| it.answer).max().unwrap_or(Answer::NotAsked);
        let expires = each().filter_map(|it| it.expires).min();
        all.insert(scope.to_owned(), Standing { answer, expires });
    }
    all
}

/// What a merge would do, to be shown before it is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    /// The record that stands for all of them.
    pub stays: Id,
    /// All records of this person, by their ids.
    pub records: Vec<Id>,
    /// The children that are read as another record's than they name.
    pub repointed: Vec<Repoint>,
    /// What holds for each use.
    pub consent: BTreeMap<String, Standing>,
    /// Pairs that somebody kept apart and this would join.
    pub against: Vec<Pair>,
}

impl Merge {
    /// Returns how a person's records stand together after the decisions.
    pub fn of(
        id: Id,
        ties: &Ties,
        children: &[Child],
        consents: &[Consent],
        today: NaiveDate,
    ) -> Self {
        let records = ties.merged_with(id);
        let stays = ties.stands_for(id);
        let ours = children.iter().filter(|it| records.contains(&it.names));
        let repointed = ours.filter(|it| it.names != stays).map(|it| Repoint {
            record: it.record,
            question: it.question.clone(),
            from: it.names,
            to: stays,
        });
        let joined = |pair: &Pair| pair.ids().iter().all(|it| records.contains(it));
        Self {
            stays,
            repointed: repointed.collect(),
            consent: strictest(consents, &records, today),
            against: ties.contradictions().into_iter().filter(joined).collect(),
            records,
        }
    }
}

/// Returns which of two records to propose as the one that stays: the one with more children, of as many
/// the older, of one age the smaller id. `made` is when each was made, in any one unit.
pub fn stays(one: (Id, usize, i64), other: (Id, usize, i64)) -> Id {
    let rank = |(id, children, made): (Id, usize, i64)| (std::cmp::Reverse(children), made, id);
    if rank(one) <= rank(other) {
        one.0
    } else {
        other.0
    }
}
