//! A line cut at every message, and a laptop that dies at every access.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use crate::SyncError;
use crate::kit::*;
use crate::memory::{MemoryLedger, MemoryPeer};
use proptest::prelude::*;
use records::Kind;
use std::cell::Cell;

#[test]
fn a_sync_cut_anywhere_loses_nothing() {
    for (forgets_batches, is_heard) in [(false, false), (false, true), (true, false), (true, true)]
    {
        let mut cuts = 0;
        for left in 0.. {
            let (mut dara, mut sophea, mut centre) = two_sides(forgets_batches);
            let caller = dara.caller();
            let line = MemoryPeer {
                ledger: &mut centre,
                caller,
                now_ms: 1,
            };
            let first = in_small_steps(
                &mut dara.local,
                &mut CutLine {
                    left,
                    is_heard,
                    line,
                },
            );
            let accepted = dara.local.confirmed().len();
            assert!(accepted == 0 || first.is_ok(), "a receipt comes last");
            sync(&mut dara, &mut centre);
            sync(&mut sophea, &mut centre);
            assert_settled(&dara, &centre);
            assert_settled(&sophea, &centre);
            assert_nothing_twice(&centre, "north");
            assert_eq!(
                dara.local.held(&team("north")),
                sophea.local.held(&team("north"))
            );
            cuts = left;
            if first.is_ok() {
                break;
            }
        }
        assert!(cuts > 4, "there were {cuts} messages to cut");
    }
}

#[test]
fn a_laptop_that_dies_anywhere_loses_nothing() {
    for (forgets_batches, is_done) in [(false, false), (false, true), (true, false), (true, true)] {
        for left in 0.. {
            let (mut dara, mut sophea, mut centre) = two_sides(forgets_batches);
            let caller = dara.caller();
            let mut line = MemoryPeer {
                ledger: &mut centre,
                caller,
                now_ms: 1,
            };
            let left_over = Cell::new(left);
            let mut disk = DyingDisk {
                left: left_over,
                is_done,
                local: &mut dara.local,
            };
            let first = in_small_steps(&mut disk, &mut line);
            assert!(first.is_ok() || first == Err(SyncError::Local { source: Died }));
            sync(&mut dara, &mut centre);
            sync(&mut sophea, &mut centre);
            assert_settled(&dara, &centre);
            assert_settled(&sophea, &centre);
            assert_nothing_twice(&centre, "north");
            if first.is_ok() {
                assert!(left > 20, "there were {left} accesses to die at");
                break;
            }
        }
    }
}

#[derive(Debug, Clone)]
enum Act {
    Write {
        who: usize,
        record: u8,
        kind: u8,
    },
    Sync {
        who: usize,
    },
    Cut {
        who: usize,
        left: usize,
        is_heard: bool,
    },
    Die {
        who: usize,
        left: usize,
        is_done: bool,
    },
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => (0..3usize, 0..4u8, 0..8u8).prop_map(|(who, record, kind)| Act::Write { who, record, kind }),
        1 => (0..3usize).prop_map(|who| Act::Sync { who }),
        2 => (0..3usize, 0..4usize, any::<bool>())
            .prop_map(|(who, left, is_heard)| Act::Cut { who, left, is_heard }),
        1 => (0..3usize, 0..20usize, any::<bool>())
            .prop_map(|(who, left, is_done)| Act::Die { who, left, is_done }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn whatever_happens_everybody_ends_with_everything(
        acts in prop::collection::vec(act(), 0..40), forgets in any::<bool>(),
    ) {
        let mut centre = MemoryLedger::default();
        let mut cast: Vec<Laptop> = (1..=3).map(|seed| Laptop::new(seed, &["north"])).collect();
        cast.iter_mut().for_each(|laptop| laptop.local.forgets_batches = forgets);
        let mut written = 0;
        for act in acts {
            match act {
                Act::Write { who, record, kind } => {
                    let kind = [Kind::Save, Kind::Review, Kind::Erase][usize::from(kind / 4 + kind / 7)];
                    cast[who].write(0, record, kind, "body");
                    written += 1;
                }
                Act::Sync { who } => { sync(&mut cast[who], &mut centre); }
                Act::Cut { who, left, is_heard } => {
                    let caller = cast[who].caller();
                    let line = MemoryPeer { ledger: &mut centre, caller, now_ms: 1 };
                    let _ = in_small_steps(&mut cast[who].local, &mut CutLine { left, is_heard, line });
                }
                Act::Die { who, left, is_done } => {
                    let caller = cast[who].caller();
                    let mut line = MemoryPeer { ledger: &mut centre, caller, now_ms: 1 };
                    let left = Cell::new(left);
                    let mut disk = DyingDisk { left, is_done, local: &mut cast[who].local };
                    let _ = in_small_steps(&mut disk, &mut line);
                }
            }
        }
        for _ in 0..2 {
            cast.iter_mut().for_each(|laptop| { sync(laptop, &mut centre); });
        }
        for laptop in &cast {
            assert_settled(laptop, &centre);
            prop_assert_eq!(laptop.local.held(&team("north")).len(), written, "nothing is lost");
            for record in 0..4 {
                prop_assert_eq!(laptop.fold(record), cast[0].fold(record));
            }
        }
        assert_nothing_twice(&centre, "north");
    }
}
