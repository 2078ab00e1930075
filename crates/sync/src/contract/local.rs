//! What every [`Local`] promises.

use std::collections::{BTreeMap, BTreeSet};

use records::{DeviceId, Digest, RevisionId, TeamId};

use crate::frame::{BatchId, Refused, TOO_LARGE};
use crate::local::{Begun, Local, Offer, Round};
use crate::receipt::{Receipt, SignedReceipt};
use crate::wire::unpack;

/// What a test of a [`Local`] provides: laptops of the team `north`, and the voice of their centre.
pub trait Stage {
    /// The laptop under test.
    type Local: Local;

    /// Returns an empty laptop that has joined.
    fn laptop(&mut self) -> Self::Local;

    /// Saves a new revision on the laptop, with a body of about `bytes` that do not compress away.
    fn write(&mut self, laptop: &mut Self::Local, bytes: usize) -> RevisionId;

    /// Returns the laptop's id.
    fn device(&self, laptop: &Self::Local) -> DeviceId;

    /// Returns what receipts have confirmed on the laptop.
    fn confirmed(&self, laptop: &Self::Local) -> BTreeSet<RevisionId>;

    /// Signs a receipt as the laptop's centre does.
    fn sign(&self, receipt: &Receipt) -> SignedReceipt;
}

const LARGE: usize = 1 << 20;

/// Runs every promise on a fresh laptop each.
///
/// # Panics
/// When the laptop breaks one.
pub fn local_contract<S: Stage>(stage: &mut S) {
    an_empty_laptop_offers_nothing(stage);
    everything_written_is_offered_once_and_in_order(stage);
    what_was_not_accepted_is_offered_again_as_it_was(stage);
    what_was_accepted_waits_for_its_receipt(stage);
    a_true_receipt_confirms_and_closes_the_batch(stage);
    a_receipt_that_does_not_hold_confirms_nothing(stage);
    what_was_refused_is_no_part_of_the_receipt(stage);
    what_was_too_large_is_sealed_anew(stage);
    what_is_too_large_alone_is_left_out_and_holds_up_nothing(stage);
    cursors_are_kept(stage);
    the_digest_sums_up_the_ids(stage);
    a_difference_is_mended_by_offering_again(stage);
}

fn north() -> TeamId {
    TeamId::new("north").expect("a team id")
}

fn offers<L: Local>(laptop: &mut L, bytes_max: usize) -> Vec<Offer> {
    let mut offers = Vec::new();
    while laptop.has_more().expect("has_more") {
        offers.push(
            laptop
                .next_part(bytes_max)
                .expect("next_part")
                .expect("there was more"),
        );
    }
    assert_eq!(laptop.next_part(bytes_max).expect("next_part"), None);
    offers
}

fn ids(offers: &[Offer]) -> Vec<RevisionId> {
    offers.iter().flat_map(|offer| offer.ids.clone()).collect()
}

/// A reply that takes all of `offered`.
fn took<L: Local>(
    laptop: &mut L,
    batch: &BatchId,
    offered: &[Offer],
    refused: &[Refused],
    receipt: Option<&SignedReceipt>,
) -> u32 {
    let cursors = BTreeMap::new();
    let round = Round {
        batch,
        offered,
        refused,
        incoming: &[],
        cursors: &cursors,
        roster: None,
        receipt,
        time: 7_000,
        marked: None,
    };
    laptop.took(round).expect("took").confirmed
}

/// A laptop with three revisions in one part, offered.
fn offered<S: Stage>(stage: &mut S) -> (S::Local, Begun, Vec<Offer>) {
    let mut laptop = stage.laptop();
    for _ in 0..3 {
        stage.write(&mut laptop, 100);
    }
    let begun = laptop.begin().expect("begin");
    let offers = offers(&mut laptop, LARGE);
    (laptop, begun, offers)
}

fn receipt<S: Stage>(stage: &S, laptop: &S::Local, batch: BatchId, ids: &[RevisionId]) -> Receipt {
    let held = ids.iter().map(|id| (north(), 1, *id));
    let device = stage.device(laptop);
    Receipt::over(batch, device, held, Vec::new(), 7_000).expect("a receipt for something")
}

fn an_empty_laptop_offers_nothing<S: Stage>(stage: &mut S) {
    let mut laptop = stage.laptop();
    laptop.begin().expect("begin");
    assert_eq!(offers(&mut laptop, LARGE), []);
}

fn everything_written_is_offered_once_and_in_order<S: Stage>(stage: &mut S) {
    let mut laptop = stage.laptop();
    let written: Vec<RevisionId> = (0..12).map(|_| stage.write(&mut laptop, 1_000)).collect();
    laptop.begin().expect("begin");
    let offers = offers(&mut laptop, 4_000);
    assert_eq!(ids(&offers), written);
    assert!(offers.len() > 2, "small parts were asked for");
    for Offer { wire, ids } in &offers {
        let (_, revisions) = unpack(wire).expect("a whole part");
        assert_eq!(
            *ids,
            revisions
                .iter()
                .map(|revision| revision.id)
                .collect::<Vec<_>>()
        );
        assert!(
            wire.len() <= 4_400 || ids.len() == 1,
            "{} bytes",
            wire.len()
        );
    }
}

fn what_was_not_accepted_is_offered_again_as_it_was<S: Stage>(stage: &mut S) {
    let (mut laptop, _, first) = offered(stage);
    laptop.begin().expect("begin again");
    assert_eq!(
        offers(&mut laptop, 1_000),
        first,
        "sealed parts are not sealed anew"
    );
}

fn what_was_accepted_waits_for_its_receipt<S: Stage>(stage: &mut S) {
    let (mut laptop, begun, first) = offered(stage);
    took(&mut laptop, &begun.batch, &first, &[], None);
    assert_eq!(
        stage.confirmed(&laptop),
        BTreeSet::new(),
        "a reply is no receipt"
    );
    let next = laptop.begin().expect("begin again");
    let again = ids(&offers(&mut laptop, LARGE));
    if next.batch == begun.batch {
        assert_eq!(again, [], "accepted under the batch that goes on");
    } else {
        assert_eq!(again, ids(&first), "a new batch has to cover it too");
    }
}

fn a_true_receipt_confirms_and_closes_the_batch<S: Stage>(stage: &mut S) {
    let (mut laptop, begun, first) = offered(stage);
    let signed = stage.sign(&receipt(stage, &laptop, begun.batch, &ids(&first)));
    assert_eq!(
        took(&mut laptop, &begun.batch, &first, &[], Some(&signed)),
        3
    );
    assert_eq!(stage.confirmed(&laptop), ids(&first).into_iter().collect());
    let next = laptop.begin().expect("begin again");
    assert_ne!(next.batch, begun.batch);
    assert_eq!(offers(&mut laptop, LARGE), []);
}

fn a_receipt_that_does_not_hold_confirms_nothing<S: Stage>(stage: &mut S) {
    let changes: [fn(&mut Receipt); 4] = [
        |receipt| receipt.ids = [0; 32],
        |receipt| receipt.count += 1,
        |receipt| receipt.batch = [0; 16],
        |receipt| receipt.device = DeviceId([0; 16]),
    ];
    for (place, change) in changes.iter().enumerate() {
        let (mut laptop, begun, first) = offered(stage);
        let mut false_one = receipt(stage, &laptop, begun.batch, &ids(&first));
        change(&mut false_one);
        let signed = stage.sign(&false_one);
        refused_receipt(
            stage,
            &mut laptop,
            &begun,
            &first,
            &signed,
            &format!("change {place}"),
        );
    }
    let (mut laptop, begun, first) = offered(stage);
    let mut signed = stage.sign(&receipt(stage, &laptop, begun.batch, &ids(&first)));
    signed.signature = [1; 64];
    refused_receipt(
        stage,
        &mut laptop,
        &begun,
        &first,
        &signed,
        "a wrong signature",
    );
}

fn refused_receipt<S: Stage>(
    stage: &S,
    laptop: &mut S::Local,
    begun: &Begun,
    first: &[Offer],
    signed: &SignedReceipt,
    why: &str,
) {
    assert_eq!(
        took(laptop, &begun.batch, first, &[], Some(signed)),
        0,
        "{why}"
    );
    assert_eq!(stage.confirmed(laptop), BTreeSet::new(), "{why}");
    let next = laptop.begin().expect("begin again");
    assert_ne!(next.batch, begun.batch, "{why}");
    assert_eq!(
        ids(&offers(laptop, LARGE)),
        ids(first),
        "{why}: offered again"
    );
}

fn what_was_refused_is_no_part_of_the_receipt<S: Stage>(stage: &mut S) {
    let (mut laptop, begun, first) = offered(stage);
    let all = ids(&first);
    let (Some((one, rest)), Some(last)) = (all.split_first(), all.last()) else {
        panic!("three revisions were offered");
    };
    let line = |id: &RevisionId, code: &str| Refused {
        id: *id,
        code: code.to_owned(),
        detail: String::new(),
    };
    // The first was not kept; the last was, with a mark.
    let refused = [line(one, "team"), line(last, "twice")];
    let signed = stage.sign(&receipt(stage, &laptop, begun.batch, rest));
    assert_eq!(
        took(&mut laptop, &begun.batch, &first, &refused, Some(&signed)),
        2
    );
    assert_eq!(stage.confirmed(&laptop), rest.iter().copied().collect());
    assert_eq!(
        laptop.digest(&north()).expect("digest"),
        rest.iter().collect()
    );
}

fn what_was_too_large_is_sealed_anew<S: Stage>(stage: &mut S) {
    let mut laptop = stage.laptop();
    let written: Vec<RevisionId> = (0..8).map(|_| stage.write(&mut laptop, 1_000)).collect();
    laptop.begin().expect("begin");
    let first = offers(&mut laptop, LARGE);
    assert_eq!(first.len(), 1);
    laptop.take_back(&first, 3_000).expect("take_back");
    let second = offers(&mut laptop, 3_000);
    assert_eq!(ids(&second), written);
    assert!(second.len() > 2, "in {} parts", second.len());
}

fn what_is_too_large_alone_is_left_out_and_holds_up_nothing<S: Stage>(stage: &mut S) {
    let mut laptop = stage.laptop();
    let large = stage.write(&mut laptop, 9_000);
    let small: Vec<RevisionId> = (0..3).map(|_| stage.write(&mut laptop, 100)).collect();
    let begun = laptop.begin().expect("begin");
    let alone = laptop.next_part(1_000).expect("next_part").expect("a part");
    assert_eq!(alone.ids, [large]);
    let why = [Refused {
        id: large,
        code: TOO_LARGE.to_owned(),
        detail: String::new(),
    }];
    laptop.leave(&alone, &why).expect("leave");
    let rest = offers(&mut laptop, LARGE);
    assert_eq!(ids(&rest), small);
    took(&mut laptop, &begun.batch, &rest, &[], None);
    let held = laptop.digest(&north()).expect("digest");
    assert_eq!(held, small.iter().collect(), "it is no difference");
    let signed = stage.sign(&receipt(stage, &laptop, begun.batch, &small));
    took(&mut laptop, &begun.batch, &[], &[], Some(&signed));
    assert_eq!(stage.confirmed(&laptop), small.into_iter().collect());
}

fn cursors_are_kept<S: Stage>(stage: &mut S) {
    let mut laptop = stage.laptop();
    let begun = laptop.begin().expect("begin");
    let cursors = BTreeMap::from([(north(), 7)]);
    let round = Round {
        batch: &begun.batch,
        offered: &[],
        refused: &[],
        incoming: &[],
        cursors: &cursors,
        roster: None,
        receipt: None,
        time: 7_000,
        marked: None,
    };
    laptop.took(round).expect("took");
    assert_eq!(
        laptop.begin().expect("begin again").cursors.get(&north()),
        Some(&7)
    );
    laptop.mend(&north(), &[], Some(9)).expect("mend");
    assert_eq!(
        laptop.begin().expect("begin").cursors.get(&north()),
        Some(&7),
        "never forward"
    );
    laptop.mend(&north(), &[], Some(3)).expect("mend");
    assert_eq!(
        laptop.begin().expect("begin").cursors.get(&north()),
        Some(&3)
    );
}

fn the_digest_sums_up_the_ids<S: Stage>(stage: &mut S) {
    let mut laptop = stage.laptop();
    let mut written: Vec<RevisionId> = (0..6).map(|_| stage.write(&mut laptop, 10)).collect();
    written.sort_unstable();
    let lowest = RevisionId([0; 32]);
    assert_eq!(laptop.ids(&north(), lowest, None).expect("ids"), written);
    let sum: Digest = written.iter().collect();
    assert_eq!(laptop.digest(&north()).expect("digest"), sum);
    for low in &written {
        for high in &written {
            let within = laptop.ids(&north(), *low, Some(*high)).expect("ids");
            let expected = written.iter().filter(|id| *id >= low && *id < high);
            assert_eq!(within, expected.copied().collect::<Vec<_>>());
        }
    }
    let elsewhere = TeamId::new("south").expect("a team id");
    assert_eq!(
        laptop.digest(&elsewhere).expect("digest"),
        Digest::default()
    );
}

fn a_difference_is_mended_by_offering_again<S: Stage>(stage: &mut S) {
    let (mut laptop, begun, first) = offered(stage);
    let signed = stage.sign(&receipt(stage, &laptop, begun.batch, &ids(&first)));
    took(&mut laptop, &begun.batch, &first, &[], Some(&signed));
    let lost: Vec<RevisionId> = ids(&first).into_iter().take(1).collect();
    laptop.mend(&north(), &lost, None).expect("mend");
    let next = laptop.begin().expect("begin again");
    let again = offers(&mut laptop, LARGE);
    assert!(ids(&again).contains(lost.first().expect("one is lost")));
    let signed = stage.sign(&receipt(stage, &laptop, next.batch, &ids(&again)));
    took(&mut laptop, &next.batch, &again, &[], Some(&signed));
    laptop.begin().expect("begin once more");
    assert_eq!(offers(&mut laptop, LARGE), [], "mended");
    assert_eq!(stage.confirmed(&laptop), ids(&first).into_iter().collect());
}
