//! A supervisor's desk: what waits, what was decided apart, what comes back, and the closing of a month.

use desk::view::{Code, NewComment, QueueAsk, QueueFound, RecordView};
use kit::{Laptop, three};

fn sync(laptops: &[&Laptop]) {
    for laptop in laptops {
        laptop.sync().unwrap();
    }
}

fn waiting(laptop: &Laptop, ask: &QueueAsk) -> Vec<(String, u32, String)> {
    let rows = laptop.desk.review_queue(ask).unwrap().rows;
    let mut told: Vec<(String, u32, String)> = rows
        .into_iter()
        .map(|it| (it.row.title, it.severity, it.looked))
        .collect();
    told.sort();
    told
}

fn because(laptop: &Laptop, record: &str, decision: &str, reason: &str) -> RecordView {
    let desk = &laptop.desk;
    desk.review(record, decision, &[], Some(reason)).unwrap()
}

#[test]
fn two_reviewers_who_decide_the_contrary_are_both_shown_and_a_person_decides() {
    let (_office, dara, sophea, pisey) = three();
    let record = dara.session("Phlov Meas", 9);
    sync(&[&dara, &sophea, &pisey]);
    // Both have no line.
    sophea.decide(&record, "approve", None).unwrap();
    pisey
        .decide(&record, "return", Some(("sadd/women", "Nine or ten?")))
        .unwrap();
    sync(&[&pisey, &sophea, &pisey, &dara]);
    for laptop in [&dara, &sophea, &pisey] {
        let view = laptop.desk.record(&record).unwrap();
        assert_eq!(view.row.review, "submitted", "neither holds");
        assert!(view.row.conflict);
        let mut told: Vec<(String, String)> = view
            .contested
            .iter()
            .map(|one| (one.who.clone(), one.decision.clone()))
            .collect();
        told.sort();
        assert_eq!(
            told,
            [
                ("Chan Sophea".to_owned(), "approve".to_owned()),
                ("Keo Pisey".to_owned(), "return".to_owned()),
            ]
        );
    }
    let queue = sophea.desk.review_queue(&QueueAsk::default()).unwrap();
    assert_eq!((queue.waiting, queue.rows[0].severity), (1, 2));
    // She reads the coordinator's words and returns it as well: that holds everywhere.
    sophea
        .decide(&record, "return", Some(("sadd/women", "Nine or ten?")))
        .unwrap();
    sync(&[&sophea, &pisey, &dara]);
    for laptop in [&dara, &sophea, &pisey] {
        let view = laptop.desk.record(&record).unwrap();
        assert_eq!(view.row.review, "returned");
        assert!(view.contested.is_empty() && !view.row.conflict);
    }
    let home = dara.desk.home().unwrap();
    assert_eq!(home.returned[0].comment, "Nine or ten?");
    assert_eq!(home.returned[0].question, "Women");
}

#[test]
fn a_slip_is_taken_back_until_it_was_sealed() {
    let (_office, dara, sophea, _) = three();
    let record = dara.session("Phlov Meas", 9);
    sync(&[&dara, &sophea]);
    let view = sophea.decide(&record, "approve", None).unwrap();
    assert!(view.moves.contains(&"take_back".to_owned()));
    let view = sophea.decide(&record, "take_back", None).unwrap();
    assert_eq!(view.row.review, "submitted");
    let told: Vec<&str> = view
        .history
        .iter()
        .filter_map(|row| row.decision.as_deref())
        .collect();
    assert_eq!(
        told,
        ["submit", "approve", "take_back"],
        "nothing is hidden"
    );
    sophea.decide(&record, "verify", None).unwrap();
    sync(&[&sophea]);
    let view = sophea.desk.record(&record).unwrap();
    assert!(!view.moves.contains(&"take_back".to_owned()));
    let late = sophea.decide(&record, "take_back", None).unwrap_err();
    assert_eq!(late.code(), Code::WrongState);
    sync(&[&dara]);
    assert_eq!(dara.desk.record(&record).unwrap().row.review, "verified");
}

#[test]
fn the_answer_to_a_comment_stands_beside_it_for_the_reviewer_and_in_the_history() {
    let (_office, mut dara, sophea, _) = three();
    let record = dara.session("Phlov Meas", 9);
    sync(&[&dara, &sophea]);
    let comments = [
        ("sadd/women", "Nine or ten?"),
        ("place/village_name", "Which hamlet?"),
    ];
    let comments = comments.map(|(path, text)| NewComment {
        path: Some(path.to_owned()),
        text: text.to_owned(),
        ..NewComment::default()
    });
    sophea
        .desk
        .review(&record, "return", &comments, None)
        .unwrap();
    sync(&[&sophea, &dara]);
    assert_eq!(dara.desk.home().unwrap().returned[0].comments, 2);
    let draft = dara.desk.record_edit(&record).unwrap().draft;
    let reply = |laptop: &Laptop, path: Option<&str>, fixed: bool, text: &str| {
        laptop.desk.draft_reply(&draft, path, None, fixed, text)
    };
    reply(&dara, Some("sadd/women"), false, "ten").unwrap();
    reply(&dara, Some("sadd/women"), true, "Ten: one came late.").unwrap();
    reply(&dara, Some("place/village_name"), true, "").unwrap();
    let nobody = reply(&dara, Some("sadd/men"), true, "").unwrap_err();
    assert_eq!(nobody.code(), Code::NotFound);
    // The lid closes.
    dara.restart();
    dara.sign_in("Sok Dara");
    let form = dara.desk.draft_open(&draft).unwrap();
    let kept: Vec<(bool, &str)> = form
        .replies
        .iter()
        .map(|reply| (reply.fixed, reply.text.as_str()))
        .collect();
    assert_eq!(kept, [(true, "Ten: one came late."), (true, "")]);
    dara.desk.draft_set(&draft, "sadd/women", "10").unwrap();
    dara.desk.draft_set(&draft, "sadd/total", "13").unwrap();
    assert!(dara.desk.draft_finish(&draft).unwrap().record.is_some());
    sync(&[&dara, &sophea]);
    let view = sophea.desk.record(&record).unwrap();
    let at = |path: &str| -> Vec<(String, bool, String)> {
        let here = view.comments.iter();
        let here = here.filter(|comment| comment.path.as_deref() == Some(path));
        here.map(|it| (it.by.clone(), it.fixed, it.text.clone()))
            .collect()
    };
    let line = |by: &str, fixed, text: &str| (by.to_owned(), fixed, text.to_owned());
    assert_eq!(
        at("sadd/women"),
        [
            line("Chan Sophea", false, "Nine or ten?"),
            line("Sok Dara", true, "Ten: one came late."),
        ]
    );
    assert_eq!(at("place/village_name")[1], line("Sok Dara", true, ""));
    let submitted = view
        .history
        .iter()
        .rfind(|row| row.decision.as_deref() == Some("submit"));
    assert_eq!(submitted.unwrap().notes.len(), 2);
    // What she saw was the version that she returned.
    let seen = view.seen.unwrap();
    let saves: Vec<&str> = view
        .history
        .iter()
        .filter(|row| row.kind == "save")
        .map(|row| row.revision.as_str())
        .collect();
    assert_eq!(
        (saves.len(), seen.save.as_str(), seen.same),
        (2, saves[0], false)
    );
}

#[test]
fn the_queue_knows_what_changed_since_somebody_looked() {
    let (_office, dara, sophea, pisey) = three();
    let [first, second] = ["Phlov Meas", "Ou Da"].map(|village| dara.session(village, 9));
    sync(&[&dara, &sophea, &pisey]);
    let all = QueueAsk::default();
    let changed = QueueAsk {
        changed: true,
        ..QueueAsk::default()
    };
    let named = |rows: &[(&str, u32, &str)]| -> Vec<(String, u32, String)> {
        let named = rows.iter();
        let named = named.map(|(a, b, c)| ((*a).to_owned(), *b, (*c).to_owned()));
        named.collect()
    };
    // One team in two villages at the same time: rules on several records found it on both.
    let (da, meas) = (("Ou Da", 2, "never"), ("Phlov Meas", 2, "never"));
    assert_eq!(waiting(&sophea, &changed), named(&[da, meas]));
    let statements = |record: &str| {
        let history = sophea.desk.record(record).unwrap().history;
        u32::try_from(history.len()).unwrap()
    };
    sophea.desk.record_seen(&first, statements(&first)).unwrap();
    // Something came while it was shown: it was not seen as it is.
    sophea.desk.record_seen(&second, 1).unwrap();
    assert_eq!(waiting(&sophea, &changed), named(&[da]));
    assert_eq!(
        waiting(&sophea, &all),
        named(&[da, ("Phlov Meas", 2, "same")])
    );
    dara.correct(&first, "sadd/first_time", "2");
    sync(&[&dara, &sophea]);
    assert_eq!(
        waiting(&sophea, &changed),
        named(&[da, ("Phlov Meas", 2, "changed")])
    );
    // What a colleague saw on this laptop is theirs.
    assert_eq!(waiting(&pisey, &changed).len(), 2);
    let neighbours = sophea.desk.record_neighbours(&first).unwrap();
    assert_eq!(neighbours.same_day.len(), 2);
    assert!(neighbours.same_person.is_empty());
}

#[test]
fn the_queue_is_narrowed_by_team_form_day_and_place() {
    let (_office, dara, sophea, _) = three();
    for village in ["Phlov Meas", "Ou Da"] {
        dara.session(village, 9);
    }
    sync(&[&dara, &sophea]);
    let all = QueueAsk::default();
    let narrowed = |ask: QueueAsk, rows: u32| {
        let queue = sophea.desk.review_queue(&ask).unwrap();
        assert_eq!(queue.waiting, rows, "{ask:?}");
        let states: u32 = queue.states.iter().map(|it| it.records).sum();
        assert_eq!(states, rows, "{ask:?}");
    };
    let word = |word: &str| Some(word.to_owned());
    for (ask, rows) in [
        (
            QueueAsk {
                team: word("BTB2"),
                ..all.clone()
            },
            2,
        ),
        (
            QueueAsk {
                team: word("PLN1"),
                ..all.clone()
            },
            0,
        ),
        (
            QueueAsk {
                form: word("eore_session"),
                ..all.clone()
            },
            2,
        ),
        (
            QueueAsk {
                form: word("person"),
                ..all.clone()
            },
            0,
        ),
        (
            QueueAsk {
                from: word("2026-11-23"),
                to: word("2026-11-23"),
                ..all.clone()
            },
            2,
        ),
        (
            QueueAsk {
                from: word("2026-11-24"),
                ..all.clone()
            },
            0,
        ),
        (
            QueueAsk {
                adm1: word("02"),
                ..all.clone()
            },
            2,
        ),
        (
            QueueAsk {
                adm1: word("24"),
                ..all.clone()
            },
            0,
        ),
    ] {
        narrowed(ask, rows);
    }
}

#[test]
fn a_team_that_is_silent_is_late() {
    let (_office, dara, sophea, _) = three();
    dara.session("Phlov Meas", 9);
    sync(&[&dara, &sophea]);
    let late = |days: u64| {
        sophea.watch.set(kit::MORNING + days * 86_400_000);
        let queue = sophea.desk.review_queue(&QueueAsk::default()).unwrap();
        queue
            .late
            .into_iter()
            .map(|lag| (lag.team.id, lag.newest.unwrap(), lag.days.unwrap()))
            .collect::<Vec<_>>()
    };
    assert_eq!(late(2), []);
    assert_eq!(
        late(7),
        [("BTB2".to_owned(), "2026-11-23".to_owned(), 7)],
        "the other team has no record at all"
    );
}

#[test]
fn a_month_is_locked_and_what_is_corrected_after_that_needs_a_reason() {
    let (_office, dara, sophea, _) = three();
    let [first, second, _] = dara.a_day();
    sync(&[&dara, &sophea]);
    let own = sophea.session_on("2026-11-23", ["17:00", "17:50"], "Sung", 4);
    sophea.decide(&first, "approve", None).unwrap();
    let told = |laptop: &Laptop| {
        let months = laptop.desk.months().unwrap();
        let row = months.iter().find(|row| row.team.id == "BTB2").unwrap();
        (row.month.clone(), row.open, row.approved, row.locked)
    };
    let november = "2026-11".to_owned();
    assert_eq!(told(&sophea), (november.clone(), 3, 1, 0));
    let refused = dara.desk.lock_month("BTB2", "2026-11").unwrap_err();
    assert_eq!(refused.code(), Code::NotAllowed);
    let done = sophea.desk.lock_month("BTB2", "2026-10").unwrap();
    assert_eq!((done.locked, done.left), (0, 0));
    let done = sophea.desk.lock_month("BTB2", "2026-11").unwrap();
    assert_eq!((done.locked, done.left), (1, 0));
    assert_eq!(told(&sophea), (november, 3, 0, 1));
    let view = sophea.desk.record(&first).unwrap();
    assert_eq!((view.row.review.as_str(), view.may_edit), ("locked", false));
    // An adjustment: opened with a reason, corrected by the team, approved anew.
    let silent = sophea.decide(&first, "reopen", None).unwrap_err();
    assert_eq!(silent.code(), Code::CommentNeeded);
    because(&sophea, &first, "reopen", "The sheet says ten women.");
    sync(&[&sophea, &dara]);
    let returned = dara.desk.home().unwrap().returned;
    let told: Vec<(&str, &str)> = returned
        .iter()
        .map(|row| (row.comment.as_str(), row.by.as_str()))
        .collect();
    assert_eq!(told, [("The sheet says ten women.", "Chan Sophea")]);
    let set = [("sadd/women", "10"), ("sadd/total", "13")];
    let set = set.map(|(path, value)| (path.to_owned(), value.to_owned()));
    dara.desk.record_correct(&first, &set).unwrap();
    sync(&[&dara, &sophea]);
    let view = sophea.decide(&first, "approve", None).unwrap();
    assert_eq!(view.row.review, "approved");
    let words: Vec<&str> = view
        .history
        .iter()
        .flat_map(|row| &row.notes)
        .map(|note| note.text.as_str())
        .collect();
    assert!(words.contains(&"The sheet says ten women."));
    for record in [second, own] {
        assert_eq!(sophea.desk.record(&record).unwrap().row.review, "submitted");
    }
}

#[test]
fn the_queue_goes_on_to_its_end_and_is_narrowed_by_what_was_found() {
    let (_office, dara, sophea, _) = three();
    let day = dara.a_day();
    // One team in two villages at the same time.
    let odd = [("Kantueu", 31), ("Sung", 57)]
        .map(|(village, women)| dara.session_on("2026-11-20", ["08:00", "08:50"], village, women));
    sync(&[&dara, &sophea]);
    let rows = |found: Option<QueueFound>, limit: u32| {
        let mut ask = QueueAsk {
            found,
            limit: Some(limit),
            ..QueueAsk::default()
        };
        let mut told: Vec<String> = Vec::new();
        loop {
            let queue = sophea.desk.review_queue(&ask).unwrap();
            assert!(queue.rows.len() <= limit as usize);
            told.extend(queue.rows.into_iter().map(|it| it.row.record));
            ask.after = queue.slice;
            if queue.slice.is_none() {
                assert_eq!(told.len(), queue.waiting as usize, "{found:?} {limit}");
                return told;
            }
        }
    };
    let all = rows(None, 200);
    for limit in [1, 2, 3, 4, 5] {
        let mut sliced = rows(None, limit);
        assert!(
            odd.contains(&sliced[0]) && odd.contains(&sliced[1]),
            "the gravest first"
        );
        sliced.sort();
        let mut whole = all.clone();
        whole.sort();
        assert_eq!(sliced, whole);
    }
    let sorted = |mut of: Vec<String>| {
        of.sort();
        of
    };
    assert_eq!(
        sorted(rows(Some(QueueFound::Something), 1)),
        sorted(odd.to_vec())
    );
    assert_eq!(
        sorted(rows(Some(QueueFound::Nothing), 2)),
        sorted(day.to_vec())
    );
    let gone = QueueAsk {
        after: Some(u32::MAX),
        ..QueueAsk::default()
    };
    assert_eq!(
        sophea.desk.review_queue(&gone).unwrap_err().code(),
        Code::NotFound
    );
}

#[test]
fn a_record_is_never_missing_from_its_own_day() {
    let (_office, dara, sophea, _) = three();
    let hour = |at: u32| format!("{:02}:{:02}", 6 + at / 2, 30 * (at % 2));
    let records: Vec<String> = (0..16)
        .map(|at| {
            let hours = [hour(at), hour(at + 1)];
            dara.session_on("2026-11-23", [&hours[0], &hours[1]], "Phlov Meas", 9 + at)
        })
        .collect();
    sync(&[&dara, &sophea]);
    for record in [&records[0], &records[11], &records[12], &records[15]] {
        let near = sophea.desk.record_neighbours(record).unwrap();
        assert_eq!((near.same_day.len(), near.more_same_day), (12, 4));
        assert!(near.same_day.iter().any(|row| row.record == *record));
    }
    // What stands behind another is looked at beside its own day all the same.
    sophea.desk.merge(&records[0], &records[1], None).unwrap();
    let near = sophea.desk.record_neighbours(&records[1]).unwrap();
    assert_eq!((near.same_day.len(), near.more_same_day), (12, 4));
    assert!(near.same_day.iter().any(|row| row.record == records[1]));
}
