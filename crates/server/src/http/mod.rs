//! The doors that laptops knock on.

use std::sync::Arc;

use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tus::Fault;

use door::Door;
use metrics::Metrics;
use problem::Problem;

use crate::centre::Centre;
use crate::config::Limits;
use crate::files::Files;

pub(crate) mod accept;
pub(crate) mod certificate;
mod door;
mod exchange;
mod files;
mod health;
mod join;
mod line;
mod metrics;
mod pace;
mod problem;
mod token;
mod trace;

/// Returns everything the centre answers.
pub(crate) fn router(centre: Centre, files: Files, limits: Limits, shows_metrics: bool) -> Router {
    let metrics = Arc::new(Metrics::default());
    let figures = shown((Arc::clone(&metrics), centre.clone()), shows_metrics);
    let door = Arc::new(Door::new(centre, files, limits));
    let no_store = HeaderValue::from_static("no-store");
    let nosniff = HeaderValue::from_static("nosniff");
    Router::new()
        .merge(figures)
        .route("/health", get(health::health))
        .route("/ready", get(health::ready))
        .route("/openapi.json", get(openapi))
        .route("/v1/join", post(join::join))
        .route("/v1/sync", post(exchange::exchange))
        .route("/v1/token", post(token::renew))
        .merge(tus::routes::<Door>())
        .method_not_allowed_fallback(async || Problem::of(Fault::method()))
        .fallback(async || Problem::of(Fault::not_found()))
        .with_state(door)
        .layer(CatchPanicLayer::custom(|_what| panicked()))
        .layer(SetResponseHeaderLayer::if_not_present(
            CACHE_CONTROL,
            no_store,
        ))
        .layer(SetResponseHeaderLayer::if_not_present(
            X_CONTENT_TYPE_OPTIONS,
            nosniff,
        ))
        .layer(from_fn_with_state(metrics, trace::trace))
}

/// What a program can read of the doors that speak JSON.
const OPENAPI: &str = include_str!("openapi.json");

async fn openapi() -> Response {
    let kind = HeaderValue::from_static("application/json");
    ([(CONTENT_TYPE, kind)], OPENAPI).into_response()
}

/// Returns the door of figures, when it is to be there.
fn shown(figures: metrics::Shown, shows_metrics: bool) -> Router<Arc<Door>> {
    if !shows_metrics {
        return Router::new();
    }
    Router::new().route("/metrics", get(metrics::metrics).with_state(figures))
}

/// A defect in one handler is answered like any failure; where it was is in the log.
fn panicked() -> Response {
    Problem::internal().into_response()
}
