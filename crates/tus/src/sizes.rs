//! `POST /v1/files/sizes`: how long files are, before anybody fetches them.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use sync::{FileSizes, SizesAsk};

use crate::{CBOR, Shelf, body};

/// Room for the largest ask: a name of a team and a hash for each file.
const BODY_BYTES_MAX: usize = 16 << 10;

pub(super) async fn tell<S: Shelf>(
    State(shelf): State<Arc<S>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, S::Refusal> {
    let sent = (&headers, body);
    let (guest, ask) = body::asked(&*shelf, sent, BODY_BYTES_MAX, SizesAsk::from_bytes).await?;
    let mut bytes = Vec::with_capacity(ask.files.len());
    for file in &ask.files {
        bytes.push(shelf.length(&guest, file).await?);
    }
    let said = FileSizes { bytes };
    Ok(([(CONTENT_TYPE, CBOR)], said.to_bytes()).into_response())
}
