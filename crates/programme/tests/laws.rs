//! What holds of every history, whatever people do.
#![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]

use programme::Role;
use programme::review::{COMMENT_CHARS_MAX, COMMENTS_MAX, DECISION_BYTES_MAX};
use programme::review::{
    Comment, Decision, DecisionError, Event, Move, State, Status, WarningReason, allowed, walk,
};
use programme::review::{REASONS_MAX, WARNING_REASON_CHARS_MAX};
use proptest::prelude::*;
use proptest::sample::select;

#[derive(Debug, Clone)]
enum Step {
    Save([u8; 16]),
    Review([u8; 16], Decision, bool),
}

impl Step {
    fn event(&self) -> Event<'_> {
        match self {
            Self::Save(author) => Event::Save { author: *author },
            Self::Review(author, decision, sees_all) => Event::Review {
                author: *author,
                decision,
                sees_all: *sees_all,
                unseen: &[],
            },
        }
    }
}

fn walked(steps: &[Step]) -> Status {
    walk(steps.iter().map(Step::event))
}

fn words(status: Status) -> Vec<Comment> {
    status
        .comments
        .into_iter()
        .map(|(_, comment)| comment)
        .collect()
}

fn people() -> impl Strategy<Value = [u8; 16]> {
    (1_u8..=4).prop_map(|person| [person; 16])
}

fn decisions() -> impl Strategy<Value = Decision> {
    let comment = (
        proptest::option::of("[a-z/]{0,8}"),
        any::<bool>(),
        proptest::option::of("[A-Z0-9-]{0,8}"),
        "\\PC{0,12}",
    );
    let comments = proptest::collection::vec(comment, 0..3);
    let reason = proptest::option::of("\\PC{0,12}");
    let reasons = proptest::collection::vec(("[a-z/]{0,8}", "[A-Z0-9]{1,4}", "\\PC{0,12}"), 0..3);
    (
        select([&Move::ALL[..], &Move::ABOUT_TWO[..]].concat()),
        select(&Role::ALL[..]),
        comments,
        reason,
        reasons,
    )
        .prop_map(|(mv, role, comments, reason, reasons)| Decision {
            comments: comments
                .into_iter()
                .map(|(at, fixed, rule, text)| Comment {
                    at,
                    fixed,
                    rule,
                    text,
                })
                .collect(),
            mv,
            reason,
            reasons: reasons
                .into_iter()
                .map(|(at, rule, text)| WarningReason { at, rule, text })
                .collect(),
            role,
            with: mv.is_about_two().then_some([7; 16]),
        })
}

/// Mostly legal: otherwise nearly every decision would be refused and little would be shown.
fn likely() -> impl Strategy<Value = Decision> {
    let roles = select(&[Role::Coordinator, Role::Supervisor][..]);
    (select(&Move::ALL[..]), roles).prop_map(|(mv, role)| {
        Decision::new(mv, role)
            .comment("sadd/men", "count again")
            .because("entered twice")
    })
}

fn steps() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => people().prop_map(Step::Save),
        5 => (people(), likely(), prop::bool::weighted(0.8))
            .prop_map(|(who, decision, sees)| Step::Review(who, decision, sees)),
        1 => (people(), decisions(), any::<bool>())
            .prop_map(|(who, decision, sees)| Step::Review(who, decision, sees)),
    ]
}

fn histories() -> impl Strategy<Value = Vec<Step>> {
    proptest::collection::vec(steps(), 0..24)
}

proptest! {
    #[test]
    fn the_walk_is_a_function_of_the_events(history in histories()) {
        prop_assert_eq!(walked(&history), walked(&history.clone()));
    }

    #[test]
    fn a_decision_that_does_not_count_changes_nothing(history in histories()) {
        let with = walked(&history);
        let passed_over: Vec<usize> = with.ignored.iter().map(|(index, _)| *index).collect();
        let kept: Vec<Step> = history
            .iter()
            .enumerate()
            .filter(|(index, _)| !passed_over.contains(index))
            .map(|(_, step)| step.clone())
            .collect();
        let without = walked(&kept);
        prop_assert!(without.ignored.is_empty());
        prop_assert_eq!(with.state, without.state);
        prop_assert_eq!(&with.authors, &without.authors);
        prop_assert_eq!(words(with), words(without));
    }

    #[test]
    fn a_blind_decision_never_moves_a_record(history in histories(), who in people(), decision in likely()) {
        let before = walked(&history);
        let mut after = history.clone();
        after.push(Step::Review(who, decision, false));
        let after = walked(&after);
        prop_assert_eq!(after.state, before.state);
        prop_assert_eq!(after.comments, before.comments);
        prop_assert_eq!(after.ignored.len(), before.ignored.len() + 1);
    }

    #[test]
    fn a_decision_moves_a_record_exactly_when_it_was_offered(
        history in histories(), who in people(), decision in likely(),
    ) {
        let before = walked(&history);
        let offered = allowed(&before, who, decision.role).contains(&decision.mv);
        let mut after = history.clone();
        after.push(Step::Review(who, decision.clone(), true));
        let after = walked(&after);
        prop_assert_eq!(after.ignored.len() == before.ignored.len(), offered);
        let expected = match (offered, decision.mv) {
            (false, _) => Some(before.state),
            (true, Move::TakeBack) => before.latest.map(|last| last.past.state),
            (true, mv) => before.state.after(mv),
        };
        prop_assert_eq!(Some(after.state), expected);
    }

    #[test]
    fn whose_clock_was_first_changes_nothing_where_two_decide_apart(
        history in histories(), people in (people(), people()), decisions in (likely(), likely()),
    ) {
        // To submit is no judgement, and nobody takes back apart from themselves.
        let judges = |it: &Decision| !matches!(it.mv, Move::Submit | Move::TakeBack);
        if !judges(&decisions.0) || !judges(&decisions.1) {
            return Ok(());
        }
        let at = history.len();
        let ends = |first: ([u8; 16], &Decision), second: ([u8; 16], &Decision)| {
            let both = [(first, &[][..]), (second, &[at][..])];
            let both = both.map(|((author, decision), unseen)| Event::Review {
                author,
                decision,
                sees_all: true,
                unseen,
            });
            let status = walk(history.iter().map(Step::event).chain(both));
            let is_contested = status.contested.contains(&at);
            (status.state, is_contested, status.authors)
        };
        let (one, other) = ((people.0, &decisions.0), (people.1, &decisions.1));
        let before = walked(&history);
        let legal = [one, other].map(|(who, it)| allowed(&before, who, it.role).contains(&it.mv));
        let (forth, back) = (ends(one, other), ends(other, one));
        prop_assert_eq!(&forth.0, &back.0);
        prop_assert_eq!(forth.1, back.1);
        prop_assert_eq!(&forth.2, &back.2);
        // The contrary of each other: neither holds.
        if forth.1 {
            prop_assert_eq!(legal, [true, true]);
            prop_assert_eq!(forth.0, before.state);
        }
    }

    #[test]
    fn a_slip_that_is_taken_back_leaves_nothing(
        history in histories(), who in people(), decision in likely(),
    ) {
        let before = walked(&history);
        let mut after = history.clone();
        after.push(Step::Review(who, decision.clone(), true));
        let is_counted = walked(&after).ignored.len() == before.ignored.len();
        if !is_counted || matches!(decision.mv, Move::Submit | Move::TakeBack) {
            return Ok(());
        }
        after.push(Step::Review(who, Decision::new(Move::TakeBack, decision.role), true));
        let after = walked(&after);
        prop_assert_eq!(after, Status { latest: None, ..before });
    }

    #[test]
    fn nobody_judges_what_they_wrote(history in histories(), role in select(&Role::ALL[..])) {
        let status = walked(&history);
        for author in &status.authors {
            for mv in allowed(&status, *author, role) {
                prop_assert!(!mv.needs_other_eyes(), "{} by an author", mv);
            }
        }
    }

    #[test]
    fn after_a_save_nothing_counts_as_accepted(history in histories(), who in people()) {
        let mut history = history;
        history.push(Step::Save(who));
        let state = walked(&history).state;
        prop_assert!(!matches!(state, State::Verified | State::Approved | State::Locked), "{}", state);
    }

    #[test]
    fn a_decision_is_read_as_it_was_written(decision in decisions()) {
        let bytes = decision.to_bytes().unwrap();
        prop_assert_eq!(Decision::from_bytes(&bytes).unwrap(), decision.clone());
        prop_assert_eq!(bytes, serde_json_canonicalizer::to_vec(&decision).unwrap());
    }

    #[test]
    fn rubbish_is_refused_and_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
        prop_assert!(Decision::from_bytes(&bytes).is_err());
    }
}

#[test]
fn a_decision_has_one_form_and_no_other_is_read() {
    #[track_caller]
    fn check(json: &str, expected: &str) {
        let found = match Decision::from_bytes(json.as_bytes()) {
            Ok(decision) => format!("{} as {}", decision.mv, decision.role),
            Err(DecisionError::NotCanonical) => "not canonical".to_owned(),
            Err(DecisionError::Json { .. }) => "not a decision".to_owned(),
            Err(other) => other.to_string(),
        };
        assert_eq!(found, expected, "{json}");
    }
    check(
        r#"{"comments":[{"at":"sadd/men","text":"ខុស"}],"move":"return","reason":null,"role":"coordinator"}"#,
        "return as coordinator",
    );
    check(
        r#"{"comments":[],"move":"submit","reason":null,"role":"va"}"#,
        "submit as va",
    );
    check(
        r#"{"comments":[{"at":"sadd/men","fixed":true,"text":"ដប់"}],"move":"submit","reason":null,"role":"va"}"#,
        "submit as va",
    );
    check(
        r#"{"comments":[{"at":"sadd/men","fixed":false,"text":"ដប់"}],"move":"submit","reason":null,"role":"va"}"#,
        "not canonical",
    );
    check(
        r#"{"comments":[{"at":null,"rule":"R-D2","text":"ម៉ោងណា?"}],"move":"return","reason":null,"role":"supervisor"}"#,
        "return as supervisor",
    );
    check(
        r#"{"comments":[{"at":"sadd/men","fixed":true,"rule":"R-D2","text":""}],"move":"submit","reason":null,"role":"field"}"#,
        "submit as field",
    );
    check(
        r#"{"comments":[{"at":"sadd/men","rule":null,"text":"x"}],"move":"return","reason":null,"role":"supervisor"}"#,
        "not canonical",
    );
    check(
        r#"{"comments":[],"move":"submit","reason":null,"reasons":[{"at":"sadd/total","rule":"S6","text":"ពិធីបុណ្យ"}],"role":"field"}"#,
        "submit as field",
    );
    check(
        r#"{"comments":[],"move":"submit","reason":null,"reasons":[],"role":"va"}"#,
        "not canonical",
    );
    check(
        r#"{"comments":[],"move":"submit","reason":null,"reasons":[{"rule":"S6","at":"sadd/total","text":"x"}],"role":"va"}"#,
        "not canonical",
    );
    check(
        r#"{"comments":[],"move":"submit","reason":null,"reasons":[{"at":"sadd/total","text":"x"}],"role":"va"}"#,
        "not a decision",
    );
    check(
        r#"{"comments":[],"move":"submit","role":"va","reason":null}"#,
        "not canonical",
    );
    check(
        r#"{"comments":[],"move":"submit","reason":null,"role":"va"} "#,
        "not canonical",
    );
    check(
        r#"{"comments":[],"move":"submit","role":"va"}"#,
        "not canonical",
    );
    check(
        r#"{"comments":[],"move":"\u0073ubmit","reason":null,"role":"va"}"#,
        "not canonical",
    );
    check(
        r#"{"comments":[],"move":"publish","reason":null,"role":"va"}"#,
        "not a decision",
    );
    check(
        r#"{"comments":[],"move":"submit","reason":null,"role":"va","x":1}"#,
        "not a decision",
    );
    check(
        r#"{"move":"submit","reason":null,"role":"va"}"#,
        "not a decision",
    );
    check("[]", "not a decision");
    check("", "not a decision");
}

/// What was written before there were reasons for warnings is read, and written again with the same bytes.
#[test]
fn an_old_decision_keeps_its_bytes() {
    let old =
        r#"{"comments":[{"at":null,"text":"x"}],"move":"submit","reason":null,"role":"field"}"#;
    let decision = Decision::from_bytes(old.as_bytes()).unwrap();
    assert_eq!(decision.reasons, []);
    assert_eq!(decision.to_bytes().unwrap(), old.as_bytes());
}

/// A decision about two records names the other, which a decision about one does not.
#[test]
fn a_decision_about_two_names_the_other_and_has_one_form() {
    let decision = Decision::about(Move::MergeInto, [0xab; 16], Role::Supervisor);
    let bytes = format!(
        r#"{{"comments":[],"move":"merge_into","reason":null,"role":"supervisor","with":"{}"}}"#,
        "ab".repeat(16)
    );
    assert_eq!(decision.to_bytes().unwrap(), bytes.as_bytes());
    assert_eq!(Decision::from_bytes(bytes.as_bytes()).unwrap(), decision);
    let check = |other: &str| assert!(Decision::from_bytes(other.as_bytes()).is_err(), "{other}");
    check(&bytes.replace("abab", "ABAB"));
    check(&bytes.replace("merge_into", "approve"));
    check(&bytes.replacen("ab", "", 1));
    check(&bytes.replace(&format!("\"{}\"", "ab".repeat(16)), "null"));
    check(r#"{"comments":[],"move":"distinct","reason":null,"role":"supervisor"}"#);
}

#[test]
fn a_decision_about_two_moves_neither_and_is_a_supervisors() {
    for mv in Move::ABOUT_TWO {
        for role in Role::ALL {
            let history = [
                Step::Save([1; 16]),
                Step::Review([1; 16], Decision::about(mv, [9; 16], role), false),
            ];
            let status = walked(&history);
            assert_eq!(status.state, State::Draft);
            let counts = role == Role::Supervisor;
            assert_eq!(status.about_two.len(), usize::from(counts), "{mv} {role}");
            assert_eq!(status.ignored.len(), usize::from(!counts), "{mv} {role}");
        }
    }
}

#[test]
fn a_reason_says_something_and_not_too_much() {
    for (text, expected) in [
        ("It was a festival", true),
        ("ពិធីបុណ្យ", true),
        ("", false),
        (" \u{200b}\n", false),
        (&"x".repeat(WARNING_REASON_CHARS_MAX), true),
        (&"x".repeat(WARNING_REASON_CHARS_MAX + 1), false),
    ] {
        assert_eq!(WarningReason::is_reason(text), expected, "{text}");
    }
}

#[test]
fn a_decision_beyond_its_limits_is_refused_by_name() {
    #[track_caller]
    fn check(decision: &Decision, says: &str) {
        let refused = decision.to_bytes().unwrap_err().to_string();
        assert!(refused.contains(says), "{refused}");
    }
    let back = Decision::new(Move::Return, Role::Supervisor);
    let long = "ខ".repeat(COMMENT_CHARS_MAX + 1);
    check(
        &back.clone().comment("a", &long),
        "a comment in a decision holds at most 2000",
    );
    check(
        &back.clone().comment(&long, "a"),
        "a path in a decision holds at most 250",
    );
    check(
        &back.clone().because(&long),
        "a reason in a decision holds at most 2000",
    );
    let many = (0..=COMMENTS_MAX).fold(back.clone(), |it, _| it.comment("a", "b"));
    check(&many, "at most 32 comments, this one has 33");
    let because = |at: &str, rule: &str, text: &str| Decision {
        reasons: vec![WarningReason {
            at: at.to_owned(),
            rule: rule.to_owned(),
            text: text.to_owned(),
        }],
        ..back.clone()
    };
    check(
        &because("a", "S6", &long),
        "a reason in a decision holds at most 500",
    );
    check(
        &because(&long, "S6", "a"),
        "a path in a decision holds at most 250",
    );
    check(
        &because("a", &long, "a"),
        "a rule in a decision holds at most 40",
    );
    let many = Decision {
        reasons: vec![because("a", "S6", "b").reasons.remove(0); REASONS_MAX + 1],
        ..back.clone()
    };
    check(&many, "at most 100 reasons for warnings, this one has 101");
    let back = Decision {
        reasons: vec![
            because("a", "S6", &"\u{1}".repeat(WARNING_REASON_CHARS_MAX))
                .reasons
                .remove(0);
            REASONS_MAX
        ],
        ..back
    };
    let full = (0..COMMENTS_MAX).fold(back, |it, _| {
        it.comment("a", &"\u{1}".repeat(COMMENT_CHARS_MAX))
    });
    assert!(full.to_bytes().unwrap().len() <= DECISION_BYTES_MAX);

    let too_large = vec![b' '; DECISION_BYTES_MAX + 1];
    let refused = Decision::from_bytes(&too_large).unwrap_err();
    assert!(
        matches!(refused, DecisionError::TooLarge { .. }),
        "{refused}"
    );
}
