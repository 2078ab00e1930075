//! What every [`Ledger`] promises, as one function that each implementation's tests call.

#![expect(
    clippy::expect_used,
    reason = "a broken promise should stop the test at once"
)]

use std::collections::BTreeSet;

use records::contract::Pen;
use records::{DeviceId, Digest, Part, Revision, RevisionId, TeamId};

use crate::frame::{BatchId, Placed};
use crate::ledger::{Ledger, Offered, Taken};
use crate::memory::toy_seal;
use crate::receipt::Receipt;
use crate::wire::{pack, unpack};

const BATCH: BatchId = [1; 16];
const ALL: RevisionId = RevisionId([0; 32]);

/// Runs every promise on a fresh ledger each.
///
/// The revisions are those of [`Pen`]s 1, 2 and 3 in the teams `north` and `south`, sealed with toy seals:
/// checking a seal is not the ledger's business. Marks on content are, and are not looked at here.
///
/// # Panics
/// When the ledger breaks one.
pub fn ledger_contract<L: Ledger>(mut fresh: impl FnMut() -> L) {
    what_is_taken_comes_back(&mut fresh());
    positions_have_no_gap(&mut fresh());
    a_known_part_is_not_kept_again(&mut fresh());
    overlapping_parts_are_kept_whole(&mut fresh());
    teams_are_apart(&mut fresh());
    the_same_count_twice_is_kept_and_told(&mut fresh());
    reading_keeps_to_its_bytes(&mut fresh());
    ids_are_found_by_range(&mut fresh());
    a_receipt_is_for_everything_noted(&mut fresh());
    a_receipt_spans_teams(&mut fresh());
    an_erase_takes_bodies_out_of_kept_parts(&mut fresh());
    a_body_that_comes_after_its_erase_is_not_kept(&mut fresh());
}

/// A part ready to be taken.
struct Sealed {
    part: Part,
    revisions: Vec<Revision>,
    wire: Vec<u8>,
}

fn sealed(revisions: &[Revision]) -> Sealed {
    let part = Part::unsealed(revisions).expect("a part");
    let seal = toy_seal(&part);
    let part = part.sealed(seal);
    let wire = pack(&part, revisions).expect("a part that can be sent");
    Sealed {
        part,
        revisions: revisions.to_vec(),
        wire,
    }
}

fn take<L: Ledger>(ledger: &mut L, by: u8, batch: BatchId, revisions: &[Revision]) -> Taken {
    let Sealed {
        part,
        revisions,
        wire,
    } = sealed(revisions);
    let offered = Offered {
        part: &part,
        revisions: &revisions,
        wire: &wire,
    };
    ledger
        .take(DeviceId([by; 16]), &batch, offered)
        .expect("take")
}

fn counts(taken: &Taken) -> (u32, u32) {
    (taken.taken, taken.known)
}

/// Reads a whole team, part by part.
fn read<L: Ledger>(ledger: &L, team: &TeamId) -> Vec<(u64, Vec<Revision>)> {
    let mut all = Vec::new();
    while let Some(kept) = ledger
        .after(team, all.last().map_or(0, |(seq, _)| *seq), 1)
        .expect("after")
        .into_iter()
        .next()
    {
        all.push((
            kept.seq,
            unpack(&kept.wire).expect("a kept part is whole").1,
        ));
    }
    all
}

fn three(pen: &mut Pen) -> Vec<Revision> {
    let save = pen.save(1, &[], "one");
    let review = pen.review(1, &[&save], "submit");
    vec![save, review, pen.save(2, &[], "two")]
}

fn what_is_taken_comes_back<L: Ledger>(ledger: &mut L) {
    let mut pen = Pen::new(1, "north");
    assert_eq!(ledger.state(&pen.team).expect("state").top, 0);
    assert!(ledger.after(&pen.team, 0, 1000).expect("after").is_empty());
    let revisions = three(&mut pen);
    let taken = take(ledger, 1, BATCH, &revisions);
    assert_eq!((counts(&taken), taken.twice), ((3, 0), vec![]));
    let kept = ledger.after(&pen.team, 0, 1000).expect("after");
    let sent = sealed(&revisions);
    assert_eq!(kept.len(), 1);
    for kept in kept {
        assert_eq!((kept.seq, kept.from), (1, (DeviceId([1; 16]), BATCH)));
        assert_eq!(kept.wire, sent.wire, "relayed as it was taken");
    }
    let digest: Digest = revisions.iter().map(|revision| &revision.id).collect();
    let state = ledger.state(&pen.team).expect("state");
    assert_eq!((state.top, state.digest), (1, digest));
}

fn positions_have_no_gap<L: Ledger>(ledger: &mut L) {
    let (mut dara, mut sophea) = (Pen::new(1, "north"), Pen::new(2, "north"));
    for _ in 0..3 {
        take(ledger, 1, BATCH, &[dara.save(1, &[], "dara")]);
        take(ledger, 2, BATCH, &[sophea.save(2, &[], "sophea")]);
    }
    let seqs: Vec<u64> = read(ledger, &dara.team)
        .into_iter()
        .map(|(seq, _)| seq)
        .collect();
    assert_eq!(seqs, [1, 2, 3, 4, 5, 6]);
    let after: Vec<u64> = ledger
        .after(&dara.team, 4, 1 << 20)
        .expect("after")
        .iter()
        .map(|kept| kept.seq)
        .collect();
    assert_eq!(after, [5, 6]);
}

fn a_known_part_is_not_kept_again<L: Ledger>(ledger: &mut L) {
    let mut pen = Pen::new(1, "north");
    let revisions = three(&mut pen);
    take(ledger, 1, BATCH, &revisions);
    let before = ledger.state(&pen.team).expect("state");
    let again = take(ledger, 1, BATCH, &revisions);
    assert_eq!(counts(&again), (0, 3), "the same part");
    assert_eq!(
        again.twice,
        [],
        "the same revision again is no second use of its count"
    );
    let (some, _) = revisions.split_at(2);
    assert_eq!(
        counts(&take(ledger, 2, [2; 16], some)),
        (0, 2),
        "a piece of it, by another road"
    );
    assert_eq!(ledger.state(&pen.team).expect("state"), before);
    assert_eq!(read(ledger, &pen.team), [(1, revisions)]);
}

fn overlapping_parts_are_kept_whole<L: Ledger>(ledger: &mut L) {
    let mut pen = Pen::new(1, "north");
    let all: Vec<Revision> = (0..5).map(|number| pen.save(number, &[], "body")).collect();
    let (early, _) = all.split_at(3);
    let (_, late) = all.split_at(2);
    assert_eq!(counts(&take(ledger, 1, BATCH, early)), (3, 0));
    assert_eq!(counts(&take(ledger, 1, BATCH, late)), (2, 1));
    let kept = read(ledger, &pen.team);
    assert_eq!(kept, [(1, early.to_vec()), (2, late.to_vec())]);
    let digest: Digest = all.iter().map(|revision| &revision.id).collect();
    assert_eq!(
        ledger.state(&pen.team).expect("state").digest,
        digest,
        "each counts once"
    );
}

fn teams_are_apart<L: Ledger>(ledger: &mut L) {
    let (mut north, mut south) = (Pen::new(1, "north"), Pen::new(1, "south"));
    let (ours, theirs) = (north.save(1, &[], "ours"), south.save(1, &[], "theirs"));
    take(ledger, 1, BATCH, std::slice::from_ref(&ours));
    take(ledger, 1, BATCH, std::slice::from_ref(&theirs));
    assert_eq!(read(ledger, &north.team), [(1, vec![ours.clone()])]);
    assert_eq!(read(ledger, &south.team), [(1, vec![theirs])]);
    assert_eq!(
        ledger.state(&north.team).expect("state").digest,
        [ours.id].iter().collect()
    );
    assert_eq!(
        ledger.ids(&north.team, ALL, None).expect("ids"),
        [Placed {
            id: ours.id,
            seq: 1
        }]
    );
}

fn the_same_count_twice_is_kept_and_told<L: Ledger>(ledger: &mut L) {
    let mut pen = Pen::new(1, "north");
    let mut restored = pen.clone();
    let (one, two) = (
        pen.save(1, &[], "before"),
        restored.save(1, &[], "after the restore"),
    );
    assert_eq!(take(ledger, 1, BATCH, std::slice::from_ref(&one)).twice, []);
    let taken = take(ledger, 1, BATCH, std::slice::from_ref(&two));
    assert_eq!((counts(&taken), taken.twice), ((1, 0), vec![two.id]));
    assert_eq!(read(ledger, &pen.team), [(1, vec![one]), (2, vec![two])]);
    // The same count in another team, or of another device, is another count.
    let mut elsewhere = Pen::new(1, "south");
    assert_eq!(
        take(ledger, 1, BATCH, &[elsewhere.save(1, &[], "")]).twice,
        []
    );
    let mut sophea = Pen::new(2, "north");
    assert_eq!(take(ledger, 2, BATCH, &[sophea.save(1, &[], "")]).twice, []);
}

fn reading_keeps_to_its_bytes<L: Ledger>(ledger: &mut L) {
    let mut pen = Pen::new(1, "north");
    for number in 0..6 {
        take(
            ledger,
            1,
            BATCH,
            &[pen.save(number, &[], &"body ".repeat(40))],
        );
    }
    let all = ledger.after(&pen.team, 0, 1 << 20).expect("after");
    assert_eq!(all.len(), 6);
    let size = all.first().map_or(0, |kept| kept.wire.len());
    let some = ledger
        .after(&pen.team, 2, size * 2 + size / 2)
        .expect("after");
    let seqs: Vec<u64> = some.iter().map(|kept| kept.seq).collect();
    assert!(
        seqs == [3, 4] || seqs == [3, 4, 5],
        "about what was asked for: {seqs:?}"
    );
    let one = ledger.after(&pen.team, 2, 1).expect("after");
    assert_eq!(
        one.len(),
        1,
        "at least one, or a large part would block the way"
    );
    assert!(
        ledger
            .after(&pen.team, 6, 1 << 20)
            .expect("after")
            .is_empty()
    );
    assert!(
        ledger
            .after(&pen.team, 60, 1 << 20)
            .expect("after")
            .is_empty()
    );
}

fn ids_are_found_by_range<L: Ledger>(ledger: &mut L) {
    let mut pen = Pen::new(1, "north");
    let mut expected = Vec::new();
    for seq in 1..=4 {
        let revisions = [pen.save(1, &[], "one"), pen.save(2, &[], "two")];
        take(ledger, 1, BATCH, &revisions);
        expected.extend(revisions.iter().map(|revision| Placed {
            id: revision.id,
            seq,
        }));
    }
    expected.sort_by_key(|placed| placed.id);
    assert_eq!(ledger.ids(&pen.team, ALL, None).expect("ids"), expected);
    let within = |low: RevisionId, high| {
        let found = ledger.ids(&pen.team, low, high).expect("ids");
        let is_in = |placed: &&Placed| placed.id >= low && high.is_none_or(|high| placed.id < high);
        assert_eq!(
            found,
            expected.iter().filter(is_in).copied().collect::<Vec<_>>()
        );
    };
    for low in &expected {
        within(low.id, None);
        expected
            .iter()
            .for_each(|high| within(low.id, Some(high.id)));
    }
    within(RevisionId([0xff; 32]), None);
}

fn receipt<L: Ledger>(ledger: &mut L, by: u8, batch: BatchId) -> Option<Receipt> {
    let signed = ledger
        .receipt(DeviceId([by; 16]), &batch, 7_000)
        .expect("receipt")?;
    Some(Receipt::from_bytes(&signed.bytes).expect("a receipt"))
}

fn a_receipt_is_for_everything_noted<L: Ledger>(ledger: &mut L) {
    let mut pen = Pen::new(1, "north");
    assert_eq!(receipt(ledger, 1, BATCH), None, "nothing was noted");
    let first = [pen.save(1, &[], "one"), pen.save(2, &[], "two")];
    let second = [pen.save(3, &[], "three")];
    let first_ids: Vec<RevisionId> = first.iter().map(|revision| revision.id).collect();
    let all_ids: Vec<RevisionId> = first
        .iter()
        .chain(&second)
        .map(|revision| revision.id)
        .collect();
    take(ledger, 1, BATCH, &first);
    let one = receipt(ledger, 1, BATCH).expect("a receipt");
    assert!(one.covers(&first_ids));
    assert_eq!(
        (one.batch, one.device, one.count, one.time),
        (BATCH, DeviceId([1; 16]), 2, 7_000)
    );
    assert_eq!(one.positions, [(pen.team.clone(), 1, 1)]);
    assert_eq!(
        receipt(ledger, 1, BATCH),
        Some(one),
        "asked again, it says the same"
    );
    take(ledger, 1, BATCH, &second);
    take(ledger, 1, BATCH, &second);
    let more = receipt(ledger, 1, BATCH).expect("a receipt");
    assert!(more.covers(&all_ids));
    assert_eq!(more.positions, [(pen.team.clone(), 1, 2)]);
    // Known revisions count under the batch they are offered in; others' batches are their own.
    assert_eq!(receipt(ledger, 1, [2; 16]), None);
    assert_eq!(receipt(ledger, 2, BATCH), None);
    take(ledger, 1, [2; 16], &first);
    assert!(
        receipt(ledger, 1, [2; 16])
            .expect("a receipt")
            .covers(&first_ids)
    );
}

fn a_receipt_spans_teams<L: Ledger>(ledger: &mut L) {
    let (mut north, mut south) = (Pen::new(1, "north"), Pen::new(1, "south"));
    let (ours, theirs) = (north.save(1, &[], "ours"), south.save(2, &[], "theirs"));
    take(ledger, 1, BATCH, std::slice::from_ref(&theirs));
    take(ledger, 1, BATCH, std::slice::from_ref(&ours));
    let receipt = receipt(ledger, 1, BATCH).expect("a receipt");
    assert!(receipt.covers(&[ours.id, theirs.id]));
    assert_eq!(receipt.positions, [(north.team, 1, 1), (south.team, 1, 1)]);
}

fn bodies<L: Ledger>(ledger: &L, team: &TeamId) -> BTreeSet<RevisionId> {
    let revisions = read(ledger, team)
        .into_iter()
        .flat_map(|(_, revisions)| revisions);
    revisions
        .filter(|revision| revision.body.is_some())
        .map(|revision| revision.id)
        .collect()
}

fn an_erase_takes_bodies_out_of_kept_parts<L: Ledger>(ledger: &mut L) {
    let mut pen = Pen::new(1, "north");
    let first = pen.save(1, &[], "name");
    let other = pen.save(2, &[], "another record");
    let second = pen.save(1, &[&first], "name and age");
    let erase = pen.erase(1, &[&second]);
    take(ledger, 1, BATCH, &[first.clone(), other.clone()]);
    take(ledger, 1, BATCH, std::slice::from_ref(&second));
    let before = ledger.state(&pen.team).expect("state").digest;
    take(ledger, 1, BATCH, std::slice::from_ref(&erase));
    assert_eq!(
        bodies(ledger, &pen.team),
        BTreeSet::from([other.id, erase.id])
    );
    let mut expected = before;
    expected.add(&erase.id);
    let state = ledger.state(&pen.team).expect("state");
    assert_eq!(
        (state.top, state.digest),
        (3, expected),
        "erasing takes no revision away"
    );
    for kept in ledger.after(&pen.team, 0, 1 << 20).expect("after") {
        let (part, _) = unpack(&kept.wire).expect("a kept part is whole");
        assert_eq!(part.seal, toy_seal(&part), "and its seal still good");
    }
    // Sent again with its body by a laptop that has not heard: still erased.
    take(ledger, 1, BATCH, &[first, other.clone()]);
    assert_eq!(
        bodies(ledger, &pen.team),
        BTreeSet::from([other.id, erase.id])
    );
}

fn a_body_that_comes_after_its_erase_is_not_kept<L: Ledger>(ledger: &mut L) {
    let (mut dara, mut sophea) = (Pen::new(1, "north"), Pen::new(2, "north"));
    let save = dara.save(1, &[], "name");
    let erase = sophea.erase(1, &[&save]);
    take(ledger, 2, BATCH, std::slice::from_ref(&erase));
    take(ledger, 1, BATCH, std::slice::from_ref(&save));
    assert_eq!(bodies(ledger, &dara.team), BTreeSet::from([erase.id]));
    assert_eq!(ledger.state(&dara.team).expect("state").digest.count, 2);
}
