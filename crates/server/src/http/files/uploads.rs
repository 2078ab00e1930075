//! Announcing an upload, asking how far it is, giving it up.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header::LOCATION;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use super::checksum::ALGORITHMS;
use super::headers::{
    TUS_CHECKSUM, TUS_EXTENSION, TUS_MAX_SIZE, TUS_VERSION, UPLOAD_EXPIRES, UPLOAD_LENGTH,
    UPLOAD_OFFSET, VERSION, announced, require_version, time, value,
};
use super::require_team;
use crate::files::{FILE_BYTES_MAX, Upload, UploadId};
use crate::http::door::Door;
use crate::http::problem::Problem;

const EXTENSIONS: &str = "creation,checksum,termination,expiration";

/// `OPTIONS`: what this server can do.
pub(super) async fn abilities() -> Response {
    let headers = [
        (TUS_VERSION, HeaderValue::from_static(VERSION)),
        (TUS_EXTENSION, HeaderValue::from_static(EXTENSIONS)),
        (TUS_MAX_SIZE, value(FILE_BYTES_MAX)),
        (TUS_CHECKSUM, HeaderValue::from_static(ALGORITHMS)),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

/// `POST /v1/files`: begins an upload. Its `Upload-Offset` says what need not be sent.
pub(super) async fn create(
    State(door): State<Arc<Door>>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let caller = door.caller(&headers).await?;
    require_version(&headers)?;
    let announced = announced(&headers)?;
    require_team(&door, &caller, &announced.team, Problem::other_team()).await?;
    let mut name = [0; 16];
    getrandom::fill(&mut name).map_err(|error| {
        tracing::error!(%error, "there is no randomness for the name of an upload");
        Problem::internal()
    })?;
    let id = UploadId::new(name);
    let (device, now) = (caller.device, door.centre.now_ms());
    let upload = door.files.announce(device, id, announced, now).await?;
    let mut response = (StatusCode::CREATED, standing(&upload)).into_response();
    let location = HeaderValue::try_from(format!("/v1/files/{id}"));
    response
        .headers_mut()
        .insert(LOCATION, location.map_err(|_never| Problem::internal())?);
    Ok(response)
}

/// `HEAD /v1/files/{upload}`: how far it is.
pub(super) async fn stand(
    State(door): State<Arc<Door>>,
    Path(upload): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let caller = door.caller(&headers).await?;
    require_version(&headers)?;
    let id: UploadId = upload.parse()?;
    let upload = door
        .files
        .upload(caller.device, id, door.centre.now_ms())
        .await?;
    // All of it may be here and not proven, when the centre broke off in between.
    let upload = door.files.settle(caller.device, id, upload).await?;
    Ok((StatusCode::OK, standing(&upload)).into_response())
}

/// `DELETE /v1/files/{upload}`: gives it up. A file that is kept stays.
pub(super) async fn end(
    State(door): State<Arc<Door>>,
    Path(upload): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let caller = door.caller(&headers).await?;
    require_version(&headers)?;
    let id: UploadId = upload.parse()?;
    let now = door.centre.now_ms();
    door.files.upload(caller.device, id, now).await?;
    door.files.remove(caller.device, id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Says how far an upload is.
pub(super) fn standing(upload: &Upload) -> [(axum::http::HeaderName, HeaderValue); 3] {
    [
        (UPLOAD_OFFSET, value(upload.offset)),
        (UPLOAD_LENGTH, value(upload.announced.length)),
        (UPLOAD_EXPIRES, time(upload.expires_ms)),
    ]
}
