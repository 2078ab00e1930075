//! What comes by hand: sticks of laptops are looked at whole, taken as if they had come over a line, and answered
//! with a stick that only the laptop opens.

use std::path::{Path, PathBuf};

use records::{DeviceId, RevisionId, TeamId};
use sync::{BundleError, Head, Manifest};
use tokio::runtime::Runtime;
use vault::{EnvelopeError, Passphrase};

use super::{Centre, CentreError};
use crate::files::{Files, FilesError};
use crate::ledger::LedgerError;

mod answer;
mod folder;
mod read;
mod take;

/// How names of files on a stick end.
const STICK_ENDING: &str = ".sala";

/// Why a file on a stick was not taken, or no answer written. Nothing of that file is confirmed then.
#[derive(Debug, thiserror::Error)]
pub enum StickError {
    /// It cannot be opened.
    #[error(transparent)]
    Envelope(#[from] EnvelopeError),
    /// It is no whole bundle.
    #[error(transparent)]
    Bundle(#[from] BundleError),
    /// It is not signed by the laptop that it names.
    #[error("the stick is not signed by the laptop that it names")]
    Forged,
    /// Meant for somebody else.
    #[error("the stick is meant for another reader")]
    OtherReader,
    /// Nobody let that laptop in.
    #[error("the stick was written by a laptop that this centre does not know")]
    Stranger,
    /// That laptop was sent away.
    #[error(
        "the stick was written by laptop {device}, which was sent away (device revoke): nothing of it was taken"
    )]
    Revoked {
        /// Which.
        device: DeviceId,
    },
    /// A file or folder of the centre, or on the stick, said no.
    #[error(transparent)]
    Centre(#[from] CentreError),
    /// The ledger said no.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The store of files said no.
    #[error(transparent)]
    Files(#[from] FilesError),
}

impl StickError {
    /// Returns what programs branch on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Envelope(EnvelopeError::Cut) | Self::Bundle(BundleError::Cut { .. }) => "cut",
            Self::Envelope(EnvelopeError::Damaged | EnvelopeError::TooMuchWork)
            | Self::Bundle(BundleError::Damaged { .. } | BundleError::TooLarge { .. })
            | Self::Forged => "damaged",
            Self::Envelope(EnvelopeError::NeedsWords | EnvelopeError::WrongWords) => "passphrase",
            Self::Envelope(EnvelopeError::Io(_))
            | Self::Bundle(BundleError::Io(_))
            | Self::Centre(_) => "file",
            Self::Envelope(_) | Self::Bundle(BundleError::NotABundle) | Self::OtherReader => {
                "not-for-us"
            }
            Self::Stranger => "stranger",
            Self::Revoked { .. } => "revoked",
            Self::Ledger(_) => "database",
            Self::Files(_) => "files",
        }
    }

    /// Says whether it is the file's fault, so that others may be taken all the same.
    fn is_of_the_file(&self) -> bool {
        !matches!(self, Self::Centre(_) | Self::Ledger(_) | Self::Files(_))
    }
}

/// A file on a stick that is whole and that this centre believes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sound {
    /// Who wrote it, when and for whom.
    pub head: Head,
    /// What it holds.
    pub manifest: Manifest,
    /// The laptop that wrote it.
    pub device: DeviceId,
    /// What the parts in it are called that are of a kind which this program does not know: they are refused by that name, and the
    /// rest is taken.
    pub of_other_kind: Vec<RevisionId>,
}

/// What became of one file.
#[derive(Debug)]
pub struct Piece {
    /// The file.
    pub path: PathBuf,
    /// What it is, or why it was not taken.
    pub found: Result<Sound, StickError>,
    /// Where it was put aside, when it is whole and is not taken.
    pub set_aside: Option<PathBuf>,
}

/// What sticks brought.
#[derive(Debug, Default)]
pub struct Brought {
    /// Each file.
    pub pieces: Vec<Piece>,
    /// Revisions that are new here.
    pub taken: u64,
    /// Revisions that were here.
    pub known: u64,
    /// Revisions that were not kept, or are kept with a mark.
    pub refused: u64,
    /// Files that were kept.
    pub files: u64,
    /// Files of teams that the laptop may not write to.
    pub files_refused: u64,
    /// The files with answers, one for each laptop.
    pub answers: Vec<PathBuf>,
}

/// Where photos and scans of the centre are, for work that is not asynchronous itself.
pub struct Shelf<'a> {
    /// The files.
    pub files: &'a Files,
    /// What runs their work.
    pub runtime: &'a Runtime,
}

impl Centre {
    /// Says what lies on a stick; takes nothing.
    ///
    /// # Errors
    /// As for each variant of [`StickError`].
    pub fn stick_look(&self, path: &Path, words: Option<&Passphrase>) -> Result<Sound, StickError> {
        let reading = read::open(self, path, words)?;
        read::check(self, reading)
    }
}

/// Teams of a laptop that there are.
fn teams_of(centre: &Centre, device: DeviceId) -> Result<Vec<TeamId>, StickError> {
    let Some(caller) = centre.inner.ledger.laptop(device)? else {
        return Err(StickError::Stranger);
    };
    let (scope, teams) = (caller.scope(), centre.inner.ledger.census()?.teams);
    let ids = teams.into_iter().map(|team| team.id);
    Ok(ids.filter(|team| scope.has(team)).collect())
}
