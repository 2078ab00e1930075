//! When a record was approved, and what it said then: a figure of a closed month stays what it was, whatever is
//! corrected later.

use forms::Answers;
use programme::review::{Move, State};
use records::{Revision, RevisionId};

use crate::state::RecordState;

/// A time during which a record was approved.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Approval {
    /// Since when, in ms since 1970.
    pub(crate) from_ms: u64,
    /// Until when; none while it is.
    pub(crate) until_ms: Option<u64>,
    /// When it was locked in that time.
    pub(crate) locked_ms: Option<u64>,
    /// What it said; none when that is what is shown now.
    pub(crate) answers: Option<Answers>,
}

/// Every time during which a record was approved. `folded` folds some of its revisions.
pub(crate) fn of(
    state: &RecordState,
    revisions: &[Revision],
    folded: &dyn Fn(&[Revision]) -> Option<RecordState>,
) -> Vec<Approval> {
    let made = |mv: Move| {
        let counts = |id: &&RevisionId| !state.disbelieved.contains(id);
        let decided = state.fold.order.iter().filter(counts);
        decided.filter(move |id| state.decisions.get(id).is_some_and(|it| it.mv == mv))
    };
    let approvals: Vec<&RevisionId> = made(Move::Approve).collect();
    let at = |id: &RevisionId| {
        let found = revisions.iter().find(|revision| revision.id == *id);
        found.map(|revision| revision.header.at)
    };
    match approvals.as_slice() {
        [] => Vec::new(),
        [one] if is_approved(state) => vec![Approval {
            from_ms: at(one).unwrap_or_default(),
            until_ms: None,
            locked_ms: match state.status.state {
                State::Locked => made(Move::Lock).find_map(at),
                _ => None,
            },
            answers: None,
        }],
        _ => walked(state, revisions, folded),
    }
}

/// Goes through the history as it grew: the few records that were approved and changed after that are read so.
fn walked(
    state: &RecordState,
    revisions: &[Revision],
    folded: &dyn Fn(&[Revision]) -> Option<RecordState>,
) -> Vec<Approval> {
    let mut found: Vec<Approval> = Vec::new();
    let mut seen: Vec<Revision> = Vec::new();
    let mut was_approved = false;
    for id in &state.fold.order {
        let Some(revision) = revisions.iter().find(|revision| revision.id == *id) else {
            continue;
        };
        seen.push(revision.clone());
        let Some(then) = folded(&seen) else { continue };
        let at = revision.header.at;
        let (stands, is_locked) = (is_approved(&then), then.status.state == State::Locked);
        match (was_approved, stands) {
            (false, true) => found.push(Approval {
                from_ms: at,
                until_ms: None,
                locked_ms: None,
                answers: Some(then.answers),
            }),
            (true, false) => {
                if let Some(last) = found.last_mut() {
                    last.until_ms = Some(at);
                }
            }
            _ => {}
        }
        was_approved = stands;
        if let Some(last) = found.last_mut().filter(|_| is_locked) {
            last.locked_ms = last.locked_ms.or(Some(at));
        }
    }
    if let Some(last) = found.last_mut().filter(|_| was_approved) {
        last.answers = None;
    }
    found
}

fn is_approved(state: &RecordState) -> bool {
    matches!(state.status.state, State::Approved | State::Locked)
}
