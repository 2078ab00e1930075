#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use std::collections::{BTreeMap, BTreeSet};

use records::contract::Pen;
use records::{Part, RevisionId};
use sync::contract::ledger_contract;
use sync::{
    Ask, BatchId, Caller, Kept, Ledger, Offered, Placed, Receipt, Reply, SignedBytes,
    SignedReceipt, State, Taken, Verdict, answer, pack, unreadable_id,
};

use super::ledger::HubLedger;
use super::*;
use crate::cast::Alone;

/// A hub's ledger with the laptop that it is in.
struct OwnLedger(Alone);

impl OwnLedger {
    fn with<T>(
        &self,
        act: impl FnOnce(&mut HubLedger<'_>) -> Result<T, DeskError>,
    ) -> Result<T, DeskError> {
        let desk = &self.0.desk;
        desk.with_open(|open| act(&mut HubLedger { desk, open }))
    }
}

impl Ledger for OwnLedger {
    type Error = DeskError;

    fn take(
        &mut self,
        by: DeviceId,
        batch: &BatchId,
        offered: Offered<'_>,
    ) -> Result<Taken, DeskError> {
        self.with(|ledger| ledger.take(by, batch, offered))
    }

    fn after(&self, team: &TeamId, seq: u64, bytes: usize) -> Result<Vec<Kept>, DeskError> {
        self.with(|ledger| ledger.after(team, seq, bytes))
    }

    fn state(&self, team: &TeamId) -> Result<State, DeskError> {
        self.with(|ledger| ledger.state(team))
    }

    fn ids(
        &self,
        team: &TeamId,
        low: RevisionId,
        high: Option<RevisionId>,
    ) -> Result<Vec<Placed>, DeskError> {
        self.with(|ledger| ledger.ids(team, low, high))
    }

    fn receipt(
        &mut self,
        by: DeviceId,
        batch: &BatchId,
        now_ms: u64,
    ) -> Result<Option<SignedReceipt>, DeskError> {
        self.with(|ledger| ledger.receipt(by, batch, now_ms))
    }

    fn roster(&self, version: u64) -> Result<Option<SignedBytes>, DeskError> {
        self.with(|ledger| ledger.roster(version))
    }
}

#[test]
fn a_hub_keeps_the_contract_of_a_ledger() {
    ledger_contract(|| OwnLedger(Alone::joined()));
}

#[test]
fn a_hub_tells_the_roster_to_who_has_an_older_one() {
    let hub = OwnLedger(Alone::joined());
    assert!(hub.roster(0).unwrap().is_some());
    assert!(hub.roster(1).unwrap().is_none());
}

#[test]
fn a_part_of_a_later_kind_is_refused_by_name_and_the_rest_is_signed_for() {
    let mut hub = OwnLedger(Alone::joined());
    let mut pen = Pen::new(9, "north");
    let revisions = vec![pen.save(1, &[], "{}")];
    let part = Part::unsealed(&revisions).unwrap().sealed([7; 64]);
    let guest = Caller {
        device: pen.device,
        teams: BTreeSet::from([pen.team.clone()]),
    };
    let newer = b"SP2 of a later program".to_vec();
    let ask = Ask::Exchange {
        batch: [1; 16],
        offer: vec![newer.clone(), pack(&part, &revisions).unwrap()],
        last: true,
        cursors: BTreeMap::new(),
        room: 0,
        roster: 1,
        marks: BTreeMap::new(),
    };
    let reply = answer(&mut hub, &guest, &|_| Verdict::Good, 7, &ask).unwrap();
    let Reply::Exchange {
        taken,
        refused,
        receipt,
        ..
    } = reply
    else {
        panic!("no exchange");
    };
    let told: Vec<_> = refused.iter().map(|one| (one.id, &*one.code)).collect();
    assert_eq!((taken, told), (1, vec![(unreadable_id(&newer), "part")]));
    let receipt = Receipt::from_bytes(&receipt.unwrap().bytes).unwrap();
    assert!(receipt.covers(&[revisions[0].id]), "over the rest");
}

#[test]
fn a_laptop_is_a_hub_only_while_it_is_open_and_unlocked() {
    let alone = Alone::joined();
    let desk = &alone.desk;
    let check = |wanted: &str| {
        let hello = sync::Hello {
            nonce: [1; 32],
            roster: 0,
        };
        let found = desk.hub_hello(&hello.to_bytes());
        let code = found.as_ref().map_or_else(|why| why.code().0, |_| "well");
        assert_eq!(code, wanted);
    };
    check("closed");
    let certificate = HubCertificate {
        certificate: vec![1],
        key: vec![2].into(),
    };
    let view = desk
        .hub_open(&certificate, [7; 32], vec!["127.0.0.1:1".to_owned()])
        .unwrap();
    let serving = view.serving.unwrap();
    assert!(view.may_serve);
    assert_eq!(serving.teams, ["north", "south"]);
    let code: HubCode = serving.code.parse().unwrap();
    assert_eq!(code.secret.to_string(), serving.short_code);
    assert_eq!(code.fingerprint, [7; 32]);
    check("well");
    desk.lock().unwrap();
    check("closed");
    let person = desk.app_state().people[0].id.clone();
    desk.unlock(&person, "nine green mangoes on a gate")
        .unwrap();
    check("well");
    let kept = desk.hub_certificate().unwrap().unwrap();
    assert_eq!((kept.certificate, kept.key.to_vec()), (vec![1], vec![2]));
    desk.hub_close();
    check("closed");
    assert!(desk.hub_view().unwrap().serving.is_none());
    assert!(desk.hub_new_code().is_err());
}

#[test]
fn rubbish_at_the_door_is_refused() {
    let alone = Alone::joined();
    let desk = &alone.desk;
    let certificate = HubCertificate {
        certificate: vec![1],
        key: vec![2].into(),
    };
    desk.hub_open(&certificate, [7; 32], Vec::new()).unwrap();
    let code =
        |found: Result<Vec<u8>, HubRefusal>| found.map_or_else(|why| why.code(), |_| ("", 0));
    assert_eq!(code(desk.hub_hello(b"")), ("frame", 400));
    assert_eq!(code(desk.hub_enter(b"\xff")), ("frame", 400));
    assert_eq!(code(desk.hub_answer(&[0; 32], b"x")), ("frame", 400));
    let enter = sync::Enter {
        device: DeviceId([9; 16]),
        challenge: [3; 32],
        signature: [0; 64],
        code: None,
        roster: None,
    };
    assert_eq!(code(desk.hub_enter(&enter.to_bytes())), ("challenge", 409));
    let vouch = sync::Vouch { ids: Vec::new() };
    assert_eq!(
        code(desk.hub_vouch(&[0; 32], &vouch.to_bytes())),
        ("token", 401)
    );
    for _ in 0..CHALLENGES_MAX {
        let hello = sync::Hello {
            nonce: [1; 32],
            roster: 0,
        };
        desk.hub_hello(&hello.to_bytes()).unwrap();
    }
    let hello = sync::Hello {
        nonce: [1; 32],
        roster: 0,
    };
    assert_eq!(code(desk.hub_hello(&hello.to_bytes())), ("closed", 503));
}
