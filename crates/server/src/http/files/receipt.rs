//! `POST /v1/files/receipt`: the centre signs for files that it holds whole.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use sync::FilesAsk;

use crate::centre::ExchangeError;
use crate::http::body;
use crate::http::door::Door;
use crate::http::exchange::{CBOR, require_type};
use crate::http::problem::Problem;

/// Room for the largest ask: a name of a team and a hash for each file.
const BODY_BYTES_MAX: usize = 256 << 10;

/// Answers with a receipt over those of the files that are kept in teams of the laptop: not a word about others.
pub(super) async fn sign(
    State(door): State<Arc<Door>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let caller = door.caller(&headers).await?;
    require_type(&headers, CBOR)?;
    let body = body::read(body, BODY_BYTES_MAX, door.limits.stall).await?;
    let ask = FilesAsk::from_bytes(&body).map_err(|source| ExchangeError::Frame { source })?;
    // A receipt says no team: what is missing in one of those asked for is not named.
    let (mut held, mut missing) = (BTreeSet::new(), BTreeSet::new());
    for file in &ask.files {
        let hash = blake3::Hash::from_bytes(file.content);
        let is_ours = caller.scope().has(&file.team);
        let is_held = is_ours && door.files.length(&file.team, &hash).await?.is_some();
        let to = if is_held { &mut held } else { &mut missing };
        to.insert(file.content);
    }
    let held = held.difference(&missing).copied().collect();
    let receipt = door.centre.sign_files(caller.device, ask.batch, held);
    Ok(([(CONTENT_TYPE, CBOR)], receipt.to_bytes()).into_response())
}
