#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use proptest::prelude::*;

use super::*;
use crate::kit::team;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn id(number: u8) -> RevisionId {
    RevisionId([number; 32])
}

fn sample() -> Receipt {
    let held = [
        (team("south"), 4, id(3)),
        (team("north"), 9, id(1)),
        (team("north"), 7, id(2)),
        (team("north"), 8, id(1)),
    ];
    let files = vec![[6; 32]];
    Receipt::over([1; 16], DeviceId([2; 16]), held, files, 1_700_000_000_000).unwrap()
}

#[test]
fn the_signed_bytes_never_change() {
    let receipt = sample();
    insta::assert_snapshot!(hex(&receipt.to_bytes()), @"88015001010101010101010101010101010101500202020202020202020202020202020258208d6af30703e95540c1e6684dd1a4edce6c39331e2aefcb8140a7429ab168209b038283656e6f72746807098365736f757468040481582006060606060606060606060606060606060606060606060606060606060606061b0000018bcfe56800");
    insta::assert_snapshot!(hex(&Receipt::statement(b"bytes")), @"73616c6120323032362d313120726563656970740a6279746573");
    assert_eq!(Receipt::from_bytes(&receipt.to_bytes()), Ok(receipt));
}

#[test]
fn it_names_each_revision_once_and_each_team_in_order() {
    let receipt = sample();
    assert_eq!(receipt.count, 3);
    assert_eq!(
        receipt.positions,
        [(team("north"), 7, 9), (team("south"), 4, 4)]
    );
    assert_eq!(
        Receipt::over([1; 16], DeviceId([2; 16]), [], vec![], 1),
        None
    );
}

#[track_caller]
fn check(ids: &[u8], covers: bool) {
    let ids: Vec<RevisionId> = ids.iter().map(|number| id(*number)).collect();
    assert_eq!(sample().covers(&ids), covers);
}

#[test]
fn it_covers_exactly_its_revisions() {
    check(&[1, 2, 3], true);
    check(&[3, 1, 2, 1], true);
    check(&[1, 2], false);
    check(&[1, 2, 3, 4], false);
    check(&[1, 2, 4], false);
    check(&[], false);
}

#[test]
fn a_newer_centre_may_add_fields() {
    let mut bytes = sample().to_bytes();
    assert_eq!(bytes[..2], [0x88, 1]);
    bytes[0] = 0x89;
    bytes.push(0xf6);
    assert_eq!(Receipt::from_bytes(&bytes), Ok(sample()));
    bytes[1] = 2;
    let error = Receipt::from_bytes(&bytes).unwrap_err().to_string();
    assert_eq!(
        error,
        "a receipt cannot be read: decode error: another version"
    );
    let cut = &sample().to_bytes()[..40];
    assert!(Receipt::from_bytes(cut).is_err());
}

proptest! {
    #[test]
    fn any_order_is_covered_and_one_more_or_less_is_not(
        mut ids in prop::collection::hash_set(any::<[u8; 32]>(), 1..30), extra in any::<[u8; 32]>(),
    ) {
        let held = ids.iter().map(|id| (team("north"), 1, RevisionId(*id)));
        let receipt = Receipt::over([1; 16], DeviceId([2; 16]), held, vec![], 1).unwrap();
        let list = |ids: &std::collections::HashSet<[u8; 32]>| -> Vec<RevisionId> {
            ids.iter().map(|id| RevisionId(*id)).collect()
        };
        prop_assert!(receipt.covers(&list(&ids)));
        if ids.insert(extra) {
            prop_assert!(!receipt.covers(&list(&ids)));
            ids.remove(&extra);
        }
        let one = *ids.iter().next().unwrap();
        ids.remove(&one);
        prop_assert!(!receipt.covers(&list(&ids)));
    }

    #[test]
    fn damaged_receipts_never_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..200), place in any::<prop::sample::Index>(), with in any::<u8>(),
    ) {
        let _ = Receipt::from_bytes(&bytes);
        let mut damaged = sample().to_bytes();
        let place = place.index(damaged.len());
        damaged[place] = with;
        let _ = Receipt::from_bytes(&damaged);
    }
}
