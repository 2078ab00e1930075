//! One survivor, registered twice: two field officers on two laptops, a supervisor who merges after a sync, and
//! everybody who agrees with her or does not.

use desk::view::{Code, DoubleRow};
use desk::{DeskError, Given};
use kit::answers::{ACCIDENT, Answers, KILLED, PERSON, set};
use kit::{Laptop, Office};

const NAME: &str = "Chhim Sokha";
const SPELT_OTHERWISE: &str = "Chim Sokkha";

/// Where she lives.
const HOME: &Answers<'_> = &[
    ("home/district_name", "Rotonak Mondol"),
    ("home/village_name", "Sung Muoy"),
];

const SERVICE: &Answers<'_> = &[
    ("service/activity_date", "2026-11-20"),
    ("service/pillar", "rehabilitation"),
    ("service/service", "physiotherapy"),
    ("service/provider", "Battambang centre"),
    ("service/delivered_by", "own_team"),
    ("finish/report_date", "2026-11-21"),
];

/// Registers somebody; a warning that they are here already is answered.
fn register(laptop: &Laptop, name: &str) -> String {
    let answers = set(&[PERSON, HOME, &[("who/name_latin", name)]]);
    let given = Given {
        set: &answers,
        reasons: &[("R-E6".to_owned(), "Another person.".to_owned())],
        ..Given::default()
    };
    let made = laptop.desk.record_make("person", &given).unwrap();
    made.record.unwrap()
}

/// Makes a service session of a person.
fn serve(laptop: &Laptop, person: &str) -> String {
    let draft = laptop
        .desk
        .draft_new("service_session", Some(person))
        .unwrap()
        .draft;
    for (path, value) in SERVICE {
        laptop.desk.draft_set(&draft, path, value).unwrap();
    }
    let done = laptop.desk.draft_finish(&draft).unwrap();
    done.record.unwrap_or_else(|| panic!("{:?}", done.problems))
}

/// Lets everybody talk with the centre until nobody has anything new.
fn meet(laptops: &[&Laptop]) {
    for _ in 0..2 {
        for laptop in laptops {
            laptop.sync().unwrap();
        }
    }
}

/// Who stands for a record, and what is about it, as a laptop shows it.
fn page(laptop: &Laptop, record: &str) -> (String, Vec<String>) {
    let page = laptop.desk.timeline(record).unwrap();
    let about = page.entries.into_iter().filter(|entry| !entry.about);
    (
        page.subject.record,
        about.map(|entry| entry.row.record).collect(),
    )
}

/// Who can be chosen in the form of a service.
fn chosen(laptop: &Laptop) -> Vec<String> {
    let draft = laptop
        .desk
        .draft_new("service_session", None)
        .unwrap()
        .draft;
    let found = laptop.desk.draft_choices(&draft, "who/person_pick", "");
    let choices = found.unwrap().choices.into_iter();
    let mut values: Vec<String> = choices.map(|choice| choice.value).collect();
    values.sort();
    laptop.desk.draft_discard(&draft).unwrap();
    values
}

fn waiting(laptop: &Laptop) -> Vec<DoubleRow> {
    laptop.desk.duplicates().unwrap().rows
}

/// Two field officers, each with a laptop and a survivor, and a supervisor with a third laptop.
struct Story {
    office: Office,
    dara: Laptop,
    rith: Laptop,
    bopha: Laptop,
    first: String,
    second: String,
    service: String,
}

fn story() -> Story {
    let office = Office::open();
    let dara = office.laptop("Dara", "field", &["BTB2"]);
    let rith = office.laptop("Rith", "field", &["BTB2"]);
    let bopha = office.laptop("Bopha", "supervisor", &[]);
    let first = register(&dara, NAME);
    let second = register(&rith, SPELT_OTHERWISE);
    let service = serve(&rith, &second);
    meet(&[&dara, &rith, &bopha]);
    Story {
        office,
        dara,
        rith,
        bopha,
        first,
        second,
        service,
    }
}

#[test]
fn a_supervisor_merges_every_laptop_agrees_and_it_is_undone_again() {
    let Story {
        office: _office,
        dara,
        rith,
        bopha,
        first,
        second,
        service,
    } = story();
    let all = [&dara, &rith, &bopha];
    let rows = waiting(&bopha);
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].kind.as_str(), rows[0].probable), ("person", true));
    let mut pair = [rows[0].one.record.clone(), rows[0].other.record.clone()];
    let mut both = [first.clone(), second.clone()];
    pair.sort();
    both.sort();
    assert_eq!(pair, both);

    let view = bopha
        .desk
        .merge(&first, &second, Some("One woman."))
        .unwrap();
    assert_eq!(view.row.kept.as_deref(), Some(first.as_str()));
    assert_eq!(view.decisions[0].reason, "One woman.");
    assert_eq!(waiting(&bopha).len(), 0, "it is not asked again");
    meet(&all);
    for laptop in all {
        let page = |record: &str| page(laptop, record);
        assert_eq!(page(&first), (first.clone(), vec![service.clone()]));
        assert_eq!(
            page(&second),
            page(&first),
            "both ids lead to the one that stays"
        );
        let merged = laptop.desk.timeline(&first).unwrap().merged;
        assert_eq!(merged.len(), 1);
        assert_eq!(merged[0].record, second);
        let above = laptop.desk.timeline(&service).unwrap();
        assert_eq!(above.entries[0].row.record, first, "and so does the child");
    }
    // What is made about the one that stands behind is made about the one that stays; both keep their answers.
    let more = serve(&rith, &second);
    assert_eq!(page(&rith, &first).1, [service.clone(), more.clone()]);
    assert_eq!(dara.reads(&first, "who/name_latin"), NAME);
    assert_eq!(rith.reads(&second, "who/name_latin"), SPELT_OTHERWISE);

    let view = bopha.desk.untie(&first, &second, None).unwrap();
    assert_eq!((view.row.state.as_str(), view.decisions.len()), ("open", 2));
    meet(&all);
    for laptop in all {
        assert_eq!(page(laptop, &first), (first.clone(), vec![more.clone()]));
        assert_eq!(
            page(laptop, &second),
            (second.clone(), vec![service.clone()])
        );
        assert_eq!(laptop.desk.timeline(&first).unwrap().merged.len(), 0);
    }
    assert_eq!(waiting(&bopha).len(), 1, "it is asked again");
}

#[test]
fn who_is_chosen_from_a_list_is_the_one_that_stays() {
    let Story {
        office: _office,
        dara,
        rith,
        bopha,
        first,
        second,
        service,
    } = story();
    let mut both = vec![first.clone(), second.clone()];
    both.sort();
    assert_eq!(chosen(&dara), both);
    bopha.desk.merge(&second, &first, None).unwrap();
    meet(&[&dara, &rith, &bopha]);
    assert_eq!(chosen(&dara), std::slice::from_ref(&second));
    // What was chosen before is still read by its label.
    assert!(!rith.reads(&service, "who/person_id").is_empty());
    bopha.desk.untie(&second, &first, None).unwrap();
    meet(&[&dara, &rith, &bopha]);
    assert_eq!(chosen(&dara), both);
}

#[test]
fn not_the_same_is_not_asked_again_on_any_laptop() {
    let Story {
        office,
        dara: _dara,
        rith: _rith,
        bopha,
        first,
        second,
        service: _service,
    } = story();
    let other = office.laptop("Sophea", "supervisor", &["BTB2"]);
    other.sync().unwrap();
    assert_eq!(waiting(&other).len(), 1);
    bopha.desk.distinct(&second, &first, None).unwrap();
    meet(&[&bopha, &other]);
    assert_eq!(waiting(&other).len(), 0);
    // Nor after a correction, nor when the lists are made anew.
    other.desk.rebuild().unwrap();
    assert_eq!(waiting(&other).len(), 0);
    let decided = other.desk.duplicates().unwrap().decided;
    assert_eq!((decided.len(), decided[0].state.as_str()), (1, "distinct"));
}

#[test]
fn two_supervisors_who_decide_differently_apart_are_told_and_nothing_is_settled_for_them() {
    let Story {
        office,
        dara,
        rith: _rith,
        bopha,
        first,
        second,
        service,
    } = story();
    let sophea = office.laptop("Sophea", "supervisor", &[]);
    sophea.sync().unwrap();
    bopha.desk.merge(&first, &second, None).unwrap();
    sophea.desk.distinct(&first, &second, None).unwrap();
    let all = [&bopha, &sophea, &dara];
    meet(&all);
    for laptop in [&bopha, &sophea] {
        let rows = waiting(laptop);
        assert_eq!((rows.len(), rows[0].state.as_str()), (1, "contested"));
        let view = laptop.desk.double(&first, &second).unwrap();
        assert_eq!(view.row.kept, None);
        let mut words: Vec<&str> = view.decisions.iter().map(|it| it.word.as_str()).collect();
        words.sort_unstable();
        assert_eq!(words, ["distinct", "merged"]);
    }
    for laptop in all {
        assert_eq!(
            page(laptop, &second),
            (second.clone(), vec![service.clone()])
        );
    }
    // Who decides knowing of both settles it for everybody.
    sophea.desk.merge(&second, &first, None).unwrap();
    meet(&all);
    for laptop in all {
        assert_eq!(page(laptop, &first).0, second);
    }
    assert_eq!((waiting(&bopha).len(), waiting(&sophea).len()), (0, 0));
}

#[test]
fn nobody_learns_of_records_or_answers_that_they_may_not_see() {
    let Story {
        office,
        dara,
        rith: _rith,
        bopha,
        first,
        second,
        service: _service,
    } = story();
    let refused = |result: Result<(), DeskError>| result.unwrap_err().code();
    assert_eq!(
        refused(dara.desk.duplicates().map(|_| ())),
        Code::NotAllowed
    );
    let compared = dara.desk.double(&first, &second).map(|_| ());
    assert_eq!(refused(compared), Code::NotAllowed);
    let merged = dara.desk.merge(&first, &second, None).map(|_| ());
    assert_eq!(refused(merged), Code::NotAllowed);

    // A pair of which one record is of another team is none to who sees only this one.
    let vuthy = office.laptop("Vuthy", "field", &["PLN1"]);
    let third = register(&vuthy, NAME);
    let pisey = office.laptop("Pisey", "coordinator", &["BTB2"]);
    meet(&[&vuthy, &pisey, &bopha]);
    assert_eq!(waiting(&bopha).len(), 3);
    let rows = waiting(&pisey);
    assert_eq!(rows.len(), 1);
    assert!(![&rows[0].one.record, &rows[0].other.record].contains(&&third));
    let hidden = pisey.desk.double(&first, &third).map(|_| ());
    assert_eq!(refused(hidden), Code::NotFound);
    let decided = pisey.desk.distinct(&first, &second, None).map(|_| ());
    assert_eq!(
        refused(decided),
        Code::NotAllowed,
        "a coordinator does not decide"
    );

    // The answers are masked until they are asked for, and that is written down.
    let view = bopha.desk.double(&first, &second).unwrap();
    let shown = serde_json::to_string(&(&view, waiting(&bopha))).unwrap();
    for secret in [NAME, SPELT_OTHERWISE, "Sung Muoy", "1992"] {
        assert!(!shown.contains(secret), "{secret}");
    }
    let name = |it: &&desk::view::DoubleAnswer| it.path == "who/name_latin";
    let answer = view.answers.iter().find(name).unwrap();
    assert!(answer.differs);
    assert_eq!(answer.one.as_ref().unwrap().showing, "masked");
    let before = bopha.desk.reveals(None).unwrap().len();
    let read = [&first, &second].map(|record| bopha.reads(record, "who/name_latin"));
    assert_eq!(read, [NAME, SPELT_OTHERWISE]);
    assert_eq!(bopha.desk.reveals(None).unwrap().len(), before + 2);

    // Who may not see the record that stays goes on with the one that they know.
    bopha.desk.merge(&third, &first, None).unwrap();
    meet(&[&bopha, &dara]);
    assert_eq!(page(&dara, &first).0, first);
    assert!(chosen(&dara).contains(&first));
    assert_eq!(page(&bopha, &first).0, third);
}

#[test]
fn whoever_records_somebody_again_is_warned_and_says_why() {
    let office = Office::open();
    let dara = office.laptop("Dara", "field", &["BTB2"]);
    let first = register(&dara, NAME);
    let code = dara.desk.record(&first).unwrap().reference;
    let answers = set(&[PERSON, HOME, &[("who/name_latin", SPELT_OTHERWISE)]]);
    let stopped = |laptop: &Laptop, form: &str, answers: &[(String, String)]| match laptop
        .desk
        .record_new(form, None, answers, false)
    {
        Ok(_) => None,
        Err(DeskError::NotValid { problems }) => Some(problems),
        Err(other) => panic!("{other}"),
    };
    let problems = stopped(&dara, "person", &answers).unwrap();
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].rule.as_deref(), Some("R-E6"));
    assert_eq!(problems[0].path, "who/name_latin");
    assert!(problems[0].asks_reason && problems[0].text.contains(&code));
    assert!(!problems[0].text.contains(NAME));
    let second = register(&dara, SPELT_OTHERWISE);
    let view = dara.desk.record(&second).unwrap();
    assert_eq!(view.reasons[0].text, "Another person.");
    assert_eq!(
        view.row.problems, 0,
        "the warning is none of the record by itself"
    );

    // Who is unlike is not warned of; nor is anybody of a person whom only another team has.
    let unlike = set(&[PERSON, HOME, &[("who/name_latin", "Keo Vannak")]]);
    assert!(stopped(&dara, "person", &unlike).is_none());
    let vuthy = office.laptop("Vuthy", "field", &["PLN1"]);
    assert!(stopped(&vuthy, "person", &answers).is_none());
    dara.add(&office.invite("Thida", "field", &["PLN1"]));
    dara.sign_in("Thida");
    assert!(stopped(&dara, "person", &answers).is_none());
}

#[test]
fn a_session_that_is_here_already_is_warned_of_and_found() {
    let office = Office::open();
    let laptop = office.laptop("Dara", "field", &["BTB2"]);
    laptop.session("Phlov Meas", 9);
    laptop.session("Phlov Meas", 9);
    laptop.session("Sdau", 9);
    laptop.add(&office.invite("Bopha", "supervisor", &[]));
    laptop.sign_in("Bopha");
    let rows = waiting(&laptop);
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].kind.as_str(), rows[0].probable), ("session", true));
    let view = laptop
        .desk
        .double(&rows[0].one.record, &rows[0].other.record)
        .unwrap();
    let codes: Vec<&str> = view.grounds.iter().map(|it| it.code.as_str()).collect();
    assert!(codes.contains(&"same-team") && codes.contains(&"same-people"));
    let (one, other) = (&rows[0].one.record, &rows[0].other.record);
    assert_eq!(
        laptop
            .desk
            .review_queue(&desk::view::QueueAsk::default())
            .unwrap()
            .waiting,
        3
    );
    laptop.desk.merge(one, other, None).unwrap();
    assert_eq!(
        laptop
            .desk
            .review_queue(&desk::view::QueueAsk::default())
            .unwrap()
            .waiting,
        2,
        "what stands behind another is not reviewed by itself"
    );
}

#[test]
fn the_stricter_consent_holds_over_both_records() {
    let Story {
        office: _office,
        dara,
        rith,
        bopha,
        first,
        second,
        service: _service,
    } = story();
    let consent = |laptop: &Laptop, person: &str, decision: &str| {
        let desk = &laptop.desk;
        let draft = desk.draft_new("consent", Some(person)).unwrap().draft;
        for (path, value) in [
            ("who/subject", "adult_able"),
            ("who/given_by", "self"),
            ("explaining/confidentiality_explained", "yes"),
            ("explaining/purpose_explained", "yes"),
            ("explaining/explained_in_language", "km"),
            ("explaining/read_by", "BTB-014"),
            ("deciding/scope", "follow_up_contact"),
            ("deciding/decision", decision),
            ("deciding/method", "verbal_witnessed"),
            ("deciding/witness", "village chief"),
            ("deciding/activity_date", "2026-11-20"),
        ] {
            desk.draft_set(&draft, path, value).unwrap();
        }
        let done = desk.draft_finish(&draft).unwrap();
        assert!(done.record.is_some(), "{:?}", done.problems);
    };
    consent(&dara, &first, "given");
    consent(&rith, &second, "refused");
    meet(&[&dara, &rith, &bopha]);
    let before = bopha.desk.reveals(None).unwrap().len();
    let standing = bopha.desk.double_consents(&first, &second).unwrap();
    assert_eq!(standing.len(), 1);
    assert_eq!(
        (standing[0].scope.as_str(), standing[0].answer.as_str()),
        ("follow_up_contact", "refused")
    );
    let after = bopha.desk.reveals(None).unwrap().len();
    assert_eq!(after, before + 2, "that they were shown is written down");
}

#[test]
fn what_is_made_anew_is_as_it_was() {
    let Story {
        office: _office,
        dara: _dara,
        rith: _rith,
        bopha,
        first,
        second,
        service,
    } = story();
    bopha.desk.merge(&first, &second, None).unwrap();
    let before = page(&bopha, &first);
    bopha.desk.rebuild().unwrap();
    assert_eq!(page(&bopha, &first), before);
    assert_eq!(before.1, [service]);
    bopha.desk.untie(&first, &second, None).unwrap();
    assert_eq!(waiting(&bopha).len(), 1);
    assert!(bopha.desk.doctor().unwrap().clean);
}

#[test]
fn a_pair_that_waits_stands_in_the_queue_as_a_warning_until_it_is_decided() {
    let Story {
        office: _office,
        dara: _dara,
        rith,
        bopha,
        first,
        second,
        service: _service,
    } = story();
    let other = register(&rith, "Keo Vannak");
    meet(&[&rith, &bopha]);
    let severity = |record: &str| {
        let queue = bopha.desk.review_queue(&desk::view::QueueAsk::default());
        let rows = queue.unwrap().rows.into_iter();
        let mut found = rows.filter(|row| row.row.record == record);
        found.next().map(|row| row.severity)
    };
    let check = |expected: [Option<u32>; 3], why: &str| {
        let found = [&first, &second, &other].map(|record| severity(record));
        assert_eq!(found, expected, "{why}");
    };
    let waits = [Some(1), Some(1), Some(0)];
    let decided = [Some(0), Some(0), Some(0)];
    check(waits, "the pair was found");
    bopha.desk.distinct(&first, &second, None).unwrap();
    check(decided, "they are two");
    bopha.desk.rebuild().unwrap();
    check(decided, "and are when the lists are made anew");
    bopha.desk.untie(&first, &second, None).unwrap();
    check(waits, "that was taken back");
    bopha.desk.merge(&first, &second, None).unwrap();
    check([Some(0), None, Some(0)], "one stands behind the other");
    bopha.desk.untie(&first, &second, None).unwrap();
    check(waits, "that was taken back too");
    bopha.desk.pair_anew().unwrap();
    check(waits, "everybody is held against everybody");
    bopha.desk.rebuild().unwrap();
    bopha.desk.pair_waiting().unwrap();
    check(waits, "the lists are made anew while it waits");
    // Whoever accepts one of them says why, or decides about the pair.
    let silent = bopha.decide(&first, "approve", None).unwrap_err();
    assert_eq!(silent.code(), Code::CommentNeeded);
    let why = Some("Her sister has the same name.");
    bopha.desk.review(&first, "approve", &[], why).unwrap();
    bopha.desk.distinct(&first, &second, None).unwrap();
    bopha.decide(&second, "approve", None).unwrap();
}

#[test]
fn what_hurt_somebody_is_read_of_their_accident_and_counts_with_its_outcome() {
    let office = Office::open();
    let laptop = office.laptop("Bopha", "supervisor", &[]);
    let accidents = ["av_mine", "av_mine", "improvised_mine"].map(|device| {
        let told = [
            ("what/hazard_l1", device),
            ("toll/killed_n", "1"),
            ("toll/injured_n", "0"),
        ];
        laptop.make("accident", &[ACCIDENT, &told])
    });
    let [first, second, third] = accidents.each_ref().map(|accident| {
        let of_her: &Answers<'_> = &[
            ("who/name_latin", NAME),
            ("who/accident_pick", accident),
            ("accident/accident_date", "2026-11-20"),
        ];
        let answers = set(&[KILLED, of_her]);
        let given = Given {
            set: &answers,
            reasons: &[("R-E6".to_owned(), "Another person.".to_owned())],
            ..Given::default()
        };
        let made = laptop.desk.record_make("person", &given).unwrap();
        made.record.unwrap()
    });
    waiting(&laptop);
    let points = |one: &str, other: &str| {
        let grounds = laptop.desk.double(one, other).unwrap().grounds.into_iter();
        let injury = grounds.filter(|it| it.code == "injury").map(|it| it.points);
        injury.collect::<Vec<_>>()
    };
    assert_eq!(points(&first, &second), [5]);
    assert!(points(&first, &third).is_empty(), "another device");
}
