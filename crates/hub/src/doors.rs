//! The doors of a hub: who it is, coming in, one ask and one reply, the centre's receipts, and files. No other.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use data_encoding::BASE64URL_NOPAD;
use sync::FRAME_BYTES_MAX;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tus::Fault;

use crate::problem::No;
use crate::{House, Limits, Refusal};

const CBOR: &str = "application/cbor";
/// The largest ask: a whole frame.
const ASK_BYTES_MAX: usize = FRAME_BYTES_MAX + 64 * 1024;
/// The largest message of somebody who has not come in: it may carry a roster of 4 MiB.
const KNOCK_BYTES_MAX: usize = (4 << 20) + 64 * 1024;

/// What every door stands on.
pub(crate) struct Doors {
    pub(crate) house: Arc<dyn House>,
    pub(crate) limits: Limits,
    /// Asks that are taken in at once, and apart from them those of laptops that are not in yet: they keep nobody
    /// out who is.
    pub(crate) asks: Arc<Semaphore>,
    knocks: Arc<Semaphore>,
}

/// What a laptop shows that came in.
pub(crate) type Pass = [u8; 32];

pub(crate) fn router(house: Arc<dyn House>, limits: Limits) -> Router {
    let doors = Arc::new(Doors {
        house,
        asks: Arc::new(Semaphore::new(limits.asks_max)),
        knocks: Arc::new(Semaphore::new(limits.asks_max)),
        limits,
    });
    Router::new()
        .route("/v1/hub/hello", post(hello))
        .route("/v1/hub/enter", post(enter))
        .route("/v1/hub/receipts", post(receipts))
        .route("/v1/sync", post(exchange))
        .merge(tus::routes::<Doors>())
        .method_not_allowed_fallback(async || No::from(Fault::method()))
        .fallback(async || No::from(Fault::not_found()))
        .with_state(doors)
}

async fn hello(
    State(doors): State<Arc<Doors>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, No> {
    doors
        .knock(&headers, body, |house, ask| house.hello(ask))
        .await
}

async fn enter(
    State(doors): State<Arc<Doors>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, No> {
    doors
        .knock(&headers, body, |house, ask| house.enter(ask))
        .await
}

async fn exchange(
    State(doors): State<Arc<Doors>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, No> {
    doors
        .ask(&headers, body, |house, pass, ask| house.exchange(pass, ask))
        .await
}

async fn receipts(
    State(doors): State<Arc<Doors>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, No> {
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
    ) -> Result<Response, No> {
        tus::require_type(headers, CBOR)?;
        let _seat = self.seat(&self.knocks).await?;
        let ask = tus::read(body, KNOCK_BYTES_MAX, self.limits.stall).await?;
        let house = Arc::clone(&self.house);
        answered(move || answer(house.as_ref(), &ask)).await
    }

    /// A message of somebody who came in and shows their pass.
    async fn ask(
        self: Arc<Self>,
        headers: &HeaderMap,
        body: Body,
        answer: fn(&dyn House, &Pass, &[u8]) -> Answer,
    ) -> Result<Response, No> {
        let pass = pass(headers)?;
        tus::require_type(headers, CBOR)?;
        let _seat = self.seat(&self.asks).await?;
        let ask = tus::read(body, ASK_BYTES_MAX, self.limits.stall).await?;
        let house = Arc::clone(&self.house);
        answered(move || answer(house.as_ref(), &pass, &ask)).await
    }

    pub(crate) async fn seat(
        &self,
        seats: &Arc<Semaphore>,
    ) -> Result<OwnedSemaphorePermit, Refusal> {
        let seat = Arc::clone(seats).acquire_owned();
        match tokio::time::timeout(self.limits.queue, seat).await {
            Ok(Ok(seat)) => Ok(seat),
            Ok(Err(_)) | Err(_) => Err(Refusal::busy()),
        }
    }
}

/// Runs the house's work where it may wait for the disk.
pub(crate) async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Refusal> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|_broke_off| Refusal::internal())?
}

async fn answered(work: impl FnOnce() -> Answer + Send + 'static) -> Result<Response, No> {
    let reply = apart(work).await?;
    let kind = HeaderValue::from_static(CBOR);
    let fresh = HeaderValue::from_static("no-store");
    Ok(([(CONTENT_TYPE, kind), (CACHE_CONTROL, fresh)], reply).into_response())
}

/// Reads the pass that a message shows.
pub(crate) fn pass(headers: &HeaderMap) -> Result<Pass, Refusal> {
    let given = headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.strip_prefix("Bearer "));
    let bytes = given.and_then(|text| BASE64URL_NOPAD.decode(text.as_bytes()).ok());
    bytes
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(Refusal::pass)
}
