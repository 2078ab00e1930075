//! A laptop at the door.

use records::{DeviceId, PersonId};
use uuid::Builder;
use vault::SignedRoster;

use super::{Centre, CentreError, random};
use crate::ledger::{Arrival, LedgerError, Programme};

/// What a laptop signs to join: these bytes, then the 16 bytes of the invitation's secret.
pub const JOIN_DOMAIN: &[u8] = b"sala join";

/// The longest name of a laptop, in bytes.
const DEVICE_NAME_BYTES_MAX: usize = 100;

/// What a laptop shows.
#[derive(Debug, Clone)]
pub struct Joining {
    /// The secret of its invitation.
    pub secret: [u8; 16],
    /// Its Ed25519 public key.
    pub public: [u8; 32],
    /// What its owner calls it.
    pub name: String,
    /// Its signature of [`JOIN_DOMAIN`] and the secret.
    pub proof: [u8; 64],
}

/// What a laptop that was let in is told.
#[derive(Debug, Clone)]
pub struct Joined {
    /// What it shows from now on. The centre keeps only a hash of it.
    pub token: [u8; 32],
    /// Its id.
    pub device: DeviceId,
    /// The id of the person who came with it.
    pub person: PersonId,
    /// The programme.
    pub programme: Programme,
    /// The teams, people and laptops.
    pub roster: SignedRoster,
}

/// Why a laptop was not let in.
#[derive(Debug, thiserror::Error)]
pub enum JoinError {
    /// The proof does not fit the key.
    #[error("the proof is not signed by the key of this laptop")]
    Proof,
    /// The name cannot be shown.
    #[error("the name of the laptop must be 1 to 100 bytes of text")]
    Name,
    /// The ledger refused, or failed.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The system has no randomness.
    #[error("the centre could not make a token")]
    Token {
        /// Why.
        #[source]
        source: Box<CentreError>,
    },
}

impl From<CentreError> for JoinError {
    fn from(source: CentreError) -> Self {
        Self::Token {
            source: Box::new(source),
        }
    }
}

pub(super) fn join(centre: &Centre, joining: &Joining) -> Result<Joined, JoinError> {
    let statement = [JOIN_DOMAIN, &joining.secret].concat();
    if !vault::verify(&joining.public, &statement, &joining.proof) {
        return Err(JoinError::Proof);
    }
    let name = joining.name.trim();
    if name.len() > DEVICE_NAME_BYTES_MAX || !vault::invitation::is_name(name) {
        return Err(JoinError::Name);
    }
    let now = centre.now_ms();
    let token: [u8; 32] = random()?;
    let new_person = Builder::from_unix_timestamp_millis(now, &random()?).into_uuid();
    let arrival = Arrival {
        secret_hash: vault::token_hash(&joining.secret),
        public: joining.public,
        name: name.to_owned(),
        token_hash: vault::token_hash(&token),
        new_person: PersonId(new_person.into_bytes()),
    };
    let admitted = centre.inner.ledger.admit(&arrival, now)?;
    Ok(Joined {
        token,
        device: admitted.device,
        person: admitted.person,
        programme: centre.inner.ledger.census()?.programme,
        roster: centre.roster()?,
    })
}
