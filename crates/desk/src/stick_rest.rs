//! A stick that is not written whole: what was written, and what is left for the next one.
//!
//! It is kept while its writer is signed in, and gone when they lock the laptop: what is left is open still, and goes with
//! the next stick or sync.

use std::collections::{BTreeSet, VecDeque};

use records::{DeviceId, RecordId, TeamId};
use store::{HeldPart, WaitingFile};
use sync::{Addressee, Ask, Begun, FileName, Voucher};
use vault::Passphrase;

use crate::records_view::small;
use crate::view::StickWritten;

/// Whom a stick is sealed for.
pub(crate) enum Reader {
    Centre([u8; 32]),
    Laptop(DeviceId, [u8; 32]),
    Words(Passphrase),
}

impl Reader {
    pub(crate) fn addressee(&self) -> Addressee {
        match self {
            Self::Centre(_) => Addressee::Centre,
            Self::Laptop(device, _) => Addressee::Laptop(*device),
            Self::Words(_) => Addressee::Words,
        }
    }
}

/// What all pieces of a stick have in common.
pub(crate) struct Plan {
    pub(crate) reader: Reader,
    /// Everything, and not only what is open; photos and scans too.
    pub(crate) what: (bool, bool),
    pub(crate) set: [u8; 16],
    /// What the files are called, up to the number of the piece.
    pub(crate) stem: String,
    pub(crate) most: u64,
    pub(crate) begun: Begun,
    pub(crate) wanted: Vec<FileName>,
    pub(crate) compares: Vec<Ask>,
    /// The centre's receipts over what the reader made.
    pub(crate) vouchers: Vec<Voucher>,
}

/// A stick, as far as it was written.
pub(crate) struct Rest {
    pub(crate) plan: Plan,
    /// What is left.
    pub(crate) parts: VecDeque<HeldPart>,
    pub(crate) files: VecDeque<WaitingFile>,
    /// What was written.
    pub(crate) sum: StickWritten,
    records: BTreeSet<(TeamId, RecordId)>,
    /// The number of the piece that comes next.
    pub(crate) piece: u32,
}

impl Rest {
    /// A stick of which nothing is written.
    pub(crate) fn new(plan: Plan, parts: VecDeque<HeldPart>, files: VecDeque<WaitingFile>) -> Rest {
        Rest {
            plan,
            parts,
            files,
            sum: StickWritten::default(),
            records: BTreeSet::new(),
            piece: 1,
        }
    }

    /// Counts a piece that is whole.
    pub(crate) fn add(&mut self, name: String, records: BTreeSet<(TeamId, RecordId)>) {
        self.sum.pieces.push(name);
        self.records.extend(records);
        self.sum.records = small(self.records.len() as u64);
        self.piece += 1;
    }

    /// Leaves out what is not among these any more.
    pub(crate) fn keep_only(&mut self, parts: &VecDeque<HeldPart>, files: &VecDeque<WaitingFile>) {
        let numbers: BTreeSet<_> = parts.iter().map(|held| held.number).collect();
        self.parts.retain(|held| numbers.contains(&held.number));
        let names: BTreeSet<_> = files
            .iter()
            .map(|file| (file.content, &file.team))
            .collect();
        self.files
            .retain(|file| names.contains(&(file.content, &file.team)));
    }
}
