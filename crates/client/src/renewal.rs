//! A new token for a laptop that has one.

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sync::{Line, LineKind, Renewal};

use crate::{HttpPeer, line};

#[derive(Serialize)]
struct Ask {
    token_hash: String,
    proof: String,
}

#[derive(Deserialize)]
struct Answer {
    renewed: bool,
}

impl HttpPeer {
    /// Shows the token that this laptop has; when the centre does not know it, the one that it took and whose answer was
    /// lost; and then the one of the time before.
    pub(crate) fn renew_token(&mut self, wanted: &Renewal) -> Result<bool, Line> {
        let mut renewed = self.ask_for(&self.door.shown.clone().unwrap_or_default(), wanted);
        for shown in [Some(&wanted.token), wanted.before.as_ref()] {
            renewed = match (renewed, shown) {
                (Err(failed), Some(shown)) if failed.kind == LineKind::Unauthorised => {
                    self.ask_for(shown, wanted)
                }
                (answered, _) => answered,
            };
        }
        match renewed {
            Ok(()) => {
                self.door.shown = Some(wanted.token.clone());
                Ok(true)
            }
            // A centre of an earlier version has no such door.
            Err(failed) if failed.kind == (LineKind::Server { status: 404 }) => Ok(false),
            Err(failed) => Err(failed),
        }
    }

    fn ask_for(&mut self, shown: &str, wanted: &Renewal) -> Result<(), Line> {
        let ask = Ask {
            token_hash: HEXLOWER.encode(&wanted.token_hash),
            proof: HEXLOWER.encode(&wanted.proof),
        };
        let strange = |error: serde_json::Error| line(LineKind::NotOurs, error.to_string());
        let body = serde_json::to_vec(&ask).map_err(strange)?;
        let door = &mut self.door;
        door.moved.up += body.len() as u64;
        let request = door.line.client.post(format!("{}/v1/token", door.line.url));
        let bytes = door.line.asked(request.bearer_auth(shown), body)?;
        door.moved.down += bytes.len() as u64;
        let answer: Answer = serde_json::from_slice(&bytes).map_err(strange)?;
        match answer.renewed {
            true => Ok(()),
            false => Err(line(LineKind::NotOurs, "the token was not renewed")),
        }
    }
}
