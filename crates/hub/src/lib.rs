//! The line of a hub: a laptop that answers colleagues on its own network in the centre's place.
//!
//! This room holds the certificate, the sockets and their limits, and how laptops on one network find each other. What
//! is answered is the [`House`]'s, and who may ask is the house's too: to this room both are bytes.

mod certificate;
mod doors;
mod files;
mod finding;
mod limits;
mod problem;
mod serving;

pub use certificate::{Certificate, CertificateError, fingerprint};
pub use finding::{FindError, Found, Notice, PORT, find};
pub use limits::Limits;
pub use serving::{Hub, ServeError};
/// What is said of files.
pub use sync::{Announced, FileName, FilesAsk, SignedReceipt, Upload, UploadId};

use std::ops::Range;

/// What answers behind the doors.
pub trait House: Send + Sync + 'static {
    /// Answers the bytes of a [`sync::Hello`].
    ///
    /// # Errors
    /// When it is refused.
    fn hello(&self, ask: &[u8]) -> Result<Vec<u8>, Refusal>;

    /// Answers the bytes of a [`sync::Enter`].
    ///
    /// # Errors
    /// When it is refused.
    fn enter(&self, ask: &[u8]) -> Result<Vec<u8>, Refusal>;

    /// Answers the bytes of a [`sync::Ask`], for whoever got this pass. What it took is on the disk when it returns.
    ///
    /// # Errors
    /// When it is refused.
    fn exchange(&self, pass: &[u8; 32], ask: &[u8]) -> Result<Vec<u8>, Refusal>;

    /// Answers the bytes of a [`sync::Vouch`], for whoever got this pass.
    ///
    /// # Errors
    /// When it is refused.
    fn vouch(&self, pass: &[u8; 32], ask: &[u8]) -> Result<Vec<u8>, Refusal>;

    /// Begins the upload of a file, or goes on with it, for whoever got this pass; one that is here already is done at
    /// once.
    ///
    /// # Errors
    /// When it is refused.
    fn announce(
        &self,
        pass: &[u8; 32],
        announced: Announced,
    ) -> Result<(UploadId, Upload), Refusal>;

    /// Returns how far an upload of whoever got this pass is; it is proven and kept when all of it is here.
    ///
    /// # Errors
    /// When it is refused, or there is none.
    fn upload(&self, pass: &[u8; 32], id: UploadId) -> Result<Upload, Refusal>;

    /// Keeps the next bytes of an upload, which begin at `at`. They are on the disk when it returns.
    ///
    /// # Errors
    /// When it is refused, or stands elsewhere.
    fn append(&self, pass: &[u8; 32], id: UploadId, at: u64, piece: &[u8]) -> Result<(), Refusal>;

    /// Gives an upload up.
    ///
    /// # Errors
    /// When it is refused, or there is none.
    fn give_up(&self, pass: &[u8; 32], id: UploadId) -> Result<(), Refusal>;

    /// Returns how long a whole file is; `None` when there is none for whoever got this pass.
    ///
    /// # Errors
    /// When it is refused.
    fn length(&self, pass: &[u8; 32], file: &FileName) -> Result<Option<u64>, Refusal>;

    /// Returns some bytes of a whole file.
    ///
    /// # Errors
    /// When it is refused.
    fn read(
        &self,
        pass: &[u8; 32],
        file: &FileName,
        bytes: Range<u64>,
    ) -> Result<Option<Vec<u8>>, Refusal>;

    /// Signs, with the hub's own key, for those of the files that are here whole.
    ///
    /// # Errors
    /// When it is refused.
    fn sign(&self, pass: &[u8; 32], ask: &FilesAsk) -> Result<SignedReceipt, Refusal>;
}

/// Why a house does not do as asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What a program may branch on.
    pub code: &'static str,
    /// The status on the line.
    pub status: u16,
    /// A sentence without personal data.
    pub words: String,
    /// Of an upload that stands at another byte: at which.
    pub stands_at: Option<u64>,
}
