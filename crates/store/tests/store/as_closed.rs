//! A closed month does not move with what is decided about two records later, nor with the accident of a person who says no
//! day of their own.

use std::collections::BTreeMap;

use store::reports::{Block, By, Span};
use store::{Behind, Figure, FigureLine, Stood};

use crate::closed_months::{about, found, held};
use crate::reports::{counted, line, november, put, session, text, told, women};
use crate::sample::{Laptop, record, saves};

fn stood(number: u32, head: u32, since_ms: u64, until_ms: Option<u64>) -> Stood {
    Stood {
        record: record(number),
        head: record(head),
        since_ms,
        until_ms,
    }
}

/// Who stands behind whom now is what has no end; as of the last decision about any of them.
fn stand(laptop: &Laptop, stood: &[Stood]) {
    let now = stood.iter().filter(|it| it.until_ms.is_none());
    let now = now.map(|it| Behind {
        record: it.record,
        head: it.head,
        since_ms: 40,
    });
    laptop
        .store
        .write(|writer| writer.set_stood(now, stood))
        .unwrap();
}

#[test]
fn what_is_joined_or_taken_back_later_moves_no_closed_month() {
    let laptop = Laptop::new();
    laptop.append(&saves(3));
    let sessions = || vec![session("2026-11-03", "02", 12)];
    put(&laptop, 1, sessions(), &[("2026-11", 20)]);
    put(&laptop, 2, sessions(), &[]);
    put(&laptop, 3, sessions(), &[]);
    let check = |times: &[Stood], now: f64, closed: f64| {
        stand(&laptop, times);
        assert_eq!(
            women(&laptop, Block::Now),
            told(&[("02", now)]),
            "{times:?}"
        );
        assert_eq!(
            women(&laptop, Block::Closed),
            told(&[("02", closed)]),
            "{times:?}"
        );
    };
    check(&[stood(2, 1, 10, None)], 24.0, 24.0);
    // A third is found to be one of them after the month was closed.
    check(&[stood(2, 1, 10, None), stood(3, 1, 40, None)], 12.0, 24.0);
    // The one that was kept is put behind another.
    check(
        &[
            stood(2, 1, 10, Some(40)),
            stood(2, 3, 40, None),
            stood(1, 3, 40, None),
        ],
        12.0,
        24.0,
    );
    // It is taken back.
    check(&[stood(2, 1, 10, Some(40))], 36.0, 24.0);
    check(&[stood(2, 1, 10, Some(15))], 36.0, 36.0);
}

#[test]
fn what_was_done_for_a_person_is_of_whom_it_was_when_the_month_was_closed() {
    let laptop = Laptop::new();
    laptop.append(&saves(9));
    let person = |province: &str| {
        let cells = [("adm1", text(province)), ("sex", text("female"))];
        line("person", "", &cells)
    };
    put(&laptop, 1, vec![person("02")], &[]);
    put(&laptop, 2, vec![person("25")], &[]);
    let day = "2026-11-05";
    let high = [("need", text("prosthesis")), ("priority", text("high"))];
    let done = [
        line("assessment", day, &[("due", text("2026-11-10"))]),
        line("service", day, &[("pillar", text("medical"))]),
        line("referral", day, &[("status", text("sent"))]),
        line("need", day, &high),
        line(
            "follow_up",
            "2026-11-12",
            &[("contact_result", text("met"))],
        ),
    ];
    for (number, of) in (3..).zip(done) {
        put(&laptop, number, vec![about(2, of)], &[("2026-11", 20)]);
    }
    let told = [
        ("v04", "assessed"),
        ("v05", "total"),
        ("v09", "made"),
        ("v10", "on_time"),
        ("v12", "needs"),
    ];
    let check = |times: &[Stood], now: &str, closed: &str| {
        stand(&laptop, times);
        for (query, column) in told {
            for (block, province) in [(Block::Now, now), (Block::Closed, closed)] {
                let expected: BTreeMap<String, f64> = [(province.to_owned(), 1.0)].into();
                let all = found(&laptop, query, block, column);
                assert_eq!(all, expected, "{query} {block:?} {times:?}");
            }
        }
    };
    check(&[], "25", "25");
    check(&[stood(2, 1, 20, None)], "02", "02");
    check(&[stood(2, 1, 21, None)], "02", "25");
    check(&[stood(2, 1, 20, Some(40))], "25", "02");
}

/// A month that stands beside others stands as it does alone.
#[test]
fn a_closed_month_that_is_told_beside_an_open_one_does_not_move() {
    let laptop = Laptop::new();
    laptop.append(&saves(9));
    for number in [1, 2] {
        put(&laptop, number, vec![line("person", "", &[])], &[]);
    }
    let cash = [
        ("service", text("cash_grant")),
        ("currency", text("khr")),
        ("cash", Figure::Part(1.0)),
    ];
    for (number, (whom, day)) in
        (3..).zip([(1, "2026-10-05"), (2, "2026-10-06"), (2, "2026-11-05")])
    {
        let done = vec![
            about(whom, line("service", day, &cash)),
            about(whom, line("assessment", day, &[])),
        ];
        put(&laptop, number, done, &[("2026-10", 20)]);
    }
    let check = |from: &str, to: &str, by: By, block: Block, expected: &[(&str, f64)]| {
        let span = Span {
            from: from.to_owned(),
            to: to.to_owned(),
            ..november(by)
        };
        for (query, column, kind) in [
            ("v04", "assessed", ""),
            ("v05", "total", ""),
            ("v08", "persons", "currency khr"),
        ] {
            let named = |place: &str| format!("{place} {kind}").trim().to_owned();
            let mut of_kind = counted(&laptop, query, &span, block, column);
            of_kind.retain(|name, _| match kind {
                "" => !name.contains(' '),
                kind => name.ends_with(kind),
            });
            let expected: BTreeMap<String, f64> = expected
                .iter()
                .map(|(place, it)| (named(place), *it))
                .collect();
            assert_eq!(of_kind, expected, "{query} {from} {to} {block:?}");
        }
    };
    let (october, both) = (("2026-10-01", "2026-10-31"), ("2026-10-01", "2026-11-30"));
    for times in [vec![], vec![stood(2, 1, 40, None)]] {
        stand(&laptop, &times);
        let is_one = !times.is_empty();
        let now = if is_one { 1.0 } else { 2.0 };
        for (from, to) in [october, both] {
            let mut closed = vec![("2026-10", 2.0)];
            let mut then = vec![("2026-10", now)];
            if to == both.1 {
                closed.push(("2026-11", 1.0));
                then.push(("2026-11", 1.0));
            }
            check(from, to, By::Month, Block::Closed, &closed);
            check(from, to, By::Month, Block::Now, &then);
        }
        // In the longer time they are told apart as of its end, which nobody closed.
        check(both.0, both.1, By::Country, Block::Closed, &[("", now)]);
        check(
            october.0,
            october.1,
            By::Country,
            Block::Closed,
            &[("", 2.0)],
        );
    }
}

/// The day of the accident is that of a person who says none; its month is the one that was closed.
#[test]
fn a_person_without_a_day_is_in_the_month_of_the_accident_as_it_was_closed() {
    let laptop = Laptop::new();
    laptop.append(&saves(4));
    let accident = |day: &str, province: &str| line("accident", day, &[("adm1", text(province))]);
    let person =
        |number: u32, kind: &str| about(number, line("person", "", &[("victim_type", text(kind))]));
    let check = |block: Block, months: &[(&str, f64)]| {
        let span = Span {
            from: "2026-01-01".to_owned(),
            to: "2026-12-31".to_owned(),
            ..november(By::Month)
        };
        let mut all = counted(&laptop, "v01", &span, block, "total");
        all.retain(|name, value| !name.contains(' ') && *value != 0.0);
        let expected = months.iter().map(|(name, it)| ((*name).to_owned(), *it));
        assert_eq!(all, expected.collect::<BTreeMap<_, _>>(), "{block:?}");
    };
    let closes = [("2026-11", 20)];
    put(&laptop, 1, vec![accident("2026-11-02", "02")], &closes);
    put(&laptop, 2, vec![person(1, "direct_killed")], &[]);
    for block in [Block::Closed, Block::Now] {
        check(block, &[("2026-11", 1.0)]);
    }
    // The accident was of another month after all.
    let corrected = vec![
        held(24, None, accident("2026-09-30", "25")),
        held(5, Some(22), accident("2026-11-02", "02")),
    ];
    put(&laptop, 1, corrected, &closes);
    check(Block::Now, &[("2026-09", 1.0)]);
    check(Block::Closed, &[("2026-09", 1.0), ("2026-11", 1.0)]);
    assert_eq!(
        found(&laptop, "v01", Block::Closed, "total"),
        [("02".to_owned(), 1.0)].into(),
        "with the place that it had"
    );
    // It is no casualty after all, nor was it one when it was approved first.
    let withdrawn = FigureLine {
        review: "withdrawn".to_owned(),
        approved_ms: None,
        ..person(1, "indirect_family")
    };
    let was = held(5, Some(30), person(1, "direct_killed"));
    put(&laptop, 2, vec![withdrawn, was], &[]);
    check(Block::Now, &[]);
    check(Block::Closed, &[("2026-11", 1.0)]);
    // Who was approved after the month was closed is an adjustment.
    put(&laptop, 1, vec![accident("2026-11-02", "02")], &closes);
    put(
        &laptop,
        2,
        vec![held(25, None, person(1, "direct_killed"))],
        &[],
    );
    check(Block::Now, &[("2026-11", 1.0)]);
    check(Block::Closed, &[]);
    // A closed month rests on no accident that nobody had approved by then, so that it does not move with it.
    let waits = |day: &str| FigureLine {
        review: "submitted".to_owned(),
        approved_ms: None,
        ..accident(day, "25")
    };
    put(&laptop, 2, vec![person(1, "direct_killed")], &[]);
    for (then, closed, now) in [
        (waits("2026-11-03"), None, "2026-11"),
        (
            held(25, None, accident("2026-11-03", "25")),
            None,
            "2026-11",
        ),
        (waits("2026-09-03"), Some("2026-09"), "2026-09"),
        (
            held(25, None, accident("2026-09-03", "25")),
            Some("2026-09"),
            "2026-09",
        ),
    ] {
        put(&laptop, 1, vec![then], &closes);
        let closed: Vec<(&str, f64)> = closed.iter().map(|month| (*month, 1.0)).collect();
        check(Block::Closed, &closed);
        check(Block::Now, &[(now, 1.0)]);
    }
    // Nobody knows the day.
    put(&laptop, 2, vec![person(9, "direct_killed")], &[]);
    check(Block::Closed, &[]);
    let ever = Span {
        from: String::new(),
        ..november(By::Country)
    };
    for block in [Block::Closed, Block::Now] {
        assert_eq!(counted(&laptop, "v01", &ever, block, "total")[""], 1.0);
    }
}
