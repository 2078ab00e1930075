//! Receiving the bytes of an upload: what has come is kept, however the line ends.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;

use axum::body::{Body, HttpBody};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::{Bytes, BytesMut};
use records::DeviceId;

use super::checksum::Checksum;
use super::headers::{METHOD_OVERRIDE, UPLOAD_OFFSET, number, require_version, text};
use super::require_team;
use super::uploads::{end, stand, standing};
use crate::files::{PIECE_BYTES_MAX, Upload, UploadId};
use crate::http::body;
use crate::http::door::Door;
use crate::http::exchange::{length, require_type};
use crate::http::problem::Problem;

const OFFSET_STREAM: &str = "application/offset+octet-stream";
/// The largest message with a checksum: nothing of it is kept before all of it is here.
const CHECKED_BYTES_MAX: usize = 8 << 20;

/// `PATCH /v1/files/{upload}`: the bytes that follow.
pub(super) async fn patch(
    State(door): State<Arc<Door>>,
    Path(upload): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let caller = door.caller(&headers).await?;
    require_version(&headers)?;
    require_type(&headers, OFFSET_STREAM)?;
    let offset = number(&headers, &UPLOAD_OFFSET)?;
    let id: UploadId = upload.parse()?;
    let found = door
        .files
        .upload(caller.device, id, door.centre.now_ms())
        .await?;
    require_team(&door, &caller, &found.announced.team, Problem::not_found()).await?;
    if found.offset != offset {
        return Err(Problem::offset(found.offset));
    }
    let left = found.announced.length - found.offset;
    if length(&headers).is_some_and(|announced| announced as u64 > left) {
        return Err(Problem::beyond(found.announced.length));
    }
    let checksum = Checksum::of(&headers)?;
    let receiving = Receiving {
        door,
        device: caller.device,
        id,
        upload: found,
    };
    // A connection that breaks takes its handler along; what has come by then is kept all the same.
    let received = tokio::spawn(async move {
        match checksum {
            Some(checksum) => receiving.checked(body, &checksum).await,
            None => receiving.piecewise(body).await,
        }
    });
    let upload = received.await.map_err(|_panicked| Problem::internal())??;
    Ok((StatusCode::NO_CONTENT, standing(&upload)).into_response())
}

/// `POST` with `X-HTTP-Method-Override`, for lines that let no other method through.
pub(super) async fn in_another_word(
    door: State<Arc<Door>>,
    upload: Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    match text(&headers, &METHOD_OVERRIDE) {
        Some("PATCH") => patch(door, upload, headers, body).await,
        Some("HEAD") => stand(door, upload, headers).await,
        Some("DELETE") => end(door, upload, headers).await,
        Some(_) | None => Err(Problem::method()),
    }
}

/// An upload that goes on.
struct Receiving {
    door: Arc<Door>,
    device: DeviceId,
    id: UploadId,
    upload: Upload,
}

impl Receiving {
    /// Keeps what comes as it comes.
    async fn piecewise(mut self, mut body: Body) -> Result<Upload, Problem> {
        let _room = self.door.room_for(2 * PIECE_BYTES_MAX).await?;
        let mut waiting = BytesMut::new();
        let ended = loop {
            let next = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx));
            let frame = match tokio::time::timeout(self.door.limits.stall, next).await {
                Err(_elapsed) => break Err(Problem::stalled()),
                Ok(None) => break Ok(()),
                Ok(Some(Err(_cut))) => break Err(Problem::frame("the message was cut")),
                Ok(Some(Ok(frame))) => frame,
            };
            let Ok(data) = frame.into_data() else {
                continue;
            };
            let end = self.upload.offset + (waiting.len() + data.len()) as u64;
            if end > self.upload.announced.length {
                break Err(Problem::beyond(self.upload.announced.length));
            }
            waiting.extend_from_slice(&data);
            while waiting.len() >= PIECE_BYTES_MAX {
                let piece = waiting.split_to(PIECE_BYTES_MAX).freeze();
                self.keep(piece).await?;
            }
        };
        self.keep(waiting.freeze()).await?;
        ended?;
        self.settle().await
    }

    /// Keeps a message when all of it is here and is what it says.
    async fn checked(mut self, body: Body, checksum: &Checksum) -> Result<Upload, Problem> {
        let left = self.upload.announced.length - self.upload.offset;
        let most =
            usize::try_from(left).map_or(CHECKED_BYTES_MAX, |left| left.min(CHECKED_BYTES_MAX));
        let _room = self.door.room_for(most).await?;
        let mut bytes = body::read(body, most, self.door.limits.stall).await?;
        if !checksum.holds(&bytes) {
            return Err(Problem::checksum());
        }
        while !bytes.is_empty() {
            let piece = bytes.split_to(bytes.len().min(PIECE_BYTES_MAX));
            self.keep(piece).await?;
        }
        self.settle().await
    }

    async fn keep(&mut self, piece: Bytes) -> Result<(), Problem> {
        if piece.is_empty() {
            return Ok(());
        }
        let bytes = piece.len() as u64;
        let at = self.upload.offset;
        self.door
            .files
            .append(self.device, self.id, at, piece)
            .await?;
        self.upload.offset += bytes;
        Ok(())
    }

    async fn settle(self) -> Result<Upload, Problem> {
        let settled = self.door.files.settle(self.device, self.id, self.upload);
        Ok(settled.await?)
    }
}
