//! How a laptop in memory keeps the promises of [`Local`].

use std::collections::BTreeSet;

use records::{Digest, Revision, RevisionId, TeamId};

use super::{MemoryError, MemoryLocal, Sealed, Stage};
use crate::frame::{BatchId, Refused};
use crate::local::{Begun, Local, Offer, Round, Stored};

impl MemoryLocal {
    /// Names a batch as no other of this laptop is named.
    pub(super) fn name_batch(&mut self) -> BatchId {
        self.batches_begun += 1;
        let mut batch = self.device.0;
        let count = self.batches_begun.to_be_bytes();
        let ends = batch.iter_mut().rev().zip(count.iter().rev());
        ends.for_each(|(to, from)| *to = *from);
        batch
    }

    /// How far this laptop has read, for a batch.
    pub(super) fn stands(&self, batch: BatchId) -> Begun {
        Begun {
            batch,
            cursors: self.cursors.clone(),
            roster: u64::from(self.roster.is_some()),
            marks: self.heard.clone(),
        }
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
        self.left.clear();
        if self.forgets_batches || self.batch.is_none() {
            self.batch = Some(self.name_batch());
        }
        let batch = self.batch.unwrap_or_default();
        Ok(self.stands(batch))
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
        let own = |sealed: &Sealed| {
            back(sealed) && sealed.part.device == self.device && !sealed.given_out
        };
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

    fn leave(&mut self, offer: &Offer, _: &[Refused]) -> Result<(), MemoryError> {
        // It stays offered, and so waits again when the next sync begins.
        self.left.extend(&offer.ids);
        Ok(())
    }

    fn took(&mut self, round: Round<'_>) -> Result<Stored, MemoryError> {
        // The one thing that can fail comes first, so that all is stored or nothing.
        for (_, revisions) in round.incoming.iter().flat_map(|arrived| &arrived.content) {
            revisions.iter().try_for_each(Revision::verify)?;
        }
        let mut stored = Stored::default();
        if let Some(roster) = round.roster {
            self.roster = Some(roster.clone());
        }
        for arrived in round.incoming {
            self.take_in(arrived, &mut stored)?;
        }
        self.cursors.extend(round.cursors.clone());
        // What has a receipt came along in a part with others, unless it is offered because it was lost.
        let stands = |line: &Refused| {
            line.is_kept() || self.lost.contains(&line.id) || !self.confirmed.contains(&line.id)
        };
        for line in round.refused.iter().filter(|line| stands(line)) {
            self.refused.insert(line.id, line.clone());
        }
        if let Some(marked) = round.marked {
            self.heard.extend(marked.positions.clone());
            self.marks.extend(marked.marks.iter().cloned());
        }
        let offered = |sealed: &Sealed| round.offered.iter().any(|offer| offer.ids == sealed.ids);
        let not_kept = round.refused.iter().filter(|line| !line.is_kept());
        let not_kept: BTreeSet<RevisionId> = not_kept.map(|line| line.id).collect();
        for sealed in self.parts.iter_mut().filter(|sealed| offered(sealed)) {
            // A receipt names nothing of a part that was refused whole.
            let is_kept = sealed.ids.iter().any(|id| !not_kept.contains(id));
            sealed.stage = match is_kept {
                true => Stage::Accepted,
                false => Stage::Done,
            };
        }
        for id in round.offered.iter().flat_map(|offer| &offer.ids) {
            self.lost.remove(id);
        }
        if let Some(receipt) = round.receipt {
            stored.confirmed = self.close(round.batch, receipt);
        }
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
        self.lost.extend(lost);
        if let (Some(seq), Some(cursor)) = (read_after, self.cursors.get_mut(team)) {
            *cursor = seq.min(*cursor);
        }
        Ok(())
    }

    fn set_aside(&self, team: &TeamId) -> Result<BTreeSet<u64>, MemoryError> {
        let aside = self
            .set_aside
            .iter()
            .filter(|arrived| arrived.team == *team);
        Ok(aside.map(|arrived| arrived.seq).collect())
    }
}
