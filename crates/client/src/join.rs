//! Joining a centre with an invitation.

use std::time::Duration;

use data_encoding::{BASE64, HEXLOWER};
use serde::{Deserialize, Serialize};
use sync::{Line, LineKind};

use crate::{Http, line};

/// What a laptop shows at the door.
#[derive(Debug, Clone)]
pub struct JoinRequest {
    /// What proves the invitation.
    pub secret: [u8; 16],
    /// The laptop's Ed25519 public key.
    pub device_public: [u8; 32],
    /// The laptop's signature that it holds the key.
    pub proof: [u8; 64],
}

/// What the centre gives a laptop that it lets in.
#[derive(Debug, Clone)]
pub struct Joined {
    /// What the laptop shows from now on.
    pub token: String,
    /// The invited person's id.
    pub person: String,
    /// The programme, its people and laptops: signed bytes.
    pub roster: Vec<u8>,
    /// The centre's signature of them.
    pub signature: Vec<u8>,
}

#[derive(Serialize)]
struct Ask {
    secret: String,
    device_public: String,
    device_name: &'static str,
    proof: String,
}

#[derive(Deserialize)]
struct Answer {
    token: String,
    person: String,
    roster: Signed,
}

#[derive(Deserialize)]
struct Signed {
    bytes: String,
    signature: String,
}

/// Knocks at a centre.
///
/// # Errors
/// As a sync; [`LineKind::Server`] with the centre's words when the invitation is used, expired or unknown.
pub fn join(url: &str, request: &JoinRequest, stall: Duration) -> Result<Joined, Line> {
    let http = Http::new(url, stall)?;
    let ask = Ask {
        secret: HEXLOWER.encode(&request.secret),
        device_public: HEXLOWER.encode(&request.device_public),
        // The name of a laptop or of its owner is nobody's business.
        device_name: "laptop",
        proof: HEXLOWER.encode(&request.proof),
    };
    let body =
        serde_json::to_vec(&ask).map_err(|error| line(LineKind::NotOurs, error.to_string()))?;
    let request = http.client.post(format!("{}/v1/join", http.url));
    let bytes = http.asked(request, body)?;
    let strange = || line(LineKind::NotOurs, "the answer to joining has another shape");
    let answer: Answer = serde_json::from_slice(&bytes).map_err(|_| strange())?;
    let decoded = |text: &str| BASE64.decode(text.as_bytes()).map_err(|_| strange());
    Ok(Joined {
        roster: decoded(&answer.roster.bytes)?,
        signature: decoded(&answer.roster.signature)?,
        token: answer.token,
        person: answer.person,
    })
}
