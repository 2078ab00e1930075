//! Vault: who may read, who signed.
//!
//! One random [`DatabaseKey`] opens a laptop's database. It is stored wrapped, once per person in a
//! [`Slot`] under a [`Passphrase`], and once in a [`RecoverySlot`] under the code of the printed recovery
//! sheet. A laptop signs what leaves it with its [`DeviceKey`]; the centre signs the [`Roster`] of teams,
//! people and laptops with a key of the same kind.
//!
//! What this room does *not* protect: an unlocked laptop, a passphrase written on its lid, and memory that
//! the operating system swaps out. Secrets are wiped from memory when dropped, and `Debug` never shows
//! them. Randomness is an argument: the caller has the only source. One exception: `age` draws the keys of an
//! envelope ([`Sealing`]) itself.

mod content;
mod encoding;
mod envelope;
pub mod invitation;
mod key;
pub mod pairing;
mod passphrase;
mod pseudonym;
mod recovery;
mod roster;
mod sign;
mod slot;
mod strength;
mod token;

pub use content::{FileKeys, PIECE_BYTES, PIECE_SEAL_BYTES, PieceCipher};
pub use envelope::{EnvelopeError, OpenWith, Opened, SealFor, Sealing, open};
pub use invitation::{Invitation, InvitationError};
pub use key::DatabaseKey;
pub use pairing::{HubCode, HubCodeError, HubSecret};
pub use passphrase::Passphrase;
pub use pseudonym::{NamesSecret, PseudonymKey};
pub use recovery::{RecoveryCode, RecoveryError, RecoverySlot};
pub use roster::{
    Device, Person, ROSTER_BYTES_MAX, Roster, RosterError, SealedNames, SignedRoster, TEAMS_ALL,
    Team,
};
pub use sign::{DeviceKey, device_id, verify};
pub use slot::{Cost, Slot, WrongPassphrase};
pub use strength::{PASSPHRASE_CHARS_MIN, Strength, strength};
pub use token::{same, token_hash};

use zeroize::Zeroizing;

/// Fills a buffer with randomness of the operating system.
pub type Random<'a> = &'a mut dyn FnMut(&mut [u8]);

/// Returns `N` random bytes that nobody may see, wiped when dropped.
fn draw_secret<const N: usize>(random: Random<'_>) -> Zeroizing<[u8; N]> {
    let mut bytes = Zeroizing::new([0; N]);
    random(bytes.as_mut_slice());
    bytes
}

/// Returns `N` random bytes.
fn draw<const N: usize>(random: Random<'_>) -> [u8; N] {
    let mut bytes = [0; N];
    random(&mut bytes);
    bytes
}
