//! Reading a request, with an end to patience and to size.

use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use bytes::BytesMut;

use super::problem::Problem;

/// Reads the whole body: at most `limit_bytes`, and never `stall` long without a byte.
///
/// There is no limit on the whole: a slow line that keeps moving is a good line.
pub(crate) async fn read(
    mut body: Body,
    limit_bytes: usize,
    stall: Duration,
) -> Result<Bytes, Problem> {
    if body.size_hint().lower() > limit_bytes as u64 {
        return Err(Problem::too_large(limit_bytes));
    }
    let mut whole = BytesMut::new();
    loop {
        let next = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx));
        let frame = match tokio::time::timeout(stall, next).await {
            Err(_elapsed) => return Err(Problem::stalled()),
            Ok(None) => return Ok(whole.freeze()),
            Ok(Some(Err(_cut))) => return Err(Problem::frame("the message was cut")),
            Ok(Some(Ok(frame))) => frame,
        };
        let Ok(data) = frame.into_data() else {
            continue;
        };
        if whole.len() + data.len() > limit_bytes {
            return Err(Problem::too_large(limit_bytes));
        }
        whole.extend_from_slice(&data);
    }
}
