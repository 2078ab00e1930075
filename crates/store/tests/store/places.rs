//! Lists of places: versions follow each other, nothing that was listed is lost, all or nothing.

use std::collections::BTreeMap;

use store::{NewPlace, NewPlaceList, Place, PlacesTaken, Site, StoreError, Texts};

use crate::sample::Laptop;

fn texts(pairs: &[(&str, &str)]) -> Texts {
    let pairs = pairs
        .iter()
        .map(|(key, text)| ((*key).into(), (*text).into()));
    pairs.collect()
}

/// A place from one line: code, parent, level, Latin name, and the code that replaced it.
fn place(line: &str) -> NewPlace {
    let words: Vec<&str> = line.split(", ").collect();
    NewPlace {
        code: words[0].into(),
        parent: words[1].into(),
        level: words[2].parse().unwrap(),
        names: texts(&[("latin", words[3]), ("km", "ស៊ុង ២")]),
        units: texts(&[("en", "Unit")]),
        replaced_by: words.get(4).map(|by| (*by).into()),
        site: Site::default(),
    }
}

fn install(laptop: &Laptop, list: &str, lines: &[&str]) -> Result<PlacesTaken, StoreError> {
    let places: Vec<NewPlace> = lines.iter().map(|line| place(line)).collect();
    let new = NewPlaceList {
        list,
        source_name: "kh.csv",
        source_hash: *blake3_of(lines).as_bytes(),
        places: &places,
    };
    laptop
        .store
        .write(|writer| writer.install_places(&new, 1_790_000_000_000))
}

fn blake3_of(lines: &[&str]) -> blake3::Hash {
    blake3::hash(lines.join("\n").as_bytes())
}

/// Every row as `code name since-until replaced_by`, in the order in which they came.
fn rows(laptop: &Laptop) -> Vec<String> {
    let read = |place: &Place| {
        let until = place.until.map_or(String::new(), |until| until.to_string());
        let by = place
            .replaced_by
            .as_deref()
            .map_or(String::new(), |by| format!(" {by}"));
        format!(
            "{} {} {}-{until}{by}",
            place.code, place.names["latin"], place.since
        )
    };
    laptop
        .store
        .read(|reader| {
            let lines = reader.place_lines()?;
            let ids: Vec<i64> = lines.iter().map(|line| line.id).collect();
            let mut rows = Vec::new();
            for id in ids {
                rows.push(read(&reader.place_numbered(id)?.unwrap()));
            }
            Ok(rows)
        })
        .unwrap()
}

fn taken(version: u32, [added, changed, retired, same]: [u32; 4]) -> PlacesTaken {
    PlacesTaken {
        version,
        added,
        changed,
        retired,
        same,
    }
}

const FIRST: [&str; 3] = [
    "KH02, KH, 1, Battambang",
    "KH0209, KH02, 2, Samlout",
    "KH0210, KH02, 2, Ruka",
];

#[test]
fn a_list_is_kept_as_it_came() {
    let laptop = Laptop::new();
    assert_eq!(
        install(&laptop, "KH", &FIRST).unwrap(),
        taken(1, [3, 0, 0, 0])
    );
    let laptop = laptop.reopen();
    assert_eq!(
        rows(&laptop),
        ["KH02 Battambang 1-", "KH0209 Samlout 1-", "KH0210 Ruka 1-"]
    );
    laptop
        .store
        .read(|reader| {
            let lines = reader.place_lines()?;
            assert_eq!(lines[1].folded, "ស៊ុង2\nsamlout", "one line for each name");
            let place = reader.place_numbered(lines[1].id)?.unwrap();
            assert_eq!((place.parent.as_str(), place.level), ("KH02", 2));
            assert_eq!(place.units, texts(&[("en", "Unit")]));
            assert_eq!(reader.place_numbered(99)?, None);
            let version = reader.newest_places("KH")?.unwrap();
            assert_eq!(
                (version.number, version.places, version.source_name.as_str()),
                (1, 3, "kh.csv")
            );
            assert_eq!(reader.newest_places("LA")?, None);
            Ok(())
        })
        .unwrap();
}

#[test]
fn each_version_changes_what_it_says_and_keeps_what_was() {
    let check = |next: &[&str], expected: [u32; 4], kept: &[&str]| {
        let laptop = Laptop::new();
        install(&laptop, "KH", &FIRST).unwrap();
        let version = if next == FIRST { 1 } else { 2 };
        assert_eq!(
            install(&laptop, "KH", next).unwrap(),
            taken(version, expected),
            "{next:?}"
        );
        assert_eq!(rows(&laptop), kept, "{next:?}");
        let again = install(&laptop, "KH", next).unwrap();
        let listed = expected[0] + expected[1] + expected[3];
        assert_eq!(again, taken(version, [0, 0, 0, listed]), "again: {next:?}");
        assert_eq!(rows(&laptop), kept, "again: {next:?}");
    };
    let [province, samlout, ruka] = FIRST;
    let (p, s, r) = ("KH02 Battambang 1-", "KH0209 Samlout 1-", "KH0210 Ruka 1-");
    check(&FIRST, [0, 0, 0, 3], &[p, s, r]);
    // Gone without a word.
    check(
        &[province, samlout],
        [0, 0, 1, 2],
        &[p, s, "KH0210 Ruka 1-2"],
    );
    // Gone, and the list says what took its place.
    check(
        &[province, samlout, "KH0210, KH02, 2, Ruka, KH0209"],
        [0, 0, 1, 2],
        &[p, s, "KH0210 Ruka 1-2 KH0209"],
    );
    // A name, a parent or a level that is another one.
    check(
        &[province, samlout, "KH0210, KH02, 2, Rukha Kiri"],
        [0, 1, 0, 2],
        &[p, s, "KH0210 Ruka 1-2", "KH0210 Rukha Kiri 2-"],
    );
    check(
        &[province, samlout, "KH0210, KH0209, 3, Ruka"],
        [0, 1, 0, 2],
        &[p, s, "KH0210 Ruka 1-2", "KH0210 Ruka 2-"],
    );
    // New, and one that is known only as replaced.
    check(
        &[province, samlout, ruka, "KH0211, KH02, 2, Bavel"],
        [1, 0, 0, 3],
        &[p, s, r, "KH0211 Bavel 2-"],
    );
    check(
        &[province, samlout, ruka, "KH0299, KH02, 2, Old, KH0210"],
        [0, 0, 1, 3],
        &[p, s, r, "KH0299 Old 2-2 KH0210"],
    );
}

#[test]
fn a_code_comes_back_and_a_replaced_one_is_told_once() {
    let laptop = Laptop::new();
    let [province, samlout, ruka] = FIRST;
    install(&laptop, "KH", &FIRST).unwrap();
    install(&laptop, "KH", &[province, ruka]).unwrap();
    let back = install(
        &laptop,
        "KH",
        &[province, samlout, "KH0210, KH02, 2, Ruka, KH0209"],
    )
    .unwrap();
    assert_eq!(back, taken(3, [1, 0, 1, 1]));
    let more = [
        "KH0211, KH02, 2, Bavel",
        province,
        samlout,
        "KH0210, KH02, 2, Ruka, KH0209",
    ];
    assert_eq!(
        install(&laptop, "KH", &more).unwrap(),
        taken(4, [1, 0, 0, 2])
    );
    let kept = [
        "KH02 Battambang 1-",
        "KH0209 Samlout 1-2",
        "KH0210 Ruka 1-3 KH0209",
        "KH0209 Samlout 3-",
        "KH0211 Bavel 4-",
    ];
    assert_eq!(rows(&laptop), kept);
}

#[test]
fn lists_of_countries_do_not_touch_each_other() {
    let laptop = Laptop::new();
    install(&laptop, "KH", &FIRST).unwrap();
    let lao = install(&laptop, "LA", &["LA01, LA, 1, Vientiane"]).unwrap();
    assert_eq!(lao, taken(1, [1, 0, 0, 0]));
    let stamp = || laptop.store.read(|reader| reader.places_stamp()).unwrap();
    let before = stamp();
    install(&laptop, "LA", &["LA01, LA, 1, Vientiane"]).unwrap();
    assert_eq!(stamp(), before, "the same again");
    install(&laptop, "LA", &["LA02, LA, 1, Phongsaly"]).unwrap();
    assert_ne!(stamp(), before);
    assert_eq!(
        rows(&laptop)
            .iter()
            .filter(|row| row.starts_with("KH") && row.ends_with("1-"))
            .count(),
        3
    );
    let versions = laptop.store.read(|reader| reader.place_versions()).unwrap();
    let told: Vec<_> = versions
        .iter()
        .map(|one| (one.list.as_str(), one.number, one.places))
        .collect();
    assert_eq!(told, [("KH", 1, 3), ("LA", 2, 1), ("LA", 1, 1)]);
}

#[test]
fn a_list_that_cannot_be_kept_whole_is_not_kept_at_all() {
    let laptop = Laptop::new();
    install(&laptop, "KH", &FIRST).unwrap();
    let [province, samlout, _] = FIRST;
    // A code twice, a level that there is not: whatever stands before it goes too.
    let check = |wrong: &str| {
        let lines = [province, samlout, "KH0212, KH02, 2, New", wrong];
        let refused = install(&laptop, "KH", &lines);
        assert!(
            matches!(refused, Err(StoreError::Sql { .. })),
            "{wrong}: {refused:?}"
        );
        assert_eq!(
            rows(&laptop),
            ["KH02 Battambang 1-", "KH0209 Samlout 1-", "KH0210 Ruka 1-"]
        );
        assert_eq!(
            laptop
                .store
                .read(|reader| reader.place_versions())
                .unwrap()
                .len(),
            1
        );
    };
    check("KH0212, KH02, 2, Twice");
    check("KH0213, KH02, 10, Deep");
    check("KH0213, KH02, 0, Above");
}

#[test]
fn the_listed_places_are_those_of_the_newest_version() {
    // Whatever versions came, in any order: what is listed is what the last one lists.
    let pool = [
        "KH01, KH, 1, A",
        "KH02, KH, 1, B",
        "KH02, KH, 1, C",
        "KH03, KH, 1, D",
        "KH03, KH, 1, D, KH01",
    ];
    let mut state = 7_u64;
    let laptop = Laptop::new();
    let mut all = BTreeMap::new();
    for _ in 0..60 {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(99);
        let mask = state >> 40;
        let mut seen = BTreeMap::new();
        for (n, line) in pool.iter().enumerate() {
            if mask >> n & 1 == 1 {
                seen.entry(line.split(", ").next().unwrap())
                    .or_insert(*line);
            }
        }
        let lines: Vec<&str> = seen.values().copied().collect();
        install(&laptop, "KH", &lines).unwrap();
        let wanted: Vec<String> = lines
            .iter()
            .filter(|line| line.split(", ").count() == 4)
            .map(|line| line.split(", ").step_by(3).collect::<Vec<_>>().join(" "))
            .collect();
        let rows = rows(&laptop);
        let mut listed: Vec<String> = rows
            .iter()
            .filter(|row| row.ends_with('-'))
            .map(|row| row.split(' ').take(2).collect::<Vec<_>>().join(" "))
            .collect();
        listed.sort();
        assert_eq!(listed, wanted);
        for row in rows {
            let (name, rest) = row.rsplit_once('-').unwrap();
            let ended: &mut bool = all.entry(name.to_owned()).or_default();
            assert!(
                !*ended || !rest.is_empty(),
                "{name} had ended and is listed again"
            );
            *ended = !rest.is_empty();
        }
    }
}

#[test]
fn where_a_place_is_is_kept_and_another_spot_is_a_change() {
    let laptop = Laptop::new();
    let put = |site: Site| {
        let mut village = place("KH0209, KH, 1, Samlout");
        village.site = site;
        let new = NewPlaceList {
            list: "KH",
            source_name: "kh.csv",
            source_hash: *blake3::hash(format!("{site:?}").as_bytes()).as_bytes(),
            places: &[village],
        };
        let taken = laptop.store.write(|writer| writer.install_places(&new, 1));
        let lines = laptop.store.read(|reader| reader.place_lines()).unwrap();
        (taken.unwrap(), lines.last().unwrap().site, lines.len())
    };
    let point = Site {
        point: Some([12.633_333, 102.9]),
        extent: None,
    };
    let both = Site {
        extent: Some([12.4, 12.9, 102.5, 103.1]),
        ..point
    };
    assert_eq!(
        put(Site::default()),
        (taken(1, [1, 0, 0, 0]), Site::default(), 1)
    );
    assert_eq!(put(point), (taken(2, [0, 1, 0, 0]), point, 2));
    assert_eq!(put(both), (taken(3, [0, 1, 0, 0]), both, 3));
    assert_eq!(
        put(both).0,
        taken(3, [0, 0, 0, 1]),
        "the same changes nothing"
    );
}
