//! The doors of a hub: who it is, coming in, one ask and one reply, and the centre's receipts. No other.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::State;
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use bytes::BytesMut;
use data_encoding::BASE64URL_NOPAD;
use sync::FRAME_BYTES_MAX;
use tokio::sync::Semaphore;

use crate::{House, Limits, Refusal};

const CBOR: &str = "application/cbor";
/// The largest ask: a whole frame.
const ASK_BYTES_MAX: usize = FRAME_BYTES_MAX + 64 * 1024;
/// The largest message of somebody who has not come in: it may carry a roster of 4 MiB.
const KNOCK_BYTES_MAX: usize = (4 << 20) + 64 * 1024;

/// What every door stands on.
pub(crate) struct Doors {
    house: Arc<dyn House>,
    limits: Limits,
    /// Asks that are taken in at once, and apart from them those of laptops that are not in yet: they keep nobody
    /// out who is.
    asks: Semaphore,
    knocks: Semaphore,
}

pub(crate) fn router(house: Arc<dyn House>, limits: Limits) -> Router {
    let doors = Arc::new(Doors {
        house,
        asks: Semaphore::new(limits.asks_max),
        knocks: Semaphore::new(limits.asks_max),
        limits,
    });
    Router::new()
        .route("/v1/hub/hello", post(hello))
        .route("/v1/hub/enter", post(enter))
        .route("/v1/hub/receipts", post(receipts))
        .route("/v1/sync", post(exchange))
        .method_not_allowed_fallback(async || Refusal::method())
        .fallback(async || Refusal::not_found())
        .with_state(doors)
}

async fn hello(
    State(doors): State<Arc<Doors>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    doors
        .knock(&headers, body, |house, ask| house.hello(ask))
        .await
}

async fn enter(
    State(doors): State<Arc<Doors>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    doors
        .knock(&headers, body, |house, ask| house.enter(ask))
        .await
}

async fn exchange(
    State(doors): State<Arc<Doors>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    doors
        .ask(&headers, body, |house, pass, ask| house.exchange(pass, ask))
        .await
}

async fn receipts(
    State(doors): State<Arc<Doors>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    doors
        .ask(&headers, body, |house, pass, ask| house.vouch(pass, ask))
        .await
}

type Answer = Result<Vec<u8>, Refusal>;

impl Doors {
    /// A message of somebody who is not in.
    async fn knock(
        self: Arc<Self>,
        headers: &HeaderMap,
        body: Body,
        answer: fn(&dyn House, &[u8]) -> Answer,
    ) -> Result<Response, Refusal> {
        require_cbor(headers)?;
        let _seat = self.seat(&self.knocks).await?;
        let ask = read(body, KNOCK_BYTES_MAX, &self.limits).await?;
        let house = Arc::clone(&self.house);
        answered(move || answer(house.as_ref(), &ask)).await
    }

    /// A message of somebody who came in and shows their pass.
    async fn ask(
        self: Arc<Self>,
        headers: &HeaderMap,
        body: Body,
        answer: fn(&dyn House, &[u8; 32], &[u8]) -> Answer,
    ) -> Result<Response, Refusal> {
        let pass = pass(headers)?;
        require_cbor(headers)?;
        let _seat = self.seat(&self.asks).await?;
        let ask = read(body, ASK_BYTES_MAX, &self.limits).await?;
        let house = Arc::clone(&self.house);
        answered(move || answer(house.as_ref(), &pass, &ask)).await
    }

    async fn seat<'s>(
        &self,
        seats: &'s Semaphore,
    ) -> Result<tokio::sync::SemaphorePermit<'s>, Refusal> {
        match tokio::time::timeout(self.limits.queue, seats.acquire()).await {
            Ok(Ok(seat)) => Ok(seat),
            Ok(Err(_)) | Err(_) => Err(Refusal::busy()),
        }
    }
}

/// Runs the house's work where it may wait for the disk.
async fn answered(work: impl FnOnce() -> Answer + Send + 'static) -> Result<Response, Refusal> {
    let done = tokio::task::spawn_blocking(work).await;
    let reply = done.map_err(|_broke_off| Refusal::internal())??;
    let kind = HeaderValue::from_static(CBOR);
    let fresh = HeaderValue::from_static("no-store");
    Ok(([(CONTENT_TYPE, kind), (CACHE_CONTROL, fresh)], reply).into_response())
}

fn require_cbor(headers: &HeaderMap) -> Result<(), Refusal> {
    let given = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    match given {
        Some(kind) if kind.eq_ignore_ascii_case(CBOR) => Ok(()),
        _ => Err(Refusal::media_type()),
    }
}

fn pass(headers: &HeaderMap) -> Result<[u8; 32], Refusal> {
    let given = headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.strip_prefix("Bearer "));
    let bytes = given.and_then(|text| BASE64URL_NOPAD.decode(text.as_bytes()).ok());
    bytes
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(Refusal::pass)
}

/// Reads the whole body: at most `most` bytes, and never long without one.
async fn read(mut body: Body, most: usize, limits: &Limits) -> Result<Bytes, Refusal> {
    if body.size_hint().lower() > most as u64 {
        return Err(Refusal::too_large());
    }
    let mut whole = BytesMut::new();
    loop {
        let next = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx));
        let frame = match tokio::time::timeout(limits.stall, next).await {
            Err(_elapsed) => return Err(Refusal::stalled()),
            Ok(None) => return Ok(whole.freeze()),
            Ok(Some(Err(_cut))) => return Err(Refusal::cut()),
            Ok(Some(Ok(frame))) => frame,
        };
        let Ok(data) = frame.into_data() else {
            continue;
        };
        if whole.len() + data.len() > most {
            return Err(Refusal::too_large());
        }
        whole.extend_from_slice(&data);
    }
}
