//! The certificate that a hub shows: made by the laptop itself, known by its fingerprint.

use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

/// A certificate and its key. The key is wiped when dropped.
#[derive(Clone)]
pub struct Certificate {
    /// In DER.
    pub der: Vec<u8>,
    /// The private key, in DER (PKCS#8).
    pub key: Zeroizing<Vec<u8>>,
}

/// No certificate could be made.
#[derive(Debug, thiserror::Error)]
#[error("make the hub's certificate")]
pub struct CertificateError(#[from] rcgen::Error);

impl Certificate {
    /// Makes a new one. It names nobody.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn make() -> Result<Self, CertificateError> {
        let key = KeyPair::generate()?;
        let mut params = CertificateParams::new(vec!["hub.sala.local".to_owned()])?;
        let mut name = DistinguishedName::new();
        name.push(DnType::CommonName, "Sala hub");
        params.distinguished_name = name;
        let made = params.self_signed(&key)?;
        Ok(Self {
            der: made.der().to_vec(),
            key: Zeroizing::new(key.serialize_der()),
        })
    }

    /// Returns what laptops know it by.
    #[must_use]
    pub fn fingerprint(&self) -> [u8; 32] {
        fingerprint(&self.der)
    }
}

/// Returns the SHA-256 of a certificate.
#[must_use]
pub fn fingerprint(der: &[u8]) -> [u8; 32] {
    Sha256::digest(der).into()
}
