//! The road to a hub: HTTPS to a laptop nearby, known by the fingerprint of the certificate that it made itself.

use std::sync::Arc;
use std::time::Duration;

use data_encoding::BASE64URL_NOPAD;
use reqwest::Client;
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use sync::{
    Ask, Bytes, Enter, Entered, FRAME_BYTES_MAX, FileRoad, FrameError, Hello, HubRoad, Line,
    LineKind, Peer, Reply, Road, Vouch, Vouched, Welcome,
};

use crate::pinned::{Known, Shown};
use crate::{CBOR, Door, Http, answer, line};

/// A hub, reached over HTTPS.
pub struct HubPeer {
    door: Door,
    certificate: Arc<Shown>,
}

impl HubPeer {
    /// A hub at `host:port`. With a `fingerprint`, nothing is said to whoever shows another certificate; without one,
    /// the first that is shown is held to, and who it is shows the hub's signature. `stall` is how long the line may be
    /// silent, as for [`crate::HttpPeer::new`].
    ///
    /// # Errors
    /// When the system gives no sockets or the address is none.
    pub fn new(
        address: &str,
        fingerprint: Option<[u8; 32]>,
        stall: Duration,
    ) -> Result<HubPeer, Line> {
        let certificate = Shown::new(Known::Certificate, fingerprint);
        // A hub stands beside the laptop: no proxy lies between.
        let client = Client::builder()
            .no_proxy()
            .tls_backend_preconfigured(certificate.config()?);
        let mut line = Http::over(&format!("https://{address}"), client, stall)?;
        line.shown = Some(Arc::clone(&certificate));
        Ok(HubPeer {
            door: Door {
                line,
                shown: None,
                moved: Bytes::default(),
            },
            certificate,
        })
    }

    fn ask(&mut self, door: &str, body: Vec<u8>) -> Result<bytes::Bytes, Line> {
        let at = &mut self.door;
        at.moved.up += body.len() as u64;
        let request = at
            .shown_with(at.line.client.post(format!("{}{door}", at.line.url)))
            .header(CONTENT_TYPE, CBOR)
            .header(ACCEPT, CBOR)
            .body(body);
        let reply = at.line.runtime.block_on(async {
            let response = at.line.sent(request).await?;
            answer::ours(response, CBOR)
                .await?
                .whole(FRAME_BYTES_MAX)
                .await
        });
        let reply = reply.map_err(|failed| match failed {
            // A door that stays shut does not let this laptop in.
            Line {
                kind: LineKind::Server { status: 403 },
                detail,
            } => line(LineKind::Unauthorised, detail),
            failed => failed,
        })?;
        at.moved.down += reply.len() as u64;
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
        self.door.moved
    }

    fn files(&mut self) -> Option<&mut dyn FileRoad> {
        Some(&mut self.door)
    }
}

impl HubRoad for HubPeer {
    fn fingerprint(&self) -> Option<[u8; 32]> {
        self.certificate.fingerprint()
    }

    fn hello(&mut self, ask: &Hello) -> Result<Welcome, Line> {
        let reply = self.ask("/v1/hub/hello", ask.to_bytes())?;
        Welcome::from_bytes(&reply).map_err(|error| not_ours(&error))
    }

    fn enter(&mut self, ask: &Enter) -> Result<(), Line> {
        let reply = self.ask("/v1/hub/enter", ask.to_bytes())?;
        let entered = Entered::from_bytes(&reply).map_err(|error| not_ours(&error))?;
        self.door.shown = Some(BASE64URL_NOPAD.encode(&entered.pass));
        Ok(())
    }

    fn vouch(&mut self, ask: &Vouch) -> Result<Vouched, Line> {
        let reply = self.ask("/v1/hub/receipts", ask.to_bytes())?;
        Vouched::from_bytes(&reply).map_err(|error| not_ours(&error))
    }
}
