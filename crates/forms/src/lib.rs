//! What do answers mean? XLSForm to form, expressions, relevance, calculation, validation, and the merge of
//! two edits.
//!
//! [`read`] opens a form file, [`compile()`] makes a [`Form`] of it, [`Filling`] is one form being filled,
//! [`Answers`] are what is stored and sent, [`merge`] joins two edits. Nothing here reads a clock, a file or
//! chance: what comes from outside is handed in as a [`Moment`].

mod answers;
mod compile;
#[cfg(test)]
mod conformance_tests;
mod engine;
mod expression;
mod finding;
mod form_file;
mod media;
mod model;
mod play;
pub mod sample;
mod submission;
#[cfg(test)]
mod survey_tests;
mod versions;
mod workbook;
mod xform;
mod xpath;

pub use answers::{Answers, AnswersError, Change, Conflict, Merged, diff, merge, question_path};
pub use compile::compile;
pub use engine::{
    CHOICES_MAX, Choice, Entity, Filling, Known, Moment, Node, Offered, Problem, ProblemKind,
    SetError, check,
};
pub use expression::{Expression, ExpressionError, Expressions, Spot};
pub use finding::{Finding, Severity};
pub use form_file::read_form;
pub use media::{Media, Table};
pub use model::{ChoiceList, ChoiceOption, Class, Form, Index, Kind, Language, Question};
pub use play::{PlayFacts, play};
pub use submission::{Received, SubmissionError, SubmissionFacts, SubmissionXml, read_submission};
pub use versions::{ChangeKind, Fit, FormChange, Unfit, Verdict, compare_versions, fits, verdict};
pub use workbook::{Workbook, read};
pub use xform::read::read_xform;
pub use xform::write::write_xform;
pub use xpath::xpath_answer;
