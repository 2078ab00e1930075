#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use records::contract::Pen;
use records::{Revision, RevisionId};

use super::*;
use crate::frame::Range;
use crate::kit::{caller, team};
use crate::memory::{MemoryLedger, toy_seal, toy_verify};
use crate::receipt::Receipt;
use crate::wire::pack;

fn wire(revisions: &[Revision]) -> Vec<u8> {
    let part = Part::unsealed(revisions).unwrap();
    let seal = toy_seal(&part);
    pack(&part.sealed(seal), revisions).unwrap()
}

/// What a test asks, in the order of the fields it cares for.
struct Asking<'a> {
    by: u8,
    teams: &'a [&'a str],
    batch: u8,
    offer: Vec<Vec<u8>>,
    cursors: &'a [(&'a str, u64)],
    room: u32,
}

const ASKING: Asking = Asking {
    by: 1,
    teams: &["north"],
    batch: 1,
    offer: vec![],
    cursors: &[],
    room: 1 << 20,
};

/// The reply to an exchange, without what a test does not look at.
struct Told {
    taken: u32,
    known: u32,
    codes: Vec<String>,
    /// Team and position of each part that came down.
    incoming: Vec<(String, u64)>,
    cursors: Vec<(String, u64)>,
    more: bool,
    digests: usize,
    receipt: Option<Receipt>,
}

fn ask(ledger: &mut MemoryLedger, asking: Asking) -> Told {
    let Asking {
        by,
        teams,
        batch,
        offer,
        cursors,
        room,
    } = asking;
    let cursors = cursors
        .iter()
        .map(|(name, seq)| (team(name), *seq))
        .collect();
    let ask = Ask::Exchange {
        batch: [batch; 16],
        offer,
        last: true,
        cursors,
        room,
        roster: 0,
        marks: BTreeMap::new(),
    };
    let Ok(reply) = answer(ledger, &caller(by, teams), &toy_verify, 7, &ask);
    let Reply::Exchange {
        taken,
        known,
        refused,
        incoming,
        cursors,
        more,
        digests,
        receipt,
        ..
    } = reply
    else {
        panic!("another reply")
    };
    let receipt = receipt.map(|signed| Receipt::from_bytes(&signed.bytes).unwrap());
    Told {
        taken,
        known,
        codes: refused.into_iter().map(|line| line.code).collect(),
        incoming: incoming
            .into_iter()
            .map(|part| (part.team.to_string(), part.seq))
            .collect(),
        cursors: cursors
            .into_iter()
            .map(|(team, seq)| (team.to_string(), seq))
            .collect(),
        more,
        digests: digests.len(),
        receipt,
    }
}

fn at(list: &[(&str, u64)]) -> Vec<(String, u64)> {
    list.iter()
        .map(|(team, seq)| ((*team).to_owned(), *seq))
        .collect()
}

/// A ledger with `parts` parts of Sophea's (laptop 2) in each team.
fn ledger(parts: u8, teams: &[&str]) -> MemoryLedger {
    let mut ledger = MemoryLedger::default();
    for name in teams {
        let mut pen = Pen::new(2, name);
        for number in 0..parts {
            let offer = vec![wire(&[pen.save(number, &[], "Sophea's")])];
            ask(
                &mut ledger,
                Asking {
                    by: 2,
                    teams,
                    batch: 2,
                    offer,
                    ..ASKING
                },
            );
        }
    }
    ledger
}

#[test]
fn the_cursor_moves_past_what_was_just_brought() {
    let mut ledger = ledger(2, &["north"]);
    let offer = vec![wire(&[Pen::new(1, "north").save(1, &[], "Dara's")])];
    let told = ask(
        &mut ledger,
        Asking {
            offer: offer.clone(),
            ..ASKING
        },
    );
    assert_eq!((told.taken, told.known, told.more), (1, 0, false));
    assert_eq!(
        told.incoming,
        at(&[("north", 1), ("north", 2)]),
        "and not its own"
    );
    assert_eq!(told.cursors, at(&[("north", 3)]));
    // Offered again under another batch, with the old cursor: known, and still not sent back.
    let told = ask(
        &mut ledger,
        Asking {
            offer,
            batch: 7,
            cursors: &[("north", 2)],
            ..ASKING
        },
    );
    assert_eq!((told.taken, told.known), (0, 1));
    assert_eq!((told.incoming, told.cursors), (vec![], at(&[("north", 3)])));
    assert_eq!(told.receipt.unwrap().count, 1);
    // A copy of the laptop that knows nothing of it is given its own part back.
    let told = ask(
        &mut ledger,
        Asking {
            batch: 9,
            cursors: &[("north", 2)],
            ..ASKING
        },
    );
    assert_eq!(told.incoming, at(&[("north", 3)]));
}

#[test]
fn room_is_kept_to_and_the_rest_comes_later() {
    let mut ledger = ledger(5, &["north", "south"]);
    let teams = &["north", "south"];
    let size = ledger.after(&team("north"), 0, 1).unwrap()[0].wire.len() as u32;
    let told = ask(
        &mut ledger,
        Asking {
            teams,
            room: size * 2,
            ..ASKING
        },
    );
    assert_eq!(told.incoming, at(&[("north", 1), ("north", 2)]));
    assert_eq!(told.cursors, at(&[("north", 2), ("south", 0)]));
    assert!(told.more && told.digests == 0, "nothing to compare yet");
    let told = ask(
        &mut ledger,
        Asking {
            teams,
            room: 1,
            cursors: &[("north", 4)],
            ..ASKING
        },
    );
    assert_eq!(
        told.incoming,
        at(&[("north", 5)]),
        "one part goes over, or it would never come"
    );
    assert!(told.more);
    let told = ask(
        &mut ledger,
        Asking {
            teams,
            room: 0,
            ..ASKING
        },
    );
    assert_eq!((told.incoming, told.more), (vec![], true));
    let cursors = &[("north", 5), ("south", 5)];
    let told = ask(
        &mut ledger,
        Asking {
            teams,
            room: 0,
            cursors,
            ..ASKING
        },
    );
    assert_eq!((told.more, told.digests), (false, 2));
}

#[test]
fn one_ask_is_never_given_more_than_a_frame_holds() {
    let mut ledger = ledger(3, &["north"]);
    let mut pen = Pen::new(3, "north");
    let mut bytes = vec![0; 400 << 10];
    for number in 0..30 {
        blake3::Hasher::new()
            .update(&[number])
            .finalize_xof()
            .fill(&mut bytes);
        let body: String = bytes
            .iter()
            .map(|byte| char::from(b'0' + byte % 64))
            .collect();
        let offer = vec![wire(&[pen.save(number, &[], &body)])];
        ask(
            &mut ledger,
            Asking {
                by: 3,
                batch: 3,
                offer,
                room: 0,
                ..ASKING
            },
        );
    }
    let told = ask(
        &mut ledger,
        Asking {
            room: u32::MAX,
            ..ASKING
        },
    );
    assert!(told.more && told.incoming.len() > 10 && told.incoming.len() < 20);
}

#[test]
fn nothing_of_another_team_is_given_or_taken() {
    let mut ledger = ledger(2, &["north", "south"]);
    let before = ledger.state(&team("south")).unwrap();
    let mut pen = Pen::new(1, "south");
    let offer = vec![wire(&[pen.save(1, &[], "a"), pen.save(2, &[], "b")])];
    let told = ask(
        &mut ledger,
        Asking {
            offer,
            cursors: &[("south", 0)],
            ..ASKING
        },
    );
    assert_eq!(told.codes, ["team", "team"]);
    assert_eq!(told.incoming, at(&[("north", 1), ("north", 2)]));
    assert_eq!(
        (told.cursors, told.digests),
        (at(&[("north", 2)]), 1),
        "not even its name"
    );
    assert_eq!((told.taken, told.receipt), (0, None));
    assert_eq!(ledger.state(&team("south")).unwrap(), before);
    // Nor can it be compared.
    let range = Range {
        low: RevisionId([0; 32]),
        high: None,
        digest: Digest::default(),
    };
    for (name, found) in [("south", 0), ("north", 1)] {
        let ask = Ask::Compare {
            team: team(name),
            ranges: vec![range.clone()],
        };
        let Ok(reply) = answer(&mut ledger, &caller(1, &["north"]), &toy_verify, 7, &ask);
        let Reply::Compare { ranges } = reply else {
            panic!("another reply")
        };
        assert_eq!(ranges.len(), found, "{name}");
    }
}

#[test]
fn a_part_is_refused_whole_and_its_neighbours_taken() {
    let mut ledger = MemoryLedger::default();
    let mut pen = Pen::new(1, "north");
    let good = wire(&[pen.save(1, &[], "good")]);
    let mut other = Pen::new(3, "north");
    let forged = [other.save(2, &[], "x"), other.save(3, &[], "y")];
    let forged = pack(&Part::unsealed(&forged).unwrap(), &forged).unwrap();
    let offer = vec![b"rubbish".to_vec(), good, forged];
    let told = ask(&mut ledger, Asking { offer, ..ASKING });
    assert_eq!(told.codes, ["part", "seal", "seal"]);
    assert_eq!((told.taken, told.receipt.unwrap().count), (1, 1));
}

#[test]
fn a_count_used_twice_is_told() {
    let mut ledger = MemoryLedger::default();
    let mut pen = Pen::new(1, "north");
    let mut restored = pen.clone();
    let offer = vec![
        wire(&[pen.save(1, &[], "one")]),
        wire(&[restored.save(1, &[], "two")]),
    ];
    let told = ask(&mut ledger, Asking { offer, ..ASKING });
    assert_eq!((told.taken, told.codes), (2, vec!["twice".to_owned()]));
    assert_eq!(told.receipt.unwrap().count, 2, "both are kept");
}

#[test]
fn a_cursor_beyond_the_end_goes_back() {
    let mut ledger = ledger(3, &["north"]);
    let told = ask(
        &mut ledger,
        Asking {
            cursors: &[("north", 50)],
            ..ASKING
        },
    );
    assert_eq!((told.incoming, told.cursors), (vec![], at(&[("north", 3)])));
    assert!(!told.more);
}

#[test]
fn the_roster_is_given_when_newer() {
    let mut ledger = MemoryLedger::default();
    ledger.set_roster(4, vec![1], [2; 64]);
    for (held, given) in [(3, true), (4, false), (5, false)] {
        let cursors = BTreeMap::new();
        let (offer, batch) = (vec![], [1; 16]);
        let ask = Ask::Exchange {
            batch,
            offer,
            last: false,
            cursors,
            room: 0,
            roster: held,
            marks: BTreeMap::new(),
        };
        let Ok(reply) = answer(&mut ledger, &caller(1, &["north"]), &toy_verify, 7, &ask);
        let Reply::Exchange {
            roster,
            time,
            receipt,
            ..
        } = reply
        else {
            panic!("another reply")
        };
        assert_eq!(roster.is_some(), given, "held {held}");
        assert_eq!((time, receipt), (7, None));
    }
}

#[test]
fn what_is_found_later_is_told_to_the_whole_team_once_and_in_order() {
    use crate::kit::{Laptop, sync};
    let mut centre = MemoryLedger::default();
    let north = team("north");
    let found = |number: u64| Refused {
        id: RevisionId([number as u8; 32]),
        code: "answers".into(),
        detail: format!("missing q{number}"),
    };
    let most = MARKS_MAX as u64;
    (0..most + 3).for_each(|number| centre.mark(&north, found(number)));
    centre.mark(&team("elsewhere"), found(9));
    let mut heard = |laptop: &mut Laptop| {
        sync(laptop, &mut centre);
        laptop.local.marks().len() as u64
    };
    for seed in [1, 2] {
        let mut laptop = Laptop::new(seed, &["north"]);
        assert_eq!(heard(&mut laptop), most, "as many as fit one reply");
        assert_eq!(heard(&mut laptop), most + 3, "then the others");
        assert_eq!(heard(&mut laptop), most + 3, "and none twice");
        let told: Vec<Refused> = (0..most + 3).map(found).collect();
        assert_eq!(laptop.local.marks(), told);
    }
}
