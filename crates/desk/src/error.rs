//! What can go wrong in a use case, and what a screen or a script is told of it.

use std::error::Error;
use std::io;

use forms::{Finding, SetError};
use programme::review::{DecisionError, Refusal};
use records::{RevisionError, RevisionId};
use store::{OpenError, StoreError};

use crate::import::ImportError;
use crate::view::{Code, Fault, ProblemView};
use crate::{FileRefusal, StickFault};

/// Why a use case did not do what it was asked; nothing was changed then, unless it says so.
#[derive(Debug, thiserror::Error)]
#[allow(
    missing_docs,
    reason = "each message says what happened; the fields are its figures"
)]
pub enum DeskError {
    #[error("no laptop has been set up in this folder: join a programme or start one first")]
    NoLaptop,
    #[error("a laptop is set up in this folder already; nothing was changed")]
    AlreadySetUp,
    #[error("nobody is signed in")]
    Locked,
    #[error("the passphrase is wrong")]
    WrongPassphrase { wait_seconds: u32 },
    #[error("too many wrong passphrases: wait {seconds} seconds and try again")]
    Wait { seconds: u32 },
    #[error(
        "this passphrase is too easy to guess: use at least ten signs, best four or more words"
    )]
    WeakPassphrase,
    #[error("the recovery code is wrong: compare it with the printed sheet, sign by sign")]
    WrongRecoveryCode,
    #[error("another program has this folder open: close the other window of Sala and try again")]
    InUse,
    #[error(
        "the list of people who may open this laptop is damaged (people.json): restore it from a backup; the records are still in sala.db"
    )]
    PeopleDamaged,
    #[error(
        "the list of people was written by a newer version of Sala ({found}; this one knows {known})"
    )]
    NewerPeople { found: u32, known: u32 },
    #[error("your role may not {what}")]
    NotAllowed { what: &'static str },
    #[error("{0}")]
    Refused(Refusal),
    #[error(
        "two people changed the same answer apart from each other: correct the record first, then decide"
    )]
    Conflict,
    #[error(
        "the rule {rule} stops this: put right what it found beside other records, or return or reject the record"
    )]
    RuleStops { rule: String },
    #[error("to {mv} a record, give a reason for what was found: {}", rules.join(", "))]
    ReasonFor {
        mv: programme::review::Move,
        rules: Vec<String>,
    },
    #[error("there is no such {what} here")]
    NotFound { what: &'static str },
    #[error("{}", in_the_way(problems))]
    NotValid { problems: Vec<ProblemView> },
    #[error("this answer was not taken: {0}")]
    Answer(#[source] SetError),
    #[error("the answers cannot be read: {why}")]
    BadAnswers { why: String },
    #[error("this form cannot be used: {}", first_finding(findings))]
    BadForm { findings: Vec<Finding> },
    #[error("{0}")]
    BadFile(FileRefusal),
    #[error(
        "this table of rules cannot be used, and nothing was changed: {}",
        first_finding(findings)
    )]
    BadRules { findings: Vec<Finding> },
    #[error(
        "a reason says something in at most {} signs",
        programme::review::WARNING_REASON_CHARS_MAX
    )]
    NoReason,
    #[error("this map cannot be used: {why}")]
    BadMap { why: &'static str },
    #[error("this is no position: {why}")]
    NotAPosition { why: String },
    #[error("the receiver gave no position: {why}")]
    NoPosition { why: String },
    #[error("the form could not be played: {why}")]
    NotPlayed { why: String },
    #[error(
        "version {version} of the form “{form}” is installed with other contents: give the new one another version"
    )]
    VersionTaken { form: String, version: String },
    #[error(transparent)]
    Import(#[from] ImportError),
    #[error("this is no invitation to a programme: {why}")]
    BadInvitation { why: String },
    #[error("no code can be read from this file: {why}")]
    NoCodeSeen { why: String },
    #[error("{}", line_words(.0))]
    Line(sync::Line),
    #[error("this laptop has no centre: its records stay here")]
    NoCentre,
    #[error("a sync is running already")]
    SyncRuns,
    #[error(transparent)]
    Stick(StickFault),
    #[error("{}", hub_words(.0))]
    HubLine(sync::Line),
    #[error(
        "this is not the hub it should be: it showed another certificate or key; nothing was handed over"
    )]
    WrongHub,
    #[error("this laptop has not been at that hub: give the code on its screen")]
    HubCodeNeeded,
    #[error("this is no code of a hub: {why}")]
    BadHubCode { why: String },
    #[error("the hub's receipt does not hold: {why}; nothing counts as handed over")]
    FalseSlip { why: String },
    #[error("this laptop cannot be reached as a hub: {why}")]
    NoHub { why: String },
    #[error("seal what is to be sent")]
    Part(#[source] sync::PackError),
    #[error("stopped; what had arrived stays")]
    Cancelled,
    #[error(
        "people outside the team are told of persons by whole months only; nothing was written"
    )]
    MonthParts,
    #[error("{why}")]
    Misused { why: String },
    #[error("open the store")]
    Open(#[from] OpenError),
    #[error("use the store")]
    Store(#[from] StoreError),
    #[error("make the revision")]
    Revision(#[source] RevisionError),
    #[error("write the decision")]
    Decision(#[source] DecisionError),
    #[error("the answers of revision {revision} cannot be read")]
    Unreadable { revision: RevisionId },
    #[error("what the centre says about the programme is not signed by it; nothing was changed")]
    ForgedRoster,
    #[error("the centre's receipt does not hold: {why}; nothing counts as confirmed")]
    FalseReceipt { why: String },
    #[error("something is wrong with this laptop's store; see the findings above")]
    Unwell,
    #[error("{}", .0.message)]
    Trouble(Fault),
    #[error("the system gives no randomness")]
    NoRandomness,
    #[error("{what}")]
    File {
        what: &'static str,
        #[source]
        source: io::Error,
    },
    /// What was to be written at a place that a person chose.
    #[error("{what}")]
    Unwritten {
        what: &'static str,
        #[source]
        source: io::Error,
    },
}

/// So many of the questions that stand in the way are told in words.
const TOLD_MAX: usize = 10;

/// Every question that stands in the way, so that all can be put right at once.
fn in_the_way(problems: &[ProblemView]) -> String {
    let told = problems.iter().take(TOLD_MAX);
    let told: Vec<String> = told
        .map(|p| format!("{} ({}): {}", p.label, p.path, p.text))
        .collect();
    let how_many = match problems.len() {
        1 => "1 question stands in the way".to_owned(),
        many => format!("{many} questions stand in the way"),
    };
    let rest = match problems.len().saturating_sub(TOLD_MAX) {
        0 => String::new(),
        more => format!("\n  and {more} more"),
    };
    format!("{how_many}:\n  {}{rest}", told.join("\n  "))
}

fn first_finding(findings: &[Finding]) -> String {
    let error = findings
        .iter()
        .find(|f| f.severity == forms::Severity::Error);
    error.map_or_else(String::new, Finding::to_string)
}

fn line_words(line: &sync::Line) -> String {
    use sync::LineKind as K;
    let words = match line.kind {
        K::Unreachable | K::TurnedAway { .. } => {
            "the centre cannot be reached; everything stays on this laptop"
        }
        K::Stalled => {
            "the line to the centre stalled; what had arrived counts, the rest stays on this laptop"
        }
        K::NotOurs => {
            "something answered that is not the centre (a log-in page of the network, perhaps), or not as the centre does; that answer confirms nothing, and everything stays on this laptop"
        }
        K::Unauthorised => {
            "the centre does not know this laptop: ask for a new invitation; everything stays on this laptop"
        }
        K::Revoked => {
            "the centre has barred this laptop: ask your coordinator; everything stays on this laptop"
        }
        K::TooLarge => {
            "something on the way to the centre takes only smaller messages than this laptop can send; everything stays on this laptop: use another network or a stick, and tell whoever runs the centre"
        }
        K::Busy { .. } => {
            "the centre is busy: it will be tried again; everything stays on this laptop"
        }
        K::Full => {
            "the centre has no room left on its disk; nothing is lost, it stays on this laptop"
        }
        K::Server { .. } => {
            "the centre, or a machine on the way to it, failed; everything stays on this laptop: tell whoever runs the centre"
        }
    };
    if line.detail.is_empty() {
        words.to_owned()
    } else {
        format!("{words} ({})", line.detail)
    }
}

fn hub_words(line: &sync::Line) -> String {
    use sync::LineKind as K;
    let words = match line.kind {
        K::Unreachable => "the hub cannot be reached; everything stays on this laptop",
        K::Stalled => "the line to the hub stalled; what had arrived counts",
        K::NotOurs => {
            "something answered that is not this hub, or not as a hub does; by that answer nothing counts as handed over"
        }
        K::Unauthorised | K::Revoked => "the hub does not let this laptop in",
        K::TooLarge => {
            "something on the way to the hub takes only smaller messages than this laptop can send; everything stays on this laptop: use another network or a stick"
        }
        K::Busy { .. } | K::TurnedAway { .. } => "the hub is locked or busy: try again",
        K::Full => "the hub has no room left on its disk; nothing is lost, it stays on this laptop",
        K::Server { .. } => {
            "the hub failed; everything stays on this laptop: start the hub again, or use a stick"
        }
    };
    if line.detail.is_empty() {
        words.to_owned()
    } else {
        format!("{words} ({})", line.detail)
    }
}

/// The words already say what the line met, so it is no source that would say it again.
impl From<sync::Line> for DeskError {
    fn from(line: sync::Line) -> DeskError {
        DeskError::Line(line)
    }
}

impl DeskError {
    pub(crate) fn file(what: &'static str, source: io::Error) -> DeskError {
        DeskError::File { what, source }
    }

    /// A file for somebody else could not be written where it was to go.
    pub fn unwritten(what: &'static str, source: io::Error) -> DeskError {
        DeskError::Unwritten { what, source }
    }

    /// The code that a screen or a script may branch on.
    pub fn code(&self) -> Code {
        use DeskError as E;
        match self {
            E::NoLaptop => Code::NoLaptop,
            E::AlreadySetUp => Code::AlreadySetUp,
            E::Locked => Code::Locked,
            E::WrongPassphrase { .. } => Code::WrongPassphrase,
            E::Wait { .. } => Code::WaitBeforeTrying,
            E::WeakPassphrase => Code::WeakPassphrase,
            E::WrongRecoveryCode => Code::WrongRecoveryCode,
            E::InUse => Code::InUse,
            E::NewerPeople { .. } => Code::NewerDatabase,
            E::PeopleDamaged => Code::Damaged,
            E::NotAllowed { .. } => Code::NotAllowed,
            E::Refused(refusal) => refusal_code(refusal),
            E::ReasonFor { .. } => Code::CommentNeeded,
            E::Conflict => Code::WrongState,
            E::RuleStops { .. } => Code::RuleStops,
            E::NotFound { .. } => Code::NotFound,
            E::NotValid { .. } => Code::NotValid,
            E::BadFile(FileRefusal::Kind) => Code::FileKind,
            E::BadFile(FileRefusal::TooLarge) => Code::FileTooLarge,
            E::BadFile(FileRefusal::Damaged) => Code::FileDamaged,
            E::NoPosition { .. } => Code::NoPosition,
            E::Answer(_)
            | E::BadAnswers { .. }
            | E::BadForm { .. }
            | E::BadRules { .. }
            | E::NoReason
            | E::BadMap { .. }
            | E::NotAPosition { .. }
            | E::NotPlayed { .. }
            | E::VersionTaken { .. } => Code::BadInput,
            E::Import(ImportError::Encoding { .. } | ImportError::LegacyFont { .. }) => {
                Code::WrongEncoding
            }
            E::Import(_) => Code::BadInput,
            E::BadInvitation { .. } => Code::BadInvitation,
            E::NoCodeSeen { .. } => Code::NoCodeSeen,
            E::Line(line) => line_code(line),
            E::NoCentre => Code::NoCentre,
            E::Cancelled => Code::Cancelled,
            E::SyncRuns => Code::CentreBusy,
            E::Stick(fault) => fault.code(),
            E::MonthParts => Code::MonthParts,
            E::Misused { .. } => Code::Misused,
            E::Open(open) => open_code(open),
            E::Store(store) => store_code(store),
            E::ForgedRoster | E::FalseReceipt { .. } => Code::NotTheCentre,
            E::HubLine(line) => hub_code(line),
            E::WrongHub | E::FalseSlip { .. } => Code::NotTheHub,
            E::HubCodeNeeded => Code::HubRefused,
            E::BadHubCode { .. } => Code::BadHubCode,
            E::NoHub { .. } => Code::HubOffline,
            E::File { source, .. } => io_code(source),
            E::Unwritten { source, .. } => match io_code(source) {
                Code::DiskFull => Code::DiskFull,
                _ => Code::Unwritable,
            },
            E::Unwell => Code::Damaged,
            E::Trouble(fault) => fault.code,
            E::Part(_)
            | E::Revision(_)
            | E::Decision(_)
            | E::Unreadable { .. }
            | E::NoRandomness => Code::Other,
        }
    }

    /// Seconds after which trying again helps.
    pub fn wait_seconds(&self) -> Option<u32> {
        match self {
            DeskError::WrongPassphrase { wait_seconds } => {
                (*wait_seconds > 0).then_some(*wait_seconds)
            }
            DeskError::Wait { seconds } => Some(*seconds),
            DeskError::Line(sync::Line {
                kind: sync::LineKind::Busy { retry_s } | sync::LineKind::TurnedAway { retry_s },
                ..
            }) => Some(*retry_s),
            _ => None,
        }
    }
}

fn refusal_code(refusal: &Refusal) -> Code {
    match refusal.code() {
        "own-record" => Code::OwnRecord,
        "role" => Code::NotAllowed,
        "comment" | "reason" => Code::CommentNeeded,
        _ => Code::WrongState,
    }
}

fn line_code(line: &sync::Line) -> Code {
    use sync::LineKind as K;
    match line.kind {
        K::Unreachable | K::Stalled | K::TurnedAway { .. } => Code::Offline,
        K::NotOurs => Code::NotTheCentre,
        K::Unauthorised | K::Revoked => Code::Barred,
        K::Full => Code::CentreFull,
        K::TooLarge => Code::TooLargeOnTheWay,
        K::Busy { .. } => Code::CentreBusy,
        K::Server { .. } => Code::CentreBroken,
    }
}

fn hub_code(line: &sync::Line) -> Code {
    use sync::LineKind as K;
    match line.kind {
        K::NotOurs => Code::NotTheHub,
        K::Unauthorised | K::Revoked => Code::HubRefused,
        K::Full => Code::HubFull,
        K::TooLarge => Code::HubTooLarge,
        K::Server { .. } => Code::HubBroken,
        // A hub that is locked says so by being busy.
        K::Unreachable | K::Stalled | K::Busy { .. } | K::TurnedAway { .. } => Code::HubOffline,
    }
}

fn open_code(error: &OpenError) -> Code {
    match error {
        OpenError::Newer { .. } => Code::NewerDatabase,
        OpenError::Damaged { .. } | OpenError::WrongKey => Code::Damaged,
        OpenError::Store { source } => store_code(source),
        _ => Code::Other,
    }
}

fn store_code(error: &StoreError) -> Code {
    match error {
        StoreError::DiskFull { .. } => Code::DiskFull,
        StoreError::ReadOnly { .. } => Code::ReadOnly,
        StoreError::Damaged { .. } => Code::Damaged,
        StoreError::FileTooLarge => Code::FileTooLarge,
        StoreError::FileDamaged { .. } => Code::FileDamaged,
        StoreError::FileMissing { .. } => Code::NotFound,
        StoreError::File { source, .. } => io_code(source),
        StoreError::Busy { .. } => Code::InUse,
        _ => Code::Other,
    }
}

pub(crate) fn io_code(error: &io::Error) -> Code {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Code::DiskFull,
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => Code::ReadOnly,
        io::ErrorKind::NotFound => Code::NotFound,
        _ => Code::Other,
    }
}

/// The whole story of an error: what was tried, and why it failed.
pub fn chain(error: &dyn Error) -> String {
    let mut parts = vec![error.to_string()];
    let mut next = error.source();
    while let Some(cause) = next {
        let part = cause.to_string();
        if parts.last() != Some(&part) {
            parts.push(part);
        }
        next = cause.source();
    }
    parts.join(": ")
}

impl From<DeskError> for Fault {
    fn from(error: DeskError) -> Fault {
        Fault {
            code: error.code(),
            message: chain(&error),
            wait_seconds: error.wait_seconds(),
        }
    }
}

impl Fault {
    /// The work was stopped before it could answer.
    pub fn stopped() -> Fault {
        let message =
            "this work was stopped by a fault in the program; what was saved before stays";
        Fault {
            code: Code::Other,
            message: message.to_owned(),
            wait_seconds: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_question_that_stands_in_the_way_is_told() {
        #[track_caller]
        fn check(problems: usize, told: &str) {
            let problem = |number: usize| ProblemView {
                path: format!("sadd/q{number}"),
                label: format!("Question {number}"),
                kind: "rule".to_owned(),
                severity: "error".to_owned(),
                text: "The figures do not agree.".to_owned(),
                rule: None,
                asks_reason: false,
                reason: None,
                reason_before: None,
            };
            let problems = (1..=problems).map(problem).collect();
            let said = DeskError::NotValid { problems }.to_string();
            assert!(
                said.starts_with(told) && !said.contains("Question 11"),
                "{said}"
            );
        }
        check(
            1,
            "1 question stands in the way:\n  Question 1 (sadd/q1): The figures do not agree.",
        );
        check(
            2,
            "2 questions stand in the way:\n  Question 1 (sadd/q1): The figures do not agree.\n  Question 2 (sadd/q2): ",
        );
        check(12, "12 questions stand in the way:\n  Question 1 ");
    }
}
