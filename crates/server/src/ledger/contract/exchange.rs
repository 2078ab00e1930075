//! What every ledger promises about answering. How parts are kept is in `sync::contract`.

use std::collections::BTreeMap;

use records::contract::Pen;
use records::{DeviceId, Part, PersonId, Revision};
use sync::{Ask, Receipt, Reply};
use vault::{DeviceKey, SignedRoster};
use zeroize::Zeroizing;

use super::{NOW, let_in_key, refused, set_up};
use crate::ledger::{Clocks, Ledger, LedgerError};

const BATCH: [u8; 16] = [7; 16];

pub(super) fn key(seed: u8) -> DeviceKey {
    DeviceKey::from_bytes(&Zeroizing::new([seed; 32]))
}

/// The centre's key; the programme of the contract names another, which no promise here looks at.
pub(super) fn centre() -> DeviceKey {
    key(200)
}

/// A laptop in team A with its token.
pub(super) struct Laptop {
    key: DeviceKey,
    pub(super) token_hash: [u8; 32],
    pub(super) pen: Pen,
}

impl Laptop {
    pub(super) fn join(ledger: &impl Ledger, seed: u8) -> Self {
        let key = key(seed);
        let admitted = let_in_key(ledger, "Dara", seed, key.device_public(), seed);
        let pen = Pen {
            device: admitted.device,
            author: admitted.person,
            ..Pen::new(seed, "A")
        };
        Self {
            key,
            token_hash: [seed; 32],
            pen,
        }
    }

    pub(super) fn seal(&self, revisions: &[Revision]) -> Vec<u8> {
        let part = Part::unsealed(revisions).unwrap();
        let seal = self.key.sign(&part.statement());
        sync::pack(&part.sealed(seal), revisions).unwrap()
    }

    pub(super) fn offer(
        &self,
        ledger: &impl Ledger,
        offer: Vec<Vec<u8>>,
    ) -> Result<Reply, LedgerError> {
        ledger.answer(&self.token_hash, &ask(offer), &centre(), Clocks::of(NOW))
    }
}

fn ask(offer: Vec<Vec<u8>>) -> Ask {
    let cursors = BTreeMap::new();
    Ask::Exchange {
        batch: BATCH,
        offer,
        last: true,
        cursors,
        room: 1 << 20,
        roster: 0,
        marks: BTreeMap::new(),
    }
}

/// Returns how many revisions were new and known, and the codes of what was refused or marked.
fn account(reply: &Reply) -> (u32, u32, Vec<&str>) {
    let Reply::Exchange {
        taken,
        known,
        refused,
        ..
    } = reply
    else {
        panic!("not the reply to an exchange")
    };
    (
        *taken,
        *known,
        refused
            .iter()
            .map(|refused| refused.code.as_str())
            .collect(),
    )
}

pub(super) fn only_who_is_admitted_gets_an_answer(ledger: &impl Ledger) {
    set_up(ledger);
    let mut dara = Laptop::join(ledger, 1);
    let save = dara.pen.save(1, &[], "{}");
    let wire = dara.seal(&[save]);
    let stranger = ledger.answer(
        &[99; 32],
        &ask(vec![wire.clone()]),
        &centre(),
        Clocks::of(NOW),
    );
    refused(stranger, "no laptop has this token");
    ledger.revoke(dara.pen.device, NOW).unwrap();
    refused(dara.offer(ledger, vec![wire]), "this laptop was revoked");
    refused(dara.offer(ledger, vec![]), "this laptop was revoked");
    assert_eq!(
        ledger
            .examine(&centre().device_public())
            .unwrap()
            .counts
            .revisions,
        0
    );
    dara = Laptop::join(ledger, 2);
    let only_looking = dara.offer(ledger, vec![]).unwrap();
    assert_eq!(account(&only_looking), (0, 0, vec![]));
}

pub(super) fn what_is_carried_is_answered_as_what_is_sent(ledger: &impl Ledger) {
    set_up(ledger);
    let mut laptop = Laptop::join(ledger, 1);
    let save = laptop.pen.save(1, &[], "{}");
    let wire = laptop.seal(&[save]);
    let device = laptop.pen.device;
    let carry = |device, ask: &Ask| ledger.answer_carried(device, ask, &centre(), NOW);
    let found = ledger.laptop(device).unwrap().unwrap();
    assert_eq!(
        (found.device, found.public),
        (device, laptop.key.device_public())
    );
    assert_eq!((found.revoked, found.people.len()), (false, 1));

    let carried = carry(device, &ask(vec![wire.clone()])).unwrap();
    assert_eq!(account(&carried), (1, 0, vec![]));
    let sent = laptop.offer(ledger, vec![wire.clone()]).unwrap();
    assert_eq!(account(&sent), (0, 1, vec![]));
    assert_eq!(
        carry(device, &ask(vec![])).unwrap(),
        laptop.offer(ledger, vec![]).unwrap()
    );

    let stranger = DeviceId([99; 16]);
    assert!(ledger.laptop(stranger).unwrap().is_none());
    let unknown = format!("there is no device {stranger}");
    refused(carry(stranger, &ask(vec![wire.clone()])), &unknown);
    ledger.revoke(device, NOW).unwrap();
    assert!(ledger.laptop(device).unwrap().unwrap().revoked);
    refused(carry(device, &ask(vec![wire])), "this laptop was revoked");
}

pub(super) fn what_is_taken_is_signed_for_and_given_to_others(ledger: &impl Ledger) {
    set_up(ledger);
    let (mut dara, sophea) = (Laptop::join(ledger, 1), Laptop::join(ledger, 2));
    let saves = [dara.pen.save(1, &[], "{}"), dara.pen.save(2, &[], "{}")];
    let wire = dara.seal(&saves);
    let reply = dara.offer(ledger, vec![wire.clone()]).unwrap();
    assert_eq!(account(&reply), (2, 0, vec![]));
    let Reply::Exchange {
        receipt, roster, ..
    } = reply
    else {
        return;
    };
    let (signed, centre) = (receipt.unwrap(), centre().device_public());
    assert!(vault::verify(
        &centre,
        &Receipt::statement(&signed.bytes),
        &signed.signature
    ));
    let receipt = Receipt::from_bytes(&signed.bytes).unwrap();
    assert!(receipt.covers(&saves.each_ref().map(|save| save.id)));
    assert_eq!(
        (receipt.device, receipt.batch, receipt.time),
        (dara.pen.device, BATCH, NOW)
    );
    let (bytes, signature) = roster.unwrap();
    assert!(
        SignedRoster { bytes, signature }.verify(&[1; 32]).is_err(),
        "signed by the key given"
    );
    let Reply::Exchange { incoming, .. } = sophea.offer(ledger, vec![]).unwrap() else {
        return;
    };
    assert_eq!(
        incoming.iter().map(|part| &part.wire).collect::<Vec<_>>(),
        [&wire]
    );
    assert_eq!(
        account(&dara.offer(ledger, vec![wire]).unwrap()),
        (0, 2, vec![])
    );
    let found = ledger.examine(&centre).unwrap();
    assert_eq!(
        (found.counts.parts, found.counts.receipts, found.findings),
        (1, 1, vec![])
    );
    let devices = ledger.census().unwrap().devices;
    let last = devices
        .iter()
        .find(|device| device.id == dara.pen.device)
        .unwrap()
        .last_sync_ms;
    assert_eq!(last, Some(NOW));
}

pub(super) fn what_may_not_be_written_is_refused(ledger: &impl Ledger) {
    set_up(ledger);
    let mut dara = Laptop::join(ledger, 1);
    let mut elsewhere = Pen {
        team: "B".parse().unwrap(),
        ..dara.pen.clone()
    };
    let in_another_team = dara.seal(&[elsewhere.save(1, &[], "{}")]);
    let forger = Laptop {
        key: key(9),
        pen: dara.pen.clone(),
        ..dara
    };
    let forged = forger.seal(&[forger.pen.clone().save(1, &[], "{}")]);
    dara = Laptop {
        key: key(1),
        ..forger
    };
    let save = dara.pen.save(2, &[], "{}");
    let good = dara.seal(&[save]);
    let offer = vec![in_another_team, forged, b"rubbish".to_vec(), good];
    let reply = dara.offer(ledger, offer).unwrap();
    assert_eq!(account(&reply), (1, 0, vec!["team", "seal", "part"]));
}

pub(super) fn what_is_not_right_is_kept_and_marked(ledger: &impl Ledger) {
    set_up(ledger);
    let mut dara = Laptop::join(ledger, 1);
    let approve = r#"{"comments":[],"move":"approve","reason":null,"role":"supervisor"}"#;
    let save = dara.pen.save(1, &[], "{}");
    let approved = dara.pen.review(1, &[&save], approve);
    dara.pen.author = PersonId([50; 16]);
    let by_another = dara.pen.save(2, &[], "{}");
    let wire = dara.seal(&[save, approved, by_another]);
    let marked = (vec!["role", "author"], ["author", "role"]);
    assert_eq!(
        account(&dara.offer(ledger, vec![wire.clone()]).unwrap()),
        (3, 0, marked.0)
    );
    let again = dara.offer(ledger, vec![wire]).unwrap();
    let (taken, known, mut codes) = account(&again);
    codes.sort_unstable();
    assert_eq!(
        (taken, known, &codes[..]),
        (0, 3, &marked.1[..]),
        "and it is said again"
    );
    let stranger = DeviceId([3; 16]);
    refused(
        ledger.revoke(stranger, NOW),
        &format!("there is no device {stranger}"),
    );
}

pub(super) fn a_clock_that_is_off_is_marked_on_what_it_brought(ledger: &impl Ledger) {
    set_up(ledger);
    let mut dara = Laptop::join(ledger, 1);
    let sophea = Laptop::join(ledger, 2);
    let hour = 3_600_000;
    let mut brings = |record: u8, by: [u8; 32], laptop_ms: Option<u64>| {
        let save = dara.pen.save(record, &[], "{}");
        let review = dara.pen.review(record, &[&save], "{}");
        let wire = dara.seal(&[save.clone(), review]);
        let clocks = Clocks {
            now_ms: NOW,
            laptop_ms,
        };
        let reply = ledger.answer(&by, &ask(vec![wire]), &centre(), clocks);
        let Reply::Exchange { refused, .. } = reply.unwrap() else {
            panic!("not the reply to an exchange")
        };
        let marks = refused.into_iter().filter(|mark| mark.code == "clock");
        let told: Vec<String> = marks
            .inspect(|mark| assert_eq!(mark.id, save.id, "the save, and not what was decided"))
            .map(|mark| mark.detail)
            .collect();
        told.join("; ")
    };
    let own = [1; 32];
    assert_eq!(brings(1, own, Some(NOW)), "");
    assert_eq!(brings(2, own, Some(NOW + 24 * hour)), "", "a day is borne");
    assert_eq!(brings(3, own, Some(NOW + 26 * hour)), "clock-ahead 26");
    assert_eq!(brings(4, own, Some(NOW - 49 * hour)), "clock-behind 49");
    assert_eq!(brings(5, own, None), "", "who tells no clock is not judged");
    let carried = brings(6, sophea.token_hash, Some(NOW + 26 * hour));
    assert_eq!(carried, "", "who carries it did not make it");
}
