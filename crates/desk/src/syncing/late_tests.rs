//! What a stick says that comes late does not undo what a line has said since.
#![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]

use std::collections::{BTreeMap, BTreeSet};
use std::slice;

use records::TeamId;
use store::Delivery;
use sync::{Answer, Local, Offer, Receipt, Refused, Reply, Round, SignedReceipt};

use super::side::{Side, keep_stick};
use crate::cast::{Alone, got_to, write};

const STICK: [u8; 16] = [3; 16];

fn round<'a>(
    batch: &'a [u8; 16],
    offered: &'a [Offer],
    cursors: &'a BTreeMap<TeamId, u64>,
    receipt: Option<&'a SignedReceipt>,
) -> Round<'a> {
    Round {
        batch,
        offered,
        refused: &[],
        incoming: &[],
        cursors,
        roster: None,
        receipt,
        time: 7,
        marked: None,
    }
}

/// The centre's answer to the stick: nothing of it was taken.
fn answer(refused: Refused) -> Answer {
    let reply = Reply::Exchange {
        taken: 0,
        known: 0,
        refused: vec![refused],
        incoming: Vec::new(),
        cursors: BTreeMap::new(),
        more: false,
        digests: BTreeMap::new(),
        receipt: None,
        roster: None,
        time: 5,
        marked: None,
    };
    Answer {
        batch: STICK,
        from: BTreeMap::new(),
        reply,
        heard: BTreeMap::new(),
    }
}

#[test]
fn what_a_line_took_and_has_no_receipt_yet_is_not_refused_by_a_late_stick() {
    let alone = Alone::joined();
    let desk = &alone.desk;
    let open = desk.0.open.read().unwrap().clone().unwrap();
    let id = write(desk, &open, 100);
    let nowhere = BTreeMap::new();

    // A stick goes out; then a line takes the part, and breaks before the receipt.
    let mut side = Side::new(desk, &open, "internet", false).unwrap();
    let batch = side.begin().unwrap().batch;
    let offer = side.next_part(1 << 20).unwrap().unwrap();
    let part = open.store.read(|reader| reader.part_of(id)).unwrap();
    let part = part.unwrap();
    let kept = open
        .store
        .write_as(|writer| keep_stick(writer, STICK, &[part]));
    kept.unwrap();
    side.took(round(&batch, slice::from_ref(&offer), &nowhere, None))
        .unwrap();

    let late = answer(Refused {
        id,
        code: "team".to_owned(),
        detail: String::new(),
    });
    let mut by_hand = Side::answered(desk, &open, STICK).unwrap();
    by_hand
        .took_answer(&late, &mut BTreeSet::new(), &|_| true)
        .unwrap();

    // The line comes back: nothing is sent again, and the receipt over what it took holds.
    let mut side = Side::new(desk, &open, "internet", false).unwrap();
    assert_eq!(side.begin().unwrap().batch, batch);
    assert!(side.next_part(1 << 20).unwrap().is_none());
    let held = [(TeamId::new("north").unwrap(), 1, id)];
    let receipt = Receipt::over(batch, open.device, held, Vec::new(), 7).unwrap();
    let bytes = receipt.to_bytes();
    let signature = alone.centre.sign(&Receipt::statement(&bytes));
    let signed = SignedReceipt { bytes, signature };
    let stored = side.took(round(&batch, &[], &nowhere, Some(&signed)));
    assert_eq!((stored.unwrap().confirmed, side.broken_receipt), (1, None));
    assert_eq!(got_to(&open, Delivery::Confirmed), [id].into());
}
