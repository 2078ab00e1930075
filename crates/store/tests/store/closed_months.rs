//! What a closed month says does not move with the records that its own are about, and what adds up from the beginning
//! stands as it did when the last month was closed.

use std::collections::{BTreeMap, BTreeSet};

use store::reports::{Block, By, Span};
use store::{Behind, Figure, FigureLine};

use crate::reports::{counted, line, november, put, text};
use crate::sample::{Laptop, record, saves};

/// Words that were approved from a moment on, until another.
pub(crate) fn held(from: u64, until: Option<u64>, of: FigureLine) -> FigureLine {
    FigureLine {
        approved_ms: Some(from),
        ended_ms: until,
        ..of
    }
}

pub(crate) fn about(number: u32, of: FigureLine) -> FigureLine {
    FigureLine {
        link: Some(record(number).0),
        ..of
    }
}

pub(crate) fn found(
    laptop: &Laptop,
    query: &str,
    block: Block,
    column: &str,
) -> BTreeMap<String, f64> {
    let mut all = counted(laptop, query, &november(By::Province), block, column);
    all.retain(|name, value| !name.contains(' ') && *value != 0.0);
    all
}

#[track_caller]
fn check(laptop: &Laptop, query: &str, block: Block, column: &str, expected: &[(&str, f64)]) {
    let expected = expected.iter().map(|(name, it)| ((*name).to_owned(), *it));
    let expected: BTreeMap<String, f64> = expected.collect();
    assert_eq!(
        found(laptop, query, block, column),
        expected,
        "{query} {block:?}"
    );
}

#[test]
fn a_correction_of_an_accident_moves_no_casualty_of_a_closed_month() {
    let laptop = Laptop::new();
    laptop.append(&saves(3));
    let accident = |province: &str| line("accident", "2026-11-02", &[("adm1", text(province))]);
    let killed = [("victim_type", text("direct_killed"))];
    let person = |number| vec![about(number, line("person", "2026-11-02", &killed))];
    put(&laptop, 1, vec![accident("02")], &[("2026-11", 20)]);
    put(&laptop, 2, person(1), &[]);
    for block in [Block::Closed, Block::Now] {
        check(&laptop, "v01", block, "total", &[("02", 1.0)]);
    }
    let corrected = vec![
        held(24, None, accident("25")),
        held(5, Some(22), accident("02")),
    ];
    put(&laptop, 1, corrected, &[("2026-11", 20)]);
    check(&laptop, "v01", Block::Closed, "total", &[("02", 1.0)]);
    check(&laptop, "v01", Block::Now, "total", &[("25", 1.0)]);
    // What was taken out of use after that stood when the month was closed.
    let withdrawn = FigureLine {
        review: "withdrawn".to_owned(),
        approved_ms: None,
        ..accident("25")
    };
    let withdrawn = vec![withdrawn, held(5, Some(22), accident("02"))];
    put(&laptop, 1, withdrawn, &[("2026-11", 20)]);
    check(&laptop, "v01", Block::Closed, "total", &[("02", 1.0)]);
    // What nobody had approved then is told as it stands now.
    put(
        &laptop,
        1,
        vec![held(25, None, accident("25"))],
        &[("2026-11", 20)],
    );
    check(&laptop, "v01", Block::Closed, "total", &[("25", 1.0)]);
}

#[test]
fn a_correction_of_a_person_moves_nothing_that_was_done_for_them_in_a_closed_month() {
    let laptop = Laptop::new();
    laptop.append(&saves(9));
    let person = |province: &str, sex: &str| {
        let cells = [
            ("adm1", text(province)),
            ("sex", text(sex)),
            ("age_group", text("adult")),
        ];
        line("person", "", &cells)
    };
    put(&laptop, 1, vec![person("02", "male")], &[]);
    let day = "2026-11-05";
    let high = [("need", text("prosthesis")), ("priority", text("high"))];
    let done = [
        line("assessment", day, &[("due", text("2026-11-10"))]),
        line(
            "service",
            day,
            &[
                ("pillar", text("medical")),
                ("item", text("cash")),
                ("cash", Figure::Part(5.0)),
            ],
        ),
        line("referral", day, &[("status", text("sent"))]),
        line("follow_up", day, &[("contact_result", text("met"))]),
        line("need", day, &high),
    ];
    for (number, of) in (2..).zip(done) {
        put(&laptop, number, vec![about(1, of)], &[("2026-11", 20)]);
    }
    let told = [
        ("v04", "assessed"),
        ("v05", "total"),
        ("v08", "value"),
        ("v09", "made"),
        ("v10", "due"),
        ("v12", "needs"),
    ];
    let rows = |query: &str, block: Block, column: &str| {
        let all = counted(&laptop, query, &november(By::Province), block, column);
        let all = all.into_iter().filter(|(_, value)| *value != 0.0);
        let provinces = all.map(|(name, _)| name.get(..2).unwrap_or_default().to_owned());
        provinces.collect::<BTreeSet<_>>()
    };
    let corrected = vec![
        held(24, None, person("25", "female")),
        held(5, Some(22), person("02", "male")),
    ];
    put(&laptop, 1, corrected, &[]);
    for (query, column) in told {
        let of = |province: &str| [province.to_owned()].into();
        assert_eq!(rows(query, Block::Closed, column), of("02"), "{query}");
        assert_eq!(rows(query, Block::Now, column), of("25"), "{query}");
    }
    check(&laptop, "v05", Block::Closed, "men", &[("02", 1.0)]);
    check(&laptop, "v05", Block::Now, "women", &[("25", 1.0)]);
    // One who was told of otherwise in another month is one person, as with the last service.
    let again = line("service", "2026-10-05", &[("pillar", text("medical"))]);
    put(&laptop, 7, vec![about(1, again)], &[("2026-10", 30)]);
    let span = Span {
        from: "2026-10-01".to_owned(),
        ..november(By::Country)
    };
    for (column, expected) in [("total", 1.0), ("men", 1.0), ("women", 0.0)] {
        let all = counted(&laptop, "v05", &span, Block::Closed, column);
        assert_eq!(all[""], expected, "{column}");
        assert_eq!(all["pillar medical"], expected, "{column}");
    }
}

#[test]
fn answers_of_a_closed_month_are_of_the_session_as_it_was() {
    let laptop = Laptop::new();
    laptop.append(&saves(2));
    let session = |province: &str| line("session", "2026-11-03", &[("adm1", text(province))]);
    let post = [("phase", text("post")), ("score", Figure::Part(80.0))];
    let corrected = vec![
        held(24, None, session("25")),
        held(5, Some(22), session("02")),
    ];
    put(&laptop, 1, corrected, &[("2026-11", 20)]);
    put(
        &laptop,
        2,
        vec![about(1, line("kap", "2026-11-03", &post))],
        &[],
    );
    check(&laptop, "e12", Block::Closed, "answered", &[("02", 1.0)]);
    check(&laptop, "e12", Block::Now, "answered", &[("25", 1.0)]);
}

/// Of a month that was closed long ago, of one that never was, and of the last one, which was closed at 40.
#[test]
fn what_adds_up_from_the_beginning_stands_as_when_the_last_month_was_closed() {
    let laptop = Laptop::new();
    laptop.append(&saves(9));
    let alive = |day: &str, registered: &str| {
        let cells = [
            ("victim_type", text("direct_injured")),
            ("vital_status", text("alive")),
            ("registered", text(registered)),
        ];
        line("person", day, &cells)
    };
    let high = [("need", text("prosthesis")), ("priority", text("high"))];
    let need = |day: &str| line("need", day, &high);
    let closed = [("2026-03", 20), ("2026-11", 40)];
    put(&laptop, 1, vec![], &closed);
    // Approved after its own month was closed, but before the last one was.
    put(
        &laptop,
        2,
        vec![held(25, None, alive("2026-03-05", "2026-03-06"))],
        &[],
    );
    put(&laptop, 3, vec![held(25, None, need("2026-03-05"))], &[]);
    // Of a month that nobody closed, approved after the last one was closed.
    put(
        &laptop,
        4,
        vec![held(50, None, alive("2026-05-05", "2026-05-06"))],
        &[],
    );
    put(&laptop, 5, vec![held(50, None, need("2026-05-05"))], &[]);
    let check = |block: Block, expected: f64| {
        let span = november(By::Country);
        let survivors = counted(&laptop, "v03", &span, block, "total");
        assert_eq!(survivors["vital_status alive"], expected, "{block:?}");
        let needs = counted(&laptop, "v12", &span, block, "needs");
        assert_eq!(needs[""], expected, "{block:?}");
    };
    check(Block::Closed, 1.0);
    check(Block::Now, 2.0);
    // Two that were found to be one count twice until then: here after the last month was closed, then before.
    put(&laptop, 6, vec![alive("2026-03-05", "2026-03-06")], &[]);
    for (since_ms, closed) in [(41, 2.0), (40, 1.0)] {
        let behind = Behind {
            record: record(6),
            head: record(2),
            since_ms,
        };
        laptop
            .store
            .write(|writer| writer.set_behind([behind]))
            .unwrap();
        let span = november(By::Country);
        let survivors = counted(&laptop, "v03", &span, Block::Closed, "total");
        assert_eq!(survivors["vital_status alive"], closed, "since {since_ms}");
    }
}

#[test]
fn a_need_that_was_met_and_told_again_is_open_since_it_was_told_again() {
    let laptop = Laptop::new();
    laptop.append(&saves(6));
    let high = [("need", text("prosthesis")), ("priority", text("high"))];
    let told = |number: u32, day: &str| {
        put(
            &laptop,
            number,
            vec![about(1, line("need", day, &high))],
            &[],
        );
    };
    put(&laptop, 1, vec![line("person", "", &[])], &[]);
    let check = |needs: f64, oldest: f64| {
        let span = november(By::Country);
        let one = |column: &str| {
            let all = counted(&laptop, "v12", &span, Block::Now, column);
            all.get("").copied().unwrap_or_default()
        };
        assert_eq!((one("needs"), one("oldest")), (needs, oldest));
    };
    told(2, "2026-01-30");
    check(1.0, 304.0);
    let given = line("service", "2026-02-10", &[("service", text("prosthesis"))]);
    put(&laptop, 3, vec![about(1, given)], &[]);
    check(0.0, 0.0);
    told(4, "2026-06-30");
    told(5, "2026-08-30");
    check(1.0, 153.0);
}
