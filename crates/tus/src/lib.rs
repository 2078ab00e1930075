//! The doors of files: `/v1/files` by the tus protocol 1.0 with creation, checksum, termination and expiration, the same
//! at a centre and at a hub.
//!
//! This room reads what is said on the line and says what is answered there. Who may ask, and where the bytes
//! stay, is a [`Shelf`]'s.

use std::sync::Arc;

use axum::Router;
use axum::http::HeaderValue;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::{get, post};

mod body;
mod checksum;
mod fault;
mod fetch;
mod headers;
mod receipt;
mod receive;
mod shelf;
mod sizes;
mod uploads;

pub use body::{length, read, require_type};
pub use fault::{Fault, Head};
pub use shelf::{Shelf, Soon};

/// The version of the protocol.
const VERSION: &str = "1.0.0";
/// What the body of an ask for a receipt, and of the receipt, is called.
const CBOR: &str = "application/cbor";

/// Returns the addresses of files.
pub fn routes<S: Shelf>() -> Router<Arc<S>> {
    let upload = axum::routing::patch(receive::patch::<S>)
        .head(uploads::stand::<S>)
        .delete(uploads::end::<S>)
        .options(uploads::abilities::<S>)
        .post(receive::in_another_word::<S>);
    Router::new()
        .route(
            "/v1/files",
            post(uploads::create::<S>).options(uploads::abilities::<S>),
        )
        .route("/v1/files/receipt", post(receipt::sign::<S>))
        .route("/v1/files/sizes", post(sizes::tell::<S>))
        .route("/v1/files/{upload}", upload)
        .route("/v1/files/{team}/{hash}", get(fetch::fetch::<S>))
        .layer(from_fn(versioned))
}

/// Says in every answer which protocol this is.
async fn versioned(request: axum::extract::Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response
        .headers_mut()
        .insert(headers::TUS_RESUMABLE, HeaderValue::from_static(VERSION));
    response
}
