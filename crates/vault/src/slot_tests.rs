#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use super::*;

const OWNER: &str = "018bcfe5-6800-7007-8707-070707070707";

fn key() -> DatabaseKey {
    DatabaseKey::from_bytes(Zeroizing::new([7; 32]))
}

/// Counts up, so that salt and nonce differ and every run is the same.
fn counting() -> impl FnMut(&mut [u8]) {
    let mut next = 0u8;
    move |bytes: &mut [u8]| {
        for byte in bytes {
            *byte = next;
            next = next.wrapping_add(1);
        }
    }
}

fn slot() -> Slot {
    let pass = Passphrase::new("three brown cows");
    Slot::wrap(&key(), &pass, OWNER, Cost::light(), &mut counting())
}

#[track_caller]
fn check(slot: &Slot, pass: &str, owner: &str, opens: bool) {
    let opened = slot
        .open(&Passphrase::new(pass), owner)
        .map(|key| *key.as_bytes());
    assert_eq!(
        opened,
        if opens {
            Ok([7; 32])
        } else {
            Err(WrongPassphrase)
        }
    );
}

#[test]
fn only_the_passphrase_of_the_owner_opens() {
    check(&slot(), "three brown cows", OWNER, true);
    check(&slot(), "three brown cow", OWNER, false);
    check(&slot(), "Three brown cows", OWNER, false);
    check(&slot(), "three brown cows ", OWNER, false);
    check(&slot(), "", OWNER, false);
    check(
        &slot(),
        "three brown cows",
        "018bcfe5-6800-7007-8707-070707070708",
        false,
    );
}

#[test]
fn a_word_typed_on_another_keyboard_opens() {
    let typed = Passphrase::new("e\u{301}te\u{301}, la mer");
    let slot = Slot::wrap(&key(), &typed, OWNER, Cost::light(), &mut counting());
    check(&slot, "été, la mer", OWNER, true);
}

#[test]
fn the_slot_file_never_changes() {
    let text = serde_json::to_string(&slot()).unwrap();
    insta::assert_snapshot!(text, @r#"{"salt":"AAECAwQFBgcICQoLDA0ODw==","memory_kib":8,"passes":1,"lanes":1,"nonce":"EBESExQVFhcYGRobHB0eHyAhIiMkJSYn","wrapped":"NrXj2WbOMe9iFMzMhLE+Fh1LtcbB4R3tWOB2BNBEb5O4ubFGX90WLTPTwMJ6B2KA"}"#);
    check(
        &serde_json::from_str(&text).unwrap(),
        "three brown cows",
        OWNER,
        true,
    );
}

#[test]
fn equal_passphrases_make_unequal_slots() {
    let mut random = counting();
    let pass = Passphrase::new("three brown cows");
    let mut wrap = || Slot::wrap(&key(), &pass, OWNER, Cost::light(), &mut random);
    let (one, two) = (wrap(), wrap());
    assert_ne!(one.salt, two.salt);
    assert_ne!(one.wrapped, two.wrapped);
}

#[test]
fn any_damage_is_a_wrong_passphrase() {
    let changes: [fn(&mut Slot); 6] = [
        |s| s.salt[0] ^= 1,
        |s| s.nonce[0] ^= 1,
        |s| s.wrapped[47] ^= 1,
        |s| s.memory_kib = 16,
        |s| s.passes = 2,
        |s| s.wrapped = [0; 48],
    ];
    for change in changes {
        let mut damaged = slot();
        change(&mut damaged);
        check(&damaged, "three brown cows", OWNER, false);
    }
}

#[test]
fn a_cost_out_of_reason_is_not_tried() {
    let changes: [fn(&mut Slot); 5] = [
        |s| s.memory_kib = u32::MAX,
        |s| s.passes = u32::MAX,
        |s| s.lanes = u32::MAX,
        |s| s.memory_kib = 0,
        |s| s.passes = 0,
    ];
    for change in changes {
        let mut damaged = slot();
        change(&mut damaged);
        check(&damaged, "three brown cows", OWNER, false);
    }
}

#[test]
fn damaged_files_are_refused_on_reading() {
    let text = serde_json::to_string(&slot()).unwrap();
    for (from, to) in [("AAEC", "AAE"), ("\"memory_kib\":8,", ""), ("AAEC", "!!!!")] {
        let damaged = text.replacen(from, to, 1);
        assert_ne!(damaged, text);
        assert!(serde_json::from_str::<Slot>(&damaged).is_err(), "{damaged}");
    }
}

#[test]
fn the_standard_cost_is_what_is_promised() {
    let slot = Slot {
        memory_kib: 65_536,
        passes: 3,
        lanes: 1,
        ..slot()
    };
    assert_eq!(
        Cost::standard(),
        Cost {
            memory_kib: 65_536,
            passes: 3,
            lanes: 1
        }
    );
    assert!(!slot.is_weaker_than(Cost::standard()));
    assert!(self::slot().is_weaker_than(Cost::standard()));
    let pass = Passphrase::new("three brown cows");
    let real = Slot::wrap(&key(), &pass, OWNER, Cost::standard(), &mut counting());
    check(&real, "three brown cows", OWNER, true);
}
