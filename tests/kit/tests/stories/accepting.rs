//! What rules on several records found has a word in accepting one of them, and words of its own.

use std::time::Duration;

use desk::view::{Code, NewComment, RecordView, ThresholdSet};
use kit::{Laptop, three};

fn sync(laptops: &[&Laptop]) {
    for laptop in laptops {
        laptop.sync().unwrap();
    }
}

/// Has more than so many sessions a day looked at.
fn sessions_a_day(laptop: &Laptop, most: &str) {
    let set = ThresholdSet {
        name: "sessions_a_day".to_owned(),
        text: most.to_owned(),
    };
    laptop.desk.set_thresholds(&[set]).unwrap();
    laptop.desk.judge_waiting().unwrap();
}

fn code(result: Result<RecordView, desk::DeskError>) -> Code {
    result.unwrap_err().code()
}

#[test]
fn what_stops_beside_other_records_is_accepted_by_nobody_until_it_is_put_right() {
    let (_office, dara, sophea, pisey) = three();
    // One team in two villages at the same time.
    let [first, second] = ["Phlov Meas", "Ou Da"].map(|village| dara.session(village, 9));
    sync(&[&dara, &sophea, &pisey]);
    for (reviewer, accepts) in [
        (&sophea, "approve"),
        (&sophea, "verify"),
        (&pisey, "verify"),
    ] {
        let view = reviewer.desk.record(&first).unwrap();
        assert_eq!(view.refusal.as_deref(), Some("finding"));
        assert!(
            !view.moves.contains(&accepts.to_owned()),
            "{:?}",
            view.moves
        );
        assert!(
            view.moves.contains(&"return".to_owned()),
            "{:?}",
            view.moves
        );
        let found = &view.open_findings[0];
        assert_eq!(
            (found.rule.as_str(), found.severity.as_str()),
            ("R-D2", "error")
        );
        assert!(!view.override_needed, "no reason helps");
        assert_eq!(
            code(reviewer.decide(&first, accepts, None)),
            Code::RuleStops
        );
        let why = Some("They know what they did.");
        let told = reviewer.desk.review(&first, accepts, &[], why);
        assert_eq!(code(told), Code::RuleStops);
        let clean = reviewer.desk.verify_clean(&first).unwrap_err().code();
        assert!([Code::RuleStops, Code::CommentNeeded].contains(&clean));
    }
    // Who only records is not told what others are asked about.
    assert!(dara.desk.record(&first).unwrap().open_findings.is_empty());
    let hours = [
        ("session/start_time", "15:00"),
        ("session/end_time", "15:50"),
    ];
    let hours = hours.map(|(path, value)| (path.to_owned(), value.to_owned()));
    dara.desk.record_correct(&second, &hours).unwrap();
    sync(&[&dara, &sophea]);
    let view = sophea.decide(&first, "approve", None).unwrap();
    assert_eq!((view.row.review.as_str(), view.refusal), ("approved", None));
}

#[test]
fn a_session_that_came_in_twice_is_accepted_by_nobody_until_the_pair_is_closed() {
    for way in ["reject", "distinct", "merge"] {
        let (_office, dara, sophea, _) = three();
        let first = dara.session("Phlov Meas", 9);
        dara.watch.pass(Duration::from_secs(3_600));
        let second = dara.session("Phlov Meas", 9);
        sync(&[&dara, &sophea]);
        let desk = &sophea.desk;
        let told = |record: &str| {
            let found = desk.record(record).unwrap().open_findings.into_iter();
            found
                .map(|it| (it.rule, it.severity, it.text))
                .collect::<Vec<_>>()
        };
        let severity = || {
            let queue = desk.review_queue(&desk::view::QueueAsk::default()).unwrap();
            let rows = queue.rows.into_iter().map(|row| row.severity);
            rows.collect::<Vec<_>>()
        };
        let words = "The same record was imported 2 times.".to_owned();
        let stops = ("R-D5".to_owned(), "error".to_owned(), words);
        for record in [&first, &second] {
            assert_eq!(told(record), std::slice::from_ref(&stops), "{way}");
            let why = Some("Two groups.");
            let accepted = desk.review(record, "approve", &[], why).unwrap_err();
            assert_eq!(accepted.code(), Code::RuleStops, "{way}");
        }
        assert_eq!(severity(), [2, 2], "{way}");
        let why = Some("It came in twice.");
        match way {
            "reject" => drop(desk.review(&second, "reject", &[], why).unwrap()),
            "distinct" => drop(desk.distinct(&first, &second, why).unwrap()),
            _ => drop(desk.merge(&first, &second, why).unwrap()),
        }
        let waiting = desk.duplicates().unwrap().rows;
        assert!(waiting.is_empty(), "{way} closes the pair");
        assert!(told(&first).is_empty(), "{way}");
        assert!(severity().iter().all(|one| *one == 0), "{way}");
        sophea.decide(&first, "approve", None).unwrap();
    }
}

#[test]
fn what_warns_beside_other_records_is_accepted_with_a_reason_that_stays() {
    let (_office, dara, sophea, _) = three();
    let [first, second, third] = dara.a_day();
    sync(&[&dara, &sophea]);
    sophea.desk.verify_clean(&third).unwrap();
    sessions_a_day(&sophea, "2");
    let view = sophea.desk.record(&first).unwrap();
    assert!(view.override_needed && view.problems.is_empty());
    assert_eq!(view.open_findings[0].rule, "R-D3");
    for accepts in ["verify", "approve"] {
        assert_eq!(
            code(sophea.decide(&first, accepts, None)),
            Code::CommentNeeded
        );
    }
    let silent = sophea.decide(&first, "verify", None).unwrap_err();
    assert_eq!(
        silent.to_string(),
        "to verify a record, give a reason for what was found: R-D3"
    );
    let clean = sophea.desk.verify_clean(&first).unwrap_err();
    assert_eq!(clean.code(), Code::CommentNeeded);
    let view = sophea
        .desk
        .review(&first, "verify", &[], Some("Three small groups."))
        .unwrap();
    let reason = view.reasons.iter().find(|it| it.rule == "R-D3").unwrap();
    assert_eq!(
        (reason.path.as_str(), reason.text.as_str()),
        ("", "Three small groups.")
    );
    assert_eq!(
        view.open_findings[0].reason.as_deref(),
        Some("Three small groups.")
    );
    assert!(!view.override_needed);
    let note = view.history.last().unwrap().notes[0].clone();
    assert_eq!(note.rule.as_deref(), Some("R-D3"));
    assert_eq!(note.label, "The team held 3 sessions on this day.");
    // The next who accepts it has read why.
    let view = sophea.decide(&first, "approve", None).unwrap();
    assert_eq!(view.row.review, "approved");
    // A reason for one record is none for another, and what is open is never accepted with many at once.
    assert_eq!(
        code(sophea.decide(&second, "approve", None)),
        Code::CommentNeeded
    );
}

#[test]
fn records_in_which_nothing_is_open_are_verified_with_many_at_once_and_no_others() {
    let (_office, dara, sophea, _) = three();
    let [first, second, third] = dara.a_day();
    sync(&[&dara, &sophea]);
    let own = sophea.session_on("2026-11-23", ["17:00", "17:50"], "Sung", 4);
    let verify = |record: &str| sophea.desk.verify_clean(record).map_err(|it| it.code());
    assert_eq!(verify(&first), Ok(()));
    assert_eq!(sophea.desk.record(&first).unwrap().row.review, "verified");
    assert_eq!(verify(&first), Err(Code::WrongState));
    assert_eq!(verify(&own), Err(Code::OwnRecord));
    assert_eq!(
        dara.desk.verify_clean(&second).unwrap_err().code(),
        Code::NotAllowed
    );
    // Another that looks like it: the pair waits for a decision.
    let twin = dara.session_on("2026-11-23", ["19:00", "19:50"], "Sdau", 9);
    sync(&[&dara, &sophea]);
    assert_eq!(verify(&third), Err(Code::CommentNeeded));
    sophea.desk.distinct(&third, &twin, None).unwrap();
    assert_eq!(verify(&third), Ok(()));
}

/// Nothing is odd about a record until something happens on the reviewer's laptop, which has not looked at it yet.
#[track_caller]
fn check_at_once(happens: impl FnOnce(&Laptop), stopped: Code) {
    let (_office, dara, _, pisey) = three();
    let [first, ..] = dara.a_day();
    sync(&[&dara, &pisey]);
    pisey.desk.judge_waiting().unwrap();
    happens(&pisey);
    let clean = pisey.desk.verify_clean(&first).unwrap_err().code();
    assert_eq!(clean, Code::CommentNeeded);
    assert_eq!(code(pisey.decide(&first, "verify", None)), stopped);
    assert_eq!(pisey.desk.record(&first).unwrap().row.review, "submitted");
}

#[test]
fn whoever_accepts_a_record_decides_on_what_came_a_moment_ago_too() {
    // The team was elsewhere at that hour.
    check_at_once(|laptop| drop(laptop.session("Ou Da", 9)), Code::RuleStops);
    // Another that looks like it.
    let twin = ["19:00", "19:50"];
    check_at_once(
        |laptop| drop(laptop.session_on("2026-11-23", twin, "Phlov Meas", 9)),
        Code::CommentNeeded,
    );
    let (_office, dara, sophea, _) = three();
    let [first, ..] = dara.a_day();
    sync(&[&dara, &sophea]);
    // Another figure, and nobody looked through all the records since.
    let set = ThresholdSet {
        name: "sessions_a_day".to_owned(),
        text: "2".to_owned(),
    };
    sophea.desk.set_thresholds(&[set]).unwrap();
    let clean = sophea.desk.verify_clean(&first).unwrap_err().code();
    assert_eq!(clean, Code::CommentNeeded);
}

#[test]
fn a_comment_on_a_finding_reaches_whoever_recorded_it_with_the_words_of_the_rule() {
    let (_office, dara, sophea, _) = three();
    let [first, _] = ["Phlov Meas", "Ou Da"].map(|village| dara.session(village, 9));
    sync(&[&dara, &sophea]);
    let on_rule = |text: &str| NewComment {
        rule: Some("R-D2".to_owned()),
        text: text.to_owned(),
        ..NewComment::default()
    };
    let silent = sophea.desk.review(&first, "return", &[on_rule(" ")], None);
    assert_eq!(code(silent), Code::CommentNeeded);
    let words = "Which of the two was at ten?";
    sophea
        .desk
        .review(&first, "return", &[on_rule(words)], None)
        .unwrap();
    sync(&[&sophea, &dara]);
    // No rule reads what was returned, so it speaks without its figures.
    let rule = "The team was in two places at once for … minutes.";
    let home = dara.desk.home().unwrap();
    let row = &home.returned[0];
    assert_eq!((row.question.as_str(), row.comment.as_str()), (rule, words));
    let form = dara.desk.record_edit(&first).unwrap();
    let comment = &form.comments[0];
    assert_eq!(
        (comment.rule.as_deref(), comment.path.as_deref()),
        (Some("R-D2"), None)
    );
    assert_eq!(comment.label, rule);
    let reply = |rule: Option<&str>| {
        let draft = &form.draft;
        dara.desk
            .draft_reply(draft, None, rule, true, "This one: at three.")
    };
    assert_eq!(reply(None).unwrap_err().code(), Code::NotFound);
    let kept = reply(Some("R-D2")).unwrap().replies;
    assert_eq!(kept[0].rule.as_deref(), Some("R-D2"));
    for (path, value) in [
        ("session/start_time", "15:00"),
        ("session/end_time", "15:50"),
    ] {
        dara.desk.draft_set(&form.draft, path, value).unwrap();
    }
    assert!(
        dara.desk
            .draft_finish(&form.draft)
            .unwrap()
            .record
            .is_some()
    );
    sync(&[&dara, &sophea]);
    let view = sophea.desk.record(&first).unwrap();
    let said: Vec<(&str, bool, &str)> = view
        .comments
        .iter()
        .map(|it| (it.label.as_str(), it.fixed, it.text.as_str()))
        .collect();
    let expected = [(rule, false, words), (rule, true, "This one: at three.")];
    assert_eq!(said, expected);
}
