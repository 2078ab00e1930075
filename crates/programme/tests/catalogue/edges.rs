//! Records at the edge of a figure: each function makes what lies so far, so often or so near, and says whether the rule
//! speaks of it.

use std::sync::{Arc, LazyLock};

use chrono::{Days, NaiveDate, NaiveTime};
use forms::{Filling, Form};
use programme::duplicates::{
    Bounds, Match, Session, Verdict, doubles, first_times, name_likeness, pace, shifted, stacked,
};
use programme::position::rules::{Facts, broken, listed_like, misplaced};
use programme::position::{Area, Choice, Country, Point, read};
use programme::quality::{
    Case, Entry, Grant, Hazard, Id, Thresholds, contacts, disabled, grants, hasty, open_hazards,
    rounded,
};
use programme::rules::{RuleTable, Severity};

use super::{form, moment, set, table};

static SESSION: LazyLock<Arc<Form>> = LazyLock::new(|| form("eore_session"));
static ACCIDENT: LazyLock<Arc<Form>> = LazyLock::new(|| form("accident"));
static TABLE: LazyLock<RuleTable> = LazyLock::new(table);

/// The day on which forms are filled here.
fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

fn before(days: u32) -> NaiveDate {
    today() - Days::new(u64::from(days))
}

fn id(number: u32) -> Id {
    let mut id = [0; 16];
    id[12..].copy_from_slice(&number.to_be_bytes());
    id
}

fn clock(minutes: u32) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Whether a rule of the table warns of these answers.
fn warns(set_to: &Thresholds, form: &Arc<Form>, rule: &str, answers: &[(&str, &str)]) -> bool {
    let mut filling = Filling::start(Arc::clone(form), &moment());
    set(&mut filling, answers);
    let rules = TABLE.of_form_with(form, set_to).0;
    let mut fired = rules.judge(&filling, "en").into_iter();
    fired.any(|it| it.id == rule && it.severity == Severity::Warning)
}

pub(super) fn late(set_to: &Thresholds, days: u32) -> bool {
    let on = before(days).to_string();
    warns(set_to, &SESSION, "R-A3", &[("place/activity_date", &on)])
}

pub(super) fn late_accident(set_to: &Thresholds, days: u32) -> bool {
    let on = before(days).to_string();
    let answers = [("when/date_known", "yes"), ("when/accident_date", &on)];
    warns(set_to, &ACCIDENT, "T3", &answers)
}

pub(super) fn crowd(set_to: &Thresholds, people: u32) -> bool {
    let people = people.to_string();
    let answers = [("sadd/women", &*people), ("sadd/total", &people)];
    warns(set_to, &SESSION, "S6", &answers)
}

pub(super) fn round_school(set_to: &Thresholds, people: u32) -> bool {
    let people = people.to_string();
    let answers = [
        ("place/venue_type", "school"),
        ("sadd/women", &people),
        ("sadd/total", &people),
    ];
    warns(set_to, &SESSION, "S7", &answers)
}

pub(super) fn disabled_at_once(set_to: &Thresholds, people: u32) -> bool {
    let people = people.to_string();
    let answers = [
        ("sadd/women", "100"),
        ("sadd/total", "100"),
        ("sadd/dis_women", &people),
    ];
    warns(set_to, &SESSION, "S9", &answers)
}

pub(super) fn length(set_to: &Thresholds, minutes: u32) -> bool {
    let end = clock(8 * 60 + minutes);
    let answers = [("session/start_time", "08:00"), ("session/end_time", &end)];
    warns(set_to, &SESSION, "T1", &answers)
}

pub(super) fn hour(set_to: &Thresholds, minutes: u32) -> bool {
    let start = clock(minutes);
    warns(set_to, &SESSION, "T2", &[("session/start_time", &start)])
}

pub(super) fn unsure(set_to: &Thresholds, metres: u32) -> bool {
    let position = format!("13.10001 103.20002 0 {metres}");
    let answers = [
        ("place/geo_safe", "yes"),
        ("place/position", &position),
        ("place/coord_source", "phone"),
    ];
    warns(set_to, &SESSION, "L1", &answers)
}

/// As it was measured, and as it was typed: both are held against the same figure.
pub(super) fn decimals(set_to: &Thresholds, decimals: u32) -> bool {
    let figures = usize::try_from(decimals).unwrap();
    let part = |whole: &str| format!("{whole}.{}", "1234567".get(..figures).unwrap());
    let (lat, lon) = (part("13"), part("103"));
    let position = format!("{lat} {lon} 0 5");
    let answers = [("place/geo_safe", "yes"), ("place/position", &position)];
    let measured = warns(set_to, &SESSION, "R-C5", &answers);
    let reading = read(&format!("{lat}, {lon}"), &Choice::default()).unwrap();
    let facts = Facts {
        set: Some(set_to),
        ..Facts::default()
    };
    let typed = broken(&reading[0], &facts);
    assert_eq!(typed.iter().any(|it| it.rule.id == "R-C5"), measured);
    measured
}

const HERE: Point = Point {
    lat: 13.0,
    lon: 103.0,
};

fn north(metres: u32) -> Point {
    Point {
        lat: HERE.lat + f64::from(metres) / 111_195.0,
        ..HERE
    }
}

/// The gravest that a position so far north is told with, and how many rules speak.
fn told(metres: u32, facts: &Facts<'_>) -> Option<(Severity, bool)> {
    let fired = misplaced(north(metres), facts);
    let very_far = |text: String| text.contains("very far");
    fired.first().map(|it| {
        let text = it.words(programme::rules::Language::English);
        (it.rule.severity, very_far(text))
    })
}

/// An area of which this is the northern edge.
fn area() -> Area {
    Area {
        south: 12.0,
        north: HERE.lat,
        west: 102.0,
        east: 104.0,
    }
}

fn country() -> Option<&'static Country> {
    Country::of("KH")
}

fn province(set_to: &Thresholds, metres: u32) -> Option<(Severity, bool)> {
    let facts = Facts {
        country: country(),
        province: Some(area()),
        set: Some(set_to),
        ..Facts::default()
    };
    told(metres, &facts)
}

pub(super) fn outside_province(set_to: &Thresholds, metres: u32) -> bool {
    province(set_to, metres).is_some()
}

pub(super) fn far_outside_province(set_to: &Thresholds, metres: u32) -> bool {
    province(set_to, metres).is_some_and(|(severity, _)| severity == Severity::Error)
}

pub(super) fn outside_commune(set_to: &Thresholds, metres: u32) -> bool {
    let facts = Facts {
        commune: Some(area()),
        set: Some(set_to),
        ..Facts::default()
    };
    told(metres, &facts).is_some()
}

fn village(set_to: &Thresholds, metres: u32) -> Option<(Severity, bool)> {
    let facts = Facts {
        village: Some(HERE),
        set: Some(set_to),
        ..Facts::default()
    };
    told(metres, &facts)
}

pub(super) fn off_village(set_to: &Thresholds, metres: u32) -> bool {
    village(set_to, metres).is_some()
}

pub(super) fn far_off_village(set_to: &Thresholds, metres: u32) -> bool {
    village(set_to, metres).is_some_and(|(_, very_far)| very_far)
}

pub(super) fn beyond_village(set_to: &Thresholds, metres: u32) -> bool {
    village(set_to, metres).is_some_and(|(severity, _)| severity == Severity::Error)
}

pub(super) fn at_office(set_to: &Thresholds, metres: u32) -> bool {
    let facts = Facts {
        office: Some(HERE),
        set: Some(set_to),
        ..Facts::default()
    };
    told(metres, &facts).is_some()
}

/// Names that are the less like the listed one the smaller their number: another, one that is half so, the same.
pub(super) fn listed(set_to: &Thresholds, number: u32) -> bool {
    let half = ["Chamkar Svay", "Chamkar Char", "Chamkar", "Chamkar Thmei"];
    let is_half = |typed: &&str| (50..90).contains(&name_likeness(typed, LISTED));
    let typed = match number {
        0 => "Prey Veng Lane",
        1 => half.into_iter().find(is_half).unwrap(),
        _ => "Chamkar Chek",
    };
    listed_like(typed, [LISTED].into_iter(), set_to).is_some()
}

const LISTED: &str = "chamkar chek";

fn held(number: u32) -> Session<'static> {
    Session {
        id: id(number),
        org: "O",
        team: "T1",
        date: today(),
        village: Some("A"),
        ..Session::default()
    }
}

fn old_map(set_to: &Thresholds, count: u32, metres: u32) -> bool {
    let batch: Vec<Session<'_>> = (0..count)
        .map(|number| Session {
            point: Some(north(metres)),
            village_point: Some(HERE),
            ..held(number)
        })
        .collect();
    !shifted(&batch, set_to).fired.is_empty()
}

pub(super) fn shift(set_to: &Thresholds, metres: u32) -> bool {
    old_map(set_to, 6, metres)
}

pub(super) fn shifted_positions(set_to: &Thresholds, count: u32) -> bool {
    old_map(set_to, count, 440)
}

pub(super) fn stack(set_to: &Thresholds, villages: u32) -> bool {
    let names: Vec<String> = (0..villages).map(|it| it.to_string()).collect();
    let all: Vec<Session<'_>> = (0..villages)
        .zip(&names)
        .map(|(number, name)| Session {
            village: Some(name),
            point: Some(HERE),
            ..held(number)
        })
        .collect();
    !stacked(&all, set_to).fired.is_empty()
}

fn at(minutes: u32) -> Option<NaiveTime> {
    NaiveTime::from_num_seconds_from_midnight_opt(minutes * 60, 0)
}

pub(super) fn same_start(set_to: &Thresholds, minutes: u32) -> bool {
    let both = [
        Session {
            start: at(480),
            ..held(1)
        },
        Session {
            team: "T2",
            start: at(480 + minutes),
            ..held(2)
        },
    ];
    !doubles(&both, set_to).fired.is_empty()
}

pub(super) fn many_a_day(set_to: &Thresholds, count: u32) -> bool {
    let all: Vec<Session<'_>> = (0..count).map(held).collect();
    !pace(&all, set_to).fired.is_empty()
}

pub(super) fn drive(set_to: &Thresholds, km: u32) -> bool {
    let both = [
        Session {
            start: at(480),
            point: Some(HERE),
            ..held(1)
        },
        Session {
            start: at(540),
            point: Some(north(km * 1_000)),
            ..held(2)
        },
    ];
    !pace(&both, set_to).fired.is_empty()
}

fn class(number: u32, on: NaiveDate) -> Session<'static> {
    Session {
        class: Some("A"),
        first_time: 10,
        date: on,
        ..held(number)
    }
}

pub(super) fn same_class(set_to: &Thresholds, count: u32) -> bool {
    let all: Vec<Session<'_>> = (0..count).map(|it| class(it, today())).collect();
    !first_times(&all, set_to).fired.is_empty()
}

pub(super) fn class_days(set_to: &Thresholds, days: u32) -> bool {
    let all = [class(1, before(days)), class(2, today()), class(3, today())];
    !first_times(&all, set_to).fired.is_empty()
}

fn verdict(set_to: &Thresholds, points: u32) -> Verdict {
    let alike = Match {
        points: u8::try_from(points).unwrap(),
        reasons: Vec::new(),
    };
    alike.verdict(Bounds::of(set_to))
}

pub(super) fn probable(set_to: &Thresholds, points: u32) -> bool {
    verdict(set_to, points) == Verdict::Probable
}

pub(super) fn possible(set_to: &Thresholds, points: u32) -> bool {
    verdict(set_to, points) >= Verdict::Possible
}

pub(super) fn cash_again(set_to: &Thresholds, days: u32) -> bool {
    let grant = |number, on| Grant {
        id: id(number),
        on,
        amount: 1.0,
        currency: "USD".to_owned(),
    };
    let case = Case {
        grants: vec![grant(2, before(days)), grant(3, today())],
        ..Case::default()
    };
    !grants(&[case], set_to).is_empty()
}

pub(super) fn overdue(set_to: &Thresholds, days: u32) -> bool {
    let case = Case {
        active: true,
        registered: Some(today()),
        due: Some(before(days)),
        ..Case::default()
    };
    !contacts(&[case], today(), set_to).is_empty()
}

pub(super) fn not_met(set_to: &Thresholds, days: u32) -> bool {
    let case = Case {
        active: true,
        registered: Some(before(days)),
        ..Case::default()
    };
    !contacts(&[case], today(), set_to).is_empty()
}

fn entry(number: u32, begun: u32, finished: u32) -> Entry<'static> {
    Entry {
        id: id(number),
        begun: Some(i64::from(begun)),
        finished: Some(i64::from(finished)),
        ..Entry::default()
    }
}

pub(super) fn quick(set_to: &Thresholds, seconds: u32) -> bool {
    !hasty(&[entry(1, 0, seconds)], set_to).is_empty()
}

/// So many entries, evenly within so many seconds, all but the first with so many people more.
fn run(set_to: &Thresholds, count: u32, seconds: u32, more: u32) -> bool {
    let entries: Vec<Entry<'_>> = (0..count)
        .map(|it| {
            let end = 10_000 + it * seconds / (count - 1).max(1);
            let people = if it == 0 { 10 } else { 10 + more };
            Entry {
                people: Some([people; 4]),
                ..entry(it, end - 5_000, end)
            }
        })
        .collect();
    !hasty(&entries, set_to).is_empty()
}

pub(super) fn alike(set_to: &Thresholds, count: u32) -> bool {
    run(set_to, count, 60, 0)
}

pub(super) fn alike_within(set_to: &Thresholds, minutes: u32) -> bool {
    run(set_to, 5, minutes * 60, 0)
}

pub(super) fn alike_but(set_to: &Thresholds, people: u32) -> bool {
    run(set_to, 5, 60, people)
}

/// Totals of which so many end in 0.
fn totals(set_to: &Thresholds, all: u32, round: u32) -> bool {
    let entries: Vec<Entry<'_>> = (0..all)
        .map(|it| Entry {
            id: id(it),
            total: Some(if it < round { 10 } else { 11 }),
            ..Entry::default()
        })
        .collect();
    !rounded(&entries, set_to).is_empty()
}

pub(super) fn round_sessions(set_to: &Thresholds, count: u32) -> bool {
    totals(set_to, count, count)
}

pub(super) fn round_share(set_to: &Thresholds, percent: u32) -> bool {
    totals(set_to, 100, percent)
}

fn month(set_to: &Thresholds, people: u32, with: u32) -> bool {
    let one = Entry {
        total: Some(people),
        disabled: Some(with),
        ..Entry::default()
    };
    !disabled(&[one], set_to).is_empty()
}

pub(super) fn nobody_disabled(set_to: &Thresholds, people: u32) -> bool {
    month(set_to, people, 0)
}

pub(super) fn disabled_share(set_to: &Thresholds, percent: u32) -> bool {
    month(set_to, 1_000, percent * 10)
}

pub(super) fn hazard(set_to: &Thresholds, days: u32) -> bool {
    let one = Hazard {
        id: id(1),
        reported: before(days),
        settled: false,
    };
    !open_hazards(&[one], today(), set_to).is_empty()
}
