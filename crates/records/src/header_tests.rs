#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use proptest::prelude::*;

use super::*;
use crate::hex;

fn sample() -> Header {
    Header {
        record: RecordId::v7(0x018b_cfe5_6800, [7; 10]),
        team: TeamId::new("T-01").unwrap(),
        kind: Kind::Save,
        parents: vec![RevisionId([1; 32]), RevisionId([2; 32])],
        form: "eore_session".into(),
        form_version: "2026.2".into(),
        author: PersonId([3; 16]),
        device: DeviceId([4; 16]),
        n: 300,
        at: 1_700_000_000_123,
        body_len: 14,
        body_hash: body_hash(b"{\"people\":\"46\"}"),
    }
}

#[test]
fn header_version_1_never_changes() {
    let header = sample();
    insta::assert_snapshot!(hex::encode(&header.to_bytes()), @"8d0150018bcfe568007707870707070707070764542d3031018258200101010101010101010101010101010101010101010101010101010101010101582002020202020202020202020202020202020202020202020202020202020202026c656f72655f73657373696f6e66323032362e325003030303030303030303030303030303500404040404040404040404040404040419012c1b0000018bcfe5687b0e5820a4caf0f8291d3c7902a7d437116c8c3da2c985d42ed01948bfbd6c9c9f1779e2");
    insta::assert_snapshot!(header.id(), @"b47d507115dbe98b72f052c964b8a10b6379f63003b87f61f91230aa96d1035f");
    assert_eq!(Header::from_bytes(&header.to_bytes()), Ok(header));
}

#[test]
fn every_field_counts_for_the_id() {
    let changes: [fn(&mut Header); 12] = [
        |h| h.record = RecordId([0; 16]),
        |h| h.team = TeamId::new("T-02").unwrap(),
        |h| h.kind = Kind::Review,
        |h| h.parents.clear(),
        |h| h.form.push('x'),
        |h| h.form_version.push('x'),
        |h| h.author = PersonId([0; 16]),
        |h| h.device = DeviceId([0; 16]),
        |h| h.n += 1,
        |h| h.at += 1,
        |h| h.body_len += 1,
        |h| h.body_hash = [0; 32],
    ];
    for (field, change) in changes.iter().enumerate() {
        let mut header = sample();
        change(&mut header);
        assert_ne!(header.id(), sample().id(), "field {field}");
    }
}

#[track_caller]
fn refused(change: impl Fn(&mut Header), why: &str) {
    let mut header = sample();
    change(&mut header);
    let bytes = header.to_bytes();
    assert_eq!(Header::from_bytes(&bytes).unwrap_err().to_string(), why);
}

#[test]
fn limits_hold_on_reading() {
    let why = |rest: &str| format!("in the header of a revision, {rest}");
    refused(
        |h| h.parents.reverse(),
        &why("the list of parents must be sorted and without repeats"),
    );
    refused(
        |h| h.parents = vec![RevisionId([1; 32]); 2],
        &why("the list of parents must be sorted and without repeats"),
    );
    refused(
        |h| h.parents = (0..17).map(|i| RevisionId([i; 32])).collect(),
        &why("the list of parents must be at most 16 long"),
    );
    refused(
        |h| h.form.clear(),
        &why("the form must be 1 to 64 bytes long"),
    );
    refused(
        |h| h.form = "x".repeat(65),
        &why("the form must be 1 to 64 bytes long"),
    );
    refused(
        |h| h.form_version = "x".repeat(65),
        &why("the form version must be at most 64 bytes long"),
    );
    refused(
        |h| h.n = 0,
        &why("the device's count must be from 1 to 2^63 - 1"),
    );
    refused(
        |h| h.n = 1 << 63,
        &why("the device's count must be from 1 to 2^63 - 1"),
    );
    refused(
        |h| h.at = 1 << 53,
        &why("the time must be at most 2^53 - 1 milliseconds"),
    );
    refused(
        |h| h.body_len = (1 << 20) + 1,
        &why("the body length must be at most 1 MiB"),
    );
    refused(
        |h| h.form = "x".repeat(2000),
        &why("its length must be at most 1024 bytes"),
    );
}

#[test]
fn the_largest_header_is_read() {
    let mut header = sample();
    header.parents = (0..16).map(|i| RevisionId([i; 32])).collect();
    header.team = TeamId::new("x".repeat(32)).unwrap();
    header.form = "x".repeat(64);
    header.form_version = "ក".repeat(21);
    (header.n, header.at, header.body_len) = (N_MAX, AT_MAX, BODY_BYTES_MAX as u32);
    assert_eq!(Header::from_bytes(&header.to_bytes()), Ok(header));
}

/// The same header in another spelling: byte `at` replaced by `with`.
#[track_caller]
fn respelled(at: usize, was: u8, with: &[u8]) -> HeaderError {
    let mut bytes = sample().to_bytes();
    assert_eq!(bytes[at], was, "the test's idea of the layout");
    bytes.splice(at..=at, with.iter().copied());
    Header::from_bytes(&bytes).unwrap_err()
}

#[test]
fn another_spelling_is_refused() {
    assert_eq!(
        respelled(0, 0x8d, &[0x98, 13]),
        HeaderError::NotCanonical,
        "long array head"
    );
    assert_eq!(
        respelled(1, 0x01, &[0x18, 1]),
        HeaderError::NotCanonical,
        "long number"
    );
    assert_eq!(
        respelled(2, 0x50, &[0x58, 16]),
        HeaderError::NotCanonical,
        "long bytes head"
    );
    assert_eq!(
        respelled(25, 0x82, &[0x9f]),
        HeaderError::NotCanonical,
        "open-ended list"
    );
}

#[test]
fn bytes_after_the_end_are_refused() {
    let bytes = [sample().to_bytes(), vec![0]].concat();
    assert_eq!(Header::from_bytes(&bytes), Err(HeaderError::NotCanonical));
}

#[test]
fn a_newer_header_is_refused_by_name() {
    let error = respelled(1, 0x01, &[0x02]);
    assert_eq!(error, HeaderError::Version { found: 2 });
    assert_eq!(
        error.to_string(),
        "the header has version 2; this program knows version 1"
    );
}

#[test]
fn an_unknown_kind_is_refused() {
    let error = respelled(24, 0x01, &[0x04]);
    assert_eq!(
        error.to_string(),
        "in the header of a revision, the kind must be 1, 2 or 3"
    );
}

#[test]
fn kinds_are_numbers() {
    for kind in [Kind::Save, Kind::Review, Kind::Erase] {
        assert_eq!(Kind::from_number(kind.number()), Some(kind));
    }
    assert_eq!((Kind::from_number(0), Kind::from_number(4)), (None, None));
}

proptest! {
    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let _ = Header::from_bytes(&bytes);
    }

    #[test]
    fn what_is_read_is_what_was_written(
        at in any::<prop::sample::Index>(), with in any::<u8>(), cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = sample().to_bytes();
        let place = at.index(bytes.len());
        bytes[place] = with;
        bytes.truncate(cut.index(bytes.len() * 2) + 1);
        if let Ok(header) = Header::from_bytes(&bytes) {
            prop_assert_eq!(header.to_bytes(), bytes);
        }
    }
}
