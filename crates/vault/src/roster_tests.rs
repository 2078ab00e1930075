#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use data_encoding::HEXLOWER;
use proptest::prelude::*;

use super::*;
use crate::NamesSecret;

fn centre() -> DeviceKey {
    DeviceKey::generate(&mut |bytes: &mut [u8]| bytes.fill(9))
}

fn device(byte: u8) -> Device {
    let public = [byte; 32];
    Device {
        id: device_id(&public),
        public,
        people: vec![[1; 16]],
        revoked: false,
    }
}

fn sample() -> Roster {
    Roster {
        version: 3,
        programme: "Risk education".into(),
        country: "KH".into(),
        centre_public: centre().device_public(),
        teams: vec![Team {
            id: "T-01".into(),
            name: "ក្រុម ១".into(),
        }],
        people: vec![Person {
            id: [1; 16],
            name: "Dara".into(),
            role: "field".into(),
            teams: vec!["T-01".into()],
            active: true,
        }],
        devices: vec![device(4)],
        issued_ms: 1_700_000_000_000,
        names: Vec::new(),
    }
}

#[test]
fn the_signed_bytes_never_change() {
    let signed = sample().sign(&centre());
    insta::assert_snapshot!(HEXLOWER.encode(&signed.bytes), @"8901036e5269736b20656475636174696f6e624b485820fd1724385aa0c75b64fb78cd602fa1d991fdebf76b13c58ed702eac835e9f618818264542d303173e19e80e19f92e19e9ae19ebbe19e9820e19fa1818550010101010101010101010101010101016444617261656669656c648164542d3031f5818450ed0edd5e912fe45a903c2dc65ab9917458200404040404040404040404040404040404040404040404040404040404040404815001010101010101010101010101010101f41b0000018bcfe56800");
    insta::assert_snapshot!(HEXLOWER.encode(&signed.signature), @"5344e833712790447dd290dc87f4666959452ae8d236b54853610c344d8afc53241ac647025ea31cdbae9feae6c2e5ff97550e8ac02700e9c194039c0c3e1800");
    assert_eq!(signed.verify(&centre().device_public()), Ok(sample()));
}

fn with_names() -> Roster {
    let laptop = DeviceKey::generate(&mut |bytes: &mut [u8]| bytes.fill(4));
    let sealed = NamesSecret::of_centre(&centre(), 1).seal(&centre(), &laptop.device_public());
    Roster {
        names: sealed.into_iter().collect(),
        ..sample()
    }
}

#[test]
fn a_roster_gives_each_laptop_its_own_secret() {
    let signed = with_names().sign(&centre());
    let read = signed.verify(&centre().device_public()).unwrap();
    assert_eq!(read, with_names());
    let has = |byte| {
        let laptop = DeviceKey::generate(&mut |bytes: &mut [u8]| bytes.fill(byte));
        NamesSecret::of_roster(&read, &laptop).map(|secret| secret.version())
    };
    assert_eq!(has(4), Some(1));
    assert_eq!(has(5), None, "sealed for another");
    let without = sample().to_bytes().len();
    insta::assert_snapshot!(HEXLOWER.encode(&signed.bytes[without - 9..]), @"1b0000018bcfe568008183508dbaf02d7f0c7d058d7a528ca411e0410158309248dd291376dea9b4d21a7863c9d9bd1970678a7f3d242ee855d8163695b365a8df3f500062a6dbd6ae5244725412bc");
}

#[test]
fn only_the_centre_may_say_it() {
    let other = DeviceKey::generate(&mut |bytes: &mut [u8]| bytes.fill(8));
    let signed = sample().sign(&centre());
    assert_eq!(
        signed.verify(&other.device_public()),
        Err(RosterError::Signature)
    );
    let mut changed = signed.clone();
    changed.bytes[1] ^= 1;
    assert_eq!(
        changed.verify(&centre().device_public()),
        Err(RosterError::Signature)
    );
    // A centre cannot sign in the name of another.
    let foreign = sample().sign(&other);
    assert_eq!(
        foreign.verify(&other.device_public()),
        Err(RosterError::Inconsistent {
            detail: "it names another centre"
        })
    );
    // A signature for another purpose does not fit.
    let bare = SignedRoster {
        signature: centre().sign(&signed.bytes),
        ..signed
    };
    assert_eq!(
        bare.verify(&centre().device_public()),
        Err(RosterError::Signature)
    );
}

#[track_caller]
fn check(change: fn(&mut Roster), refused: &'static str) {
    let mut roster = sample();
    change(&mut roster);
    let read = Roster::from_bytes(&roster.to_bytes());
    assert_eq!(read, Err(RosterError::Inconsistent { detail: refused }));
}

#[test]
fn a_roster_that_contradicts_itself_is_refused() {
    check(
        |r| r.devices[0].id = [0; 16],
        "a laptop is not named by its key",
    );
    check(|r| r.devices.push(device(4)), "a laptop is listed twice");
    check(
        |r| r.people.push(r.people[0].clone()),
        "a person is listed twice",
    );
    check(
        |r| r.teams.push(r.teams[0].clone()),
        "a team is listed twice",
    );
}

#[test]
fn a_newer_centre_may_add_fields_but_not_change_the_format() {
    let mut bytes = sample().to_bytes();
    assert_eq!(bytes[..2], [0x89, 1]);
    bytes[0] = 0x8a;
    bytes.push(0xf6);
    assert_eq!(Roster::from_bytes(&bytes), Ok(sample()));
    bytes[1] = 2;
    assert_eq!(
        Roster::from_bytes(&bytes),
        Err(RosterError::Format { found: 2 })
    );
}

#[test]
fn people_are_in_their_teams_while_they_are_active() {
    let mut person = sample().people[0].clone();
    assert!(person.is_in("T-01") && !person.is_in("T-02") && !person.is_in("*"));
    person.teams = vec![TEAMS_ALL.into()];
    assert!(person.is_in("T-02"));
    person.active = false;
    assert!(!person.is_in("T-01"));
}

#[test]
fn laptops_and_people_are_found_by_id() {
    assert_eq!(sample().device(&device(4).id), Some(&device(4)));
    assert_eq!(sample().device(&[0; 16]), None);
    assert_eq!(sample().person(&[1; 16]).unwrap().name, "Dara");
    assert_eq!(sample().person(&[2; 16]), None);
}

proptest! {
    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = Roster::from_bytes(&bytes);
    }

    #[test]
    fn damaged_bytes_never_panic(place in any::<prop::sample::Index>(), with in any::<u8>()) {
        let mut bytes = sample().to_bytes();
        let place = place.index(bytes.len());
        bytes[place] = with;
        let _ = Roster::from_bytes(&bytes);
    }
}
