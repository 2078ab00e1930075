//! Where the centre keeps parts: the promise.

use std::collections::BTreeSet;
use std::fmt::Debug;

use records::{DeviceId, Digest, Part, Revision, RevisionId, TeamId};

use crate::frame::{BatchId, Placed, Refused, SignedBytes};
use crate::receipt::SignedReceipt;

/// Who asks, as the centre knows it, whatever the laptop claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The laptop.
    pub device: DeviceId,
    /// The teams it may read and write.
    pub teams: BTreeSet<TeamId>,
}

/// What the check of a seal says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The device is known and the seal is its own.
    Good,
    /// It is not; the whole part is refused.
    Bad {
        /// Why, without personal data.
        detail: String,
    },
}

/// A part that was read and whose seal was found good.
#[derive(Debug, Clone, Copy)]
pub struct Offered<'a> {
    /// What the part says about itself.
    pub part: &'a Part,
    /// Its revisions, every id proven.
    pub revisions: &'a [Revision],
    /// Its bytes, to be kept and relayed as they are.
    pub wire: &'a [u8],
}

/// What became of an offered part.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Taken {
    /// How many revisions were new.
    pub taken: u32,
    /// How many were held before.
    pub known: u32,
    /// New revisions whose count the device had given to another before: it was restored from an old copy.
    pub twice: Vec<RevisionId>,
    /// Revisions that are kept although their content is not right, and why.
    pub marks: Vec<Refused>,
}

/// A part in a team's ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its position: 1, 2, 3 … without a gap.
    pub seq: u64,
    /// Its bytes, without the bodies that were erased since.
    pub wire: Vec<u8>,
    /// The laptop that brought it first, and the batch.
    pub from: (DeviceId, BatchId),
}

/// How far a team's ledger has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct State {
    /// The last position; 0 when it is empty.
    pub top: u64,
    /// All distinct revisions.
    pub digest: Digest,
}

/// Keeps the parts of every team, each team in a gapless sequence of its own.
///
/// [`crate::contract::ledger_contract`] is the promise in full; every implementation runs it. Nothing here
/// spans two teams in one transaction.
pub trait Ledger {
    /// Why a ledger cannot be read or written.
    type Error: Debug;

    /// Keeps a part and notes its ids under `batch` of `by`; durable when it returns, or nothing happened.
    ///
    /// A part is known when all its ids are known, and is not kept again; otherwise it is kept whole at the
    /// next position. An erase takes the bodies before it out of all kept parts (see [`crate::erase`] and
    /// [`records::Fold::forgotten`]), whichever comes first.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    fn take(
        &mut self,
        by: DeviceId,
        batch: &BatchId,
        offered: Offered<'_>,
    ) -> Result<Taken, Self::Error>;

    /// Returns the parts after position `seq` in order: as many as come to about `bytes`, at least one if
    /// there is any.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    fn after(&self, team: &TeamId, seq: u64, bytes: usize) -> Result<Vec<Kept>, Self::Error>;

    /// Returns how far the team's ledger has come.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    fn state(&self, team: &TeamId) -> Result<State, Self::Error>;

    /// Returns the ids from `low` up to but without `high` (`None`: to the end), sorted, each with the
    /// position of the part that brought it first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    fn ids(
        &self,
        team: &TeamId,
        low: RevisionId,
        high: Option<RevisionId>,
    ) -> Result<Vec<Placed>, Self::Error>;

    /// Signs for all that was noted under `batch` of `by` ([`crate::Receipt::over`]); `None` when that is
    /// nothing. Asked again, it says the same or more.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    fn receipt(
        &mut self,
        by: DeviceId,
        batch: &BatchId,
        now_ms: u64,
    ) -> Result<Option<SignedReceipt>, Self::Error>;

    /// Returns the marks of a team after position `seq` in order, at most `most` of them, each with its position.
    ///
    /// A ledger that looks into no revision has none.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    fn marks(
        &self,
        _team: &TeamId,
        _seq: u64,
        _most: usize,
    ) -> Result<Vec<(u64, Refused)>, Self::Error> {
        Ok(Vec::new())
    }

    /// Returns the signed roster, bytes and signature, when it is newer than `version`.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    fn roster(&self, version: u64) -> Result<Option<SignedBytes>, Self::Error>;
}
