//! What the centre says about the programme: teams, people and laptops, under its signature.

use minicbor::{Decode, Encode};

use crate::sign::{DeviceKey, device_id, verify};

/// The largest roster that is read.
pub const ROSTER_BYTES_MAX: usize = 4 << 20;
/// Stands in [`Person::teams`] for every team.
pub const TEAMS_ALL: &str = "*";

const FORMAT: u8 = 1;
const DOMAIN: &[u8] = b"sala 2026-11 roster\n";

/// Everything a laptop needs to know to judge what others sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roster {
    /// Grows with every change; a laptop never goes back to a smaller one.
    pub version: u64,
    /// The name of the programme.
    pub programme: String,
    /// ISO 3166 code of the country, two letters.
    pub country: String,
    /// The centre's Ed25519 key.
    pub centre_public: [u8; 32],
    /// The teams.
    pub teams: Vec<Team>,
    /// The people.
    pub people: Vec<Person>,
    /// The laptops.
    pub devices: Vec<Device>,
    /// When the centre signed it, in milliseconds since 1970.
    pub issued_ms: u64,
    /// The secret behind the names of persons in files for others, for each laptop that has it.
    pub names: Vec<SealedNames>,
}

/// A team as people know it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Team {
    /// Its id in records.
    #[n(0)]
    pub id: String,
    /// Its name on screens.
    #[n(1)]
    pub name: String,
}

/// A person of the programme.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Person {
    /// Their id in records.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub id: [u8; 16],
    /// Their name on screens.
    #[n(1)]
    pub name: String,
    /// What they may do, in the programme's words.
    #[n(2)]
    pub role: String,
    /// The ids of their teams; [`TEAMS_ALL`] for all.
    #[n(3)]
    pub teams: Vec<String>,
    /// False after they left. Their records stay.
    #[n(4)]
    pub active: bool,
}

/// A laptop that joined.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Device {
    /// Its id in records; always [`device_id`] of `public`.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub id: [u8; 16],
    /// Its Ed25519 key.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub public: [u8; 32],
    /// Who works on it.
    #[n(2)]
    #[cbor(with = "people")]
    pub people: Vec<[u8; 16]>,
    /// True after it was lost or taken out of use: seals made later do not count.
    #[n(3)]
    pub revoked: bool,
}

/// The secret behind the names of persons in files for others, sealed for one laptop: [`crate::NamesSecret`].
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct SealedNames {
    /// The laptop that can open it.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub device: [u8; 16],
    /// Which secret of the programme it is, from 1 on.
    #[n(1)]
    pub version: u32,
    /// The sealed secret.
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    pub sealed: Vec<u8>,
}

/// The order of a roster on the wire. Newer programs may add fields at the end.
#[derive(Encode, Decode)]
#[cbor(array)]
struct Wire {
    #[n(0)]
    format: u8,
    #[n(1)]
    version: u64,
    #[n(2)]
    programme: String,
    #[n(3)]
    country: String,
    #[n(4)]
    #[cbor(with = "minicbor::bytes")]
    centre_public: [u8; 32],
    #[n(5)]
    teams: Vec<Team>,
    #[n(6)]
    people: Vec<Person>,
    #[n(7)]
    devices: Vec<Device>,
    #[n(8)]
    issued_ms: u64,
    #[n(9)]
    names: Option<Vec<SealedNames>>,
}

/// Why a roster is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RosterError {
    /// The signature is not the centre's.
    #[error("the list of teams, people and laptops is not signed by this centre")]
    Signature,
    /// The bytes are no roster.
    #[error("the list of teams, people and laptops cannot be read: {detail}")]
    Unreadable {
        /// What was met.
        detail: String,
    },
    /// Written by a newer centre.
    #[error(
        "the list of teams, people and laptops has format {found}; this program knows {FORMAT}"
    )]
    Format {
        /// The format met.
        found: u8,
    },
    /// It contradicts itself.
    #[error("the list of teams, people and laptops does not hold together: {detail}")]
    Inconsistent {
        /// In what.
        detail: &'static str,
    },
}

impl Roster {
    /// Returns the bytes that the centre signs.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let Self {
            version,
            programme,
            country,
            centre_public,
            teams,
            people,
            devices,
            issued_ms,
            names,
        } = self.clone();
        let wire = Wire {
            format: FORMAT,
            version,
            programme,
            country,
            centre_public,
            teams,
            people,
            devices,
            issued_ms,
            names: Some(names).filter(|names| !names.is_empty()),
        };
        #[expect(
            clippy::expect_used,
            reason = "a Vec takes every byte, so writing cannot fail"
        )]
        minicbor::to_vec(&wire).expect("write CBOR into memory")
    }

    /// Reads the bytes of a roster, without a signature. Fields that a newer centre added are passed over.
    ///
    /// # Errors
    /// When they are too many, no roster, or contradict themselves.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, RosterError> {
        if bytes.len() > ROSTER_BYTES_MAX {
            return Err(RosterError::Unreadable {
                detail: "it is larger than 4 MiB".into(),
            });
        }
        let wire: Wire = minicbor::decode(bytes).map_err(|error| RosterError::Unreadable {
            detail: error.to_string(),
        })?;
        let Wire {
            format,
            version,
            programme,
            country,
            centre_public,
            ..
        } = wire;
        if format != FORMAT {
            return Err(RosterError::Format { found: format });
        }
        let Wire {
            teams,
            people,
            devices,
            issued_ms,
            names,
            ..
        } = wire;
        let roster = Self {
            version,
            programme,
            country,
            centre_public,
            teams,
            people,
            devices,
            issued_ms,
            names: names.unwrap_or_default(),
        };
        roster.check()?;
        Ok(roster)
    }

    /// Signs the roster with the centre's key.
    #[must_use]
    pub fn sign(&self, centre: &DeviceKey) -> SignedRoster {
        let bytes = self.to_bytes();
        let signature = centre.sign(&statement(&bytes));
        SignedRoster { bytes, signature }
    }

    /// Returns the laptop of this id.
    #[must_use]
    pub fn device(&self, id: &[u8; 16]) -> Option<&Device> {
        self.devices.iter().find(|device| device.id == *id)
    }

    /// Returns the person of this id.
    #[must_use]
    pub fn person(&self, id: &[u8; 16]) -> Option<&Person> {
        self.people.iter().find(|person| person.id == *id)
    }

    fn check(&self) -> Result<(), RosterError> {
        let detail = if self
            .devices
            .iter()
            .any(|device| device_id(&device.public) != device.id)
        {
            "a laptop is not named by its key"
        } else if repeats(self.devices.iter().map(|device| &device.id)) {
            "a laptop is listed twice"
        } else if repeats(self.people.iter().map(|person| &person.id)) {
            "a person is listed twice"
        } else if repeats(self.teams.iter().map(|team| &team.id)) {
            "a team is listed twice"
        } else {
            return Ok(());
        };
        Err(RosterError::Inconsistent { detail })
    }
}

impl Person {
    /// Tells whether the person may work in the team.
    #[must_use]
    pub fn is_in(&self, team: &str) -> bool {
        self.active && self.teams.iter().any(|own| own == team || own == TEAMS_ALL)
    }
}

/// A roster as it travels and is stored: the signed bytes, never written anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedRoster {
    /// [`Roster::to_bytes`].
    pub bytes: Vec<u8>,
    /// The centre's signature.
    pub signature: [u8; 64],
}

impl SignedRoster {
    /// Checks the signature against the key that the laptop joined with, then reads.
    ///
    /// # Errors
    /// When it is not signed by that centre, names another, or cannot be read.
    pub fn verify(&self, centre_public: &[u8; 32]) -> Result<Roster, RosterError> {
        if !verify(centre_public, &statement(&self.bytes), &self.signature) {
            return Err(RosterError::Signature);
        }
        let roster = Roster::from_bytes(&self.bytes)?;
        if roster.centre_public != *centre_public {
            return Err(RosterError::Inconsistent {
                detail: "it names another centre",
            });
        }
        Ok(roster)
    }
}

fn statement(bytes: &[u8]) -> Vec<u8> {
    [DOMAIN, bytes].concat()
}

fn repeats<'a, T: Ord + 'a>(ids: impl Iterator<Item = &'a T>) -> bool {
    let mut all: Vec<&T> = ids.collect();
    let length = all.len();
    all.sort_unstable();
    all.dedup();
    all.len() != length
}

/// Lists of person ids as arrays of byte strings.
mod people {
    use minicbor::bytes::ByteArray;
    use minicbor::decode::Error as DecodeError;
    use minicbor::encode::{Error as EncodeError, Write};
    use minicbor::{Decoder, Encoder};

    pub(super) fn encode<C, W: Write>(
        ids: &[[u8; 16]],
        out: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), EncodeError<W::Error>> {
        out.array(ids.len() as u64)?;
        ids.iter().try_for_each(|id| out.bytes(id).map(|_| ()))
    }

    pub(super) fn decode<C>(
        input: &mut Decoder<'_>,
        _: &mut C,
    ) -> Result<Vec<[u8; 16]>, DecodeError> {
        let ids: Vec<ByteArray<16>> = input.decode()?;
        Ok(ids.into_iter().map(Into::into).collect())
    }
}

#[cfg(test)]
#[path = "roster_tests.rs"]
mod tests;
