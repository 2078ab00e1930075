//! What a chosen place puts into the questions beside it.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use std::sync::Arc;

use store::Texts;

use super::*;
use crate::check_form;

const FORMS: [(&str, &str, &str); 4] = [
    (
        "eore_session",
        "place",
        include_str!("../../../../forms/eore_session.csv"),
    ),
    (
        "accident",
        "place",
        include_str!("../../../../forms/accident.csv"),
    ),
    (
        "person",
        "home",
        include_str!("../../../../forms/person.csv"),
    ),
    (
        "hazard_report",
        "place",
        include_str!("../../../../forms/hazard_report.csv"),
    ),
];

/// The questions that a place fills, and what a village of Samlout puts there.
const WHOLE: [(&str, &str); 14] = [
    ("adm1", "02"),
    ("adm1_code", "KH02"),
    ("adm1_name", "បាត់ដំបង"),
    ("adm1_latin", "Battambang"),
    ("adm2_code", "KH0209"),
    ("district_name", "សំឡូត"),
    ("adm2_latin", "Samlout"),
    ("adm3_code", "KH020904"),
    ("commune_name", "ស៊ុង"),
    ("adm3_latin", "Sung"),
    ("adm4_code", "KH02090401"),
    ("village_name", "ស៊ុង១"),
    ("adm4_latin", "Sung Muoy"),
    ("gazetteer_version", "KH 2"),
];

fn moment() -> Moment {
    Moment {
        now_ms: 1_795_399_200_000,
        offset_minutes: 420,
        seed: 7,
        username: "u".into(),
        device: "d".into(),
    }
}

/// The village, or what is left of the way from the given level upwards.
fn samlout(from: u8) -> Way {
    let place = |code: &str, parent: &str, level: u8, km: &str, latin: &str| Place {
        list: "KH".into(),
        code: code.into(),
        parent: parent.into(),
        level,
        names: Texts::from([("km".into(), km.into()), ("latin".into(), latin.into())]),
        units: Texts::new(),
        since: 1,
        until: None,
        replaced_by: None,
    };
    let steps = vec![
        place("KH02090401", "KH020904", 4, "ស៊ុង១", "Sung Muoy"),
        place("KH020904", "KH0209", 3, "ស៊ុង", "Sung"),
        place("KH0209", "KH02", 2, "សំឡូត", "Samlout"),
        place("KH02", "KH", 1, "បាត់ដំបង", "Battambang"),
    ];
    Way {
        steps: steps
            .into_iter()
            .filter(|step| step.level <= from)
            .collect(),
        version: "KH 2".into(),
    }
}

fn begun(name: &str, source: &str) -> Filling {
    let form: Arc<Form> = check_form(&format!("{name}.csv"), source.as_bytes())
        .form
        .unwrap();
    Filling::start(form, &moment())
}

fn told(filling: &Filling, group: &str) -> Vec<String> {
    let answers = filling.answers();
    let value = |name: &str| answers.get(&format!("{group}/{name}")).unwrap_or_default();
    WHOLE.map(|(name, _)| value(name).to_owned()).to_vec()
}

#[test]
fn any_level_fills_what_it_is_in_and_empties_what_is_below() {
    for (name, group, source) in FORMS {
        let mut filling = begun(name, source);
        let path = format!("{group}/place_pick");
        for level in [4, 2, 3, 1, 4] {
            put(&mut filling, &path, Some(&samlout(level)), &moment()).unwrap();
            let wanted: Vec<String> = WHOLE
                .iter()
                .enumerate()
                .map(|(at, (_, value))| {
                    let of = if at == 13 {
                        1
                    } else {
                        [1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4][at]
                    };
                    if of <= level {
                        (*value).to_owned()
                    } else {
                        String::new()
                    }
                })
                .collect();
            assert_eq!(told(&filling, group), wanted, "{name} {level}");
        }
        put(&mut filling, &path, None, &moment()).unwrap();
        assert!(told(&filling, group).iter().all(String::is_empty), "{name}");
    }
}

/// Whoever corrects the commune of a hamlet that no list has does not write its name again.
#[test]
fn a_name_that_was_typed_below_the_place_stays() {
    for (name, group, source) in FORMS {
        let mut filling = begun(name, source);
        let pick = format!("{group}/place_pick");
        let set = |filling: &mut Filling, name: &str, value: &str| {
            let path = format!("{group}/{name}");
            filling.set(&path, value, &moment()).unwrap();
        };
        let village = |filling: &Filling| {
            let all = told(filling, group);
            [all[11].clone(), all[10].clone()]
        };
        let check = |filling: &mut Filling, level: Option<u8>, expected: [&str; 2]| {
            let way = level.map(samlout);
            put(filling, &pick, way.as_ref(), &moment()).unwrap();
            assert_eq!(village(filling), expected, "{name} {level:?}");
        };
        set(&mut filling, "village_name", "ភូមិថ្មី");
        check(&mut filling, Some(3), ["ភូមិថ្មី", ""]);
        // A code belongs to the place in which it was looked up.
        set(&mut filling, "adm4_code", "KH02090499");
        check(&mut filling, Some(2), ["ភូមិថ្មី", ""]);
        check(&mut filling, None, ["ភូមិថ្មី", ""]);
        check(&mut filling, Some(4), ["ស៊ុង១", "KH02090401"]);
        check(&mut filling, Some(3), ["", ""]);
    }
}

/// What a file brought has codes without a pick: the names of the old place go with them.
#[test]
fn a_name_whose_code_came_without_a_pick_goes_with_the_place() {
    type Held<'a> = &'a [(&'a str, &'a str)];
    const VILLAGE: (&str, &str) = ("village_name", "ភូមិចាស់");
    const LOWEST: Held<'_> = &[
        ("adm3_code", "KH020901"),
        ("adm4_code", "KH02090102"),
        ("commune_name", "តាតោក"),
        VILLAGE,
    ];
    const COMMUNE: Held<'_> = &[
        ("adm2_code", "KH0208"),
        ("adm3_code", "KH020801"),
        ("district_name", "បវេល"),
        ("commune_name", "បវេល"),
        VILLAGE,
    ];
    let check = |held: Held<'_>, level: Option<u8>, expected: [&str; 3]| {
        for (name, group, source) in FORMS {
            let mut filling = begun(name, source);
            for (question, value) in held {
                let path = format!("{group}/{question}");
                filling.set(&path, value, &moment()).unwrap();
            }
            let (pick, way) = (format!("{group}/place_pick"), level.map(samlout));
            put(&mut filling, &pick, way.as_ref(), &moment()).unwrap();
            let all = told(&filling, group);
            let names = [&all[5], &all[8], &all[11]];
            assert_eq!(names, expected, "{name} {held:?} {level:?}");
        }
    };
    check(LOWEST, Some(3), ["សំឡូត", "ស៊ុង", ""]);
    check(LOWEST, Some(1), ["", "", ""]);
    check(LOWEST, None, ["", "", ""]);
    // The hamlet has no code of its own: somebody typed its name.
    check(COMMUNE, Some(3), ["សំឡូត", "ស៊ុង", VILLAGE.1]);
    check(COMMUNE, Some(1), ["", "", VILLAGE.1]);
    check(COMMUNE, None, ["", "", VILLAGE.1]);
    check(COMMUNE, Some(4), ["សំឡូត", "ស៊ុង", "ស៊ុង១"]);
    check(&[VILLAGE], Some(1), ["", "", VILLAGE.1]);
}

#[test]
fn a_listed_village_is_not_called_unlisted() {
    let (name, group, source) = FORMS[3];
    let mut filling = begun(name, source);
    let says = format!("{group}/place_not_listed");
    let path = format!("{group}/place_pick");
    for (level, kept) in [(3, "yes"), (4, "no")] {
        filling.set(&says, "yes", &moment()).unwrap();
        put(&mut filling, &path, Some(&samlout(level)), &moment()).unwrap();
        assert_eq!(filling.answers().get(&says), Some(kept), "level {level}");
    }
}

#[test]
fn each_instance_of_a_repeat_has_its_own_place() {
    let source = include_str!("../../../../forms/eore_media.csv");
    let mut filling = begun("eore_media", source);
    let repeat = "what/coverage_places";
    let added = filling.add_repeat(repeat, &moment()).unwrap();
    let group = format!("{repeat}[{added}]");
    let path = format!("{group}/place_pick");
    put(&mut filling, &path, Some(&samlout(2)), &moment()).unwrap();
    let answers = filling.answers();
    assert_eq!(answers.get(&format!("{group}/adm2_code")), Some("KH0209"));
    let codes = answers.flat().into_iter();
    let codes = codes.filter(|(path, value)| path.ends_with("adm2_code") && !value.is_empty());
    assert_eq!(codes.count(), 1);
}

#[test]
fn a_group_need_not_ask_everything() {
    let sheets = "survey\n,type,name,label,appearance\n,text,where,Where,place\n,text,adm2_code,District,\n\
settings,form_id,version\n,w,1\n";
    let mut filling = begun("w", sheets);
    put(&mut filling, "where", Some(&samlout(4)), &moment()).unwrap();
    let kept = filling.answers();
    assert_eq!(
        (kept.get("where"), kept.get("adm2_code")),
        (Some("KH02090401"), Some("KH0209"))
    );
    assert!(put(&mut filling, "nowhere", None, &moment()).is_err());
}
