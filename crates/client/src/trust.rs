//! Whom a centre's certificate must be from, kept from one sync to the next: to read the system's own list of authorities takes longer
//! than a sync with nothing to do.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rustls::ClientConfig;
use rustls_platform_verifier::BuilderVerifierExt as _;
use sync::{Line, LineKind};

use crate::line;
use crate::pinned::{Known, Shown, held};

/// After this, who is trusted is looked up anew: somebody may have changed the system's list.
const KEPT: Duration = Duration::from_secs(60 * 60);

/// What speaks TLS, and with a fingerprint what holds to it.
#[derive(Debug, Clone)]
pub(crate) struct Trust {
    pub(crate) config: Arc<ClientConfig>,
    pub(crate) shown: Option<Arc<Shown>>,
}

/// The trust of the last line, for as long as it is the same.
pub(crate) struct Keeper {
    last: Mutex<Option<Last>>,
}

struct Last {
    pin: Option<[u8; 32]>,
    since: Instant,
    trust: Trust,
}

/// For all lines of the program.
pub(crate) static TRUST: Keeper = Keeper::new();

impl Keeper {
    const fn new() -> Self {
        Self {
            last: Mutex::new(None),
        }
    }

    /// Whom the system trusts, or with a fingerprint its holder alone.
    ///
    /// # Errors
    /// [`LineKind::Unreachable`] when the system's list cannot be read.
    pub(crate) fn of(&self, pin: Option<[u8; 32]>, now: Instant) -> Result<Trust, Line> {
        let mut last = held(&self.last);
        if let Some(last) = &*last
            && last.pin == pin
            && now.saturating_duration_since(last.since) < KEPT
        {
            return Ok(last.trust.clone());
        }
        let trust = match pin {
            Some(fingerprint) => {
                let shown = Shown::new(Known::Key, Some(fingerprint));
                Trust {
                    config: Arc::new(shown.config()?),
                    shown: Some(shown),
                }
            }
            None => Trust {
                config: Arc::new(of_the_system()?),
                shown: None,
            },
        };
        *last = Some(Last {
            pin,
            since: now,
            trust: trust.clone(),
        });
        Ok(trust)
    }

    /// A line failed: perhaps for what is trusted. The next one looks it up anew.
    pub(crate) fn forget(&self) {
        *held(&self.last) = None;
    }
}

fn of_the_system() -> Result<ClientConfig, Line> {
    let bad = |error: rustls::Error| line(LineKind::Unreachable, error.to_string());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(bad)?
        .with_platform_verifier()
        .map_err(bad)?
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]

    use super::*;

    #[test]
    fn what_is_trusted_is_kept_while_it_is_the_same_and_no_line_failed() {
        let keeper = Keeper::new();
        let now = Instant::now();
        let at = |pin: Option<u8>, minutes: u64| {
            let pin = pin.map(|byte| [byte; 32]);
            keeper
                .of(pin, now + Duration::from_secs(60 * minutes))
                .unwrap()
        };
        let is_same = |one: &Trust, other: &Trust| Arc::ptr_eq(&one.config, &other.config);
        let first = at(None, 0);
        assert!(first.shown.is_none());
        assert!(is_same(&first, &at(None, 0)));
        assert!(is_same(&first, &at(None, 59)));
        let later = at(None, 60);
        assert!(!is_same(&first, &later), "an hour is over");

        let pinned = at(Some(7), 60);
        assert!(is_same(&pinned, &at(Some(7), 61)));
        assert!(!is_same(&pinned, &at(Some(8), 61)), "another fingerprint");
        let shown = pinned.shown.unwrap();
        assert_eq!(shown.fingerprint(), Some([7; 32]));

        let again = at(None, 62);
        assert!(!is_same(&later, &again), "another trust came between");
        keeper.forget();
        assert!(!is_same(&again, &at(None, 62)), "a line failed");
    }
}
