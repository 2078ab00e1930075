//! Records found again, people followed, nobody exposed: a case worker, their team, a coordinator, a supervisor, a
//! focal point for victim assistance and an administrator look at the same survivor.

use desk::FileFormat;
use desk::view::{
    Code, ListColumn, ListOnPaper, RecordQuery, RecordRow, RecordView, RecordViews, SavedView,
};
use kit::{Laptop, Office};

const NAME: &str = "Sok Chenda";
const SECRET: [&str; 2] = [NAME, "Prey Veng Lane"];

/// One survivor, written by Dara, of a team that Rith and the focal point are in too.
struct Story {
    _office: Office,
    laptop: Laptop,
    person: String,
    service: String,
    session: String,
}

fn pairs(set: &[(&str, &str)]) -> Vec<(String, String)> {
    set.iter()
        .map(|(path, value)| ((*path).to_owned(), (*value).to_owned()))
        .collect()
}

fn survivor(laptop: &Laptop) -> String {
    let set = pairs(&[
        ("consent/basis", "legal_duty_casualty_register"),
        ("who/victim_type", "indirect_family"),
        ("who/name_latin", NAME),
        ("who/sex", "female"),
        ("who/birth_precision", "unknown"),
        ("home/place_not_listed", "yes"),
        ("home/place_name_free", "Prey Veng Lane"),
        ("status/vital_status", "alive"),
        ("status/displacement_status", "unknown"),
        ("status/case_status", "registered"),
    ]);
    let made = laptop.desk.record_new("person", None, &set, false);
    made.unwrap().record.unwrap()
}

fn story() -> Story {
    let office = Office::open();
    let laptop = office.laptop("Dara", "field", &["BTB2"]);
    for (name, role, teams) in [
        ("Rith", "field", &["BTB2"][..]),
        ("Sophea", "coordinator", &["BTB2"]),
        ("Bopha", "supervisor", &[]),
        ("Vanna", "va", &["BTB2"]),
        ("Maly", "va", &[]),
        ("Admin", "admin", &[]),
    ] {
        laptop.add(&office.invite(name, role, teams));
    }
    laptop.sign_in("Dara");
    let person = survivor(&laptop);
    let session = laptop.session("Sdau", 12);
    let link = laptop
        .desk
        .draft_new("service_session", Some(&person))
        .unwrap();
    let service = {
        let draft = &link.draft;
        for (path, value) in service_answers() {
            laptop.desk.draft_set(draft, &path, &value).unwrap();
        }
        let done = laptop.desk.draft_finish(draft).unwrap();
        done.record.unwrap_or_else(|| panic!("{:?}", done.problems))
    };
    Story {
        _office: office,
        laptop,
        person,
        service,
        session,
    }
}

fn service_answers() -> Vec<(String, String)> {
    pairs(&[
        ("service/activity_date", "2026-11-20"),
        ("service/pillar", "rehabilitation"),
        ("service/service", "physiotherapy"),
        ("service/provider", "Battambang centre"),
        ("service/delivered_by", "own_team"),
        ("finish/report_date", "2026-11-21"),
    ])
}

fn row(story: &Story, record: &str) -> RecordRow {
    let query = RecordQuery {
        limit: 50,
        ..RecordQuery::default()
    };
    let page = story.laptop.desk.records(&query).unwrap();
    page.rows
        .into_iter()
        .find(|row| row.record == record)
        .unwrap()
}

/// The answers of a record by how they are shown.
fn shown(view: &RecordView, path: &str) -> (String, String) {
    let answers = view.sections.iter().flat_map(|section| &section.answers);
    answers
        .filter(|answer| answer.path == path)
        .map(|answer| (answer.showing.clone(), answer.value.clone()))
        .next()
        .unwrap()
}

#[test]
fn each_sees_of_a_survivor_what_their_work_needs() {
    let story = story();
    let check = |name: &str, name_of_person: &str, home: &str| {
        story.laptop.sign_in(name);
        let view = story.laptop.desk.record(&story.person).unwrap();
        for (path, showing) in [
            ("who/name_latin", name_of_person),
            ("home/place_name_free", home),
        ] {
            let (found, value) = shown(&view, path);
            assert_eq!(found, showing, "{name} {path}");
            assert_eq!(value == "•••", showing != "open", "{name} {path}");
        }
        let all = serde_json::to_string(&view).unwrap();
        assert_eq!(all.contains(NAME), name_of_person == "open", "{name}");
    };
    check("Dara", "open", "open");
    check("Rith", "masked", "barred");
    check("Sophea", "masked", "barred");
    check("Bopha", "masked", "barred");
    check("Vanna", "open", "open");
    check("Maly", "masked", "masked");
    check("Admin", "barred", "barred");
}

#[test]
fn lists_and_searches_give_nothing_away() {
    let story = story();
    let desk = &story.laptop.desk;
    let check = |name: &str, sees: bool| {
        story.laptop.sign_in(name);
        for words in SECRET {
            let hits = desk.search(words).unwrap();
            assert_eq!(
                hits.iter().any(|hit| hit.record == story.person),
                sees,
                "{name}"
            );
            let query = RecordQuery {
                text: words.to_owned(),
                limit: 9,
                ..RecordQuery::default()
            };
            assert_eq!(
                desk.records(&query).unwrap().total,
                u32::from(sees),
                "{name}"
            );
        }
        // What is open is found by everybody.
        assert_eq!(
            desk.search("Sdau").unwrap()[0].record,
            story.session,
            "{name}"
        );
        let service = row(&story, &story.service);
        assert_eq!(
            service.masked.contains(&"title".to_owned()),
            !sees,
            "{name}"
        );
        assert_eq!(service.title == service.reference, !sees, "{name}");
        assert_eq!(service.date.is_some(), sees, "{name}");
        assert!(!service.reference.contains("20261120"), "{name}");
        // A period that would tell when it was.
        let query = RecordQuery {
            form: Some("service_session".to_owned()),
            from: Some("2026-11-20".to_owned()),
            to: Some("2026-11-20".to_owned()),
            limit: 9,
            ..RecordQuery::default()
        };
        assert_eq!(
            desk.records(&query).unwrap().total,
            u32::from(sees),
            "{name}"
        );
    };
    for (name, sees) in [
        ("Dara", true),
        ("Vanna", true),
        ("Rith", false),
        ("Sophea", false),
        ("Bopha", false),
        ("Maly", false),
        ("Admin", false),
    ] {
        check(name, sees);
    }
}

#[test]
fn lists_to_choose_from_call_people_by_code_before_those_who_are_not_shown_names() {
    let story = story();
    let desk = &story.laptop.desk;
    let code = story.laptop.reads(&story.person, "who/person_ref");
    let pick = "who/person_pick";
    for (name, sees) in [
        ("Dara", true),
        ("Vanna", true),
        ("Rith", false),
        ("Sophea", false),
        ("Bopha", false),
        ("Maly", false),
        ("Dara", true),
    ] {
        story.laptop.sign_in(name);
        let person = Some(story.person.as_str());
        let view = desk.draft_new("service_session", person).unwrap();
        let text = serde_json::to_string(&view).unwrap();
        assert_eq!(text.contains(NAME), sees, "{name}");
        let find = |words: &str| -> Vec<String> {
            let found = desk.draft_choices(&view.draft, pick, words).unwrap();
            let labels = found.choices.into_iter().map(|choice| choice.label);
            labels.collect()
        };
        let called = match sees {
            true => format!("{code} {NAME}"),
            false => code.clone(),
        };
        assert_eq!(find(""), [&*called], "{name}");
        assert_eq!(find(&code), [&*called], "{name}");
        assert_eq!(find("Chenda").len(), usize::from(sees), "{name}");
        desk.draft_discard(&view.draft).unwrap();
    }
    // What is chosen is no way round either: a record of one's own names a colleague's person by code.
    story.laptop.sign_in("Rith");
    let who = [(pick, story.person.as_str())];
    let answers = service_answers();
    let answers: Vec<(&str, &str)> = answers.iter().map(|(p, v)| (&**p, &**v)).collect();
    let own = story.laptop.make("service_session", &[&answers, &who]);
    assert_eq!(story.laptop.reads(&own, pick), code);
    // What an entry is called by may be for everybody: the day and the place of a session.
    let view = desk
        .draft_new("kap_response", Some(&story.session))
        .unwrap();
    let text = serde_json::to_string(&view).unwrap();
    assert!(text.contains("2026-11-23 Sdau"), "{text}");
}

#[test]
fn a_reveal_is_written_down_and_seen_by_those_who_oversee() {
    let story = story();
    let desk = &story.laptop.desk;
    story.laptop.sign_in("Sophea");
    let shown = desk
        .reveal(&story.person, Some("who/name_latin"), Some(" to call her "))
        .unwrap();
    assert_eq!(shown.answers[0].value, NAME);
    let barred = desk
        .reveal(&story.person, Some("home/place_name_free"), None)
        .unwrap_err();
    assert_eq!(barred.code(), Code::NotAllowed);
    let nothing = desk.reveal(&story.person, Some("who/nothing"), None);
    assert_eq!(nothing.unwrap_err().code(), Code::NotFound);
    let all = desk.reveal(&story.person, None, None).unwrap();
    assert!(
        all.answers
            .iter()
            .all(|answer| answer.path != "home/place_name_free")
    );
    assert_eq!(desk.reveals(None).unwrap_err().code(), Code::NotAllowed);
    assert!(desk.record(&story.person).unwrap().reveals.is_empty());
    // Whoever may see it anyway leaves no trace.
    story.laptop.sign_in("Dara");
    desk.reveal(&story.person, None, None).unwrap();
    for name in ["Bopha", "Admin"] {
        story.laptop.sign_in(name);
        let told = desk.record(&story.person).unwrap().reveals;
        let lines: Vec<[&str; 4]> = told
            .iter()
            .map(|row| [&*row.who, &*row.path, &*row.deed, &*row.why])
            .collect();
        assert_eq!(
            lines,
            [
                ["Sophea", "who/name_latin", "shown", "to call her"],
                ["Sophea", "", "shown", ""]
            ]
        );
        assert!(
            told.iter()
                .all(|row| row.here && row.at.starts_with("2026-11-23T"))
        );
        assert_eq!(desk.reveals(None).unwrap().len(), 2);
        let text = serde_json::to_string(&told).unwrap();
        assert!(!text.contains(NAME), "the list holds no answer");
    }
}

#[test]
fn whoever_may_not_see_an_answer_does_not_correct_it_either() {
    let story = story();
    let desk = &story.laptop.desk;
    for name in ["Rith", "Sophea", "Bopha"] {
        story.laptop.sign_in(name);
        assert!(!desk.record(&story.person).unwrap().may_edit, "{name}");
        let refused = desk.record_edit(&story.person).unwrap_err();
        assert_eq!(refused.code(), Code::NotAllowed, "{name}");
    }
    story.laptop.sign_in("Vanna");
    let draft = desk.record_edit(&story.person).unwrap().draft;
    // A draft on the same laptop is no way round.
    story.laptop.sign_in("Rith");
    assert_eq!(
        desk.draft_open(&draft).unwrap_err().code(),
        Code::NotAllowed
    );
    let cards = desk.home().unwrap().drafts;
    assert!(cards.iter().all(|card| !card.title.contains(NAME)));
    // Out of the other's last record only what may be seen is repeated.
    let fresh = desk.draft_new("person", None).unwrap().draft;
    let view = desk.draft_repeat_last(&fresh).unwrap();
    let text = serde_json::to_string(&view.sections).unwrap();
    assert!(
        !text.contains("\"value\":\"female\",\"required\""),
        "{text}"
    );
    story.laptop.sign_in("Maly");
    desk.record_edit(&story.person).unwrap();
    story.laptop.sign_in("Bopha");
    let told = desk.record(&story.person).unwrap().reveals;
    assert_eq!([&*told[0].who, &*told[0].deed], ["Maly", "corrected"]);
}

#[test]
fn what_changed_and_what_is_in_conflict_is_masked_too() {
    let story = story();
    let desk = &story.laptop.desk;
    story
        .laptop
        .correct(&story.person, "who/name_latin", "Sok Chanthy");
    let saves = |view: &RecordView| -> Vec<String> {
        let saves = view.history.iter().filter(|row| row.kind == "save");
        saves.map(|row| row.revision.clone()).collect()
    };
    for (name, sees) in [("Dara", true), ("Sophea", false), ("Vanna", true)] {
        story.laptop.sign_in(name);
        let view = desk.record(&story.person).unwrap();
        let saves = saves(&view);
        let diff = desk
            .record_diff(&story.person, &saves[0], &saves[1])
            .unwrap();
        let row = diff
            .iter()
            .find(|row| row.path == "who/name_latin")
            .unwrap();
        let (old, new) = (row.old.as_deref().unwrap(), row.new.as_deref().unwrap());
        match sees {
            true => assert_eq!((old, new), (NAME, "Sok Chanthy"), "{name}"),
            false => assert_eq!((old, new), ("•••", "•••"), "{name}"),
        }
        assert!(!row.label.is_empty());
    }
}

#[test]
fn a_person_s_page_tells_what_happened_in_its_order() {
    let story = story();
    let desk = &story.laptop.desk;
    let page = desk.timeline(&story.person).unwrap();
    assert_eq!(page.subject.record, story.person);
    let entries: Vec<&str> = page.entries.iter().map(|e| e.row.record.as_str()).collect();
    assert_eq!(entries, [story.service.as_str()]);
    let forms: Vec<&str> = page.forms.iter().map(|form| form.id.as_str()).collect();
    assert_eq!(
        forms,
        [
            "service_session",
            "needs_assessment",
            "referral",
            "follow_up",
            "consent"
        ]
    );
    // The service leads back to the person.
    let back = desk.timeline(&story.service).unwrap();
    assert_eq!(back.entries.len(), 1);
    assert!(back.entries[0].about && back.entries[0].row.record == story.person);
    let of_session = desk.timeline(&story.session).unwrap();
    let forms: Vec<&str> = of_session
        .forms
        .iter()
        .map(|form| form.id.as_str())
        .collect();
    assert_eq!(forms, ["hazard_report", "kap_response"]);
    story.laptop.sign_in("Sophea");
    let page = desk.timeline(&story.person).unwrap();
    assert_eq!(page.entries[0].row.masked, ["title", "date"]);
    story.laptop.sign_in("Admin");
    assert!(desk.timeline(&story.person).unwrap().forms.is_empty());
    let nobody = desk.timeline("00000000-0000-0000-0000-000000000000");
    assert_eq!(nobody.unwrap_err().code(), Code::NotFound);
}

#[test]
fn a_list_is_exported_as_it_is_shown_and_guarded_facts_in_it_are_written_down() {
    let story = story();
    let desk = &story.laptop.desk;
    let columns: Vec<ListColumn> = ["reference", "what", "date", "people"]
        .iter()
        .map(|key| ListColumn {
            key: (*key).to_owned(),
            heading: (*key).to_owned(),
        })
        .collect();
    let chosen = [story.service.clone(), story.session.clone()];
    let table = |name: &str| {
        story.laptop.sign_in(name);
        String::from_utf8(desk.list_table(&chosen, &columns, FileFormat::Csv).unwrap()).unwrap()
    };
    desk.speak("en").unwrap();
    let seen = table("Vanna");
    assert!(
        seen.contains("2026-11-20") && seen.contains("Sdau"),
        "{seen}"
    );
    let total = seen.lines().last().unwrap();
    let people = seen.lines().skip(1).filter_map(|line| {
        let last = line.rsplit(',').next()?;
        last.parse::<u32>().ok()
    });
    let people: Vec<u32> = people.collect();
    assert_eq!(people, [12 + 3, 12 + 3], "the session, and the total");
    assert!(total.starts_with("Total,"), "{total}");
    let masked = table("Sophea");
    assert!(
        !masked.contains("2026-11-20") && masked.contains("Sdau"),
        "{masked}"
    );
    assert!(masked.starts_with('\u{feff}'));
    story.laptop.sign_in("Bopha");
    let told = desk.reveals(None).unwrap();
    let lines: Vec<[&str; 3]> = told
        .iter()
        .map(|row| [&*row.who, &*row.deed, &*row.record])
        .collect();
    assert_eq!(lines, [["Vanna", "exported", story.service.as_str()]]);
    let wrong = [ListColumn {
        key: "name".to_owned(),
        heading: String::new(),
    }];
    let refused = desk
        .list_table(&chosen, &wrong, FileFormat::Csv)
        .unwrap_err();
    assert_eq!(refused.code(), Code::Misused);
    // On paper it says across every page who had it made, where it holds more than everybody is shown.
    let across = |name: &str| {
        story.laptop.sign_in(name);
        let paper = |list: &ListOnPaper| {
            let mark = list.watermark.clone().unwrap_or_default();
            Ok::<_, desk::DeskError>(mark.into_bytes())
        };
        let file = desk.list_file(&chosen, &columns, FileFormat::Pdf, &paper);
        String::from_utf8(file.unwrap().bytes).unwrap()
    };
    assert!(across("Vanna").starts_with("Vanna · 23/11/2026"));
    assert_eq!(across("Sophea"), "");
}

#[test]
fn views_are_kept_for_each_person() {
    let story = story();
    let desk = &story.laptop.desk;
    let views = RecordViews {
        views: vec![SavedView {
            name: "Returned to me".to_owned(),
            query: RecordQuery {
                review: Some("returned".to_owned()),
                mine: true,
                ..RecordQuery::default()
            },
            columns: vec!["date".to_owned(), "what".to_owned()],
            opens: true,
        }],
        columns: [("person".to_owned(), vec!["reference".to_owned()])].into(),
    };
    let kept = desk.keep_record_views(&views).unwrap();
    assert_eq!(kept.views[0].name, "Returned to me");
    story.laptop.sign_in("Rith");
    assert!(desk.record_views().unwrap().views.is_empty());
    story.laptop.sign_in("Dara");
    let kept = desk.record_views().unwrap();
    assert!(kept.views[0].query.mine && kept.views[0].opens);
    assert_eq!(kept.columns["person"], ["reference"]);
}

#[test]
fn a_list_is_narrowed_to_places_that_records_name_and_to_one_s_own() {
    let story = story();
    let desk = &story.laptop.desk;
    let provinces = desk.record_places(None, None).unwrap();
    assert_eq!(provinces.len(), 1);
    let battambang = &provinces[0];
    assert_eq!((&*battambang.label, battambang.records), ("Battambang", 1));
    let of = |query: RecordQuery| desk.records(&RecordQuery { limit: 9, ..query }).unwrap();
    let there = of(RecordQuery {
        adm1: Some(battambang.code.clone()),
        ..RecordQuery::default()
    });
    assert_eq!(there.total, 1);
    assert_eq!(there.rows[0].adm1, "Battambang");
    let mine = RecordQuery {
        mine: true,
        ..RecordQuery::default()
    };
    assert_eq!(of(mine.clone()).total, 3);
    story.laptop.sign_in("Rith");
    assert_eq!(of(mine).total, 0);
}
