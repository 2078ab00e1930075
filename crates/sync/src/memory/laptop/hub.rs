//! A laptop in memory that meets a hub, or is one.

use std::collections::BTreeSet;

use records::{Part, Revision, RevisionId};

use super::{MemoryError, MemoryLocal, Sealed};
use crate::hub::Voucher;
use crate::local::Offer;
use crate::memory::{MemoryLedger, toy_signature};
use crate::receipt::Receipt;

/// A part, its revisions and its bytes.
pub type WholePart = (Part, Vec<Revision>, Vec<u8>);

impl MemoryLocal {
    /// Seals what waits to be sealed, and returns every part that no receipt has confirmed, whoever sealed it.
    ///
    /// # Errors
    /// When a part cannot be sealed or written.
    pub fn open_parts(&mut self, bytes_max: usize) -> Result<Vec<(Part, Offer)>, MemoryError> {
        self.parts_to_carry(false, bytes_max)
    }

    /// Returns every part that is here, in the order in which they came, with its revisions.
    ///
    /// # Errors
    /// When a part cannot be sealed or written.
    pub fn all_parts(&mut self, bytes_max: usize) -> Result<Vec<WholePart>, MemoryError> {
        self.open_parts(bytes_max)?;
        let whole = |sealed: &Sealed| {
            let revisions = sealed.ids.iter().filter_map(|id| self.get(*id)).collect();
            Ok((sealed.part.clone(), revisions, self.offer(sealed)?.wire))
        };
        self.parts.iter().map(whole).collect()
    }

    /// Tells whether this part is here.
    #[must_use]
    pub fn has_part(&self, part: &Part) -> bool {
        self.parts.iter().any(|sealed| sealed.part.ids == part.ids)
    }

    /// Returns the centre's receipts with everything that each names.
    #[must_use]
    pub fn vouchers(&self) -> &[Voucher] {
        &self.vouchers
    }

    /// Believes a receipt that another laptop got, when it is the centre's and names exactly what is shown with it;
    /// returns how many revisions were not confirmed before.
    pub fn believe(&mut self, voucher: &Voucher) -> u32 {
        let statement = Receipt::statement(&voucher.receipt.bytes);
        let is_signed = toy_signature(MemoryLedger::KEY, &statement) == voucher.receipt.signature;
        if !is_signed || !matches!(voucher.receipt(), Ok(Some(_))) {
            return 0;
        }
        let before = self.confirmed.len();
        let held: Vec<RevisionId> = voucher
            .ids
            .iter()
            .filter(|id| self.get(**id).is_some())
            .copied()
            .collect();
        self.kept_after_all(&held);
        self.confirmed.extend(held);
        self.close_whole_parts();
        (self.confirmed.len() - before) as u32
    }

    /// Takes back that the centre did not keep revisions: it has them now.
    pub(super) fn kept_after_all(&mut self, ids: &[RevisionId]) {
        let ids: BTreeSet<&RevisionId> = ids.iter().collect();
        self.refused
            .retain(|id, line| line.is_kept() || !ids.contains(id));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]

    use std::collections::BTreeMap;

    use records::DeviceId;
    use records::contract::Pen;

    use super::*;
    use crate::frame::Refused;
    use crate::local::{Local as _, Round};
    use crate::receipt::SignedReceipt;

    #[test]
    fn a_receipt_that_a_hub_shows_takes_back_that_something_was_refused() {
        let mut pen = Pen::new(1, "north");
        let mut laptop = MemoryLocal::new(pen.device);
        let revision = pen.save(1, &[], "{}");
        let id = revision.id;
        laptop.write(revision);
        let batch = laptop.begin().unwrap().batch;
        let offer = laptop.next_part(1 << 20).unwrap().unwrap();
        let refused = Refused {
            id,
            code: "team".into(),
            detail: String::new(),
        };
        let reply = Round {
            batch: &batch,
            offered: std::slice::from_ref(&offer),
            refused: &[refused],
            incoming: &[],
            cursors: &BTreeMap::new(),
            roster: None,
            receipt: None,
            time: 7,
            marked: None,
        };
        laptop.took(reply).unwrap();
        assert_eq!(laptop.refused().len(), 1);

        let held = [(pen.team, 1, id)];
        let receipt = Receipt::over([8; 16], DeviceId([8; 16]), held, Vec::new(), 7);
        let bytes = receipt.unwrap().to_bytes();
        let signature = toy_signature(MemoryLedger::KEY, &Receipt::statement(&bytes));
        let shown = Voucher {
            receipt: SignedReceipt { bytes, signature },
            ids: vec![id],
        };
        assert_eq!(laptop.believe(&shown), 1);
        assert!(laptop.refused().is_empty());
        laptop.begin().unwrap();
        assert!(!laptop.has_more().unwrap());
    }
}
