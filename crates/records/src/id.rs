//! Names of things: fixed bytes with one spelling each.

use std::fmt;
use std::str::FromStr;

use minicbor::{Decode, Decoder, Encode, Encoder};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use crate::hex;

/// The longest name of a team, in bytes.
pub const TEAM_BYTES_MAX: usize = 32;

/// Why a text is no id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("this is not a {what}: expected {expected}")]
pub struct IdError {
    /// What was wanted, such as "record id".
    pub what: &'static str,
    /// How such an id is written.
    pub expected: &'static str,
}

/// Writes the parts that every id of fixed bytes has in common; spelling differs by `$write` and `$read`.
macro_rules! fixed_id {
    ($(#[$doc:meta])* $name:ident, $bytes:literal, $what:literal, $expected:literal, $write:expr, $read:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $bytes]);

        impl $name {
            /// Returns the bytes of the id.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; $bytes] {
                &self.0
            }

            /// Reads an id of exactly the right length.
            ///
            /// # Errors
            /// When `bytes` has another length.
            pub fn from_slice(bytes: &[u8]) -> Result<Self, IdError> {
                bytes.try_into().map(Self).map_err(|_| IdError { what: $what, expected: $expected })
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(&$write(&self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(out, "{}({self})", stringify!($name))
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                $read(text).map(Self).ok_or(IdError { what: $what, expected: $expected })
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
                out.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                String::deserialize(input)?.parse().map_err(serde::de::Error::custom)
            }
        }

        impl<C> Encode<C> for $name {
            fn encode<W: minicbor::encode::Write>(
                &self,
                out: &mut Encoder<W>,
                _: &mut C,
            ) -> Result<(), minicbor::encode::Error<W::Error>> {
                out.bytes(&self.0)?.ok()
            }
        }

        impl<'b, C> Decode<'b, C> for $name {
            fn decode(
                input: &mut Decoder<'b>,
                _: &mut C,
            ) -> Result<Self, minicbor::decode::Error> {
                let at = input.position();
                Self::from_slice(input.bytes()?)
                    .map_err(|_| minicbor::decode::Error::message($what).at(at))
            }
        }
    };
}

fn write_uuid(bytes: &[u8; 16]) -> String {
    Uuid::from_bytes(*bytes).hyphenated().to_string()
}

/// Takes the one hyphenated lower-case spelling; braces, URNs and bare digits are other spellings.
fn read_uuid(text: &str) -> Option<[u8; 16]> {
    let bytes = *Uuid::try_parse(text).ok()?.as_bytes();
    (write_uuid(&bytes) == text).then_some(bytes)
}

fixed_id! {
    /// Names a record for its whole life: a version 7 UUID.
    RecordId, 16, "record id", "a hyphenated UUID in lower case", write_uuid, read_uuid
}

fixed_id! {
    /// Names one revision by the hash of its header: change a byte and it is another revision.
    RevisionId, 32, "revision id", "64 hexadecimal digits in lower case", |b: &[u8; 32]| hex::encode(b), hex::decode
}

fixed_id! {
    /// Names one laptop: the first 16 bytes of the hash of its public key.
    DeviceId, 16, "device id", "32 hexadecimal digits in lower case", |b: &[u8; 16]| hex::encode(b), hex::decode
}

fixed_id! {
    /// Names one person of the programme.
    PersonId, 16, "person id", "a hyphenated UUID in lower case", write_uuid, read_uuid
}

impl RecordId {
    /// Returns a new id made at `ms` (milliseconds since 1970, 48 bits count) from 10 random bytes.
    #[must_use]
    pub fn v7(ms: u64, random: [u8; 10]) -> Self {
        let [_, _, a, b, c, d, e, f] = ms.to_be_bytes();
        let [r0, r1, r2, r3, r4, r5, r6, r7, r8, r9] = random;
        let (version, variant) = (0x70 | (r0 & 0x0f), 0x80 | (r2 & 0x3f));
        Self([
            a, b, c, d, e, f, version, r1, variant, r3, r4, r5, r6, r7, r8, r9,
        ])
    }

    /// Returns the id of a row from another system, the same on every laptop that imports the row.
    ///
    /// `activity_ms` is when the activity took place, so that imported records sort among the others;
    /// `key` is a hash that names the row at its source.
    #[must_use]
    pub fn imported(activity_ms: u64, key: &[u8; 32]) -> Self {
        let hash = blake3::derive_key("sala 2026-11 imported record", key);
        let mut random = [0; 10];
        random
            .iter_mut()
            .zip(hash)
            .for_each(|(to, from)| *to = from);
        Self::v7(activity_ms, random)
    }
}

impl DeviceId {
    /// Returns the id of the laptop that holds the secret half of this Ed25519 key.
    #[must_use]
    pub fn of_public_key(public: &[u8; 32]) -> Self {
        let hash = blake3::derive_key("sala 2026-11 device", public);
        let mut id = [0; 16];
        id.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
        Self(id)
    }
}

/// Names a team, the unit of access: 1 to 32 of `A-Z a-z 0-9 _ -`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TeamId(String);

impl TeamId {
    /// Reads the name of a team.
    ///
    /// # Errors
    /// When it is empty, too long or has a sign outside the list.
    pub fn new(name: impl Into<String>) -> Result<Self, IdError> {
        let name = name.into();
        let plain = |sign: u8| sign.is_ascii_alphanumeric() || sign == b'_' || sign == b'-';
        if (1..=TEAM_BYTES_MAX).contains(&name.len()) && name.bytes().all(plain) {
            return Ok(Self(name));
        }
        Err(IdError {
            what: "team id",
            expected: "1 to 32 letters, digits, '_' or '-'",
        })
    }

    /// Returns the name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TeamId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl FromStr for TeamId {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        Self::new(text)
    }
}

impl Serialize for TeamId {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for TeamId {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        Self::new(String::deserialize(input)?).map_err(serde::de::Error::custom)
    }
}

impl<C> Encode<C> for TeamId {
    fn encode<W: minicbor::encode::Write>(
        &self,
        out: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        out.str(&self.0)?.ok()
    }
}

impl<'b, C> Decode<'b, C> for TeamId {
    fn decode(input: &mut Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        let at = input.position();
        Self::new(input.str()?).map_err(|_| minicbor::decode::Error::message("team id").at(at))
    }
}

#[cfg(test)]
#[path = "id_tests.rs"]
mod tests;
