//! The centre: a ledger in memory that can fall at any moment, and go back to an old copy.

use std::cell::Cell;
use std::collections::BTreeSet;

use records::{DeviceId, RevisionId, TeamId};
use sync::memory::{MemoryLedger, toy_signature};
use sync::{
    BatchId, Kept, Ledger, Offered, Placed, Receipt, SignedBytes, SignedReceipt, State, Taken,
};

use crate::fault::Fault;

/// The machine stopped in the middle of an ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fell;

#[derive(Debug)]
pub(crate) struct Centre {
    pub(crate) ledger: MemoryLedger,
    fault: Option<Fault>,
    /// Calls until it falls.
    left: Cell<Option<usize>>,
    /// What its disk had before the last ask, where that matters.
    before: Option<MemoryLedger>,
    copy: Option<MemoryLedger>,
    /// The last part taken, by a centre that keeps parts again.
    extra: Vec<(TeamId, Kept)>,
    /// Parts with the bodies that they came with, for a centre that remembers.
    whole: Vec<(TeamId, Kept)>,
}

impl Centre {
    pub(crate) fn new(fault: Option<Fault>) -> Self {
        Self {
            ledger: MemoryLedger::default(),
            fault,
            left: Cell::new(None),
            before: None,
            copy: None,
            extra: Vec::new(),
            whole: Vec::new(),
        }
    }

    /// Begins an ask during which it may fall at the n-th call. `whole`: what the ask brought is kept in one
    /// transaction, not one for each part.
    pub(crate) fn begin(&mut self, falls: Option<(usize, bool)>) {
        self.left.set(falls.map(|(left, _)| left));
        let forgets = self.fault == Some(Fault::CentreAnswersFirst);
        let is_kept = forgets || falls.is_some_and(|(_, whole)| whole);
        self.before = is_kept.then(|| self.ledger.clone());
    }

    /// It is started again after it fell in the middle of an ask.
    pub(crate) fn rise(&mut self) {
        if let Some(before) = self.before.take() {
            self.ledger = before;
        }
        self.left.set(None);
    }

    /// The ask is answered.
    pub(crate) fn end(&mut self) {
        self.left.set(None);
        if self.fault != Some(Fault::CentreAnswersFirst) {
            self.before = None;
        }
    }

    /// It falls between two asks.
    pub(crate) fn fall(&mut self) {
        if self.fault == Some(Fault::CentreAnswersFirst) {
            self.rise();
        }
    }

    pub(crate) fn make_copy(&mut self) {
        self.copy = Some(self.ledger.clone());
    }

    /// Goes back to the copy; false when there is none.
    pub(crate) fn restore(&mut self) -> bool {
        let Some(copy) = self.copy.clone() else {
            return false;
        };
        (self.ledger, self.before) = (copy, None);
        true
    }

    pub(crate) fn holds(&self, team: &TeamId) -> BTreeSet<RevisionId> {
        let Ok(placed) = self.ledger.ids(team, RevisionId([0; 32]), None);
        placed.into_iter().map(|placed| placed.id).collect()
    }

    /// Its parts as it would send them.
    pub(crate) fn parts(&self, team: &TeamId) -> Vec<Kept> {
        self.left.set(None);
        self.after(team, 0, usize::MAX).unwrap_or_default()
    }

    fn step(&self) -> Result<(), Fell> {
        match self.left.get() {
            Some(0) => Err(Fell),
            Some(left) => {
                self.left.set(Some(left - 1));
                Ok(())
            }
            None => Ok(()),
        }
    }
}

impl Ledger for Centre {
    type Error = Fell;

    fn take(&mut self, by: DeviceId, batch: &BatchId, offered: Offered<'_>) -> Result<Taken, Fell> {
        self.step()?;
        let team = offered.part.team.clone();
        let Ok(taken) = self.ledger.take(by, batch, offered);
        let Ok(State { top, .. }) = self.ledger.state(&team);
        let kept = Kept {
            seq: top,
            wire: offered.wire.to_vec(),
            from: (by, *batch),
        };
        match self.fault {
            Some(Fault::CentreKeepsTwice) if taken.taken == 0 => self.extra.push((team, kept)),
            Some(Fault::CentreRemembers) if taken.taken > 0 => self.whole.push((team, kept)),
            _ => {}
        }
        // It may also fall right after the disk has it.
        self.step()?;
        Ok(taken)
    }

    fn after(&self, team: &TeamId, seq: u64, bytes: usize) -> Result<Vec<Kept>, Fell> {
        self.step()?;
        let Ok(mut parts) = self.ledger.after(team, seq, bytes);
        match self.fault {
            Some(Fault::CentreKeepsTwice) => {
                let again = self.extra.iter().filter(|(of, _)| of == team);
                parts.extend(again.map(|(_, kept)| kept.clone()));
            }
            Some(Fault::CentreRemembers) => {
                let is_whole = |kept: &Kept| {
                    let mut found = self.whole.iter();
                    found.find(|(of, whole)| of == team && whole.seq == kept.seq)
                };
                for kept in &mut parts {
                    if let Some((_, whole)) = is_whole(kept) {
                        kept.wire.clone_from(&whole.wire);
                    }
                }
            }
            Some(Fault::CentreSkips) if parts.len() > 1 => {
                parts.remove(parts.len() - 2);
            }
            _ => {}
        }
        Ok(parts)
    }

    fn state(&self, team: &TeamId) -> Result<State, Fell> {
        self.step()?;
        let Ok(state) = self.ledger.state(team);
        Ok(state)
    }

    fn ids(
        &self,
        team: &TeamId,
        low: RevisionId,
        high: Option<RevisionId>,
    ) -> Result<Vec<Placed>, Fell> {
        self.step()?;
        let Ok(placed) = self.ledger.ids(team, low, high);
        Ok(placed)
    }

    fn receipt(
        &mut self,
        by: DeviceId,
        batch: &BatchId,
        now_ms: u64,
    ) -> Result<Option<SignedReceipt>, Fell> {
        self.step()?;
        let Ok(receipt) = self.ledger.receipt(by, batch, now_ms);
        if self.fault == Some(Fault::CentreSignsUnseen) {
            return Ok(receipt.map(|signed| one_more(&signed)));
        }
        Ok(receipt)
    }

    fn roster(&self, version: u64) -> Result<Option<SignedBytes>, Fell> {
        self.step()?;
        let Ok(roster) = self.ledger.roster(version);
        Ok(roster)
    }
}

/// A receipt that says one more than it should.
fn one_more(signed: &SignedReceipt) -> SignedReceipt {
    let mut receipt = Receipt::from_bytes(&signed.bytes).expect("its own receipt");
    receipt.count += 1;
    let bytes = receipt.to_bytes();
    let signature = toy_signature(MemoryLedger::KEY, &Receipt::statement(&bytes));
    SignedReceipt { bytes, signature }
}
