//! The road to a hub: HTTPS to a laptop nearby, known by the fingerprint of the certificate that it made itself.

use std::sync::Arc;
use std::time::Duration;

use data_encoding::BASE64URL_NOPAD;
use reqwest::Client;
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use sync::{
    Ask, Bytes, Enter, Entered, FRAME_BYTES_MAX, FrameError, Hello, HubRoad, Line, LineKind, Peer,
    Reply, Road, Vouch, Vouched, Welcome,
};

use crate::pinned::{Known, Shown};
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
        let shown = Shown::new(Known::Certificate, fingerprint);
        // A hub stands beside the laptop: no proxy lies between.
        let client = Client::builder()
            .no_proxy()
            .tls_backend_preconfigured(shown.config()?);
        let mut line = Http::over(&format!("https://{address}"), client, stall)?;
        line.shown = Some(Arc::clone(&shown));
        Ok(HubPeer {
            line,
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
            let response = self.line.sent(request).await?;
            let response = answer::ours(response, CBOR).await?;
            whole(response, FRAME_BYTES_MAX).await
        });
        let reply = reply.map_err(|failed| match failed {
            // A door that stays shut does not let this laptop in.
            Line {
                kind: LineKind::Server { status: 403 },
                detail,
            } => line(LineKind::Unauthorised, detail),
            failed => failed,
        })?;
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
        self.shown.fingerprint()
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
