//! A stick with a part of a kind that this program does not know: that part stays on it and is counted, and the rest is taken.
#![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]

use std::collections::BTreeMap;
use std::fs::File;
use std::path::PathBuf;

use records::contract::Pen;
use records::{DeviceId, Part, TeamId};
use sync::{Addressee, Answer, Ask, BundleWriter, Head, Incoming, Local, Reply, pack};
use tempfile::TempDir;
use vault::{DeviceKey, SealFor, Sealing};

use super::side::Side;
use crate::cast::Alone;
use crate::view::{StickLook, StickTaken};

/// A part as a later program may seal it.
const NEWER: &[u8] = b"SP2 of a later program";

/// A stick for this laptop.
fn stick(
    alone: &Alone,
    by: &DeviceKey,
    say: impl FnOnce(&mut BundleWriter<Sealing<File>>),
) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("stick.sala");
    let open = alone.desk.0.open.read().unwrap().clone().unwrap();
    let reader = open.device_key.device_public();
    let file = File::create(&path).unwrap();
    let sealing = Sealing::begin(SealFor::Key(&reader), file).unwrap();
    let head = Head {
        set: [1; 16],
        piece: 1,
        batch: [2; 16],
        writer: by.device_public(),
        addressee: Addressee::Laptop(open.device),
        made_ms: 1_700_000_000_000,
    };
    let mut out = BundleWriter::begin(sealing, &head).unwrap();
    say(&mut out);
    let (sealing, _) = out.finish(false, &|statement| by.sign(statement)).unwrap();
    sealing.finish().unwrap();
    (folder, path)
}

/// One save of north, sealed by a colleague's laptop.
fn part_of(key: &DeviceKey) -> Vec<u8> {
    let mut pen = Pen::new(9, "north");
    pen.device = DeviceId(key.device_id());
    let revisions = vec![pen.save(1, &[], "{}")];
    let part = Part::unsealed(&revisions).unwrap();
    let seal = key.sign(&part.statement());
    pack(&part.sealed(seal), &revisions).unwrap()
}

fn looked_at_and_taken(alone: &Alone, path: PathBuf) -> (StickLook, StickTaken) {
    let files = [path];
    let look = alone.desk.stick_look(&files, None, &mut |_, _| {});
    let taken = alone.desk.stick_take(&files, None, &mut |_, _| {});
    (look.unwrap(), taken.unwrap())
}

#[track_caller]
fn check((look, taken): &(StickLook, StickTaken)) {
    let [piece] = look.pieces.as_slice() else {
        panic!("{look:?}");
    };
    assert!(look.readable && piece.fault.is_none(), "{piece:?}");
    assert_eq!((piece.new, piece.newer, piece.untrusted), (1, 1, 0));
    assert_eq!((taken.added, taken.newer, taken.set_aside), (1, 1, 0));
}

#[test]
fn of_a_colleagues_stick_the_rest_is_taken() {
    let alone = Alone::joined();
    let ask = Ask::Exchange {
        batch: [2; 16],
        offer: vec![NEWER.to_vec(), part_of(&alone.hub)],
        last: true,
        cursors: BTreeMap::new(),
        room: 0,
        roster: 1,
        marks: BTreeMap::new(),
    };
    let (_folder, path) = stick(&alone, &alone.hub, |out| out.ask(&ask).unwrap());
    check(&looked_at_and_taken(&alone, path));
}

#[test]
fn of_what_the_centre_sends_the_rest_is_taken_and_what_waits_is_told() {
    let alone = Alone::joined();
    let north = TeamId::new("north").unwrap();
    let incoming = |seq, wire| Incoming {
        team: north.clone(),
        seq,
        wire,
    };
    let reply = Reply::Exchange {
        taken: 0,
        known: 0,
        refused: Vec::new(),
        incoming: vec![
            incoming(1, NEWER.to_vec()),
            incoming(2, part_of(&alone.hub)),
        ],
        cursors: BTreeMap::from([(north.clone(), 2)]),
        more: false,
        digests: BTreeMap::new(),
        receipt: None,
        roster: None,
        time: 5,
        marked: None,
    };
    let answer = Answer {
        batch: [2; 16],
        from: BTreeMap::new(),
        reply,
        heard: BTreeMap::new(),
    };
    let (_folder, path) = stick(&alone, &alone.centre, |out| out.answer(&answer).unwrap());
    check(&looked_at_and_taken(&alone, path));
    assert_eq!(alone.desk.sync_view().unwrap().set_aside, 1);
    let open = alone.desk.0.open.read().unwrap().clone().unwrap();
    let mut side = Side::new(&alone.desk, &open, "internet", false).unwrap();
    assert_eq!(side.begin().unwrap().cursors.get(&north), Some(&2));
    assert_eq!(side.set_aside(&north).unwrap(), [1].into());
}
