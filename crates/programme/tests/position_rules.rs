//! What is odd about a position is said, once what it is compared with is known.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use std::collections::BTreeSet;

use programme::position::rules::{
    Facts, POSITIONS, broken, listed_after_all, listed_like, misplaced,
};
use programme::position::{Area, Choice, Country, Point, read};
use programme::quality::Thresholds;
use programme::rules::{Language, Severity};

const BATTAMBANG: Area = Area {
    south: 12.4,
    north: 13.5,
    west: 102.2,
    east: 103.6,
};

fn facts() -> Facts<'static> {
    Facts {
        country: Country::of("KH"),
        ..Facts::default()
    }
}

/// The first reading of the text breaks these rules, each with its gravity and figure.
#[track_caller]
fn check(text: &str, facts: &Facts<'_>, expected: &[&str]) {
    let choice = Choice {
        country: facts.country.and_then(|it| Country::of(it.code)),
        ..Choice::default()
    };
    let reading = read(text, &choice).unwrap().remove(0);
    let all: Vec<String> = broken(&reading, facts)
        .iter()
        .map(|it| format!("{} {:?} {}", it.rule.id, it.rule.severity, it.figure))
        .map(|it| it.trim_end().to_owned())
        .collect();
    assert_eq!(all, expected, "{text}");
}

#[test]
fn an_ordinary_position_breaks_no_rule() {
    check("13.09572, 103.20219", &facts(), &[]);
    check("48P 304855 1448889", &facts(), &[]);
    check("48PUV0485448889", &facts(), &[]);
    check("13°06'00\"N 103°12'00\"E", &facts(), &[]);
}

#[test]
fn outside_the_country_by_its_distance() {
    check("14.7000, 103.2000", &facts(), &[]);
    check("14.7010, 103.2000", &facts(), &["R-C1 Error 112 m"]);
    check("18.0000, 103.2000", &facts(), &["R-C1 Error 366.9 km"]);
    check("18.0000, 103.2000", &Facts::default(), &[]);
}

#[test]
fn outside_the_province_first_doubted_then_stopped() {
    let facts = Facts {
        province: Some(BATTAMBANG),
        ..facts()
    };
    check("13.5000, 103.2000", &facts, &[]);
    check("13.5170, 103.2000", &facts, &[]);
    check("13.5190, 103.2000", &facts, &["R-C2 Warning 2.1 km"]);
    check("13.5440, 103.2000", &facts, &["R-C2 Warning 4.9 km"]);
    check("13.5460, 103.2000", &facts, &["R-C2 Error 5.1 km"]);
}

#[test]
fn outside_the_commune_is_doubted() {
    let facts = Facts {
        commune: Some(BATTAMBANG),
        ..facts()
    };
    check("13.5080, 103.2000", &facts, &[]);
    check("13.5100, 103.2000", &facts, &["R-C2b Warning 1.1 km"]);
}

#[test]
fn far_from_the_village_in_three_steps() {
    let facts = Facts {
        village: Some(Point {
            lat: 13.0,
            lon: 103.0,
        }),
        ..facts()
    };
    check("13.0440, 103.0000", &facts, &[]);
    check("13.0460, 103.0000", &facts, &["R-C3 Warning 5.1 km"]);
    check("13.1360, 103.0000", &facts, &["R-C3 Warning 15.1 km"]);
    check("13.2690, 103.0000", &facts, &["R-C3 Warning 29.9 km"]);
    check("13.2710, 103.0000", &facts, &["R-C3 Error 30.1 km"]);
    let words = |text: &str| {
        let reading = read(text, &Choice::default()).unwrap().remove(0);
        broken(&reading, &facts)[0].words(Language::English)
    };
    assert!(!words("13.0460, 103.0000").contains("very far"));
    assert!(
        words("13.1360, 103.0000").contains("15.1 km from the village that was chosen: very far")
    );
}

#[test]
fn the_nearest_village_of_another_commune_is_only_said() {
    let facts = Facts {
        other_commune: Some("Phlov Meas"),
        ..facts()
    };
    check("13.0957, 103.2022", &facts, &["R-C4 Info Phlov Meas"]);
}

#[test]
fn what_was_perhaps_written_wrongly() {
    let rows = [
        ("103.2022, 13.0957", "R-C5 Warning"),
        ("48P 1448889 304855", "R-C5 Warning"),
        ("13.096, 103.202", "R-C5 Warning 112 m"),
        ("13.1, 103.2", "R-C5 Warning 11.1 km"),
        ("13°06'N 103°12'E", "R-C5 Warning 1.9 km"),
        ("48PUV048488", "R-C5 Warning 100 m"),
        ("304855 1448889", "R-C5 Warning 48N"),
        ("48 304855 1448889", "R-C5 Warning 48N"),
    ];
    for (text, expected) in rows {
        check(text, &facts(), &[expected]);
    }
    check("0.00000 0.00000", &Facts::default(), &["R-C5 Warning"]);
    check("0.00000 0.00010", &Facts::default(), &[]);
}

#[test]
fn swapped_parts_are_recognised_by_where_they_would_lie() {
    let choice = Choice::default();
    let square = Country {
        code: "ZZ",
        area: Area {
            south: 10.0,
            north: 15.0,
            west: 40.0,
            east: 45.0,
        },
        zones: &[38],
    };
    let facts = Facts {
        country: Some(&square),
        ..Facts::default()
    };
    let reading = read("42.00000, 12.00000", &choice).unwrap().remove(0);
    let fired = broken(&reading, &facts);
    assert_eq!(fired.len(), 2);
    assert_eq!(fired[1].figure, "12.000000, 42.000000");
    // Letters leave no doubt about which is which.
    let reading = read("42.00000 N, 12.00000 E", &choice).unwrap().remove(0);
    assert_eq!(broken(&reading, &facts).len(), 1);
    // Metres can be swapped as well: 2.8 degrees north here, 4.1 the other way round.
    let square = Country {
        code: "ZZ",
        area: Area {
            south: 4.0,
            north: 5.0,
            west: 103.0,
            east: 104.0,
        },
        zones: &[48],
    };
    let facts = Facts {
        country: Some(&square),
        ..Facts::default()
    };
    let reading = read("48N 448889 304855", &choice).unwrap().remove(0);
    let fired = broken(&reading, &facts);
    assert_eq!(fired[1].figure, "4.059254, 103.242175");
}

#[test]
fn the_office_is_no_place_of_a_session() {
    let office = Facts {
        office: Some(Point {
            lat: 13.0957,
            lon: 103.2022,
        }),
        ..facts()
    };
    check("13.09570, 103.20220", &office, &["R-C5 Warning"]);
    check("13.09580, 103.20230", &office, &[]);
}

#[test]
fn every_rule_speaks_both_languages_and_names_its_figure() {
    let ids: BTreeSet<&str> = POSITIONS.iter().map(|rule| rule.id).collect();
    assert_eq!(
        ids.into_iter().collect::<Vec<_>>(),
        ["R-C1", "R-C2", "R-C2b", "R-C3", "R-C4", "R-C5", "R-H1"]
    );
    for rule in POSITIONS {
        assert_eq!(
            rule.en.contains("{figure}"),
            rule.km.contains("{figure}"),
            "{}",
            rule.en
        );
        assert!(
            rule.km
                .chars()
                .any(|it| ('\u{1780}'..='\u{17ff}').contains(&it))
        );
        assert!(!rule.en.contains('\u{2014}'));
    }
    assert!(POSITIONS.iter().any(|rule| rule.severity == Severity::Info));
}

#[test]
fn a_stored_position_is_held_against_its_place_alone() {
    let facts = Facts {
        province: Some(BATTAMBANG),
        village: Some(Point {
            lat: 13.0,
            lon: 103.0,
        }),
        office: Some(Point { lat: 0.0, lon: 0.0 }),
        ..facts()
    };
    let rows: [(&str, &[&str]); 4] = [
        ("13.000000 103.000000 0 1", &[]),
        ("13.060000 103.000000", &["R-C3"]),
        ("0 0 0 0", &["R-C2", "R-C3", "R-C5"]),
        ("12.300000 102.900000 23.4 5", &["R-C2", "R-C3"]),
    ];
    for (stored, expected) in rows {
        let point = Point::of_stored(stored).unwrap();
        let ids: Vec<&str> = misplaced(point, &facts)
            .iter()
            .map(|it| it.rule.id)
            .collect();
        assert_eq!(ids, expected, "{stored}");
    }
    for text in [
        "",
        "13.1",
        "near the pagoda",
        "103.2 13.1",
        "13.1 203.2",
        "13.1, 103.2",
    ] {
        assert_eq!(Point::of_stored(text), None, "{text}");
    }
}

#[test]
fn a_place_that_is_said_not_to_be_listed_may_be_listed_after_all() {
    let listed = ["ចំការចេក", "chamkar chek", "អូរចារ", "ou char"];
    let check = |typed: &str, want: Option<&str>| {
        assert_eq!(
            listed_like(typed, listed.into_iter(), &Thresholds::default()),
            want,
            "{typed}"
        );
    };
    check("Chamkar Chek", Some("chamkar chek"));
    check("Chamka Chek", Some("chamkar chek"));
    check("ចំការ\u{200b}ចេក", Some("ចំការចេក"));
    check("Chamkar Svay", None);
    check("Prey Veng Lane", None);
    check("", None);
    let told = listed_after_all("អូរចារ (Ou Char)").unwrap();
    assert_eq!(
        (told.rule.id, told.rule.severity),
        ("R-H1", Severity::Warning)
    );
    assert!(told.words(Language::English).contains("អូរចារ (Ou Char)"));
}
