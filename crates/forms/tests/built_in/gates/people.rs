//! Accidents and the people in them.

use std::sync::Arc;

use super::{Answers, check};
use crate::{filled, form};

const ACCIDENT: Answers<'static> = &[
    ("when/date_known", "yes"),
    ("when/accident_date", "2026-11-20"),
    ("place/adm1", "02"),
    ("place/commune_name", "Sung"),
    ("place/location_accuracy", "within_500m"),
    ("place/geo_safe", "no"),
    ("what/accident_class", "mine"),
    ("what/demining_accident", "no"),
    ("what/hazard_l1", "av_mine"),
    ("what/device_certainty", "suspected"),
    ("what/cause", "vehicle_triggered"),
    ("what/land_use", "path"),
    ("what/marked_before", "no"),
    ("what/marked_after", "no"),
    ("toll/killed_n", "0"),
    ("toll/injured_n", "1"),
    ("toll/total_n", "1"),
    ("source/source_type", "police"),
];

/// An adult who agreed, hurt in an accident that is known.
const PERSON: Answers<'static> = &[
    ("consent/basis", "given"),
    ("consent/given_by", "self"),
    ("consent/method", "thumbprint"),
    ("consent/consent_date", "2026-11-20"),
    ("consent/witness", "BTB-014"),
    ("who/victim_type", "direct_injured"),
    ("who/accident_known", "known"),
    ("who/accident_id", "019b8b79-9752-7e03-8dc2-85b8c6824910"),
    ("who/name_latin", "Example Person"),
    ("who/sex", "female"),
    ("who/birth_precision", "year"),
    ("who/birth_year", "1992"),
    ("home/adm1", "02"),
    ("home/commune_name", "Sung"),
    ("accident/person_status_at_accident", "civilian"),
    ("accident/activity_at_accident", "ploughing_machine"),
    ("accident/tampered", "no"),
    ("accident/eore_before", "yes"),
    ("accident/outcome", "injured_amputation"),
    ("health/permanent_impairment", "yes"),
    ("health/permanent_losses_left", "leg_below_knee"),
    ("status/vital_status", "alive"),
    ("status/displacement_status", "resident"),
];

#[test]
fn an_accident_agrees_with_itself() {
    check(
        "accident",
        ACCIDENT,
        &[
            (&[], &[]),
            (&[("toll/total_n", "2")], &["toll/total_n"]),
            (&[("toll/unknown_n", "1"), ("toll/total_n", "2")], &[]),
            (
                &[("what/marked_before", "yes")],
                &["what/marked_before_type"],
            ),
            (
                &[("place/place_not_listed", "yes")],
                &["place/place_name_free"],
            ),
            (
                &[
                    ("place/place_not_listed", "yes"),
                    ("place/place_name_free", "New camp"),
                ],
                &[],
            ),
            (
                &[
                    ("place/place_not_listed", "yes"),
                    ("place/place_name_free", "New camp"),
                    ("place/adm1", ""),
                    ("place/commune_name", ""),
                ],
                &["place/adm1", "place/commune_name"],
            ),
            // Of an old paper or a register abroad nobody may know more.
            (
                &[
                    ("place/place_not_listed", "yes"),
                    ("place/place_name_free", "New camp"),
                    ("place/adm1", ""),
                    ("place/commune_name", ""),
                    ("source/source_channel", "paper_backlog"),
                ],
                &[],
            ),
            (&[("what/hazard_l1", "unknown")], &[]),
            (&[("when/date_known", "no")], &[]),
            (
                &[("when/accident_date", "2026-12-01")],
                &["when/accident_date", "source/report_date"],
            ),
            (
                &[
                    ("place/geo_safe", "yes"),
                    ("place/position", "13.1 103.2 0 5"),
                ],
                &["place/coord_source"],
            ),
            // What is told by telephone is entered here too; a spreadsheet of years ago did not ask.
            (
                &[
                    ("place/geo_safe", ""),
                    ("source/source_channel", "phone_report"),
                ],
                &["place/geo_safe"],
            ),
            (
                &[
                    ("place/geo_safe", ""),
                    ("source/source_channel", "excel_import"),
                ],
                &[],
            ),
        ],
    );
}

#[test]
fn no_living_person_is_recorded_without_a_basis() {
    check(
        "person",
        PERSON,
        &[
            (&[], &[]),
            (&[("consent/basis", "")], &["consent/basis"]),
            (&[("consent/witness", "")], &["consent/witness"]),
            (
                &[("consent/method", "written"), ("consent/witness", "")],
                &[],
            ),
            (&[("consent/basis", "vital_interest_emergency")], &[]),
            (&[("who/birth_year", "2010")], &["consent/given_by"]),
            (
                &[("who/birth_year", "2010"), ("consent/given_by", "guardian")],
                &["consent/child_assent"],
            ),
            (
                &[
                    ("who/birth_year", "2010"),
                    ("consent/given_by", "guardian"),
                    ("consent/child_assent", "no"),
                ],
                &["consent/child_assent"],
            ),
            (
                &[
                    ("who/birth_year", "2010"),
                    ("consent/given_by", "guardian"),
                    ("consent/child_assent", "yes"),
                ],
                &[],
            ),
            (
                &[("who/birth_year", "2018"), ("consent/given_by", "guardian")],
                &[],
            ),
        ],
    );
}

/// A child by whatever is known of the age; who was a child long ago decides alone.
#[test]
fn a_child_of_an_estimated_age_is_a_child() {
    let estimated = |more: &[(&'static str, &'static str)]| {
        let age = [("who/birth_precision", "estimated_age")];
        [PERSON, &age, more].concat()
    };
    let check = |good: &[(&str, &str)], more: Answers<'_>, expected: &[&str]| {
        check("person", good, &[(more, expected)]);
    };
    let sixteen = estimated(&[("who/age_at_accident", "16")]);
    let guardian = ("consent/given_by", "guardian");
    check(&sixteen, &[], &["consent/given_by"]);
    check(&sixteen, &[guardian], &["consent/child_assent"]);
    check(
        &sixteen,
        &[guardian, ("consent/child_assent", "no")],
        &["consent/child_assent"],
    );
    check(&sixteen, &[guardian, ("consent/child_assent", "yes")], &[]);
    check(&sixteen, &[("accident/accident_date", "2010-05-05")], &[]);
    check(
        &sixteen,
        &[("accident/accident_date", "2025-05-05")],
        &["consent/given_by"],
    );
    let ten = estimated(&[("who/age_at_accident", "10")]);
    check(&ten, &[guardian], &[]);
    check(&estimated(&[("who/age_at_accident", "40")]), &[], &[]);
    let unknown = [
        PERSON,
        &[
            ("who/birth_precision", "unknown"),
            ("who/age_group", "child"),
        ],
    ]
    .concat();
    check(&unknown, &[], &["consent/given_by"]);
    check(&unknown, &[guardian], &[]);
    check(
        &unknown,
        &[guardian, ("consent/child_assent", "no")],
        &["consent/child_assent"],
    );
    check(&unknown, &[("accident/accident_date", "1990-05-05")], &[]);
    check(&unknown, &[("who/age_group", "adult")], &[]);
}

/// A picture of a person is kept with their agreement to it, and goes when they agree to nothing.
#[test]
fn no_picture_of_a_person_is_kept_without_their_agreement() {
    const PHOTO: (&str, &str) = ("finish/photo", "a.jpg");
    check(
        "person",
        PERSON,
        &[
            (&[PHOTO], &["finish/photo_agreed"]),
            (
                &[PHOTO, ("finish/photo_agreed", "no")],
                &["finish/photo_agreed"],
            ),
            (&[PHOTO, ("finish/photo_agreed", "yes")], &[]),
            (
                &[PHOTO, ("consent/basis", "legal_duty_casualty_register")],
                &[],
            ),
        ],
    );
    let form = Arc::new(form("person"));
    let kept = |basis| {
        let last = [
            PHOTO,
            ("finish/photo_agreed", "yes"),
            ("consent/basis", basis),
        ];
        let said = filled(&form, PERSON.iter().chain(&last)).submission();
        ["photo", "photo_agreed"].map(|name| {
            said.get(&format!("finish/{name}"))
                .unwrap_or_default()
                .to_owned()
        })
    };
    assert_eq!(kept("given"), ["a.jpg", "yes"]);
    assert_eq!(kept("legal_duty_casualty_register"), ["", ""]);
    assert_eq!(kept("refused"), ["", ""]);
}

#[test]
fn the_next_of_kin_decide_for_the_dead_alone() {
    let kin = ("consent/given_by", "next_of_kin");
    let killed: Answers<'_> = &[
        kin,
        ("who/victim_type", "direct_killed"),
        ("accident/outcome", "killed"),
        ("accident/place_of_death", "on_site"),
        ("status/vital_status", "deceased"),
    ];
    let by = |giver: &'static str| [killed, &[("consent/given_by", giver)]].concat();
    check(
        "person",
        PERSON,
        &[
            (&[kin], &["consent/given_by"]),
            (
                &[kin, ("status/vital_status", "unknown")],
                &["consent/given_by"],
            ),
            (&[kin, ("status/vital_status", "deceased")], &[]),
            (&[("consent/given_by", "guardian")], &[]),
            (killed, &[]),
            (&by("self"), &["consent/given_by"]),
            (&by("guardian"), &["consent/given_by"]),
        ],
    );
}

#[test]
fn a_home_is_known_to_the_commune_where_it_is_not_listed_too() {
    let camp = [
        ("home/place_not_listed", "yes"),
        ("home/place_name_free", "New camp"),
    ];
    let nowhere = [
        camp.as_slice(),
        &[("home/adm1", ""), ("home/commune_name", "")],
    ]
    .concat();
    let emergency = [
        nowhere.as_slice(),
        &[("consent/basis", "vital_interest_emergency")],
    ]
    .concat();
    check(
        "person",
        PERSON,
        &[
            (&camp, &[]),
            (
                &[("home/displacement_site", "yes")],
                &["home/displacement_site_name"],
            ),
            (&nowhere, &["home/adm1", "home/commune_name"]),
            (&emergency, &[]),
        ],
    );
}

#[test]
fn who_refuses_is_not_kept_by_name_home_or_health() {
    let form = Arc::new(form("person"));
    let refused = [PERSON, &[("consent/basis", "refused")]].concat();
    let filling = filled(&form, &refused);
    let problems = filling.problems("en");
    assert!(problems.is_empty(), "a refusal is complete: {problems:?}");
    let said = filling.submission();
    let kept: Vec<String> = said
        .flat()
        .into_iter()
        .filter(|(_, v)| !v.is_empty())
        .map(|(p, _)| p)
        .collect();
    for path in &kept {
        let personal = [
            "name",
            "home/",
            "health/",
            "accident/",
            "social/",
            "birth",
            "phone",
            "status/",
        ];
        assert!(!personal.iter().any(|p| path.contains(p)), "{path} is kept");
    }
}

#[test]
fn a_person_agrees_with_the_accident() {
    check(
        "person",
        PERSON,
        &[
            (&[("who/accident_id", "")], &["who/accident_id"]),
            (
                &[
                    ("who/accident_known", "old_unknown"),
                    ("who/accident_id", ""),
                ],
                &[],
            ),
            (
                &[("accident/accident_date", "1991-05-01")],
                &["accident/accident_date"],
            ),
            (
                &[
                    ("accident/accident_date", "2026-05-01"),
                    ("who/age_at_accident", "34"),
                ],
                &[],
            ),
            (
                &[
                    ("accident/accident_date", "2026-05-01"),
                    ("who/age_at_accident", "31"),
                ],
                &["who/age_at_accident"],
            ),
            (&[("who/age_at_accident", "111")], &["who/age_at_accident"]),
            (
                &[("health/permanent_losses_left", "")],
                &["health/permanent_losses_right"],
            ),
            (&[("health/permanent_impairment", "refused")], &[]),
            (
                &[
                    ("accident/outcome", "died_later"),
                    ("status/vital_status", "deceased"),
                ],
                &["accident/place_of_death"],
            ),
            (&[("status/case_status", "active")], &["status/case_worker"]),
            (
                &[
                    ("status/case_status", "active"),
                    ("status/case_worker", "BTB-014"),
                ],
                &[],
            ),
            (&[("who/phone", "12 34")], &["who/phone"]),
        ],
    );
}
