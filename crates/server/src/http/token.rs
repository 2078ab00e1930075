//! `POST /v1/token`: a laptop wants to be known by another token from now on.

use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::{Deserialize, Serialize};

use super::door::Door;
use super::exchange::bearer;
use super::join::hex;
use super::problem::Problem;
use crate::centre::RenewError;

/// Nothing that anybody needs to say to renew a token is longer.
const RENEW_BYTES_MAX: usize = 1024;

#[derive(Deserialize)]
pub(crate) struct Ask {
    token_hash: String,
    proof: String,
}

#[derive(Serialize)]
pub(crate) struct Answer {
    renewed: bool,
}

pub(crate) async fn renew(
    State(door): State<Arc<Door>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Answer>, Problem> {
    let held = bearer(&headers)?;
    let caller = door.caller(&headers).await?;
    tus::require_type(&headers, "application/json")?;
    let bytes = tus::read(body, RENEW_BYTES_MAX, door.limits.stall).await?;
    let ask: Ask =
        serde_json::from_slice(&bytes).map_err(|error| Problem::form(error.to_string()))?;
    let wanted = hex("token_hash", &ask.token_hash)?;
    let proof = hex("proof", &ask.proof)?;
    let turn = door.turn().await?;
    let centre = door.centre.clone();
    let renewed = door.run(move || {
        let renewed = centre.renew_token(&caller, &held, &wanted, &proof);
        drop(turn);
        renewed
    });
    renewed.await??;
    Ok(Json(Answer { renewed: true }))
}

impl From<RenewError> for Problem {
    fn from(error: RenewError) -> Self {
        match error {
            RenewError::Proof => Self::proof(),
            RenewError::Ledger(error) => error.into(),
        }
    }
}
