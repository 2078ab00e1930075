//! What every ledger promises when several programs use it at once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};

use records::{Digest, RevisionId};
use sync::{Ask, Receipt, Reply};

use super::exchange::{Laptop, centre};
use super::{NOW, set_up, team};
use crate::ledger::{Clocks, Ledger};

const WRITERS: u8 = 4;
const BATCHES: u8 = 12;
/// Small, so that a reader comes in often.
const ROOM: u32 = 2_000;

/// Runs the promises on `open`, which opens the same ledger each time, an empty one the first time.
///
/// # Panics
/// When a promise is broken.
pub fn several_ledgers_contract<L: Ledger>(open: impl Fn() -> L + Sync) {
    all_may_open_it_at_once(&open);
    set_up(&open());
    let written = readers_miss_nothing_that_writers_bring(&open);
    let found = open().examine(&centre().device_public()).unwrap();
    assert_eq!(found.findings, [], "no gap, and the sums agree");
    assert_eq!(found.counts.revisions, written.len() as u64);
    assert_eq!(
        found.counts.parts,
        u64::from(WRITERS) * u64::from(BATCHES),
        "what was offered by two programs at once was kept once"
    );
}

fn all_may_open_it_at_once<L: Ledger>(open: &(impl Fn() -> L + Sync)) {
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(open);
        }
    });
}

/// Lets laptops write through programs of their own while others read on from their cursors. Returns
/// what was written.
fn readers_miss_nothing_that_writers_bring<L: Ledger>(
    open: &(impl Fn() -> L + Sync),
) -> BTreeSet<RevisionId> {
    let ledger = open();
    let writers: Vec<Laptop> = (1..=WRITERS)
        .map(|seed| Laptop::join(&ledger, seed))
        .collect();
    let readers: Vec<Laptop> = (11..=12).map(|seed| Laptop::join(&ledger, seed)).collect();
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let reading: Vec<_> = readers
            .into_iter()
            .map(|laptop| scope.spawn(|| read(&open(), laptop, &is_over)))
            .collect();
        let writing: Vec<_> = writers
            .into_iter()
            .map(|laptop| scope.spawn(|| write(&open(), &open(), laptop)))
            .collect();
        let written: BTreeSet<RevisionId> = writing
            .into_iter()
            .flat_map(|thread| thread.join().unwrap())
            .collect();
        is_over.store(true, Ordering::SeqCst);
        for thread in reading {
            assert_eq!(thread.join().unwrap(), written, "a reader has all of it");
        }
        written
    })
}

/// Brings batches, each through two programs at once, as a laptop does that did not hear the first answer.
fn write(one: &impl Ledger, other: &impl Ledger, mut laptop: Laptop) -> BTreeSet<RevisionId> {
    let mut written = BTreeSet::new();
    for number in 0..BATCHES {
        let saves = [
            laptop.pen.save(number, &[], "one"),
            laptop.pen.save(number + 100, &[], "two"),
        ];
        let ids = saves.each_ref().map(|save| save.id);
        let ask = ask(number, vec![laptop.seal(&saves)], BTreeMap::new());
        let say = |ledger: &dyn Ledger| {
            ledger
                .answer(&laptop.token_hash, &ask, &centre(), Clocks::of(NOW))
                .unwrap()
        };
        let replies = std::thread::scope(|scope| {
            let first = scope.spawn(|| say(one));
            [say(other), first.join().unwrap()]
        });
        for reply in replies {
            let Reply::Exchange { receipt, .. } = reply else {
                panic!("not the reply to an exchange")
            };
            let receipt = Receipt::from_bytes(&receipt.unwrap().bytes).unwrap();
            assert!(receipt.covers(&ids), "each answer is signed for");
        }
        written.extend(ids);
    }
    written
}

/// Reads on from its cursor until the writers are done and there is no more.
fn read(ledger: &impl Ledger, laptop: Laptop, is_over: &AtomicBool) -> BTreeSet<RevisionId> {
    let mut cursors = BTreeMap::new();
    let mut seen = BTreeSet::new();
    loop {
        let was_over = is_over.load(Ordering::SeqCst);
        let ask = ask(0, vec![], cursors.clone());
        let answered = ledger.answer(&laptop.token_hash, &ask, &centre(), Clocks::of(NOW));
        let Reply::Exchange {
            incoming,
            cursors: moved,
            more,
            digests,
            ..
        } = answered.unwrap()
        else {
            panic!("not the reply to an exchange")
        };
        let mut at = cursors.get(&team("A")).copied().unwrap_or(0);
        for part in incoming {
            assert_eq!(part.seq, at + 1, "no position is passed over");
            at = part.seq;
            let (_, revisions) = sync::unpack(&part.wire).unwrap();
            seen.extend(revisions.iter().map(|revision| revision.id));
        }
        assert_eq!(moved[&team("A")], at);
        if let Some(digest) = digests.get(&team("A")) {
            let ours: Digest = seen.iter().collect();
            assert_eq!(*digest, ours, "the sum is of what was given");
        }
        cursors = moved;
        if was_over && !more {
            return seen;
        }
    }
}

fn ask(number: u8, offer: Vec<Vec<u8>>, cursors: BTreeMap<records::TeamId, u64>) -> Ask {
    Ask::Exchange {
        batch: [number; 16],
        last: !offer.is_empty(),
        offer,
        cursors,
        room: ROOM,
        roster: 1_000,
        marks: BTreeMap::new(),
    }
}
