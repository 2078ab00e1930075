//! The laptop's half of files that travel.

use std::fmt::Debug;

use super::{
    FILE_BYTES_MAX, FILES_OF_RECEIPT_MAX, FileLocal, FileName, FileRoad, FilesAsk, Outgoing,
    Standing,
};
use crate::frame::BatchId;
use crate::pace::Pace;
use crate::peer::{Line, LineKind};
use crate::session::{Go, SyncError};

/// How often in a row a piece may fail before the rest waits for the next sync.
const FAILURES_MAX: u32 = 3;

/// How far the files are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FilesMoved {
    /// Files that the centre holds whole.
    pub sent: u32,
    /// Files that a receipt has confirmed.
    pub confirmed: u32,
    /// Files that came down whole.
    pub fetched: u32,
    /// Bytes of files sent.
    pub bytes_sent: u64,
    /// Bytes of files received.
    pub bytes_received: u64,
    /// True when it was told to stop.
    pub stopped: bool,
}

/// Sends every file that the centre has not confirmed, has it sign for them, and fetches what is wanted.
///
/// Safe to break off anywhere and run again: it goes on at the byte where the line broke. `progress` is called
/// after each piece and may stop it.
///
/// # Errors
/// When the line or the store fails; what was sent and fetched before stays.
pub fn run_files<L: FileLocal>(
    local: &mut L,
    road: &mut dyn FileRoad,
    batch: BatchId,
    pace: &mut Pace<'_>,
    progress: &mut dyn FnMut(FilesMoved) -> Go,
) -> Result<FilesMoved, SyncError<L::Error>> {
    let mut travel = Travel {
        local,
        road,
        pace,
        progress,
        moved: FilesMoved::default(),
    };
    travel.send_all(batch)?;
    travel.fetch_all()?;
    Ok(travel.moved)
}

struct Travel<'a, 'c, L> {
    local: &'a mut L,
    road: &'a mut dyn FileRoad,
    pace: &'a mut Pace<'c>,
    progress: &'a mut dyn FnMut(FilesMoved) -> Go,
    moved: FilesMoved,
}

impl<L: FileLocal> Travel<'_, '_, L> {
    /// Sends what is to be sent and has it signed for, also what was whole before the line broke.
    fn send_all(&mut self, batch: BatchId) -> Result<(), SyncError<L::Error>> {
        let mut whole = Vec::new();
        let mut ended = Ok(());
        while !self.moved.stopped {
            let Some(outgoing) = self.local.next_to_send().map_err(store)? else {
                break;
            };
            match self.send(&outgoing) {
                Ok(true) => whole.push(outgoing.name),
                Ok(false) => break,
                Err(error) => {
                    ended = Err(error);
                    break;
                }
            }
            if whole.len() == FILES_OF_RECEIPT_MAX {
                self.have_signed(batch, std::mem::take(&mut whole))?;
            }
        }
        if !whole.is_empty() {
            let signed = self.have_signed(batch, whole);
            return ended.and(signed);
        }
        ended
    }

    /// Sends one file; false when it was told to stop.
    fn send(&mut self, outgoing: &Outgoing) -> Result<bool, SyncError<L::Error>> {
        let length = outgoing.bytes.len() as u64;
        let Standing {
            address,
            mut offset,
        } = self.begin(outgoing)?;
        let mut failures = 0;
        while offset < length {
            let from = usize::try_from(offset).unwrap_or(usize::MAX);
            let upto = from
                .saturating_add(self.pace.bytes())
                .min(outgoing.bytes.len());
            let piece = outgoing.bytes.get(from..upto).unwrap_or_default();
            let started = self.pace.now();
            match self.road.append(&address, offset, piece) {
                Ok(at) if at > offset && at <= length => {
                    let took_ms = self.pace.now().saturating_sub(started);
                    self.pace.moved(piece.len(), 0, took_ms);
                    self.moved.bytes_sent += at - offset;
                    offset = at;
                    failures = 0;
                }
                Ok(_) => return Err(SyncError::NoProgress),
                Err(line) => {
                    failures += 1;
                    offset = self.after_failure(&outgoing.name, &address, line, failures)?;
                }
            }
            self.moved.stopped = (self.progress)(self.moved) == Go::Stop && offset < length;
            if self.moved.stopped {
                return Ok(false);
            }
        }
        self.moved.sent += 1;
        Ok(true)
    }

    /// Finds where an upload stands, or begins it.
    fn begin(&mut self, outgoing: &Outgoing) -> Result<Standing, SyncError<L::Error>> {
        if let Some(address) = &outgoing.address
            && let Some(offset) = self.road.standing(address)?
        {
            let address = address.clone();
            return Ok(Standing { address, offset });
        }
        let standing = self
            .road
            .announce(&outgoing.name, outgoing.bytes.len() as u64)?;
        self.local
            .keep_address(&outgoing.name, Some(&standing.address))
            .map_err(store)?;
        Ok(standing)
    }

    /// Says where to go on after a piece that failed, in smaller ones; or gives up.
    fn after_failure(
        &mut self,
        file: &FileName,
        address: &str,
        line: Line,
        failures: u32,
    ) -> Result<u64, SyncError<L::Error>> {
        self.pace.shrink();
        let may_help = matches!(line.kind, LineKind::TooLarge | LineKind::Stalled);
        if !may_help || failures >= FAILURES_MAX {
            return Err(line.into());
        }
        match self.road.standing(address)? {
            Some(offset) => Ok(offset),
            None => {
                self.local.keep_address(file, None).map_err(store)?;
                Err(line.into())
            }
        }
    }

    fn have_signed(
        &mut self,
        batch: BatchId,
        files: Vec<FileName>,
    ) -> Result<(), SyncError<L::Error>> {
        let ask = FilesAsk { batch, files };
        let receipt = self.road.sign(&ask)?;
        self.moved.confirmed += self.local.signed(&ask, &receipt).map_err(store)?;
        Ok(())
    }

    fn fetch_all(&mut self) -> Result<(), SyncError<L::Error>> {
        while !self.moved.stopped {
            let Some((file, here)) = self.local.next_wanted().map_err(store)? else {
                break;
            };
            self.fetch(&file, here)?;
        }
        Ok(())
    }

    /// Fetches one file from where it broke off. One that the centre has not yet is left for another time, and one
    /// that is too large for a laptop is left alone.
    fn fetch(&mut self, file: &FileName, here: u64) -> Result<(), SyncError<L::Error>> {
        let mut from = here;
        loop {
            let most = self.pace.room() as usize;
            let started = self.pace.now();
            let Some(piece) = self.road.fetch(file, from, most)? else {
                return Ok(());
            };
            let got = piece.bytes.len() as u64;
            if piece.length > FILE_BYTES_MAX {
                return Ok(());
            }
            let is_sound =
                from.saturating_add(got) <= piece.length && (got > 0 || from == piece.length);
            if !is_sound {
                return Err(SyncError::NoProgress);
            }
            let took_ms = self.pace.now().saturating_sub(started);
            self.pace.moved(0, piece.bytes.len(), took_ms);
            self.local.arrived(file, &piece).map_err(store)?;
            self.moved.bytes_received += got;
            from += got;
            let is_whole = from == piece.length;
            self.moved.fetched += u32::from(is_whole);
            self.moved.stopped = (self.progress)(self.moved) == Go::Stop && !is_whole;
            if is_whole || self.moved.stopped {
                return Ok(());
            }
        }
    }
}

const fn store<E: Debug>(source: E) -> SyncError<E> {
    SyncError::Local { source }
}
