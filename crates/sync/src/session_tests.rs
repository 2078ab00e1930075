#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use std::cell::{Cell, RefCell};

use proptest::prelude::*;
use records::{Kind, Part, RevisionId};

use super::*;
use crate::kit::*;
use crate::ledger::Ledger;
use crate::memory::{MemoryLedger, MemoryPeer, toy_seal};
use crate::receipt::Receipt;

/// Two laptops of one team with different work, and a centre that has some of the second one's.
fn two_sides(forgets_batches: bool) -> (Laptop, Laptop, MemoryLedger) {
    let mut centre = MemoryLedger::default();
    let (mut dara, mut sophea) = (
        Laptop::new(1, &["north", "south"]),
        Laptop::new(2, &["north"]),
    );
    dara.local.forgets_batches = forgets_batches;
    for number in 0..40 {
        sophea.session(number);
    }
    sync(&mut sophea, &mut centre);
    for number in 30..70 {
        dara.session(number);
    }
    dara.write(1, 200, Kind::Save, "in the south");
    (dara, sophea, centre)
}

/// Runs over small messages, so that there are many to cut.
fn in_small_steps<L: Local, P: Peer>(
    local: &mut L,
    peer: &mut P,
) -> Result<Outcome, SyncError<L::Error>> {
    run(local, peer, &mut dragging(), &mut |_| Go::On)
}

/// A line on which every message takes three seconds: it is given no more, and no less.
fn dragging() -> Pace<'static> {
    let mut now_ms = 0;
    Pace::resume(0, move || {
        now_ms += 3_000;
        now_ms
    })
}

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

#[test]
fn a_sync_with_nothing_to_do_is_one_small_round_trip() {
    let (mut dara, _, mut centre) = two_sides(false);
    sync(&mut dara, &mut centre);
    let heard = RefCell::new(Vec::new());
    let caller = dara.caller();
    let line = MemoryPeer {
        ledger: &mut centre,
        caller,
        now_ms: 7_000,
    };
    let outcome = over(
        &mut dara.local,
        &mut Listening {
            line,
            heard: &heard,
        },
    )
    .unwrap();
    let heard = heard.into_inner();
    assert_eq!((heard.len(), outcome.progress.rounds), (1, 1));
    let (ask, reply) = &heard[0];
    let bytes = ask.to_bytes().len() + reply.to_bytes().len();
    assert!(bytes < 220, "{bytes} bytes");
    assert_eq!(outcome.receipt, None);
}

#[test]
fn a_week_in_the_field_is_one_round_trip_too() {
    let (mut dara, _, mut centre) = two_sides(false);
    let outcome = sync(&mut dara, &mut centre);
    assert_eq!(outcome.progress.rounds, 1);
    assert_eq!((outcome.progress.sent, outcome.progress.received), (81, 80));
    assert_eq!(outcome.confirmed, 81);
    let receipt = Receipt::from_bytes(&outcome.receipt.unwrap().bytes).unwrap();
    assert_eq!(
        (receipt.count, receipt.time, receipt.device.0),
        (81, 7_000, [1; 16])
    );
    assert_eq!(
        receipt.positions,
        [(team("north"), 2, 2), (team("south"), 1, 1)]
    );
    assert_eq!((outcome.mended, outcome.differing), (vec![], vec![]));
}

#[test]
fn what_was_just_brought_is_not_sent_back() {
    let (mut dara, _, mut centre) = two_sides(false);
    let heard = RefCell::new(Vec::new());
    let caller = dara.caller();
    let line = MemoryPeer {
        ledger: &mut centre,
        caller,
        now_ms: 1,
    };
    // Little room, so that the ledger is read in many pieces after everything was brought.
    let mut peer = Listening {
        line,
        heard: &heard,
    };
    in_small_steps(&mut dara.local, &mut peer).unwrap();
    for (_, reply) in heard.into_inner() {
        let Reply::Exchange { incoming, .. } = reply else {
            continue;
        };
        for part in incoming {
            assert_eq!(
                crate::wire::peek(&part.wire).unwrap().device.0,
                [2; 16],
                "only Sophea's"
            );
        }
    }
    assert_settled(&dara, &centre);
}

#[test]
fn edits_of_one_record_meet() {
    let mut centre = MemoryLedger::default();
    let (mut dara, mut sophea) = (Laptop::new(1, &["north"]), Laptop::new(2, &["north"]));
    dara.write(0, 1, Kind::Save, "start");
    sync(&mut dara, &mut centre);
    sync(&mut sophea, &mut centre);
    dara.write(0, 1, Kind::Save, "Dara's");
    sophea.write(0, 1, Kind::Save, "Sophea's");
    sync(&mut dara, &mut centre);
    sync(&mut sophea, &mut centre);
    sync(&mut dara, &mut centre);
    assert_eq!(dara.fold(1), sophea.fold(1));
    assert_eq!(dara.fold(1).unwrap().heads.len(), 2);
    sophea.write(0, 1, Kind::Save, "both");
    sync(&mut sophea, &mut centre);
    sync(&mut dara, &mut centre);
    assert_eq!(dara.fold(1), sophea.fold(1));
    assert_eq!(dara.fold(1).unwrap().heads.len(), 1);
}

#[test]
fn an_erase_reaches_everybody() {
    let mut centre = MemoryLedger::default();
    let (mut dara, mut sophea) = (Laptop::new(1, &["north"]), Laptop::new(2, &["north"]));
    let save = dara.write(0, 1, Kind::Save, "a name");
    sync(&mut dara, &mut centre);
    sync(&mut sophea, &mut centre);
    sophea.write(0, 1, Kind::Erase, "asked for");
    sync(&mut sophea, &mut centre);
    sync(&mut dara, &mut centre);
    let mut newcomer = Laptop::new(3, &["north"]);
    sync(&mut newcomer, &mut centre);
    for laptop in [&dara, &sophea, &newcomer] {
        assert_eq!(laptop.local.get(save.id).unwrap().body, None);
        assert_settled(laptop, &centre);
    }
    assert_eq!(centre.get(&team("north"), save.id).unwrap().body, None);
}

#[test]
fn a_wrong_seal_is_refused_whole_and_the_rest_goes_through() {
    let (mut dara, _, mut centre) = two_sides(false);
    let mut stranger = Laptop::new(9, &["north"]);
    let forged = [
        stranger.write(0, 1, Kind::Save, "a"),
        stranger.write(0, 2, Kind::Save, "b"),
    ];
    dara.local
        .carry(Part::unsealed(&forged).unwrap().sealed([0; 64]), &forged);
    let outcome = sync(&mut dara, &mut centre);
    let named: Vec<(RevisionId, &str)> = outcome
        .refused
        .iter()
        .map(|line| (line.id, line.code.as_str()))
        .collect();
    assert_eq!(named, [(forged[0].id, "seal"), (forged[1].id, "seal")]);
    assert_eq!((outcome.confirmed, outcome.differing), (81, vec![]));
    assert_eq!(centre.get(&team("north"), forged[0].id), None);
    assert_eq!(
        sync(&mut dara, &mut centre).progress.rounds,
        1,
        "it is not offered again"
    );
}

#[test]
fn a_part_of_a_team_outside_the_scope_is_refused() {
    let (mut dara, _, mut centre) = two_sides(false);
    let caller = caller(1, &["north"]);
    let mut line = MemoryPeer {
        ledger: &mut centre,
        caller,
        now_ms: 1,
    };
    let outcome = over(&mut dara.local, &mut line).unwrap();
    assert_eq!(
        (outcome.refused.len(), outcome.refused[0].code.as_str()),
        (1, "team")
    );
    assert_eq!(centre.state(&team("south")).unwrap().top, 0);
    assert_eq!(outcome.confirmed, 80, "the rest went through");
}

#[test]
fn a_carried_part_is_relayed_under_its_own_seal() {
    let mut centre = MemoryLedger::default();
    let (mut dara, mut sophea) = (Laptop::new(1, &["north"]), Laptop::new(2, &["north"]));
    let revisions = [sophea.write(0, 1, Kind::Save, "by stick")];
    let part = Part::unsealed(&revisions).unwrap();
    let seal = toy_seal(&part);
    dara.local.carry(part.sealed(seal), &revisions);
    assert_eq!(sync(&mut dara, &mut centre).confirmed, 1);
    // Sophea's own sync later finds it known.
    let outcome = sync(&mut sophea, &mut centre);
    assert_eq!((outcome.progress.sent, outcome.confirmed), (1, 1));
    assert_nothing_twice(&centre, "north");
}

#[test]
fn what_came_down_with_a_wrong_seal_is_set_aside_once() {
    let (mut dara, _, mut centre) = two_sides(false);
    let mut stranger = Laptop::new(9, &["north"]);
    let revisions = [stranger.write(0, 1, Kind::Save, "forged")];
    let part = Part::unsealed(&revisions).unwrap();
    let wire = crate::wire::pack(&part, &revisions).unwrap();
    let offered = crate::ledger::Offered {
        part: &part,
        revisions: &revisions,
        wire: &wire,
    };
    centre.take(part.device, &[9; 16], offered).unwrap();
    let outcome = sync(&mut dara, &mut centre);
    assert_eq!((outcome.set_aside, dara.local.set_aside().len()), (1, 1));
    assert_eq!(dara.local.get(revisions[0].id), None);
    assert_eq!(outcome.progress.received, 80, "the rest came through");
    assert_eq!((outcome.confirmed, outcome.differing), (81, vec![]));
    let again = sync(&mut dara, &mut centre);
    assert_eq!((again.set_aside, again.progress.rounds), (0, 1));
}

#[test]
fn a_part_that_cannot_be_read_is_set_aside_and_shown() {
    let (mut dara, _, mut centre) = two_sides(false);
    let mut stranger = Laptop::new(9, &["north"]);
    let revisions = [stranger.write(0, 1, Kind::Save, "from the future")];
    let part = Part::unsealed(&revisions).unwrap();
    let offered = crate::ledger::Offered {
        part: &part,
        revisions: &revisions,
        wire: b"SP2",
    };
    centre.take(part.device, &[9; 16], offered).unwrap();
    let outcome = sync(&mut dara, &mut centre);
    assert_eq!(
        outcome.differing,
        [team("north")],
        "it cannot be known what it holds"
    );
    assert_eq!(outcome.progress.received, 80);
    assert!(dara.local.set_aside()[0].content.is_err());
}

#[test]
fn a_laptop_restored_from_an_old_copy_gets_its_own_back() {
    let mut centre = MemoryLedger::default();
    let mut dara = Laptop::new(1, &["north"]);
    dara.session(1);
    sync(&mut dara, &mut centre);
    let mut restored = dara.clone();
    dara.session(2);
    sync(&mut dara, &mut centre);
    let all = dara.local.held(&team("north"));
    // The restored laptop writes before it hears: its counts are used twice.
    restored.session(3);
    let outcome = sync(&mut restored, &mut centre);
    let codes: Vec<&str> = outcome
        .refused
        .iter()
        .map(|line| line.code.as_str())
        .collect();
    assert_eq!(codes, ["twice", "twice"]);
    sync(&mut restored, &mut centre);
    assert_settled(&restored, &centre);
    let held = restored.local.held(&team("north"));
    assert!(
        all.iter().all(|id| held.contains(id)),
        "what it had forgotten came back"
    );
    assert_eq!(held.len(), all.len() + 2);
}

#[test]
fn a_centre_restored_from_an_old_copy_gets_everything_back() {
    let (mut dara, mut sophea, mut centre) = two_sides(false);
    let old = centre.clone();
    sync(&mut dara, &mut centre);
    sync(&mut sophea, &mut centre);
    sophea.session(100);
    sync(&mut sophea, &mut centre);
    sync(&mut dara, &mut centre);
    let all = centre.state(&team("north")).unwrap().digest;
    for mut restored in [old, MemoryLedger::default()] {
        let mut dara = dara.clone();
        let outcome = sync(&mut dara, &mut restored);
        assert_eq!(outcome.differing, []);
        assert!(outcome.mended.contains(&team("north")));
        assert_eq!(
            restored.state(&team("north")).unwrap().digest,
            all,
            "Sophea's parts too"
        );
        assert_settled(&dara, &restored);
    }
}

#[test]
fn a_receipt_that_does_not_cover_confirms_nothing_and_everything_is_offered_again() {
    let (mut dara, _, mut centre) = two_sides(false);
    let old = centre.clone();
    let caller = dara.caller();
    let line = MemoryPeer {
        ledger: &mut centre,
        caller: caller.clone(),
        now_ms: 1,
    };
    let cut = CutLine {
        left: 4,
        is_heard: false,
        line,
    };
    in_small_steps(&mut dara.local, &mut { cut }).unwrap_err();
    // Meanwhile the centre loses its disk and goes back to an old copy: the batch is only half there.
    let mut centre = old;
    let mut line = MemoryPeer {
        ledger: &mut centre,
        caller,
        now_ms: 1,
    };
    in_small_steps(&mut dara.local, &mut line).unwrap();
    sync(&mut dara, &mut centre);
    assert_settled(&dara, &centre);
}

#[test]
fn a_damaged_laptop_is_mended() {
    let (mut dara, mut sophea, mut centre) = two_sides(false);
    sync(&mut dara, &mut centre);
    sync(&mut sophea, &mut centre);
    let north = team("north");
    let held = sophea.local.held(&north);
    for place in [0, 7, held.len() - 1] {
        sophea.local.lose(&north, held[place]);
    }
    assert_eq!(sophea.local.held(&north).len(), held.len() - 3);
    let outcome = sync(&mut sophea, &mut centre);
    assert_eq!(
        (outcome.mended, outcome.differing),
        (vec![north.clone()], vec![])
    );
    assert_eq!(sophea.local.held(&north), held);
}

#[test]
fn a_revision_made_during_a_sync_goes_with_the_next() {
    struct Busy<'a>(&'a mut Laptop, u8);
    impl Local for Busy<'_> {
        type Error = crate::memory::MemoryError;
        fn begin(&mut self) -> Result<crate::Begun, Self::Error> {
            self.0.local.begin()
        }
        fn next_part(&mut self, bytes_max: usize) -> Result<Option<Offer>, Self::Error> {
            self.0.local.next_part(bytes_max)
        }
        fn has_more(&self) -> Result<bool, Self::Error> {
            self.0.local.has_more()
        }
        fn take_back(&mut self, offers: &[Offer], bytes_max: usize) -> Result<(), Self::Error> {
            self.0.local.take_back(offers, bytes_max)
        }
        fn took(&mut self, round: Round<'_>) -> Result<crate::Stored, Self::Error> {
            let stored = self.0.local.took(round);
            self.0
                .write(0, self.1, Kind::Save, "written while the line was open");
            self.1 += 1;
            stored
        }
        fn digest(&self, team: &TeamId) -> Result<Digest, Self::Error> {
            self.0.local.digest(team)
        }
        fn ids(
            &self,
            team: &TeamId,
            low: RevisionId,
            high: Option<RevisionId>,
        ) -> Result<Vec<RevisionId>, Self::Error> {
            self.0.local.ids(team, low, high)
        }
        fn mend(
            &mut self,
            team: &TeamId,
            lost: &[RevisionId],
            after: Option<u64>,
        ) -> Result<(), Self::Error> {
            self.0.local.mend(team, lost, after)
        }
    }
    let (mut dara, _, mut centre) = two_sides(false);
    let caller = dara.caller();
    let mut line = MemoryPeer {
        ledger: &mut centre,
        caller,
        now_ms: 1,
    };
    let outcome = over(&mut Busy(&mut dara, 150), &mut line).unwrap();
    assert_eq!((outcome.confirmed, outcome.mended), (81, vec![]));
    let outcome = sync(&mut dara, &mut centre);
    assert_eq!(outcome.confirmed, 1);
    assert_settled(&dara, &centre);
}

#[test]
fn a_person_may_stop_and_go_on_later() {
    let (mut dara, _, mut centre) = two_sides(false);
    let caller = dara.caller();
    let mut line = MemoryPeer {
        ledger: &mut centre,
        caller,
        now_ms: 1,
    };
    let mut seen = Vec::new();
    let mut stop = |progress: Progress| {
        seen.push(progress);
        if progress.rounds == 2 {
            Go::Stop
        } else {
            Go::On
        }
    };
    let outcome = run(&mut dara.local, &mut line, &mut dragging(), &mut stop).unwrap();
    assert!(outcome.stopped && outcome.progress.more && outcome.progress.sent > 0);
    assert_eq!(seen.len(), 2);
    assert!(seen[0].sent < seen[1].sent && seen[0].bytes_sent < seen[1].bytes_sent);
    sync(&mut dara, &mut centre);
    assert_settled(&dara, &centre);
    assert_nothing_twice(&centre, "north");
}

/// How a narrow line is got through: how many asks, and how large the largest.
fn through(bytes_max: usize, kind: LineKind, bytes_per_second: u64) -> (Pace<'static>, Vec<usize>) {
    let mut centre = MemoryLedger::default();
    let mut dara = Laptop::new(1, &["north"]);
    for revision in crate::wire::sessions::of_a_season(800) {
        dara.written.push(revision.id);
        dara.local.write(revision);
    }
    dara.pens[0].team = team("T-01");
    let clock: &'static Cell<u64> = Box::leak(Box::new(Cell::new(0)));
    let caller = caller(1, &["T-01"]);
    let line = MemoryPeer {
        ledger: &mut centre,
        caller,
        now_ms: 1,
    };
    let mut line = NarrowLine {
        line,
        bytes_max,
        kind,
        bytes_per_second,
        clock_ms: clock,
        sizes: Vec::new(),
    };
    let mut pace = Pace::new(|| clock.get());
    let outcome = run(&mut dara.local, &mut line, &mut pace, &mut |_| Go::On).unwrap();
    assert_eq!(outcome.confirmed, 1600);
    let sizes = line.sizes;
    assert_settled(&dara, &centre);
    (pace, sizes)
}

#[test]
fn a_fast_line_is_given_more_each_time() {
    let (pace, sizes) = through(usize::MAX, LineKind::Stalled, 10_000_000);
    assert!(
        sizes.windows(2).take(1).all(|two| two[0] < two[1]),
        "{sizes:?}"
    );
    assert!(
        pace.bytes() >= 64 << 10 && sizes.len() < 6,
        "{pace:?} {sizes:?}"
    );
}

#[test]
fn a_slow_line_is_given_little_at_a_time() {
    let (pace, sizes) = through(usize::MAX, LineKind::Stalled, 1_000);
    assert!(pace.bytes() <= 8 << 10, "{pace:?}");
    assert!(
        sizes.iter().skip(2).all(|size| *size < 10 << 10),
        "{sizes:?}"
    );
}

#[test]
fn a_line_that_takes_only_small_messages_gets_them() {
    for kind in [LineKind::TooLarge, LineKind::Stalled] {
        let (_, sizes) = through(9_000, kind, 10_000_000);
        assert!(sizes.len() > 8, "{sizes:?}");
    }
}

#[test]
fn a_line_that_takes_nothing_is_given_up() {
    for kind in [
        LineKind::TooLarge,
        LineKind::Stalled,
        LineKind::Busy { retry_s: 5 },
    ] {
        let (mut dara, _, mut centre) = two_sides(false);
        let caller = dara.caller();
        let line = MemoryPeer {
            ledger: &mut centre,
            caller,
            now_ms: 1,
        };
        let clock_ms = &Cell::new(0);
        let bytes_per_second = 1;
        let mut line = NarrowLine {
            line,
            bytes_max: 10,
            kind,
            bytes_per_second,
            clock_ms,
            sizes: vec![],
        };
        let failed = over(&mut dara.local, &mut line).unwrap_err();
        assert!(matches!(failed, SyncError::Line(Line { kind: found, .. }) if found == kind));
        sync(&mut dara, &mut centre);
        assert_settled(&dara, &centre);
    }
}

#[test]
fn a_centre_that_plays_games_is_left() {
    struct Says<F>(F);
    impl<F: FnMut(&Ask) -> Reply> Peer for Says<F> {
        fn exchange(&mut self, ask: &Ask) -> Result<Reply, Line> {
            Ok((self.0)(ask))
        }
    }
    let nothing_but = |more| Reply::Exchange {
        taken: 0,
        known: 0,
        refused: vec![],
        incoming: vec![],
        cursors: BTreeMap::new(),
        more,
        digests: BTreeMap::new(),
        receipt: None,
        roster: None,
        time: 0,
    };
    let (dara, _, _) = two_sides(false);
    let failed = over(
        &mut dara.local.clone(),
        &mut Says(|_: &Ask| nothing_but(true)),
    );
    assert_eq!(failed, Err(SyncError::NoProgress));
    let failed = over(
        &mut dara.local.clone(),
        &mut Says(|_: &Ask| Reply::Compare { ranges: vec![] }),
    );
    assert_eq!(failed, Err(SyncError::OutOfTurn));
    // It takes everything and signs for nothing: nothing is confirmed, and nothing is lost.
    let mut local = dara.local.clone();
    let outcome = over(&mut local, &mut Says(|_: &Ask| nothing_but(false))).unwrap();
    assert_eq!((outcome.confirmed, outcome.receipt), (0, None));
    assert!(local.confirmed().is_empty());
}

#[test]
fn the_roster_comes_down_when_it_is_newer() {
    let (mut dara, _, mut centre) = two_sides(false);
    centre.set_roster(1, b"roster".to_vec(), [5; 64]);
    sync(&mut dara, &mut centre);
    assert_eq!(dara.local.roster(), Some(&(b"roster".to_vec(), [5; 64])));
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
