//! Reading a request, with an end to patience and to size.

use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use bytes::BytesMut;
use sync::FrameError;

use crate::{CBOR, Fault, Shelf};

/// Reads the whole body: at most `limit_bytes`, and never `stall` long without a byte.
///
/// There is no limit on the whole: a slow line that keeps moving is a good line.
///
/// # Errors
/// When it is too large, stands still, or is cut.
pub async fn read(body: Body, limit_bytes: usize, stall: Duration) -> Result<Bytes, Fault> {
    let too_large = || Fault::too_large(limit_bytes as u64);
    if body.size_hint().lower() > limit_bytes as u64 {
        return Err(too_large());
    }
    let (mut body, mut whole) = (body, BytesMut::new());
    while let Some(data) = next(&mut body, stall).await? {
        if whole.len() + data.len() > limit_bytes {
            return Err(too_large());
        }
        whole.extend_from_slice(&data);
    }
    Ok(whole.freeze())
}

/// Reads what a laptop asks, once it may ask: a message of CBOR of at most `bytes_max`.
///
/// # Errors
/// When it may not ask, or the message is of another type, too large, cut or not understood.
pub(crate) async fn asked<S: Shelf, T>(
    shelf: &S,
    (headers, body): (&HeaderMap, Body),
    bytes_max: usize,
    understand: fn(&[u8]) -> Result<T, FrameError>,
) -> Result<(S::Guest, T), S::Refusal> {
    let guest = shelf.guest(headers).await?;
    require_type(headers, CBOR)?;
    let body = read(body, bytes_max, shelf.stall()).await?;
    let ask = understand(&body).map_err(|error| match error {
        FrameError::TooLarge { .. } => Fault::too_large(bytes_max as u64),
        error => Fault::frame(error.to_string()),
    })?;
    Ok((guest, ask))
}

/// Waits for the next bytes of a body; `None` at its end.
pub(crate) async fn next(body: &mut Body, stall: Duration) -> Result<Option<Bytes>, Fault> {
    loop {
        let next = poll_fn(|cx| Pin::new(&mut *body).poll_frame(cx));
        let frame = match tokio::time::timeout(stall, next).await {
            Err(_elapsed) => return Err(Fault::stalled()),
            Ok(None) => return Ok(None),
            Ok(Some(Err(_cut))) => return Err(Fault::frame("the message was cut")),
            Ok(Some(Ok(frame))) => frame,
        };
        if let Ok(data) = frame.into_data() {
            return Ok(Some(data));
        }
    }
}

/// Refuses a body of another content type. What stands after `;` does not matter.
///
/// # Errors
/// When it is of another type, or does not say of which.
pub fn require_type(headers: &HeaderMap, wanted: &'static str) -> Result<(), Fault> {
    let given = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let kind = given.split(';').next().unwrap_or_default().trim();
    match kind.eq_ignore_ascii_case(wanted) {
        true => Ok(()),
        false => Err(Fault::media_type(wanted)),
    }
}

/// Returns how many bytes a body says that it has.
#[must_use]
pub fn length(headers: &HeaderMap) -> Option<usize> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}
