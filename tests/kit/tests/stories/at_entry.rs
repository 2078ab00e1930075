//! What is odd is asked while a record is filled: how a position was written, a day outside of the project, an artificial
//! limb for what was not lost. A reason lets it through and stays with the record.

use desk::view::{PositionAsk, PositionDatum, ThresholdSet};
use kit::Laptop;
use kit::answers::{ACCIDENT, Answers, PERSON, PINNED, SESSION, SUNG, set};

const POSITION: &str = "place/position";

fn draft(laptop: &Laptop, form: &str, parts: &[&Answers<'_>]) -> String {
    let draft = laptop.desk.draft_new(form, None).unwrap().draft;
    for (path, value) in set(parts) {
        laptop.desk.draft_set(&draft, &path, &value).unwrap();
    }
    draft
}

/// The rules that ask for a reason, each with the question beside which it does.
fn asked(laptop: &Laptop, draft: &str) -> Vec<(String, String)> {
    let problems = laptop.desk.draft_open(draft).unwrap().problems;
    let asked = problems.into_iter().filter(|it| it.asks_reason);
    asked
        .map(|it| (it.rule.unwrap_or_default(), it.path))
        .collect()
}

/// A warning stops the record, until there is a reason, which is kept.
fn passes_with_a_reason(laptop: &Laptop, draft: &str, rule: &str, at: &str) {
    let stopped = laptop.desk.draft_finish(draft).unwrap();
    assert_eq!(stopped.record, None, "{rule}");
    let why = "It was looked at twice, and is so.";
    laptop.desk.draft_reason(draft, rule, at, why).unwrap();
    let done = laptop.desk.draft_finish(draft).unwrap();
    let record = done
        .record
        .unwrap_or_else(|| panic!("{:#?}", done.problems));
    let view = laptop.desk.record(&record).unwrap();
    let text = serde_json::to_string(&view).unwrap();
    assert!(text.contains(why), "{rule}: {text}");
}

#[test]
fn how_a_position_was_written_is_judged_by_what_was_understood() {
    use PositionDatum::{Indian1960, Wgs84};
    let laptop = Laptop::alone("Sok Dara", "field");
    let id = draft(&laptop, "eore_session", &[SUNG, SESSION, PINNED]);
    let write = |text: &str, datum| {
        let ask = PositionAsk {
            text: text.to_owned(),
            datum,
            zone: None,
            language: "en".to_owned(),
        };
        let read = laptop.desk.read_position(&ask);
        let stored = &read.readings[0].stored;
        laptop
            .desk
            .draft_position(&id, POSITION, stored, &ask, 0)
            .unwrap();
    };
    let rows = [
        ("13.20000, 103.20000", Wgs84, ""),
        ("13.20000, 103.20000", Indian1960, ""),
        ("13.2, 103.2", Wgs84, "R-C5.figures"),
        ("13,2 103,2", Wgs84, "R-C5.figures"),
        ("48PUV 048 488", Wgs84, "R-C5.figures"),
        ("48PUV0485448889", Wgs84, ""),
        ("48P 304855 1448889", Wgs84, ""),
        ("៤៨P ៣០៤៨៥៥ ១៤៤៨៨៨៩", Wgs84, ""),
        ("304855 1448889 48P", Wgs84, ""),
        ("UTM zone 48 N, E 304855, N 1448889", Indian1960, ""),
        ("304855 1448889", Wgs84, "R-C5.zone"),
        ("103.20000, 13.20000", Wgs84, "R-C5.turned"),
    ];
    for (text, datum, rule) in rows {
        write(text, datum);
        let rules: Vec<(String, String)> = match rule {
            "" => Vec::new(),
            rule => vec![(rule.to_owned(), POSITION.to_owned())],
        };
        assert_eq!(asked(&laptop, &id), rules, "{text}");
    }
    write("304855 1448889", Wgs84);
    passes_with_a_reason(&laptop, &id, "R-C5.zone", POSITION);
}

#[test]
fn only_a_device_is_unsure_and_a_copied_text_stands_for_itself() {
    let laptop = Laptop::alone("Sok Dara", "field");
    let check = |answers: &Answers<'_>, rules: &[(&str, &str)]| {
        let id = draft(&laptop, "eore_session", &[SUNG, SESSION, PINNED, answers]);
        let rules: Vec<(String, String)> = rules
            .iter()
            .map(|(rule, at)| ((*rule).to_owned(), (*at).to_owned()))
            .collect();
        assert_eq!(asked(&laptop, &id), rules, "{answers:?}");
    };
    let unsure = (POSITION, "13.200012 103.200012 0 70");
    check(&[unsure], &[]);
    for device in ["gps_device", "phone"] {
        check(
            &[unsure, ("place/coord_source", device)],
            &[("L1", POSITION)],
        );
    }
    check(&[(POSITION, "13.2 103.2 0 5")], &[("R-C5", POSITION)]);
    let sure = (POSITION, "13.200012 103.200012 0 5");
    let copied = "place/coord_input";
    let as_utm = [("place/coord_format", "utm"), ("place/coord_epsg", "32648")];
    for (text, rules) in [
        ("48P 304855 1448889", &[][..]),
        ("304855 1448889", &[("R-C5.zone", copied)]),
        ("sheet 5635, square 04 48", &[]),
    ] {
        check(&[sure, (copied, text), as_utm[0], as_utm[1]], rules);
    }
}

#[test]
fn a_day_outside_of_the_project_asks_why() {
    let laptop = Laptop::alone("Chan Sophea", "supervisor");
    laptop
        .desk
        .set_thresholds(&[ThresholdSet {
            name: "projects".to_owned(),
            text: "2026-01-01 2026-10-31 EU-2026".to_owned(),
        }])
        .unwrap();
    let of = |project: &str| {
        let project = [("finish/project_code", project)];
        draft(&laptop, "eore_session", &[SUNG, SESSION, &project])
    };
    assert_eq!(asked(&laptop, &of("")), []);
    assert_eq!(
        asked(&laptop, &of("UNDP-1")),
        [],
        "nobody knows when it runs"
    );
    let id = of("EU-2026");
    let at = "finish/project_code";
    assert_eq!(asked(&laptop, &id), [("R-A4".to_owned(), at.to_owned())]);
    let text = &laptop.desk.draft_open(&id).unwrap().problems[0].text;
    assert!(text.contains("2026-10-31"), "{text}");
    passes_with_a_reason(&laptop, &id, "R-A4", at);
}

#[test]
fn a_day_on_which_the_team_does_not_work_asks_why() {
    let laptop = Laptop::alone("Chan Sophea", "supervisor");
    let works = |from: &str, to: &str, team: &str| {
        let text = format!("{from} {to} {team}");
        let name = "teams".to_owned();
        let set = [ThresholdSet { name, text }];
        laptop.desk.set_thresholds(&set).unwrap();
        let id = draft(&laptop, "eore_session", &[SUNG, SESSION]);
        (asked(&laptop, &id), id)
    };
    assert_eq!(works("2026-01-01", "2026-12-31", "BTB2").0, []);
    assert_eq!(works("2026-01-01", "2026-10-31", "PLN1").0, []);
    let (found, id) = works("2026-01-01", "2026-10-31", "BTB2");
    let at = "place/activity_date";
    assert_eq!(found, [("R-A4".to_owned(), at.to_owned())]);
    let text = &laptop.desk.draft_open(&id).unwrap().problems[0].text;
    assert!(
        text.contains("BTB2") && text.contains("2026-10-31"),
        "{text}"
    );
    passes_with_a_reason(&laptop, &id, "R-A4", at);
}

#[test]
fn the_day_of_an_accident_is_no_day_of_work_of_whoever_registers_a_person() {
    let laptop = Laptop::alone("Chan Sophea", "supervisor");
    let set = [
        ("projects", "2026-01-01 2026-10-31 EU-2026"),
        ("teams", "2026-01-01 2026-10-31 BTB2"),
    ];
    let set = set.map(|(name, text)| ThresholdSet {
        name: name.to_owned(),
        text: text.to_owned(),
    });
    laptop.desk.set_thresholds(&set).unwrap();
    let check = |form: &str, project: &str, parts: &[&Answers<'_>], at: &[&str]| {
        let project: &Answers<'_> = &[(project, "EU-2026")];
        let id = draft(&laptop, form, &[parts, &[project]].concat());
        let found = asked(&laptop, &id);
        let found: Vec<&str> = found
            .iter()
            .filter(|(rule, _)| rule == "R-A4")
            .map(|(_, at)| at.as_str())
            .collect();
        assert_eq!(found, at, "{form}");
    };
    let both = ["when/accident_date", "source/project_code"];
    check("accident", both[1], &[ACCIDENT], &both);
    let hurt: &Answers<'_> = &[
        ("who/victim_type", "direct_injured"),
        ("who/accident_known", "old_unknown"),
        ("accident/accident_date", "1996-05-02"),
    ];
    check("person", "finish/project_code", &[PERSON, hurt], &[]);
}

#[test]
fn a_limb_for_what_was_not_lost_asks_why() {
    let laptop = Laptop::alone("Chea Vanna", "va");
    let hurt: &Answers<'_> = &[
        ("who/name_latin", "Example Person"),
        ("who/victim_type", "direct_injured"),
        ("who/accident_known", "old_unknown"),
        ("accident/person_status_at_accident", "civilian"),
        ("accident/activity_at_accident", "farming"),
        ("accident/tampered", "no"),
        ("accident/eore_before", "no"),
        ("accident/outcome", "injured_amputation"),
        ("health/permanent_impairment", "yes"),
        ("health/permanent_losses_left", "leg_below_knee"),
        ("health/amputation_levels_left", "transtibial"),
    ];
    let person = laptop.make("person", &[PERSON, hurt]);
    let fitted = |side: &str, level: &str| {
        let answers = [
            ("who/person_pick", &*person),
            ("service/activity_date", "2026-11-20"),
            ("service/pillar", "rehabilitation"),
            ("service/service", "prosthesis"),
            ("service/provider", "PRC Battambang"),
            ("service/delivered_by", "own_team"),
            ("service/item", "prosthesis_leg"),
            ("service/quantity", "1"),
            ("service/new_or_repair", "new"),
            ("service/side", side),
            ("service/level", level),
        ];
        draft(&laptop, "service_session", &[&answers])
    };
    let at = "service/item";
    let asks = [("R-E5".to_owned(), at.to_owned())];
    assert_eq!(asked(&laptop, &fitted("left", "transtibial")), []);
    assert_eq!(asked(&laptop, &fitted("left", "transfemoral")), asks);
    let right = fitted("right", "transtibial");
    assert_eq!(asked(&laptop, &right), asks);
    passes_with_a_reason(&laptop, &right, "R-E5", at);
    // What the person lost is put right while a form about them is open.
    let open = fitted("left", "transfemoral");
    assert_eq!(asked(&laptop, &open), asks);
    let above = [
        ("health/permanent_losses_left", "leg_above_knee"),
        ("health/amputation_levels_left", "transfemoral"),
    ];
    laptop
        .desk
        .record_correct(&person, &set(&[&above]))
        .unwrap();
    laptop
        .desk
        .draft_set(&open, "service/quantity", "2")
        .unwrap();
    assert_eq!(asked(&laptop, &open), []);
}
