//! Announcing an upload, asking how far it is, giving it up.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header::LOCATION;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use sync::{Upload, UploadId};

use crate::checksum::ALGORITHMS;
use crate::headers::{
    TUS_CHECKSUM, TUS_EXTENSION, TUS_MAX_SIZE, TUS_VERSION, UPLOAD_EXPIRES, UPLOAD_LENGTH,
    UPLOAD_OFFSET, announced, require_version, time, value,
};
use crate::{Fault, Shelf, VERSION};

const EXTENSIONS: &str = "creation,checksum,termination,expiration";

/// `OPTIONS`: what this server can do.
pub(super) async fn abilities<S: Shelf>() -> Response {
    let headers = [
        (TUS_VERSION, HeaderValue::from_static(VERSION)),
        (TUS_EXTENSION, HeaderValue::from_static(EXTENSIONS)),
        (TUS_MAX_SIZE, value(S::FILE_BYTES_MAX)),
        (TUS_CHECKSUM, HeaderValue::from_static(ALGORITHMS)),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

/// `POST /v1/files`: begins an upload. Its `Upload-Offset` says what need not be sent.
pub(super) async fn create<S: Shelf>(
    State(shelf): State<Arc<S>>,
    headers: HeaderMap,
) -> Result<Response, S::Refusal> {
    let guest = shelf.guest(&headers).await?;
    require_version(&headers)?;
    let announced = announced(&headers)?;
    if announced.length > S::FILE_BYTES_MAX {
        return Err(Fault::too_large(S::FILE_BYTES_MAX).into());
    }
    let (id, upload) = shelf.announce(&guest, announced).await?;
    let mut response = (StatusCode::CREATED, standing(&upload)).into_response();
    let location = HeaderValue::try_from(format!("/v1/files/{id}"));
    response
        .headers_mut()
        .insert(LOCATION, location.map_err(|_never| Fault::internal())?);
    Ok(response)
}

/// `HEAD /v1/files/{upload}`: how far it is.
pub(super) async fn stand<S: Shelf>(
    State(shelf): State<Arc<S>>,
    Path(upload): Path<String>,
    headers: HeaderMap,
) -> Result<Response, S::Refusal> {
    let guest = shelf.guest(&headers).await?;
    require_version(&headers)?;
    let id = named(&upload)?;
    let upload = shelf.upload(&guest, id).await?;
    // All of it may be here and not proven, when whoever took it broke off in between.
    let upload = shelf.settle(&guest, id, upload).await?;
    Ok((StatusCode::OK, standing(&upload)).into_response())
}

/// `DELETE /v1/files/{upload}`: gives it up. A file that is kept stays.
pub(super) async fn end<S: Shelf>(
    State(shelf): State<Arc<S>>,
    Path(upload): Path<String>,
    headers: HeaderMap,
) -> Result<Response, S::Refusal> {
    let guest = shelf.guest(&headers).await?;
    require_version(&headers)?;
    let id = named(&upload)?;
    shelf.upload(&guest, id).await?;
    shelf.give_up(&guest, id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Reads the name of an upload. What is none names nothing that is here.
pub(super) fn named(upload: &str) -> Result<UploadId, Fault> {
    upload.parse().map_err(|_none| Fault::not_found())
}

/// Says how far an upload is.
pub(super) fn standing(upload: &Upload) -> [(axum::http::HeaderName, HeaderValue); 3] {
    [
        (UPLOAD_OFFSET, value(upload.offset)),
        (UPLOAD_LENGTH, value(upload.announced.length)),
        (UPLOAD_EXPIRES, time(upload.expires_ms)),
    ]
}
