//! Records that look like one.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{AnswerView, RecordRow};

/// Why two records look like one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct DoubleGround {
    /// What was compared: a code of the catalogue.
    pub code: String,
    /// The figure of its words; 0 where they have none.
    pub figure: u32,
    /// Its points; below 0 when it speaks against.
    pub points: i32,
}

/// Two records that look like one.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct DoubleRow {
    /// `person` or `session`.
    pub kind: String,
    /// The one.
    pub one: RecordRow,
    /// The other.
    pub other: RecordRow,
    /// How much they look like one, 0 to 100; 0 when they do not any more.
    pub score: u32,
    /// It is probable, and not only possible.
    pub probable: bool,
    /// `open`, `contested`, `merged` or `distinct`.
    pub state: String,
    /// Of merged records: the one that stands for both.
    pub kept: Option<String>,
}

/// What looks like one and waits for a decision, and what was decided.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct Doubles {
    /// How many wait in all.
    pub waiting: u32,
    /// The first of them: what was decided differently, then what looks most like one.
    pub rows: Vec<DoubleRow>,
    /// The last ones that were decided, which can be taken back.
    pub decided: Vec<DoubleRow>,
    /// This person may decide.
    pub may_decide: bool,
}

/// One question in two records.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct DoubleAnswer {
    /// The heading.
    pub section: String,
    /// The question.
    pub path: String,
    /// Its label.
    pub label: String,
    /// The answer of the one.
    pub one: Option<AnswerView>,
    /// The answer of the other.
    pub other: Option<AnswerView>,
    /// They are not the same; false also where this person is shown neither in any way.
    pub differs: bool,
}

/// A decision about two records.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct DoubleDecision {
    /// `merged`, `distinct` or `undone`.
    pub word: String,
    /// Of a merge: the record that was to stay.
    pub kept: Option<String>,
    /// Who.
    pub who: String,
    /// When.
    pub at: String,
    /// Why, in their words; may be empty.
    pub reason: String,
}

/// What holds for one use of what a person told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ConsentStanding {
    /// The use, with the organisation where it has one.
    pub scope: String,
    /// `given`, `not_asked`, `refused` or `withdrawn`: the strictest over both records.
    pub answer: String,
    /// The first day on which an agreement ends.
    pub expires: Option<String>,
}

/// Two records side by side.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct DoubleView {
    /// The pair.
    pub row: DoubleRow,
    /// Why they look like one.
    pub grounds: Vec<DoubleGround>,
    /// Question by question, in the order of the form.
    pub answers: Vec<DoubleAnswer>,
    /// Records that are about the one and about the other, in their own words.
    pub children: [u32; 2],
    /// The record that is proposed to stay.
    pub proposed: String,
    /// What was decided about them, oldest first.
    pub decisions: Vec<DoubleDecision>,
    /// This person may decide.
    pub may_decide: bool,
}
