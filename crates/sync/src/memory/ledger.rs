//! The centre's side in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use records::{DeviceId, Kind, Log, MemoryLog, RecordId, Revision, RevisionId, TeamId, fold};

use super::toy_signature;
use crate::frame::{BatchId, Placed, Refused, SignedBytes};
use crate::ledger::{Kept, Ledger, Offered, State, Taken};
use crate::receipt::{Receipt, SignedReceipt};
use crate::wire::erase;

/// A ledger that lives as long as the program.
#[derive(Debug, Clone, Default)]
pub struct MemoryLedger {
    teams: BTreeMap<TeamId, Team>,
    batches: BTreeMap<(DeviceId, BatchId), BTreeSet<(TeamId, RevisionId)>>,
    roster: Option<(u64, Vec<u8>, [u8; 64])>,
    marks: BTreeMap<TeamId, Vec<Refused>>,
}

#[derive(Debug, Clone, Default)]
struct Team {
    parts: Vec<Kept>,
    seqs: BTreeMap<RevisionId, u64>,
    counts: BTreeMap<(DeviceId, u64), RevisionId>,
    log: MemoryLog,
}

impl MemoryLedger {
    /// The key of its toy signatures.
    pub const KEY: &'static [u8] = b"centre";

    /// Sets the roster that laptops are told of.
    pub fn set_roster(&mut self, version: u64, bytes: Vec<u8>, signature: [u8; 64]) {
        self.roster = Some((version, bytes, signature));
    }

    /// Holds something against a revision that was taken before.
    pub fn mark(&mut self, team: &TeamId, mark: Refused) {
        self.marks.entry(team.clone()).or_default().push(mark);
    }

    /// Returns a revision as it is held.
    #[must_use]
    pub fn get(&self, team: &TeamId, id: RevisionId) -> Option<Revision> {
        self.teams.get(team)?.log.get(id).ok()?
    }
}

impl Ledger for MemoryLedger {
    type Error = Infallible;

    fn take(
        &mut self,
        by: DeviceId,
        batch: &BatchId,
        offered: Offered<'_>,
    ) -> Result<Taken, Infallible> {
        let name = &offered.part.team;
        let team = self.teams.entry(name.clone()).or_default();
        let taken = team.take((by, *batch), offered);
        let noted = self.batches.entry((by, *batch)).or_default();
        noted.extend(
            offered
                .revisions
                .iter()
                .map(|revision| (name.clone(), revision.id)),
        );
        Ok(taken)
    }

    fn after(&self, team: &TeamId, seq: u64, bytes: usize) -> Result<Vec<Kept>, Infallible> {
        let parts = self.teams.get(team).map_or(&[][..], |team| &team.parts);
        let mut left = bytes;
        let some = parts.iter().skip_while(|kept| kept.seq <= seq).enumerate();
        let fitting = some.take_while(|(place, kept)| {
            let is_taken = *place == 0 || left >= kept.wire.len();
            left = left.saturating_sub(kept.wire.len());
            is_taken
        });
        Ok(fitting.map(|(_, kept)| kept.clone()).collect())
    }

    fn state(&self, team: &TeamId) -> Result<State, Infallible> {
        Ok(self
            .teams
            .get(team)
            .map_or_else(State::default, |held| State {
                top: held.parts.len() as u64,
                digest: held.seqs.keys().collect(),
            }))
    }

    fn ids(
        &self,
        team: &TeamId,
        low: RevisionId,
        high: Option<RevisionId>,
    ) -> Result<Vec<Placed>, Infallible> {
        let seqs = self
            .teams
            .get(team)
            .into_iter()
            .flat_map(|team| team.seqs.range(low..));
        let within = seqs.take_while(|(id, _)| high.is_none_or(|high| **id < high));
        Ok(within
            .map(|(id, seq)| Placed { id: *id, seq: *seq })
            .collect())
    }

    fn receipt(
        &mut self,
        by: DeviceId,
        batch: &BatchId,
        now_ms: u64,
    ) -> Result<Option<SignedReceipt>, Infallible> {
        let noted = self.batches.get(&(by, *batch)).into_iter().flatten();
        let held = noted.filter_map(|(name, id)| {
            let seq = self.teams.get(name)?.seqs.get(id)?;
            Some((name.clone(), *seq, *id))
        });
        let receipt = Receipt::over(*batch, by, held, Vec::new(), now_ms);
        Ok(receipt.map(|receipt| {
            let bytes = receipt.to_bytes();
            let signature = toy_signature(Self::KEY, &Receipt::statement(&bytes));
            SignedReceipt { bytes, signature }
        }))
    }

    fn marks(
        &self,
        team: &TeamId,
        seq: u64,
        most: usize,
    ) -> Result<Vec<(u64, Refused)>, Infallible> {
        let marks = self.marks.get(team).into_iter().flatten();
        let numbered = (1..).zip(marks.cloned());
        Ok(numbered
            .skip_while(|(at, _)| *at <= seq)
            .take(most)
            .collect())
    }

    fn roster(&self, version: u64) -> Result<Option<SignedBytes>, Infallible> {
        let newer = self.roster.as_ref().filter(|(held, ..)| *held > version);
        Ok(newer.map(|(_, bytes, signature)| (bytes.clone(), *signature)))
    }
}

impl Team {
    fn take(&mut self, from: (DeviceId, BatchId), offered: Offered<'_>) -> Taken {
        let Offered {
            revisions, wire, ..
        } = offered;
        let fresh = revisions
            .iter()
            .filter(|revision| !self.seqs.contains_key(&revision.id));
        let fresh: Vec<&Revision> = fresh.collect();
        let mut taken = Taken {
            taken: fresh.len() as u32,
            known: (revisions.len() - fresh.len()) as u32,
            ..Taken::default()
        };
        if fresh.is_empty() {
            return taken;
        }
        let seq = self.parts.len() as u64 + 1;
        for revision in fresh {
            self.seqs.insert(revision.id, seq);
            let count = (revision.header.device, revision.header.n);
            if self.counts.insert(count, revision.id).is_some() {
                taken.twice.push(revision.id);
            }
        }
        self.parts.push(Kept {
            seq,
            wire: wire.to_vec(),
            from,
        });
        // The wire was unpacked, which proved every revision.
        let _proven = self.log.append(revisions);
        let touched: BTreeSet<(&TeamId, RecordId)> = revisions
            .iter()
            .map(|revision| (&revision.header.team, revision.header.record))
            .collect();
        for (team, record) in touched {
            self.forget(team, record);
        }
        taken
    }

    /// Takes the bodies that an erase of the record takes away out of every kept part.
    fn forget(&mut self, team: &TeamId, record: RecordId) {
        let held = self.log.of_record(team, record).unwrap_or_default();
        if !held
            .iter()
            .any(|revision| revision.header.kind == Kind::Erase)
        {
            return;
        }
        let folded = fold(held.iter().map(|revision| (revision.id, &revision.header)));
        let forgotten = folded
            .map(|fold| fold.forgotten)
            .unwrap_or_default()
            .into_iter()
            .collect();
        for kept in &mut self.parts {
            if let Ok(std::borrow::Cow::Owned(shorter)) = erase(&kept.wire, &forgotten) {
                kept.wire = shorter;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_memory_ledger_keeps_the_contract() {
        crate::contract::ledger_contract(MemoryLedger::default);
    }
}
