//! The line of a hub: a laptop that answers colleagues on its own network in the centre's place.
//!
//! This room holds the certificate, the sockets and their limits, and how laptops on one network find each other. What
//! is answered is the [`House`]'s, and who may ask is the house's too: to this room both are bytes.

mod certificate;
mod doors;
mod finding;
mod limits;
mod problem;
mod serving;

pub use certificate::{Certificate, CertificateError, fingerprint};
pub use finding::{FindError, Found, Notice, PORT, find};
pub use limits::Limits;
pub use serving::{Hub, ServeError};

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
}
