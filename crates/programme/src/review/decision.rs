//! The body of a review revision.

use serde::{Deserialize, Serialize};

use super::Move;
use crate::Role;
use crate::duplicates::Id;

/// Comments in one decision.
pub const COMMENTS_MAX: usize = 32;
/// Characters in one comment, and in a reason.
pub const COMMENT_CHARS_MAX: usize = 2_000;
/// Reasons for warnings in one decision.
pub const REASONS_MAX: usize = 100;
/// Characters in a reason for a warning.
pub const WARNING_REASON_CHARS_MAX: usize = 500;
/// Characters in the number of a rule.
pub const RULE_CHARS_MAX: usize = 40;
/// Characters in a question's path.
pub const PATH_CHARS_MAX: usize = 250;
/// Bytes of a decision: the most that the body of a revision holds.
pub const DECISION_BYTES_MAX: usize = 1 << 20;

// A character takes at most six bytes, when it is escaped; the rest is for names and marks.
const _: () = {
    let comment = COMMENT_CHARS_MAX + PATH_CHARS_MAX + RULE_CHARS_MAX;
    let reason = WARNING_REASON_CHARS_MAX + PATH_CHARS_MAX + RULE_CHARS_MAX;
    let words = COMMENTS_MAX * comment + COMMENT_CHARS_MAX + REASONS_MAX * reason;
    assert!(6 * words < DECISION_BYTES_MAX / 10 * 9);
};

/// Words on a question, on what a rule found, or on the whole record.
///
/// Fields stand in the order of their names: the order is part of the canonical form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comment {
    /// The question's path, such as `sadd/women`; none for the whole record.
    pub at: Option<String>,
    /// Whoever was asked says that it is mended. A comment without it has the bytes that it had before there was such
    /// a word.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub fixed: bool,
    /// The number of the rule whose finding the words are about, such as `R-D2`. A comment without one has the bytes that
    /// it had before there were such comments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// The words; an answer to a reviewer may have none.
    pub text: String,
}

impl Comment {
    /// Whether it says something about a question, or about what a rule found.
    pub fn points_at_something(&self) -> bool {
        let is_named = |name: &Option<String>| name.as_deref().is_some_and(says_something);
        (is_named(&self.at) || is_named(&self.rule)) && says_something(&self.text)
    }
}

/// Why a person handed answers in though a rule warned of them.
///
/// Fields stand in the order of their names: the order is part of the canonical form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WarningReason {
    /// The question beside which the rule stands, such as `sadd/total`.
    pub at: String,
    /// The rule's mark, such as `S6`.
    pub rule: String,
    /// The person's words.
    pub text: String,
}

impl WarningReason {
    /// Whether a text can be a reason: it says something, and not too much.
    pub fn is_reason(text: &str) -> bool {
        says_something(text) && text.chars().nth(WARNING_REASON_CHARS_MAX).is_none()
    }
}

/// What a person decided, in which role and with which words.
///
/// Fields stand in the order of their names: the order is part of the canonical form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// Comments on questions, on findings and on the whole record.
    pub comments: Vec<Comment>,
    /// What was decided.
    #[serde(rename = "move")]
    pub mv: Move,
    /// Why, where the move asks for it.
    pub reason: Option<String>,
    /// Why warnings are right as they are, in a submission. A decision without any has the bytes that it had before
    /// there were such reasons.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<WarningReason>,
    /// The role in which the person decided.
    pub role: Role,
    /// The other record of a decision about two, as 32 hexadecimal digits. A decision about one record has the bytes
    /// that it had before there were such decisions.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "other_record"
    )]
    pub with: Option<Id>,
}

/// The id of a record as a decision writes it.
mod other_record {
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    use crate::duplicates::Id;

    pub(super) fn serialize<S: Serializer>(id: &Option<Id>, out: S) -> Result<S::Ok, S::Error> {
        match id {
            Some(id) => out.serialize_str(&format!("{:032x}", u128::from_be_bytes(*id))),
            None => out.serialize_none(),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Id>, D::Error> {
        let text = String::deserialize(from)?;
        let number = u128::from_str_radix(&text, 16).map_err(D::Error::custom)?;
        Ok(Some(number.to_be_bytes()))
    }
}

/// A decision cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum DecisionError {
    /// More comments than a decision holds.
    #[error("a decision holds at most {COMMENTS_MAX} comments, this one has {found}")]
    TooManyComments {
        /// How many it has.
        found: usize,
    },
    /// More reasons for warnings than a decision holds.
    #[error("a decision holds at most {REASONS_MAX} reasons for warnings, this one has {found}")]
    TooManyReasons {
        /// How many it has.
        found: usize,
    },
    /// A comment, path or reason is too long.
    #[error("a {part} in a decision holds at most {max} characters")]
    TooLong {
        /// Which part: `comment`, `path`, `reason` or `rule`.
        part: &'static str,
        /// How many characters it may have.
        max: usize,
    },
    /// A decision about two records names no other, or one about a single record names one.
    #[error("a decision names another record when it is about two, and only then")]
    Pair,
    /// More bytes than a decision can have.
    #[error("a decision is at most {DECISION_BYTES_MAX} bytes, this one is {found}")]
    TooLarge {
        /// How many bytes there are.
        found: usize,
    },
    /// The bytes are not a decision.
    #[error("the bytes are not a review decision")]
    Json {
        /// What the reader says.
        source: serde_json::Error,
    },
    /// The bytes say a decision in another form than the canonical one.
    #[error("the review decision is not in its canonical form")]
    NotCanonical,
}

impl Decision {
    /// A decision without comments or reason.
    pub fn new(mv: Move, role: Role) -> Self {
        Self {
            comments: Vec::new(),
            mv,
            reason: None,
            reasons: Vec::new(),
            role,
            with: None,
        }
    }

    /// A decision about this record and another.
    pub fn about(mv: Move, other: Id, role: Role) -> Self {
        Self {
            with: Some(other),
            ..Self::new(mv, role)
        }
    }

    /// Adds words on the question at `path`.
    #[must_use]
    pub fn comment(mut self, path: &str, text: &str) -> Self {
        self.comments.push(Comment {
            at: Some(path.to_owned()),
            fixed: false,
            rule: None,
            text: text.to_owned(),
        });
        self
    }

    /// Adds words on what a rule found.
    #[must_use]
    pub fn comment_on_rule(mut self, rule: &str, text: &str) -> Self {
        self.comments.push(Comment {
            at: None,
            fixed: false,
            rule: Some(rule.to_owned()),
            text: text.to_owned(),
        });
        self
    }

    /// Says why.
    #[must_use]
    pub fn because(mut self, reason: &str) -> Self {
        self.reason = Some(reason.to_owned());
        self
    }

    /// Whether a reason is given that says something.
    pub fn has_reason(&self) -> bool {
        self.reason.as_deref().is_some_and(says_something)
    }

    /// Returns the canonical JSON (RFC 8785) that a review revision carries.
    ///
    /// # Errors
    /// When a part is longer than its limit.
    pub fn to_bytes(&self) -> Result<Vec<u8>, DecisionError> {
        self.check_limits()?;
        serde_json::to_vec(self).map_err(|source| DecisionError::Json { source })
    }

    /// Reads what [`Decision::to_bytes`] wrote, and nothing else: one decision has one form.
    ///
    /// # Errors
    /// When the bytes are too many, are no decision, pass a limit or are not canonical.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecisionError> {
        if bytes.len() > DECISION_BYTES_MAX {
            return Err(DecisionError::TooLarge { found: bytes.len() });
        }
        let decision: Self =
            serde_json::from_slice(bytes).map_err(|source| DecisionError::Json { source })?;
        if decision.to_bytes()? == bytes {
            Ok(decision)
        } else {
            Err(DecisionError::NotCanonical)
        }
    }

    fn check_limits(&self) -> Result<(), DecisionError> {
        if self.with.is_some() != self.mv.is_about_two() {
            return Err(DecisionError::Pair);
        }
        if self.comments.len() > COMMENTS_MAX {
            return Err(DecisionError::TooManyComments {
                found: self.comments.len(),
            });
        }
        if self.reasons.len() > REASONS_MAX {
            return Err(DecisionError::TooManyReasons {
                found: self.reasons.len(),
            });
        }
        for reason in &self.reasons {
            limit("reason", &reason.text, WARNING_REASON_CHARS_MAX)?;
            limit("path", &reason.at, PATH_CHARS_MAX)?;
            limit("rule", &reason.rule, RULE_CHARS_MAX)?;
        }
        for comment in &self.comments {
            limit("comment", &comment.text, COMMENT_CHARS_MAX)?;
            let path = comment.at.as_deref().unwrap_or_default();
            limit("path", path, PATH_CHARS_MAX)?;
            let rule = comment.rule.as_deref().unwrap_or_default();
            limit("rule", rule, RULE_CHARS_MAX)?;
        }
        let reason = self.reason.as_deref().unwrap_or_default();
        limit("reason", reason, COMMENT_CHARS_MAX)
    }
}

fn limit(part: &'static str, text: &str, max: usize) -> Result<(), DecisionError> {
    if text.chars().nth(max).is_some() {
        return Err(DecisionError::TooLong { part, max });
    }
    Ok(())
}

/// Spaces and invisible joiners alone say nothing.
fn says_something(text: &str) -> bool {
    text.chars().any(|c| {
        !c.is_whitespace() && !matches!(c, '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}')
    })
}
