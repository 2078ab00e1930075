//! The certificate that a centre shows over HTTPS: from files, or made of its own key.
//!
//! A centre without a name on the internet finds nobody who signs its certificate. Its own is made anew with every start
//! from a key that comes from the centre's, so that its fingerprint is the same after a restore, and for each of several
//! processes. Laptops hear of it in the address, as `https://10.0.0.5:8443#sha256-…`.

use std::io;
use std::path::Path;
use std::sync::Arc;

use data_encoding::BASE64URL_NOPAD;
use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair, PublicKeyData as _};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use sha2::{Digest as _, Sha256};
use tokio_rustls::TlsAcceptor;
use zeroize::Zeroizing;

use crate::centre::Centre;
use crate::config::{Tls, TlsFiles};

/// What the secret of the certificate is derived for.
const PURPOSE: &str = "sala 2026-11 centre certificate";
/// An Ed25519 secret of 32 bytes in PKCS#8 begins so (RFC 8410, section 7).
const PKCS8: [u8; 16] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];

/// What shows the certificate, and what laptops have to be told of it.
pub(crate) struct Shown {
    /// What speaks TLS.
    pub(crate) acceptor: TlsAcceptor,
    /// `sha256-` and the fingerprint, for a certificate that nobody signed.
    pub(crate) pin: Option<String>,
}

/// Reads or makes the certificate.
///
/// # Errors
/// In words, naming the file.
pub(crate) fn shown(tls: &Tls, centre: &Centre) -> io::Result<Shown> {
    match tls {
        Tls::Files(files) => from_files(files),
        Tls::Own => own(&centre.derived(PURPOSE)),
    }
}

fn from_files(files: &TlsFiles) -> io::Result<Shown> {
    let certs: Result<Vec<_>, _> = CertificateDer::pem_file_iter(&files.cert)
        .map_err(|error| bad(&files.cert, &error))?
        .collect();
    let certs = certs.map_err(|error| bad(&files.cert, &error))?;
    let key = PrivateKeyDer::from_pem_file(&files.key).map_err(|error| bad(&files.key, &error))?;
    Ok(Shown {
        acceptor: acceptor(certs, key).map_err(|error| bad(&files.cert, &error))?,
        pin: None,
    })
}

fn own(secret: &Zeroizing<[u8; 32]>) -> io::Result<Shown> {
    let pkcs8 = Zeroizing::new([PKCS8.as_slice(), secret.as_slice()].concat());
    let key = KeyPair::try_from(pkcs8.as_slice()).map_err(io::Error::other)?;
    let mut params =
        CertificateParams::new(vec!["centre.sala.local".to_owned()]).map_err(io::Error::other)?;
    let mut name = DistinguishedName::new();
    name.push(DnType::CommonName, "Sala centre");
    params.distinguished_name = name;
    let made = params.self_signed(&key).map_err(io::Error::other)?;
    let fingerprint = Sha256::digest(key.subject_public_key_info());
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(pkcs8.to_vec()));
    let acceptor = acceptor(vec![made.der().clone()], key).map_err(io::Error::other)?;
    Ok(Shown {
        acceptor,
        pin: Some(format!("sha256-{}", BASE64URL_NOPAD.encode(&fingerprint))),
    })
}

fn acceptor(
    certs: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
) -> Result<TlsAcceptor, rustls::Error> {
    let mut config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(certs, key)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

fn bad(path: &Path, error: &dyn std::fmt::Display) -> io::Error {
    let said = format!("{}: {error}", path.display());
    io::Error::new(io::ErrorKind::InvalidInput, said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fingerprint_of_a_centre_never_changes() {
        let key = vault::DeviceKey::from_bytes(&Zeroizing::new([7; 32]));
        let pin = own(&key.derived(PURPOSE)).ok().and_then(|shown| shown.pin);
        let never_changes = "sha256-WmGyFDK_RwjI-_bmbYkfS-OP3bBtA5n6hnbhSJSUto4";
        assert_eq!(pin.as_deref(), Some(never_changes));
    }
}
