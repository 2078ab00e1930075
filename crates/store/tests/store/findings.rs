//! What rules on several records read, which groups are due, and what was found.

use std::collections::BTreeSet;

use store::{Behind, Came, Checked, NewFinding, Query, Sort, Study};

use crate::sample::{self, Laptop, TEAM, row, saves, team};

/// The records of a story, counted from nought.
fn record(number: u32) -> records::RecordId {
    sample::record(number + 1)
}

/// A laptop with so many listed records.
fn with_records(count: u32) -> Laptop {
    let laptop = Laptop::new();
    let saves = saves(count);
    laptop
        .store
        .write(|writer| {
            writer.append(&saves, Came::Here)?;
            for save in &saves {
                writer.upsert_row(&row(save, "t"), "")?;
            }
            Ok(())
        })
        .unwrap();
    laptop
}

fn study(laptop: &Laptop, number: u32, facts: &str, groups: &[&str]) {
    let study = Study {
        facts: facts.to_owned(),
        groups: groups.iter().map(|name| (*name).to_owned()).collect(),
    };
    laptop
        .store
        .write(|writer| writer.set_study(&team(TEAM), record(number), Some(&study)))
        .unwrap();
}

fn forget(laptop: &Laptop, number: u32) {
    laptop
        .store
        .write(|writer| writer.set_study(&team(TEAM), record(number), None))
        .unwrap();
}

fn due(laptop: &Laptop, day: &str) -> Vec<String> {
    let due = laptop.store.read(|reader| reader.due_groups(day, 99));
    due.unwrap()
}

/// Judges everything that is due by a rule of toys: a group of two or more is odd, and each of its records is named.
fn judge(laptop: &Laptop, next: Option<&str>) -> bool {
    let judged = laptop.store.write(|writer| {
        let mut news = false;
        for name in writer.due_groups("2026-11-26", 99)? {
            let members = writer.group(&name, 99)?;
            let found = NewFinding {
                ground: "alike".to_owned(),
                severity: 1,
                figures: vec![members.len().to_string()],
                records: members.iter().map(|it| it.number).collect(),
            };
            let found = if members.len() > 1 {
                vec![found]
            } else {
                vec![]
            };
            news |= writer.set_findings(&name, &found, next)?;
        }
        Ok(news)
    });
    judged.unwrap()
}

/// How many findings there are about each record, as many as it has neighbours.
fn about(laptop: &Laptop, number: u32) -> Vec<String> {
    let found = laptop
        .store
        .read(|reader| reader.findings_of(&team(TEAM), record(number)));
    let found = found.unwrap();
    found.into_iter().map(|it| it.figures.join("/")).collect()
}

fn is_clean(laptop: &Laptop) -> bool {
    laptop.store.doctor().unwrap().is_clean()
}

#[test]
fn only_the_groups_of_what_changed_are_due() {
    let laptop = with_records(4);
    study(&laptop, 0, "a", &["north", "spot"]);
    study(&laptop, 1, "b", &["north"]);
    study(&laptop, 2, "c", &["south"]);
    assert_eq!(due(&laptop, "2026-11-26"), ["north", "south", "spot"]);
    assert!(judge(&laptop, None));
    assert_eq!(due(&laptop, "2026-11-26"), [""; 0]);
    assert_eq!(
        (about(&laptop, 0), about(&laptop, 2)),
        (vec!["2".to_owned()], vec![])
    );
    // The same again changes nothing.
    study(&laptop, 0, "a", &["north", "spot"]);
    assert_eq!(due(&laptop, "2026-11-26"), [""; 0]);
    // What moves concerns where it was and where it is.
    study(&laptop, 1, "b", &["south"]);
    assert_eq!(due(&laptop, "2026-11-26"), ["north", "south"]);
    assert!(judge(&laptop, None));
    assert_eq!((about(&laptop, 0).len(), about(&laptop, 2).len()), (0, 1));
    forget(&laptop, 2);
    assert_eq!(
        about(&laptop, 1),
        [""; 0],
        "nobody is held against what is gone"
    );
    assert_eq!(due(&laptop, "2026-11-26"), ["south"]);
    judge(&laptop, None);
    assert!(is_clean(&laptop));
}

#[test]
fn a_group_sleeps_until_the_day_that_it_named() {
    let laptop = with_records(2);
    study(&laptop, 0, "a", &["north"]);
    judge(&laptop, Some("2026-12-24"));
    let check = |day: &str, want: &[&str]| assert_eq!(due(&laptop, day), want, "{day}");
    check("2026-12-23", &[]);
    check("2026-12-24", &["north"]);
    study(&laptop, 1, "b", &["north"]);
    check("2026-11-26", &["north"]);
}

#[test]
fn a_finding_that_is_found_again_is_the_same() {
    let laptop = with_records(3);
    study(&laptop, 0, "a", &["north"]);
    study(&laptop, 1, "b", &["north"]);
    assert!(judge(&laptop, None));
    let number = |laptop: &Laptop| {
        let found = laptop
            .store
            .read(|reader| reader.findings(&[team(TEAM)], 9));
        found.unwrap().first().map(|it| it.number)
    };
    let before = number(&laptop);
    laptop.store.write(|writer| writer.judge_anew()).unwrap();
    let steps = |laptop: &Laptop| laptop.store.write(|writer| writer.look_on(1)).unwrap();
    assert!(steps(&laptop));
    assert!(!judge(&laptop, None), "nothing is new");
    assert!(!steps(&laptop), "the look came to its end");
    assert_eq!(number(&laptop), before);
    let nobody = laptop
        .store
        .read(|reader| reader.findings(&[team("elsewhere")], 9));
    assert_eq!(nobody.unwrap(), []);
}

#[test]
fn a_look_through_all_answers_goes_on_where_it_was() {
    let laptop = with_records(4);
    let waits = || laptop.store.read(|reader| reader.checks_wait()).unwrap();
    let next = || {
        laptop
            .store
            .write(|writer| writer.next_to_check(3))
            .unwrap()
    };
    assert!(!waits());
    assert_eq!(next(), [], "nobody looks");
    laptop.store.write(|writer| writer.check_anew()).unwrap();
    let first = next();
    assert_eq!((first.len(), waits()), (3, true));
    let rest = next();
    assert_eq!((rest.len(), waits()), (1, true));
    let all: BTreeSet<_> = first.iter().chain(&rest).collect();
    assert_eq!(all.len(), 4);
    assert_eq!((next().len(), waits()), (0, false), "it came to its end");
    laptop.store.write(|writer| writer.check_anew()).unwrap();
    next();
    laptop.store.write(|writer| writer.check_anew()).unwrap();
    assert_eq!(next(), first, "another change begins it again");
}

#[test]
fn what_is_found_in_answers_again_is_in_its_line_and_in_the_tally() {
    let laptop = with_records(2);
    let check = |number: u32, problems: u32, severity: u32| {
        let checked = Checked {
            team: team(TEAM),
            record: record(number),
            problems,
            severity,
        };
        laptop
            .store
            .write(|writer| writer.set_checked(&checked))
            .unwrap();
    };
    let lines = || {
        let rows = [0, 1].map(|number| {
            let row = laptop
                .store
                .read(|reader| reader.row(&team(TEAM), record(number)));
            row.unwrap().unwrap()
        });
        rows.map(|row| (row.problems, row.severity))
    };
    check(0, 2, 1);
    assert_eq!(lines(), [(2, 1), (0, 0)]);
    check(0, 2, 1);
    check(9, 1, 2);
    assert_eq!(
        lines(),
        [(2, 1), (0, 0)],
        "nothing differs; nobody listed it"
    );
    assert!(laptop.store.doctor().unwrap().is_clean());
    check(0, 0, 0);
    assert_eq!(lines(), [(0, 0), (0, 0)]);
    assert!(laptop.store.doctor().unwrap().is_clean());
}

#[test]
fn a_look_through_all_groups_goes_on_where_it_was() {
    let laptop = with_records(4);
    for (number, name) in (0..).zip(["a", "b", "c", "d"]) {
        study(&laptop, number, name, &[name]);
    }
    judge(&laptop, None);
    laptop.store.write(|writer| writer.judge_anew()).unwrap();
    let mut seen = BTreeSet::new();
    while laptop.store.write(|writer| writer.look_on(3)).unwrap() {
        seen.extend(due(&laptop, "2026-11-26"));
        judge(&laptop, None);
    }
    assert_eq!(seen.into_iter().collect::<String>(), "abcd");
    let (waiting, looking) = laptop
        .store
        .read(|reader| reader.groups_due("2026-11-26"))
        .unwrap();
    assert_eq!((waiting, looking), (0, false));
}

#[test]
fn the_queue_takes_findings_in_and_lets_them_go() {
    let laptop = with_records(3);
    let grave = |laptop: &Laptop| {
        let query = Query {
            teams: vec![team(TEAM)],
            sort: Sort::Review,
            limit: 50,
            ..Query::default()
        };
        let page = laptop.store.read(|reader| reader.page(&query)).unwrap();
        let rows = page.rows.into_iter();
        rows.map(|row| row.severity).collect::<Vec<_>>()
    };
    let before = grave(&laptop);
    study(&laptop, 0, "a", &["north"]);
    study(&laptop, 1, "b", &["north"]);
    judge(&laptop, None);
    let found = grave(&laptop);
    assert_eq!(
        found.iter().filter(|it| **it == 1).count(),
        2,
        "{before:?} {found:?}"
    );
    assert!(found.is_sorted_by(|one, two| one >= two), "{found:?}");
    study(&laptop, 1, "b", &["south"]);
    judge(&laptop, None);
    assert_eq!(grave(&laptop), before);
}

#[test]
fn what_stands_behind_another_is_not_read_beside_it() {
    let laptop = with_records(3);
    study(&laptop, 0, "a", &["north"]);
    study(&laptop, 1, "b", &["north"]);
    judge(&laptop, None);
    let stand = |pairs: Vec<Behind>| {
        laptop
            .store
            .write(|writer| writer.set_behind(pairs))
            .unwrap()
    };
    stand(vec![Behind {
        record: record(1),
        head: record(0),
        since_ms: 7,
    }]);
    assert_eq!(due(&laptop, "2026-11-26"), ["north"]);
    judge(&laptop, None);
    assert_eq!(about(&laptop, 0), [""; 0]);
    stand(vec![]);
    judge(&laptop, None);
    assert_eq!(about(&laptop, 0), ["2"]);
}

#[test]
fn a_record_that_is_taken_off_the_lists_takes_its_findings_along() {
    let laptop = with_records(3);
    study(&laptop, 0, "a", &["north"]);
    study(&laptop, 1, "b", &["north"]);
    judge(&laptop, None);
    laptop
        .store
        .write(|writer| writer.remove_row(&team(TEAM), record(1)))
        .unwrap();
    assert_eq!(about(&laptop, 0), [""; 0]);
    let loose = laptop.store.doctor().unwrap();
    let told = loose
        .findings
        .iter()
        .filter(|it| it.text.contains("rules read"));
    assert_eq!(
        told.count(),
        0,
        "only the list lacks it: {:?}",
        loose.findings
    );
    laptop
        .store
        .write(|writer| writer.clear_projection())
        .unwrap();
    assert_eq!(due(&laptop, "2026-11-26"), [""; 0]);
}

#[test]
fn a_setting_of_a_team_is_a_record_that_no_list_shows() {
    let laptop = with_records(1);
    let set = |value: &str| {
        laptop.store.write(|writer| {
            writer.remove_row(&team(TEAM), record(0))?;
            writer.set_team_setting(&team(TEAM), record(0), "thresholds", value)
        })
    };
    let held = || {
        laptop
            .store
            .read(|reader| reader.team_setting(&team(TEAM), "thresholds"))
    };
    assert_eq!(held().unwrap(), None);
    assert!(set("{}").unwrap());
    assert!(!set("{}").unwrap(), "the same says nothing new");
    assert!(set("{\"a\":\"1\"}").unwrap());
    assert_eq!(held().unwrap().as_deref(), Some("{\"a\":\"1\"}"));
    assert!(is_clean(&laptop));
    let nobody = laptop
        .store
        .write(|writer| writer.set_team_setting(&team(TEAM), record(7), "thresholds", "{}"));
    assert!(nobody.is_err(), "no revision says so");
}
