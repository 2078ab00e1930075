//! Days on which everything works.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use crate::kit::*;
use crate::memory::{MemoryLedger, MemoryPeer};
use crate::{Go, Local, Offer, Progress, Receipt, Reply, Round, run};
use records::{Digest, Kind, RevisionId, TeamId};
use std::cell::RefCell;

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
        fn leave(&mut self, offer: &Offer, why: &[crate::Refused]) -> Result<(), Self::Error> {
            self.0.local.leave(offer, why)
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
    assert_eq!(
        outcome.compared,
        [],
        "equal is not said of what was not compared"
    );
    let outcome = sync(&mut dara, &mut centre);
    assert_eq!(outcome.confirmed, 1);
    assert_eq!(outcome.compared, [team("north"), team("south")]);
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
    assert_eq!(outcome.compared, []);
    assert_eq!(seen.len(), 2);
    assert!(seen[0].sent < seen[1].sent && seen[0].bytes_sent < seen[1].bytes_sent);
    sync(&mut dara, &mut centre);
    assert_settled(&dara, &centre);
    assert_nothing_twice(&centre, "north");
}

#[test]
fn the_roster_comes_down_when_it_is_newer() {
    let (mut dara, _, mut centre) = two_sides(false);
    centre.set_roster(1, b"roster".to_vec(), [5; 64]);
    sync(&mut dara, &mut centre);
    assert_eq!(dara.local.roster(), Some(&(b"roster".to_vec(), [5; 64])));
}
