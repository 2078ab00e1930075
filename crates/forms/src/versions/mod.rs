//! Two versions of one form: what changed between them, and what becomes of answers given under the older one.
//!
//! [`compare_versions`] says what changed, question by question and choice by choice; [`fits`] says of the answers
//! of one record what a form has no place for and which values no longer fit.

mod compare;
mod fit;
mod pairs;
mod words;

#[cfg(test)]
mod law_tests;
#[cfg(test)]
mod versions_tests;

pub use compare::compare_versions;
pub use fit::{Fit, Unfit, fits};

use crate::model::Texts;

/// What happened to a question, group, repeat or choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It stands where it stood and asks the same, under another name.
    Renamed,
    /// It stands in another group or repeat under its own name.
    Moved,
    /// It asks for another kind of answer, or is a group or repeat where it was none.
    TypeChanged,
    /// Its choices come from another list.
    ListChanged,
    /// Its words changed.
    Relabelled,
    /// It has to be answered now, always or under a condition.
    BecameRequired,
    /// It need not be answered any more.
    BecameOptional,
    /// When it has to be answered changed.
    RequiredChanged,
    /// When it is asked changed.
    RelevanceChanged,
    /// What it accepts changed.
    ConstraintChanged,
    /// How it is worked out changed.
    CalculationChanged,
    /// Which choices it offers changed.
    FilterChanged,
    /// How often a repeat is there changed.
    CountChanged,
    /// A list has a new choice.
    ChoiceAdded,
    /// A list lost a choice.
    ChoiceRemoved,
    /// The words of a choice changed.
    ChoiceRelabelled,
}

/// How well answers that were given under one version can be read under another; the worst comes last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Every answer has its place and fits it.
    Whole,
    /// Some answers have no place any more; they are kept beside the others.
    WithLeftovers,
    /// Some values are no longer of the type or list that their question asks for; they are kept and reported.
    WithMisfits,
}

/// One thing that changed between two versions of a form.
#[derive(Debug, Clone, serde::Serialize)]
pub struct FormChange {
    /// What happened.
    pub kind: ChangeKind,
    /// The question's path: in the newer version, or in the older one when it is gone. For choices the list.
    pub path: String,
    /// The name of the choice, when a choice changed.
    pub choice: Option<String>,
    /// What was there before: a path, kind, list, text or expression, as fits what happened.
    pub old: Option<String>,
    /// What is there now.
    pub new: Option<String>,
    /// What the change alone can do to answers that fitted the older version.
    pub effect: Verdict,
    #[serde(skip)]
    label: Texts,
}

impl FormChange {
    /// The change in one sentence, in English or Khmer.
    pub fn words(&self, language: &str) -> String {
        words::sentence(self, language)
    }
}

/// The worst that changes can do to answers that fitted the older version.
pub fn verdict(changes: &[FormChange]) -> Verdict {
    let effects = changes.iter().map(|change| change.effect);
    effects.max().unwrap_or(Verdict::Whole)
}

impl Verdict {
    /// The verdict in one sentence, in English or Khmer.
    pub fn words(self, language: &str) -> &'static str {
        words::verdict(self, language)
    }
}
