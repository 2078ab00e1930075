//! A bundle: the same talk, written down to be carried by hand.
//!
//! ```text
//! "SALA BUNDLE 1\n"  block*
//! block: kind u8  packed length u32  plain length u32  packed bytes       (numbers little-endian)
//! ```
//!
//! The first block is the [`Head`] (who wrote, when, for whom), the last the [`Manifest`] (what there is, a
//! hash over all bytes before it) with the writer's signature. Between them are [`Item`]s: asks of a laptop
//! or answers of a centre, rosters, files. A bundle may be one of several pieces; each stands for itself,
//! has a batch of its own and can be read before or without the others.
//!
//! Nothing here opens a file: bytes go through [`std::io::Read`] and [`std::io::Write`]. The envelope that
//! only the reader opens, and the check of the signature, are the caller's.

mod answering;
mod block;
mod item;
mod manifest;
mod pieces;
mod read;
mod write;

pub use answering::{compare, hear, moved_on, news};
pub use item::{Answer, Compared, FilesSigned, Item, WANTED_MAX};
pub use manifest::{Addressee, Closed, Head, Manifest};
pub use pieces::{Gap, PieceNumber, gaps};
pub use read::BundleReader;
pub use write::BundleWriter;

use std::io;

/// The first bytes of every bundle, once it is out of its envelope.
pub(crate) const MAGIC: &[u8; 14] = b"SALA BUNDLE 1\n";
/// What the hash over a bundle is made with.
const HASH_CONTEXT: &str = "sala 2026-11 bundle";

/// Why a bundle cannot be read. Nothing of it counts then.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// Something else, or a newer format.
    #[error("this is no bundle that this program knows")]
    NotABundle,
    /// It ends too early.
    #[error("the bundle was cut: it ends inside its {what}, after {at} bytes")]
    Cut {
        /// Where.
        what: &'static str,
        /// How many bytes were there.
        at: u64,
    },
    /// Something in it is not what was written.
    #[error("the bundle is damaged in its {what}, after {at} bytes")]
    Damaged {
        /// Where.
        what: &'static str,
        /// How many bytes came before.
        at: u64,
    },
    /// More than is ever written.
    #[error("the bundle holds a {what} that is larger than any may be")]
    TooLarge {
        /// What is.
        what: &'static str,
    },
    /// Whatever it is on failed.
    #[error("read the bundle")]
    Io(#[source] io::Error),
}

impl BundleError {
    /// What reading at a place came to.
    fn of(error: io::Error, what: &'static str, at: u64) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Self::Cut { what, at },
            io::ErrorKind::InvalidData => Self::Damaged { what, at },
            _ => Self::Io(error),
        }
    }
}

#[cfg(test)]
#[path = "bundle_tests.rs"]
mod tests;
