//! The doors that laptops knock on.

use std::sync::Arc;

use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, X_CONTENT_TYPE_OPTIONS};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::set_header::SetResponseHeaderLayer;

use door::Door;
use problem::Problem;

use crate::centre::Centre;
use crate::config::Limits;
use crate::files::Files;

pub(crate) mod accept;
mod body;
mod door;
mod exchange;
mod files;
mod health;
mod join;
mod line;
mod problem;
mod trace;

/// Returns everything the centre answers.
pub(crate) fn router(centre: Centre, files: Files, limits: Limits) -> Router {
    let door = Arc::new(Door::new(centre, files, limits));
    let no_store = HeaderValue::from_static("no-store");
    let nosniff = HeaderValue::from_static("nosniff");
    Router::new()
        .route("/health", get(health::health))
        .route("/v1/join", post(join::join))
        .route("/v1/sync", post(exchange::exchange))
        .merge(files::routes())
        .method_not_allowed_fallback(async || Problem::method())
        .fallback(async || Problem::not_found())
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
        .layer(from_fn(trace::trace))
}

/// A defect in one handler is answered like any failure; where it was is in the log.
fn panicked() -> Response {
    Problem::internal().into_response()
}
