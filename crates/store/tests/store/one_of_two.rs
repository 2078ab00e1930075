//! What was recorded twice is counted once, and what was done under either record is of one person.

use store::reports::{Block, By};
use store::{Behind, Figure, FigureLine, Sight};

use crate::reports::{counted, line, november, put, session, text, told, women};
use crate::sample::{Laptop, TEAM, record, row, saves, team};

#[test]
fn what_was_recorded_twice_counts_once_from_the_decision_on() {
    let laptop = Laptop::new();
    laptop.append(&saves(2));
    let approved_at_5 = |day| vec![session(day, "02", 12)];
    put(&laptop, 1, approved_at_5("2026-11-03"), &[("2026-11", 20)]);
    put(&laptop, 2, approved_at_5("2026-11-03"), &[]);
    let check = |since_ms: Option<u64>, now: f64, closed: f64| {
        let behind = since_ms.map(|since_ms| Behind {
            record: record(2),
            head: record(1),
            since_ms,
        });
        laptop
            .store
            .write(|writer| writer.set_behind(behind))
            .unwrap();
        assert_eq!(women(&laptop, Block::Now), told(&[("02", now)]));
        assert_eq!(women(&laptop, Block::Closed), told(&[("02", closed)]));
    };
    check(None, 24.0, 24.0);
    check(Some(20), 12.0, 12.0);
    // Decided after the month was closed: what was told stays, and the difference is an adjustment.
    check(Some(21), 12.0, 24.0);
    check(None, 24.0, 24.0);
}

/// A service of a person who was found to be another one is a service of the one that was kept.
#[test]
fn services_of_one_person_under_two_records_are_of_one_person() {
    let laptop = Laptop::new();
    laptop.append(&saves(4));
    let person = |sex: &str| {
        let cells = [("sex", text(sex)), ("age_group", text("adult"))];
        vec![line("person", "2026-11-01", &cells)]
    };
    put(&laptop, 1, person("female"), &[]);
    put(&laptop, 2, person("male"), &[]);
    for (number, about) in [(3, 1), (4, 2)] {
        let service = FigureLine {
            link: Some(record(about).0),
            ..line("service", "2026-11-05", &[("pillar", text("medical"))])
        };
        put(&laptop, number, vec![service], &[]);
    }
    let served = |column: &str| {
        let span = november(By::Country);
        let found = counted(&laptop, "v05", &span, Block::Now, column);
        found.get("").copied().unwrap_or_default()
    };
    assert_eq!(
        (served("women"), served("men"), served("total")),
        (1.0, 1.0, 2.0)
    );
    let behind = Behind {
        record: record(2),
        head: record(1),
        since_ms: 9,
    };
    laptop
        .store
        .write(|writer| writer.set_behind([behind]))
        .unwrap();
    assert_eq!(
        (served("women"), served("men"), served("total")),
        (1.0, 0.0, 1.0)
    );
}

/// What was promised under one record is kept by what was done under the other, once both are one person.
#[test]
fn a_visit_and_a_service_under_the_other_record_are_kept_promises() {
    let laptop = Laptop::new();
    let saved = saves(6);
    laptop.append(&saved);
    for save in saved.iter().take(2) {
        laptop
            .store
            .write(|writer| writer.upsert_row(&row(save, "person"), "text"))
            .unwrap();
    }
    for number in [1, 2] {
        put(
            &laptop,
            number,
            vec![line("person", "2026-11-01", &[])],
            &[],
        );
    }
    let about = |number: u32, table: &str, day: &str, cells: &[(&str, Figure)]| FigureLine {
        link: Some(record(number).0),
        ..line(table, day, cells)
    };
    let need = [("need", text("prosthesis")), ("priority", text("high"))];
    let due = [("due", text("2026-11-10"))];
    let met = [("contact_result", text("met"))];
    let given = [("service", text("prosthesis"))];
    put(
        &laptop,
        3,
        vec![about(2, "assessment", "2026-11-02", &due)],
        &[],
    );
    put(&laptop, 4, vec![about(2, "need", "2026-11-02", &need)], &[]);
    put(
        &laptop,
        5,
        vec![about(1, "follow_up", "2026-11-12", &met)],
        &[],
    );
    put(
        &laptop,
        6,
        vec![about(1, "service", "2026-11-15", &given)],
        &[],
    );
    let check = |due_and_on_time: (f64, f64), needs: f64, cases: &[(&str, &str, &str, u64)]| {
        let span = november(By::Country);
        let one = |query: &str, column: &str| {
            let found = counted(&laptop, query, &span, Block::Now, column);
            found.get("").copied().unwrap_or_default()
        };
        assert_eq!((one("v10", "due"), one("v10", "on_time")), due_and_on_time);
        assert_eq!(one("v12", "needs"), needs);
        let sight = Sight::of_teams(&[team(TEAM)]);
        let found = laptop.store.read(|reader| reader.caseload(&span, &sight));
        let word = |day: Option<String>| day.unwrap_or_default();
        let mut told: Vec<_> = found
            .unwrap()
            .into_iter()
            .map(|case| {
                (
                    word(case.assessed),
                    word(case.visited),
                    word(case.due),
                    case.needs,
                )
            })
            .collect();
        told.sort();
        let expected = cases.iter().map(|(assessed, visited, due, needs)| {
            let day = |day: &str| day.to_owned();
            (day(assessed), day(visited), day(due), *needs)
        });
        assert_eq!(told, expected.collect::<Vec<_>>());
    };
    let apart = [
        ("", "2026-11-12", "", 0),
        ("2026-11-02", "", "2026-11-10", 1),
    ];
    check((1.0, 0.0), 1.0, &apart);
    let behind = Behind {
        record: record(2),
        head: record(1),
        since_ms: 9,
    };
    laptop
        .store
        .write(|writer| writer.set_behind([behind]))
        .unwrap();
    check((1.0, 1.0), 0.0, &[("2026-11-02", "2026-11-12", "", 0)]);
}
