#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use std::collections::BTreeSet;

use data_encoding::HEXLOWER;

use super::*;

const PERSON: &str = "KH-P-7F3K-9QX2";

fn database(byte: u8) -> DatabaseKey {
    DatabaseKey::from_bytes(Zeroizing::new([byte; 32]))
}

fn device(byte: u8) -> DeviceKey {
    DeviceKey::from_bytes(&Zeroizing::new([byte; 32]))
}

/// The secret of the centre `9`, as the laptop with this key has it.
fn heard_by(laptop: u8) -> NamesSecret {
    let (centre, laptop) = (device(9), device(laptop));
    let secret = NamesSecret::of_centre(&centre, 1);
    let sealed = secret.seal(&centre, &laptop.device_public()).unwrap();
    NamesSecret::open(&sealed, &laptop, &centre.device_public()).unwrap()
}

#[test]
fn a_person_has_one_name_for_a_recipient_on_every_laptop_of_the_programme() {
    let name = |laptop, recipient, code| {
        PseudonymKey::of_programme(&heard_by(laptop), recipient).pseudonym(code)
    };
    let one = name(1, "UNDP", PERSON);
    assert_eq!(one, name(2, "UNDP", PERSON), "another laptop");
    assert_eq!(one, name(1, " undp ", PERSON), "the same recipient");
    let other_programme = NamesSecret::of_centre(&device(8), 1);
    let others = [
        name(1, "ICRC", PERSON),
        name(1, "UNDP", "KH-P-7F3K-9QX3"),
        PseudonymKey::of_programme(&other_programme, "UNDP").pseudonym(PERSON),
    ];
    let all: BTreeSet<&String> = others.iter().chain([&one]).collect();
    assert_eq!(all.len(), 4);
    assert!(
        all.iter()
            .all(|name| name.len() == 19 && name.starts_with("P1-"))
    );
}

#[test]
fn names_of_another_number_are_others_and_say_so() {
    let (centre, laptop) = (device(9), device(1));
    let of = |version| NamesSecret::of_centre(&centre, version);
    let name = |secret: &NamesSecret| PseudonymKey::of_programme(secret, "UNDP").pseudonym(PERSON);
    let (first, second) = (name(&of(1)), name(&of(2)));
    assert!(second.starts_with("P2-"), "{second}");
    let rest = |name: &str| name.split_once('-').map(|(_, rest)| rest.to_owned());
    assert!(rest(&first).is_some());
    assert_ne!(rest(&first), rest(&second), "not only what they begin with");
    let sealed = of(2).seal(&centre, &laptop.device_public()).unwrap();
    let heard = NamesSecret::open(&sealed, &laptop, &centre.device_public()).unwrap();
    assert_eq!((heard.version(), name(&heard)), (2, second));
}

#[test]
fn a_laptop_that_has_not_heard_the_secret_has_names_of_its_own_that_say_so() {
    let name =
        |byte, recipient| PseudonymKey::of_laptop(&database(byte), recipient).pseudonym(PERSON);
    let one = name(1, "UNDP");
    assert_eq!(one, name(1, " undp "), "always the same");
    assert!(one != name(2, "UNDP") && one != name(1, "ICRC"));
    assert!(one.len() == 18 && one.starts_with("P-"), "{one}");
}

#[test]
fn names_and_what_is_sealed_never_change() {
    let key = PseudonymKey::of_programme(&NamesSecret::of_centre(&device(9), 1), "UNDP");
    insta::assert_snapshot!(key.pseudonym(PERSON), @"P1-UFNF6IIMB45SHTOX");
    let own = PseudonymKey::of_laptop(&database(1), "UNDP");
    insta::assert_snapshot!(own.pseudonym(PERSON), @"P-IU5JEQP62N5BIXHZ");
    let centre = device(9);
    let sealed = NamesSecret::of_centre(&centre, 1).seal(&centre, &device(7).device_public());
    insta::assert_snapshot!(HEXLOWER.encode(&sealed.unwrap().sealed), @"b6fe86dd097b1c77f55ba88e22c5526da0209198a51a3c2a0bd20b27412d32a9f349cf930ce72a8e81a058a4bbb081b4");
}

#[test]
fn what_is_sealed_for_a_laptop_opens_there_only_and_unchanged() {
    let (centre, laptop) = (device(9), device(1));
    let public = centre.device_public();
    let secret = NamesSecret::of_centre(&centre, 1);
    let sealed = secret.seal(&centre, &laptop.device_public()).unwrap();
    assert_eq!(sealed.device, laptop.device_id());
    assert_eq!(
        secret.seal(&centre, &laptop.device_public()),
        Some(sealed.clone()),
        "the same each time, so that every process of a centre signs the same roster"
    );
    let opens = |sealed: &SealedNames, by: &DeviceKey, centre: &[u8; 32]| {
        NamesSecret::open(sealed, by, centre).is_some()
    };
    assert!(opens(&sealed, &laptop, &public));
    assert!(!opens(&sealed, &device(2), &public), "another laptop");
    assert!(
        !opens(&sealed, &laptop, &device(8).device_public()),
        "another centre"
    );
    assert!(!opens(&sealed, &laptop, &[0xff; 32]), "no key at all");
    for place in 0..sealed.sealed.len() {
        let mut damaged = sealed.clone();
        damaged.sealed[place] ^= 1;
        assert!(!opens(&damaged, &laptop, &public), "byte {place} changed");
    }
    let mut later = sealed.clone();
    later.version = 2;
    assert!(!opens(&later, &laptop, &public), "another version");
    for length in [0, 16, 47, 49] {
        let mut cut = sealed.clone();
        cut.sealed.resize(length, 0);
        assert!(!opens(&cut, &laptop, &public), "{length} bytes");
    }
}

#[test]
fn nothing_is_sealed_for_the_key_of_everybody() {
    let centre = device(9);
    let mut neutral = [0; 32];
    neutral[0] = 1;
    let secret = NamesSecret::of_centre(&centre, 1);
    assert_eq!(secret.seal(&centre, &neutral), None);
    let mut no_point = [0; 32];
    no_point[0] = 2;
    assert_eq!(secret.seal(&centre, &no_point), None);
}

#[test]
fn secrets_are_never_shown() {
    let secret = heard_by(1);
    assert_eq!(format!("{secret:?}"), "NamesSecret(1, hidden)");
    let key = PseudonymKey::of_programme(&secret, "UNDP");
    assert_eq!(format!("{key:?}"), "PseudonymKey(hidden)");
}

#[test]
fn the_names_of_many_persons_do_not_meet() {
    let key = PseudonymKey::of_programme(&heard_by(1), "UNDP");
    let names: BTreeSet<String> = (0..20_000).map(|n| key.pseudonym(&n.to_string())).collect();
    assert_eq!(names.len(), 20_000);
}
