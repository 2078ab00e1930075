//! What is told of a comparison is what was compared.
#![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]

use records::contract::Pen;
use records::{Part, TeamId};
use sync::memory::{MemoryLedger, MemoryPeer};
use sync::{Ask, Bytes, Caller, Ledger as _, Line, LineKind, Offered, Peer, Reply, Road};

use crate::cast::{Alone, write};
use crate::view::Code;

/// A centre in memory; with another word for it where a story wants that.
struct Centre {
    ledger: MemoryLedger,
    caller: Caller,
    says: Option<fn(Reply) -> Reply>,
}

impl Centre {
    fn of(alone: &Alone) -> Centre {
        Centre {
            ledger: MemoryLedger::default(),
            caller: Caller {
                device: alone.desk.device().unwrap(),
                teams: ["north", "south"]
                    .map(|team| TeamId::new(team).unwrap())
                    .into(),
            },
            says: None,
        }
    }
}

impl Peer for Centre {
    fn exchange(&mut self, ask: &Ask) -> Result<Reply, Line> {
        let mut peer = MemoryPeer {
            ledger: &mut self.ledger,
            caller: self.caller.clone(),
            now_ms: 7,
        };
        let reply = peer.exchange(ask)?;
        Ok(match self.says {
            Some(says) => says(reply),
            None => reply,
        })
    }
}

impl Road for Centre {
    fn name(&self) -> &'static str {
        "internet"
    }

    fn moved(&self) -> Bytes {
        Bytes::default()
    }
}

#[test]
fn what_was_only_set_aside_is_not_called_the_same() {
    let alone = Alone::joined();
    let mut centre = Centre::of(&alone);
    let view = alone.desk.sync_over(&mut centre, &mut |_, _| {}).unwrap();
    assert!(view.compared_at.is_some() && view.compared_equal);

    let mut pen = Pen::new(9, "north");
    let revisions = [pen.save(1, &[], "{}")];
    let offered = Offered {
        part: &Part::unsealed(&revisions).unwrap(),
        revisions: &revisions,
        wire: b"SP2 of a later program",
    };
    let Ok(_) = centre.ledger.take(pen.device, &[9; 16], offered);
    let view = alone.desk.sync_over(&mut centre, &mut |_, _| {}).unwrap();
    assert_eq!(view.set_aside, 1);
    let told = (view.compared_equal, view.compared_set_apart);
    assert_eq!(told, (false, true));
    let home = alone.desk.home().unwrap();
    assert_eq!((home.compared_equal, home.compared_set_apart), told);
}

#[test]
fn a_centre_that_does_not_say_what_it_holds_was_not_compared() {
    let alone = Alone::joined();
    let mut centre = Centre::of(&alone);
    centre.says = Some(|mut reply| {
        if let Reply::Exchange { digests, .. } = &mut reply {
            digests.clear();
        }
        reply
    });
    let view = alone.desk.sync_over(&mut centre, &mut |_, _| {}).unwrap();
    assert!(view.last_ok_at.is_some());
    assert_eq!((view.compared_at, view.compared_equal), (None, false));
}

/// What was asked has been heard by then, and more than once perhaps: that nothing was sent would be false.
#[test]
fn an_answer_that_does_not_fit_says_that_it_confirms_nothing_and_not_that_nothing_was_sent() {
    let alone = Alone::joined();
    let open = alone.desk.0.open.read().unwrap().clone().unwrap();
    let id = write(&alone.desk, &open, 100);
    let mut centre = Centre::of(&alone);
    centre.says = Some(|_| Reply::Compare { ranges: Vec::new() });
    let failed = alone
        .desk
        .sync_over(&mut centre, &mut |_, _| {})
        .unwrap_err();
    assert_eq!(failed.code(), Code::NotTheCentre);
    let words = failed.to_string();
    assert!(words.contains("that answer confirms nothing"), "{words}");
    assert!(words.contains("everything stays on this laptop"), "{words}");
    let batches = alone.desk.sync_view().unwrap().batches;
    assert_eq!(batches.first().unwrap().state, "broken");
    assert!(!crate::cast::got_to(&open, store::Delivery::Confirmed).contains(&id));
}

#[test]
fn what_a_line_met_is_told_by_a_code_with_something_to_do() {
    let check = |kind: LineKind, code: Code, words: &str| {
        let error = crate::DeskError::from(Line::new(kind, ""));
        assert_eq!(error.code(), code, "{kind:?}");
        assert!(error.to_string().contains(words), "{error}");
    };
    let large = Code::TooLargeOnTheWay;
    check(LineKind::TooLarge, large, "another network or a stick");
    let broken = |status| LineKind::Server { status };
    for status in [500, 501, 505, 507, 599] {
        check(
            broken(status),
            Code::CentreBroken,
            "tell whoever runs the centre",
        );
    }
    let busy = LineKind::Busy { retry_s: 5 };
    check(busy, Code::CentreBusy, "it will be tried again");
}

#[test]
fn what_a_hub_says_is_told_as_what_it_is() {
    let check = |kind: LineKind, code: Code, words: &str| {
        let error = crate::DeskError::HubLine(Line::new(kind, ""));
        assert_eq!(error.code(), code, "{kind:?}");
        assert!(error.to_string().contains(words), "{error}");
    };
    check(LineKind::Unreachable, Code::HubOffline, "cannot be reached");
    check(LineKind::TooLarge, Code::HubTooLarge, "a stick");
    let broken = LineKind::Server { status: 500 };
    check(broken, Code::HubBroken, "the hub failed");
    check(LineKind::Full, Code::HubFull, "no room");
    check(
        LineKind::Busy { retry_s: 3 },
        Code::HubOffline,
        "locked or busy",
    );
}
