//! `POST /v1/files/receipt`: a signature for files that are held whole.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use sync::FilesAsk;

use crate::{CBOR, Shelf, body};

/// Room for the largest ask: a name of a team and a hash for each file.
const BODY_BYTES_MAX: usize = 256 << 10;

pub(super) async fn sign<S: Shelf>(
    State(shelf): State<Arc<S>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, S::Refusal> {
    let sent = (&headers, body);
    let (guest, ask) = body::asked(&*shelf, sent, BODY_BYTES_MAX, FilesAsk::from_bytes).await?;
    let receipt = shelf.sign(&guest, ask).await?;
    Ok(([(CONTENT_TYPE, CBOR)], receipt.to_bytes()).into_response())
}
