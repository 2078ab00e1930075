//! Sessions that were recorded twice, or that one team cannot have held.

use chrono::NaiveTime;
use programme::duplicates::{self as pure, Findings, GROUP_MAX, Session, imported_twice, overlaps};
use programme::position::Point;
use programme::quality::{Ground, RULES, Rule, Thresholds};
use programme::rules::{Language, Severity};

use crate::id;

/// A session of a team in a village on the 10th of November, from and to an hour.
fn held(number: u8, team: &'static str, village: &'static str, hours: &str) -> Session<'static> {
    let at = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").ok();
    let (start, end) = hours.split_once('-').unwrap_or((hours, ""));
    Session {
        id: id(number),
        org: "CMAC",
        team,
        date: "2026-11-10".parse().unwrap(),
        village: Some(village),
        start: at(start),
        end: at(end),
        ..Session::default()
    }
}

/// With the catalogue's figures.
fn doubles(sessions: &[Session<'_>]) -> Findings {
    pure::doubles(sessions, &Thresholds::default())
}

fn pace(sessions: &[Session<'_>]) -> Findings {
    pure::pace(sessions, &Thresholds::default())
}

fn first_times(sessions: &[Session<'_>]) -> Findings {
    pure::first_times(sessions, &Thresholds::default())
}

/// The rules that hold sessions against each other.
fn sessions_rules() -> impl Iterator<Item = &'static Rule> {
    let from = RULES
        .iter()
        .skip_while(|rule| rule.ground != Ground::Shifted);
    from.take_while(|rule| rule.ground != Ground::Unlinked)
}

fn on(day: &str, session: Session<'static>) -> Session<'static> {
    Session {
        date: day.parse().unwrap(),
        ..session
    }
}

/// What fired, as its number, its sessions and its figure.
#[track_caller]
fn check(found: &Findings, expected: &[&str]) {
    let all: Vec<String> = found
        .fired
        .iter()
        .map(|it| {
            let ids: Vec<String> = it.records.iter().map(|it| it[15].to_string()).collect();
            format!("{} {} {}", it.rule.id, ids.join(","), it.figures.join("/"))
                .trim_end()
                .to_owned()
        })
        .collect();
    assert_eq!(all, expected);
    assert_eq!(found.left_out, 0);
}

#[test]
fn a_session_that_two_people_entered() {
    let people = |number, team, people, hours| Session {
        people: Some(people),
        ..held(number, team, "A", hours)
    };
    check(
        &doubles(&[held(1, "T1", "A", ""), held(2, "T1", "A", "")]),
        &["R-D1 1,2"],
    );
    check(
        &doubles(&[held(1, "T1", "A", "08:00"), held(2, "T2", "A", "09:00")]),
        &["R-D1 1,2 60"],
    );
    check(
        &doubles(&[held(1, "T1", "A", "08:00"), held(2, "T2", "A", "09:01")]),
        &[],
    );
    let same = [
        people(1, "T1", [5, 4, 3, 2], "08:00"),
        people(2, "T2", [5, 4, 3, 2], "14:00"),
    ];
    check(&doubles(&same), &["R-D1 1,2 14"]);
    let other = [
        people(1, "T1", [5, 4, 3, 2], "08:00"),
        people(2, "T2", [5, 4, 2, 3], "14:00"),
    ];
    check(&doubles(&other), &[]);
    let nobody = [
        people(1, "T1", [0; 4], "08:00"),
        people(2, "T2", [0; 4], "14:00"),
    ];
    check(&doubles(&nobody), &[]);
    // Every ground that holds is said.
    let all = [
        people(2, "T1", [1, 0, 0, 0], "08:30"),
        people(1, "T1", [1, 0, 0, 0], "08:00"),
    ];
    check(&doubles(&all), &["R-D1 1,2", "R-D1 1,2 30", "R-D1 1,2 1"]);
}

#[test]
fn sessions_of_other_days_villages_and_organisations_are_no_doubles() {
    let one = held(1, "T1", "A", "08:00");
    for other in [
        held(2, "T1", "B", "08:00"),
        on("2026-11-11", held(2, "T1", "A", "08:00")),
        Session {
            org: "MAG",
            ..held(2, "T1", "A", "08:00")
        },
        Session {
            village: None,
            ..held(2, "T1", "A", "08:00")
        },
        held(2, "", "A", ""),
    ] {
        check(&doubles(&[one, other]), &[]);
    }
}

#[test]
fn three_entries_of_one_session_are_three_pairs() {
    let all = [
        held(1, "T1", "A", ""),
        held(3, "T1", "A", ""),
        held(2, "T1", "A", ""),
    ];
    check(&doubles(&all), &["R-D1 1,2", "R-D1 1,3", "R-D1 2,3"]);
}

#[test]
fn a_crowd_in_one_place_is_bounded_and_said() {
    let all: Vec<Session<'_>> = (0..=u8::MAX).map(|it| held(it, "T1", "A", "")).collect();
    let found = doubles(&all);
    assert_eq!(found.left_out, 256 - GROUP_MAX);
    assert_eq!(found.fired.len(), GROUP_MAX * (GROUP_MAX - 1) / 2);
}

#[test]
fn a_team_is_in_one_place_at_a_time() {
    let at = |lat, session| Session {
        village: None,
        point: Some(Point { lat, lon: 103.0 }),
        ..session
    };
    check(
        &overlaps(&[
            held(1, "T1", "A", "08:00-10:00"),
            held(2, "T1", "B", "09:30-11:00"),
        ]),
        &["R-D2 1,2 30"],
    );
    check(
        &overlaps(&[
            held(1, "T1", "A", "08:00-10:00"),
            held(2, "T1", "B", "10:00-11:00"),
        ]),
        &[],
    );
    check(
        &overlaps(&[
            held(1, "T1", "A", "08:00-10:00"),
            held(2, "T1", "A", "09:00-11:00"),
        ]),
        &[],
    );
    check(
        &overlaps(&[
            held(1, "T1", "A", "08:00-10:00"),
            held(2, "T2", "B", "09:00-11:00"),
        ]),
        &[],
    );
    check(
        &overlaps(&[held(1, "T1", "A", "08:00"), held(2, "T1", "B", "08:00")]),
        &[],
    );
    check(
        &overlaps(&[
            held(1, "", "A", "08:00-10:00"),
            held(2, "", "B", "09:00-11:00"),
        ]),
        &[],
    );
    // Where no village is known, the distance tells.
    let (one, two) = (
        held(1, "T1", "", "08:00-10:00"),
        held(2, "T1", "", "08:30-09:00"),
    );
    check(
        &overlaps(&[at(13.0, one), at(13.02, two)]),
        &["R-D2 1,2 30"],
    );
    check(&overlaps(&[at(13.0, one), at(13.005, two)]), &[]);
}

#[test]
fn a_day_and_a_road_have_their_length() {
    let many = |count| {
        (1..=count)
            .map(|it| held(it, "T1", "A", ""))
            .collect::<Vec<_>>()
    };
    check(&pace(&many(8)), &[]);
    let fewer = Thresholds::read([("sessions_a_day", "7")]);
    check(&pure::pace(&many(8), &fewer), &["R-D3 1,2,3,4,5,6,7,8 8"]);
    check(&pace(&many(9)), &["R-D3 1,2,3,4,5,6,7,8,9 9"]);
    let paper = Session {
        sessions: 9,
        ..held(1, "T1", "A", "")
    };
    check(&pace(&[paper]), &["R-D3 1 9"]);
    let at = |lat, session| Session {
        point: Some(Point { lat, lon: 103.0 }),
        ..session
    };
    // 33.4 km from ten to half past ten, and in an hour.
    let (one, two) = (
        at(13.0, held(1, "T1", "A", "09:00-10:00")),
        at(13.3, held(2, "T1", "B", "10:30-11:00")),
    );
    check(&pace(&[two, one]), &["R-D3 1,2 67"]);
    check(
        &pace(&[
            one,
            Session {
                start: NaiveTime::from_hms_opt(11, 0, 0),
                ..two
            },
        ]),
        &[],
    );
    check(&pace(&[one, Session { team: "T2", ..two }]), &[]);
    check(&pace(&[one, on("2026-11-11", two)]), &[]);
    // At once, two kilometres away; and in the next house.
    check(
        &pace(&[one, at(13.02, held(2, "T1", "B", "10:00"))]),
        &["R-D3 1,2 133"],
    );
    check(&pace(&[one, at(13.002, held(2, "T1", "B", "10:00"))]), &[]);
    // Without a position of its own a session is where its village is.
    let village = Session {
        point: None,
        village_point: two.point,
        ..two
    };
    check(&pace(&[one, village]), &["R-D3 1,2 67"]);
    check(
        &pace(&[
            one,
            Session {
                village_point: None,
                ..village
            },
        ]),
        &[],
    );
}

#[test]
fn a_class_is_reached_for_the_first_time_once() {
    let class = |number, day| Session {
        class: Some("School 7, 4B"),
        first_time: 30,
        ..on(day, held(number, "T1", "A", ""))
    };
    let two = [class(1, "2026-11-01"), class(2, "2026-11-10")];
    check(&first_times(&two), &[]);
    let three = [two[0], two[1], class(3, "2026-11-30")];
    check(&first_times(&three), &["R-D4 1,2,3 3/30"]);
    check(&first_times(&[two[0], two[1], class(3, "2026-12-01")]), &[]);
    check(
        &first_times(&[
            two[0],
            two[1],
            Session {
                first_time: 0,
                ..three[2]
            },
        ]),
        &[],
    );
    check(
        &first_times(&[
            two[0],
            two[1],
            Session {
                class: Some("School 7, 5A"),
                ..three[2]
            },
        ]),
        &[],
    );
    check(
        &first_times(&[
            two[0],
            two[1],
            Session {
                class: None,
                ..three[2]
            },
        ]),
        &[],
    );
    // A longer run is said once, by its densest 30 days; another one later is said too.
    let long = [
        three[0],
        three[1],
        three[2],
        class(4, "2026-12-02"),
        class(5, "2026-12-03"),
        class(6, "2027-03-01"),
        class(7, "2027-03-02"),
        class(8, "2027-03-03"),
    ];
    check(
        &first_times(&long),
        &["R-D4 2,3,4,5 4/30", "R-D4 6,7,8 3/30"],
    );
}

#[test]
fn a_file_that_was_imported_twice() {
    let content = |number, byte| Session {
        content: Some([byte; 32]),
        ..held(number, "T1", "A", "")
    };
    check(
        &imported_twice(&[
            content(2, 7),
            content(1, 7),
            content(3, 8),
            held(4, "T1", "A", ""),
        ]),
        &["R-D5 1,2 2"],
    );
    check(&imported_twice(&[content(1, 7), content(1, 7)]), &[]);
    check(&imported_twice(&[]), &[]);
}

#[test]
fn every_rule_speaks_both_languages_and_names_its_figure() {
    let ids: Vec<&str> = sessions_rules().map(|rule| rule.id).collect();
    assert_eq!(
        ids,
        [
            "R-C6", "R-C7", "R-D1", "R-D1", "R-D1", "R-D2", "R-D3", "R-D3", "R-D4", "R-D5"
        ]
    );
    for rule in sessions_rules() {
        assert_eq!(
            rule.en.contains("{0}"),
            rule.km.contains("{0}"),
            "{}",
            rule.en
        );
        assert!(
            rule.km
                .chars()
                .any(|it| ('\u{1780}'..='\u{17ff}').contains(&it))
        );
        let grave = ["R-D2", "R-D5"].contains(&rule.id);
        assert_eq!(rule.severity == Severity::Error, grave, "{}", rule.id);
    }
    let found = overlaps(&[
        held(1, "T1", "A", "08:00-10:00"),
        held(2, "T1", "B", "09:30-11:00"),
    ]);
    assert_eq!(
        found.fired[0].words(Language::English),
        "The team was in two places at once for 30 minutes."
    );
    assert!(found.fired[0].words(Language::Khmer).contains("30"));
}

#[test]
fn the_order_of_the_sessions_makes_no_difference() {
    let mut all: Vec<Session<'_>> = (0..40)
        .map(|it| Session {
            point: Some(Point {
                lat: 13.0 + f64::from(it % 7),
                lon: 103.0,
            }),
            first_time: 1,
            class: Some("4B"),
            content: Some([it % 5; 32]),
            people: Some([1, 2, 3, u32::from(it % 3)]),
            ..held(
                it,
                "T1",
                if it % 2 == 0 { "A" } else { "B" },
                ["08:00-09:00", "08:30-09:30", "10:00"][usize::from(it % 3)],
            )
        })
        .collect();
    let look = |all: &[Session<'_>]| {
        [
            doubles(all),
            overlaps(all),
            pace(all),
            first_times(all),
            imported_twice(all),
            pure::stacked(all, &Thresholds::default()),
        ]
    };
    let before = look(&all);
    assert!(before.iter().take(5).all(|it| !it.fired.is_empty()));
    all.reverse();
    assert_eq!(look(&all), before);
    all.swap(3, 17);
    assert_eq!(look(&all), before);
}
