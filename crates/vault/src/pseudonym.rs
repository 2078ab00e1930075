//! Names in place of those of persons, for files that leave the team, and the secret that makes them the same on every
//! laptop of a programme.

use std::fmt;

use data_encoding::BASE32_NOPAD;
use zeroize::Zeroizing;

use crate::key::{self, DatabaseKey};
use crate::roster::{Roster, SealedNames};
use crate::sign::{DeviceKey, device_id};

/// Signs of a pseudonym after its `P-`: 80 bits, so that a million persons do not meet.
const SIGNS: usize = 16;
/// For what purpose the secret of each number is derived from the centre's key: the number follows.
const OF_CENTRE: &str = "sala 2026-11 names for recipients ";
const FOR_LAPTOP: &str = "sala 2026-11 names sealed for a laptop";

/// The secret from which the laptops of a programme make names of persons for others: one for the whole programme, so that
/// two laptops give a recipient the same name for a person. Wiped when dropped.
pub struct NamesSecret {
    version: u32,
    secret: Zeroizing<[u8; 32]>,
}

impl NamesSecret {
    /// The secret of a programme of this number, from 1 on, which comes from the key of its centre: the same each time. Neither
    /// that key nor the secret of another number can be found from it.
    #[must_use]
    pub fn of_centre(centre: &DeviceKey, version: u32) -> Self {
        Self {
            version,
            secret: centre.derived(&format!("{OF_CENTRE}{version}")),
        }
    }

    /// Which secret of the programme it is, from 1 on.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.version
    }

    /// Seals the secret for the laptop with this public key, the same way each time; none for a key of no use.
    #[must_use]
    pub fn seal(&self, centre: &DeviceKey, laptop: &[u8; 32]) -> Option<SealedNames> {
        let under = between(centre, &centre.device_public(), laptop, laptop)?;
        let sealed = key::wrap(
            &self.secret,
            &under,
            &nonce(self.version),
            &self.version.to_be_bytes(),
        );
        Some(SealedNames {
            device: device_id(laptop),
            version: self.version,
            sealed: sealed.to_vec(),
        })
    }

    /// Opens what the centre sealed for this laptop; none when it is another's, or was changed.
    #[must_use]
    pub fn open(sealed: &SealedNames, laptop: &DeviceKey, centre: &[u8; 32]) -> Option<Self> {
        let under = between(laptop, centre, &laptop.device_public(), centre)?;
        let version = sealed.version;
        let place = version.to_be_bytes();
        let secret = key::unwrap(&under, &nonce(version), &place, &sealed.sealed)?;
        Some(Self { version, secret })
    }

    /// The newest secret that a roster holds for this laptop; none where its people may not name persons for others, and
    /// where the centre is older than that.
    #[must_use]
    pub fn of_roster(roster: &Roster, laptop: &DeviceKey) -> Option<Self> {
        let own = laptop.device_id();
        let mine = roster.names.iter().filter(|names| names.device == own);
        mine.filter_map(|names| Self::open(names, laptop, &roster.centre_public))
            .max_by_key(Self::version)
    }
}

/// The key of what goes from a centre to a laptop, as either of them makes it from the other's half.
fn between(
    own: &DeviceKey,
    centre: &[u8; 32],
    laptop: &[u8; 32],
    other: &[u8; 32],
) -> Option<Zeroizing<[u8; 32]>> {
    let shared = own.shared_with(other)?;
    let mut hasher = blake3::Hasher::new_derive_key(FOR_LAPTOP);
    hasher
        .update(shared.as_slice())
        .update(centre)
        .update(laptop);
    Some(Zeroizing::new(*hasher.finalize().as_bytes()))
}

/// Each version is another message under the same key.
fn nonce(version: u32) -> [u8; 24] {
    let mut nonce = [0; 24];
    let from = version.to_be_bytes();
    nonce.iter_mut().zip(from).for_each(|(to, from)| *to = from);
    nonce
}

impl fmt::Debug for NamesSecret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "NamesSecret({}, hidden)", self.version)
    }
}

/// Makes the pseudonyms for one recipient. Wiped when dropped.
pub struct PseudonymKey {
    key: Zeroizing<[u8; 32]>,
    begin: String,
}

impl PseudonymKey {
    /// Derives the key for a recipient from the secret of the programme: the same on every laptop that has it. Its names begin
    /// with the number of the secret, such as `P1-`.
    ///
    /// The recipient's name is folded, so that spaces and capitals make no other recipient.
    #[must_use]
    pub fn of_programme(secret: &NamesSecret, recipient: &str) -> Self {
        Self {
            key: keyed(&secret.secret, recipient),
            begin: format!("P{}-", secret.version),
        }
    }

    /// Derives the key for a recipient from that of the database: this laptop's own. Its names begin with `P-`.
    #[must_use]
    pub fn of_laptop(key: &DatabaseKey, recipient: &str) -> Self {
        Self {
            key: keyed(&key.derive("pseudonyms for recipients"), recipient),
            begin: "P-".to_owned(),
        }
    }

    /// Returns the pseudonym of a person's code, such as `P1-4F7Q2MZAB6KD3NXE`; the same code gives the same one.
    #[must_use]
    pub fn pseudonym(&self, code: &str) -> String {
        let hash = blake3::keyed_hash(&self.key, code.as_bytes());
        let signs: String = BASE32_NOPAD
            .encode(hash.as_bytes())
            .chars()
            .take(SIGNS)
            .collect();
        format!("{}{signs}", self.begin)
    }
}

fn keyed(under: &[u8; 32], recipient: &str) -> Zeroizing<[u8; 32]> {
    let words: Vec<String> = recipient
        .split_whitespace()
        .map(str::to_lowercase)
        .collect();
    let own = blake3::keyed_hash(under, words.join(" ").as_bytes());
    Zeroizing::new(*own.as_bytes())
}

impl fmt::Debug for PseudonymKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("PseudonymKey(hidden)")
    }
}

#[cfg(test)]
#[path = "pseudonym_tests.rs"]
mod tests;
