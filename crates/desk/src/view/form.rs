//! A form being filled.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::FileView;

/// Everything that the form screen paints.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct FormView {
    /// Draft id.
    pub draft: String,
    /// Which view of the draft this is: raised by one with each.
    pub step: u32,
    /// Form id.
    pub form: String,
    /// Form version that the draft was started with.
    pub version: String,
    /// A newer version is installed; this draft keeps its own.
    pub newer_version: bool,
    /// The form's title.
    pub title: String,
    /// The team it is for.
    pub team: String,
    /// It corrects this record.
    pub record: Option<String>,
    /// Language of the labels.
    pub language: String,
    /// Sections in order.
    pub sections: Vec<Section>,
    /// When it was last made durable.
    pub saved_at: String,
    /// There is something to undo.
    pub can_undo: bool,
    /// There is something to redo.
    pub can_redo: bool,
    /// There is an earlier record of this form to repeat from.
    pub can_repeat: bool,
    /// Open comments of a reviewer.
    pub comments: Vec<CommentView>,
    /// What this person answers to them, which goes with the record when it is submitted.
    pub replies: Vec<ReplyView>,
    /// What stands in the way of finishing, in the order of the form.
    pub problems: Vec<ProblemView>,
}

/// A top-level group, or the questions between groups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Section {
    /// Path of the group, or of its first question.
    pub path: String,
    /// Its heading.
    pub label: String,
    /// `empty`, `partial`, `done` or `problem`.
    pub state: String,
    /// What is in it.
    pub nodes: Vec<NodeView>,
}

/// One question, group, repeat or repeat instance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct NodeView {
    /// Path with repeat ids, such as `materials[3f]/quantity`.
    pub path: String,
    /// Last part of the path.
    pub name: String,
    /// `text`, `integer`, `decimal`, `date`, `time`, `datetime`, `select_one`, `select_multiple`, `rank`, `range`,
    /// `barcode`, `note`, `geopoint`, `geoline`, `acknowledge`, `file`, `group`, `repeat` or `instance`.
    pub kind: String,
    /// Label in the language of the view.
    pub label: String,
    /// Hint.
    pub hint: String,
    /// More than the hint, for whoever asks for it.
    pub guidance: String,
    /// The file of the picture that belongs to the label; empty without one.
    pub image: String,
    /// The answer in its lexical form; empty when there is none.
    pub value: String,
    /// An answer is needed.
    pub required: bool,
    /// Cannot be typed.
    pub read_only: bool,
    /// The form's appearance words.
    pub appearance: String,
    /// What can be chosen now.
    pub choices: Vec<ChoiceView>,
    /// How many can be chosen now: more than there are in `choices` when they are found by words.
    pub choice_count: u32,
    /// What is wrong with the answer now, to be shown once the question is left.
    pub problem: Option<String>,
    /// What is known of the file that the answer names.
    pub file: Option<FileView>,
    /// Children of a group, instances of a repeat, questions of an instance.
    pub children: Vec<NodeView>,
    /// Between which numbers a range lies.
    pub range: Option<RangeView>,
    /// How many lines a text has room for; 0 where the form does not say.
    pub rows: u32,
}

/// The ends of a range and how far two of its values lie apart, as the form writes them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RangeView {
    /// The first value.
    pub start: String,
    /// The last one.
    pub end: String,
    /// From one to the next.
    pub step: String,
    /// Where it points while it is not answered; empty where the form does not say.
    pub placeholder: String,
}

/// A draft after an answer, told by what differs from the view that the screen holds.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct FormChange {
    /// The draft now; without its sections where `sections` tells them.
    pub view: FormView,
    /// The sections now; none when the view is whole, because the screen holds another one than the last.
    pub sections: Option<Vec<SectionChange>>,
}

/// A section, told by what differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SectionChange {
    /// Path of the section.
    pub path: String,
    /// Its heading.
    pub label: String,
    /// `empty`, `partial`, `done` or `problem`.
    pub state: String,
    /// What is in it now; none when it is as it was.
    pub nodes: Option<Vec<NodeChange>>,
}

/// A node, told by what differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct NodeChange {
    /// Path of the node.
    pub path: String,
    /// The node without its children; none when it is as it was.
    pub own: Option<NodeView>,
    /// The choices are as they were, and are not told again.
    pub same_choices: bool,
    /// The children now; none when they are as they were.
    pub children: Option<Vec<NodeChange>>,
}

/// Choices that were found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ChoicesFound {
    /// The best, at most sixty.
    pub choices: Vec<ChoiceView>,
    /// How many there are.
    pub total: u32,
}

/// Something to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ChoiceView {
    /// The stored code.
    pub value: String,
    /// Its label.
    pub label: String,
    /// The file of the picture that is shown with it; empty without one.
    pub image: String,
}

/// What somebody answers to a reviewer's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ReplyView {
    /// The question, or none for the whole record.
    pub path: Option<String>,
    /// The number of the rule whose finding the reviewer's words are about.
    pub rule: Option<String>,
    /// It is mended.
    pub fixed: bool,
    /// The words; may be empty.
    pub text: String,
}

/// Words on a question or on what a rule found: a reviewer's, or what was answered to them.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct CommentView {
    /// The question, or none for the whole record.
    pub path: Option<String>,
    /// The number of the rule whose finding they are about.
    pub rule: Option<String>,
    /// The question's label; of a comment on a finding alone the rule's words.
    pub label: String,
    /// The words.
    pub text: String,
    /// Whoever was asked says that it is mended.
    pub fixed: bool,
    /// Who wrote them.
    pub by: String,
    /// When.
    pub at: String,
}

/// A comment as a reviewer writes it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, Type)]
pub struct NewComment {
    /// The question, or none for the whole record.
    pub path: Option<String>,
    /// The number of the rule whose finding they are about, such as `R-D2`.
    #[serde(default)]
    pub rule: Option<String>,
    /// The words.
    pub text: String,
}

/// Something that stands in the way.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct ProblemView {
    /// The question.
    pub path: String,
    /// Its label.
    pub label: String,
    /// `missing`, `constraint`, `type`, `rule`, or `centre` where only the centre found it.
    pub kind: String,
    /// `error` stops; `warning` may ask for a reason, which is kept with the record; `info` says something.
    pub severity: String,
    /// In plain words, in the language of the view.
    pub text: String,
    /// The rule that fired, where a rule did: `S6`, or `S7.2` for the second of a number at one question.
    pub rule: Option<String>,
    /// It stops until a reason is given.
    pub asks_reason: bool,
    /// The reason that was given.
    pub reason: Option<String>,
    /// The reason that was given while the answers were others; it does not count for these.
    pub reason_before: Option<String>,
}

/// What became of finishing a draft.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct Finished {
    /// The record that was made, when nothing stood in the way.
    pub record: Option<String>,
    /// What stands in the way otherwise.
    pub problems: Vec<ProblemView>,
}
