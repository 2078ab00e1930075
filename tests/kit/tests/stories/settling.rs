//! Two people answered the same question apart from each other: what each said is offered, and settling it is a save like any
//! other.

use desk::view::{ConflictValues, ConflictView};
use kit::{Laptop, Office};

const MESSAGES: &str = "content/messages";
const REMARKS: &str = "finish/remarks";

fn everybody_syncs(laptops: [&Laptop; 2]) {
    for laptop in laptops.into_iter().chain(laptops) {
        laptop.sync().unwrap();
    }
}

fn at(laptop: &Laptop, record: &str, path: &str) -> ConflictView {
    let view = laptop.desk.record(record).unwrap();
    let mut all = view.conflicts.into_iter();
    all.find(|one| one.path == path).unwrap()
}

fn values(laptop: &Laptop, record: &str, path: &str) -> ConflictValues {
    at(laptop, record, path).values.unwrap()
}

/// Two laptops of a team that hold the same session.
fn two() -> (Office, Laptop, Laptop, String) {
    let office = Office::open();
    let dara = office.laptop("Dara", "field", &["BTB2"]);
    let sophea = office.laptop("Sophea", "field", &["BTB2"]);
    let record = dara.session("Phlov Meas", 9);
    dara.correct(&record, MESSAGES, "warning_signs");
    everybody_syncs([&dara, &sophea]);
    (office, dara, sophea, record)
}

/// The same, when each has said something else about its messages.
fn apart(one: &str, other: &str) -> (Office, Laptop, Laptop, String) {
    let (office, dara, sophea, record) = two();
    dara.correct(&record, MESSAGES, one);
    sophea.correct(&record, MESSAGES, other);
    everybody_syncs([&dara, &sophea]);
    (office, dara, sophea, record)
}

#[track_caller]
fn check(dara: &str, sophea: &str, both: Option<&str>) {
    let (_office, one, other, record) = apart(dara, sophea);
    let values = values(&one, &record, MESSAGES);
    assert_eq!(values, self::values(&other, &record, MESSAGES));
    assert_eq!(values.base, "warning_signs");
    let mut sides = [values.ours.as_str(), &values.theirs];
    sides.sort_unstable();
    let mut said = [dara, sophea];
    said.sort_unstable();
    assert_eq!(sides, said);
    let chosen = values.both.map(|both| {
        let mut chosen: Vec<String> = both.split(' ').map(str::to_owned).collect();
        chosen.sort_unstable();
        chosen.join(" ")
    });
    assert_eq!(chosen.as_deref(), both);
}

#[test]
fn what_either_chose_of_several_is_offered_together() {
    check(
        "dont_touch safe_paths",
        "dont_touch report_mark",
        Some("dont_touch report_mark safe_paths"),
    );
    check("safe_paths", "report_mark", Some("report_mark safe_paths"));
    // One of them chose everything: that is both.
    check(
        "dont_touch safe_paths",
        "dont_touch report_mark safe_paths",
        None,
    );
}

#[test]
fn keeping_both_is_a_save_that_every_laptop_shows() {
    let (_office, dara, sophea, record) = apart("dont_touch safe_paths", "dont_touch report_mark");
    let both = values(&sophea, &record, MESSAGES).both.unwrap();
    let revisions = |laptop: &Laptop| laptop.desk.record(&record).unwrap().history.len();
    let before = revisions(&sophea);
    sophea.correct(&record, MESSAGES, &both);
    assert_eq!(revisions(&sophea), before + 2, "a save and its submission");
    everybody_syncs([&sophea, &dara]);
    for laptop in [&dara, &sophea] {
        let view = laptop.desk.record(&record).unwrap();
        assert!(view.conflicts.is_empty() && !view.row.conflict);
    }
    let kept = dara.export();
    assert_eq!(kept, sophea.export());
    for message in ["dont_touch", "safe_paths", "report_mark"] {
        assert!(kept.contains(message), "{message}");
    }
}

#[test]
fn a_question_with_one_answer_offers_each_side_and_not_both() {
    let (_office, dara, sophea, record) = two();
    dara.correct(&record, REMARKS, "Rain at noon.");
    sophea.correct(&record, REMARKS, "Rain at one.");
    everybody_syncs([&dara, &sophea]);
    let at = at(&dara, &record, REMARKS);
    let values = at.values.clone().unwrap();
    assert_eq!((values.base.as_str(), values.both), ("", None));
    assert_eq!(
        Some(&values.theirs),
        at.theirs.as_ref(),
        "a text is its own words"
    );
    dara.correct(&record, REMARKS, &values.theirs);
    everybody_syncs([&dara, &sophea]);
    for laptop in [&dara, &sophea] {
        assert_eq!(laptop.reads(&record, REMARKS), values.theirs);
        assert!(!laptop.desk.record(&record).unwrap().row.conflict);
    }
}
