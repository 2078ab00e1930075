//! A laptop in memory that meets a hub, or is one.

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
        self.confirmed.extend(held);
        self.close_whole_parts();
        (self.confirmed.len() - before) as u32
    }
}
