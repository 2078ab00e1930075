//! `POST /v1/sync`: one ask, one reply. Decode, answer, encode; the answer is `sync`'s.

use std::sync::Arc;
use std::time::Instant;

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use data_encoding::BASE64URL_NOPAD;
use sync::{FRAME_BYTES_MAX, FrameError};
use tus::Fault;

use super::door::Door;
use super::problem::Problem;
use crate::centre::ExchangeError;

/// What the body of an ask and a reply is called.
const CBOR: &str = "application/cbor";
/// The header in which a laptop tells what its own clock says.
const CLOCK: &str = "sala-clock";
/// The largest body: a whole frame.
const BODY_BYTES_MAX: usize = FRAME_BYTES_MAX + 64 * 1024;

pub(crate) async fn exchange(
    State(door): State<Arc<Door>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let token = bearer(&headers)?;
    let _known = door.caller(&headers).await?;
    tus::require_type(&headers, CBOR)?;
    let announced = tus::length(&headers).unwrap_or(BODY_BYTES_MAX);
    if announced > BODY_BYTES_MAX {
        return Err(Fault::too_large(BODY_BYTES_MAX as u64).into());
    }
    // Taken before the body comes: on a slow line that takes its time.
    let clock = clock(&headers);
    let came = Instant::now();
    let room = door.room_for(announced).await?;
    let ask = tus::read(body, BODY_BYTES_MAX, door.limits.stall).await?;
    let turn = door.turn().await?;
    let centre = door.centre.clone();
    let laptop_ms = clock.map(|clock| clock.saturating_add(came.elapsed().as_millis() as u64));
    let answered = door.run(move || {
        let answered = centre.exchange(&token, &ask, laptop_ms);
        drop((turn, room));
        answered
    });
    let reply = answered.await??;
    Ok(([(CONTENT_TYPE, HeaderValue::from_static(CBOR))], reply).into_response())
}

/// Reads what the laptop's own clock said when it asked: milliseconds since 1970.
fn clock(headers: &HeaderMap) -> Option<u64> {
    headers.get(CLOCK)?.to_str().ok()?.parse().ok()
}

/// Reads `Authorization: Bearer …`.
pub(crate) fn bearer(headers: &HeaderMap) -> Result<[u8; 32], Problem> {
    let header = headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let token = header.and_then(|text| text.strip_prefix("Bearer "));
    let bytes = token.and_then(|text| BASE64URL_NOPAD.decode(text.trim().as_bytes()).ok());
    bytes
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(Problem::token)
}

impl From<ExchangeError> for Problem {
    fn from(error: ExchangeError) -> Self {
        match error {
            ExchangeError::Token => Self::token(),
            ExchangeError::Revoked => Self::revoked(),
            ExchangeError::Frame {
                source: FrameError::TooLarge { .. },
            } => Fault::too_large(FRAME_BYTES_MAX as u64).into(),
            ExchangeError::Frame { source } => Self::frame(source.to_string()),
            ExchangeError::Ledger(error) => error.into(),
        }
    }
}
