//! Codes that bring a laptop to a hub: what the hub's screen shows, read off, typed or carried over.
//!
//! The whole code is `sala-hub:` and base64url of a canonical CBOR array; it says where the hub is and which
//! certificate it shows. Who only types the eight signs of the secret finds the hub by its address, and knows it by
//! its key in the centre's roster. The secret works once.

use std::fmt;
use std::str::FromStr;

use data_encoding::BASE64URL_NOPAD;
use minicbor::{Decode, Encode};

use crate::Random;

/// What every whole code starts with.
pub const PREFIX: &str = "sala-hub:";
/// The longest whole code, in bytes of text.
pub const TEXT_BYTES_MAX: usize = 600;
/// The most addresses that a code names.
pub const ADDRESSES_MAX: usize = 8;
/// The longest address, in bytes.
pub const ADDRESS_BYTES_MAX: usize = 80;

const VERSION: u8 = 1;
/// Thirty-two signs that are not taken for each other: no I, L, O, U.
const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const SHORT_SIGNS: usize = 8;

/// The secret on a hub's screen: forty bits, as eight signs that a person can type.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct HubSecret(pub [u8; 5]);

/// Everything that a hub's screen shows to a laptop that comes for the first time.
#[derive(Clone, PartialEq, Eq)]
pub struct HubCode {
    /// Where the hub answers, as `host:port`; the first is tried first.
    pub addresses: Vec<String>,
    /// SHA-256 of the certificate that it shows.
    pub fingerprint: [u8; 32],
    /// The laptop that it is.
    pub device: [u8; 16],
    /// What shows that somebody looked at its screen. Works once.
    pub secret: HubSecret,
}

/// Why a text is no code of a hub.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HubCodeError {
    /// It starts otherwise, or has another number of signs.
    #[error("this is not the code of a hub: it has eight signs, or starts with \"{PREFIX}\"")]
    NotOne,
    /// A piece is missing or a sign was changed.
    #[error("the code of the hub is damaged: copy all of it")]
    Damaged,
    /// It was written by a later program.
    #[error("the code is from a newer version of Sala ({found}); this one knows {VERSION}")]
    Newer {
        /// The version it states.
        found: u8,
    },
}

#[derive(Encode, Decode)]
#[cbor(array)]
struct Wire {
    #[n(0)]
    version: u8,
    #[n(1)]
    addresses: Vec<String>,
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    fingerprint: [u8; 32],
    #[n(3)]
    #[cbor(with = "minicbor::bytes")]
    device: [u8; 16],
    #[n(4)]
    #[cbor(with = "minicbor::bytes")]
    secret: [u8; 5],
}

impl HubSecret {
    /// Makes a new one.
    #[must_use]
    pub fn generate(random: Random<'_>) -> Self {
        Self(crate::draw(random))
    }
}

/// Two groups of four signs, such as `7KQ2-M0XT`.
impl fmt::Display for HubSecret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bits = self
            .0
            .iter()
            .fold(0u64, |bits, byte| bits << 8 | u64::from(*byte));
        for place in 0..SHORT_SIGNS {
            if place == SHORT_SIGNS / 2 {
                out.write_str("-")?;
            }
            let five = (bits >> (5 * (SHORT_SIGNS - 1 - place))) & 31;
            let sign = SIGNS.get(five as usize).copied().unwrap_or(b'0');
            write!(out, "{}", char::from(sign))?;
        }
        Ok(())
    }
}

impl FromStr for HubSecret {
    type Err = HubCodeError;

    /// Reads it as a person types it: small letters, spaces and lines between do not matter, and O, I, L are taken
    /// for the figures that they look like.
    fn from_str(text: &str) -> Result<Self, HubCodeError> {
        let (mut bits, mut count) = (0u64, 0);
        for sign in text.chars().filter(|c| !c.is_whitespace() && *c != '-') {
            let sign = match sign.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let five = SIGNS.iter().position(|known| char::from(*known) == sign);
            bits = bits << 5 | five.ok_or(HubCodeError::NotOne)? as u64;
            count += 1;
            if count > SHORT_SIGNS {
                return Err(HubCodeError::NotOne);
            }
        }
        if count != SHORT_SIGNS {
            return Err(HubCodeError::NotOne);
        }
        let [_, _, _, secret @ ..] = bits.to_be_bytes();
        Ok(Self(secret))
    }
}

impl fmt::Display for HubCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let wire = Wire {
            version: VERSION,
            addresses: self.addresses.clone(),
            fingerprint: self.fingerprint,
            device: self.device,
            secret: self.secret.0,
        };
        let bytes = minicbor::to_vec(&wire).map_err(|_| fmt::Error)?;
        write!(out, "{PREFIX}{}", BASE64URL_NOPAD.encode(&bytes))
    }
}

impl FromStr for HubCode {
    type Err = HubCodeError;

    fn from_str(text: &str) -> Result<Self, HubCodeError> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let body = text.strip_prefix(PREFIX).ok_or(HubCodeError::NotOne)?;
        if text.len() > TEXT_BYTES_MAX {
            return Err(HubCodeError::Damaged);
        }
        let bytes = BASE64URL_NOPAD
            .decode(body.as_bytes())
            .map_err(|_| HubCodeError::Damaged)?;
        let wire: Wire = minicbor::decode(&bytes).map_err(|_| HubCodeError::Damaged)?;
        if wire.version != VERSION {
            return Err(HubCodeError::Newer {
                found: wire.version,
            });
        }
        let is_plain = |address: &String| {
            address.len() <= ADDRESS_BYTES_MAX
                && address.contains(':')
                && address.chars().all(|c| c.is_ascii_graphic() && c != '/')
        };
        let count = wire.addresses.len();
        if count == 0 || count > ADDRESSES_MAX || !wire.addresses.iter().all(is_plain) {
            return Err(HubCodeError::Damaged);
        }
        let code = Self {
            addresses: wire.addresses,
            fingerprint: wire.fingerprint,
            device: wire.device,
            secret: HubSecret(wire.secret),
        };
        // One spelling: nothing hangs on behind.
        match code.to_string() == text {
            true => Ok(code),
            false => Err(HubCodeError::Damaged),
        }
    }
}

impl fmt::Debug for HubSecret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("HubSecret(hidden)")
    }
}

impl fmt::Debug for HubCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("HubCode")
            .field("addresses", &self.addresses)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
#[path = "pairing_tests.rs"]
mod tests;
