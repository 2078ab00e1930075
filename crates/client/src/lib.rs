//! How the talk of a sync reaches a centre: HTTP, with stall timeouts and no trust in what answers.
//!
//! A network in the field has log-in pages, proxies and boxes that answer for others. Whatever does not
//! answer in the centre's own shape is [`LineKind::NotOurs`] and never success. A redirect is not followed.

mod answer;
mod files;
mod hub;
mod join;
mod network;
mod patience;
mod pinned;
mod renewal;
mod trust;

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use bytes::BytesMut;
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use reqwest::{Body, Client, ClientBuilder, RequestBuilder, Response, redirect};
use rustls::ClientConfig;
use sync::{Ask, Bytes, FRAME_BYTES_MAX, FileRoad, Line, Peer, Renewal, Reply, Road};
use tokio::runtime::{Builder, Runtime};
use tokio::time::timeout;

use pinned::Shown;
use trust::TRUST;

pub use hub::HubPeer;
pub use join::{JoinRequest, Joined, join};
pub use network::addresses;
pub use patience::{Next, Patience};
pub use sync::LineKind;

/// The slowest line that a message is carried over, in bytes a second: GPRS with one slot up. The answer to a message cannot
/// come before all of it went out, and how much of it lies in buffers nobody tells: so an answer has as long as the line may be silent, and as
/// the message takes at this pace. The largest messages, of 1 MiB, are for lines that took half of that in two seconds; when
/// such a line dies, that is noticed within nine minutes, and of a first message of 16 KiB eight seconds later than of an empty one.
const SLOWEST: u64 = 2 << 10;
/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(15);
const CBOR: &str = "application/cbor";
/// Tells the centre what the laptop's clock says, so that one which is off is noticed there.
const CLOCK: &str = "sala-clock";
const JSON: &str = "application/json";
const JSON_BYTES_MAX: usize = 4 << 20;

/// A centre, reached over HTTP or HTTPS.
pub struct HttpPeer {
    door: Door,
    now_ms: Box<dyn Fn() -> u64 + Send>,
}

/// A place that knows this laptop by a text that it shows, with what went over the line so far.
struct Door {
    line: Http,
    /// `None`: it has not come in yet.
    shown: Option<String>,
    moved: Bytes,
}

impl Door {
    /// Shows the text with a request, when there is one.
    fn shown_with(&self, request: RequestBuilder) -> RequestBuilder {
        match &self.shown {
            Some(shown) => request.bearer_auth(shown),
            None => request,
        }
    }
}

impl HttpPeer {
    /// A centre at an address, with the token that it gave this laptop. An address that ends in `#sha256-` and a
    /// fingerprint is of a centre with a certificate of its own: nobody else is believed there. `stall` is how long the line may
    /// be silent: for the head of an answer, beyond what the message takes over the slowest line (2 KiB a second); then between any
    /// two pieces of the answer, which as a whole may take as long as it needs.
    ///
    /// # Errors
    /// When the system gives no sockets or the address is none.
    pub fn new(url: &str, token: String, stall: Duration) -> Result<HttpPeer, Line> {
        Ok(HttpPeer {
            door: Door {
                line: Http::new(url, stall)?,
                shown: Some(token),
                moved: Bytes::default(),
            },
            now_ms: Box::new(system_ms),
        })
    }

    /// The same, telling the centre another clock than the machine's as the laptop's own.
    #[must_use]
    pub fn with_clock(self, now_ms: impl Fn() -> u64 + Send + 'static) -> HttpPeer {
        HttpPeer {
            now_ms: Box::new(now_ms),
            ..self
        }
    }
}

impl Road for HttpPeer {
    fn name(&self) -> &'static str {
        "internet"
    }

    fn moved(&self) -> Bytes {
        self.door.moved
    }

    fn renew(&mut self, wanted: &Renewal) -> Result<bool, Line> {
        self.renew_token(wanted)
    }

    fn files(&mut self) -> Option<&mut dyn FileRoad> {
        Some(&mut self.door)
    }
}

impl Peer for HttpPeer {
    fn exchange(&mut self, ask: &Ask) -> Result<Reply, Line> {
        let body = ask.to_bytes();
        let door = &mut self.door;
        door.moved.up += body.len() as u64;
        let request = door
            .shown_with(door.line.client.post(format!("{}/v1/sync", door.line.url)))
            .header(CONTENT_TYPE, CBOR)
            .header(ACCEPT, CBOR)
            .header(CLOCK, (self.now_ms)())
            .body(body);
        let reply = door.line.runtime.block_on(async {
            let response = door.line.sent(request).await?;
            answer::ours(response, CBOR)
                .await?
                .whole(FRAME_BYTES_MAX)
                .await
        })?;
        door.moved.down += reply.len() as u64;
        Reply::from_bytes(&reply).map_err(|error| line(LineKind::NotOurs, error.to_string()))
    }
}

/// The machine's clock, in milliseconds since 1970.
fn system_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |it| u64::try_from(it.as_millis()).unwrap_or(u64::MAX))
}

/// What is needed to talk HTTP from synchronous code.
struct Http {
    url: String,
    client: Client,
    runtime: Runtime,
    /// How long the line may be silent.
    stall: Duration,
    /// Set: nobody signed the certificate there.
    shown: Option<Arc<Shown>>,
}

impl Http {
    fn new(url: &str, stall: Duration) -> Result<Http, Line> {
        let (address, pin) = pinned::read(url)?;
        let trust = TRUST.of(pin, Instant::now())?;
        let config = ClientConfig::clone(&trust.config);
        let client = Client::builder().tls_backend_preconfigured(config);
        let http = Http::over(address, client, stall)?;
        Ok(Http {
            shown: trust.shown,
            ..http
        })
    }

    /// Asks in JSON and returns the answer, which is JSON too.
    fn asked(&self, request: RequestBuilder, body: Vec<u8>) -> Result<bytes::Bytes, Line> {
        let request = request
            .header(CONTENT_TYPE, JSON)
            .header(ACCEPT, JSON)
            .body(body);
        self.runtime.block_on(async {
            let response = answer::ours(self.sent(request).await?, JSON).await?;
            response.whole(JSON_BYTES_MAX).await
        })
    }

    /// Sends a request and waits for the head of the answer.
    async fn sent(&self, request: RequestBuilder) -> Result<Answer, Line> {
        let failed = match self.sent_in_time(request).await {
            Ok(response) => {
                let stall = self.stall;
                return Ok(Answer { response, stall });
            }
            Err(failed) => failed,
        };
        TRUST.forget();
        Err(match &self.shown {
            Some(shown) => shown.what_it_means(failed),
            None => failed,
        })
    }

    async fn sent_in_time(&self, request: RequestBuilder) -> Result<Response, Line> {
        let request = request.build().map_err(|error| answer::broken(&error))?;
        let body = request.body().and_then(Body::as_bytes).unwrap_or_default();
        let most = longest(self.stall, body.len());
        match timeout(most, self.client.execute(request)).await {
            Ok(answered) => answered.map_err(|error| answer::broken(&error)),
            Err(_over) => Err(silent(most)),
        }
    }

    /// The same with a client that was told more.
    fn over(url: &str, client: ClientBuilder, stall: Duration) -> Result<Http, Line> {
        let unreachable = |detail: String| line(LineKind::Unreachable, detail);
        // Another part of the program may have installed the provider first.
        let _already = rustls::crypto::ring::default_provider().install_default();
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|e| unreachable(e.to_string()))?;
        let client = client
            .redirect(redirect::Policy::none())
            .connect_timeout(CONNECT.min(stall))
            .tcp_nodelay(true)
            .user_agent(concat!("sala/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| answer::broken(&error))?;
        Ok(Http {
            url: url.trim_end_matches('/').to_owned(),
            client,
            runtime,
            stall,
            shown: None,
        })
    }
}

/// An answer whose head is here.
struct Answer {
    response: Response,
    /// How long the rest of it may be silent.
    stall: Duration,
}

impl Answer {
    /// Reads a body to its end, but no more than a centre ever sends.
    async fn whole(mut self, max: usize) -> Result<bytes::Bytes, Line> {
        let mut body = BytesMut::new();
        loop {
            let next = timeout(self.stall, self.response.chunk()).await;
            let next = next.map_err(|_over| silent(self.stall))?;
            let Some(piece) = next.map_err(|error| answer::broken(&error))? else {
                return Ok(body.freeze());
            };
            if body.len() + piece.len() > max {
                return Err(line(
                    LineKind::NotOurs,
                    format!("the answer is longer than {max} bytes"),
                ));
            }
            body.extend_from_slice(&piece);
        }
    }
}

/// How long the head of an answer may take to a message of so many bytes.
fn longest(stall: Duration, bytes: usize) -> Duration {
    let millis = (bytes as u64).saturating_mul(1_000).div_ceil(SLOWEST);
    stall.saturating_add(Duration::from_millis(millis))
}

fn silent(most: Duration) -> Line {
    let detail = format!("nothing came in {} s", most.as_secs());
    line(LineKind::Stalled, detail)
}

fn line(kind: LineKind, detail: impl Into<String>) -> Line {
    Line {
        kind,
        detail: detail.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_message_has_longer_for_its_answer() {
        let check = |bytes: usize, millis: u64| {
            let most = longest(Duration::from_secs(30), bytes);
            assert_eq!(most, Duration::from_millis(30_000 + millis), "{bytes}");
        };
        check(0, 0);
        check(1, 1);
        check(2 << 10, 1_000);
        check(16 << 10, 8_000);
        check(1 << 20, 512_000);
        let forever = longest(Duration::MAX, usize::MAX);
        assert_eq!(forever, Duration::MAX);
    }
}
