//! One line in the log per request: what was asked and what came of it, never who.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use data_encoding::HEXLOWER;
use tracing::Instrument;

use super::metrics::Metrics;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Gives the request an id of our own, which stands in the log and in the answer.
pub(crate) async fn trace(
    State(metrics): State<Arc<Metrics>>,
    request: Request,
    next: Next,
) -> Response {
    let id = request_id();
    // The pattern, not the address that was asked for: that may hold anything.
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map(|path| path.as_str().to_owned());
    let method = request.method().clone();
    let started = Instant::now();
    let span = tracing::info_span!("request", id = %id);
    let mut response = next.run(request).instrument(span.clone()).await;
    let (route, took) = (route.as_deref().unwrap_or("-"), started.elapsed());
    metrics.count(route, &method, response.status(), took);
    let _entered = span.entered();
    tracing::info!(
        method = %method,
        route,
        status = response.status().as_u16(),
        ms = took.as_millis() as u64,
        "answered"
    );
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

fn request_id() -> String {
    let mut bytes = [0; 8];
    // Without randomness the id is zeros: a request is answered all the same.
    let _filled = getrandom::fill(&mut bytes);
    HEXLOWER.encode(&bytes)
}
