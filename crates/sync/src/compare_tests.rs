#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use std::cell::RefCell;
use std::collections::BTreeMap;

use proptest::prelude::*;
use records::contract::Pen;
use records::{Part, Revision};

use super::*;
use crate::kit::{Laptop, Listening, caller, team};
use crate::ledger::Offered;
use crate::memory::{MemoryLedger, MemoryPeer};
use crate::wire::pack;

/// A centre and a laptop with `count` revisions; `here` and `there` say who holds which.
fn two_sides(
    count: usize,
    here: impl Fn(usize) -> bool,
    there: impl Fn(usize) -> bool,
) -> (Laptop, MemoryLedger, Vec<RevisionId>) {
    let (mut laptop, mut centre) = (Laptop::new(1, &["north"]), MemoryLedger::default());
    let mut pen = Pen::new(2, "north");
    let all: Vec<Revision> = (0..count)
        .map(|number| pen.save(number as u8, &[], ""))
        .collect();
    for (place, revision) in all.iter().enumerate() {
        let revisions = std::slice::from_ref(revision);
        let part = Part::unsealed(revisions).unwrap();
        if there(place) {
            let wire = pack(&part, revisions).unwrap();
            let offered = Offered {
                part: &part,
                revisions,
                wire: &wire,
            };
            centre.take(part.device, &[2; 16], offered).unwrap();
        }
        if here(place) {
            laptop.local.carry(part, revisions);
        }
    }
    (
        laptop,
        centre,
        all.iter().map(|revision| revision.id).collect(),
    )
}

/// Compares and returns what was found and how many rounds and bytes that took.
fn compared(laptop: &Laptop, centre: &mut MemoryLedger) -> (Difference, usize, usize) {
    let heard = RefCell::new(Vec::new());
    let line = MemoryPeer {
        ledger: centre,
        caller: caller(1, &["north"]),
        now_ms: 1,
    };
    let mut peer = Listening {
        line,
        heard: &heard,
    };
    let difference = difference(&laptop.local, &mut peer, &team("north")).unwrap();
    let heard = heard.into_inner();
    let sizes = heard
        .iter()
        .map(|(ask, reply)| ask.to_bytes().len() + reply.to_bytes().len());
    (difference, heard.len(), sizes.sum())
}

#[test]
fn a_few_among_thousands_are_found_in_a_few_kilobytes() {
    let (here, there) = (
        |place| place != 1234,
        |place| !(place == 7 || place == 2500),
    );
    let (laptop, mut centre, ids) = two_sides(4000, here, there);
    let (found, rounds, bytes) = compared(&laptop, &mut centre);
    let lost: BTreeSet<RevisionId> = found.lost.into_iter().collect();
    assert_eq!(lost, BTreeSet::from([ids[7], ids[2500]]));
    // Number 1234 was the 1234th to be taken (counted from 1, with number 7 left out).
    assert_eq!(found.unread_min, Some(1234));
    assert!(
        rounds <= 3 && bytes < 40_000,
        "{rounds} rounds, {bytes} bytes"
    );
}

#[test]
fn an_empty_side_is_found_without_listing_the_other() {
    let (laptop, mut centre, ids) = two_sides(2000, |_| true, |_| false);
    let (found, rounds, bytes) = compared(&laptop, &mut centre);
    assert_eq!((found.lost.len(), found.unread_min), (ids.len(), None));
    assert!(rounds == 1 && bytes < 300, "{rounds} rounds, {bytes} bytes");
    let (laptop, mut centre, _) = two_sides(2000, |_| false, |_| true);
    let (found, rounds, bytes) = compared(&laptop, &mut centre);
    assert_eq!((found.lost.len(), found.unread_min), (0, Some(1)));
    assert!(
        rounds == 1 && bytes < 3000,
        "{rounds} rounds, {bytes} bytes"
    );
}

#[test]
fn equal_sides_differ_in_nothing() {
    let (laptop, mut centre, _) = two_sides(1000, |_| true, |_| true);
    assert_eq!(compared(&laptop, &mut centre).0, Difference::default());
}

#[test]
fn smaller_ranges_leave_no_gap() {
    let (_, centre, mut ids) = two_sides(1500, |_| false, |_| true);
    ids.sort_unstable();
    let wrong = Digest {
        count: 1,
        sum: [0; 32],
    };
    for (low, high) in [(RevisionId([0; 32]), None), (ids[10], Some(ids[1400]))] {
        let range = Range {
            low,
            high,
            digest: wrong,
        };
        let found = answer(&centre, &team("north"), &[range]).unwrap();
        assert_eq!(found.len(), SPLIT);
        assert_eq!((found[0].low, found[SPLIT - 1].high), (low, high));
        assert!(found.windows(2).all(|two| two[0].high == Some(two[1].low)));
        let mut sum = Digest::default();
        found.iter().for_each(|range| sum.merge(&range.digest));
        let within = ids
            .iter()
            .filter(|id| **id >= low && high.is_none_or(|high| **id < high));
        assert_eq!(sum, within.collect());
    }
}

#[test]
fn a_team_is_read_once_however_often_it_is_asked_for() {
    let (_, centre, mut ids) = two_sides(20, |_| false, |_| true);
    ids.sort_unstable();
    let range = |low, high| Range {
        low,
        high,
        digest: Digest::default(),
    };
    let [start, middle, end] = [RevisionId([0; 32]), ids[8], ids[16]];
    let found = |ranges: &[Range]| answer(&centre, &team("north"), ranges).unwrap().len();
    assert_eq!(found(&vec![range(start, None); 60]), 1);
    assert_eq!(
        found(&[
            range(middle, Some(end)),
            range(start, Some(middle)),
            range(end, None)
        ]),
        3
    );
    assert_eq!(found(&[range(start, Some(end)), range(middle, None)]), 1);
}

#[test]
fn what_was_set_aside_hides_nothing_behind_it() {
    let low = RevisionId([0; 32]);
    let digest = Digest {
        count: 600,
        sum: [1; 32],
    };
    let large = |seq_min| Found {
        low,
        high: None,
        digest,
        seq_min,
        ids: None,
    };
    let listed = |seqs: &[u64]| {
        let ids = seqs.iter().map(|seq| Placed {
            id: RevisionId([*seq as u8; 32]),
            seq: *seq,
        });
        Found {
            ids: Some(ids.collect()),
            ..large(1)
        }
    };
    let aside = BTreeSet::from([1, 3]);
    let noted = |range: Found| {
        let mut difference = Difference::default();
        let asks_smaller = difference.note(&range, vec![], &aside);
        (asks_smaller, difference.unread_min, difference.set_aside)
    };
    assert_eq!(noted(large(2)), (false, Some(2), false), "read from there");
    assert_eq!(
        noted(large(1)),
        (true, None, false),
        "look for what is behind it"
    );
    assert_eq!(noted(listed(&[1, 4, 5])), (false, Some(4), true));
    assert_eq!(
        noted(listed(&[1, 3])),
        (false, None, true),
        "nothing to mend"
    );
}

#[test]
fn a_centre_that_answers_in_circles_is_left() {
    struct Circles;
    impl Peer for Circles {
        fn exchange(&mut self, ask: &Ask) -> Result<Reply, crate::peer::Line> {
            let Ask::Compare { ranges, .. } = ask else {
                panic!("another ask")
            };
            let digest = Digest {
                count: 9,
                sum: [9; 32],
            };
            let again = ranges.iter().flat_map(|range| {
                let Range { low, high, .. } = range.clone();
                vec![
                    Found {
                        low,
                        high,
                        digest,
                        seq_min: 1,
                        ids: None
                    };
                    SPLIT
                ]
            });
            Ok(Reply::Compare {
                ranges: again.collect(),
            })
        }
    }
    let (laptop, ..) = two_sides(10, |_| true, |_| true);
    let found = difference(&laptop.local, &mut Circles, &team("north")).unwrap();
    assert_eq!(found, Difference::default());
}

/// What a laptop makes of the answer to what it asked by hand, when it had read up to `read`.
fn by_hand(
    laptop: &Laptop,
    centre: &mut MemoryLedger,
    read: u64,
    ranges_max: usize,
) -> (Difference, usize) {
    let north = team("north");
    let ids = |low, high| laptop.local.ids(&north, low, high);
    let all = ids(RevisionId([0; 32]), None).unwrap();
    let read = BTreeMap::from([(north.clone(), read)]);
    let mut line = MemoryPeer {
        ledger: centre,
        caller: caller(1, &["north"]),
        now_ms: 1,
    };
    let (mut ranges, mut listed) = (Vec::new(), 0);
    for ask in asks_by_hand(&north, &all, ranges_max) {
        let mut hears = |ask: &Ask| line.exchange(ask);
        let said = crate::bundle::compare(&ask, [4; 16], &read, &mut hears).unwrap();
        let said = said.unwrap();
        assert_eq!((said.batch, &said.team), ([4; 16], &north));
        listed += said.ranges.len();
        ranges.extend(said.ranges);
    }
    let found = difference_by_hand(&ranges, &ids, &ids, &BTreeSet::new()).unwrap();
    (found, listed)
}

#[test]
fn what_came_since_is_no_difference_by_hand() {
    // Everything up to number 600 was read; the rest came since.
    let (laptop, mut centre, _) = two_sides(1000, |place| place < 600, |_| true);
    let (found, listed) = by_hand(&laptop, &mut centre, 600, 64);
    assert_eq!((found, listed), (Difference::default(), 0));
    // Without that knowledge it would be.
    let (found, listed) = by_hand(&laptop, &mut centre, 0, 64);
    assert_eq!((found.unread_min, listed > 0), (Some(601), true));
}

#[test]
fn more_than_can_be_asked_about_by_hand_is_seen_to_differ() {
    let (laptop, mut centre, _) = two_sides(3000, |_| true, |place| place != 7);
    let (found, _) = by_hand(&laptop, &mut centre, 3000, 2);
    assert!(found.is_open, "{found:?}");
    let (found, _) = by_hand(&laptop, &mut centre, 3000, 64);
    assert_eq!((found.lost.len(), found.is_open), (1, false));
}

#[test]
fn nothing_held_is_asked_about_too() {
    let (laptop, mut centre, _) = two_sides(5, |_| false, |_| true);
    let (found, _) = by_hand(&laptop, &mut centre, 5, 64);
    assert_eq!((found.lost.len(), found.unread_min), (0, Some(1)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// By hand, in one question and one answer, what is lost is found, and the lowest of what was read and is not here.
    #[test]
    fn every_difference_is_found_by_hand(
        count in 0..1200usize, gaps_here in prop::collection::hash_set(0..1200usize, 0..12),
        gaps_there in prop::collection::hash_set(0..1200usize, 0..12), read in 0..1200u64,
    ) {
        let here = |place| !gaps_here.contains(&place);
        let there = |place| !gaps_there.contains(&place);
        let (laptop, mut centre, ids) = two_sides(count, here, there);
        let (found, _) = by_hand(&laptop, &mut centre, read, 64);
        let only_here: BTreeSet<RevisionId> = (0..count).filter(|p| here(*p) && !there(*p)).map(|p| ids[p]).collect();
        prop_assert_eq!(found.lost.into_iter().collect::<BTreeSet<_>>(), only_here);
        let held_there: Vec<usize> = (0..count).filter(|place| there(*place)).collect();
        let first_unread = held_there.iter().position(|place| !here(*place)).map(|place| place as u64 + 1);
        match first_unread {
            Some(seq) if seq <= read => prop_assert_eq!(found.unread_min, Some(seq)),
            // What was not read yet comes as news, whether it is listed here or not.
            _ => prop_assert!(found.unread_min.is_none() || found.unread_min == first_unread),
        }
        prop_assert!(!found.is_open);
    }

    #[test]
    fn every_difference_is_found(
        count in 0..1200usize, gaps_here in prop::collection::hash_set(0..1200usize, 0..12),
        gaps_there in prop::collection::hash_set(0..1200usize, 0..12),
    ) {
        let here = |place| !gaps_here.contains(&place);
        let there = |place| !gaps_there.contains(&place);
        let (laptop, mut centre, ids) = two_sides(count, here, there);
        let (found, ..) = compared(&laptop, &mut centre);
        let only_here: BTreeSet<RevisionId> = (0..count).filter(|p| here(*p) && !there(*p)).map(|p| ids[p]).collect();
        prop_assert_eq!(found.lost.into_iter().collect::<BTreeSet<_>>(), only_here);
        let held_there: Vec<usize> = (0..count).filter(|place| there(*place)).collect();
        let first_unread = held_there.iter().position(|place| !here(*place)).map(|place| place as u64 + 1);
        prop_assert_eq!(found.unread_min, first_unread);
    }
}

/// A line that takes messages up to a size, and counts those that it did not take.
struct Capped<P> {
    line: P,
    bytes_max: usize,
    refused: usize,
}

impl<P: Peer> Peer for Capped<P> {
    fn exchange(&mut self, ask: &Ask) -> Result<Reply, crate::Line> {
        if ask.to_bytes().len() > self.bytes_max {
            self.refused += 1;
            return Err(crate::Line::new(LineKind::TooLarge, ""));
        }
        self.line.exchange(ask)
    }
}

#[test]
fn a_comparison_that_is_too_large_for_the_line_is_cut_smaller() {
    let check = |bytes_max: usize, refused: Option<usize>| {
        let (laptop, mut centre, all) =
            two_sides(3_000, |place| place % 500 != 7, |place| place % 700 != 9);
        let mut line = Capped {
            line: MemoryPeer {
                ledger: &mut centre,
                caller: caller(1, &["north"]),
                now_ms: 1,
            },
            bytes_max,
            refused: 0,
        };
        let found = difference(&laptop.local, &mut line, &team("north"));
        let count = line.refused;
        match refused {
            Some(most) => {
                let (plain, ..) = compared(&laptop, &mut centre);
                let mut found = found.unwrap();
                let lost: BTreeSet<RevisionId> = found.lost.drain(..).collect();
                let want = (0..3_000).filter(|place| place % 500 != 7 && place % 700 == 9);
                let want: BTreeSet<RevisionId> = want.map(|place| all[place]).collect();
                assert_eq!(lost, want, "{bytes_max}");
                assert_eq!(found.unread_min, plain.unread_min, "{bytes_max}");
                assert!((1..=most).contains(&count), "{count} at {bytes_max}");
            }
            None => assert!(found.is_err(), "{bytes_max}"),
        }
    };
    check(1_000, Some(3));
    check(200, Some(6));
    check(20, None);
}
