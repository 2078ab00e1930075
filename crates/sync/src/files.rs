//! Photos and scans on their way: after the texts, one after the other, from the byte where the line broke.
//!
//! A file is known by its team and the BLAKE3 hash of its bytes, so that sending again is harmless and whoever
//! receives it can tell that it is whole. It counts as confirmed when the centre's [`Receipt`](crate::Receipt) names it, or when it
//! came from the centre; what a hub signs for is handed over.

use std::collections::BTreeSet;
use std::fmt::Debug;

use minicbor::{Decode, Encode};
use records::TeamId;

use crate::frame::{self, BatchId, FrameError};
use crate::list;
use crate::peer::Line;
use crate::receipt::SignedReceipt;

mod sizes;
mod travel;
mod upload;

pub use sizes::{FILES_OF_SIZES_MAX, FileSizes, SizesAsk};
pub use travel::{FilesMoved, run_files};
pub use upload::{Announced, NotAnUpload, Upload, UploadId};

/// The most files that one receipt is asked for.
pub const FILES_OF_RECEIPT_MAX: usize = 1024;
/// The largest file that a laptop takes from a centre.
pub const FILE_BYTES_MAX: u64 = 40_000_000;

/// A file of a team.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(array)]
pub struct FileName {
    /// The team whose record names it.
    #[n(0)]
    pub team: TeamId,
    /// BLAKE3 of its bytes.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub content: [u8; 32],
}

/// Asks the centre to sign for files that it holds.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct FilesAsk {
    /// What they were handed over under.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub batch: BatchId,
    /// The files, at most [`FILES_OF_RECEIPT_MAX`].
    #[n(1)]
    #[cbor(decode_with = "list::read::<_, _, FILES_OF_RECEIPT_MAX>")]
    pub files: Vec<FileName>,
}

impl FilesAsk {
    /// Returns the hashes that a receipt for this may name, when `held` is what whoever signs holds whole of it. A receipt
    /// says no team: what is missing in one of those asked for is not named.
    #[must_use]
    pub fn named(&self, held: &BTreeSet<FileName>) -> Vec<[u8; 32]> {
        let (here, missing): (Vec<&FileName>, Vec<&FileName>) =
            self.files.iter().partition(|file| held.contains(*file));
        let missing: BTreeSet<[u8; 32]> = missing.iter().map(|file| file.content).collect();
        let here: BTreeSet<[u8; 32]> = here.iter().map(|file| file.content).collect();
        here.difference(&missing).copied().collect()
    }

    /// Returns the bytes: a CBOR array of version and ask.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        frame::write(self)
    }

    /// Reads an ask. Fields that a newer program added are passed over.
    ///
    /// # Errors
    /// When the bytes are too many, of another version, or no ask.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FrameError> {
        frame::read(bytes)
    }
}

/// Where an upload stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// What the centre calls it.
    pub address: String,
    /// How many bytes it holds, from the first on.
    pub offset: u64,
}

/// Some bytes of a file that the centre holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The bytes, from the position that was asked for; none when that is the end.
    pub bytes: Vec<u8>,
    /// The length of the whole.
    pub length: u64,
}

/// A road that files go over.
pub trait FileRoad {
    /// Announces a file of so many bytes. What the centre holds already need not be sent: the offset says so.
    ///
    /// # Errors
    /// When no answer came, or the centre does not take it.
    fn announce(&mut self, file: &FileName, length: u64) -> Result<Standing, Line>;

    /// Returns how far an upload is; `None` when the centre has given it up.
    ///
    /// # Errors
    /// When no answer came.
    fn standing(&mut self, address: &str) -> Result<Option<u64>, Line>;

    /// Sends the bytes that follow and returns where the upload stands then: what came is on the centre's disk.
    ///
    /// # Errors
    /// When no answer came. Some of it may have arrived all the same; ask for the standing.
    fn append(&mut self, address: &str, offset: u64, piece: &[u8]) -> Result<u64, Line>;

    /// Fetches at most `most` bytes of a file from a position on; `None` when the centre has no such file.
    ///
    /// # Errors
    /// When no answer came.
    fn fetch(&mut self, file: &FileName, from: u64, most: usize) -> Result<Option<Piece>, Line>;

    /// Asks how long files are; `None` when the other side knows no such question. Of one that is not there, or not for this
    /// laptop, it says nothing.
    ///
    /// # Errors
    /// When no answer came.
    fn sizes(&mut self, _ask: &SizesAsk) -> Result<Option<FileSizes>, Line> {
        Ok(None)
    }

    /// Has the centre sign for those of the files that it holds.
    ///
    /// # Errors
    /// When no answer came.
    fn sign(&mut self, ask: &FilesAsk) -> Result<SignedReceipt, Line>;
}

/// A file on its way up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// Which.
    pub name: FileName,
    /// All its bytes.
    pub bytes: Vec<u8>,
    /// Where an earlier sync began to send it.
    pub address: Option<String>,
}

/// What a laptop's store does for files that travel.
pub trait FileLocal {
    /// Why the store cannot be read or written.
    type Error: Debug;

    /// Returns the next file that the centre has not confirmed and that was not sent in this sync.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn next_to_send(&mut self) -> Result<Option<Outgoing>, Self::Error>;

    /// Remembers where the centre takes a file, or that it takes it there no more.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn keep_address(&mut self, file: &FileName, address: Option<&str>) -> Result<(), Self::Error>;

    /// Returns the next file that is wanted and was not asked for in this sync, with how much of it is here.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn next_wanted(&mut self) -> Result<Option<(FileName, u64)>, Self::Error>;

    /// Keeps bytes of a wanted file that follow what is here, durably; with the last of them the whole is proven. False
    /// when it is not what its name promises: then nothing of it is kept.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn arrived(&mut self, file: &FileName, piece: &Piece) -> Result<bool, Self::Error>;

    /// Remembers that a wanted file is too large for a laptop: it is not wanted any more.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn too_large(&mut self, file: &FileName) -> Result<(), Self::Error>;

    /// Keeps a receipt for files, if it holds; returns how many it confirms. A file that it does not name is announced
    /// anew the next time.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn signed(&mut self, ask: &FilesAsk, receipt: &SignedReceipt) -> Result<u32, Self::Error>;
}

#[cfg(test)]
#[path = "files_tests.rs"]
mod tests;
