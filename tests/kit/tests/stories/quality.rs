//! A team that was in two places at once: found on every laptop, told to whoever reviews, gone when it is put right; and a
//! programme that sets its own figures.

use desk::DeskError;
use desk::view::{Code, Fault, QualityFinding, ThresholdSet, ThresholdsView};
use kit::{Laptop, Office};

fn found(laptop: &Laptop, record: &str) -> Vec<QualityFinding> {
    laptop.desk.judge_waiting().unwrap();
    laptop.desk.findings(record).unwrap()
}

/// The rules that fire about a record, with the other records that they name.
fn told(laptop: &Laptop, record: &str) -> Vec<(String, Vec<String>)> {
    let found = found(laptop, record).into_iter();
    found
        .map(|it| {
            (
                it.rule,
                it.records.into_iter().map(|row| row.record).collect(),
            )
        })
        .collect()
}

fn rules(laptop: &Laptop, record: &str) -> Vec<String> {
    told(laptop, record)
        .into_iter()
        .map(|(rule, _)| rule)
        .collect()
}

/// The queue: each record with its severity, in its order.
fn queue(laptop: &Laptop) -> Vec<(String, u32)> {
    laptop.desk.judge_waiting().unwrap();
    let queue = laptop
        .desk
        .review_queue(&desk::view::QueueAsk::default())
        .unwrap();
    let rows = queue.rows.into_iter();
    rows.map(|row| (row.row.record, row.severity)).collect()
}

fn set(laptop: &Laptop, name: &str, text: &str) -> Result<ThresholdsView, DeskError> {
    laptop.desk.set_thresholds(&[ThresholdSet {
        name: name.to_owned(),
        text: text.to_owned(),
    }])
}

fn value(laptop: &Laptop, name: &str) -> String {
    let view = laptop.desk.thresholds().unwrap();
    let row = view.rows.into_iter().find(|row| row.name == name);
    row.unwrap().value
}

fn is_clean(laptop: &Laptop) -> bool {
    let doctor = laptop.desk.doctor().unwrap();
    let bad: Vec<_> = doctor.findings.iter().filter(|it| !it.fine).collect();
    assert!(bad.is_empty(), "{bad:?}");
    doctor.clean
}

/// Moves a session to another hour.
fn held_at(laptop: &Laptop, record: &str, from: &str, to: &str) {
    let times = [("session/start_time", from), ("session/end_time", to)];
    let times = times.map(|(path, value)| (path.to_owned(), value.to_owned()));
    laptop.desk.record_correct(record, &times).unwrap();
}

struct Story {
    office: Office,
    dara: Laptop,
    bopha: Laptop,
    /// Two sessions of one team at the same hour in different villages, and one at another hour.
    records: [String; 3],
}

fn story() -> Story {
    let office = Office::open();
    let dara = office.laptop("Dara", "field", &["BTB2"]);
    let bopha = office.laptop("Bopha", "supervisor", &[]);
    let alone = dara.session("Kantueu", 7);
    held_at(&dara, &alone, "14:00", "15:00");
    let records = [dara.session("Sdau", 12), dara.session("Sung", 20), alone];
    dara.sync().unwrap();
    bopha.sync().unwrap();
    Story {
        office,
        dara,
        bopha,
        records,
    }
}

#[test]
fn what_is_odd_is_told_with_the_records_concerned_and_stands_first() {
    let story = story();
    let [one, other, alone] = &story.records;
    let rule = |of: &str| ("R-D2".to_owned(), vec![of.to_owned()]);
    assert_eq!(told(&story.bopha, one), [rule(other)]);
    assert_eq!(told(&story.bopha, other), [rule(one)]);
    assert_eq!(told(&story.bopha, alone), []);
    let finding = &found(&story.bopha, one)[0];
    assert_eq!(
        finding.text,
        "The team was in two places at once for 55 minutes."
    );
    assert_eq!(
        (finding.severity.as_str(), finding.ground.as_str()),
        ("error", "two-places")
    );
    let waiting = queue(&story.bopha);
    assert_eq!(
        waiting.iter().map(|(_, grave)| *grave).collect::<Vec<_>>(),
        [2, 2, 0]
    );
    assert_eq!(&waiting[2].0, alone);
    // The laptop on which they were made comes to the same.
    let all = |laptop: &Laptop| laptop.desk.all_findings();
    assert_eq!(all(&story.bopha).unwrap().len(), 1);
    assert!(matches!(
        all(&story.dara),
        Err(DeskError::NotAllowed { .. })
    ));
    let fault = Fault::from(story.dara.desk.findings(one).unwrap_err());
    assert_eq!(fault.code, Code::NotAllowed);
}

#[test]
fn a_finding_goes_when_a_record_is_put_right_or_rejected() {
    for way in ["corrected", "rejected", "on the laptop itself"] {
        let story = story();
        let [one, other, _] = &story.records;
        assert_eq!(rules(&story.bopha, one), ["R-D2"]);
        match way {
            "corrected" => {
                held_at(&story.dara, other, "16:00", "17:00");
                story.dara.sync().unwrap();
                story.bopha.sync().unwrap();
            }
            "rejected" => {
                let why = Some("It was held the day before.");
                story.bopha.desk.review(other, "reject", &[], why).unwrap();
            }
            _ => held_at(&story.bopha, other, "16:00", "17:00"),
        }
        assert_eq!(rules(&story.bopha, one), [""; 0], "{way}");
        assert!(
            queue(&story.bopha).iter().all(|(_, grave)| *grave == 0),
            "{way}"
        );
        assert!(is_clean(&story.bopha));
    }
}

#[test]
fn records_that_come_are_judged_without_being_asked() {
    let story = story();
    // No judge_waiting: a sync of a few records judges what they concern.
    let found = story.bopha.desk.findings(&story.records[0]).unwrap();
    assert_eq!(found.len(), 1);
}

#[test]
fn lists_that_are_made_anew_lead_to_the_same_findings() {
    let story = story();
    let [one, ..] = &story.records;
    let before = told(&story.bopha, one);
    story.bopha.desk.rebuild().unwrap();
    assert_eq!(told(&story.bopha, one), before);
    story.bopha.desk.judge_anew().unwrap();
    assert_eq!(told(&story.bopha, one), before);
    assert!(is_clean(&story.bopha));
}

#[test]
fn a_programme_sets_its_figures_and_every_laptop_of_the_team_follows() {
    let story = story();
    let [one, _, alone] = &story.records;
    let sophea = story.office.laptop("Sophea", "coordinator", &["BTB2"]);
    sophea.sync().unwrap();
    assert_eq!(rules(&sophea, alone), [""; 0]);
    let view = set(&sophea, "sessions_a_day", "2").unwrap();
    assert_eq!(
        (view.history.len(), view.history[0].who.as_str()),
        (1, "Sophea")
    );
    assert_eq!(
        (view.history[0].from.as_str(), view.history[0].to.as_str()),
        ("8", "2")
    );
    assert_eq!(rules(&sophea, alone), ["R-D3"], "what was found follows");
    for _ in 0..2 {
        for laptop in [&sophea, &story.dara, &story.bopha] {
            laptop.sync().unwrap();
        }
    }
    assert_eq!(value(&story.bopha, "sessions_a_day"), "2");
    assert_eq!(value(&story.dara, "sessions_a_day"), "2");
    assert_eq!(rules(&story.bopha, one), ["R-D2", "R-D3"]);
    // It is a record of the log and no record that people see or count.
    for laptop in [&sophea, &story.dara, &story.bopha] {
        assert_eq!(laptop.count(), 3);
        assert!(is_clean(laptop));
    }
    // Who reviews all teams sets it for all of them, with what came before in the history.
    let view = set(&story.bopha, "sessions_a_day", "").unwrap();
    assert!(!view.differs);
    assert_eq!(view.history[0].to, "8");
    assert_eq!(rules(&story.bopha, alone), [""; 0]);
    story.bopha.sync().unwrap();
    sophea.sync().unwrap();
    let history = sophea.desk.thresholds().unwrap().history;
    let who: Vec<&str> = history.iter().map(|it| it.who.as_str()).collect();
    assert_eq!(who, ["Bopha", "Sophea"]);
    assert_eq!(rules(&sophea, alone), [""; 0]);
    story.bopha.desk.rebuild().unwrap();
    assert_eq!(story.bopha.desk.thresholds().unwrap().history.len(), 2);
    assert!(is_clean(&story.bopha));
}

#[test]
fn figures_that_are_no_figures_and_people_who_may_not_change_nothing() {
    let story = story();
    let check = |laptop: &Laptop, name: &str, text: &str, code: Code| {
        let fault = Fault::from(set(laptop, name, text).unwrap_err());
        assert_eq!(fault.code, code, "{name} {text}");
        assert_eq!(laptop.desk.thresholds().unwrap().history.len(), 0);
    };
    check(&story.bopha, "sessions_a_day", "0", Code::Misused);
    check(
        &story.bopha,
        "holidays",
        "2026-04-14 New Year",
        Code::Misused,
    );
    check(&story.bopha, "colour", "blue", Code::Misused);
    check(&story.bopha, "colour", "", Code::Misused);
    check(&story.dara, "sessions_a_day", "2", Code::NotAllowed);
    assert!(!story.dara.desk.thresholds().unwrap().may_change);
}

#[test]
fn two_who_set_figures_apart_come_to_the_same_when_they_meet() {
    let story = story();
    let sophea = story.office.laptop("Sophea", "coordinator", &["BTB2"]);
    sophea.sync().unwrap();
    set(&sophea, "sessions_a_day", "2").unwrap();
    set(&story.bopha, "speed_kmh", "80").unwrap();
    set(
        &story.bopha,
        "holidays",
        "2026-11-23 2026-11-25 Water Festival",
    )
    .unwrap();
    for _ in 0..2 {
        sophea.sync().unwrap();
        story.bopha.sync().unwrap();
    }
    for laptop in [&sophea, &story.bopha] {
        assert_eq!(value(laptop, "sessions_a_day"), "2");
        assert_eq!(value(laptop, "speed_kmh"), "80");
        assert_eq!(rules(laptop, &story.records[2]), ["R-D3", "R-A5"]);
    }
}
