//! A running centre.

use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::net::TcpListener;
use tokio::time::MissedTickBehavior;

use crate::centre::{Centre, CentreError, Home, system_clock};
use crate::config::{Config, Limits};
use crate::files::{Files, FilesError};
use crate::http;
use crate::http::certificate::Shown;

/// How often expired uploads are looked for.
const SWEEP: Duration = Duration::from_secs(60 * 60);

/// How often it is looked for records that nobody looked into, when none come here.
const CHECK: Duration = Duration::from_secs(60);
/// How long what comes is gathered before it is looked into: parts come in rows, and forms are read anew each time.
const GATHER: Duration = Duration::from_secs(3);
/// The longest rest between two pieces of that work.
const REST_MAX: Duration = Duration::from_secs(1);

/// Why a centre did not start.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The folder or what is in it.
    #[error(transparent)]
    Centre(#[from] CentreError),
    /// Somebody else listens there, or the address is not ours.
    #[error("listen on {address}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The certificate or its key.
    #[error("read or make the TLS certificate")]
    Tls {
        /// What is wrong, naming the file.
        #[source]
        source: io::Error,
    },
    /// The folder or store of files.
    #[error(transparent)]
    Files(#[from] FilesError),
    /// The database could not be opened because the thread that did so broke off.
    #[error("open the centre")]
    BrokeOff,
}

/// A centre that listens and does not answer yet.
pub struct Bound {
    listener: TcpListener,
    address: SocketAddr,
    tls: Option<Shown>,
    centre: Centre,
    files: Files,
    metrics: bool,
    limits: Limits,
}

/// Opens the centre and takes its address, so that whoever is told the address can connect at once.
///
/// # Errors
/// When the centre cannot be opened or the address cannot be taken.
pub async fn bind(config: Config) -> Result<Bound, ServeError> {
    let home = Home {
        folder: config.data.clone(),
        database: config.database.clone(),
        by: String::new(),
    };
    let opened = tokio::task::spawn_blocking(move || Centre::open_in(&home, system_clock())).await;
    let centre = opened.map_err(|_panicked| ServeError::BrokeOff)??;
    bind_centre(centre, config).await
}

/// Does the same with a centre that is open already; `config.data` is not looked at.
///
/// # Errors
/// When the address cannot be taken or the files cannot be opened.
pub async fn bind_centre(centre: Centre, config: Config) -> Result<Bound, ServeError> {
    let tls = config.tls.as_ref();
    let tls = tls.map(|tls| http::certificate::shown(tls, &centre));
    let tls = tls
        .transpose()
        .map_err(|source| ServeError::Tls { source })?;
    let files = Files::open(config.files.as_deref(), &centre.files_folder())?;
    let refused = |source| ServeError::Listen {
        address: config.listen,
        source,
    };
    let listener = TcpListener::bind(config.listen).await.map_err(refused)?;
    let address = listener.local_addr().map_err(refused)?;
    Ok(Bound {
        listener,
        address,
        tls,
        centre,
        files,
        metrics: config.metrics,
        limits: config.limits,
    })
}

/// Opens the centre and answers until `shutdown`, then finishes what was begun.
///
/// # Errors
/// As [`bind`]. Once it answers it does not fail.
pub async fn serve(config: Config, shutdown: impl Future<Output = ()>) -> Result<(), ServeError> {
    bind(config).await?.run(shutdown).await;
    Ok(())
}

impl Bound {
    /// Returns the address, with the port that was taken.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the address as laptops on this network write it, without a slash at the end; with the fingerprint of a
    /// certificate that nobody signed.
    #[must_use]
    pub fn url(&self) -> String {
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        let pin = self.tls.as_ref().and_then(|tls| tls.pin.as_deref());
        let pin = pin.map(|pin| format!("#{pin}")).unwrap_or_default();
        format!("{scheme}://{}{pin}", self.address)
    }

    /// Returns the centre behind the address.
    #[must_use]
    pub fn centre(&self) -> &Centre {
        &self.centre
    }

    /// Answers until `shutdown`, then finishes what was begun.
    pub async fn run(self, shutdown: impl Future<Output = ()>) {
        let sweeping = tokio::spawn(sweep(self.centre.clone(), self.files.clone()));
        let checking = tokio::spawn(check(self.centre.clone()));
        let tls = self.tls.map(|tls| tls.acceptor);
        let router = http::router(self.centre, self.files, self.limits.clone(), self.metrics);
        http::accept::serve(self.listener, tls, router, self.limits, shutdown).await;
        sweeping.abort();
        checking.abort();
    }
}

/// Gives up uploads that have expired, now and every hour.
async fn sweep(centre: Centre, files: Files) {
    let mut hours = tokio::time::interval(SWEEP);
    hours.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        hours.tick().await;
        match files.sweep(centre.now_ms()).await {
            Ok(0) => {}
            Ok(swept) => tracing::info!(swept, "uploads that did not end were given up"),
            Err(error) => {
                tracing::warn!(error = %crate::chain(&error), "uploads were not looked over")
            }
        }
    }
}

/// Looks into what came, piece by piece, and rests as long as each took: laptops come first.
async fn check(centre: Centre) {
    loop {
        let begun = Instant::now();
        let looking = centre.clone();
        let looked = tokio::task::spawn_blocking(move || looking.check_some()).await;
        match looked {
            Ok(Ok(true)) => {
                tokio::time::sleep(begun.elapsed().min(REST_MAX)).await;
                continue;
            }
            Ok(Ok(false)) => {}
            Ok(Err(error)) => {
                tracing::warn!(error = %crate::chain(&error), "records were not looked into");
            }
            Err(_panicked) => tracing::error!("looking into records broke off"),
        }
        // Another process of this centre may have taken something.
        let _rung = tokio::time::timeout(CHECK, centre.news()).await;
        tokio::time::sleep(GATHER).await;
    }
}
