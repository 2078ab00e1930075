//! Why a stick was not written or read.

use sync::BundleError;
use vault::EnvelopeError;

use crate::view::Code;

/// Why a file on a stick is not taken, or cannot be written. Nothing of that file was taken then.
#[derive(Debug, thiserror::Error)]
pub enum StickFault {
    /// It cannot be opened, or what is in it cannot be read.
    #[error(transparent)]
    Envelope(#[from] EnvelopeError),
    /// It is no whole bundle.
    #[error(transparent)]
    Bundle(#[from] BundleError),
    /// What it says of itself is not signed by whoever it names.
    #[error("the stick is not signed by the laptop that it names")]
    Forged,
    /// Written by a laptop that the programme does not list.
    #[error("the stick was written by a laptop that this programme does not know")]
    Stranger,
    /// Written by a laptop that was sent away.
    #[error(
        "the stick was written by a laptop that the centre has barred; nothing of it was taken"
    )]
    Barred,
    /// Meant for somebody else.
    #[error("the stick is meant for another reader")]
    OtherReader,
    /// No piece of that size can hold it.
    #[error("a piece must have room for {needs} bytes at least")]
    Small {
        /// How much there must be room for.
        needs: u64,
    },
}

impl StickFault {
    /// The code that a screen or a script may branch on.
    pub(crate) fn code(&self) -> Code {
        match self {
            Self::Envelope(error) => match error {
                EnvelopeError::Cut => Code::StickCut,
                EnvelopeError::Damaged | EnvelopeError::TooMuchWork => Code::StickDamaged,
                EnvelopeError::NeedsWords | EnvelopeError::WrongWords => Code::StickPassphrase,
                EnvelopeError::Io(source) => crate::error::io_code(source),
                EnvelopeError::NotSealed
                | EnvelopeError::OtherReader
                | EnvelopeError::NeedsKey
                | EnvelopeError::BadKey => Code::StickNotForUs,
            },
            Self::Bundle(error) => match error {
                BundleError::Cut { .. } => Code::StickCut,
                BundleError::Damaged { .. } | BundleError::TooLarge { .. } => Code::StickDamaged,
                BundleError::NotABundle => Code::StickNotForUs,
                BundleError::Io(source) => crate::error::io_code(source),
            },
            Self::Forged => Code::StickDamaged,
            Self::Stranger | Self::Barred => Code::StickBarred,
            Self::OtherReader => Code::StickNotForUs,
            Self::Small { .. } => Code::StickSmall,
        }
    }
}
