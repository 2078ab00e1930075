//! What a device vouches for with one signature.

use minicbor::Encoder;

use crate::canonical::to_cbor;
use crate::id::{DeviceId, RevisionId, TeamId};
use crate::revision::Revision;

/// The most revisions under one seal.
pub const PART_REVISIONS_MAX: usize = 4096;

/// Stands before every signed statement, so that no signature made for another purpose fits.
const DOMAIN: &[u8] = b"sala 2026-11 part\n";

/// Consecutive revisions of one device in one team under one signature.
///
/// One signature per part is the cheapest proof of authorship, and the unbroken count lets a reader see
/// that nothing of a device is missing. This room does not check the seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Who made and sealed them.
    pub device: DeviceId,
    /// Where they belong.
    pub team: TeamId,
    /// The count of the first one.
    pub first: u64,
    /// How many follow each other, 1 to [`PART_REVISIONS_MAX`].
    pub count: u32,
    /// The hash of their ids in order, see [`hash_ids`].
    pub ids: [u8; 32],
    /// The device's Ed25519 signature of [`Part::statement`]; zeros before it is sealed.
    pub seal: [u8; 64],
}

/// Why revisions are not the part they should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PartError {
    /// Nothing, or too much.
    #[error("a part holds 1 to {PART_REVISIONS_MAX} revisions, not {count}")]
    Count {
        /// How many were given.
        count: usize,
    },
    /// Another device, another team, or a gap in the count.
    #[error("revision {id} does not follow the one before it in its device and team")]
    Order {
        /// The first that does not fit.
        id: RevisionId,
    },
    /// The ids are not those that were sealed.
    #[error("the revisions are not those that the part was sealed for")]
    Ids,
}

impl Part {
    /// Describes `revisions` in their order; the caller signs [`Part::statement`] and sets the seal.
    ///
    /// # Errors
    /// When there are none or too many, or they are not consecutive in one device and team.
    pub fn unsealed(revisions: &[Revision]) -> Result<Self, PartError> {
        let Some(start) = revisions
            .first()
            .filter(|_| revisions.len() <= PART_REVISIONS_MAX)
        else {
            return Err(PartError::Count {
                count: revisions.len(),
            });
        };
        let part = Self {
            device: start.header.device,
            team: start.header.team.clone(),
            first: start.header.n,
            count: revisions.len() as u32,
            ids: hash_ids(revisions.iter().map(|revision| &revision.id)),
            seal: [0; 64],
        };
        part.check_order(revisions)?;
        Ok(part)
    }

    /// Returns the part with its signature.
    #[must_use]
    pub fn sealed(self, seal: [u8; 64]) -> Self {
        Self { seal, ..self }
    }

    /// Returns the bytes that are signed: a domain line, then the CBOR array of device, team, first,
    /// count and ids.
    #[must_use]
    pub fn statement(&self) -> Vec<u8> {
        let mut bytes = DOMAIN.to_vec();
        bytes.extend(to_cbor(&Statement(self)));
        bytes
    }

    /// Checks that these are the revisions, all and in order, that the part names. Not the seal.
    ///
    /// # Errors
    /// When the number, the order or an id differs.
    pub fn check(&self, revisions: &[Revision]) -> Result<(), PartError> {
        let count = revisions.len();
        if count == 0 || count > PART_REVISIONS_MAX || count != self.count as usize {
            return Err(PartError::Count { count });
        }
        self.check_order(revisions)?;
        let ids = hash_ids(revisions.iter().map(|revision| &revision.id));
        if ids == self.ids {
            Ok(())
        } else {
            Err(PartError::Ids)
        }
    }

    fn check_order(&self, revisions: &[Revision]) -> Result<(), PartError> {
        let stray = revisions
            .iter()
            .zip(0u64..)
            .find(|(Revision { header, .. }, place)| {
                header.device != self.device
                    || header.team != self.team
                    || header.n.checked_sub(self.first) != Some(*place)
            });
        stray.map_or(Ok(()), |(revision, _)| {
            Err(PartError::Order { id: revision.id })
        })
    }
}

/// Returns the hash of a list of ids. The same ids in another order give another hash.
#[must_use]
pub fn hash_ids<'a>(ids: impl Iterator<Item = &'a RevisionId>) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new_derive_key("sala 2026-11 part ids");
    for id in ids {
        hasher.update(&id.0);
    }
    *hasher.finalize().as_bytes()
}

struct Statement<'a>(&'a Part);

impl<C> minicbor::Encode<C> for Statement<'_> {
    fn encode<W: minicbor::encode::Write>(
        &self,
        out: &mut Encoder<W>,
        ctx: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        out.array(5)?;
        self.0.device.encode(out, ctx)?;
        self.0.team.encode(out, ctx)?;
        out.u64(self.0.first)?
            .u32(self.0.count)?
            .bytes(&self.0.ids)?
            .ok()
    }
}

#[cfg(test)]
#[path = "part_tests.rs"]
mod tests;
