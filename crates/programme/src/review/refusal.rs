//! Why a decision does not count.

use super::{Move, State};
use crate::Role;

/// Why a decision is not accepted, or is passed over when the history is read.
///
/// `Display` says it in English for a log, a script or a support call; screens translate
/// [`Refusal::code`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The role may not make this move.
    #[error("the role {role} may not {mv} a record")]
    Role {
        /// The role of the person.
        role: Role,
        /// What they wanted.
        mv: Move,
    },
    /// The decision names another role than the one the person has.
    #[error("the decision was made as {said}, but the person's role is {held}")]
    OtherRole {
        /// The role in the decision.
        said: Role,
        /// The role the person has.
        held: Role,
    },
    /// The record's state does not allow this move.
    #[error("a record that is {state} cannot take the move {mv}")]
    State {
        /// Where the record stands.
        state: State,
        /// What was wanted.
        mv: Move,
    },
    /// The person wrote some of the answers.
    #[error("nobody decides on a record that they wrote: another person has to {mv} it")]
    OwnRecord {
        /// What was wanted.
        mv: Move,
    },
    /// The decision was made without having seen every save before it.
    #[error(
        "the record was changed at the same time, so the move {mv} was made without seeing all answers"
    )]
    Blind {
        /// What was decided.
        mv: Move,
    },
    /// The move must point at a question, or at what a rule found.
    #[error("to {mv} a record, say on at least one question or finding what has to change")]
    CommentNeeded {
        /// What was wanted.
        mv: Move,
    },
    /// The move must say why.
    #[error("to {mv} a record, give a reason")]
    ReasonNeeded {
        /// What was wanted.
        mv: Move,
    },
}

impl Refusal {
    /// The code that travels in replies and picks the words on a screen.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Role { .. } | Self::OtherRole { .. } => "role",
            Self::State { .. } => "state",
            Self::OwnRecord { .. } => "own-record",
            Self::Blind { .. } => "blind",
            Self::CommentNeeded { .. } => "comment",
            Self::ReasonNeeded { .. } => "reason",
        }
    }
}
