//! Records: lists, one record, its history, review.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{
    CommentView, ContestedView, FileView, FormCard, OpenFinding, PlaceBeside, ProblemView, SeenView,
};

/// A record in a list.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct RecordRow {
    /// Record id.
    pub record: String,
    /// Form id.
    pub form: String,
    /// The form's title.
    pub form_title: String,
    /// What it is about.
    pub title: String,
    /// A second line.
    pub subtitle: String,
    /// The record's human code.
    pub reference: String,
    /// Facts that are masked for this person: `title`, `subtitle`, `date`, `place`, `people`.
    pub masked: Vec<String>,
    /// Activity date.
    pub date: Option<String>,
    /// Team code.
    pub team: String,
    /// Who made it, when the roster knows.
    pub author: String,
    /// Province, as people read it.
    pub adm1: String,
    /// District, as people read it.
    pub adm2: String,
    /// People counted, for sessions.
    pub people: Option<u32>,
    /// Women, men, girls and boys among them.
    pub counts: [Option<u32>; 4],
    /// Review state: `draft`, `submitted`, `returned`, `verified`, `approved`, `locked`, `rejected`, `withdrawn`.
    pub review: String,
    /// Delivery state: `laptop`, `handed`, `confirmed`.
    pub delivery: String,
    /// Two people changed the same answer apart from each other.
    pub conflict: bool,
    /// Problems in the answers.
    pub problems: u32,
    /// When it last changed.
    pub changed_at: String,
}

/// Which records to list.
#[derive(Debug, Clone, Default, Serialize, Deserialize, Type)]
#[serde(default)]
pub struct RecordQuery {
    /// Words to find.
    pub text: String,
    /// Only this form.
    pub form: Option<String>,
    /// Only this team.
    pub team: Option<String>,
    /// Only this review state.
    pub review: Option<String>,
    /// Only this delivery state.
    pub delivery: Option<String>,
    /// Only this province.
    pub adm1: Option<String>,
    /// Only this district.
    pub adm2: Option<String>,
    /// Only this commune.
    pub adm3: Option<String>,
    /// Only what this person made.
    pub mine: bool,
    /// Activity date from.
    pub from: Option<String>,
    /// Activity date to.
    pub to: Option<String>,
    /// Only records with problems.
    pub problems: bool,
    /// Only records with a conflict.
    pub conflicts: bool,
    /// `changed`, `date`, `title`, `team`, `people`, `state`.
    pub sort: String,
    /// The other way round.
    pub backwards: bool,
    /// Rows to pass over, where the slice begins beside no other.
    pub offset: u32,
    /// The slice whose last row comes before this one: it costs the same anywhere in the list.
    pub after: Option<u32>,
    /// The slice whose first row comes after this one.
    pub before: Option<u32>,
    /// Rows wanted, at most 500.
    pub limit: u32,
}

/// A slice of a list.
#[derive(Debug, Clone, Default, Serialize, Deserialize, Type)]
pub struct RecordPage {
    /// Rows that the query has in all.
    pub total: u32,
    /// The number of the slice, beside which another can begin while this person is signed in.
    pub slice: u32,
    /// The slice.
    pub rows: Vec<RecordRow>,
}

/// One record, whole.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct RecordView {
    /// Its line in a list.
    pub row: RecordRow,
    /// Form version of the answers shown.
    pub version: String,
    /// The record's human code.
    pub reference: String,
    /// Answers by section.
    pub sections: Vec<AnswerSection>,
    /// Answers changed by two people apart from each other.
    pub conflicts: Vec<ConflictView>,
    /// What is wrong or was flagged.
    pub problems: Vec<ProblemView>,
    /// Why warnings are right as they are, as was said when it was submitted.
    pub reasons: Vec<ReasonView>,
    /// Open comments.
    pub comments: Vec<CommentView>,
    /// Who did what, oldest first.
    pub history: Vec<HistoryRow>,
    /// Receipts that cover it.
    pub receipts: Vec<ReceiptView>,
    /// What this person may do now: `verify`, `approve`, `return`, `reject`, `reopen`, `lock`, `submit`, `withdraw`, and
    /// `take_back` while nobody else can know of their last decision.
    pub moves: Vec<String>,
    /// Why this person may not decide: `own_record`, `role`, `state`, `conflict`; `finding` when a rule on several
    /// records stops them from accepting it, and they may still return or reject it.
    pub refusal: Option<String>,
    /// Who had masked answers shown on this laptop, for those who oversee others.
    pub reveals: Vec<RevealRow>,
    /// This person may correct it.
    pub may_edit: bool,
    /// A draft of this person that corrects it.
    pub draft: Option<String>,
    /// Decisions that say the contrary of each other and were made apart: a person who knows all of them decides.
    pub contested: Vec<ContestedView>,
    /// To verify or approve it, a person says why what is open is right as it is.
    pub override_needed: bool,
    /// What was found about it together with others, for those who review: the gravest first.
    pub open_findings: Vec<OpenFinding>,
    /// What this person last saw of it on this laptop.
    pub seen: Option<SeenView>,
    /// Where it was, beside the village that it names; none without a position, and none where that is masked.
    pub place_beside: Option<PlaceBeside>,
}

/// Why a warning is right as it is.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct ReasonView {
    /// The rule that warned.
    pub rule: String,
    /// The question beside which it stands.
    pub path: String,
    /// Its label.
    pub label: String,
    /// The words.
    pub text: String,
    /// Who wrote them.
    pub by: String,
    /// When.
    pub at: String,
}

/// Answers under one heading.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct AnswerSection {
    /// The heading.
    pub label: String,
    /// The answers.
    pub answers: Vec<AnswerView>,
}

/// One answer.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct AnswerView {
    /// The question.
    pub path: String,
    /// Its label.
    pub label: String,
    /// The answer in words.
    pub value: String,
    /// `P0` to `P3`.
    pub class: String,
    /// What is known of the file, where the answer names one.
    pub file: Option<FileView>,
    /// `open`; `masked` until this person asks for it, which is written down; `barred` for their role.
    pub showing: String,
}

/// Two people changed the same answer.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct ConflictView {
    /// The question.
    pub path: String,
    /// Its label.
    pub label: String,
    /// Before both.
    pub base: Option<String>,
    /// Shown for now.
    pub ours: Option<String>,
    /// The other.
    pub theirs: Option<String>,
    /// The answers as a form takes them; nothing where the question is settled in another way, or while it is masked.
    pub values: Option<ConflictValues>,
}

/// What a question may be answered with to settle it, each as a form takes it; empty takes the answer away.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ConflictValues {
    /// As it was before both.
    pub base: String,
    /// Shown for now.
    pub ours: String,
    /// The other.
    pub theirs: String,
    /// Everything that either chose, where a question takes several choices and that is another answer.
    pub both: Option<String>,
}

/// One statement about the record.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct HistoryRow {
    /// Revision id.
    pub revision: String,
    /// `save`, `review` or `erase`.
    pub kind: String,
    /// The move, for a review.
    pub decision: Option<String>,
    /// Who.
    pub who: String,
    /// Their role when they did it, for a review.
    pub role: Option<String>,
    /// When, by the clock of the laptop that made it.
    pub at: String,
    /// Made on this laptop.
    pub here: bool,
    /// `laptop`, `handed` or `confirmed`.
    pub delivery: String,
    /// Comments and reason.
    pub notes: Vec<CommentView>,
    /// Why the decision does not count, if it does not: a refusal code.
    pub ignored: Option<String>,
    /// Answers changed against the save before.
    pub changes: u32,
}

/// An answer that differs between two revisions.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct DiffRow {
    /// The question.
    pub path: String,
    /// Its label.
    pub label: String,
    /// Before, in words.
    pub old: Option<String>,
    /// After, in words.
    pub new: Option<String>,
}

/// Answers that were masked, shown after it was written down.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct Revealed {
    /// The answers.
    pub answers: Vec<AnswerView>,
    /// Those of them that two people changed apart from each other.
    pub conflicts: Vec<ConflictView>,
}

/// A time that somebody had masked answers shown. It never holds an answer.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct RevealRow {
    /// The record.
    pub record: String,
    /// The question; empty for all of the record.
    pub path: String,
    /// Its label.
    pub label: String,
    /// `shown`, `corrected` or `exported`.
    pub deed: String,
    /// Why, in their words; may be empty.
    pub why: String,
    /// Who.
    pub who: String,
    /// When.
    pub at: String,
    /// On this laptop.
    pub here: bool,
}

/// The page of a person, an accident or a session.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct Timeline {
    /// The record whose page it is.
    pub subject: RecordRow,
    /// Records of the same person or session that stand behind it.
    pub merged: Vec<RecordRow>,
    /// What is about it and what it is about, oldest first and undated last.
    pub entries: Vec<TimelineEntry>,
    /// Entries that were left out because there are too many.
    pub more: u32,
    /// Forms that can be started about it.
    pub forms: Vec<FormCard>,
}

/// One record on the page of another.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct TimelineEntry {
    /// Its line.
    pub row: RecordRow,
    /// The subject is about it, as a person is about an accident; otherwise it is about the subject.
    pub about: bool,
}

/// A receipt that covers a record or a batch.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct ReceiptView {
    /// Batch id.
    pub batch: String,
    /// The centre's time.
    pub time: String,
    /// Revisions it covers.
    pub revisions: u32,
    /// Photos and scans it covers.
    pub files: u32,
    /// First digits of the hash over what it covers.
    pub fingerprint: String,
    /// The signature was checked on this laptop.
    pub verified: bool,
}

/// Something found by a search.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct Hit {
    /// The record.
    pub record: String,
    /// Its title.
    pub title: String,
    /// Its form's title and date.
    pub subtitle: String,
    /// Its review state.
    pub review: String,
}
