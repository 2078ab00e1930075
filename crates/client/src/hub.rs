//! The road to a hub: HTTPS to a laptop nearby, known by the fingerprint of the certificate that it made itself.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use data_encoding::BASE64URL_NOPAD;
use reqwest::Client;
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, SignatureScheme};
use sha2::{Digest as _, Sha256};
use sync::{
    Ask, Bytes, Enter, Entered, FRAME_BYTES_MAX, FrameError, Hello, HubRoad, Line, LineKind, Peer,
    Reply, Road, Vouch, Vouched, Welcome,
};

use crate::{CBOR, Http, answer, line, whole};

/// A hub, reached over HTTPS.
pub struct HubPeer {
    line: Http,
    shown: Arc<Shown>,
    pass: Option<[u8; 32]>,
    moved: Bytes,
}

impl HubPeer {
    /// A hub at `host:port`. With a `fingerprint`, nothing is said to whoever shows another certificate; without one,
    /// the first that is shown is held to, and who it is shows the hub's signature. `stall` is how long the line may be
    /// silent.
    ///
    /// # Errors
    /// When the system gives no sockets or the address is none.
    pub fn new(
        address: &str,
        fingerprint: Option<[u8; 32]>,
        stall: Duration,
    ) -> Result<HubPeer, Line> {
        let shown = Arc::new(Shown {
            pinned: Mutex::new(fingerprint),
            provider: Arc::new(rustls::crypto::ring::default_provider()),
            is_other: Mutex::new(false),
        });
        let bad = |error: rustls::Error| line(LineKind::Unreachable, error.to_string());
        let mut config = ClientConfig::builder_with_provider(Arc::clone(&shown.provider))
            .with_safe_default_protocol_versions()
            .map_err(bad)?
            .dangerous()
            .with_custom_certificate_verifier(Arc::clone(&shown) as Arc<dyn ServerCertVerifier>)
            .with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        // A hub stands beside the laptop: no proxy lies between.
        let client = Client::builder()
            .no_proxy()
            .tls_backend_preconfigured(config);
        Ok(HubPeer {
            line: Http::over(&format!("https://{address}"), client, stall)?,
            shown,
            pass: None,
            moved: Bytes::default(),
        })
    }

    fn ask(&mut self, door: &str, body: Vec<u8>) -> Result<bytes::Bytes, Line> {
        self.moved.up += body.len() as u64;
        let mut request = self
            .line
            .client
            .post(format!("{}{door}", self.line.url))
            .header(CONTENT_TYPE, CBOR)
            .header(ACCEPT, CBOR)
            .body(body);
        if let Some(pass) = self.pass {
            request = request.bearer_auth(BASE64URL_NOPAD.encode(&pass));
        }
        let reply = self.line.runtime.block_on(async {
            let response = request
                .send()
                .await
                .map_err(|error| answer::broken(&error))?;
            let response = answer::ours(response, CBOR).await?;
            whole(response, FRAME_BYTES_MAX).await
        });
        let reply = reply.map_err(|failed| self.shown.what_it_means(failed))?;
        self.moved.down += reply.len() as u64;
        Ok(reply)
    }
}

fn not_ours(error: &FrameError) -> Line {
    line(LineKind::NotOurs, error.to_string())
}

impl Peer for HubPeer {
    fn exchange(&mut self, ask: &Ask) -> Result<Reply, Line> {
        let reply = self.ask("/v1/sync", ask.to_bytes())?;
        Reply::from_bytes(&reply).map_err(|error| not_ours(&error))
    }
}

impl Road for HubPeer {
    fn name(&self) -> &'static str {
        "hub"
    }

    fn moved(&self) -> Bytes {
        self.moved
    }
}

impl HubRoad for HubPeer {
    fn fingerprint(&self) -> Option<[u8; 32]> {
        *held(&self.shown.pinned)
    }

    fn hello(&mut self, ask: &Hello) -> Result<Welcome, Line> {
        let reply = self.ask("/v1/hub/hello", ask.to_bytes())?;
        Welcome::from_bytes(&reply).map_err(|error| not_ours(&error))
    }

    fn enter(&mut self, ask: &Enter) -> Result<(), Line> {
        let reply = self.ask("/v1/hub/enter", ask.to_bytes())?;
        let entered = Entered::from_bytes(&reply).map_err(|error| not_ours(&error))?;
        self.pass = Some(entered.pass);
        Ok(())
    }

    fn vouch(&mut self, ask: &Vouch) -> Result<Vouched, Line> {
        let reply = self.ask("/v1/hub/receipts", ask.to_bytes())?;
        Vouched::from_bytes(&reply).map_err(|error| not_ours(&error))
    }
}

/// The certificate that the other side showed, and whether it is the one that it should be.
#[derive(Debug)]
struct Shown {
    pinned: Mutex<Option<[u8; 32]>>,
    provider: Arc<CryptoProvider>,
    is_other: Mutex<bool>,
}

impl Shown {
    /// A line on which another certificate was shown led to somebody else; a door that stays shut does not let this
    /// laptop in.
    fn what_it_means(&self, failed: Line) -> Line {
        let kind = match failed.kind {
            _ if *held(&self.is_other) => LineKind::NotOurs,
            LineKind::Server { status: 403 } => LineKind::Unauthorised,
            other => other,
        };
        Line { kind, ..failed }
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
        let found: [u8; 32] = Sha256::digest(certificate).into();
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

fn held<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
