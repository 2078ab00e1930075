//! Receiving the bytes of an upload: what has come is kept, however the line ends.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::{Bytes, BytesMut};
use sync::{Upload, UploadId};

use crate::checksum::Checksum;
use crate::headers::{METHOD_OVERRIDE, UPLOAD_OFFSET, number, require_version, text};
use crate::uploads::{end, named, stand, standing};
use crate::{Fault, Shelf, body};

const OFFSET_STREAM: &str = "application/offset+octet-stream";
/// The largest message with a checksum: nothing of it is kept before all of it is here.
const CHECKED_BYTES_MAX: usize = 8 << 20;

/// `PATCH /v1/files/{upload}`: the bytes that follow.
pub(super) async fn patch<S: Shelf>(
    State(shelf): State<Arc<S>>,
    Path(upload): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, S::Refusal> {
    let guest = shelf.guest(&headers).await?;
    require_version(&headers)?;
    body::require_type(&headers, OFFSET_STREAM)?;
    let offset = number(&headers, &UPLOAD_OFFSET)?;
    let id = named(&upload)?;
    let found = shelf.upload(&guest, id).await?;
    let length = found.announced.length;
    if found.offset != offset {
        return Err(Fault::offset(found.offset).into());
    }
    let left = length - found.offset;
    if body::length(&headers).is_some_and(|announced| announced as u64 > left) {
        return Err(Fault::beyond(length).into());
    }
    let checksum = Checksum::of(&headers)?;
    let receiving = Receiving {
        shelf,
        guest,
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
    let upload = received.await.map_err(|_panicked| Fault::internal())??;
    Ok((StatusCode::NO_CONTENT, standing(&upload)).into_response())
}

/// `POST` with `X-HTTP-Method-Override`, for lines that let no other method through.
pub(super) async fn in_another_word<S: Shelf>(
    shelf: State<Arc<S>>,
    upload: Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, S::Refusal> {
    match text(&headers, &METHOD_OVERRIDE) {
        Some("PATCH") => patch(shelf, upload, headers, body).await,
        Some("HEAD") => stand(shelf, upload, headers).await,
        Some("DELETE") => end(shelf, upload, headers).await,
        Some(_) | None => Err(Fault::method().into()),
    }
}

/// An upload that goes on.
struct Receiving<S: Shelf> {
    shelf: Arc<S>,
    guest: S::Guest,
    id: UploadId,
    upload: Upload,
}

impl<S: Shelf> Receiving<S> {
    /// Keeps what comes as it comes.
    async fn piecewise(mut self, mut body: Body) -> Result<Upload, S::Refusal> {
        let _room = self.shelf.room_for(2 * S::PIECE_BYTES_MAX).await?;
        let mut waiting = BytesMut::new();
        let ended = loop {
            let data = match body::next(&mut body, self.shelf.stall()).await {
                Ok(Some(data)) => data,
                Ok(None) => break Ok(()),
                Err(fault) => break Err(fault),
            };
            let end = self.upload.offset + (waiting.len() + data.len()) as u64;
            if end > self.upload.announced.length {
                break Err(Fault::beyond(self.upload.announced.length));
            }
            waiting.extend_from_slice(&data);
            while waiting.len() >= S::PIECE_BYTES_MAX {
                let piece = waiting.split_to(S::PIECE_BYTES_MAX).freeze();
                self.keep(piece).await?;
            }
        };
        self.keep(waiting.freeze()).await?;
        ended?;
        self.settle().await
    }

    /// Keeps a message when all of it is here and is what it says.
    async fn checked(mut self, body: Body, checksum: &Checksum) -> Result<Upload, S::Refusal> {
        let left = self.upload.announced.length - self.upload.offset;
        let most =
            usize::try_from(left).map_or(CHECKED_BYTES_MAX, |left| left.min(CHECKED_BYTES_MAX));
        let _room = self.shelf.room_for(most).await?;
        let mut bytes = body::read(body, most, self.shelf.stall()).await?;
        if !checksum.holds(&bytes) {
            return Err(Fault::checksum().into());
        }
        while !bytes.is_empty() {
            let piece = bytes.split_to(bytes.len().min(S::PIECE_BYTES_MAX));
            self.keep(piece).await?;
        }
        self.settle().await
    }

    async fn keep(&mut self, piece: Bytes) -> Result<(), S::Refusal> {
        if piece.is_empty() {
            return Ok(());
        }
        let bytes = piece.len() as u64;
        let at = self.upload.offset;
        self.shelf.append(&self.guest, self.id, at, piece).await?;
        self.upload.offset += bytes;
        Ok(())
    }

    async fn settle(self) -> Result<Upload, S::Refusal> {
        self.shelf.settle(&self.guest, self.id, self.upload).await
    }
}
