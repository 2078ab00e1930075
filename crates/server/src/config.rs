//! What a running centre is told.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

/// Where a centre keeps its things, where it listens, and how patient it is.
#[derive(Debug, Clone)]
pub struct Config {
    /// The folder that `sala-server init` set up.
    pub data: PathBuf,
    /// Set: the ledger is in this PostgreSQL database, not in the folder.
    pub database: Option<String>,
    /// Set: files are here ([`crate::files::Files::open`]), not in the folder.
    pub files: Option<String>,
    /// The address to listen on; port 0 takes any free one.
    pub listen: SocketAddr,
    /// Set: HTTPS with this certificate.
    pub tls: Option<Tls>,
    /// True: `/metrics` shows figures to everybody who can reach the address.
    pub metrics: bool,
    /// How much and how long.
    pub limits: Limits,
}

impl Config {
    /// Listens on a free port of this machine, without TLS, with the usual limits.
    #[must_use]
    pub fn local(data: impl Into<PathBuf>) -> Self {
        Self {
            data: data.into(),
            database: None,
            files: None,
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            tls: None,
            metrics: false,
            limits: Limits::default(),
        }
    }
}

/// The certificate that a centre shows.
#[derive(Debug, Clone)]
pub enum Tls {
    /// One that somebody whom laptops believe has signed.
    Files(TlsFiles),
    /// One that the centre makes of its own key, known by its fingerprint alone.
    Own,
}

/// A certificate and its key, in PEM files.
#[derive(Debug, Clone)]
pub struct TlsFiles {
    /// The certificate, then those that lead to its root.
    pub cert: PathBuf,
    /// The private key.
    pub key: PathBuf,
}

/// How much a centre takes at once, and how long it waits.
#[derive(Debug, Clone)]
pub struct Limits {
    /// How long a body may stand still.
    pub stall: Duration,
    /// How long the head of a request may take.
    pub head: Duration,
    /// How long a TLS handshake may take.
    pub handshake: Duration,
    /// How long a request waits for its turn before it is told to come back.
    pub queue: Duration,
    /// How long a shutdown waits for what was begun.
    pub drain: Duration,
    /// How many connections may be open; more wait outside.
    pub connections_max: usize,
    /// How many KiB of bodies may be on their way in together.
    pub bodies_kib_max: u32,
    /// How many exchanges are worked on at once.
    pub exchanges_max: usize,
    /// How many times one laptop may ask at once.
    pub asks_burst: u32,
    /// How many times a second it may go on asking.
    pub asks_per_s: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            stall: Duration::from_secs(60),
            head: Duration::from_secs(30),
            handshake: Duration::from_secs(20),
            queue: Duration::from_secs(20),
            drain: Duration::from_secs(30),
            connections_max: 2048,
            bodies_kib_max: 256 * 1024,
            exchanges_max: 4,
            asks_burst: 2_000,
            asks_per_s: 50,
        }
    }
}
