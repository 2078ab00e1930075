//! The three-user day: a field officer logs, a supervisor reviews on the same laptop, a coordinator syncs.

use desk::view::{Code, Preferences};
use kit::{Laptop, Office};

#[test]
fn a_session_goes_from_the_field_to_a_receipt() {
    let office = Office::open();
    let shared = office.laptop("Sok Dara", "field", &["BTB2"]);
    shared.add(&office.invite("Chan Sophea", "supervisor", &[]));
    shared.add(&office.invite("Keo Pisey", "coordinator", &["BTB2"]));

    shared.sign_in("Sok Dara");
    let record = shared.session("Phlov Meas", 9);
    assert_eq!(shared.desk.record(&record).unwrap().row.delivery, "laptop");

    shared.sign_in("Chan Sophea");
    assert_eq!(
        shared
            .desk
            .review_queue(&desk::view::QueueAsk::default())
            .unwrap()
            .waiting,
        1
    );
    let silent = shared.decide(&record, "return", None).unwrap_err();
    assert_eq!(silent.code(), Code::CommentNeeded);
    shared
        .decide(
            &record,
            "return",
            Some(("sadd/total", "Count again, please.")),
        )
        .unwrap();

    shared.sign_in("Sok Dara");
    let home = shared.desk.home().unwrap();
    assert_eq!(home.returned.len(), 1);
    assert_eq!(home.returned[0].comment, "Count again, please.");
    assert_eq!(home.returned[0].by, "Chan Sophea");
    let form = shared.desk.record_edit(&record).unwrap();
    assert_eq!(form.comments[0].path.as_deref(), Some("sadd/total"));
    shared.desk.draft_discard(&form.draft).unwrap();
    let half = [("sadd/men".to_owned(), "3".to_owned())];
    let refused = shared.desk.record_correct(&record, &half).unwrap_err();
    assert_eq!(refused.code(), Code::NotValid, "the total no longer fits");
    assert_eq!(
        shared.reads(&record, "sadd/men"),
        "2",
        "nothing of a refused correction stays"
    );
    shared.sign_in("Keo Pisey");
    let synced = shared.sync().unwrap();
    assert_eq!((synced.counts.laptop, synced.counts.confirmed), (0, 1));
}

#[test]
fn nobody_decides_on_what_they_wrote() {
    let office = Office::open();
    let laptop = office.laptop("Chan Sophea", "supervisor", &[]);
    let record = laptop.session("Phlov Meas", 9);
    let view = laptop.desk.record(&record).unwrap();
    assert_eq!(view.refusal.as_deref(), Some("own_record"));
    for decision in ["verify", "approve"] {
        let refused = laptop.decide(&record, decision, None).unwrap_err();
        assert_eq!(refused.code(), Code::OwnRecord, "{decision}");
    }
    assert_eq!(laptop.desk.record(&record).unwrap().row.review, "submitted");
}

#[test]
fn a_line_of_a_list_is_in_the_language_of_whoever_reads_it() {
    let laptop = Laptop::alone("Sok Dara", "field");
    let record = laptop.session("Phlov Meas", 9);
    // The forms have no words in Lao: then the first language of the form stands.
    for (language, kind) in [
        ("en", "Group session"),
        ("km", "វគ្គជាក្រុម"),
        ("lo", "Group session"),
    ] {
        let look = Preferences {
            language: language.into(),
            theme: "light".into(),
            text_size: 100,
            chosen: true,
            lock_minutes: 10,
        };
        laptop.desk.set_preferences(&look).unwrap();
        let row = laptop.desk.record(&record).unwrap().row;
        assert_eq!(
            (row.title.as_str(), row.subtitle.as_str()),
            ("Phlov Meas", kind)
        );
    }
}

#[test]
fn an_approved_record_is_confirmed_with_its_whole_history() {
    let office = Office::open();
    let shared = office.laptop("Sok Dara", "field", &["BTB2"]);
    shared.add(&office.invite("Chan Sophea", "supervisor", &[]));
    let record = shared.session("Phlov Meas", 9);
    shared.sign_in("Chan Sophea");
    shared
        .decide(&record, "return", Some(("sadd/women", "Nine or ten?")))
        .unwrap();
    shared.sign_in("Sok Dara");
    let set =
        [("sadd/women", "10"), ("sadd/total", "13")].map(|(p, v)| (p.to_owned(), v.to_owned()));
    shared.desk.record_correct(&record, &set).unwrap();
    shared.sign_in("Chan Sophea");
    shared.decide(&record, "approve", None).unwrap();
    let synced = shared.sync().unwrap();
    assert_eq!(synced.counts.laptop, 0);
    assert!(synced.compared_equal);

    let view = shared.desk.record(&record).unwrap();
    assert_eq!(
        (view.row.review.as_str(), view.row.delivery.as_str()),
        ("approved", "confirmed")
    );
    assert!(view.receipts[0].verified);
    let told: Vec<(String, String)> = view
        .history
        .iter()
        .map(|h| {
            (
                h.who.clone(),
                h.decision.clone().unwrap_or_else(|| h.kind.clone()),
            )
        })
        .collect();
    let told: Vec<(&str, &str)> = told
        .iter()
        .map(|(who, what)| (who.as_str(), what.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("Sok Dara", "save"),
            ("Sok Dara", "submit"),
            ("Chan Sophea", "return"),
            ("Sok Dara", "save"),
            ("Sok Dara", "submit"),
            ("Chan Sophea", "approve"),
        ]
    );
    let (first, second) = (&view.history[0].revision, &view.history[3].revision);
    let diff = shared.desk.record_diff(&record, first, second).unwrap();
    let women = diff.iter().find(|row| row.path == "sadd/women").unwrap();
    assert_eq!(
        (women.old.as_deref(), women.new.as_deref()),
        (Some("9"), Some("10"))
    );
    let batch = &view.receipts[0].batch;
    assert!(shared.desk.receipt_check(batch).unwrap().verified);

    // What the form keeps about the record itself is stored and sent, and no answer that people read.
    assert!(shared.export().contains("\"entity\""));
    let answers = view.sections.iter().flat_map(|section| &section.answers);
    let read: Vec<&str> = answers.map(|answer| answer.path.as_str()).collect();
    assert!(read.contains(&"sadd/women") && !read.iter().any(|path| path.starts_with("meta")));
    let shared_paths = diff.iter().map(|row| row.path.as_str());
    assert_eq!(
        shared_paths.collect::<Vec<_>>(),
        ["sadd/total", "sadd/women"]
    );
    assert_eq!(view.history[3].changes, 2);
}

#[test]
fn a_draft_is_there_after_the_program_ended() {
    let mut laptop = Laptop::alone("Sok Dara", "field");
    let draft = laptop.desk.draft_new("eore_session", None).unwrap().draft;
    laptop
        .desk
        .draft_set(&draft, "place/village_name", "ភូមិផ្លូវមាស")
        .unwrap();
    laptop.desk.draft_set(&draft, "sadd/women", "១២").unwrap();
    laptop.restart();
    laptop.sign_in("Sok Dara");
    let home = laptop.desk.home().unwrap();
    assert_eq!(home.drafts[0].title, "ភូមិផ្លូវមាស");
    let form = laptop.desk.draft_open(&draft).unwrap();
    let all: Vec<_> = form.sections.iter().flat_map(|s| &s.nodes).collect();
    let women = all.iter().find(|n| n.path == "sadd/women").unwrap();
    assert_eq!(women.value, "12", "Khmer digits are kept as ASCII");
}

#[test]
fn an_answer_is_told_by_what_differs_and_all_of_it_to_a_screen_that_missed_something() {
    let laptop = Laptop::alone("Sok Dara", "field");
    let desk = &laptop.desk;
    let first = desk.draft_new("eore_session", None).unwrap();
    let answer = |path: &str, value: &str, seen: u32| {
        desk.draft_answer(&first.draft, path, value, seen).unwrap()
    };
    let next = answer("sadd/women", "9", first.step);
    let told = next.sections.unwrap();
    let differ = told.iter().filter(|section| section.nodes.is_some());
    let differ: Vec<&str> = differ.map(|section| section.path.as_str()).collect();
    assert_eq!(differ, ["sadd"]);
    let late = answer("sadd/men", "8", first.step);
    assert!(late.sections.is_none() && late.view.sections.len() == told.len());
    let refused = desk.draft_answer(&first.draft, "sadd/nobody", "8", late.view.step);
    assert!(refused.is_err());
    let next = answer("sadd/men", "7", late.view.step);
    assert!(next.sections.is_none(), "after a refusal all is told again");
}

#[test]
fn undo_and_redo_walk_the_draft() {
    let laptop = Laptop::alone("Sok Dara", "field");
    let draft = laptop.desk.draft_new("eore_session", None).unwrap().draft;
    let village = |view: &desk::view::FormView| {
        let all = view.sections.iter().flat_map(|s| &s.nodes);
        all.into_iter()
            .find(|n| n.path == "place/village_name")
            .unwrap()
            .value
            .clone()
    };
    for name in ["Traeng", "Sdau"] {
        laptop
            .desk
            .draft_set(&draft, "place/village_name", name)
            .unwrap();
    }
    assert_eq!(village(&laptop.desk.draft_undo(&draft).unwrap()), "Traeng");
    assert_eq!(village(&laptop.desk.draft_undo(&draft).unwrap()), "");
    let redone = laptop.desk.draft_redo(&draft).unwrap();
    assert_eq!(village(&redone), "Traeng");
    assert!(redone.can_redo && redone.can_undo);
}
