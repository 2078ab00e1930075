//! A centre in a folder that goes with it, and laptops with keys of their own.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Once};

use data_encoding::HEXLOWER;
use records::contract::Pen;
use records::{Digest, Part, Revision, RevisionId, TeamId};
use reqwest::{Client, Response};
use serde_json::{Value, json};
use server::centre::{Invite, JOIN_DOMAIN};
use server::ledger::{Guest, Scope, Team};
use server::{Centre, Config, Running};
use sync::{Ask, Incoming, Receipt, Refused, Reply, SignedReceipt};
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

    /// Checks that everything that is kept proves itself, and returns what `doctor` notes besides.
    pub(crate) fn examine(&self) -> server::ledger::Examination {
        let found = self.running.centre().examine().unwrap();
        assert!(
            !found.findings.iter().any(|finding| finding.broken),
            "{:?}",
            found.findings
        );
        found
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

/// A laptop that joined, with one person on it.
pub(crate) struct Laptop {
    pub(crate) key: DeviceKey,
    pub(crate) token: String,
    pub(crate) url: String,
    pub(crate) pen: Pen,
    pub(crate) centre_public: [u8; 32],
    http: Client,
}

impl Laptop {
    /// Joins as somebody with this role, on laptop number `seed`, and writes in the first of the teams.
    pub(crate) async fn join(office: &Office, seed: u8, role: &str, teams: &[&str]) -> Self {
        let invitation = office.invite(&format!("Person {seed}"), role, teams);
        Self::join_at(office.running.url(), &invitation, seed).await
    }

    pub(crate) async fn join_at(url: &str, invitation: &Invitation, seed: u8) -> Self {
        let (http, key) = (client(), key(seed));
        let knocked = http
            .post(format!("{url}/v1/join"))
            .json(&knock(invitation, &key));
        let (status, answer) = read(knocked.send().await.unwrap()).await;
        assert_eq!(status, 200, "{answer}");
        let text = |field: &str| answer[field].as_str().unwrap().to_owned();
        let team = invitation.teams[0].replace('*', "A");
        let pen = Pen {
            device: text("device").parse().unwrap(),
            author: text("person").parse().unwrap(),
            ..Pen::new(seed, &team)
        };
        let (token, url) = (text("token"), url.to_owned());
        Self {
            key,
            token,
            url,
            pen,
            centre_public: invitation.centre_public,
            http,
        }
    }

    /// Returns another hand on the same laptop.
    pub(crate) fn again(&self) -> Self {
        let Self {
            key,
            token,
            url,
            pen,
            centre_public,
            http,
        } = self;
        Self {
            key: key.clone(),
            token: token.clone(),
            url: url.clone(),
            pen: pen.clone(),
            centre_public: *centre_public,
            http: http.clone(),
        }
    }

    /// Seals revisions as one part.
    pub(crate) fn seal(&self, revisions: &[Revision]) -> Vec<u8> {
        let part = Part::unsealed(revisions).unwrap();
        let seal = self.key.sign(&part.statement());
        sync::pack(&part.sealed(seal), revisions).unwrap()
    }

    /// Writes so many saves, of different records, and seals them.
    pub(crate) fn saves(&mut self, count: u8) -> (Vec<u8>, Vec<RevisionId>) {
        let saves: Vec<Revision> = (0..count)
            .map(|number| self.pen.save(number, &[], r#"{"people":"12"}"#))
            .collect();
        (
            self.seal(&saves),
            saves.iter().map(|save| save.id).collect(),
        )
    }

    /// Sends bytes to the door of syncs.
    pub(crate) async fn send(&self, body: Vec<u8>) -> Response {
        let request = self.http.post(format!("{}/v1/sync", self.url));
        let request = request
            .bearer_auth(&self.token)
            .header("content-type", "application/cbor");
        request.body(body).send().await.unwrap()
    }

    /// Sends bytes over a line that may break.
    pub(crate) async fn try_send(&self, body: Vec<u8>) -> reqwest::Result<Vec<u8>> {
        let request = self.http.post(format!("{}/v1/sync", self.url));
        let request = request
            .bearer_auth(&self.token)
            .header("content-type", "application/cbor");
        let response = request.body(body).send().await?.error_for_status()?;
        Ok(response.bytes().await?.to_vec())
    }

    /// Asks, and expects an answer.
    pub(crate) async fn ask(&self, ask: &Ask) -> Reply {
        let response = self.send(ask.to_bytes()).await;
        let status = response.status().as_u16();
        let bytes = response.bytes().await.unwrap();
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&bytes));
        Reply::from_bytes(&bytes).unwrap()
    }

    /// Asks, and expects a refusal.
    pub(crate) async fn refused(&self, ask: &Ask) -> (u16, Value) {
        read(self.send(ask.to_bytes()).await).await
    }

    /// Offers parts under batch `batch`, and takes everything that comes.
    pub(crate) async fn offer(&self, batch: u32, offer: Vec<Vec<u8>>, last: bool) -> Said {
        Said::from(self.ask(&exchange(batch, offer, last)).await)
    }
}

/// Returns an ask that has read nothing yet.
pub(crate) fn exchange(batch: u32, offer: Vec<Vec<u8>>, last: bool) -> Ask {
    let cursors = BTreeMap::new();
    let batch = batch_id(batch);
    Ask::Exchange {
        batch,
        offer,
        last,
        cursors,
        room: 1 << 20,
        roster: 0,
        marks: BTreeMap::new(),
    }
}

/// Returns the name of batch number `batch`.
pub(crate) fn batch_id(batch: u32) -> [u8; 16] {
    u128::from(batch).to_le_bytes()
}

/// The reply to an exchange.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) counts: (u32, u32),
    pub(crate) refused: Vec<Refused>,
    pub(crate) incoming: Vec<Incoming>,
    pub(crate) digests: BTreeMap<TeamId, Digest>,
    pub(crate) receipt: Option<SignedReceipt>,
    pub(crate) roster: Option<(Vec<u8>, [u8; 64])>,
}

impl From<Reply> for Said {
    fn from(reply: Reply) -> Self {
        let Reply::Exchange {
            taken,
            known,
            refused,
            incoming,
            digests,
            receipt,
            roster,
            ..
        } = reply
        else {
            panic!("not the reply to an exchange")
        };
        Self {
            counts: (taken, known),
            refused,
            incoming,
            digests,
            receipt,
            roster,
        }
    }
}

impl Said {
    /// Returns the codes of what was refused or marked, with how often each came.
    pub(crate) fn codes(&self) -> Vec<(String, usize)> {
        let mut counts = BTreeMap::new();
        for refused in &self.refused {
            *counts.entry(refused.code.clone()).or_default() += 1;
        }
        counts.into_iter().collect()
    }

    /// Returns the receipt, its signature proven.
    pub(crate) fn receipt(&self, laptop: &Laptop) -> Receipt {
        let signed = self.receipt.as_ref().expect("a receipt");
        let statement = Receipt::statement(&signed.bytes);
        assert!(vault::verify(
            &laptop.centre_public,
            &statement,
            &signed.signature
        ));
        Receipt::from_bytes(&signed.bytes).unwrap()
    }
}
