//! A centre in a folder that goes with it, and laptops with keys of their own.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Once};

use data_encoding::HEXLOWER;
use reqwest::{Client, Response};
use serde_json::{Value, json};
use server::centre::{Invite, JOIN_DOMAIN};
use server::ledger::{Guest, Scope, Team};
use server::{Centre, Config, Running};
use tempfile::TempDir;
use vault::DeviceKey;
use vault::invitation::Invitation;
use zeroize::Zeroizing;

/// When every test begins.
pub(crate) const START_MS: u64 = 1_795_000_000_000;

/// A running centre with teams A and B, and a clock that the test moves.
pub(crate) struct Office {
    pub(crate) running: Running,
    pub(crate) folder: TempDir,
    pub(crate) now_ms: Arc<AtomicU64>,
}

impl Office {
    pub(crate) fn open() -> Self {
        Self::open_with(|_config| {})
    }

    pub(crate) fn open_with(change: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let now_ms = Arc::new(AtomicU64::new(START_MS));
        let now = Arc::clone(&now_ms);
        let clock = Arc::new(move || now.load(Ordering::SeqCst));
        let url = "http://centre.test";
        let centre =
            Centre::create_with(folder.path(), "Risk education", "KH", url, clock).unwrap();
        for code in ["A", "B"] {
            let id = code.parse().unwrap();
            centre
                .add_team(&Team {
                    id,
                    name: format!("Team {code}"),
                })
                .unwrap();
        }
        let mut config = Config::local(folder.path());
        change(&mut config);
        let running = Running::start_centre(centre, config).unwrap();
        Self {
            running,
            folder,
            now_ms,
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.running.url())
    }

    pub(crate) fn invite(&self, name: &str, role: &str, teams: &[&str]) -> Invitation {
        let scope = match teams {
            ["*"] => Scope::All,
            teams => Scope::Teams(teams.iter().map(|code| code.parse().unwrap()).collect()),
        };
        let guest = Guest::New {
            name: name.into(),
            role: role.into(),
            scope,
        };
        self.running
            .centre()
            .invite(&Invite {
                guest,
                days: 7,
                url: None,
            })
            .unwrap()
    }
}

/// A client of the test's own, so that no test waits for another's connections.
pub(crate) fn client() -> Client {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| {
        let _already = rustls::crypto::ring::default_provider().install_default();
    });
    Client::builder().no_proxy().build().unwrap()
}

/// Returns the key of laptop number `seed`.
pub(crate) fn key(seed: u8) -> DeviceKey {
    DeviceKey::from_bytes(&Zeroizing::new([seed; 32]))
}

/// Returns what a laptop sends to join.
pub(crate) fn knock(invitation: &Invitation, key: &DeviceKey) -> Value {
    let proof = key.sign(&[JOIN_DOMAIN, &invitation.secret].concat());
    json!({
        "secret": HEXLOWER.encode(&invitation.secret),
        "device_public": HEXLOWER.encode(&key.device_public()),
        "device_name": "Laptop 3",
        "proof": HEXLOWER.encode(&proof),
    })
}

/// Returns the status and the JSON of an answer.
pub(crate) async fn read(response: Response) -> (u16, Value) {
    let status = response.status().as_u16();
    (status, response.json().await.unwrap())
}
