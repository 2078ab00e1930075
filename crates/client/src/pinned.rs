//! Certificates that nobody signed: a hub or a centre is known by the fingerprint of its own.

use std::sync::{Arc, Mutex, PoisonError};

use data_encoding::BASE64URL_NOPAD;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, SignatureScheme};
use sha2::{Digest as _, Sha256};
use sync::{Line, LineKind};

use crate::line;

/// What stands before the fingerprint in an address.
const PIN: &str = "sha256-";

/// Reads an address, perhaps with the fingerprint of its key after it: `https://10.0.0.5:8443#sha256-` and 43 signs of
/// base64url.
///
/// # Errors
/// [`LineKind::Unreachable`] when what stands after the address is no fingerprint, or nothing there is encrypted.
pub(crate) fn read(url: &str) -> Result<(&str, Option<[u8; 32]>), Line> {
    let Some((address, pin)) = url.split_once('#') else {
        return Ok((url, None));
    };
    let bad = |what: &str| {
        line(
            LineKind::Unreachable,
            format!("the centre's address {what}"),
        )
    };
    if !address.starts_with("https://") {
        return Err(bad("has a fingerprint, and is not https"));
    }
    let digits = pin.strip_prefix(PIN);
    let bytes = digits.and_then(|digits| BASE64URL_NOPAD.decode(digits.as_bytes()).ok());
    let fingerprint = bytes.and_then(|bytes| bytes.try_into().ok());
    match fingerprint {
        Some(fingerprint) => Ok((address, Some(fingerprint))),
        None => Err(bad(
            "ends with a fingerprint that is not whole: copy it again",
        )),
    }
}

/// What a fingerprint is of.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Known {
    /// The whole certificate.
    Certificate,
    /// Its public key: certificates may change.
    Key,
}

/// The certificate that the other side showed, and whether it is the one that it should be.
#[derive(Debug)]
pub(crate) struct Shown {
    known: Known,
    pinned: Mutex<Option<[u8; 32]>>,
    provider: Arc<CryptoProvider>,
    is_other: Mutex<bool>,
}

impl Shown {
    /// Holds to `fingerprint`; without one, to the first that is shown.
    pub(crate) fn new(known: Known, fingerprint: Option<[u8; 32]>) -> Arc<Shown> {
        Arc::new(Shown {
            known,
            pinned: Mutex::new(fingerprint),
            provider: Arc::new(rustls::crypto::ring::default_provider()),
            is_other: Mutex::new(false),
        })
    }

    /// What speaks TLS and believes nobody else.
    pub(crate) fn config(self: &Arc<Self>) -> Result<ClientConfig, Line> {
        let bad = |error: rustls::Error| line(LineKind::Unreachable, error.to_string());
        let mut config = ClientConfig::builder_with_provider(Arc::clone(&self.provider))
            .with_safe_default_protocol_versions()
            .map_err(bad)?
            .dangerous()
            .with_custom_certificate_verifier(Arc::clone(self) as Arc<dyn ServerCertVerifier>)
            .with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(config)
    }

    /// What is held to, once it is known.
    pub(crate) fn fingerprint(&self) -> Option<[u8; 32]> {
        *held(&self.pinned)
    }

    /// A line on which another certificate was shown led to somebody else. That is told once: the next line may lead to the right one.
    pub(crate) fn what_it_means(&self, failed: Line) -> Line {
        match std::mem::take(&mut *held(&self.is_other)) {
            true => line(LineKind::NotOurs, failed.detail),
            false => failed,
        }
    }

    fn of(&self, certificate: &CertificateDer<'_>) -> Result<[u8; 32], rustls::Error> {
        Ok(match self.known {
            Known::Certificate => Sha256::digest(certificate).into(),
            Known::Key => {
                let parsed = ParsedCertificate::try_from(certificate)?;
                Sha256::digest(parsed.subject_public_key_info()).into()
            }
        })
    }
}

impl ServerCertVerifier for Shown {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _name: &ServerName<'_>,
        _ocsp: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let found = self.of(certificate)?;
        let mut pinned = held(&self.pinned);
        if *pinned.get_or_insert(found) == found {
            return Ok(ServerCertVerified::assertion());
        }
        *held(&self.is_other) = true;
        let wrong = CertificateError::ApplicationVerificationFailure;
        Err(rustls::Error::InvalidCertificate(wrong))
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let known = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signed, known)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let known = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signed, known)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        let known = &self.provider.signature_verification_algorithms;
        known.supported_schemes()
    }
}

pub(crate) fn held<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
