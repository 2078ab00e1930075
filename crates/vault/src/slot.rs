//! The database key under one person's passphrase.

use argon2::{Algorithm, Argon2, Block, Params, Version};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use crate::key::{DatabaseKey, WRAPPED_BYTES};
use crate::passphrase::Passphrase;
use crate::{Random, draw, encoding};

/// What no slot may cost to open, so that a damaged file cannot freeze the laptop: 1 GiB, 16 passes, 8 lanes.
const COST_MAX: Cost = Cost {
    memory_kib: 1 << 20,
    passes: 16,
    lanes: 8,
};

/// How much work one guess at a passphrase is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl Cost {
    /// Returns the cost for people's slots: 64 MiB and 3 passes, about a quarter of a second on a laptop.
    #[must_use]
    pub const fn standard() -> Self {
        Self {
            memory_kib: 64 * 1024,
            passes: 3,
            lanes: 1,
        }
    }

    /// Returns the smallest cost there is, for tests only: a slot made with it is quickly guessed.
    #[must_use]
    pub const fn light() -> Self {
        Self {
            memory_kib: 8,
            passes: 1,
            lanes: 1,
        }
    }

    /// Returns how often one KiB is doubled to make the memory of one guess, at least once.
    pub(crate) fn doublings(self) -> u8 {
        u8::try_from(self.memory_kib.max(2).ilog2()).unwrap_or(1)
    }

    /// Returns Argon2's parameters, or `None` for a cost no slot of ours has.
    fn params(self) -> Option<Params> {
        let within = self.memory_kib <= COST_MAX.memory_kib
            && self.passes <= COST_MAX.passes
            && self.lanes <= COST_MAX.lanes;
        within.then(|| Params::new(self.memory_kib, self.passes, self.lanes, Some(32)).ok())?
    }
}

/// A database key wrapped by a key made from a passphrase with Argon2id. Safe to store in the open.
///
/// The cost is part of the slot, so that a later program may ask for more without breaking this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// Makes equal passphrases unequal.
    #[serde(with = "encoding")]
    pub salt: [u8; 16],
    /// Memory of one guess, in KiB.
    pub memory_kib: u32,
    /// Passes over that memory.
    pub passes: u32,
    /// Lanes of that memory.
    pub lanes: u32,
    /// Of the cipher.
    #[serde(with = "encoding")]
    pub nonce: [u8; 24],
    /// The sealed key.
    #[serde(with = "encoding")]
    pub wrapped: [u8; WRAPPED_BYTES],
}

/// The passphrase does not open the slot.
///
/// A slot that was damaged, or copied to another person's name, looks the same: there is nothing to compare
/// with but the key it hides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the passphrase does not open this")]
pub struct WrongPassphrase;

impl Slot {
    /// Wraps the key for `owner` (a person's id); the slot opens under no other owner's name.
    #[must_use]
    pub fn wrap(
        key: &DatabaseKey,
        pass: &Passphrase,
        owner: &str,
        cost: Cost,
        random: Random<'_>,
    ) -> Self {
        let (salt, nonce) = (draw(random), draw(random));
        let Cost {
            memory_kib,
            passes,
            lanes,
        } = cost;
        let mut slot = Self {
            salt,
            memory_kib,
            passes,
            lanes,
            nonce,
            wrapped: [0; WRAPPED_BYTES],
        };
        #[expect(
            clippy::expect_used,
            reason = "a Cost is made here only, within Argon2's bounds"
        )]
        let under = slot.stretch(pass).expect("a cost that Argon2 takes");
        slot.wrapped = key.wrap(&under, &slot.nonce, &place(owner));
        slot
    }

    /// Opens the slot.
    ///
    /// # Errors
    /// [`WrongPassphrase`] when passphrase, owner or slot is another.
    pub fn open(&self, pass: &Passphrase, owner: &str) -> Result<DatabaseKey, WrongPassphrase> {
        let under = self.stretch(pass).ok_or(WrongPassphrase)?;
        DatabaseKey::unwrap(&under, &self.nonce, &place(owner), &self.wrapped)
            .ok_or(WrongPassphrase)
    }

    /// Tells whether the slot is cheaper to guess than `cost`: wrap the key again after it was opened.
    #[must_use]
    pub fn is_weaker_than(&self, cost: Cost) -> bool {
        self.memory_kib < cost.memory_kib || self.passes < cost.passes
    }

    /// Makes the wrapping key. `None` when the stored cost is no cost of ours.
    fn stretch(&self, pass: &Passphrase) -> Option<Zeroizing<[u8; 32]>> {
        let Self {
            memory_kib,
            passes,
            lanes,
            ..
        } = *self;
        let params = Cost {
            memory_kib,
            passes,
            lanes,
        }
        .params()?;
        let mut memory = vec![Block::default(); params.block_count()];
        let mut key = Zeroizing::new([0; 32]);
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let made = argon.hash_password_into_with_memory(
            pass.as_str().as_bytes(),
            &self.salt,
            key.as_mut_slice(),
            memory.as_mut_slice(),
        );
        memory.iter_mut().for_each(Zeroize::zeroize);
        made.ok().map(|()| key)
    }
}

/// Returns what the slot is bound to besides the passphrase.
fn place(owner: &str) -> Vec<u8> {
    [b"sala 2026-11 passphrase slot\n", owner.as_bytes()].concat()
}

#[cfg(test)]
#[path = "slot_tests.rs"]
mod tests;
