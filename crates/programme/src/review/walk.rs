//! From a record's history to where it stands.

use std::collections::BTreeSet;

use super::{Comment, Decision, Move, Refusal, State};
use crate::Role;

/// One statement of a record's history, in the fold's order.
#[derive(Debug, Clone, Copy)]
pub enum Event<'a> {
    /// Answers were saved.
    Save {
        /// Who saved them.
        author: [u8; 16],
    },
    /// A decision was made.
    Review {
        /// Who made it.
        author: [u8; 16],
        /// What they decided.
        decision: &'a Decision,
        /// Whether every save before it was known to its maker.
        sees_all: bool,
    },
}

/// Where a record stands, and what led there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Status {
    /// Its review state.
    pub state: State,
    /// Everybody who saved answers.
    pub authors: BTreeSet<[u8; 16]>,
    /// Open comments, with the index of the event that brought them.
    ///
    /// A reviewer's decision closes earlier comments and opens its own; a submission only adds,
    /// so that the reviewer still sees what they asked for.
    pub comments: Vec<(usize, Comment)>,
    /// Decisions about this record and another, by the index of their event, in order.
    pub about_two: Vec<usize>,
    /// Decisions that do not count, by the index of their event, and why.
    pub ignored: Vec<(usize, Refusal)>,
}

impl Status {
    fn save(&mut self, author: [u8; 16]) {
        self.authors.insert(author);
        self.state = self.state.after_save();
    }

    fn review(&mut self, index: usize, state: State, decision: &Decision) {
        if decision.mv.is_about_two() {
            self.about_two.push(index);
            return;
        }
        self.state = state;
        if decision.mv != Move::Submit {
            self.comments.clear();
        }
        let new = decision.comments.iter().cloned();
        self.comments.extend(new.map(|comment| (index, comment)));
    }
}

/// Returns where the history leads: a pure function of the events in their order.
pub fn walk<'a>(events: impl IntoIterator<Item = Event<'a>>) -> Status {
    let mut status = Status::default();
    for (index, event) in events.into_iter().enumerate() {
        match event {
            Event::Save { author } => status.save(author),
            Event::Review {
                author,
                decision,
                sees_all,
            } => match judge(&status, author, decision, sees_all) {
                Ok(state) => status.review(index, state, decision),
                Err(refusal) => status.ignored.push((index, refusal)),
            },
        }
    }
    status
}

/// The history has no roster, which changes with time, so a decision is judged in the role it
/// was made in; whoever accepts it first compares that role with the roster.
fn judge(
    status: &Status,
    who: [u8; 16],
    decision: &Decision,
    sees_all: bool,
) -> Result<State, Refusal> {
    // Whether two records speak of one does not hang on the answers of a moment.
    if !sees_all && !decision.mv.is_about_two() {
        return Err(Refusal::Blind { mv: decision.mv });
    }
    check(status, who, decision.role, decision)
}

/// Returns the moves that `who` may make on this record alone now in `role`, given the words that they ask for.
pub fn allowed(status: &Status, who: [u8; 16], role: Role) -> Vec<Move> {
    let open = |mv: &Move| may_move(status, who, role, *mv).is_ok();
    Move::ALL.into_iter().filter(open).collect()
}

/// Returns the state that the decision leads to.
///
/// # Errors
/// Says why the decision does not count: role, state, own record, or words that are missing.
pub fn check(
    status: &Status,
    who: [u8; 16],
    role: Role,
    decision: &Decision,
) -> Result<State, Refusal> {
    let mv = decision.mv;
    if decision.role != role {
        return Err(Refusal::OtherRole {
            said: decision.role,
            held: role,
        });
    }
    let state = may_move(status, who, role, mv)?;
    if mv.needs_comment() && !decision.comments.iter().any(Comment::is_on_a_question) {
        return Err(Refusal::CommentNeeded { mv });
    }
    if mv.needs_reason() && !decision.has_reason() {
        return Err(Refusal::ReasonNeeded { mv });
    }
    Ok(state)
}

fn may_move(status: &Status, who: [u8; 16], role: Role, mv: Move) -> Result<State, Refusal> {
    if !mv.is_open_to(role) {
        return Err(Refusal::Role { role, mv });
    }
    let Some(state) = status.state.after(mv) else {
        return Err(Refusal::State {
            state: status.state,
            mv,
        });
    };
    if mv.needs_other_eyes() && status.authors.contains(&who) {
        return Err(Refusal::OwnRecord { mv });
    }
    Ok(state)
}
