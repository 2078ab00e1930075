//! Invitations: one line of text that lets one laptop join one centre, once.
//!
//! The text is `sala-invite:` and base64url of a canonical CBOR array. Whoever holds it can join, so it
//! is as secret as a key until it is used. It carries the centre's public key: a laptop that joined by it
//! knows from then on whom to believe.

use std::fmt;
use std::str::FromStr;

use data_encoding::BASE64URL_NOPAD;
use minicbor::{Decode, Encode};

/// What every invitation starts with.
pub const PREFIX: &str = "sala-invite:";
/// The longest invitation, in bytes of text. It must fit a QR code.
pub const TEXT_BYTES_MAX: usize = 2900;
/// The longest name of a person or a programme, in bytes.
pub const NAME_BYTES_MAX: usize = 200;
/// The longest address of a centre, in bytes.
pub const URL_BYTES_MAX: usize = 300;
/// The most teams that one invitation names.
pub const TEAMS_MAX: usize = 32;
/// What stands in `teams` for all of them, also those to come.
pub const ALL_TEAMS: &str = "*";

const VERSION: u8 = 1;
const TEAM_BYTES_MAX: usize = 32;

/// What the centre says to a laptop that it expects.
#[derive(Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Where the centre is: `http://…` or `https://…`, without a slash at the end.
    pub url: String,
    /// The centre's Ed25519 public key.
    pub centre_public: [u8; 32],
    /// What proves that the laptop was invited. Works once.
    pub secret: [u8; 16],
    /// The name of the programme.
    pub programme: String,
    /// The name of the invited person.
    pub person: String,
    /// Their role: `field`, `coordinator`, `supervisor`, `va` or `admin`.
    pub role: String,
    /// The codes of their teams, or only [`ALL_TEAMS`].
    pub teams: Vec<String>,
    /// When it stops working, in milliseconds since 1970.
    pub expires_ms: u64,
}

/// Why a text is no invitation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvitationError {
    /// It starts otherwise.
    #[error("this is not an invitation: it does not start with \"{PREFIX}\"")]
    NotOne,
    /// A piece is missing or a sign was changed.
    #[error("the invitation is damaged: copy all of it, or ask for a new one")]
    Damaged,
    /// It was written by a later program.
    #[error("the invitation is from a newer version of Sala ({found}); this one knows {VERSION}")]
    Newer {
        /// The version it states.
        found: u8,
    },
    /// A field has a value that no centre writes.
    #[error("the invitation has a bad {field}")]
    Bad {
        /// The name of the field.
        field: &'static str,
    },
}

#[derive(Encode, Decode)]
#[cbor(array)]
struct Wire {
    #[n(0)]
    version: u8,
    #[n(1)]
    url: String,
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    centre_public: [u8; 32],
    #[n(3)]
    #[cbor(with = "minicbor::bytes")]
    secret: [u8; 16],
    #[n(4)]
    programme: String,
    #[n(5)]
    person: String,
    #[n(6)]
    role: String,
    #[n(7)]
    teams: Vec<String>,
    #[n(8)]
    expires_ms: u64,
}

impl Invitation {
    /// Checks that every field has a value that a laptop will take.
    ///
    /// # Errors
    /// Names the first field that has not.
    pub fn check(&self) -> Result<(), InvitationError> {
        let bad = |field| Err(InvitationError::Bad { field });
        if !is_address(&self.url) {
            return bad("address of the centre");
        }
        if !is_name(&self.programme) {
            return bad("name of the programme");
        }
        if !is_name(&self.person) {
            return bad("name of the person");
        }
        if !["field", "coordinator", "supervisor", "va", "admin"].contains(&self.role.as_str()) {
            return bad("role");
        }
        let all = self.teams == [ALL_TEAMS];
        let named = (1..=TEAMS_MAX).contains(&self.teams.len())
            && self.teams.iter().all(|team| is_team(team));
        if all || named {
            Ok(())
        } else {
            bad("list of teams")
        }
    }

    fn to_wire(&self) -> Wire {
        Wire {
            version: VERSION,
            url: self.url.clone(),
            centre_public: self.centre_public,
            secret: self.secret,
            programme: self.programme.clone(),
            person: self.person.clone(),
            role: self.role.clone(),
            teams: self.teams.clone(),
            expires_ms: self.expires_ms,
        }
    }

    #[expect(
        clippy::expect_used,
        reason = "a Vec takes every byte, so writing cannot fail"
    )]
    fn to_bytes(&self) -> Vec<u8> {
        minicbor::to_vec(self.to_wire()).expect("write CBOR into memory")
    }

    fn from_bytes(bytes: &[u8]) -> Result<Self, InvitationError> {
        match version(bytes) {
            Some(VERSION) => {}
            Some(found) if found > VERSION => return Err(InvitationError::Newer { found }),
            Some(_) | None => return Err(InvitationError::Damaged),
        }
        let wire: Wire = minicbor::decode(bytes).map_err(|_| InvitationError::Damaged)?;
        let invitation = Self {
            url: wire.url,
            centre_public: wire.centre_public,
            secret: wire.secret,
            programme: wire.programme,
            person: wire.person,
            role: wire.role,
            teams: wire.teams,
            expires_ms: wire.expires_ms,
        };
        if invitation.to_bytes() != bytes {
            return Err(InvitationError::Damaged);
        }
        invitation.check()?;
        Ok(invitation)
    }
}

/// Writes the line that is handed over.
impl fmt::Display for Invitation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{PREFIX}{}", BASE64URL_NOPAD.encode(&self.to_bytes()))
    }
}

/// Shows nothing that lets anybody in.
impl fmt::Debug for Invitation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Invitation")
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

/// Reads the line; blanks and line breaks that mail programs put into it are skipped.
impl FromStr for Invitation {
    type Err = InvitationError;
    fn from_str(text: &str) -> Result<Self, InvitationError> {
        let text = text
            .trim()
            .strip_prefix(PREFIX)
            .ok_or(InvitationError::NotOne)?;
        if text.len() > 2 * TEXT_BYTES_MAX {
            return Err(InvitationError::Damaged);
        }
        let text: String = text.chars().filter(|sign| !sign.is_whitespace()).collect();
        let bytes = BASE64URL_NOPAD
            .decode(text.as_bytes())
            .map_err(|_| InvitationError::Damaged)?;
        Self::from_bytes(&bytes)
    }
}

fn version(bytes: &[u8]) -> Option<u8> {
    let mut input = minicbor::Decoder::new(bytes);
    input.array().ok()?;
    input.u8().ok()
}

/// Says whether laptops can be sent to this address.
#[must_use]
pub fn is_address(url: &str) -> bool {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    let plain = |sign: u8| sign.is_ascii_graphic() && sign != b'"' && sign != b'\\';
    url.len() <= URL_BYTES_MAX
        && url.bytes().all(plain)
        && !url.ends_with('/')
        && rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
}

/// Says whether a name can be shown: not empty, not too long, no control signs, no blanks around it.
#[must_use]
pub fn is_name(name: &str) -> bool {
    (1..=NAME_BYTES_MAX).contains(&name.len())
        && name.trim() == name
        && !name.chars().any(char::is_control)
}

fn is_team(code: &str) -> bool {
    let plain = |sign: u8| sign.is_ascii_alphanumeric() || sign == b'_' || sign == b'-';
    (1..=TEAM_BYTES_MAX).contains(&code.len()) && code.bytes().all(plain)
}

#[cfg(test)]
#[path = "invitation_tests.rs"]
mod tests;
