//! The other side, and how a line fails.

use std::fmt;

use crate::files::FileRoad;
use crate::frame::{Ask, Reply};

/// The other side of a sync: a centre over HTTP, a file on a stick, a hub in the next room.
pub trait Peer {
    /// Sends an ask and waits for its reply.
    ///
    /// # Errors
    /// When no reply came. The other side may have acted all the same.
    fn exchange(&mut self, ask: &Ask) -> Result<Reply, Line>;
}

/// A peer by a road that people know by name, and that counts what goes over it.
pub trait Road: Peer {
    /// Returns its name in the list of batches, such as `internet`.
    fn name(&self) -> &'static str;
    /// Returns what went over it so far.
    fn moved(&self) -> Bytes;
    /// Has the other side know this laptop by another token from now on; false when this road knows no tokens, or the
    /// other side no other ones.
    ///
    /// # Errors
    /// When no answer came. The other side may have taken the token all the same: to ask again brings the answer.
    fn renew(&mut self, _wanted: &Renewal) -> Result<bool, Line> {
        Ok(false)
    }
    /// Returns the same road for files; `None` when none go over it.
    fn files(&mut self) -> Option<&mut dyn FileRoad> {
        None
    }
}

/// The token that a laptop wants to show from now on. It drew that itself, and tells no more than the hash.
#[derive(Clone)]
pub struct Renewal {
    /// The new token.
    pub token: String,
    /// Its hash, which is what the other side keeps.
    pub token_hash: [u8; 32],
    /// The signature of the laptop's key that it wants it.
    pub proof: [u8; 64],
    /// The token of the time before: a centre that was restored from a backup knows no later one.
    pub before: Option<String>,
}

/// Bytes that went over a road, heads of messages not counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Bytes {
    /// To the centre.
    pub up: u64,
    /// From the centre.
    pub down: u64,
}

/// A line that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What a program branches on.
    pub kind: LineKind,
    /// For a support engineer; no personal data.
    pub detail: String,
}

/// How a line failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// There is no connection.
    Unreachable,
    /// The connection was there and nothing moved any more.
    Stalled,
    /// Something answered that is not the centre: a captive portal, rubbish.
    NotOurs,
    /// The centre does not know this laptop's token.
    Unauthorised,
    /// The centre has shut this laptop out.
    Revoked,
    /// The centre, or a proxy on the way, takes no message of this size.
    TooLarge,
    /// The centre asks to come back later.
    Busy {
        /// In how many seconds.
        retry_s: u32,
    },
    /// A machine on the way asks to come back later, and says nothing of the centre.
    TurnedAway {
        /// In how many seconds.
        retry_s: u32,
    },
    /// The centre has no room left on its disk.
    Full,
    /// The centre failed.
    Server {
        /// The HTTP status.
        status: u16,
    },
}

impl Line {
    /// Returns a failure with its detail.
    #[must_use]
    pub fn new(kind: LineKind, detail: impl Into<String>) -> Self {
        Self {
            kind,
            detail: detail.into(),
        }
    }
}

impl fmt::Display for LineKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable => out.write_str("the centre cannot be reached"),
            Self::Stalled => out.write_str("the connection stopped moving"),
            Self::NotOurs => out.write_str("something else answered in place of the centre"),
            Self::Unauthorised => out.write_str("the centre does not know this laptop"),
            Self::Revoked => out.write_str("the centre has shut this laptop out"),
            Self::TooLarge => out.write_str("the message was too large for the line"),
            Self::Busy { retry_s } => write!(out, "the centre is busy; try again in {retry_s} s"),
            Self::TurnedAway { retry_s } => {
                write!(
                    out,
                    "a machine before the centre asks to try again in {retry_s} s"
                )
            }
            Self::Full => out.write_str("the centre has no room left on its disk"),
            Self::Server { status } => write!(out, "the centre failed (status {status})"),
        }
    }
}

impl fmt::Display for Line {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.kind)?;
        if self.detail.is_empty() {
            Ok(())
        } else {
            write!(out, " ({})", self.detail)
        }
    }
}

impl std::error::Error for Line {}
