//! The names under which states, moves and refusals travel, and what they say.
#![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]

use programme::Role;
use programme::review::{Move, Refusal, State};

#[test]
fn a_refusal_says_in_words_what_stands_in_the_way() {
    let (role, mv, state) = (Role::Field, Move::Approve, State::Locked);
    let rows = [
        (
            Refusal::Role { role, mv },
            "the role field may not approve a record",
        ),
        (
            Refusal::State { state, mv },
            "a record that is locked cannot take the move approve",
        ),
        (
            Refusal::OwnRecord { mv },
            "nobody decides on a record that they wrote: another person has to approve it",
        ),
        (
            Refusal::CommentNeeded { mv: Move::Return },
            "to return a record, say on at least one question or finding what has to change",
        ),
        (
            Refusal::ReasonNeeded { mv: Move::Reject },
            "to reject a record, give a reason",
        ),
    ];
    for (refusal, words) in rows {
        assert_eq!(refusal.to_string(), words);
    }
}

#[test]
fn states_and_moves_are_written_and_read_the_same_everywhere() {
    for state in State::ALL {
        assert_eq!(state.to_string().parse(), Ok(state));
        let json = serde_json::to_string(&state).unwrap();
        assert_eq!(json, format!("\"{state}\""));
    }
    for mv in Move::ALL {
        assert_eq!(mv.to_string().parse(), Ok(mv));
        let json = serde_json::to_string(&mv).unwrap();
        assert_eq!(json, format!("\"{mv}\""));
    }
    let refused = "publish".parse::<Move>().unwrap_err();
    assert_eq!(refused.to_string(), "\"publish\" is not a review move");
    let refused = "".parse::<State>().unwrap_err();
    assert_eq!(refused.to_string(), "\"\" is not a review state");
}

#[test]
fn what_a_supervisor_settled_is_reopened_before_it_is_corrected() {
    let open = State::ALL
        .into_iter()
        .filter(|state| state.is_open_to_correction());
    let open: Vec<String> = open.map(|state| state.to_string()).collect();
    assert_eq!(open.join(" "), "draft submitted returned verified");
}
