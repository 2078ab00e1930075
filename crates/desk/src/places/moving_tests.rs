//! What becomes of a place between two versions of a list.
#![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]

use store::{PlaceLine, Site};

use super::*;
use crate::places::ListVersion;

/// A line: code, name, the versions from and to, and what took its place.
fn line((id, text): (usize, &&str)) -> PlaceLine {
    let cells: Vec<&str> = text.split(", ").collect();
    let cell = |at: usize| cells.get(at).copied().filter(|cell| *cell != "-");
    PlaceLine {
        id: id as i64,
        list: "KH".into(),
        code: cell(0).unwrap().into(),
        parent: "KH".into(),
        level: 4,
        units: "{}".into(),
        folded: fold_name(cell(1).unwrap()),
        since: cell(2).unwrap().parse().unwrap(),
        until: cell(3).map(|it| it.parse().unwrap()),
        replaced_by: cell(4).map(str::to_owned),
        site: Site::default(),
    }
}

const PLACES: [&str; 9] = [
    "KH01, Ou Char, 1",
    // Renamed in the second version.
    "KH02, Damnak Kakoah, 1, 2",
    "KH02, Lbeuk Svay, 2",
    // Replaced, by one that was replaced.
    "KH03, Chamkar, 1, 2, KH04",
    "KH04, Chamkar Chas, 1, 3, KH05",
    "KH05, Chamkar Thmei, 2",
    // Gone; and two that took each other's place.
    "KH06, Trang, 1, 2",
    "KH07, Sung, 1, 2, KH08",
    "KH08, Sung Pir, 1, 2, KH07",
];

#[test]
fn a_place_is_held_against_the_list_as_it_is_now() {
    let index = PlaceIndex::of(PLACES.iter().enumerate().map(line).collect());
    let check = |code: &str, names: &[&str], version: Option<&str>, want: &str| {
        let recorded = Recorded {
            code: code.into(),
            names: names.iter().map(|it| (*it).to_owned()).collect(),
            version: version.and_then(ListVersion::read),
            asked: None,
        };
        let moved = index.moved(&recorded, "KH");
        let told = moved.map_or(String::new(), |it| {
            format!("{} {} > {}", it.code, it.name, it.now.unwrap_or_default())
        });
        assert_eq!(told, want, "{code} {names:?}");
    };
    check("KH01", &["Ou Char"], Some("KH 1"), "");
    check("01", &["អូរចារ", "OU CHAR"], Some("KH 1"), "");
    check(
        "KH02",
        &["Damnak Kakoah"],
        Some("KH 1"),
        "KH02 Damnak Kakoah > KH02",
    );
    check("KH02", &["Lbeuk Svay"], Some("KH 1"), "");
    check("KH02", &[], Some("KH 1"), "");
    check("03", &["Chamkar"], Some("KH 1"), "KH03 Chamkar > KH05");
    check("KH04", &[], Some("KH 2"), "KH04 KH04 > KH05");
    check("KH06", &["Trang"], Some("KH 1"), "KH06 Trang > ");
    check("KH07", &["Sung"], Some("KH 1"), "KH07 Sung > ");
    // A place that was typed, one of another list, and one that nobody knows.
    check("KH06", &["Trang"], None, "");
    check("KH06", &["Trang"], Some("LA 1"), "");
    check("KH99", &["Trang"], Some("KH 1"), "");
}
