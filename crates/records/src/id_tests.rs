#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use super::*;
use crate::canonical::to_cbor;

#[track_caller]
fn check<T>(text: &str, fine: bool)
where
    T: FromStr<Err = IdError> + fmt::Display + Serialize + serde::de::DeserializeOwned,
{
    let read = text.parse::<T>();
    assert_eq!(
        read.is_ok(),
        fine,
        "{text:?}: {:?}",
        read.as_ref().err().map(ToString::to_string)
    );
    if let Ok(id) = read {
        assert_eq!(id.to_string(), text);
        let value = serde::de::value::StrDeserializer::<serde::de::value::Error>::new(text);
        assert_eq!(T::deserialize(value).unwrap().to_string(), text);
    }
}

#[test]
fn uuids_have_one_spelling() {
    check::<RecordId>("018bcfe5-6800-7007-8707-070707070707", true);
    check::<PersonId>("00000000-0000-0000-0000-000000000000", true);
    check::<RecordId>("018BCFE5-6800-7007-8707-070707070707", false);
    check::<RecordId>("018bcfe5680070078707070707070707", false);
    check::<RecordId>("{018bcfe5-6800-7007-8707-070707070707}", false);
    check::<PersonId>("", false);
}

#[test]
fn hex_has_one_spelling() {
    check::<RevisionId>(&"0f".repeat(32), true);
    check::<RevisionId>(&"0F".repeat(32), false);
    check::<RevisionId>(&"0f".repeat(31), false);
    check::<RevisionId>(&"0g".repeat(32), false);
    check::<RevisionId>(&"é".repeat(32), false);
    check::<DeviceId>(&"a0".repeat(16), true);
    check::<DeviceId>(&"a0".repeat(32), false);
}

#[test]
fn teams_are_plain_names() {
    check::<TeamId>("T-01_north", true);
    check::<TeamId>(&"x".repeat(32), true);
    check::<TeamId>(&"x".repeat(33), false);
    check::<TeamId>("", false);
    check::<TeamId>("north east", false);
    check::<TeamId>("ក្រុម", false);
    check::<TeamId>("*", false);
}

#[test]
fn errors_say_what_was_expected() {
    let error = "x".parse::<DeviceId>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "this is not a device id: expected 32 hexadecimal digits in lower case"
    );
}

#[test]
fn ids_travel_as_bytes() {
    let id = RecordId::v7(1, [0xff; 10]);
    assert_eq!(to_cbor(&id).len(), 17);
    assert_eq!(minicbor::decode::<RecordId>(&to_cbor(&id)).unwrap(), id);
    assert!(minicbor::decode::<RevisionId>(&to_cbor(&id)).is_err());
    let team = TeamId::new("north").unwrap();
    assert_eq!(minicbor::decode::<TeamId>(&to_cbor(&team)).unwrap(), team);
    assert!(minicbor::decode::<TeamId>(&to_cbor(&"not a team")).is_err());
}

#[test]
fn a_record_id_is_a_version_7_uuid_that_sorts_by_time() {
    let id = RecordId::v7(0x018b_cfe5_6800, [0xff; 10]);
    assert_eq!(id.to_string(), "018bcfe5-6800-7fff-bfff-ffffffffffff");
    assert!(RecordId::v7(1, [0xff; 10]) < RecordId::v7(2, [0; 10]));
    assert_eq!(Uuid::from_bytes(id.0).get_version_num(), 7);
}

#[test]
fn an_imported_row_has_one_name_everywhere() {
    let id = RecordId::imported(0x018b_cfe5_6800, &[7; 32]);
    assert_eq!(id, RecordId::imported(0x018b_cfe5_6800, &[7; 32]));
    assert_ne!(id, RecordId::imported(0x018b_cfe5_6800, &[8; 32]));
    insta::assert_snapshot!(id, @"018bcfe5-6800-7620-81fe-5afe7ba35a5b");
}

#[test]
fn a_device_is_named_by_its_public_key() {
    insta::assert_snapshot!(DeviceId::of_public_key(&[7; 32]), @"e26d8abcdc85b7183aed551863e1cd9e");
}
