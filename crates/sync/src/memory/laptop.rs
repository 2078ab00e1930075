//! A laptop's side in memory.

mod hub;
mod local;
mod stick;

pub use hub::WholePart;

use std::collections::{BTreeMap, BTreeSet};

use records::{
    DeviceId, Log, MemoryLog, Part, RecordId, Revision, RevisionError, RevisionId, TeamId,
};

use super::{MemoryLedger, toy_seal, toy_signature, toy_verify};
use crate::frame::{BatchId, Refused, SignedBytes};
use crate::hub::Voucher;
use crate::ledger::Verdict;
use crate::local::{Arrived, Offer, Stored};
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
    /// What a comparison found to be lost at the centre, until it is offered again.
    lost: BTreeSet<RevisionId>,
    /// What was left out of this sync, being too large for the line.
    left: BTreeSet<RevisionId>,
    marks: Vec<Refused>,
    heard: BTreeMap<TeamId, u64>,
    set_aside: Vec<Arrived>,
    cursors: BTreeMap<TeamId, u64>,
    roster: Option<SignedBytes>,
    receipts: Vec<SignedReceipt>,
    vouchers: Vec<Voucher>,
    confirmed: BTreeSet<RevisionId>,
    batch: Option<BatchId>,
    /// Batches that are carried by hand, with their parts by the hash of their ids.
    by_hand: BTreeMap<BatchId, BTreeSet<[u8; 32]>>,
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
    /// It is on a stick: it is never sealed anew.
    given_out: bool,
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
            lost: BTreeSet::new(),
            left: BTreeSet::new(),
            marks: Vec::new(),
            heard: BTreeMap::new(),
            set_aside: Vec::new(),
            cursors: BTreeMap::new(),
            roster: None,
            receipts: Vec::new(),
            vouchers: Vec::new(),
            confirmed: BTreeSet::new(),
            batch: None,
            by_hand: BTreeMap::new(),
            batches_begun: 0,
            forgets_batches: false,
        }
    }

    /// Returns whose laptop it is.
    #[must_use]
    pub const fn device(&self) -> DeviceId {
        self.device
    }

    /// Returns what the centre found and told, in order.
    #[must_use]
    pub fn marks(&self) -> &[Refused] {
        &self.marks
    }

    /// Names batches from here on by later numbers: the names of a real laptop are chosen by chance, and one that was
    /// restored from an old copy does not choose them again.
    pub const fn name_batches_after(&mut self, number: u64) {
        self.batches_begun = number;
    }

    /// Forgets what waits to be sealed, as a program would that keeps its queue in memory alone.
    pub fn forget_waiting(&mut self) {
        self.unsealed.clear();
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
            given_out: false,
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
    pub fn parts_aside(&self) -> &[Arrived] {
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
        let fitting = fit(waiting.get(..unbroken).unwrap_or(waiting), bytes_max)?;
        let ids = waiting
            .drain(..fitting.count())
            .map(|revision| revision.id)
            .collect();
        let seal = toy_seal(fitting.part());
        let (part, _) = fitting.sealed(seal);
        Ok(Some(Sealed {
            part,
            ids,
            stage: Stage::Offered,
            given_out: false,
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
                        given_out: false,
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
        let accepted = self
            .parts
            .iter()
            .filter(|sealed| sealed.stage == Stage::Accepted);
        let ids: Vec<RevisionId> = accepted
            .flat_map(|sealed| &sealed.ids)
            .filter(|id| self.refused.get(id).is_none_or(Refused::is_kept))
            .copied()
            .collect();
        let covers = self.proves(batch, signed, &ids);
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
        self.confirm(signed, ids)
    }

    /// Tells whether a receipt is the centre's, for this batch of this laptop, and names exactly these revisions.
    fn proves(&self, batch: &BatchId, signed: &SignedReceipt, ids: &[RevisionId]) -> bool {
        let statement = Receipt::statement(&signed.bytes);
        let is_signed = toy_signature(MemoryLedger::KEY, &statement) == signed.signature;
        let receipt = Receipt::from_bytes(&signed.bytes).ok();
        receipt.filter(|_| is_signed).is_some_and(|receipt| {
            receipt.batch == *batch && receipt.device == self.device && receipt.covers(ids)
        })
    }

    /// Keeps a receipt that proves what it names; returns how many revisions were not confirmed before.
    fn confirm(&mut self, signed: &SignedReceipt, ids: Vec<RevisionId>) -> u32 {
        self.receipts.push(signed.clone());
        let before = self.confirmed.len();
        self.confirmed.extend(&ids);
        self.vouchers.push(Voucher {
            receipt: signed.clone(),
            ids,
        });
        (self.confirmed.len() - before) as u32
    }

    /// Returns what the centre should hold: what is held here and was not refused.
    fn shared(&self, team: &TeamId) -> BTreeSet<RevisionId> {
        let held = self.held.get(team).into_iter().flatten().copied();
        held.filter(|id| !self.left.contains(id))
            .filter(|id| self.refused.get(id).is_none_or(Refused::is_kept))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Stage as Promised;
    use records::contract::Pen;

    /// Laptops with a pen each; the count of a pen is the number of revisions held.
    struct Memory;

    impl Promised for Memory {
        type Local = MemoryLocal;

        fn laptop(&mut self) -> MemoryLocal {
            MemoryLocal::new(DeviceId([1; 16]))
        }

        fn write(&mut self, laptop: &mut MemoryLocal, bytes: usize) -> RevisionId {
            let mut pen = Pen::new(1, "north");
            pen.next = laptop.held(&pen.team).len() as u64 + 1;
            let mut body = vec![0; bytes];
            blake3::Hasher::new()
                .update(&pen.next.to_le_bytes())
                .finalize_xof()
                .fill(&mut body);
            let body: String = body
                .iter()
                .map(|byte| char::from(b'0' + byte % 64))
                .collect();
            let revision = pen.save(1, &[], &body);
            let id = revision.id;
            laptop.write(revision);
            id
        }

        fn device(&self, laptop: &MemoryLocal) -> DeviceId {
            laptop.device
        }

        fn confirmed(&self, laptop: &MemoryLocal) -> BTreeSet<RevisionId> {
            laptop.confirmed().clone()
        }

        fn sign(&self, receipt: &Receipt) -> SignedReceipt {
            let bytes = receipt.to_bytes();
            let signature = toy_signature(MemoryLedger::KEY, &Receipt::statement(&bytes));
            SignedReceipt { bytes, signature }
        }
    }

    #[test]
    fn the_laptop_in_memory_keeps_the_contract() {
        crate::contract::local_contract(&mut Memory);
    }
}
