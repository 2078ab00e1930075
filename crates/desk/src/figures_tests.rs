//! What records say to reports, as their history grows.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use programme::Role;
use programme::review::Decision;
use records::{DeviceId, Draft, Kind, PersonId, Revision, TeamId};

use super::*;

fn form(name: &str) -> Arc<Form> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../forms/{name}.csv"));
    let file_name = format!("{name}.csv");
    Arc::new(
        forms::read_form(&file_name, &std::fs::read(file).unwrap())
            .0
            .unwrap(),
    )
}

fn revision(kind: Kind, n: u64, author: u8, parents: &[&Revision], body: Vec<u8>) -> Revision {
    let draft = Draft {
        record: RecordId([7; 16]),
        team: TeamId::new("BTB2").unwrap(),
        kind,
        parents: parents.iter().map(|parent| parent.id).collect(),
        form: "eore_session".to_owned(),
        form_version: "1".to_owned(),
        author: PersonId([author; 16]),
        device: DeviceId([9; 16]),
        n,
        at: n,
    };
    Revision::new(draft, body).unwrap()
}

/// A history that grows by one revision at a time.
#[derive(Default)]
struct History(Vec<Revision>);

impl History {
    fn save(&mut self, day: &str, women: u32) -> &mut Self {
        let body = format!(
            "{{\"place\":{{\"activity_date\":\"{day}\"}},\"sadd\":{{\"women\":\"{women}\"}}}}"
        );
        self.push(Kind::Save, 1, body.into_bytes())
    }

    fn decide(&mut self, mv: Move, role: Role) -> &mut Self {
        let mut decision = Decision::new(mv, role);
        if mv.needs_reason() {
            decision.reason = Some("it was wrong".to_owned());
        }
        let author = if role == Role::Field { 1 } else { 2 };
        self.push(Kind::Review, author, decision.to_bytes().unwrap())
    }

    fn push(&mut self, kind: Kind, author: u8, body: Vec<u8>) -> &mut Self {
        let n = self.0.len() as u64 + 1;
        let parents: Vec<&Revision> = self.0.last().into_iter().collect();
        let next = revision(kind, n, author, &parents, body);
        self.0.push(next);
        self
    }

    fn approved(day: &str, women: u32) -> Self {
        let mut history = Self::default();
        history.save(day, women).decide(Move::Submit, Role::Field);
        history.decide(Move::Approve, Role::Supervisor);
        history
    }

    /// The rows of `session` as `day review approved-ended women`, then the months that are closed.
    fn told(&self) -> String {
        let state = RecordState::of(&self.0, &|_, _| true, &|_| true).unwrap();
        let figures = of(&state, &form("eore_session"));
        let lines = figures.lines.iter().filter(|line| line.table == "session");
        let ms = |ms: Option<u64>| ms.map_or("".to_owned(), |ms| ms.to_string());
        let mut told: Vec<String> = lines
            .map(|line| {
                let women = match line.cells.get("women") {
                    Some(Figure::Whole(women)) => women.to_string(),
                    other => format!("{other:?}"),
                };
                let (from, to) = (ms(line.approved_ms), ms(line.ended_ms));
                format!("{} {} {from}-{to} {women}", line.day, line.review)
            })
            .collect();
        told.extend(
            figures
                .closed
                .iter()
                .map(|(month, at)| format!("{month} closed {at}")),
        );
        told.join("; ")
    }
}

#[test]
fn a_record_says_what_it_said_each_time_it_was_approved() {
    let mut history = History::default();
    history.save("2026-11-03", 5);
    assert_eq!(history.told(), "2026-11-03 draft - 5");
    history.decide(Move::Submit, Role::Field);
    assert_eq!(history.told(), "2026-11-03 submitted - 5");
    history.decide(Move::Approve, Role::Supervisor);
    assert_eq!(history.told(), "2026-11-03 approved 3- 5");
    history.decide(Move::Reopen, Role::Supervisor);
    assert_eq!(
        history.told(),
        "2026-11-03 returned - 5; 2026-11-03 approved 3-4 5"
    );
    history
        .save("2026-12-01", 6)
        .decide(Move::Submit, Role::Field);
    history.decide(Move::Approve, Role::Supervisor);
    assert_eq!(
        history.told(),
        "2026-12-01 approved 7- 6; 2026-11-03 approved 3-4 5"
    );
    history.decide(Move::Withdraw, Role::Va);
    assert_eq!(
        history.told(),
        "2026-12-01 withdrawn - 6; 2026-11-03 approved 3-4 5; 2026-12-01 approved 7-8 6"
    );
}

#[test]
fn a_lock_closes_the_month_of_the_words_that_were_locked() {
    let mut history = History::approved("2026-11-03", 5);
    history.decide(Move::Lock, Role::Supervisor);
    assert_eq!(history.told(), "2026-11-03 locked 3- 5; 2026-11 closed 4");
    // A correction that was made before word of the lock came.
    history.save("2026-10-30", 8);
    assert_eq!(
        history.told(),
        "2026-10-30 submitted - 8; 2026-11-03 approved 3-5 5; 2026-11 closed 4"
    );
}

/// Rows have days of their own: the one on which a referral was sent, that of a person's accident.
#[test]
fn a_lock_closes_the_month_by_whose_day_records_are_locked_and_no_other() {
    #[track_caller]
    fn check(name: &str, body: &str, row: (&str, &str), closed: &[&str]) {
        let mut history = History::default();
        history.push(Kind::Save, 1, body.as_bytes().to_vec());
        history.decide(Move::Submit, Role::Field);
        for mv in [Move::Approve, Move::Lock] {
            history.decide(mv, Role::Supervisor);
        }
        let state = RecordState::of(&history.0, &|_, _| true, &|_| true).unwrap();
        let figures = of(&state, &form(name));
        let (table, day) = row;
        let line = figures.lines.iter().find(|line| line.table == table);
        assert_eq!(line.unwrap().day, day, "{name}");
        let months = figures.closed.iter().map(|(month, _)| month.as_str());
        assert_eq!(months.collect::<Vec<_>>(), closed, "{name}");
    }
    check(
        "referral",
        r#"{"progress":{"activity_date":"2026-07-31","sent_on":"2026-08-02"}}"#,
        ("referral", "2026-08-02"),
        &["2026-07"],
    );
    check(
        "person",
        r#"{"accident":{"accident_date":"2026-06-30"},"status":{"status_date":"2026-07-01"}}"#,
        ("person", "2026-06-30"),
        &["2026-07"],
    );
    check(
        "person",
        r#"{"accident":{"accident_date":"2026-06-30"}}"#,
        ("person", "2026-06-30"),
        &[],
    );
}

#[test]
fn an_erased_record_says_nothing() {
    let mut history = History::approved("2026-11-03", 5);
    history.0[0].body = None;
    assert_eq!(history.told(), "");
}

#[test]
fn what_is_no_number_or_no_day_is_not_known() {
    #[track_caller]
    fn check(cell: Cell, raw: &str, expected: Option<Figure>) {
        assert_eq!(figure(cell, raw), expected, "{raw}");
    }
    check(Cell::Whole, "12", Some(Figure::Whole(12)));
    for raw in ["-1", "1.5", "", "nine", "99999999999"] {
        check(Cell::Whole, raw, None);
    }
    check(Cell::Part, "1.5", Some(Figure::Part(1.5)));
    for raw in ["NaN", "inf", "x"] {
        check(Cell::Part, raw, None);
    }
    check(Cell::Single, "02", Some(Figure::Text("02".into())));
    check(Cell::Single, "02 03", None);
    assert_eq!(day("2026-11-03").as_deref(), Some("2026-11-03"));
    for raw in ["", "2026-13-01", "03/11/2026", "2026"] {
        assert_eq!(day(raw), None, "{raw}");
    }
}

#[test]
fn every_question_that_reports_read_is_in_its_form() {
    for source in SOURCES {
        let form = form(source.form);
        let named: BTreeSet<&str> = form.questions().map(|it| it.name.as_str()).collect();
        let asked = source
            .columns
            .iter()
            .flat_map(|(_, _, questions)| *questions);
        for question in asked.chain(source.day).chain(source.repeat.as_ref()) {
            assert!(
                named.contains(question),
                "{} has no {question}",
                source.form
            );
        }
    }
}

#[test]
fn each_instance_of_a_repeat_is_a_row() {
    let body = br#"{"place":{"activity_date":"2026-11-03","adm1":"02"},"supplies":{"materials":[
        {"material":"poster","quantity":"3"},{"material":"leaflet","quantity":"30"}]},"finish":{"project_code":"P1"}}"#;
    let answers = Answers::from_bytes(body).unwrap();
    let told: Vec<String> = lines_of(&form("eore_session"), &answers)
        .iter()
        .filter(|line| line.table == "material")
        .map(|line| format!("{} {:?}", line.day, line.cells.values().collect::<Vec<_>>()))
        .collect();
    assert_eq!(
        told,
        [
            r#"2026-11-03 [Text("02"), Text("poster"), Text("P1"), Whole(3)]"#,
            r#"2026-11-03 [Text("02"), Text("leaflet"), Text("P1"), Whole(30)]"#
        ]
    );
}
