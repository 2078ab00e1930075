//! A laptop's side in memory.

use std::collections::{BTreeMap, BTreeSet};

use records::{
    DeviceId, Digest, Log, MemoryLog, Part, RecordId, Revision, RevisionError, RevisionId, TeamId,
};

use super::{MemoryLedger, toy_seal, toy_signature, toy_verify};
use crate::frame::{BatchId, Refused, SignedBytes};
use crate::ledger::Verdict;
use crate::local::{Arrived, Begun, Local, Offer, Round, Stored};
use crate::receipt::{Receipt, SignedReceipt};
use crate::wire::{PackError, fit, pack};

/// A laptop that lives as long as the program. Cloning it is a backup.
#[derive(Debug, Clone)]
pub struct MemoryLocal {
    device: DeviceId,
    log: MemoryLog,
    held: BTreeMap<TeamId, BTreeSet<RevisionId>>,
    unsealed: BTreeMap<TeamId, Vec<Revision>>,
    parts: Vec<Sealed>,
    refused: BTreeMap<RevisionId, Refused>,
    set_aside: Vec<Arrived>,
    cursors: BTreeMap<TeamId, u64>,
    roster: Option<SignedBytes>,
    receipts: Vec<SignedReceipt>,
    confirmed: BTreeSet<RevisionId>,
    batch: Option<BatchId>,
    batches_begun: u64,
    /// Begin a new batch with each sync in place of the open one.
    pub forgets_batches: bool,
}

/// Where a part stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Waiting,
    Offered,
    Accepted,
    Done,
}

#[derive(Debug, Clone)]
struct Sealed {
    part: Part,
    ids: Vec<RevisionId>,
    stage: Stage,
}

/// Why a laptop in memory fails.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MemoryError {
    /// A revision does not prove itself.
    #[error("a revision was damaged")]
    Revision {
        /// In what.
        #[from]
        source: RevisionError,
    },
    /// A part cannot be written.
    #[error("a part cannot be sealed")]
    Pack {
        /// Why.
        #[from]
        source: PackError,
    },
}

impl MemoryLocal {
    /// Returns an empty laptop.
    #[must_use]
    pub fn new(device: DeviceId) -> Self {
        Self {
            device,
            log: MemoryLog::default(),
            held: BTreeMap::new(),
            unsealed: BTreeMap::new(),
            parts: Vec::new(),
            refused: BTreeMap::new(),
            set_aside: Vec::new(),
            cursors: BTreeMap::new(),
            roster: None,
            receipts: Vec::new(),
            confirmed: BTreeSet::new(),
            batch: None,
            batches_begun: 0,
            forgets_batches: false,
        }
    }

    /// Saves a revision of this laptop, the next of its count.
    ///
    /// # Panics
    /// When the revision does not prove itself.
    #[expect(
        clippy::expect_used,
        reason = "a test that writes nonsense should stop"
    )]
    pub fn write(&mut self, revision: Revision) {
        self.append(std::slice::from_ref(&revision))
            .expect("a revision that proves itself");
        self.unsealed
            .entry(revision.header.team.clone())
            .or_default()
            .push(revision);
    }

    /// Takes in a sealed part by another road, to be relayed.
    ///
    /// # Panics
    /// When a revision does not prove itself.
    #[expect(
        clippy::expect_used,
        reason = "a test that writes nonsense should stop"
    )]
    pub fn carry(&mut self, part: Part, revisions: &[Revision]) {
        self.append(revisions)
            .expect("revisions that prove themselves");
        let ids = revisions.iter().map(|revision| revision.id).collect();
        self.parts.push(Sealed {
            part,
            ids,
            stage: Stage::Waiting,
        });
    }

    /// Returns all ids held of a team, sorted.
    #[must_use]
    pub fn held(&self, team: &TeamId) -> Vec<RevisionId> {
        self.held.get(team).into_iter().flatten().copied().collect()
    }

    /// Returns a revision.
    #[must_use]
    pub fn get(&self, id: RevisionId) -> Option<Revision> {
        self.log.get(id).ok()?
    }

    /// Returns all revisions of a record.
    #[must_use]
    pub fn of_record(&self, team: &TeamId, record: RecordId) -> Vec<Revision> {
        self.log.of_record(team, record).unwrap_or_default()
    }

    /// Returns what receipts have confirmed.
    #[must_use]
    pub const fn confirmed(&self) -> &BTreeSet<RevisionId> {
        &self.confirmed
    }

    /// Returns the receipts, oldest first.
    #[must_use]
    pub fn receipts(&self) -> &[SignedReceipt] {
        &self.receipts
    }

    /// Returns what the centre refused or marked.
    #[must_use]
    pub const fn refused(&self) -> &BTreeMap<RevisionId, Refused> {
        &self.refused
    }

    /// Returns the parts that came down and cannot be trusted or read.
    #[must_use]
    pub fn set_aside(&self) -> &[Arrived] {
        &self.set_aside
    }

    /// Returns the newest roster that came down.
    #[must_use]
    pub const fn roster(&self) -> Option<&SignedBytes> {
        self.roster.as_ref()
    }

    /// Loses a revision, as a damaged disk would.
    pub fn lose(&mut self, team: &TeamId, id: RevisionId) {
        self.held.entry(team.clone()).or_default().remove(&id);
        self.parts.retain(|sealed| !sealed.ids.contains(&id));
        let mut rest = MemoryLog::default();
        for id in self.held.values().flatten() {
            if let Ok(Some(revision)) = self.log.get(*id) {
                let _proven = rest.append(&[revision]);
            }
        }
        self.log = rest;
    }

    fn append(&mut self, revisions: &[Revision]) -> Result<u32, MemoryError> {
        let appended = self.log.append(revisions)?;
        for revision in revisions {
            self.held
                .entry(revision.header.team.clone())
                .or_default()
                .insert(revision.id);
        }
        Ok(appended.added.len() as u32)
    }

    /// Seals the next revisions of a team that has any.
    fn seal(&mut self, bytes_max: usize) -> Result<Option<Sealed>, MemoryError> {
        let Some(waiting) = self
            .unsealed
            .values_mut()
            .find(|waiting| !waiting.is_empty())
        else {
            return Ok(None);
        };
        let run = waiting.iter().zip(waiting.iter().skip(1));
        let unbroken = 1 + run
            .take_while(|(a, b)| a.header.n + 1 == b.header.n)
            .count();
        let count = fit(waiting.get(..unbroken).unwrap_or(waiting), bytes_max)?;
        let revisions: Vec<Revision> = waiting.drain(..count).collect();
        let part = Part::unsealed(&revisions).map_err(PackError::from)?;
        let seal = toy_seal(&part);
        let ids = revisions.iter().map(|revision| revision.id).collect();
        Ok(Some(Sealed {
            part: part.sealed(seal),
            ids,
            stage: Stage::Offered,
        }))
    }

    fn offer(&self, sealed: &Sealed) -> Result<Offer, MemoryError> {
        let held = sealed.ids.iter().filter_map(|id| self.get(*id));
        let wire = pack(&sealed.part, &held.collect::<Vec<_>>())?;
        Ok(Offer {
            wire,
            ids: sealed.ids.clone(),
        })
    }

    fn take_in(&mut self, arrived: &Arrived, stored: &mut Stored) -> Result<(), MemoryError> {
        match &arrived.content {
            Ok((part, revisions)) if toy_verify(part) == Verdict::Good => {
                stored.added += self.append(revisions)?;
                if !self.parts.iter().any(|sealed| sealed.part.ids == part.ids) {
                    let ids = revisions.iter().map(|revision| revision.id).collect();
                    self.parts.push(Sealed {
                        part: part.clone(),
                        ids,
                        stage: Stage::Done,
                    });
                }
            }
            Ok(_) | Err(_) => {
                stored.set_aside += 1;
                self.set_aside.push(arrived.clone());
            }
        }
        Ok(())
    }

    /// Closes the batch with a receipt: true to its word, or everything is offered again.
    fn close(&mut self, batch: &BatchId, signed: &SignedReceipt) -> u32 {
        let statement = Receipt::statement(&signed.bytes);
        let is_signed = toy_signature(MemoryLedger::KEY, &statement) == signed.signature;
        let receipt = Receipt::from_bytes(&signed.bytes)
            .ok()
            .filter(|_| is_signed);
        let accepted = self
            .parts
            .iter()
            .filter(|sealed| sealed.stage == Stage::Accepted);
        let ids: Vec<RevisionId> = accepted
            .flat_map(|sealed| &sealed.ids)
            .filter(|id| self.refused.get(id).is_none_or(Refused::is_kept))
            .copied()
            .collect();
        let covers = receipt.is_some_and(|receipt| {
            receipt.batch == *batch && receipt.device == self.device && receipt.covers(&ids)
        });
        self.batch = None;
        let next = if covers { Stage::Done } else { Stage::Waiting };
        for sealed in self
            .parts
            .iter_mut()
            .filter(|sealed| sealed.stage == Stage::Accepted)
        {
            sealed.stage = next;
        }
        if !covers {
            return 0;
        }
        self.receipts.push(signed.clone());
        let before = self.confirmed.len();
        self.confirmed.extend(ids);
        (self.confirmed.len() - before) as u32
    }

    /// Returns what the centre should hold: what is held or set aside here and was not refused.
    fn shared(&self, team: &TeamId) -> BTreeSet<RevisionId> {
        let aside = self
            .set_aside
            .iter()
            .filter(|arrived| arrived.team == *team);
        let aside = aside.filter_map(|arrived| arrived.content.as_ref().ok());
        let aside = aside.flat_map(|(_, revisions)| revisions.iter().map(|revision| revision.id));
        let held = self
            .held
            .get(team)
            .into_iter()
            .flatten()
            .copied()
            .chain(aside);
        held.filter(|id| self.refused.get(id).is_none_or(Refused::is_kept))
            .collect()
    }
}

impl Local for MemoryLocal {
    type Error = MemoryError;

    fn begin(&mut self) -> Result<Begun, MemoryError> {
        let again = |stage: Stage| {
            stage == Stage::Offered || (self.forgets_batches && stage == Stage::Accepted)
        };
        for sealed in self.parts.iter_mut().filter(|sealed| again(sealed.stage)) {
            sealed.stage = Stage::Waiting;
        }
        if self.forgets_batches || self.batch.is_none() {
            self.batches_begun += 1;
            let mut batch = self.device.0;
            let count = self.batches_begun.to_be_bytes();
            batch
                .iter_mut()
                .rev()
                .zip(count.iter().rev())
                .for_each(|(to, from)| *to = *from);
            self.batch = Some(batch);
        }
        let batch = self.batch.unwrap_or_default();
        let roster = u64::from(self.roster.is_some());
        Ok(Begun {
            batch,
            cursors: self.cursors.clone(),
            roster,
        })
    }

    fn next_part(&mut self, bytes_max: usize) -> Result<Option<Offer>, MemoryError> {
        let waiting = self
            .parts
            .iter()
            .position(|sealed| sealed.stage == Stage::Waiting);
        let place = match waiting {
            Some(place) => place,
            None => match self.seal(bytes_max)? {
                Some(sealed) => {
                    self.parts.push(sealed);
                    self.parts.len() - 1
                }
                None => return Ok(None),
            },
        };
        let Some(sealed) = self.parts.get_mut(place) else {
            return Ok(None);
        };
        sealed.stage = Stage::Offered;
        let sealed = sealed.clone();
        self.offer(&sealed).map(Some)
    }

    fn has_more(&self) -> Result<bool, MemoryError> {
        let unsealed = self.unsealed.values().any(|waiting| !waiting.is_empty());
        Ok(unsealed
            || self
                .parts
                .iter()
                .any(|sealed| sealed.stage == Stage::Waiting))
    }

    fn take_back(&mut self, offers: &[Offer], _: usize) -> Result<(), MemoryError> {
        let back = |sealed: &Sealed| offers.iter().any(|offer| offer.ids == sealed.ids);
        for sealed in self.parts.iter_mut().filter(|sealed| back(sealed)) {
            sealed.stage = Stage::Waiting;
        }
        let own = |sealed: &Sealed| back(sealed) && sealed.part.device == self.device;
        let (own, rest): (Vec<Sealed>, _) = self.parts.drain(..).partition(own);
        self.parts = rest;
        for sealed in own {
            let revisions: Vec<Revision> =
                sealed.ids.iter().filter_map(|id| self.get(*id)).collect();
            let waiting = self.unsealed.entry(sealed.part.team).or_default();
            waiting.extend(revisions);
            waiting.sort_by_key(|revision| revision.header.n);
        }
        Ok(())
    }

    fn took(&mut self, round: Round<'_>) -> Result<Stored, MemoryError> {
        let mut next = self.clone();
        let mut stored = Stored::default();
        if let Some(roster) = round.roster {
            next.roster = Some(roster.clone());
        }
        for arrived in round.incoming {
            next.take_in(arrived, &mut stored)?;
        }
        next.cursors.extend(round.cursors.clone());
        for line in round.refused {
            next.refused.insert(line.id, line.clone());
        }
        let offered = |sealed: &Sealed| round.offered.iter().any(|offer| offer.ids == sealed.ids);
        for sealed in next.parts.iter_mut().filter(|sealed| offered(sealed)) {
            sealed.stage = Stage::Accepted;
        }
        if let Some(receipt) = round.receipt {
            stored.confirmed = next.close(round.batch, receipt);
        }
        *self = next;
        Ok(stored)
    }

    fn digest(&self, team: &TeamId) -> Result<Digest, MemoryError> {
        Ok(self.shared(team).iter().collect())
    }

    fn ids(
        &self,
        team: &TeamId,
        low: RevisionId,
        high: Option<RevisionId>,
    ) -> Result<Vec<RevisionId>, MemoryError> {
        let mut ids: Vec<RevisionId> = self.shared(team).into_iter().collect();
        ids.retain(|id| *id >= low && high.is_none_or(|high| *id < high));
        Ok(ids)
    }

    fn mend(
        &mut self,
        team: &TeamId,
        lost: &[RevisionId],
        read_after: Option<u64>,
    ) -> Result<(), MemoryError> {
        let holds = |sealed: &Sealed| sealed.ids.iter().any(|id| lost.contains(id));
        for sealed in self.parts.iter_mut().filter(|sealed| holds(sealed)) {
            sealed.stage = Stage::Waiting;
        }
        if let (Some(seq), Some(cursor)) = (read_after, self.cursors.get_mut(team)) {
            *cursor = seq.min(*cursor);
        }
        Ok(())
    }
}
