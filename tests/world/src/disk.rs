//! A laptop's disk during a sync: it may fail at any access as the laptop dies, and somebody may go on working.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use records::{DeviceId, Digest, Revision, RevisionId, TeamId};
use sync::memory::{MemoryLedger, MemoryLocal, toy_signature};
use sync::{BatchId, Begun, Local, Offer, Receipt, Round, SignedReceipt, Stored};

use crate::fault::Fault;

/// The laptop went dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Died;

/// Accesses until a laptop dies, and whether the last one is still done.
pub(crate) type Death = (usize, bool);
/// Accesses until somebody saves something, and what they save.
pub(crate) type Work = (usize, Vec<Revision>);

/// What a laptop keeps, as one talk sees it, while somebody works on it.
pub(crate) trait Written: Local {
    /// Somebody saves something.
    fn write(&mut self, revision: Revision);
}

impl Written for MemoryLocal {
    fn write(&mut self, revision: Revision) {
        Self::write(self, revision);
    }
}

pub(crate) struct Disk<'a, L> {
    pub(crate) local: &'a mut L,
    pub(crate) device: DeviceId,
    pub(crate) fault: Option<Fault>,
    pub(crate) dies: Option<Death>,
    pub(crate) works: Option<Work>,
    pub(crate) count: Cell<usize>,
}

impl<L: Written> Disk<'_, L> {
    /// True when the laptop dies here.
    fn is_last(&self) -> bool {
        let now = self.count.get();
        self.count.set(now + 1);
        self.dies.is_some_and(|(left, _)| left <= now)
    }

    fn step<T>(&mut self, act: impl FnOnce(&mut L) -> T) -> Result<T, Died> {
        let dies = self.is_last();
        if dies && !self.dies.is_some_and(|(_, is_done)| is_done) {
            return Err(Died);
        }
        let done = act(self.local);
        if let Some((left, _)) = &self.works
            && *left < self.count.get()
            && let Some((_, revisions)) = self.works.take()
        {
            revisions
                .into_iter()
                .for_each(|revision| self.local.write(revision));
        }
        if dies { Err(Died) } else { Ok(done) }
    }

    fn look<T>(&self, act: impl FnOnce(&L) -> T) -> Result<T, Died> {
        if self.is_last() {
            return Err(Died);
        }
        Ok(act(self.local))
    }
}

impl<L: Written> Local for Disk<'_, L> {
    type Error = Died;

    fn begin(&mut self) -> Result<Begun, Died> {
        self.step(|local| local.begin().unwrap())
    }

    fn next_part(&mut self, bytes_max: usize) -> Result<Option<Offer>, Died> {
        self.step(|local| local.next_part(bytes_max).unwrap())
    }

    fn has_more(&self) -> Result<bool, Died> {
        self.look(|local| local.has_more().unwrap())
    }

    fn take_back(&mut self, offers: &[Offer], bytes_max: usize) -> Result<(), Died> {
        self.step(|local| local.take_back(offers, bytes_max).unwrap())
    }

    fn leave(&mut self, offer: &Offer, why: &[sync::Refused]) -> Result<(), Died> {
        self.step(|local| local.leave(offer, why).unwrap())
    }

    fn took(&mut self, round: Round<'_>) -> Result<Stored, Died> {
        match self.fault {
            Some(Fault::LaptopStoresHalf) => {
                let positions = Round {
                    incoming: &[],
                    offered: &[],
                    refused: &[],
                    receipt: None,
                    ..round
                };
                self.step(|local| local.took(positions).unwrap())?;
                self.step(|local| local.took(round).unwrap())
            }
            Some(Fault::LaptopBelieves) if !round.offered.is_empty() => {
                let receipt = believed(self.device, &round);
                let round = Round {
                    receipt: Some(&receipt),
                    refused: &[],
                    ..round
                };
                self.step(|local| local.took(round).unwrap())
            }
            _ => self.step(|local| local.took(round).unwrap()),
        }
    }

    fn digest(&self, team: &TeamId) -> Result<Digest, Died> {
        self.look(|local| local.digest(team).unwrap())
    }

    fn ids(
        &self,
        team: &TeamId,
        low: RevisionId,
        high: Option<RevisionId>,
    ) -> Result<Vec<RevisionId>, Died> {
        self.look(|local| local.ids(team, low, high).unwrap())
    }

    fn mend(
        &mut self,
        team: &TeamId,
        lost: &[RevisionId],
        read_after: Option<u64>,
    ) -> Result<(), Died> {
        self.step(|local| local.mend(team, lost, read_after).unwrap())
    }

    fn set_aside(&self, team: &TeamId) -> Result<BTreeSet<u64>, Died> {
        self.look(|local| local.set_aside(team).unwrap())
    }
}

/// A receipt for what was offered, made up by the laptop itself.
fn believed(device: DeviceId, round: &Round<'_>) -> SignedReceipt {
    let teams: BTreeMap<&TeamId, u64> = round
        .cursors
        .iter()
        .map(|(team, seq)| (team, *seq))
        .collect();
    let team = teams
        .keys()
        .next()
        .map_or_else(|| TeamId::new("none").unwrap(), |team| (*team).clone());
    let ids = round.offered.iter().flat_map(|offer| &offer.ids);
    let held = ids.map(|id| (team.clone(), 1, *id));
    let batch: BatchId = *round.batch;
    let receipt =
        Receipt::over(batch, device, held, Vec::new(), round.time).expect("something was offered");
    let bytes = receipt.to_bytes();
    let signature = toy_signature(MemoryLedger::KEY, &Receipt::statement(&bytes));
    SignedReceipt { bytes, signature }
}
