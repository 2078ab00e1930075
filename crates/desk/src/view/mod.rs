//! What the screens are shown: plain values, without methods, from which the UI's types are
//! generated (`cargo xtask types`).
//!
//! Times are ISO 8601 text in the laptop's own offset, dates `YYYY-MM-DD`, ids text. Whatever a
//! sentence needs travels as a code and its figures; the words are in the catalogues of `ui`.

mod double;
mod file;
mod form;
mod hub;
mod list;
mod map;
mod place;
mod position;
mod quality;
mod record;
mod report;
mod review;
mod rules;
mod settings;
mod shelf;
mod start;
mod stick;
mod sync;

pub use double::*;
pub use file::*;
pub use form::*;
pub use hub::*;
pub use list::*;
pub use map::*;
pub use place::*;
pub use position::*;
pub use quality::*;
pub use record::*;
pub use report::*;
pub use review::*;
pub use rules::*;
pub use settings::*;
pub use shelf::*;
pub use start::*;
pub use stick::*;
pub use sync::*;

use serde::{Deserialize, Serialize};
use specta::Type;

/// What went wrong, for a screen: a code that it may branch on, and the whole story in English.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct Fault {
    /// One of [`Code`].
    pub code: Code,
    /// What happened, what was kept, what to do. Holds no personal data.
    pub message: String,
    /// Seconds to wait before trying again, when that is what helps.
    pub wait_seconds: Option<u32>,
}

/// What a screen or a script may branch on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// No laptop has been set up in this folder.
    NoLaptop,
    /// A laptop is set up in this folder already.
    AlreadySetUp,
    /// Nobody is signed in.
    Locked,
    /// The passphrase is wrong.
    WrongPassphrase,
    /// Too many wrong passphrases: wait.
    WaitBeforeTrying,
    /// The passphrase is too weak to protect the records.
    WeakPassphrase,
    /// The recovery code is wrong.
    WrongRecoveryCode,
    /// Another program has this folder open.
    InUse,
    /// The database was written by a newer version of Sala.
    NewerDatabase,
    /// The database is damaged.
    Damaged,
    /// The disk is full.
    DiskFull,
    /// The folder cannot be written.
    ReadOnly,
    /// A file for somebody else cannot be written at the place that was chosen for it.
    Unwritable,
    /// The role may not do this.
    NotAllowed,
    /// Nobody reviews a record that they made.
    OwnRecord,
    /// The record's state does not allow this move.
    WrongState,
    /// A comment on a question, or a reason, is needed.
    CommentNeeded,
    /// What a rule on several records found has to be put right before the record can be accepted.
    RuleStops,
    /// There is no such record, draft, form, person or batch.
    NotFound,
    /// The answers do not meet the form.
    NotValid,
    /// The form or file cannot be used.
    BadInput,
    /// This kind of file is not taken.
    FileKind,
    /// The file is too large.
    FileTooLarge,
    /// The file cannot be opened.
    FileDamaged,
    /// The text is in a legacy encoding and not in Unicode.
    WrongEncoding,
    /// The invitation cannot be used.
    BadInvitation,
    /// There is no code in the file or picture that was chosen.
    NoCodeSeen,
    /// The centre does not answer.
    Offline,
    /// Something answered that is not the centre, or not as the centre does.
    NotTheCentre,
    /// The centre does not know this laptop, or has barred it.
    Barred,
    /// The centre is busy; trying again later helps.
    CentreBusy,
    /// The centre, or a machine on the way to it, failed: somebody has to look after it.
    CentreBroken,
    /// Something on the way takes no message as small as the smallest that this laptop can send.
    TooLargeOnTheWay,
    /// The centre has no room left on its disk.
    CentreFull,
    /// This laptop has no centre to send to.
    NoCentre,
    /// The hub does not answer.
    HubOffline,
    /// The hub has no room left on its disk.
    HubFull,
    /// The hub, or something on the way to it, takes only smaller messages than this laptop can send.
    HubTooLarge,
    /// The hub answers, and has failed.
    HubBroken,
    /// Something answered that is not the hub it should be.
    NotTheHub,
    /// The hub does not let this laptop in: its code is wrong or missing, or it is for other teams.
    HubRefused,
    /// What was typed or scanned is no code of a hub.
    BadHubCode,
    /// The person stopped it.
    Cancelled,
    /// A file on a stick ends too early.
    StickCut,
    /// A file on a stick is not as it was written.
    StickDamaged,
    /// A file on a stick is no bundle, or sealed for another reader.
    StickNotForUs,
    /// A file on a stick needs a passphrase, or another one.
    StickPassphrase,
    /// A file on a stick was written by a laptop that is not known, or was barred.
    StickBarred,
    /// The pieces of a stick are too small for what must be in one.
    StickSmall,
    /// What tells of persons goes to people outside the team by whole months only.
    MonthParts,
    /// The command was misused.
    Misused,
    /// No receiver answers, or it finds no position.
    NoPosition,
    /// Anything else; the message tells.
    Other,
}

/// What a change touched, so that screens know whether to look again.
#[derive(Debug, Clone, Default, Serialize, Deserialize, Type)]
pub struct Changed {
    /// Drafts were added, changed or removed.
    pub drafts: bool,
    /// Records or their review state changed.
    pub records: bool,
    /// Something was sent, received or confirmed.
    pub delivery: bool,
}

/// Whether a use case that can change records did so. One that was stopped or only looked need not be told to
/// any screen.
pub trait Changes {
    /// Whether anything was written.
    fn has_changed(&self) -> bool {
        true
    }
}

impl Changes for () {}

impl Changes for FormView {}

impl Changes for RecordView {}

impl Changes for DoubleView {}

impl Changes for ThresholdsView {}

impl Changes for MonthLocked {
    fn has_changed(&self) -> bool {
        self.locked > 0
    }
}

impl Changes for crate::FormInstalled {}

impl Changes for Vec<InstalledForm> {}

/// Nothing when the person cancelled.
impl Changes for Option<PlacesImported> {
    fn has_changed(&self) -> bool {
        self.is_some()
    }
}

impl Changes for Finished {
    fn has_changed(&self) -> bool {
        self.record.is_some()
    }
}

impl Changes for StickTaken {}

/// Nothing when the person cancelled.
impl Changes for Option<StickWritten> {
    fn has_changed(&self) -> bool {
        self.is_some()
    }
}

impl Changes for crate::import::ImportReport {
    fn has_changed(&self) -> bool {
        !self.dry_run
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::ImportReport;

    #[test]
    fn what_was_stopped_or_only_looked_at_is_told_to_no_screen() {
        let finished = |record: Option<&str>| Finished {
            record: record.map(str::to_owned),
            problems: Vec::new(),
        };
        assert!(finished(Some("a record")).has_changed());
        assert!(!None::<PlacesImported>.has_changed());
        assert!(!finished(None).has_changed());
        let import = |dry_run| ImportReport {
            dry_run,
            ..ImportReport::default()
        };
        assert!(import(false).has_changed());
        assert!(!import(true).has_changed());
    }
}
