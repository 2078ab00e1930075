//! What went wrong, for the person at the terminal.

use std::path::Path;

use crate::centre::{CentreError, FilesFault, StickError};
use crate::chain;
use crate::files::FilesError;
use crate::ledger::LedgerError;
use crate::server::ServeError;

/// Why a command was not done.
pub(super) struct Fault {
    /// For programs.
    pub(super) code: &'static str,
    /// One sentence with its causes.
    pub(super) message: String,
    /// 1: refused. 2: misused.
    pub(super) exit: u8,
}

impl Fault {
    pub(super) fn misused(message: impl Into<String>) -> Self {
        Self {
            code: "misused",
            message: message.into(),
            exit: 2,
        }
    }

    pub(super) fn refused(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            exit: 1,
        }
    }

    pub(super) fn file(doing: &str, path: &Path, error: &std::io::Error) -> Self {
        Self::refused("file", format!("{doing} {}: {error}", path.display()))
    }
}

impl From<CentreError> for Fault {
    fn from(error: CentreError) -> Self {
        let message = chain(&error);
        match error {
            CentreError::Bad { .. } | CentreError::Invitation(_) | CentreError::NoUrl => {
                Self::misused(message)
            }
            CentreError::Ledger(error) => error.into(),
            CentreError::LedgerHere { .. } | CentreError::LedgerElsewhere { .. } => {
                Self::misused(message)
            }
            CentreError::NotSetUp { .. } => Self::refused("not-set-up", message),
            CentreError::BadKey { .. } | CentreError::OtherKey { .. } => {
                Self::refused("key", message)
            }
            CentreError::File { .. } | CentreError::Random { .. } => Self::refused("file", message),
        }
    }
}

impl From<LedgerError> for Fault {
    fn from(error: LedgerError) -> Self {
        let code = match error {
            LedgerError::Address { .. } => return Self::misused(chain(&error)),
            LedgerError::Storage { .. } | LedgerError::Damaged { .. } => "database",
            LedgerError::Full { .. } => "full",
            LedgerError::Away { .. } => "away",
            LedgerError::Newer { .. } => "newer",
            LedgerError::NotSetUp => "not-set-up",
            LedgerError::AlreadySetUp => "already-set-up",
            LedgerError::TeamTaken { .. } => "team-taken",
            LedgerError::FormTaken { .. } => "form-taken",
            LedgerError::NoTeam { .. } => "no-team",
            LedgerError::NoPerson { .. } => "no-person",
            LedgerError::NoDevice { .. } => "no-device",
            LedgerError::Deactivated => "deactivated",
            LedgerError::NoInvitation
            | LedgerError::NoToken
            | LedgerError::TokenTaken
            | LedgerError::InvitationUsed
            | LedgerError::InvitationExpired
            | LedgerError::InvitationWithdrawn
            | LedgerError::Revoked => "refused",
        };
        Self::refused(code, chain(&error))
    }
}

impl From<StickError> for Fault {
    fn from(error: StickError) -> Self {
        match error {
            StickError::Centre(error) => error.into(),
            StickError::Ledger(error) => error.into(),
            error => Self::refused(error.code(), chain(&error)),
        }
    }
}

impl From<FilesError> for Fault {
    fn from(error: FilesError) -> Self {
        let message = chain(&error);
        match error {
            FilesError::Address => Self::misused(message),
            FilesError::Full { .. } => Self::refused("full", message),
            _ => Self::refused("files", message),
        }
    }
}

impl From<FilesFault> for Fault {
    fn from(error: FilesFault) -> Self {
        match error {
            FilesFault::Ledger(error) => error.into(),
            FilesFault::Files(error) => error.into(),
        }
    }
}

impl From<ServeError> for Fault {
    fn from(error: ServeError) -> Self {
        let message = chain(&error);
        match error {
            ServeError::Centre(error) => error.into(),
            ServeError::Listen { .. } => Self::refused("listen", message),
            ServeError::Tls { .. } => Self::refused("tls", message),
            ServeError::Files(error) => error.into(),
            ServeError::BrokeOff => Self::refused("broke-off", message),
        }
    }
}
