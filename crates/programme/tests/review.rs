//! Who may move a record, from where to where.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use programme::Role;
use programme::review::{Decision, Event, Move, Refusal, State, Status, allowed, check, walk};

const AUTHOR: [u8; 16] = [1; 16];
const OTHER: [u8; 16] = [2; 16];
const THIRD: [u8; 16] = [3; 16];

/// What a table says of one cell: the state that the move leads to, or the code of the refusal.
fn verdict(state: State, mv: Move, role: Role, own: bool) -> String {
    let status = Status {
        state,
        authors: [AUTHOR].into(),
        ..Status::default()
    };
    let who = if own { AUTHOR } else { OTHER };
    let result = check(&status, who, role, &well_worded(mv, role));
    assert_eq!(
        result.is_ok(),
        allowed(&status, who, role).contains(&mv),
        "what is offered is what is accepted: {state} {mv} {role} own={own}"
    );
    match result {
        Ok(state) => state.to_string(),
        Err(refusal) => refusal.code().to_owned(),
    }
}

fn well_worded(mv: Move, role: Role) -> Decision {
    Decision::new(mv, role)
        .comment("sadd/total", "Please count again")
        .because("Entered twice")
}

/// Rows of `state move role own|other verdict`, for all 9 × 8 × 5 × 2 cells, in words short
/// enough to be read: a line stands for every cell it names, and no cell is named twice.
const TABLE: &str = "
    submit   draft,returned                                         field,coordinator,supervisor,va own,other -> submitted
    submit   submitted,verified,approved,locked,rejected,withdrawn  field,coordinator,supervisor,va own,other -> state
    submit   *                                                      admin                           own,other -> role

    return   submitted,verified                                     coordinator,supervisor          other     -> returned
    return   submitted,verified                                     coordinator,supervisor          own       -> own-record
    return   draft,returned,approved,locked,rejected,withdrawn      coordinator,supervisor          own,other -> state
    return   *                                                      field,va,admin                  own,other -> role

    verify   submitted                                              coordinator,supervisor          other     -> verified
    verify   submitted                                              coordinator,supervisor          own       -> own-record
    verify   draft,returned,verified,approved,locked,rejected,withdrawn coordinator,supervisor      own,other -> state
    verify   *                                                      field,va,admin                  own,other -> role

    approve  submitted,verified                                     supervisor                      other     -> approved
    approve  submitted,verified                                     supervisor                      own       -> own-record
    approve  draft,returned,approved,locked,rejected,withdrawn      supervisor                      own,other -> state
    approve  *                                                      field,coordinator,va,admin      own,other -> role

    reject   submitted,verified,returned                            supervisor                      other     -> rejected
    reject   submitted,verified,returned                            supervisor                      own       -> own-record
    reject   draft,approved,locked,rejected,withdrawn               supervisor                      own,other -> state
    reject   *                                                      field,coordinator,va,admin      own,other -> role

    reopen   approved,locked,rejected                               supervisor                      own,other -> returned
    reopen   draft,submitted,returned,verified,withdrawn            supervisor                      own,other -> state
    reopen   *                                                      field,coordinator,va,admin      own,other -> role

    lock     approved                                               supervisor                      other     -> locked
    lock     approved                                               supervisor                      own       -> own-record
    lock     draft,submitted,returned,verified,locked,rejected,withdrawn supervisor                 own,other -> state
    lock     *                                                      field,coordinator,va,admin      own,other -> role

    withdraw draft,submitted,returned,verified,approved,locked,rejected  coordinator,supervisor,va  own,other -> withdrawn
    withdraw withdrawn                                              coordinator,supervisor,va       own,other -> state
    withdraw *                                                      field,admin                     own,other -> role

    take_back *                                                     coordinator,supervisor,va       own,other -> state
    take_back *                                                     field,admin                     own,other -> role
";

#[test]
fn every_state_move_role_and_person_has_the_verdict_of_the_table() {
    let mut cells = std::collections::BTreeSet::new();
    for row in TABLE.lines().filter(|row| !row.trim().is_empty()) {
        let words: Vec<&str> = row.split_whitespace().collect();
        let [mv, states, roles, persons, "->", expected] = words[..] else {
            panic!("a row has six words: {row}");
        };
        let mv = one(Move::ALL, mv);
        let states = some(State::ALL, states);
        let roles = some(Role::ALL, roles);
        for state in states {
            for role in &roles {
                for own in persons.split(',').map(|person| person == "own") {
                    assert_eq!(
                        verdict(state, mv, *role, own),
                        expected,
                        "{mv} a record that is {state}, as {role}, own: {own}"
                    );
                    assert!(cells.insert((state, mv, *role, own)), "twice: {row}");
                }
            }
        }
    }
    assert_eq!(cells.len(), 9 * 8 * 5 * 2, "the table names every cell");
}

fn one<T: Copy + ToString, const N: usize>(all: [T; N], name: &str) -> T {
    *all.iter().find(|it| it.to_string() == name).unwrap()
}

fn some<T: Copy + ToString, const N: usize>(all: [T; N], names: &str) -> Vec<T> {
    match names {
        "*" => all.to_vec(),
        names => names.split(',').map(|name| one(all, name)).collect(),
    }
}

#[test]
fn a_save_asks_for_review_again_where_a_reviewer_had_spoken() {
    let rows = [
        (State::Draft, State::Draft),
        (State::Submitted, State::Submitted),
        (State::Returned, State::Returned),
        (State::Verified, State::Submitted),
        (State::Approved, State::Submitted),
        (State::Locked, State::Submitted),
        (State::Rejected, State::Rejected),
        (State::Withdrawn, State::Withdrawn),
    ];
    assert_eq!(rows.map(|(from, _)| from), State::ALL);
    for (from, to) in rows {
        assert_eq!(from.after_save(), to, "a save of a record that is {from}");
    }
}

/// Walks a story such as `A:save A:submit/field B:return/coordinator`; `!` marks a blind decision, and `~2,3` one whose
/// maker did not know of the events 2 and 3.
#[track_caller]
fn story(text: &str, state: State, ignored: &[(usize, &str)]) -> Status {
    let steps: Vec<Step> = text.split_whitespace().map(step).collect();
    let events = steps.iter().map(|(author, decision)| match decision {
        None => Event::Save { author: *author },
        Some((decision, sees_all, unseen)) => Event::Review {
            author: *author,
            decision,
            sees_all: *sees_all,
            unseen,
        },
    });
    let status = walk(events);
    assert_eq!(status.state, state, "{text}");
    let found: Vec<(usize, &str)> = status
        .ignored
        .iter()
        .map(|(at, it)| (*at, it.code()))
        .collect();
    assert_eq!(found, ignored, "{text}");
    status
}

/// Who, and what they decided, whether they saw every save and what else they did not; no decision is a save.
type Step = ([u8; 16], Option<(Decision, bool, Vec<usize>)>);

fn step(text: &str) -> Step {
    let (who, what) = text.split_once(':').unwrap();
    let who = match who {
        "A" => AUTHOR,
        "B" => OTHER,
        _ => THIRD,
    };
    if what == "save" {
        return (who, None);
    }
    let (what, unseen) = what.split_once('~').unwrap_or((what, ""));
    let unseen = unseen.split(',').filter(|it| !it.is_empty());
    let unseen = unseen.map(|it| it.parse().unwrap()).collect();
    let (what, sees_all) = match what.strip_suffix('!') {
        Some(what) => (what, false),
        None => (what, true),
    };
    let (mv, role) = what.split_once('/').unwrap();
    let decision = well_worded(one(Move::ALL, mv), role.parse().unwrap());
    (who, Some((decision, sees_all, unseen)))
}

#[test]
fn a_record_goes_through_review() {
    story("", State::Draft, &[]);
    story("A:save", State::Draft, &[]);
    story("A:save A:submit/field", State::Submitted, &[]);
    story(
        "A:save A:submit/field B:verify/coordinator C:approve/supervisor C:lock/supervisor",
        State::Locked,
        &[],
    );
    story(
        "A:save A:submit/field B:return/coordinator A:save A:submit/field C:approve/supervisor",
        State::Approved,
        &[],
    );
    story(
        "A:save A:submit/field C:reject/supervisor A:save A:submit/field",
        State::Rejected,
        &[(4, "state")],
    );
    story(
        "A:save A:submit/field C:approve/supervisor B:withdraw/va A:save",
        State::Withdrawn,
        &[],
    );
}

#[test]
fn two_who_decide_the_contrary_apart_are_both_heard_and_neither_holds() {
    #[track_caller]
    fn check_contested(text: &str, state: State, contested: &[usize]) -> Status {
        let status = story(text, state, &[]);
        let found: Vec<usize> = status.contested.iter().copied().collect();
        assert_eq!(found, contested, "{text}");
        status
    }
    let submitted = "A:save A:submit/field";
    let apart = format!("{submitted} B:return/coordinator C:approve/supervisor~2");
    check_contested(&apart, State::Submitted, &[2, 3]);
    let other = format!("{submitted} C:approve/supervisor B:return/coordinator~2");
    let status = check_contested(&other, State::Submitted, &[2, 3]);
    assert_eq!(status.comments.len(), 2, "the words of both are there");
    // Who knows both decides.
    for (word, to) in [
        ("approve/supervisor", State::Approved),
        ("return/supervisor", State::Returned),
        ("reject/supervisor", State::Rejected),
    ] {
        check_contested(&format!("{apart} C:{word}"), to, &[]);
    }
    // A third who knows one of them adds to it, whatever they say.
    check_contested(
        &format!("{apart} C:reject/supervisor~2"),
        State::Submitted,
        &[2, 3, 4],
    );
    // New answers are looked at anew.
    check_contested(&format!("{apart} A:save"), State::Submitted, &[]);
    // What followed one of two falls with it.
    let chain = format!("{submitted} B:verify/coordinator C:approve/supervisor");
    check_contested(
        &format!("{chain} B:return/coordinator~2,3"),
        State::Submitted,
        &[2, 3, 4],
    );
    // A month that was locked and a record that was reopened apart from that.
    check_contested(
        &format!("{submitted} C:approve/supervisor C:lock/supervisor B:reopen/supervisor~3"),
        State::Approved,
        &[3, 4],
    );
}

#[test]
fn two_who_decide_the_same_apart_agree() {
    let submitted = "A:save A:submit/field";
    for (text, state, words) in [
        (
            "B:verify/coordinator C:approve/supervisor~2",
            State::Approved,
            2,
        ),
        (
            "C:approve/supervisor B:verify/coordinator~2",
            State::Approved,
            2,
        ),
        (
            "B:return/coordinator C:return/supervisor~2",
            State::Returned,
            2,
        ),
        (
            "B:reject/supervisor C:reject/supervisor~2",
            State::Rejected,
            2,
        ),
        // A withdrawal is nobody's judgement.
        ("B:withdraw/va C:verify/supervisor", State::Withdrawn, 1),
        ("C:verify/supervisor B:withdraw/va~2", State::Withdrawn, 1),
    ] {
        let text = format!("{submitted} {text}");
        let refused: &[(usize, &str)] = match text.ends_with("verify/supervisor") {
            true => &[(3, "state")],
            false => &[],
        };
        let status = story(&text, state, refused);
        assert!(status.contested.is_empty(), "{text}");
        assert_eq!(status.comments.len(), words, "{text}");
    }
}

#[test]
fn a_slip_of_the_hand_is_taken_back_while_nothing_came_after_it() {
    let submitted = "A:save A:submit/field";
    let returned = format!("{submitted} B:return/coordinator");
    let status = story(
        &format!("{returned} B:take_back/coordinator"),
        State::Submitted,
        &[],
    );
    let from: Vec<usize> = status.comments.iter().map(|(at, _)| *at).collect();
    assert_eq!(from, [1], "its words go with it");
    story(
        &format!("{submitted} C:approve/supervisor C:take_back/supervisor C:verify/supervisor"),
        State::Verified,
        &[],
    );
    story(
        &format!("{submitted} B:withdraw/va B:take_back/va"),
        State::Submitted,
        &[],
    );
    for (text, state) in [
        // Somebody else's, twice, and after a correction or another's decision.
        (
            format!("{returned} C:take_back/supervisor"),
            State::Returned,
        ),
        (
            format!("{submitted} B:take_back/coordinator"),
            State::Submitted,
        ),
        (
            format!("{returned} A:save B:take_back/coordinator"),
            State::Returned,
        ),
        (
            format!(
                "{submitted} B:verify/coordinator C:approve/supervisor B:take_back/coordinator"
            ),
            State::Approved,
        ),
    ] {
        let last = text.split_whitespace().count() - 1;
        story(&text, state, &[(last, "state")]);
    }
    story(
        &format!("{returned} B:take_back/coordinator B:take_back/coordinator"),
        State::Submitted,
        &[(4, "state")],
    );
}

#[test]
fn a_save_after_an_approval_asks_for_review_again() {
    let approved = "A:save A:submit/field C:approve/supervisor";
    story(approved, State::Approved, &[]);
    story(&format!("{approved} A:save"), State::Submitted, &[]);
    story(
        &format!("{approved} A:save C:approve/supervisor"),
        State::Approved,
        &[],
    );
}

#[test]
fn whoever_edits_a_record_may_no_longer_decide_on_it() {
    story(
        "A:save A:submit/field C:save C:approve/supervisor",
        State::Submitted,
        &[(3, "own-record")],
    );
    story(
        "A:save A:submit/field C:save B:approve/supervisor",
        State::Approved,
        &[],
    );
}

#[test]
fn a_blind_decision_changes_nothing() {
    story(
        "A:save A:submit/field C:approve/supervisor!",
        State::Submitted,
        &[(2, "blind")],
    );
    story("A:save A:submit/field!", State::Draft, &[(1, "blind")]);
}

#[test]
fn a_reviewers_words_stay_until_a_reviewer_speaks_again() {
    #[track_caller]
    fn check_open(text: &str, open: &[usize]) {
        let state = last_state(text.rsplit(':').next().unwrap());
        let status = story(text, state, &[]);
        let found: Vec<usize> = status.comments.iter().map(|(at, _)| *at).collect();
        assert_eq!(found, open, "{text}");
    }
    fn last_state(step: &str) -> State {
        match step {
            "save" | "return/coordinator" => State::Returned,
            "submit/field" => State::Submitted,
            "verify/coordinator" => State::Verified,
            other => panic!("no state for {other}"),
        }
    }
    let returned = "A:save A:submit/field B:return/coordinator";
    check_open(returned, &[2]);
    check_open(&format!("{returned} A:save"), &[2]);
    check_open(&format!("{returned} A:save A:submit/field"), &[2, 4]);
    check_open(
        &format!("{returned} A:save A:submit/field B:return/coordinator"),
        &[5],
    );
    check_open(
        &format!("{returned} A:save A:submit/field B:verify/coordinator"),
        &[5],
    );
}

#[test]
fn a_move_that_asks_for_words_is_refused_without_them() {
    #[track_caller]
    fn check_words(state: State, decision: &Decision, verdict: Result<State, &str>) {
        let status = Status {
            state,
            ..Status::default()
        };
        let found = check(&status, OTHER, Role::Supervisor, decision);
        assert_eq!(
            found.map_err(|refusal| refusal.code()),
            verdict,
            "{decision:?}"
        );
    }
    let decide = |mv| Decision::new(mv, Role::Supervisor);
    let back = decide(Move::Return);
    check_words(State::Submitted, &back, Err("comment"));
    check_words(
        State::Submitted,
        &back.clone().because("wrong"),
        Err("comment"),
    );
    check_words(
        State::Submitted,
        &back.clone().comment("", "wrong"),
        Err("comment"),
    );
    check_words(
        State::Submitted,
        &back.clone().comment("sadd/men", " "),
        Err("comment"),
    );
    check_words(
        State::Submitted,
        &back.clone().comment("sadd/men", "\u{200B}"),
        Err("comment"),
    );
    check_words(
        State::Submitted,
        &back.clone().comment_on_rule("R-D2", " "),
        Err("comment"),
    );
    check_words(
        State::Submitted,
        &back.clone().comment_on_rule("R-D2", "ខុស"),
        Ok(State::Returned),
    );
    check_words(
        State::Submitted,
        &back.comment("sadd/men", "ខុស"),
        Ok(State::Returned),
    );
    for (mv, from, to) in [
        (Move::Reject, State::Submitted, State::Rejected),
        (Move::Reopen, State::Approved, State::Returned),
        (Move::Withdraw, State::Approved, State::Withdrawn),
    ] {
        check_words(from, &decide(mv), Err("reason"));
        check_words(from, &decide(mv).because("  "), Err("reason"));
        check_words(from, &decide(mv).because("Entered twice"), Ok(to));
    }
    check_words(
        State::Submitted,
        &decide(Move::Approve),
        Ok(State::Approved),
    );
}

#[test]
fn a_decision_in_a_role_that_the_person_does_not_have_is_refused() {
    let status = Status {
        state: State::Submitted,
        ..Status::default()
    };
    let decision = Decision::new(Move::Approve, Role::Supervisor);
    let refused = check(&status, OTHER, Role::Field, &decision).unwrap_err();
    assert_eq!(
        refused,
        Refusal::OtherRole {
            said: Role::Supervisor,
            held: Role::Field
        }
    );
    assert_eq!(refused.code(), "role");
}
