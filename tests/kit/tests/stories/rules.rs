//! Warnings and their reasons, from the form screen to the reviewer; and rules that a programme tunes without a build.

use std::time::Duration;

use desk::view::{Code, FormView, ProblemView};
use kit::{Laptop, Office, PASSPHRASE};

fn pairs(all: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(path, value): &(&str, &str)| ((*path).to_owned(), (*value).to_owned());
    all.iter().map(owned).collect()
}

/// A session of so many people, kept as a draft: complete, and above a hundred it warns.
fn crowd(laptop: &Laptop, total: u32) -> FormView {
    let (women, total) = ((total - 9).to_string(), total.to_string());
    let set = pairs(&[
        ("place/activity_date", "2026-11-23"),
        ("place/adm1", "02"),
        ("place/commune_name", "Phlov Meas"),
        ("place/village_name", "Phlov Meas"),
        ("place/venue_type", "household"),
        ("session/technique", "interactive_group"),
        ("session/start_time", "08:10"),
        ("session/end_time", "09:05"),
        ("session/primary_audience", "farmers"),
        ("sadd/women", &women),
        ("sadd/men", "4"),
        ("sadd/girls", "3"),
        ("sadd/boys", "2"),
        ("sadd/total", &total),
        ("sadd/first_time", "1"),
        ("content/hazards_addressed", "ap_mine"),
        ("content/messages", "dont_touch"),
        ("finish/facilitators", "BTB-014"),
    ]);
    let made = laptop
        .desk
        .record_new("eore_session", None, &set, true)
        .unwrap();
    laptop.desk.draft_open(&made.draft.unwrap()).unwrap()
}

/// Counts so many people instead.
fn count(laptop: &Laptop, draft: &str, total: u32) -> FormView {
    let desk = &laptop.desk;
    desk.draft_set(draft, "sadd/women", &(total - 9).to_string())
        .unwrap();
    desk.draft_set(draft, "sadd/total", &total.to_string())
        .unwrap()
}

fn warning(view: &FormView) -> &ProblemView {
    let mut found = view
        .problems
        .iter()
        .filter(|p| p.rule.as_deref() == Some("S6.2"));
    found
        .next()
        .unwrap_or_else(|| panic!("{:#?}", view.problems))
}

/// The reason for the warning of a crowd, and what was said for other figures.
fn told(view: &FormView) -> (Option<&str>, Option<&str>) {
    let warning = warning(view);
    assert!(warning.asks_reason);
    (warning.reason.as_deref(), warning.reason_before.as_deref())
}

fn explain(laptop: &Laptop, draft: &str, text: &str) -> FormView {
    laptop
        .desk
        .draft_reason(draft, "S6.2", "sadd/total", text)
        .unwrap()
}

#[test]
fn a_warning_waits_for_its_reason_which_is_kept_with_the_record() {
    let office = Office::open();
    let mut laptop = office.laptop("Sok Dara", "field", &["BTB2"]);
    let draft = crowd(&laptop, 120).draft;
    let refused = laptop.desk.draft_finish(&draft).unwrap();
    assert_eq!(refused.record, None);
    let words: Vec<&str> = refused.problems.iter().map(|p| p.text.as_str()).collect();
    assert_eq!(words, ["120 people at one session: is the figure right?"]);

    for text in ["\u{200b}", &"x".repeat(501)] {
        let refused = laptop.desk.draft_reason(&draft, "S6.2", "sadd/total", text);
        assert_eq!(refused.unwrap_err().code(), Code::BadInput);
    }
    let view = explain(&laptop, &draft, " It was a festival. ");
    assert_eq!(told(&view), (Some("It was a festival."), None));
    // It is on the disk as soon as the screen hears of it.
    laptop.restart();
    laptop.desk.unlock("Sok Dara", PASSPHRASE).unwrap();
    let view = laptop.desk.draft_open(&draft).unwrap();
    assert_eq!(told(&view).0, Some("It was a festival."));

    let record = laptop.desk.draft_finish(&draft).unwrap().record.unwrap();
    let shown = laptop.desk.record(&record).unwrap();
    assert_eq!(
        shown.problems[0].reason.as_deref(),
        Some("It was a festival.")
    );
    let reasons: Vec<[&str; 4]> = shown
        .reasons
        .iter()
        .map(|r| [r.rule.as_str(), &r.path, &r.text, &r.by])
        .collect();
    assert_eq!(
        reasons,
        [["S6.2", "sadd/total", "It was a festival.", "Sok Dara"]]
    );

    // The reviewer reads it on another laptop.
    laptop.sync().unwrap();
    let other = office.laptop("Chan Sophea", "supervisor", &[]);
    other.sync().unwrap();
    let there = other.desk.record(&record).unwrap();
    assert_eq!(there.reasons[0].text, "It was a festival.");
    let notes: Vec<&str> = there
        .history
        .iter()
        .flat_map(|h| &h.notes)
        .map(|n| n.text.as_str())
        .collect();
    assert_eq!(notes, ["It was a festival."]);
}

#[test]
fn a_reason_counts_for_the_figures_that_it_was_given_for() {
    let laptop = Laptop::alone("Dara", "field");
    let draft = crowd(&laptop, 120).draft;
    explain(&laptop, &draft, "A festival");
    let view = count(&laptop, &draft, 130);
    assert_eq!(told(&view), (None, Some("A festival")), "it asks again");
    assert!(laptop.desk.draft_finish(&draft).unwrap().record.is_none());
    let view = explain(&laptop, &draft, "Counted at the gate");
    assert_eq!(told(&view).0, Some("Counted at the gate"));
    let view = count(&laptop, &draft, 120);
    assert_eq!(told(&view).0, Some("A festival"), "its figures came back");
    let view = explain(&laptop, &draft, "");
    assert_eq!(told(&view), (None, Some("Counted at the gate")));
    let view = count(&laptop, &draft, 80);
    assert_eq!(view.problems.len(), 0, "{:#?}", view.problems);
    // Nothing is asked any more, and nothing is kept of what was not asked.
    let view = explain(&laptop, &draft, "Too late");
    assert_eq!(view.problems.len(), 0);
    let record = laptop.desk.draft_finish(&draft).unwrap().record.unwrap();
    assert!(laptop.desk.record(&record).unwrap().reasons.is_empty());
}

#[test]
fn undo_and_redo_take_reasons_with_them() {
    let laptop = Laptop::alone("Dara", "field");
    let desk = &laptop.desk;
    let draft = crowd(&laptop, 120).draft;
    explain(&laptop, &draft, "A festival");
    desk.draft_set(&draft, "finish/remarks", "Rain").unwrap();
    let view = desk.draft_undo(&draft).unwrap();
    assert_eq!(told(&view).0, Some("A festival"));
    let view = desk.draft_undo(&draft).unwrap();
    assert_eq!(told(&view).0, None);
    let view = desk.draft_redo(&draft).unwrap();
    assert_eq!(told(&view).0, Some("A festival"));
    assert!(desk.draft_finish(&draft).unwrap().record.is_some());
}

#[test]
fn a_correction_loses_no_reason() {
    let laptop = Laptop::alone("Dara", "field");
    let desk = &laptop.desk;
    let draft = crowd(&laptop, 120).draft;
    explain(&laptop, &draft, "A festival");
    let record = desk.draft_finish(&draft).unwrap().record.unwrap();

    laptop.watch.pass(Duration::from_secs(60));
    // What still warns of the same figures is not asked again.
    laptop.correct(&record, "finish/remarks", "Rain");
    assert_eq!(desk.record(&record).unwrap().reasons[0].text, "A festival");
    // Other figures ask again, whoever corrects.
    let other = pairs(&[("sadd/women", "121"), ("sadd/total", "130")]);
    let refused = desk.record_correct(&record, &other).unwrap_err();
    assert_eq!(refused.code(), Code::NotValid);
    let reason = pairs(&[("S6", "Two schools came")]);
    desk.record_correct_because(&record, &other, &reason)
        .unwrap();
    let shown = desk.record(&record).unwrap();
    assert_eq!(
        shown.problems[0].reason.as_deref(),
        Some("Two schools came")
    );
    // Where nothing warns any more, what was said stays.
    let fewer = pairs(&[("sadd/women", "71"), ("sadd/total", "80")]);
    desk.record_correct(&record, &fewer).unwrap();
    let shown = desk.record(&record).unwrap();
    assert!(shown.problems.is_empty());
    assert_eq!(shown.reasons[0].text, "Two schools came");
    let notes: Vec<&str> = shown
        .history
        .iter()
        .flat_map(|h| &h.notes)
        .map(|n| n.text.as_str())
        .collect();
    assert_eq!(notes, ["A festival", "A festival", "Two schools came"]);
}

#[test]
fn what_only_says_something_stops_nobody() {
    let laptop = Laptop::alone("Dara", "va");
    let draft = laptop.desk.draft_new("follow_up", None).unwrap().draft;
    laptop
        .desk
        .draft_set(&draft, "who/contact_result", "not_home")
        .unwrap();
    let view = laptop.desk.draft_set(&draft, "who/attempts", "3").unwrap();
    let said = view
        .problems
        .iter()
        .find(|p| p.rule.as_deref() == Some("F1"))
        .unwrap();
    assert_eq!((said.severity.as_str(), said.asks_reason), ("info", false));
    assert_eq!(
        said.text,
        "Not reached 3 times: propose to set the case to inactive."
    );
}

#[test]
fn a_programme_tunes_its_rules_without_a_build() {
    let mut laptop = Laptop::alone("Sophea", "supervisor");
    let built_in = laptop.desk.rules_source().unwrap();
    let view = laptop.desk.rules().unwrap();
    assert_eq!((view.name, view.since, view.by), (None, None, None));
    assert_eq!(view.findings, [""; 0]);
    let text = String::from_utf8(built_in.clone()).unwrap();
    let tuned = text.replace("${total} > {session_people} and", "${total} > 20 and");
    assert_ne!(tuned, text);

    let draft = crowd(&laptop, 40).draft;
    let view = laptop.desk.draft_open(&draft).unwrap();
    assert_eq!(view.problems.len(), 0, "{:#?}", view.problems);
    let view = laptop
        .desk
        .rules_import("tuned.csv", tuned.as_bytes())
        .unwrap();
    assert_eq!(view.name.as_deref(), Some("tuned.csv"));
    assert_eq!(view.by.as_deref(), Some("Sophea"));
    assert!(view.since.unwrap().starts_with("2026-11-23T09:00"));
    // Also for a draft that was begun before, and the next morning.
    warning(&laptop.desk.draft_open(&draft).unwrap());
    laptop.restart();
    laptop.desk.unlock("Sophea", PASSPHRASE).unwrap();
    warning(&laptop.desk.draft_open(&draft).unwrap());
    assert_eq!(laptop.desk.rules_source().unwrap(), tuned.as_bytes());

    // A table with a mistake changes nothing.
    let wrong = tuned.replace("${total} > 20 and", "${totl} > 20 and");
    let refused = laptop
        .desk
        .rules_import("wrong.csv", wrong.as_bytes())
        .unwrap_err();
    assert_eq!(refused.code(), Code::BadInput);
    assert!(
        refused.to_string().contains("${totl} is no question"),
        "{refused}"
    );
    assert_eq!(laptop.desk.rules_check(wrong.as_bytes()).unwrap().len(), 1);
    assert!(
        laptop
            .desk
            .rules_check(&tuned.clone().into_bytes())
            .unwrap()
            .is_empty()
    );
    assert_eq!(
        laptop.desk.rules().unwrap().name.as_deref(),
        Some("tuned.csv")
    );
    // The built-in table is put back as any other.
    laptop.desk.rules_import("rules.csv", &built_in).unwrap();
    assert_eq!(laptop.desk.draft_open(&draft).unwrap().problems.len(), 0);
}

#[test]
fn only_who_answers_for_the_data_changes_the_rules() {
    for (role, may) in [
        ("field", false),
        ("va", false),
        ("coordinator", true),
        ("supervisor", true),
        ("admin", true),
    ] {
        let laptop = Laptop::alone("Dara", role);
        let table = laptop.desk.rules_source().unwrap();
        let done = laptop.desk.rules_import("rules.csv", &table);
        assert_eq!(done.is_ok(), may, "{role}");
        if let Err(error) = done {
            assert_eq!(error.code(), Code::NotAllowed);
        }
    }
}

fn is_shown(view: &FormView, path: &str) -> bool {
    let mut nodes: Vec<_> = view.sections.iter().flat_map(|it| &it.nodes).collect();
    while let Some(node) = nodes.pop() {
        if node.path == path {
            return true;
        }
        nodes.extend(&node.children);
    }
    false
}

/// What a place that was chosen has filled is not asked; where a rule wants a reason for it, it is, or nobody could finish.
#[test]
fn a_question_that_asks_for_a_reason_is_shown() {
    const FILLED: &str = "place/district_name";
    let laptop = Laptop::alone("Sophea", "supervisor");
    let desk = &laptop.desk;
    let draft = crowd(&laptop, 40).draft;
    let place = |code| desk.draft_place(&draft, "place/place_pick", Some(code));
    assert!(!is_shown(&place("KH0209").unwrap(), FILLED));
    let mut table = String::from_utf8(desk.rules_source().unwrap()).unwrap();
    table.push_str(
        "P1,eore_session,warning,${adm2_code} = 'KH0209',Why there?,ហេតុអ្វីនៅទីនោះ?,place/district_name,yes,\n",
    );
    desk.rules_import("tuned.csv", table.as_bytes()).unwrap();
    let view = desk.draft_open(&draft).unwrap();
    assert!(is_shown(&view, FILLED), "{:#?}", view.problems);
    let view = desk
        .draft_reason(&draft, "P1", FILLED, "The chief asked.")
        .unwrap();
    assert!(is_shown(&view, FILLED), "the reason can be changed");
    assert!(!is_shown(&place("KH0207").unwrap(), FILLED));
}
