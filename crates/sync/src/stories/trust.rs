//! What is not trusted is refused or set aside, and nothing else waits for it.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use crate::kit::*;
use crate::ledger::Ledger;
use crate::memory::{MemoryLedger, MemoryPeer, toy_seal};
use crate::{Ask, Incoming, Line, Peer, Reply, SyncError, pack};
use records::{Kind, Part, RevisionId};
use std::collections::BTreeMap;

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
    let wire = pack(&part, &revisions).unwrap();
    let offered = crate::ledger::Offered {
        part: &part,
        revisions: &revisions,
        wire: &wire,
    };
    centre.take(part.device, &[9; 16], offered).unwrap();
    let outcome = sync(&mut dara, &mut centre);
    assert_eq!((outcome.set_aside, dara.local.parts_aside().len()), (1, 1));
    assert_eq!(dara.local.get(revisions[0].id), None);
    assert_eq!(outcome.progress.received, 80, "the rest came through");
    assert_eq!((outcome.confirmed, outcome.differing), (81, vec![]));
    assert_eq!(
        outcome.set_apart,
        [team("north")],
        "and that is not the same"
    );
    assert_eq!(outcome.compared, [team("north"), team("south")]);
    let again = sync(&mut dara, &mut centre);
    assert_eq!((again.set_aside, again.progress.rounds), (0, 1));
}

#[test]
fn a_part_that_cannot_be_read_is_set_aside_once() {
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
    assert_eq!((outcome.differing, outcome.mended), (vec![], vec![]));
    assert_eq!((outcome.set_aside, outcome.progress.received), (1, 80));
    assert!(dara.local.parts_aside()[0].content.is_err());
    let again = sync(&mut dara, &mut centre);
    assert_eq!(
        (again.set_aside, again.progress.rounds),
        (0, 1),
        "and it is fetched once"
    );
    // Another loss is still found beside it.
    let north = team("north");
    let id = dara.local.held(&north)[5];
    dara.local.lose(&north, id);
    assert_eq!(sync(&mut dara, &mut centre).mended, [north]);
    assert!(dara.local.get(id).is_some());
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
        marked: None,
    };
    let (dara, _, _) = two_sides(false);
    let failed = over(
        &mut dara.local.clone(),
        &mut Says(|_: &Ask| nothing_but(true)),
    );
    assert_eq!(failed, Err(SyncError::NoProgress));
    // The same part again and again, and never the position after it.
    let mut sophea = Laptop::new(2, &["north"]);
    let revisions = [sophea.write(0, 1, Kind::Save, "again")];
    let part = Part::unsealed(&revisions).unwrap();
    let part = part.clone().sealed(toy_seal(&part));
    let incoming = Incoming {
        team: team("north"),
        seq: 1,
        wire: pack(&part, &revisions).unwrap(),
    };
    let mut left = 20;
    let mut again = nothing_but(true);
    if let Reply::Exchange {
        incoming: parts, ..
    } = &mut again
    {
        parts.push(incoming);
    }
    let failed = over(
        &mut dara.local.clone(),
        &mut Says(|_: &Ask| {
            left -= 1;
            assert!(left > 0, "it goes on listening");
            again.clone()
        }),
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
    assert_eq!(outcome.compared, [], "nor does it say what it holds");
    assert!(local.confirmed().is_empty());
}
