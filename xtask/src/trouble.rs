//! What can stand in the way of a command.

use std::fmt;
use std::io;

/// Why a command did not do its work.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// Somebody stopped it.
    Stopped,
    /// The words of the command are not understood.
    Misused(String),
    /// A program could not be started.
    CannotStart { program: String, source: io::Error },
    /// A program ended otherwise than well; `said` is what it wrote to its errors, when that was kept.
    Failed {
        program: String,
        how: String,
        said: String,
    },
    /// A file could not be read or written.
    Files { doing: String, source: io::Error },
    /// Something is missing that a person has to bring.
    Missing { what: String, remedy: String },
    /// Something did not turn out as it has to.
    Wrong(String),
}

impl Trouble {
    pub(crate) fn files(doing: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let doing = doing.into();
        move |source| Self::Files { doing, source }
    }

    /// The exit code that tells a script what kind of trouble it was.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Stopped => 130,
            Self::Misused(_) => 2,
            Self::CannotStart { .. }
            | Self::Failed { .. }
            | Self::Files { .. }
            | Self::Missing { .. }
            | Self::Wrong(_) => 1,
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stopped => write!(out, "stopped"),
            Self::Misused(what) => write!(out, "{what}"),
            Self::CannotStart { program, source } => {
                write!(out, "{program} could not be started: {source}")
            }
            Self::Failed { program, how, said } => {
                write!(out, "{program} failed: {how}")?;
                match said.trim() {
                    "" => Ok(()),
                    said => write!(out, "\n{said}"),
                }
            }
            Self::Files { doing, source } => write!(out, "{doing}: {source}"),
            Self::Missing { what, remedy } => write!(out, "{what}\n{remedy}"),
            Self::Wrong(what) => write!(out, "{what}"),
        }
    }
}
