//! What goes onto a stick, and how much of it fits into one piece.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io::Write;

use records::{RecordId, RevisionId, TeamId};
use store::{ContentId, HeldPart, PartNumber, StoreError, WaitingFile};
use sync::{Ask, Begun, BundleWriter, FileName, OFFERS_MAX, PART_BYTES_MAX, pack, unreadable_id};

use super::StickFault;
use super::meter::Meter;
use crate::open::Open;
use crate::{Desk, DeskError};

/// About how many bytes of work a revision is.
const REVISION_BYTES: u64 = 1 << 10;
/// About how many bytes of parts one ask has.
const ASK_BYTES: u64 = 1 << 20;
/// What an envelope, a head and a manifest take of a piece, at most and beside a thousandth of it.
const RESERVE_BYTES: u64 = 24 << 10;
/// What a piece holds before its first part or file: its head, a roster, files that are asked for, what is compared.
const FIRST_BYTES: u64 = 256 << 10;

/// What is still to be written.
pub(super) struct Load {
    pub(super) parts: VecDeque<HeldPart>,
    pub(super) files: VecDeque<WaitingFile>,
    /// What the piece in hand has taken out of both.
    in_hand: (Vec<HeldPart>, Vec<WaitingFile>),
}

/// What one piece has taken of it.
#[derive(Default)]
pub(super) struct Taken {
    pub(super) parts: Vec<PartNumber>,
    /// What a centre that cannot read one of them calls it.
    pub(super) unreadable: BTreeMap<PartNumber, RevisionId>,
    pub(super) records: BTreeSet<(TeamId, RecordId)>,
    pub(super) files: Vec<(ContentId, TeamId)>,
}

impl Load {
    pub(super) fn new(parts: VecDeque<HeldPart>, files: VecDeque<WaitingFile>) -> Load {
        let in_hand = (Vec::new(), Vec::new());
        Load {
            parts,
            files,
            in_hand,
        }
    }

    /// The piece in hand is whole.
    pub(super) fn let_go(&mut self) {
        self.in_hand = (Vec::new(), Vec::new());
    }

    /// The piece in hand came to nothing: what it took is still to be written, in the order of before.
    pub(super) fn give_back(&mut self) {
        let (parts, files) = std::mem::take(&mut self.in_hand);
        for held in parts.into_iter().rev() {
            self.parts.push_front(held);
        }
        for file in files.into_iter().rev() {
            self.files.push_front(file);
        }
    }

    /// How many records it is of, and about how many bytes a stick needs for it. A part that cannot be read now is
    /// counted by its weight.
    pub(super) fn amount(&self, open: &Open) -> (u64, u64) {
        let mut records = BTreeSet::new();
        let mut bytes: u64 = self.files.iter().map(|file| file.bytes).sum();
        for held in &self.parts {
            let read = open
                .store
                .read(|reader| reader.revisions_of_part(held.number));
            let Ok(revisions) = read else {
                bytes = bytes.saturating_add(weight(held));
                continue;
            };
            let wire = pack(&held.part, &revisions).map(|wire| wire.len() as u64);
            bytes = bytes.saturating_add(wire.unwrap_or_else(|_| weight(held)));
            let names = revisions.iter().map(|revision| &revision.header);
            records.extend(names.map(|header| (header.team.clone(), header.record)));
        }
        (records.len() as u64, bytes)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.parts.is_empty() && self.files.is_empty()
    }

    /// About how many bytes of work it is.
    pub(super) fn weight(&self) -> u64 {
        let parts = self.parts.iter().map(weight);
        let files = self.files.iter().map(|file| file.bytes);
        parts.chain(files).fold(0, u64::saturating_add)
    }

    /// Refuses pieces of at most `most` bytes when something does not fit one, before any is written.
    pub(super) fn check(&self, open: &Open, most: u64) -> Result<(), DeskError> {
        let room = room(most).saturating_sub(FIRST_BYTES);
        let mut largest = self.files.iter().map(|file| file.bytes).max().unwrap_or(0);
        if room < packed_at_most(PART_BYTES_MAX as u64) {
            for held in &self.parts {
                let store = &open.store;
                let revisions = store.read(|reader| reader.revisions_of_part(held.number))?;
                let wire = pack(&held.part, &revisions).map_err(DeskError::Part)?;
                largest = largest.max(wire.len() as u64);
            }
        }
        if packed_at_most(largest) <= room {
            return Ok(());
        }
        let needs = packed_at_most(largest) + FIRST_BYTES + RESERVE_BYTES;
        Err(StickFault::Small {
            needs: needs + needs / 500,
        }
        .into())
    }

    /// Moves as much into a piece of at most `most` bytes as fits: parts first, then files.
    pub(super) fn put<W: Write>(
        &mut self,
        (desk, open, meter): (&Desk, &Open, &Meter<'_>),
        begun: &Begun,
        most: u64,
        out: &mut BundleWriter<W>,
    ) -> Result<Taken, DeskError> {
        let mut piece = Piece {
            desk,
            open,
            meter,
            begun,
            room: room(most),
            offers: Vec::new(),
            offered_bytes: 0,
            taken: Taken::default(),
        };
        let parts_fit = piece.parts(self, out)?;
        piece.ask(true, out)?;
        if parts_fit {
            piece.files(self, out)?;
        }
        Ok(piece.taken)
    }
}

/// A piece that is being filled.
struct Piece<'a, 't> {
    desk: &'a Desk,
    open: &'a Open,
    meter: &'a Meter<'t>,
    begun: &'a Begun,
    room: u64,
    offers: Vec<Vec<u8>>,
    offered_bytes: u64,
    taken: Taken,
}

impl Piece<'_, '_> {
    /// Puts parts in until none is left, or none fits any more: then false.
    fn parts<W: Write>(
        &mut self,
        load: &mut Load,
        out: &mut BundleWriter<W>,
    ) -> Result<bool, DeskError> {
        while let Some(held) = load.parts.front() {
            self.desk.go_on()?;
            let store = &self.open.store;
            let revisions = store.read(|reader| reader.revisions_of_part(held.number))?;
            let wire = pack(&held.part, &revisions).map_err(DeskError::Part)?;
            let bytes = packed_at_most(wire.len() as u64);
            if !self.fits(bytes, out) {
                return Ok(false);
            }
            let names = revisions.iter().map(|revision| &revision.header);
            let names = names.map(|header| (header.team.clone(), header.record));
            self.taken.records.extend(names);
            self.taken.parts.push(held.number);
            let called = unreadable_id(&wire);
            self.taken.unreadable.insert(held.number, called);
            self.offers.push(wire);
            self.offered_bytes += bytes;
            self.meter.add(weight(held));
            load.in_hand.0.extend(load.parts.pop_front());
            if self.offered_bytes >= ASK_BYTES || self.offers.len() >= OFFERS_MAX {
                self.ask(false, out)?;
            }
        }
        Ok(true)
    }

    /// Puts files in until none fits any more. One that is lost or damaged here is left out; the doctor tells of it.
    fn files<W: Write>(
        &mut self,
        load: &mut Load,
        out: &mut BundleWriter<W>,
    ) -> Result<(), DeskError> {
        while let Some(file) = load.files.front() {
            self.desk.go_on()?;
            if !self.fits(packed_at_most(file.bytes), out) {
                return Ok(());
            }
            match self.open.store.file_content(file.content) {
                Ok(bytes) => {
                    let ContentId(content) = file.content;
                    let team = file.team.clone();
                    out.file(&FileName { team, content }, &bytes)
                        .map_err(written)?;
                    self.taken.files.push((file.content, file.team.clone()));
                }
                Err(StoreError::FileMissing { .. } | StoreError::FileDamaged { .. }) => {}
                Err(error) => return Err(error.into()),
            }
            self.meter.add(file.bytes);
            load.in_hand.1.extend(load.files.pop_front());
        }
        Ok(())
    }

    /// Says whether something of that size fits. The first thing of a piece does, as [`Load::check`] saw.
    fn fits<W: Write>(&self, bytes: u64, out: &BundleWriter<W>) -> bool {
        let is_first = self.taken.parts.is_empty() && self.taken.files.is_empty();
        is_first || out.bytes() + self.offered_bytes + bytes <= self.room
    }

    fn ask<W: Write>(&mut self, last: bool, out: &mut BundleWriter<W>) -> Result<(), DeskError> {
        self.offered_bytes = 0;
        let ask = Ask::Exchange {
            batch: self.begun.batch,
            offer: std::mem::take(&mut self.offers),
            last,
            cursors: self.begun.cursors.clone(),
            room: 0,
            roster: self.begun.roster,
            marks: self.begun.marks.clone(),
        };
        out.ask(&ask).map_err(written)
    }
}

/// About how many bytes of work a part is.
fn weight(held: &HeldPart) -> u64 {
    u64::from(held.part.count) * REVISION_BYTES
}

fn room(most: u64) -> u64 {
    most.saturating_sub(RESERVE_BYTES + most / 1000)
}

/// What bytes take at most that do not pack any better.
fn packed_at_most(bytes: u64) -> u64 {
    bytes + bytes / 200 + 1024
}

pub(super) fn written(source: std::io::Error) -> DeskError {
    DeskError::unwritten("write the stick", source)
}
