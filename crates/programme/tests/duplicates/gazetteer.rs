//! Against spellings that nobody here made up: villages of one Khmer name in a public list of places, which
//! spells them in Latin letters in several ways.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use programme::duplicates::{Bounds, Person, Profile, Sex, Verdict};

fn places() -> Option<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let shared =
        std::env::var_os("SALA_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    let read = std::fs::read_to_string(shared.join("places/kh.csv"));
    assert!(
        read.is_ok() || std::env::var_os("CI").is_none(),
        "in CI the shared places must be there: set SALA_SHARED"
    );
    if read.is_err() {
        eprintln!("left out: the list of places is not on this machine (SALA_SHARED)");
    }
    read.ok()
}

/// Latin names by Khmer name; names with figures, which stand for number words, are left out.
fn names(list: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in list.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let (khmer, latin) = (
            cells[3].replace(['\u{200b}', ' '], ""),
            cells[4].to_lowercase(),
        );
        let plain = |text: &str| !text.chars().any(char::is_numeric);
        if plain(&khmer) && plain(&latin) && !latin.is_empty() {
            names.entry(khmer).or_default().insert(latin);
        }
    }
    names
}

/// Whether two names are spellings of one: people who agree in everything else are then probably one.
fn agree(one: &str, other: &str) -> bool {
    let of = |name| {
        Profile::of(&Person {
            name_latin: Some(name),
            sex: Some(Sex::Female),
            birth_year: Some(1980),
            home: [Some("01"), Some("0101"), Some("010101"), Some("01010101")],
            phone: Some("012345678"),
            country: "KH",
            ..Person::default()
        })
    };
    of(one)
        .compare(&of(other), Bounds::default())
        .verdict(Bounds::default())
        == Verdict::Probable
}

#[test]
fn spellings_of_one_khmer_name_agree_and_other_names_do_not() {
    let Some(list) = places() else { return };
    let names = names(&list);
    let (mut spelled, mut heard) = (0, 0);
    for ways in names.values() {
        let ways: Vec<&String> = ways.iter().collect();
        for (at, one) in ways.iter().enumerate() {
            for other in &ways[at + 1..] {
                spelled += 1;
                heard += usize::from(agree(one, other));
            }
        }
    }
    let single: Vec<&String> = names.values().filter_map(|ways| ways.first()).collect();
    // Far from each other in the list: neighbours there often share their first word.
    let (mut apart, mut mixed) = (0, 0);
    for (one, other) in single.iter().zip(single.iter().skip(1003)) {
        apart += 1;
        mixed += usize::from(agree(one, other));
    }
    println!("{heard} of {spelled} spellings agree; {mixed} of {apart} other names do");
    assert!(
        spelled > 200,
        "a list with names that are spelled in several ways"
    );
    assert!(f64::from(heard as u32) >= 0.7 * f64::from(spelled as u32));
    assert!(f64::from(mixed as u32) <= 0.005 * f64::from(apart as u32));
}
