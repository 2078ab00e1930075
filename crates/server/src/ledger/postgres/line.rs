//! The line to the database: its address, its locks on the way, and what it means when it breaks.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::{
    Hook, HookError, Manager, ManagerConfig, Pool, RecyclingMethod, Runtime, Timeouts,
};
use tokio_postgres::config::SslMode;
use tokio_postgres::error::SqlState;
use tokio_postgres::{Config, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::CONNECTIONS_MAX;
use crate::ledger::LedgerError;
use crate::ledger::book::Found;

/// How long connecting, and waiting for a connection, may take.
const REACH: Duration = Duration::from_secs(10);
/// How long a connection may be silent before the system asks whether it is there.
const QUIET: Duration = Duration::from_secs(30);
/// What each session is told: how long a statement may run and wait for others, in milliseconds. Longer
/// waits end in an error that is told, and laptops try again.
const PATIENCE: &str = "-c statement_timeout=50000 -c lock_timeout=20000 \
                        -c idle_in_transaction_session_timeout=60000";
/// A commit that returns is on a disk, whatever the database is set to for others. What waits for a
/// standby too stays as it is.
const DURABLE: &str = "SELECT set_config('synchronous_commit', 'on', false)
                       WHERE current_setting('synchronous_commit') IN ('off', 'local')";

/// Prepares connections to the database at `url`; makes none yet.
pub(super) fn pool(url: &str) -> Found<Pool> {
    let wrong = |source: Box<dyn Error + Send + Sync>| LedgerError::Address { source };
    let parsed: Result<Config, tokio_postgres::Error> = url.parse();
    let mut config = parsed.map_err(|source| wrong(source.into()))?;
    if config.get_hosts().is_empty() {
        return Err(wrong("it names no host".into()));
    }
    let options = config.get_options().unwrap_or_default();
    let options = format!("{options} {PATIENCE}");
    config
        .options(options.trim())
        .application_name("sala-server")
        .connect_timeout(REACH)
        .keepalives_idle(QUIET)
        .tcp_user_timeout(QUIET);
    let how = ManagerConfig {
        recycling_method: RecyclingMethod::Fast,
    };
    let manager = match config.get_ssl_mode() {
        SslMode::Require => Manager::from_config(config, tls()?, how),
        _ => Manager::from_config(config, NoTls, how),
    };
    let durable = Hook::async_fn(|client: &mut deadpool_postgres::ClientWrapper, _| {
        Box::pin(async move {
            client
                .batch_execute(DURABLE)
                .await
                .map_err(HookError::Backend)
        })
    });
    Pool::builder(manager)
        .max_size(CONNECTIONS_MAX)
        .runtime(Runtime::Tokio1)
        .timeouts(Timeouts {
            wait: Some(REACH),
            create: Some(REACH),
            recycle: Some(REACH),
        })
        .post_create(durable)
        .build()
        .map_err(|source| LedgerError::Storage {
            doing: "prepare the line to the database",
            source: source.into(),
        })
}

/// Trusts whom the system trusts; the certificate must be the host's.
fn tls() -> Found<MakeRustlsConnect> {
    use rustls_platform_verifier::BuilderVerifierExt as _;
    let failed = |source: rustls::Error| LedgerError::Storage {
        doing: "prepare TLS for the database",
        source: source.into(),
    };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(failed)?
        .with_platform_verifier()
        .map_err(failed)?
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

/// Says that the database cannot be reached; asking again later may help.
pub(super) fn away(
    doing: &'static str,
    source: impl Into<Box<dyn Error + Send + Sync>>,
) -> LedgerError {
    LedgerError::Away {
        doing,
        source: source.into(),
    }
}

/// Tells a database that is away, or busy with others, from one that has no room left and one that says no.
pub(super) fn fault(doing: &'static str, error: tokio_postgres::Error) -> LedgerError {
    let passes = match error.code() {
        None => true,
        Some(code) => {
            [
                SqlState::ADMIN_SHUTDOWN,
                SqlState::CRASH_SHUTDOWN,
                SqlState::CANNOT_CONNECT_NOW,
                SqlState::TOO_MANY_CONNECTIONS,
                SqlState::T_R_DEADLOCK_DETECTED,
                SqlState::T_R_SERIALIZATION_FAILURE,
                SqlState::LOCK_NOT_AVAILABLE,
                SqlState::QUERY_CANCELED,
                SqlState::READ_ONLY_SQL_TRANSACTION,
                SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
            ]
            .contains(code)
                || code.code().starts_with("08")
        }
    };
    if passes {
        return away(doing, error);
    }
    let is_full = error.code() == Some(&SqlState::DISK_FULL);
    let source = error.into();
    match is_full {
        true => LedgerError::Full { doing, source },
        false => LedgerError::Storage { doing, source },
    }
}
