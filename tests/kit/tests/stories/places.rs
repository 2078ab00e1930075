//! Lists of places on a laptop: a fresh one knows the provinces, a whole country comes in one file, and a
//! village is found as people say and write it.

use std::path::{Path, PathBuf};

use desk::view::{Code, PlaceState, PlaceView};
use kit::Laptop;

/// The shared list of Cambodia's places; none when it is not on this machine, which in CI is a failure.
fn cambodia() -> Option<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let shared =
        std::env::var_os("SALA_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    let file = shared.join("places/kh.csv");
    if file.exists() {
        return Some(std::fs::read(file).unwrap());
    }
    assert!(
        std::env::var_os("CI").is_none(),
        "in CI the shared places must be there: set SALA_SHARED"
    );
    kit::say_left_out("the list of places is not on this machine (SALA_SHARED)");
    None
}

fn find(laptop: &Laptop, words: &str) -> Vec<PlaceView> {
    laptop.desk.places_find(words, None, None).unwrap().places
}

/// A place as `code latin < parents`.
fn told(view: &PlaceView) -> String {
    let latin = |names: &std::collections::BTreeMap<String, String>| {
        names.get("latin").cloned().unwrap_or_default()
    };
    let parents: Vec<String> = view.parents.iter().map(|step| latin(&step.names)).collect();
    let place = &view.place;
    format!(
        "{} {} < {}",
        place.code,
        latin(&place.names),
        parents.join(" < ")
    )
}

const SMALL: &str = "pcode,parent,level,name_km,name_latin,unit_en
KH02,KH,1,បាត់ដំបង,Battambang,Province
KH0209,KH02,2,សំឡូត,Samlout,District
KH0210,KH02,2,គាស់ក្រឡ,Koas Krala,District
";

#[test]
fn a_fresh_laptop_knows_the_provinces_and_districts() {
    let mut laptop = Laptop::alone("Dara", "supervisor");
    let found = laptop.desk.places_find("", Some(1), None).unwrap();
    assert_eq!((found.total, found.places.len()), (25, 25));
    let districts = laptop.desk.places_find("", Some(2), Some("KH02"));
    assert_eq!(districts.unwrap().total, 14);
    assert_eq!(
        told(&find(&laptop, "samlout")[0]),
        "KH0209 Samlout < Battambang"
    );
    assert_eq!(told(&find(&laptop, "battambang")[0]), "KH02 Battambang < ");
    // Once, and not again each morning.
    laptop.restart();
    laptop.desk.unlock("Dara", kit::PASSPHRASE).unwrap();
    assert_eq!(find(&laptop, "KH0209").len(), 1);
    laptop.desk.lock().unwrap();
    let locked = laptop.desk.places_find("KH02", None, None).unwrap_err();
    assert_eq!(locked.code(), Code::Locked);
}

#[test]
fn a_fresh_laptop_lacks_no_province_and_no_district() {
    let Some(list) = cambodia() else { return };
    let laptop = Laptop::alone("Dara", "supervisor");
    let mut known = 0;
    for line in String::from_utf8(list).unwrap().lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let ([code, parent], "1" | "2") = ([cells[0], cells[1]], cells[2]) else {
            continue;
        };
        let found = find(&laptop, code).remove(0);
        let above = found.parents.first().map_or("KH", |it| it.code.as_str());
        assert_eq!((&*found.place.code, above), (code, parent));
        known += 1;
    }
    assert_eq!(known, 25 + 210);
}

#[test]
fn a_list_of_the_programme_stays_over_the_built_in_one() {
    let mut laptop = Laptop::alone("Dara", "supervisor");
    let imported = laptop
        .desk
        .places_import("kh.csv", SMALL.as_bytes())
        .unwrap();
    assert_eq!(
        (imported.list.as_str(), imported.version, imported.places),
        ("KH", 2, 3)
    );
    assert_eq!(
        (imported.added, imported.changed, imported.retired),
        (0, 3, 232)
    );
    laptop.restart();
    laptop.desk.unlock("Dara", kit::PASSPHRASE).unwrap();
    let listed = laptop.desk.places_find("", None, None).unwrap();
    assert_eq!(listed.total, 3);
    let siem_reap = find(&laptop, "siem reap");
    assert_eq!(
        siem_reap[0].state,
        PlaceState::Retired,
        "and can still be read"
    );
}

#[test]
fn a_newer_list_retires_and_renames_and_says_so() {
    let laptop = Laptop::alone("Dara", "supervisor");
    laptop
        .desk
        .places_import("kh.csv", SMALL.as_bytes())
        .unwrap();
    let again = laptop
        .desk
        .places_import("kh.csv", SMALL.as_bytes())
        .unwrap();
    assert_eq!(
        (again.version, again.added, again.changed, again.retired),
        (2, 0, 0, 0)
    );
    let newer = "pcode,parent,level,name_km,name_latin,unit_en,replaced_by
KH02,KH,1,បាត់ដំបង,Battambang,Province,
KH0209,KH02,2,សំឡូត,Samlaut,District,
KH0210,KH02,2,គាស់ក្រឡ,Koas Krala,District,KH0211
KH0211,KH02,2,គាស់ក្រឡា,Koas Kralor,District,
";
    let imported = laptop
        .desk
        .places_import("kh-2027.csv", newer.as_bytes())
        .unwrap();
    assert_eq!((imported.version, imported.places), (3, 3));
    assert_eq!(
        (imported.added, imported.changed, imported.retired),
        (1, 1, 1)
    );
    let check = |words: &str, place: &str, state: PlaceState, by: Option<&str>| {
        let found = find(&laptop, words);
        assert_eq!(told(&found[0]), place, "{words}");
        assert_eq!(
            (found[0].state, found[0].replaced_by.as_deref()),
            (state, by),
            "{words}"
        );
    };
    check(
        "samlaut",
        "KH0209 Samlaut < Battambang",
        PlaceState::Listed,
        None,
    );
    check(
        "samlout",
        "KH0209 Samlout < Battambang",
        PlaceState::Former,
        None,
    );
    check(
        "KH0210",
        "KH0210 Koas Krala < Battambang",
        PlaceState::Retired,
        Some("KH0211"),
    );
    check(
        "koas kralor",
        "KH0211 Koas Kralor < Battambang",
        PlaceState::Listed,
        None,
    );
    let one = find(&laptop, "KH0209");
    assert_eq!(one.len(), 1, "as it is now hides as it was: {one:?}");
}

#[test]
fn a_list_with_a_fault_changes_nothing_and_says_where() {
    let laptop = Laptop::alone("Dara", "supervisor");
    laptop
        .desk
        .places_import("kh.csv", SMALL.as_bytes())
        .unwrap();
    let lines = SMALL.lines().count();
    // A fault in any line.
    for line in 2..=lines {
        let broken: Vec<String> = SMALL
            .lines()
            .zip(1..)
            .map(|(text, n)| {
                if n == line {
                    text.replacen("KH", "K H", 1)
                } else {
                    text.into()
                }
            })
            .collect();
        let broken = format!("{}\nKH0299,KH02,2,,New,District\n", broken.join("\n"));
        let refused = laptop.desk.places_import("kh.csv", broken.as_bytes());
        let refused = refused.unwrap_err();
        assert_eq!(refused.code(), Code::BadInput);
        let said = refused.to_string();
        let place = format!("line {line}, column “pcode”");
        assert!(said.contains(&place), "{said}");
        assert!(find(&laptop, "KH0299").is_empty());
        assert_eq!(laptop.desk.places_find("", None, None).unwrap().total, 3);
    }
    let refused = laptop.desk.places_find("", None, Some("KH77")).unwrap_err();
    assert_eq!(refused.code(), Code::NotFound);
}

#[test]
fn all_of_cambodia_is_found_as_people_write_it() {
    let Some(list) = cambodia() else { return };
    let laptop = Laptop::alone("Dara", "supervisor");
    let imported = laptop.desk.places_import("kh.csv", &list).unwrap();
    assert_eq!(
        (imported.version, imported.places, imported.retired),
        (2, 16_465, 0)
    );
    assert!(
        imported.changed < 40,
        "the built-in list is spelled as the country's own, but for some districts: {}",
        imported.changed
    );
    let again = laptop.desk.places_import("kh.csv", &list).unwrap();
    assert_eq!((again.version, again.places, again.added), (2, 16_465, 0));
    let village = "KH02090405 Chamkar Chek < Sung < Samlout < Battambang";
    let check = |words: &str, first: &str| {
        let found = find(&laptop, words);
        assert_eq!(found.first().map(told).as_deref(), Some(first), "{words}");
    };
    for words in [
        // As a newspaper has it.
        "ភូមិចំការចេក ឃុំស៊ុង ស្រុកសំឡូត",
        "ចំការចេក សំឡូត",
        "ចំការ\u{200b}ចេក\u{200c} សំឡូត",
        "chamkar chek samlout",
        "Chamkarchek, Samlout",
        "CHAMKAR-CHEK sung",
        "chammkar chekk samlout",
        "KH02090405",
        "kh02090405",
        "02090405",
        "2090405",
        "KH2090405",
        "០២០៩០៤០៥",
        "២០៩០៤០៥",
        "KH 02 09 04 05",
    ] {
        check(words, village);
    }
    check("ស៊ុង២", "KH02090402 Sung Pir < Sung < Samlout < Battambang");
    check("ស៊ុង 2", "KH02090402 Sung Pir < Sung < Samlout < Battambang");
    check(
        "ដងរ៉ែក snuol",
        "KH10050109 Dorngreak < Khsuem < Snuol < Kratié",
    );
    check("Kratie", "KH10 Kratié < ");
    check("rattanakiri", "KH16 Ratanakiri < ");
    check("siemreap", "KH17 Siem Reap < ");
    let thmei = laptop.desk.places_find("thmei", Some(4), None).unwrap();
    assert!(thmei.total >= 151, "{}", thmei.total);
    assert!(thmei.places.iter().all(|view| view.parents.len() == 3));
    let communes = laptop.desk.places_find("", Some(3), Some("0209")).unwrap();
    assert!(
        communes
            .places
            .iter()
            .all(|view| view.place.code.starts_with("KH0209"))
    );
}

#[test]
fn every_place_of_cambodia_is_found_by_its_names_with_its_parents() {
    let Some(list) = cambodia() else { return };
    let laptop = Laptop::alone("Dara", "supervisor");
    laptop.desk.places_import("kh.csv", &list).unwrap();
    let table = String::from_utf8(list).unwrap();
    for row in table.lines().skip(1).step_by(97) {
        let cells: Vec<&str> = row.split(',').collect();
        let (code, level, km, latin) = (cells[0], cells[2], cells[3], cells[4]);
        for name in [km, latin] {
            // Commas and quotes stand in no name that is looked at here.
            let within = (level != "1").then_some(cells[1]);
            let found = laptop.desk.places_find(name, None, within).unwrap();
            let codes: Vec<&str> = found
                .places
                .iter()
                .map(|view| view.place.code.as_str())
                .collect();
            assert!(codes.contains(&code), "{code} {name}: {codes:?}");
        }
    }
}

/// What a name is compared by: letters alone, with the two that are drawn alike below another letter as one.
fn bare(name: &str) -> String {
    let letters = name
        .chars()
        .filter(|sign| !sign.is_whitespace() && !sign.is_ascii_punctuation());
    letters
        .flat_map(char::to_lowercase)
        .map(|sign| if sign == '\u{178a}' { '\u{178f}' } else { sign })
        .collect()
}

/// The built-in districts are written from general knowledge; each of them must be a district of the country's own list
/// under the same code, and be called the same in one of the two scripts at least.
#[test]
fn the_built_in_districts_are_districts_of_the_country() {
    let Some(shared) = cambodia() else { return };
    let shared = String::from_utf8(shared).unwrap();
    let listed: Vec<Vec<&str>> = shared
        .lines()
        .map(|line| line.split(',').collect::<Vec<_>>())
        .filter(|cells| cells[2] == "2")
        .collect();
    let laptop = Laptop::alone("Dara", "supervisor");
    let mut count = 0;
    for province in laptop.desk.places_find("", Some(1), None).unwrap().places {
        let code = &province.place.code;
        let districts = laptop.desk.places_find("", Some(2), Some(code)).unwrap();
        for district in districts.places {
            let place = &district.place;
            let same = listed.iter().find(|cells| cells[0] == place.code);
            let cells = same.unwrap_or_else(|| panic!("{} is no district", place.code));
            assert_eq!(cells[1], code, "{}", place.code);
            let khmer = bare(cells[3]) == bare(&place.names["km"]);
            let latin = bare(cells[4]) == bare(&place.names["latin"]);
            assert!(
                khmer || latin,
                "{}: {:?} is not {cells:?}",
                place.code,
                place.names
            );
            count += 1;
        }
    }
    assert!(
        count >= 205 && count <= listed.len(),
        "{count} of {}",
        listed.len()
    );
}
