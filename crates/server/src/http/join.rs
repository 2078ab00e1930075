//! `POST /v1/join`: a laptop shows its invitation and its key, and gets a token.

use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use data_encoding::{BASE64, BASE64URL_NOPAD, HEXLOWER_PERMISSIVE};
use serde::{Deserialize, Serialize};
use tus::Fault;

use super::door::Door;
use super::problem::Problem;
use crate::centre::{JoinError, Joined, Joining};

/// Nothing that anybody needs to say to join is longer.
const JOIN_BYTES_MAX: usize = 8 * 1024;

#[derive(Deserialize)]
pub(crate) struct Ask {
    secret: String,
    device_public: String,
    device_name: String,
    proof: String,
}

#[derive(Serialize)]
pub(crate) struct Answer {
    token: String,
    device: String,
    person: String,
    programme: String,
    country: String,
    roster: Roster,
}

#[derive(Serialize)]
struct Roster {
    bytes: String,
    signature: String,
}

pub(crate) async fn join(
    State(door): State<Arc<Door>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Answer>, Problem> {
    tus::require_type(&headers, "application/json")?;
    let read = tus::read(body, JOIN_BYTES_MAX, door.limits.stall);
    // Who knocks is not known yet, so here the whole is timed, not only the silence.
    let bytes = tokio::time::timeout(door.limits.stall, read)
        .await
        .map_err(|_elapsed| Fault::stalled())??;
    let ask: Ask =
        serde_json::from_slice(&bytes).map_err(|error| Problem::form(error.to_string()))?;
    let joining = ask.read()?;
    let turn = door.turn().await?;
    let centre = door.centre.clone();
    let joined = door.run(move || {
        let joined = centre.join(&joining);
        drop(turn);
        joined
    });
    Ok(Json(Answer::from(joined.await??)))
}

impl Ask {
    fn read(&self) -> Result<Joining, Problem> {
        Ok(Joining {
            secret: hex("secret", &self.secret)?,
            public: hex("device_public", &self.device_public)?,
            name: self.device_name.clone(),
            proof: hex("proof", &self.proof)?,
        })
    }
}

pub(crate) fn hex<const N: usize>(field: &str, text: &str) -> Result<[u8; N], Problem> {
    let bytes = HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok();
    bytes
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(|| Problem::form(format!("{field} must be {} hexadecimal digits", 2 * N)))
}

impl From<Joined> for Answer {
    fn from(joined: Joined) -> Self {
        Self {
            token: BASE64URL_NOPAD.encode(&joined.token),
            device: joined.device.to_string(),
            person: joined.person.to_string(),
            programme: joined.programme.name,
            country: joined.programme.country,
            roster: Roster {
                bytes: BASE64.encode(&joined.roster.bytes),
                signature: BASE64.encode(&joined.roster.signature),
            },
        }
    }
}

impl From<JoinError> for Problem {
    fn from(error: JoinError) -> Self {
        match error {
            JoinError::Proof => Self::proof(),
            JoinError::Name => Self::form(error.to_string()),
            JoinError::Ledger(error) => error.into(),
            JoinError::Token { .. } => {
                tracing::error!(error = %crate::chain(&error), "joining failed");
                Self::internal()
            }
        }
    }
}
