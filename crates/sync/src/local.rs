//! The laptop's side: the promise.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use records::{Digest, Part, Revision, RevisionId, TeamId};

use crate::frame::{BatchId, Incoming, Marked, Refused, SignedBytes};
use crate::receipt::SignedReceipt;
use crate::wire::{PackError, unpack};

/// Where a sync starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    /// The batch that has no receipt yet, or a new one.
    pub batch: BatchId,
    /// The last position read in each team.
    pub cursors: BTreeMap<TeamId, u64>,
    /// The version of the roster held; 0: none.
    pub roster: u64,
    /// The last mark heard of in each team.
    pub marks: BTreeMap<TeamId, u64>,
}

/// A sealed part on its way up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// As [`crate::pack`] writes it.
    pub wire: Vec<u8>,
    /// Its revisions in order.
    pub ids: Vec<RevisionId>,
}

/// A part that came down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrived {
    /// The team whose ledger it stands in.
    pub team: TeamId,
    /// Its position there.
    pub seq: u64,
    /// Its bytes as they came.
    pub wire: Vec<u8>,
    /// What they hold, every id proven but not the seal; or why they cannot be read.
    pub content: Result<(Part, Vec<Revision>), PackError>,
}

impl From<Incoming> for Arrived {
    /// Reads the bytes; a part of another team than the one in whose ledger it stands is damaged.
    fn from(Incoming { team, seq, wire }: Incoming) -> Self {
        let content = unpack(&wire).and_then(|(part, revisions)| {
            let wrong_team = PackError::Damaged { what: "team" };
            if part.team == team {
                Ok((part, revisions))
            } else {
                Err(wrong_team)
            }
        });
        Self {
            team,
            seq,
            wire,
            content,
        }
    }
}

/// Everything that one reply brought, to be stored at once.
#[derive(Debug, Clone, Copy)]
pub struct Round<'a> {
    /// The batch of the ask.
    pub batch: &'a BatchId,
    /// The parts that the ask carried: the centre has them now, but for `refused`.
    pub offered: &'a [Offer],
    /// Offered revisions that were refused or marked; one line for each revision.
    pub refused: &'a [Refused],
    /// What came down. Seals are still to be checked, with the roster below if there is one.
    pub incoming: &'a [Arrived],
    /// Where each team is read up to, including `incoming`.
    pub cursors: &'a BTreeMap<TeamId, u64>,
    /// Bytes and signature of a newer roster, not yet verified.
    pub roster: Option<&'a SignedBytes>,
    /// Not yet verified, neither signature nor content.
    pub receipt: Option<&'a SignedReceipt>,
    /// The centre's clock in milliseconds.
    pub time: u64,
    /// What the centre found in revisions that it took before, whoever wrote them.
    pub marked: Option<&'a Marked>,
}

/// What storing a round came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stored {
    /// Revisions that are new here.
    pub added: u32,
    /// Parts that could not be read or whose seal does not hold; kept apart for a person to look at.
    pub set_aside: u32,
    /// Revisions that a receipt has now confirmed.
    pub confirmed: u32,
}

/// What a sync needs of a laptop's store.
///
/// The life of a revision is: made, sealed in a part, offered, *accepted* (a reply came), *confirmed* (a
/// receipt covers it) or *refused*. A batch stays open, from sync to sync, until its receipt is stored.
pub trait Local {
    /// Why the store cannot be read or written.
    type Error: Debug;

    /// Starts a sync: what was offered before and not accepted is to be offered again.
    ///
    /// The open batch may go on. Should a new one be begun in its place, everything accepted under the old
    /// one is to be offered again too, for the new receipt to cover it.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    fn begin(&mut self) -> Result<Begun, Self::Error>;

    /// Returns the next part that is neither accepted nor offered in this sync, or `None`.
    ///
    /// A part sealed before comes as it is, whatever its size; what is not sealed yet is sealed in parts of
    /// at most about `bytes_max` (see [`crate::fit`]), which is durable before it returns.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    fn next_part(&mut self, bytes_max: usize) -> Result<Option<Offer>, Self::Error>;

    /// Tells whether [`Local::next_part`] would return a part.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn has_more(&self) -> Result<bool, Self::Error>;

    /// Takes back parts that were too large for the line: its own are sealed anew, in parts of at most
    /// `bytes_max`, when [`Local::next_part`] is called again; those of others come as they are.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    fn take_back(&mut self, offers: &[Offer], bytes_max: usize) -> Result<(), Self::Error>;

    /// Leaves out a part that is too large for the line and cannot be cut, with a line for each of its revisions: it is not
    /// offered again in this sync and is no difference, and waits for a later one or another road.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn leave(&mut self, offer: &Offer, why: &[Refused]) -> Result<(), Self::Error>;

    /// Stores what a reply brought, in one transaction.
    ///
    /// The roster first, then parts whose seal holds, cursors, refusals, marks with how far they are heard; offered
    /// parts become accepted. A
    /// receipt whose signature holds and which covers the batch (all ids accepted under it, without those
    /// not kept) confirms and closes it; one that does not cover closes the batch too, and everything of it
    /// is to be offered again: the centre has lost something.
    ///
    /// # Errors
    /// When the store cannot be written; nothing of the reply was stored then.
    fn took(&mut self, round: Round<'_>) -> Result<Stored, Self::Error>;

    /// Sums up the revisions of a team that the centre should hold: all but those it refused to keep.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn digest(&self, team: &TeamId) -> Result<Digest, Self::Error>;

    /// Returns the ids that [`Local::digest`] sums up, from `low` up to but without `high`, sorted.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn ids(
        &self,
        team: &TeamId,
        low: RevisionId,
        high: Option<RevisionId>,
    ) -> Result<Vec<RevisionId>, Self::Error>;

    /// Prepares to mend a difference: parts with `lost`, whoever sealed them, are to be offered again, and
    /// the team is to be read again after position `read_after` (never moved forward).
    ///
    /// # Errors
    /// When the store cannot be written.
    fn mend(
        &mut self,
        team: &TeamId,
        lost: &[RevisionId],
        read_after: Option<u64>,
    ) -> Result<(), Self::Error>;

    /// Returns the positions of the team's parts that came down and were set aside.
    ///
    /// They are no reason to read again: that would fetch them, and all after them, with every sync. Leave
    /// out those that may hold now, for a newer program or roster, and they are read once more. Without
    /// this method all are, every time.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn set_aside(&self, _team: &TeamId) -> Result<BTreeSet<u64>, Self::Error> {
        Ok(BTreeSet::new())
    }
}
