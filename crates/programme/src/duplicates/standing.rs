//! Who stood behind whom, and from when until when: what was closed does not move with what is decided about two records later.

use std::collections::{BTreeMap, BTreeSet};

use super::Id;
use super::ties::{Pair, Tie, Ties, Word};

/// A word about two records, and from when it held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// Whose word it is: two teams that hold one record may each have decided.
    pub by: usize,
    /// The two records.
    pub pair: Pair,
    /// What held from then on; nothing after it was taken back.
    pub word: Option<Word>,
    /// Since when.
    pub at: u64,
}

/// A record that stood behind another for a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stood {
    /// The record.
    pub record: Id,
    /// Since when.
    pub since: u64,
    /// Until when, itself not included; none while it does.
    pub until: Option<u64>,
    /// The record that stood for it.
    pub head: Id,
}

/// Returns who stood behind whom, by record and time. The words about one pair by one voice come in their order; of one
/// moment the last holds.
pub fn stood(said: &[Said]) -> Vec<Stood> {
    let ever = said.iter().filter_map(|one| match one.word {
        Some(Word::Same(kept)) => Some(as_tie(one.pair, kept)),
        _ => None,
    });
    let ever: Vec<Tie> = ever.collect();
    let joined: BTreeSet<Pair> = ever.iter().filter_map(|tie| tie.pair()).collect();
    // What was ever joined is one group, and no other has a say in it.
    let all = Ties::of(ever);
    let mut groups: BTreeMap<Id, Vec<&Said>> = BTreeMap::new();
    for one in said.iter().filter(|one| joined.contains(&one.pair)) {
        let [low, _] = one.pair.ids();
        groups.entry(all.stands_for(low)).or_default().push(one);
    }
    let mut found: Vec<Stood> = groups.into_values().flat_map(of_group).collect();
    found.sort_unstable();
    found
}

fn as_tie(pair: Pair, kept: Id) -> Tie {
    let [low, high] = pair.ids();
    let gone = if kept == low { high } else { low };
    Tie::Same { kept, gone }
}

/// The same for records that were ever joined.
fn of_group(mut said: Vec<&Said>) -> Vec<Stood> {
    said.sort_by_key(|one| one.at);
    let mut words: BTreeMap<Pair, BTreeMap<usize, Word>> = BTreeMap::new();
    let mut open: BTreeMap<Id, (Id, u64)> = BTreeMap::new();
    let mut found = Vec::new();
    for moment in said.chunk_by(|one, other| one.at == other.at) {
        let at = moment.first().map_or(0, |one| one.at);
        for one in moment {
            let of_pair = words.entry(one.pair).or_default();
            match one.word {
                Some(word) => drop(of_pair.insert(one.by, word)),
                None => drop(of_pair.remove(&one.by)),
            }
        }
        let now: BTreeMap<Id, Id> = Ties::said(held(&words)).behind().collect();
        open.retain(|record, (head, since)| {
            let stays = now.get(record) == Some(head);
            if !stays {
                found.push(Stood {
                    record: *record,
                    since: *since,
                    until: Some(at),
                    head: *head,
                });
            }
            stays
        });
        for (record, head) in now {
            open.entry(record).or_insert((head, at));
        }
    }
    found.extend(open.into_iter().map(|(record, (head, since))| Stood {
        record,
        since,
        until: None,
        head,
    }));
    found
}

/// What holds when every voice said its word: where they differ, nothing.
fn held(words: &BTreeMap<Pair, BTreeMap<usize, Word>>) -> impl Iterator<Item = (Pair, Word)> + '_ {
    words.iter().filter_map(|(pair, voices)| {
        let mut voices = voices.values();
        let first = *voices.next()?;
        let agree = voices.all(|word| *word == first);
        Some((*pair, if agree { first } else { Word::Contested }))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]

    use super::*;

    fn id(number: u8) -> Id {
        [number; 16]
    }

    /// Words as `voice one other kept at`; a record that is kept joins, none takes back.
    fn said(words: &[(usize, u8, u8, Option<u8>, u64)]) -> Vec<Said> {
        let one = |&(by, one, other, kept, at): &(usize, u8, u8, Option<u8>, u64)| Said {
            by,
            pair: Pair::of(id(one), id(other)).unwrap(),
            word: kept.map(|kept| Word::Same(id(kept))),
            at,
        };
        words.iter().map(one).collect()
    }

    #[test]
    fn who_stood_behind_whom_is_told_for_every_moment() {
        #[track_caller]
        fn check(words: &[(usize, u8, u8, Option<u8>, u64)], expected: &str) {
            let told = stood(&said(words)).into_iter().map(|it| {
                let until = it.until.map_or_else(String::new, |until| until.to_string());
                format!("{}>{} {}-{until}", it.record[0], it.head[0], it.since)
            });
            assert_eq!(told.collect::<Vec<_>>().join(", "), expected);
        }
        check(&[], "");
        check(&[(0, 1, 2, Some(1), 5)], "2>1 5-");
        check(&[(0, 1, 2, Some(1), 5), (0, 1, 2, None, 9)], "2>1 5-9");
        // Joined with a third later: the first time stays what it was.
        check(
            &[(0, 1, 2, Some(1), 5), (0, 1, 3, Some(1), 9)],
            "2>1 5-, 3>1 9-",
        );
        // The one that was kept is put behind another.
        check(
            &[(0, 1, 2, Some(1), 5), (0, 1, 3, Some(3), 9)],
            "1>3 9-, 2>1 5-9, 2>3 9-",
        );
        // The other one is kept after all, and what is said at one moment leaves no time between.
        check(
            &[(0, 1, 2, Some(1), 5), (0, 1, 2, Some(2), 9)],
            "1>2 9-, 2>1 5-9",
        );
        check(
            &[
                (0, 1, 2, Some(1), 5),
                (0, 1, 2, None, 5),
                (0, 1, 2, Some(1), 7),
            ],
            "2>1 7-",
        );
        // Two voices that differ: nothing holds until one gives way.
        check(
            &[
                (0, 1, 2, Some(1), 5),
                (1, 1, 2, Some(2), 7),
                (1, 1, 2, None, 9),
            ],
            "2>1 5-7, 2>1 9-",
        );
    }

    #[test]
    fn the_last_moment_is_what_holds_now() {
        let words = said(&[
            (0, 1, 2, Some(1), 5),
            (0, 2, 3, Some(2), 6),
            (0, 4, 5, Some(4), 6),
            (0, 4, 5, None, 8),
        ]);
        let now = Ties::said([
            (Pair::of(id(1), id(2)).unwrap(), Word::Same(id(1))),
            (Pair::of(id(2), id(3)).unwrap(), Word::Same(id(2))),
        ]);
        let open = stood(&words).into_iter().filter(|it| it.until.is_none());
        let open: BTreeMap<Id, Id> = open.map(|it| (it.record, it.head)).collect();
        assert_eq!(open, now.behind().collect());
    }
}
