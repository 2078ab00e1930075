//! What the centre's answer on a stick does: late, it does not undo what a line has said since; and what of the stick the centre
//! could not read is told by name.
#![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::slice;

use records::contract::Pen;
use records::{DeviceId, Part, Revision, RevisionId, TeamId};
use store::Delivery;
use sync::{
    Answer, Arrived, Ask, BatchId, BundleReader, Incoming, Item, Local, Offer, Receipt, Refused,
    Reply, Round, SignedReceipt, Voucher, pack, unpack, unreadable_id,
};
use vault::OpenWith;

use super::FolderPlace;
use super::hub::believe;
use super::side::{Side, keep_stick, seal_next};
use crate::cast::{Alone, got_to, write};
use crate::open::{Open, lock};
use crate::view::StickOrder;

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

/// The centre's answer to a stick.
fn answer(batch: BatchId, refused: Vec<Refused>, receipt: Option<SignedReceipt>) -> Answer {
    let reply = Reply::Exchange {
        taken: 0,
        known: 0,
        refused,
        incoming: Vec::new(),
        cursors: BTreeMap::new(),
        more: false,
        digests: BTreeMap::new(),
        receipt,
        roster: None,
        time: 5,
        marked: None,
    };
    Answer {
        batch,
        from: BTreeMap::new(),
        reply,
        heard: BTreeMap::new(),
    }
}

/// The centre's receipt over one revision.
fn receipt(alone: &Alone, open: &Open, batch: BatchId, id: RevisionId) -> SignedReceipt {
    let held = [(TeamId::new("north").unwrap(), 1, id)];
    let receipt = Receipt::over(batch, open.device, held, Vec::new(), 7).unwrap();
    let bytes = receipt.to_bytes();
    let signature = alone.centre.sign(&Receipt::statement(&bytes));
    SignedReceipt { bytes, signature }
}

fn refused(id: RevisionId, code: &str) -> Refused {
    Refused {
        id,
        code: code.to_owned(),
        detail: String::new(),
    }
}

/// Writes a stick for the centre; gives its batch and the parts on it, as the centre reads them.
fn stick(alone: &Alone) -> (BatchId, Vec<Vec<u8>>) {
    let folder = tempfile::tempdir().unwrap();
    let order = StickOrder {
        reader: "centre".to_owned(),
        ..StickOrder::default()
    };
    let mut place = FolderPlace::new(folder.path());
    let written = alone.desk.stick_write(&mut place, &order, &mut |_, _| {});
    let name = written.unwrap().pieces.remove(0);
    let file = File::open(folder.path().join(name)).unwrap();
    let opened = vault::open(OpenWith::Key(&alone.centre), file).unwrap();
    let mut reading = BundleReader::open(opened).unwrap();
    let mut parts = Vec::new();
    while let Some(item) = reading.next().unwrap() {
        if let Item::Ask(Ask::Exchange { offer, .. }) = item {
            parts.extend(offer);
        }
    }
    (reading.head().batch, parts)
}

#[test]
fn what_the_centre_could_not_read_is_told_by_name_and_its_receipt_over_the_rest_holds() {
    let alone = Alone::joined();
    let desk = &alone.desk;
    let open = desk.0.open.read().unwrap().clone().unwrap();
    let unread = write(desk, &open, 100);
    seal_next(&open, 1 << 20).unwrap();
    let read = write(desk, &open, 100);
    let (batch, parts) = stick(&alone);
    assert_eq!(parts.len(), 2);
    let has = |wire: &[u8], id: RevisionId| unpack(wire).unwrap().1.iter().any(|one| one.id == id);
    let wire = parts.iter().find(|wire| has(wire, unread)).unwrap();
    let told = answer(
        batch,
        vec![refused(unreadable_id(wire), "part")],
        Some(receipt(&alone, &open, batch, read)),
    );
    let mut side = Side::answered(desk, &open, batch).unwrap();
    let stored = side.took_answer(&told, &mut BTreeSet::new(), &|_| true);
    assert_eq!((stored.unwrap().confirmed, side.broken_receipt), (1, None));
    let open_lines = || open.store.read(|reader| reader.refusals()).unwrap();
    let lines = open_lines();
    let [line] = lines.as_slice() else {
        panic!("{lines:?}");
    };
    assert_eq!((line.revision, line.code.as_str()), (unread, "part"));

    // It goes along again, and is settled when it is read.
    let (batch, parts) = stick(&alone);
    assert!(matches!(parts.as_slice(), [wire] if has(wire, unread)));
    let signed = receipt(&alone, &open, batch, unread);
    let mut side = Side::answered(desk, &open, batch).unwrap();
    side.took_answer(
        &answer(batch, vec![], Some(signed)),
        &mut BTreeSet::new(),
        &|_| true,
    )
    .unwrap();
    assert_eq!((side.broken_receipt, open_lines().len()), (None, 0));
    assert_eq!(got_to(&open, Delivery::Confirmed), [read, unread].into());
}

#[test]
fn what_was_refused_is_refused_no_more_when_a_hub_shows_the_centres_receipt_for_it() {
    let alone = Alone::joined();
    let desk = &alone.desk;
    let open = desk.0.open.read().unwrap().clone().unwrap();
    let id = write(desk, &open, 100);
    let (north, nowhere) = (TeamId::new("north").unwrap(), BTreeMap::new());
    let mut side = Side::new(desk, &open, "internet", false).unwrap();
    let batch = side.begin().unwrap().batch;
    let offer = side.next_part(1 << 20).unwrap().unwrap();
    let said = [refused(id, "team")];
    let reply = Round {
        refused: &said,
        ..round(&batch, slice::from_ref(&offer), &nowhere, None)
    };
    side.took(reply).unwrap();
    let open_lines = || open.store.read(|reader| reader.refusals()).unwrap();
    let first = RevisionId([0; 32]);
    assert_eq!(open_lines().len(), 1);
    assert!(side.ids(&north, first, None).unwrap().is_empty());

    // A colleague brought it to the centre, and their hub has the receipt.
    let voucher = Voucher {
        receipt: receipt(&alone, &open, [8; 16], id),
        ids: vec![id],
    };
    assert_eq!(believe(&open, &voucher).unwrap(), 1);
    assert!(open_lines().is_empty());
    assert_eq!(got_to(&open, Delivery::Confirmed), [id].into());
    let mut side = Side::new(desk, &open, "internet", false).unwrap();
    side.begin().unwrap();
    assert!(side.next_part(1 << 20).unwrap().is_none());
    assert_eq!(side.ids(&north, first, None).unwrap(), [id]);
}

#[test]
fn what_has_a_receipt_and_comes_along_in_another_part_is_refused_only_when_it_was_lost() {
    let alone = Alone::joined();
    let desk = &alone.desk;
    let open = desk.0.open.read().unwrap().clone().unwrap();
    let north = TeamId::new("north").unwrap();
    let mut pen = Pen::new(9, "north");
    pen.device = DeviceId(alone.hub.device_id());
    let (one, two) = (pen.save(1, &[], "{}"), pen.save(2, &[], "{}"));
    let sealed = |revisions: &[Revision]| {
        let part = Part::unsealed(revisions).unwrap();
        let seal = alone.hub.sign(&part.statement());
        pack(&part.sealed(seal), revisions).unwrap()
    };
    // The centre has the first. A colleague seals it once more with another, and that comes by hand.
    let known = Incoming {
        team: north.clone(),
        seq: 1,
        wire: sealed(slice::from_ref(&one)),
    };
    let (incoming, cursors) = ([Arrived::from(known)], BTreeMap::from([(north.clone(), 1)]));
    let mut side = Side::new(desk, &open, "internet", true).unwrap();
    let batch = side.begin().unwrap().batch;
    let reply = Round {
        incoming: &incoming,
        ..round(&batch, &[], &cursors, None)
    };
    side.took(reply).unwrap();
    let both = sealed(&[one.clone(), two.clone()]);
    assert_eq!(side.took_carried(&[both], &|_| true).unwrap().added, 1);

    let first = RevisionId([0; 32]);
    let refuse = |side: &mut Side<'_>| {
        side.begin().unwrap();
        let offer = side.next_part(1 << 20).unwrap().unwrap();
        let said: Vec<Refused> = offer.ids.iter().map(|id| refused(*id, "team")).collect();
        let reply = Round {
            refused: &said,
            ..round(&batch, slice::from_ref(&offer), &cursors, None)
        };
        side.took(reply).unwrap();
        offer.ids
    };
    assert_eq!(refuse(&mut side), [one.id, two.id]);
    let lines = || open.store.read(|reader| reader.refusals()).unwrap();
    let told = || -> BTreeSet<RevisionId> { lines().iter().map(|line| line.revision).collect() };
    assert_eq!(told(), [two.id].into());
    assert_eq!(side.ids(&north, first, None).unwrap(), [one.id]);

    side.mend(&north, &[one.id], None).unwrap();
    assert_eq!(refuse(&mut side), [one.id]);
    assert_eq!(told(), [one.id, two.id].into());
    assert!(side.ids(&north, first, None).unwrap().is_empty());
    assert!(!got_to(&open, Delivery::Confirmed).contains(&one.id));
    // When a day has passed, what is offered is what the centre lacks.
    let forget = open.store.write(|writer| {
        let kept = writer.settings("sync refused part ")?;
        kept.iter()
            .try_for_each(|(key, _)| writer.set_setting(key, None))
    });
    forget.unwrap();
    let mut side = Side::new(desk, &open, "internet", true).unwrap();
    side.begin().unwrap();
    let mut offered = BTreeSet::new();
    while let Some(offer) = side.next_part(1 << 20).unwrap() {
        offered.extend(offer.ids);
    }
    assert_eq!(offered, [one.id, two.id].into());
}

#[test]
fn what_the_centre_gives_and_cannot_be_read_here_is_told_until_there_is_reason_to_look_again() {
    let alone = Alone::joined();
    let desk = &alone.desk;
    let open = desk.0.open.read().unwrap().clone().unwrap();
    let north = TeamId::new("north").unwrap();
    let told = || desk.sync_view().unwrap().set_aside;
    assert_eq!(told(), 0);
    let newer = Incoming {
        team: north.clone(),
        seq: 1,
        wire: b"SP2".to_vec(),
    };
    let (incoming, nowhere) = ([Arrived::from(newer)], BTreeMap::new());
    let mut side = Side::new(desk, &open, "internet", false).unwrap();
    let batch = side.begin().unwrap().batch;
    let reply = Round {
        incoming: &incoming,
        ..round(&batch, &[], &nowhere, None)
    };
    assert_eq!(side.took(reply).unwrap().set_aside, 1);
    assert_eq!((told(), side.set_aside(&north).unwrap()), (1, [1].into()));
    // Another list of laptops is a reason, as a newer program is.
    let mut roster = lock(&open.roster).clone();
    roster.version += 1;
    side.took_roster(&roster.sign(&alone.centre)).unwrap();
    assert_eq!((told(), side.set_aside(&north).unwrap()), (0, [].into()));
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
        .write_as(|writer| keep_stick(writer, STICK, &BTreeMap::from([(part, id)])));
    kept.unwrap();
    side.took(round(&batch, slice::from_ref(&offer), &nowhere, None))
        .unwrap();

    let late = answer(STICK, vec![refused(id, "team")], None);
    let mut by_hand = Side::answered(desk, &open, STICK).unwrap();
    by_hand
        .took_answer(&late, &mut BTreeSet::new(), &|_| true)
        .unwrap();

    // The line comes back: nothing is sent again, and the receipt over what it took holds.
    let mut side = Side::new(desk, &open, "internet", false).unwrap();
    assert_eq!(side.begin().unwrap().batch, batch);
    assert!(side.next_part(1 << 20).unwrap().is_none());
    let signed = receipt(&alone, &open, batch, id);
    let stored = side.took(round(&batch, &[], &nowhere, Some(&signed)));
    assert_eq!((stored.unwrap().confirmed, side.broken_receipt), (1, None));
    assert_eq!(got_to(&open, Delivery::Confirmed), [id].into());
}
