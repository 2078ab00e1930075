//! Every figure that a programme may set: where its rule begins to speak as usual, and where once it is set.

use std::collections::BTreeSet;

use programme::quality::{FIGURES, Figure, ReadBy, Thresholds};

use super::{edges, table};

/// A figure, whether its rule speaks of so much, where it is quiet and where it speaks as usual, what is set, and where it
/// is quiet and speaks then.
type Row = (
    &'static str,
    fn(&Thresholds, u32) -> bool,
    [u32; 2],
    u32,
    [u32; 2],
);

const ROWS: &[Row] = &[
    ("late_days", edges::late, [30, 31], 40, [40, 41]),
    (
        "accident_late_days",
        edges::late_accident,
        [90, 91],
        120,
        [120, 121],
    ),
    ("session_people", edges::crowd, [100, 101], 150, [150, 151]),
    (
        "round_school_people",
        edges::round_school,
        [50, 100],
        150,
        [100, 150],
    ),
    (
        "disabled_session_percent",
        edges::disabled_at_once,
        [30, 31],
        50,
        [50, 51],
    ),
    (
        "disabled_people",
        edges::nobody_disabled,
        [300, 301],
        1_000,
        [1_000, 1_001],
    ),
    (
        "disabled_percent",
        edges::disabled_share,
        [30, 31],
        50,
        [50, 51],
    ),
    (
        "session_minutes_least",
        edges::length,
        [20, 19],
        30,
        [30, 29],
    ),
    (
        "session_minutes_most",
        edges::length,
        [180, 181],
        240,
        [240, 241],
    ),
    ("day_begins", edges::hour, [330, 329], 400, [400, 399]),
    (
        "day_ends",
        edges::hour,
        [1_230, 1_231],
        1_300,
        [1_300, 1_301],
    ),
    ("accuracy_metres", edges::unsure, [50, 51], 20, [20, 21]),
    (
        "province_metres",
        edges::outside_province,
        [1_980, 2_020],
        500,
        [480, 520],
    ),
    (
        "province_metres_most",
        edges::far_outside_province,
        [4_980, 5_020],
        9_000,
        [8_980, 9_020],
    ),
    (
        "commune_metres",
        edges::outside_commune,
        [980, 1_020],
        3_000,
        [2_980, 3_020],
    ),
    (
        "village_metres",
        edges::off_village,
        [4_980, 5_020],
        2_000,
        [1_980, 2_020],
    ),
    (
        "village_metres_far",
        edges::far_off_village,
        [14_980, 15_020],
        20_000,
        [19_980, 20_020],
    ),
    (
        "village_metres_most",
        edges::beyond_village,
        [29_980, 30_020],
        40_000,
        [39_980, 40_020],
    ),
    ("position_decimals", edges::decimals, [4, 3], 5, [5, 4]),
    ("office_metres", edges::at_office, [11, 9], 100, [101, 99]),
    (
        "shift_metres_least",
        edges::shift,
        [370, 390],
        430,
        [420, 440],
    ),
    (
        "shift_metres_most",
        edges::shift,
        [510, 490],
        600,
        [610, 590],
    ),
    (
        "shift_positions",
        edges::shifted_positions,
        [4, 5],
        8,
        [7, 8],
    ),
    ("stacked_villages", edges::stack, [2, 3], 5, [4, 5]),
    ("start_minutes", edges::same_start, [61, 60], 30, [31, 30]),
    ("sessions_a_day", edges::many_a_day, [8, 9], 4, [4, 5]),
    ("speed_kmh", edges::drive, [59, 61], 90, [89, 91]),
    ("first_times", edges::same_class, [2, 3], 4, [4, 5]),
    ("first_days", edges::class_days, [30, 29], 10, [10, 9]),
    ("probable_points", edges::probable, [69, 70], 80, [79, 80]),
    ("possible_points", edges::possible, [49, 50], 40, [39, 40]),
    ("grant_days", edges::cash_again, [365, 364], 100, [100, 99]),
    ("overdue_days", edges::overdue, [30, 31], 60, [60, 61]),
    ("contact_days", edges::not_met, [365, 366], 100, [100, 101]),
    ("entry_seconds", edges::quick, [90, 89], 30, [30, 29]),
    ("alike_entries", edges::alike, [4, 5], 3, [2, 3]),
    ("alike_minutes", edges::alike_within, [11, 10], 20, [21, 20]),
    ("alike_people", edges::alike_but, [3, 2], 5, [6, 5]),
    (
        "rounded_sessions",
        edges::round_sessions,
        [19, 20],
        10,
        [9, 10],
    ),
    (
        "rounded_percent",
        edges::round_share,
        [70, 71],
        90,
        [90, 91],
    ),
    ("hazard_days", edges::hazard, [14, 15], 30, [30, 31]),
    ("listed_percent", edges::listed, [1, 2], 50, [0, 1]),
];

#[test]
fn every_figure_is_where_its_rule_begins_to_speak_as_usual_and_once_it_is_set() {
    let names: Vec<&str> = ROWS.iter().map(|row| row.0).collect();
    let all: Vec<&str> = FIGURES.iter().map(|figure| figure.name).collect();
    assert_eq!(names, all, "one row for each, in their order");
    let usual = Thresholds::default();
    for (name, speaks, usually, set, then) in ROWS {
        let own = Thresholds::read([(*name, &*set.to_string())]);
        assert_eq!(own.unusual().get(name), Some(set), "{name}");
        for (thresholds, [quiet, loud]) in [(&usual, usually), (&own, then)] {
            assert!(!speaks(thresholds, *quiet), "{name}: quiet at {quiet}");
            assert!(speaks(thresholds, *loud), "{name}: speaks at {loud}");
        }
    }
}

#[test]
fn what_is_out_of_bounds_is_refused_by_name() {
    for figure in FIGURES {
        let Figure {
            name, least, most, ..
        } = *figure;
        assert!((least..=most).contains(&figure.usual), "{name}");
        let mut own = Thresholds::default();
        let why = format!("{name} is a whole number from {least} to {most}");
        let below = i64::from(least) - 1;
        for text in [below.to_string(), (most + 1).to_string(), "many".to_owned()] {
            let refused = own.set(name, &text).unwrap_err();
            assert_eq!(refused.to_string(), why);
            assert_eq!(own, Thresholds::default());
        }
        for value in [least, most, figure.usual] {
            own.set(name, &value.to_string()).unwrap();
            assert_eq!(own.at(*figure), value);
        }
        assert_eq!(own, Thresholds::default(), "{name} is as usual again");
    }
    let names: BTreeSet<&str> = FIGURES.iter().map(|figure| figure.name).collect();
    assert_eq!(names.len(), FIGURES.len());
}

/// What reads a figure is looked at again when it is set, and nothing else.
#[test]
fn a_change_tells_what_reads_it() {
    let usual = Thresholds::default();
    let check = |name: &str, text: &str, want: &[ReadBy]| {
        let own = Thresholds::read([(name, text)]);
        assert_eq!(own.read_by(&usual), want, "{name}");
        assert_eq!(usual.read_by(&own), want, "{name} taken back");
    };
    check("late_days", "40", &[ReadBy::Answers]);
    check("offices", "13.0957 103.2022 Battambang", &[ReadBy::Answers]);
    check("speed_kmh", "80", &[]);
    check("holidays", "2026-04-14 2026-04-16 New Year", &[]);
    check("probable_points", "80", &[ReadBy::People]);
    check("start_minutes", "30", &[ReadBy::Sessions]);
}

#[test]
fn errors_of_the_table_read_no_figure_since_the_form_has_the_same_check() {
    let all = table();
    let count = |table: &programme::rules::RuleTable| table.rules().len();
    let unset = all.clone().unset();
    let read = count(&all) - count(&unset);
    assert_eq!(read, 21, "rules that read a figure");
    let errors = |table: &programme::rules::RuleTable| {
        let error = programme::rules::Severity::Error;
        let rules = table.rules().iter();
        rules.filter(|rule| rule.severity == error).count()
    };
    assert_eq!(errors(&unset), errors(&all));
}

#[test]
fn the_document_and_the_screen_have_every_figure() {
    let document = include_str!("../../../../docs/rules.md");
    let screen = include_str!("../../../../ui/src/screens/settings/thresholds.tsx");
    for figure in FIGURES {
        let Figure {
            name,
            rule,
            least,
            most,
            usual,
            ..
        } = figure;
        let row = format!("| `{name}` | {rule} | {usual} | {least} to {most} |");
        assert!(document.contains(&row), "{row}");
        let words = format!("{name}: \"threshold-{}\",", name.replace('_', "-"));
        assert!(screen.contains(&words), "{words}");
    }
}
