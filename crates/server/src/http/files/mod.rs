//! `/v1/files`: photos and scans, by the tus protocol 1.0 with creation, checksum, termination and expiration.

use std::sync::Arc;

use axum::Router;
use axum::http::HeaderValue;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::{get, post};

use super::door::Door;
use super::problem::Problem;
use crate::files::FilesError;
use crate::ledger::Caller;

mod checksum;
mod fetch;
mod headers;
mod receipt;
mod receive;
mod uploads;

use headers::{TUS_RESUMABLE, VERSION};

/// Returns the addresses of files.
pub(super) fn routes() -> Router<Arc<Door>> {
    Router::new()
        .route(
            "/v1/files",
            post(uploads::create).options(uploads::abilities),
        )
        .route("/v1/files/receipt", post(receipt::sign))
        .route(
            "/v1/files/{upload}",
            axum::routing::patch(receive::patch)
                .head(uploads::stand)
                .delete(uploads::end)
                .options(uploads::abilities)
                .post(receive::in_another_word),
        )
        .route("/v1/files/{team}/{hash}", get(fetch::fetch))
        .layer(from_fn(versioned))
}

/// Says in every answer which protocol this is.
async fn versioned(request: axum::extract::Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response
        .headers_mut()
        .insert(TUS_RESUMABLE, HeaderValue::from_static(VERSION));
    response
}

/// Says that there is nothing, to whoever may not know of it too.
async fn require_team(
    door: &Door,
    caller: &Caller,
    team: &records::TeamId,
    otherwise: Problem,
) -> Result<(), Problem> {
    let (centre, caller, team) = (door.centre.clone(), caller.clone(), team.clone());
    let within = door.run(move || centre.is_within(&caller, &team)).await??;
    if within { Ok(()) } else { Err(otherwise) }
}

impl From<FilesError> for Problem {
    fn from(error: FilesError) -> Self {
        match error {
            FilesError::NoUpload => Self::not_found(),
            FilesError::Offset { at } => Self::offset(at),
            FilesError::TooLarge { most } => {
                Self::too_large(usize::try_from(most).unwrap_or(usize::MAX))
            }
            FilesError::OtherBytes => Self::other_bytes(),
            FilesError::TooMany => Self::too_many_uploads(),
            FilesError::Store { .. } | FilesError::Damaged { .. } | FilesError::Address => {
                tracing::error!(error = %crate::chain(&error), "the store of files failed");
                Self::internal()
            }
        }
    }
}
