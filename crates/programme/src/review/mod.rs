//! The life of a record under review: its states, the moves between them, and who may make them.
//!
//! A record's state is a walk over its history in the fold's order. A decision that its maker was
//! not allowed to make, or that was made without having seen every save before it, changes
//! nothing and is listed with the reason, on every machine alike.
//!
//! Two people who decide apart from each other and say the contrary are both heard and neither holds: the record
//! stands where both found it and waits for a person who knows both.

mod decision;
mod refusal;
mod walk;

pub use decision::{
    COMMENT_CHARS_MAX, COMMENTS_MAX, Comment, DECISION_BYTES_MAX, Decision, DecisionError,
    PATH_CHARS_MAX, REASONS_MAX, RULE_CHARS_MAX, WARNING_REASON_CHARS_MAX, WarningReason,
};
pub use refusal::Refusal;
pub use walk::{Event, Latest, Past, Standing, Status, allowed, check, walk};

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Where a record stands.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Saved, and not yet handed in.
    #[default]
    Draft,
    /// Handed in: waits for a reviewer.
    Submitted,
    /// Sent back to be corrected.
    Returned,
    /// Looked over by a coordinator; counts as provisional.
    Verified,
    /// Accepted; counts in the indicators.
    Approved,
    /// Part of a closed month.
    Locked,
    /// Not a record of its own: a duplicate, a trial, not real.
    Rejected,
    /// Taken out of use on the request of the person it is about.
    Withdrawn,
}

impl State {
    /// Every state, in the order of a record's life.
    pub const ALL: [Self; 8] = [
        Self::Draft,
        Self::Submitted,
        Self::Returned,
        Self::Verified,
        Self::Approved,
        Self::Locked,
        Self::Rejected,
        Self::Withdrawn,
    ];

    /// The code under which the state is stored, sent and translated.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Returned => "returned",
            Self::Verified => "verified",
            Self::Approved => "approved",
            Self::Locked => "locked",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Whether a person may correct the answers, which asks for review anew where it had begun.
    ///
    /// What a supervisor settled is reopened first. Corrections made before word of that came are
    /// kept all the same, see [`State::after_save`].
    pub fn is_open_to_correction(self) -> bool {
        match self {
            Self::Draft | Self::Submitted | Self::Returned | Self::Verified => true,
            Self::Approved | Self::Locked | Self::Rejected | Self::Withdrawn => false,
        }
    }

    /// Returns the state after the answers were saved anew.
    ///
    /// What a reviewer had accepted asks for review again; what was sent back stays so until it
    /// is submitted; what was rejected or withdrawn does not come back by an edit.
    pub fn after_save(self) -> Self {
        match self {
            Self::Draft => Self::Draft,
            Self::Returned => Self::Returned,
            Self::Submitted | Self::Verified | Self::Approved | Self::Locked => Self::Submitted,
            Self::Rejected => Self::Rejected,
            Self::Withdrawn => Self::Withdrawn,
        }
    }

    /// Returns the state that `mv` leads to from here, whoever makes it; `None` when it leads nowhere.
    pub fn after(self, mv: Move) -> Option<Self> {
        use State::{Approved, Draft, Locked, Rejected, Returned, Submitted, Verified, Withdrawn};
        match (mv, self) {
            (Move::Submit, Draft | Returned) => Some(Submitted),
            (Move::Return, Submitted | Verified) => Some(Returned),
            (Move::Verify, Submitted) => Some(Verified),
            (Move::Approve, Submitted | Verified) => Some(Approved),
            (Move::Reject, Submitted | Verified | Returned) => Some(Rejected),
            // A correction of what was locked is an adjustment: the figures of the closed month stay.
            (Move::Reopen, Approved | Locked | Rejected) => Some(Returned),
            (Move::Lock, Approved) => Some(Locked),
            (Move::Withdraw, state) if state != Withdrawn => Some(Withdrawn),
            (Move::MergeInto | Move::MergeFrom | Move::Distinct | Move::Untie, state) => {
                Some(state)
            }
            (
                Move::Submit
                | Move::Return
                | Move::Verify
                | Move::Approve
                | Move::Reject
                | Move::Reopen
                | Move::Lock
                | Move::Withdraw
                | Move::TakeBack,
                _,
            ) => None,
        }
    }
}

/// The text names no state, or no move.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a {what}")]
pub struct UnknownName {
    /// `review state` or `review move`.
    pub what: &'static str,
    /// What was given.
    pub text: String,
}

fn named<T: Copy>(
    all: &[T],
    name: fn(T) -> &'static str,
    what: &'static str,
    text: &str,
) -> Result<T, UnknownName> {
    let found = all.iter().copied().find(|it| name(*it) == text);
    found.ok_or_else(|| UnknownName {
        what,
        text: text.chars().take(32).collect(),
    })
}

impl FromStr for State {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        named(&Self::ALL, Self::as_str, "review state", text)
    }
}

/// Reads a move on one record.
impl FromStr for Move {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        named(&Self::ALL, Self::as_str, "review move", text)
    }
}

impl fmt::Display for State {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// What a person decides about a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Move {
    /// Hand in for review.
    Submit,
    /// Send back, with a comment on at least one question.
    Return,
    /// The first check found nothing wrong.
    Verify,
    /// Accept.
    Approve,
    /// Set aside for good, with a reason.
    Reject,
    /// Take an approval or a rejection back, with a reason.
    Reopen,
    /// Close with the month.
    Lock,
    /// Take out of use because consent was withdrawn, with a reason.
    Withdraw,
    /// The last decision was a slip of the hand of whoever made it: the record stands where it stood before.
    TakeBack,
    /// This record and another speak of one: the other stays, and this one stands behind it.
    MergeInto,
    /// This record and another speak of one: this one stays, and the other stands behind it.
    MergeFrom,
    /// This record and another do not speak of one, and are not asked about again.
    Distinct,
    /// What was decided about this record and another holds no longer.
    Untie,
}

impl Move {
    /// Every move on one record, in the order in which a screen offers them.
    pub const ALL: [Self; 9] = [
        Self::Submit,
        Self::Return,
        Self::Verify,
        Self::Approve,
        Self::Reject,
        Self::Reopen,
        Self::Lock,
        Self::Withdraw,
        Self::TakeBack,
    ];

    /// Every move about a record and another.
    pub const ABOUT_TWO: [Self; 4] = [
        Self::MergeInto,
        Self::MergeFrom,
        Self::Distinct,
        Self::Untie,
    ];

    /// The code under which the move is stored, sent and translated; also its verb in English.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Submit => "submit",
            Self::Return => "return",
            Self::Verify => "verify",
            Self::Approve => "approve",
            Self::Reject => "reject",
            Self::Reopen => "reopen",
            Self::Lock => "lock",
            Self::Withdraw => "withdraw",
            Self::TakeBack => "take_back",
            Self::MergeInto => "merge_into",
            Self::MergeFrom => "merge_from",
            Self::Distinct => "distinct",
            Self::Untie => "untie",
        }
    }

    /// Whether the move is about this record and another, and leaves the state of both as it is.
    pub fn is_about_two(self) -> bool {
        Self::ABOUT_TWO.contains(&self)
    }

    /// Whether the move passes judgement on the answers, so that it takes a second person.
    pub fn needs_other_eyes(self) -> bool {
        match self {
            Self::Return | Self::Verify | Self::Approve | Self::Reject | Self::Lock => true,
            Self::Submit | Self::Reopen | Self::Withdraw | Self::TakeBack => false,
            Self::MergeInto | Self::MergeFrom | Self::Distinct | Self::Untie => false,
        }
    }

    /// Whether two people who make such moves apart from each other may say the contrary of each other.
    ///
    /// A withdrawal is the word of the person whom the record is about, and nobody's judgement.
    fn is_judgement(self) -> bool {
        self.needs_other_eyes() || self == Self::Reopen
    }

    /// Whether the move says that the answers are right.
    fn accepts(self) -> bool {
        matches!(self, Self::Verify | Self::Approve | Self::Lock)
    }

    /// Whether two people who made these moves apart from each other mean the same.
    fn agrees_with(self, other: Self) -> bool {
        self == other || self.accepts() && other.accepts()
    }

    /// Whether the move must say why.
    pub fn needs_reason(self) -> bool {
        match self {
            Self::Reject | Self::Reopen | Self::Withdraw => true,
            Self::Submit | Self::Return | Self::Verify | Self::Approve | Self::Lock => false,
            Self::TakeBack => false,
            Self::MergeInto | Self::MergeFrom | Self::Distinct | Self::Untie => false,
        }
    }

    /// Whether the move must point at a question, or at what a rule found.
    pub fn needs_comment(self) -> bool {
        self == Self::Return
    }

    fn is_open_to(self, role: crate::Role) -> bool {
        match self {
            Self::Submit => role.may_record(),
            Self::Return | Self::Verify => role.may_check(),
            Self::Approve | Self::Reject | Self::Reopen | Self::Lock => role.may_settle(),
            Self::MergeInto | Self::MergeFrom | Self::Distinct | Self::Untie => role.may_settle(),
            Self::Withdraw => role.may_withdraw(),
            Self::TakeBack => role.may_check() || role.may_withdraw(),
        }
    }
}

impl fmt::Display for Move {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}
