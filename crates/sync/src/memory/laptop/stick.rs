//! A laptop in memory that writes sticks, and reads those of others.

use std::collections::BTreeSet;

use records::{Part, Revision, RevisionId, TeamId};

use super::{MemoryError, MemoryLocal, Sealed, Stage};
use crate::bundle::{Answer, moved_on};
use crate::frame::{Refused, Reply};
use crate::ledger::Verdict;
use crate::local::{Arrived, Begun, Offer, Stored};
use crate::memory::toy_verify;
use crate::receipt::SignedReceipt;
use crate::wire::unpack;

impl MemoryLocal {
    /// Seals what waits to be sealed, and returns the parts that a stick carries, whoever sealed them: the `whole` of them,
    /// or those that no receipt has confirmed.
    ///
    /// # Errors
    /// When a part cannot be sealed or written.
    pub fn parts_to_carry(
        &mut self,
        whole: bool,
        bytes_max: usize,
    ) -> Result<Vec<(Part, Offer)>, MemoryError> {
        while let Some(sealed) = self.seal(bytes_max)? {
            let stage = Stage::Waiting;
            self.parts.push(Sealed { stage, ..sealed });
        }
        let carried = |sealed: &&Sealed| whole || sealed.stage != Stage::Done;
        let parts = self.parts.iter().filter(carried);
        parts
            .map(|sealed| Ok((sealed.part.clone(), self.offer(sealed)?)))
            .collect()
    }

    /// Notes that these parts are on a stick.
    pub fn hand_over(&mut self, offers: &[Offer]) {
        let is_on = |sealed: &Sealed| offers.iter().any(|offer| offer.ids == sealed.ids);
        for sealed in self.parts.iter_mut().filter(|sealed| is_on(sealed)) {
            sealed.given_out = true;
        }
    }

    /// Begins a batch that is carried by hand to the centre, and remembers what a receipt for it must cover; returns how far
    /// this laptop has read.
    pub fn begin_by_hand(&mut self, offers: &[Offer]) -> Begun {
        self.hand_over(offers);
        let is_on = |sealed: &&Sealed| offers.iter().any(|offer| offer.ids == sealed.ids);
        let parts = self.parts.iter().filter(is_on);
        let parts: BTreeSet<[u8; 32]> = parts.map(|sealed| sealed.part.ids).collect();
        let batch = self.name_batch();
        if !parts.is_empty() {
            self.by_hand.insert(batch, parts);
        }
        self.stands(batch)
    }

    /// Stores what a centre answered by hand: as a reply over a line, but that a team is read on only from where this laptop
    /// stands, and that teams which are not `is_ours` any more are passed over.
    ///
    /// # Errors
    /// When a revision does not prove itself.
    pub fn took_by_hand(
        &mut self,
        answer: &Answer,
        is_ours: &dyn Fn(&TeamId) -> bool,
    ) -> Result<Stored, MemoryError> {
        let Reply::Exchange {
            refused,
            incoming,
            cursors,
            receipt,
            roster,
            marked,
            ..
        } = &answer.reply
        else {
            return Ok(Stored::default());
        };
        let mut stored = Stored::default();
        if let Some(roster) = roster {
            self.roster = Some(roster.clone());
        }
        for part in incoming.iter().filter(|part| is_ours(&part.team)) {
            self.take_in(&Arrived::from(part.clone()), &mut stored)?;
        }
        let ahead = moved_on(&self.cursors, &answer.from, cursors);
        let ahead = ahead.into_iter().filter(|(team, _)| is_ours(team));
        self.cursors.extend(ahead);
        if let Some(marked) = marked {
            let ahead = moved_on(&self.heard, &answer.heard, &marked.positions);
            self.heard.extend(ahead);
            self.marks.extend(marked.marks.iter().cloned());
        }
        let Some(parts) = self.by_hand.get(&answer.batch).cloned() else {
            return Ok(stored);
        };
        for line in refused {
            if line.is_kept() || !self.confirmed.contains(&line.id) {
                self.refused.insert(line.id, line.clone());
            }
        }
        if let Some(receipt) = receipt {
            self.by_hand.remove(&answer.batch);
            stored.confirmed = self.close_by_hand(answer, &parts, receipt);
        }
        Ok(stored)
    }

    /// Closes a batch that was carried, with a receipt that covers it; with another one what it holds goes along again.
    fn close_by_hand(
        &mut self,
        answer: &Answer,
        parts: &BTreeSet<[u8; 32]>,
        receipt: &SignedReceipt,
    ) -> u32 {
        let sent = self.parts.iter();
        let sent = sent.filter(|sealed| parts.contains(&sealed.part.ids));
        let all: Vec<RevisionId> = sent.flat_map(|sealed| sealed.ids.clone()).collect();
        let is_kept = |id: &&RevisionId| self.refused.get(*id).is_none_or(Refused::is_kept);
        let kept: Vec<RevisionId> = all.iter().filter(is_kept).copied().collect();
        let batch = &answer.batch;
        // What another road did not bring through may have come through on the stick.
        let ids = match self.proves(batch, receipt, &kept) {
            true => kept,
            false if self.proves(batch, receipt, &all) => all,
            false => return 0,
        };
        self.kept_after_all(&ids);
        let confirmed = self.confirm(receipt, ids);
        self.close_whole_parts();
        confirmed
    }

    /// Parts of which everything is confirmed need not be offered again.
    pub(super) fn close_whole_parts(&mut self) {
        for sealed in &mut self.parts {
            let is_whole = sealed.ids.iter().all(|id| self.confirmed.contains(id));
            // One that was accepted stays under its batch, for the receipt over that.
            if is_whole && sealed.stage != Stage::Accepted {
                sealed.stage = Stage::Done;
            }
        }
    }

    /// Takes a part from a colleague's stick, to be carried on: one of a team that is ours, with something new in it.
    /// Returns how many revisions were new.
    pub fn took_carried(&mut self, wire: &[u8], is_ours: &dyn Fn(&TeamId) -> bool) -> u32 {
        let Ok((part, revisions)) = unpack(wire) else {
            return 0;
        };
        let is_new = |revision: &&Revision| self.get(revision.id).is_none();
        let new = revisions.iter().filter(is_new).count();
        if new == 0 || !is_ours(&part.team) || toy_verify(&part) != Verdict::Good {
            return 0;
        }
        self.carry(part, &revisions);
        new as u32
    }
}
