//! The rules on several records: which figures fire each, and which just do not.
#![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]

use std::collections::BTreeSet;

use chrono::NaiveDate;
use programme::quality::{
    Accident, Assessment, Case, Entry, Finding, Grant, Ground, Hazard, Id, NamedDays, RULES, Rule,
    Thresholds, after_death, assessments, clock_off, contacts, disabled, figures, grants, hasty,
    on_holidays, open_hazards, rounded, unlinked,
};
use programme::rules::Language;
use proptest::prelude::*;

fn id(n: u8) -> Id {
    [n; 16]
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// What fired, as the rule, its figures and the records' numbers.
fn told(findings: &[Finding]) -> String {
    let one = |it: &Finding| {
        let records: Vec<String> = it.records.iter().map(|id| id[0].to_string()).collect();
        format!(
            "{} {} @{}",
            it.rule.id,
            it.figures.join("/"),
            records.join(",")
        )
    };
    findings.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn entry(n: u8, begun: i64, finished: i64, people: [u32; 4]) -> Entry<'static> {
    Entry {
        id: id(n),
        team: "BTB2",
        author: id(200),
        begun: Some(begun),
        finished: Some(finished),
        people: Some(people),
        total: Some(people.iter().sum()),
        disabled: None,
    }
}

#[test]
fn an_entry_takes_as_long_as_its_questions() {
    let check = |begun: Option<i64>, finished: Option<i64>, want: &str| {
        let one = Entry {
            begun,
            finished,
            ..entry(1, 0, 0, [9, 9, 9, 9])
        };
        assert_eq!(told(&hasty(&[one], &Thresholds::default())), want);
    };
    check(Some(0), Some(89), "R-F1 89 @1");
    check(Some(0), Some(0), "R-F1 0 @1");
    check(Some(0), Some(90), "");
    // A clock that was set back says nothing, and neither does a record of a table.
    check(Some(100), Some(40), "");
    check(None, Some(89), "");
    check(Some(0), None, "");
}

#[test]
fn entries_that_are_alike_and_close_are_told_once() {
    let minutes = |every: i64, people: &dyn Fn(u8) -> [u32; 4], count: u8| {
        let entries: Vec<Entry<'_>> = (1..=count)
            .map(|n| {
                entry(
                    n,
                    i64::from(n) * every - 100,
                    i64::from(n) * every,
                    people(n),
                )
            })
            .collect();
        told(&hasty(&entries, &Thresholds::default()))
    };
    let same = |_: u8| [10, 11, 12, 13];
    assert_eq!(minutes(120, &same, 5), "R-F1 5/8 @1,2,3,4,5");
    assert_eq!(minutes(120, &same, 4), "");
    assert_eq!(minutes(120, &same, 6), "R-F1 6/10 @1,2,3,4,5,6");
    assert_eq!(minutes(151, &same, 5), "", "five in more than ten minutes");
    assert_eq!(minutes(120, &|n| [u32::from(n) * 5, 3, 3, 3], 5), "");
    assert_eq!(
        minutes(120, &|n| [10 + u32::from(n % 3), 11, 12, 13], 5),
        "R-F1 5/8 @1,2,3,4,5",
        "by two more or less is nearly the same"
    );
    // What another person filled meanwhile is no part of the run.
    let mut entries: Vec<Entry<'_>> = (1..=5)
        .map(|n| entry(n, i64::from(n) * 60 - 100, i64::from(n) * 60, [9; 4]))
        .collect();
    entries.get_mut(2).unwrap().author = id(201);
    assert_eq!(told(&hasty(&entries, &Thresholds::default())), "");
}

#[test]
fn totals_that_end_in_0_or_5_too_often_were_not_counted() {
    let check = |round: u8, other: u8, want: &str| {
        let totals = (0..round).map(|_| 25).chain((0..other).map(|_| 23));
        let entries: Vec<Entry<'_>> = totals
            .enumerate()
            .map(|(n, total)| Entry {
                total: Some(total),
                ..entry(u8::try_from(n).unwrap(), 0, 900, [1; 4])
            })
            .collect();
        let found = rounded(&entries, &Thresholds::default());
        let figures: Vec<String> = found.iter().map(|it| it.figures.join("/")).collect();
        assert_eq!(figures.join(" "), want, "{round} of {}", round + other);
    };
    check(15, 5, "15/20");
    check(14, 6, "");
    check(19, 0, "");
    check(20, 0, "20/20");
    check(100, 50, "");
}

#[test]
fn among_many_people_some_have_a_disability_and_not_most() {
    let check = |sessions: &[(u32, Option<u32>)], want: &str| {
        let entries: Vec<Entry<'_>> = (1..)
            .zip(sessions)
            .map(|(n, (total, disabled))| Entry {
                total: Some(*total),
                disabled: *disabled,
                ..entry(n, 0, 900, [1; 4])
            })
            .collect();
        assert_eq!(told(&disabled(&entries, &Thresholds::default())), want);
    };
    check(&[(200, Some(0)), (101, Some(0))], "S9 301 @1,2");
    check(&[(200, Some(0)), (100, Some(0))], "");
    check(&[(200, Some(1)), (101, Some(0))], "");
    check(&[(200, Some(90)), (110, Some(4))], "S9 94/310 @1,2");
    check(&[(200, Some(90)), (110, Some(3))], "");
    // What was not asked is not nobody.
    check(&[(200, Some(0)), (500, None)], "");
}

#[test]
fn an_accident_has_the_people_that_it_hurt() {
    let check = |killed, injured, linked, want: &str| {
        let one = Accident {
            id: id(1),
            killed,
            injured,
            linked,
        };
        assert_eq!(told(&unlinked(&[one])), want);
    };
    check(Some(1), Some(2), 3, "");
    check(Some(1), Some(2), 2, "R-E1 3/2 @1");
    check(Some(1), None, 2, "R-E1 1/2 @1");
    check(Some(0), Some(0), 0, "");
    check(None, None, 4, "");
}

#[test]
fn who_was_killed_is_not_served_later() {
    let check = |killed: Option<&str>, contacts: &[(&str, u8)], want: &str| {
        let case = Case {
            id: id(1),
            killed_on: killed.map(day),
            contacts: contacts.iter().map(|(on, n)| (day(on), id(*n))).collect(),
            ..Case::default()
        };
        assert_eq!(told(&after_death(&[case])), want);
    };
    check(
        Some("2026-03-01"),
        &[("2026-03-02", 2), ("2026-02-01", 3)],
        "R-E2 1 @1,2",
    );
    check(Some("2026-03-01"), &[("2026-03-01", 2)], "");
    check(None, &[("2026-03-02", 2)], "");
}

#[test]
fn an_assessment_agrees_with_what_is_known() {
    let check = |limbs_lost, domains: [u8; 6], needs, want: &str| {
        let domains = domains.map(|it| (1..=4).contains(&it).then_some(it));
        let case = Case {
            id: id(1),
            limbs_lost,
            assessments: vec![Assessment {
                id: id(2),
                domains,
                needs,
            }],
            ..Case::default()
        };
        assert_eq!(told(&assessments(&[case])), want);
    };
    check(2, [1; 6], 1, "R-E9 2 @2");
    check(1, [1; 6], 1, "");
    check(2, [1, 1, 2, 1, 1, 1], 1, "");
    check(2, [1, 1, 1, 1, 1, 9], 1, "");
    check(0, [1, 1, 4, 1, 1, 1], 0, "R-E9  @2");
    check(0, [1, 1, 4, 1, 1, 1], 1, "");
    check(0, [3; 6], 0, "");
}

#[test]
fn cash_is_given_once_a_year_and_not_above_the_cap() {
    let check = |cap: Option<f64>, given: &[(u8, &str, f64)], want: &str| {
        let grants_of = given.iter().map(|(n, on, amount)| Grant {
            id: id(*n),
            on: day(on),
            amount: *amount,
            currency: "USD".to_owned(),
        });
        let case = Case {
            id: id(1),
            grants: grants_of.collect(),
            ..Case::default()
        };
        let text = cap.map(|cap: f64| format!("USD {cap}"));
        let set = text.iter().map(|text| ("cash_at_once", text.as_str()));
        let thresholds = Thresholds::read(set);
        assert_eq!(told(&grants(&[case], &thresholds)), want);
    };
    check(None, &[(2, "2025-01-10", 9_000.0)], "");
    check(Some(300.0), &[(2, "2025-01-10", 300.0)], "");
    check(
        Some(300.0),
        &[(2, "2025-01-10", 300.5)],
        "R-E10 300.5 USD/300 USD @2",
    );
    check(
        None,
        &[(2, "2025-01-10", 1.0), (3, "2026-01-09", 1.0)],
        "R-E10 364 @2,3",
    );
    check(None, &[(2, "2025-01-10", 1.0), (3, "2026-01-10", 1.0)], "");
    check(
        None,
        &[(3, "2026-01-09", 1.0), (2, "2025-01-10", 1.0)],
        "R-E10 364 @2,3",
    );
}

#[test]
fn an_active_case_is_met_again() {
    let check = |active, due: Option<&str>, last: Option<&str>, registered: &str, want: &str| {
        let case = Case {
            id: id(1),
            active,
            due: due.map(day),
            registered: Some(day(registered)),
            contacts: last.map(|on| (day(on), id(2))).into_iter().collect(),
            ..Case::default()
        };
        let found = contacts(&[case], day("2026-11-26"), &Thresholds::default());
        assert_eq!(told(&found), want);
    };
    check(
        true,
        Some("2026-10-26"),
        None,
        "2026-09-01",
        "R-E11 2026-10-26 @1",
    );
    check(true, Some("2026-10-27"), None, "2026-09-01", "");
    check(
        true,
        Some("2026-10-01"),
        Some("2026-10-01"),
        "2026-09-01",
        "",
    );
    check(false, Some("2025-10-01"), None, "2024-09-01", "");
    check(
        true,
        None,
        Some("2025-11-25"),
        "2024-09-01",
        "R-E11 2025-11-25 @1",
    );
    check(true, None, Some("2025-11-26"), "2024-09-01", "");
    check(true, None, None, "2025-11-25", "R-E11 2025-11-25 @1");
}

#[test]
fn holidays_and_hazards_that_wait() {
    let holidays = [NamedDays {
        from: day("2026-04-14"),
        to: day("2026-04-16"),
        name: "Khmer New Year".to_owned(),
    }];
    let days = ["2026-04-13", "2026-04-14", "2026-04-16", "2026-04-17"];
    let activities: Vec<(Id, NaiveDate)> = (0..).map(id).zip(days.map(day)).collect();
    assert_eq!(
        told(&on_holidays(&activities, &holidays)),
        "R-A5 Khmer New Year @1; R-A5 Khmer New Year @2"
    );
    let check = |reported: &str, settled, want: &str| {
        let one = Hazard {
            id: id(1),
            reported: day(reported),
            settled,
        };
        let found = open_hazards(&[one], day("2026-11-26"), &Thresholds::default());
        assert_eq!(told(&found), want);
    };
    check("2026-11-11", false, "R-G2 2026-11-11 @1");
    check("2026-11-12", false, "");
    check("2026-01-01", true, "");
}

#[test]
fn every_rule_has_words_with_all_its_figures() {
    let mut grounds = BTreeSet::new();
    for rule in RULES {
        assert!(grounds.insert(rule.ground), "{:?} twice", rule.ground);
        assert_eq!(Rule::coded(rule.ground.code()), Some(rule));
        let places = |words: &str| ["{0}", "{1}", "{2}"].map(|place| words.contains(place));
        assert_eq!(places(rule.en), places(rule.km), "{}", rule.id);
        for language in [Language::English, Language::Khmer] {
            let figures = ["7", "8", "9"].map(str::to_owned).to_vec();
            let words = Finding {
                rule,
                records: vec![],
                figures,
            }
            .words(language);
            assert!(!words.contains(['{', '}']), "{words}");
        }
    }
    assert!(grounds.contains(&Ground::Rounded));
}

#[test]
fn a_programme_changes_some_thresholds_and_keeps_the_others() {
    let own = Thresholds::read([("entry_seconds", "30")]);
    let fifty = entry(1, 0, 50, [9, 9, 9, 9]);
    assert_eq!(told(&hasty(&[fifty], &own)), "");
    assert_eq!(own.at(figures::HAZARD_DAYS), 14);
    assert_eq!(own.unusual().len(), 1);
    let back = Thresholds::read([("entry_seconds", "30"), ("entry_seconds", "90")]);
    assert_eq!(back, Thresholds::default());
}

#[test]
fn thresholds_are_set_by_name_and_read_again_as_they_were() {
    let mut own = Thresholds::default();
    let check = |own: &mut Thresholds, name: &str, text: &str, refused: &str| {
        let before = own.clone();
        let told = own.set(name, text).map_err(|bad| bad.to_string());
        assert_eq!(told.err().unwrap_or_default(), refused, "{name} {text:?}");
        if !refused.is_empty() {
            assert_eq!(*own, before, "nothing is half set");
        }
    };
    check(&mut own, "entry_seconds", " 30 ", "");
    check(&mut own, "cash_at_once", "USD 300\n\nKHR 1200000", "");
    let holidays = "2026-11-23 2026-11-25 Water Festival\n2026-04-14 2026-04-16 Khmer New Year";
    check(&mut own, "holidays", holidays, "");
    assert_eq!(own.holidays.len(), 2);
    assert_eq!(own.holidays.first().unwrap().name, "Khmer New Year");
    assert_eq!(own.cash_at_once.get("KHR"), Some(&1_200_000.0));
    let figure = "rounded_percent is a whole number from 1 to 100";
    for text in ["0", "101", "", "7.5", "-1", "many"] {
        check(&mut own, "rounded_percent", text, figure);
    }
    let cash = "line 2 of cash_at_once is not like “USD 300”";
    for line in ["dollars 3", "USD", "USD x", "usd 3", "USD -1", "USD inf"] {
        check(&mut own, "cash_at_once", &format!("USD 300\n{line}"), cash);
    }
    let offices = "13.0957 103.2022 Battambang\n12.65 102.9 Samlout";
    check(&mut own, "offices", offices, "");
    assert_eq!(own.texts().last().unwrap().1, offices);
    check(&mut own, "offices", "13.0957, 103.2022 Battambang", "");
    assert_eq!(own.offices.first().unwrap().lat, 13.0957);
    let office = "line 1 of offices is not like “13.0957 103.2022 Battambang”";
    for line in [
        "103.2022 13.0957 Battambang",
        "13.0957 103.2022",
        "near 103.2 x",
    ] {
        check(&mut own, "offices", line, office);
    }
    let holiday = "line 1 of holidays is not like “2026-04-14 2026-04-16 Khmer New Year”";
    for line in [
        "2026-04-14 New Year",
        "2026-04-16 2026-04-14 Back",
        "2026-04-14 2026-04-16",
    ] {
        check(&mut own, "holidays", line, holiday);
    }
    let many = "2026-04-14 2026-04-16 Day\n".repeat(201);
    check(
        &mut own,
        "holidays",
        &many,
        "holidays has at most 200 lines",
    );
    check(
        &mut own,
        "colour",
        "blue",
        "there is no threshold \"colour\"",
    );
    let texts = own.texts();
    let pairs = texts.iter().map(|(name, text)| (*name, text.as_str()));
    assert_eq!(Thresholds::read(pairs), own);
    assert_eq!(
        Thresholds::read([("colour", "blue")]),
        Thresholds::default()
    );
}

#[test]
fn a_clock_may_be_off_by_a_day() {
    const HOUR: u64 = 3_600_000;
    const NOW: u64 = 1_795_399_200_000;
    let check = |laptop: u64, want: &str| {
        let found = clock_off(laptop, NOW);
        let told = found.map(|it| format!("{} {}", it.rule.ground.code(), it.figures.join("/")));
        assert_eq!(told.unwrap_or_default(), want);
    };
    check(NOW, "");
    check(NOW + 24 * HOUR, "");
    check(NOW - 24 * HOUR, "");
    check(NOW + 24 * HOUR + 1, "clock-ahead 24");
    check(NOW - 30 * HOUR, "clock-behind 30");
    check(0, "clock-behind 498722");
    check(
        u64::MAX,
        &format!("clock-ahead {}", (u64::MAX - NOW) / HOUR),
    );
}

proptest! {
    /// The order in which records are read changes nothing.
    #[test]
    fn no_order_of_entries_matters(
        times in prop::collection::vec((0..3_000_i64, 0..4_u32), 1..30),
        turn in any::<prop::sample::Index>(),
    ) {
        let mut entries: Vec<Entry<'_>> = times
            .iter()
            .enumerate()
            .map(|(n, (end, people))| {
                entry(u8::try_from(n).unwrap(), end - 95, *end, [10 + people, 8, 8, 8])
            })
            .collect();
        let sorted = |found: Vec<Finding>| {
            let mut lines: Vec<String> = found.iter().map(|one| told(std::slice::from_ref(one))).collect();
            lines.sort();
            lines
        };
        let before = sorted(hasty(&entries, &Thresholds::default()));
        let by = turn.index(entries.len());
        entries.rotate_left(by);
        prop_assert_eq!(before, sorted(hasty(&entries, &Thresholds::default())));
    }
}
