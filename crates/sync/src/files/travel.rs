//! The laptop's half of files that travel.

use std::fmt::Debug;

use super::{
    FILE_BYTES_MAX, FILES_OF_RECEIPT_MAX, FileLocal, FileName, FileRoad, FilesAsk, Outgoing,
    Standing,
};
use crate::frame::BatchId;
use crate::pace::{PACE_BYTES_MIN, Pace};
use crate::peer::{Line, LineKind};
use crate::session::{Go, SyncError};

/// How often in a row a piece may fail of which nothing came through, before the rest waits for the next sync.
const FAILURES_MAX: u32 = 3;
/// How many files are signed for at once: few enough for a centre that asks a slow store for each.
const SIGNED_AT_ONCE: usize = 64;
const _: () = assert!(SIGNED_AT_ONCE <= FILES_OF_RECEIPT_MAX);
/// What a centre says of bytes that are not those of the name, by the word of tus on checksums.
const OTHER_BYTES: LineKind = LineKind::Server { status: 460 };

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
/// after each piece and each file, and may stop it. What the centre refuses of one file holds no other up.
///
/// # Errors
/// When the line or the store fails; what was sent and fetched before stays. When a file was refused, or is not what
/// its name promises: after everything else was done.
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
        refused: None,
    };
    travel.send_all(batch)?;
    travel.fetch_all()?;
    match travel.refused {
        Some(line) => Err(line.into()),
        None => Ok(travel.moved),
    }
}

struct Travel<'a, 'c, L> {
    local: &'a mut L,
    road: &'a mut dyn FileRoad,
    pace: &'a mut Pace<'c>,
    progress: &'a mut dyn FnMut(FilesMoved) -> Go,
    moved: FilesMoved,
    /// The first word against a single file.
    refused: Option<Line>,
}

/// What became of one file.
enum Sent {
    Whole,
    /// It was told to stop first.
    Stopped,
    Refused(Line),
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
                Ok(Sent::Whole) => whole.push(outgoing.name),
                Ok(Sent::Stopped) => break,
                Ok(Sent::Refused(line)) => {
                    self.local
                        .keep_address(&outgoing.name, None)
                        .map_err(store)?;
                    self.refused.get_or_insert(line);
                }
                Err(error) => {
                    ended = Err(error);
                    break;
                }
            }
            if whole.len() == SIGNED_AT_ONCE {
                self.have_signed(batch, std::mem::take(&mut whole))?;
            }
        }
        if !whole.is_empty() {
            let signed = self.have_signed(batch, whole);
            return ended.and(signed);
        }
        ended
    }

    /// Sends one file. What the centre says against it alone is no failure of the line.
    fn send(&mut self, outgoing: &Outgoing) -> Result<Sent, SyncError<L::Error>> {
        match self.send_bytes(outgoing) {
            Err(SyncError::Line(line)) if is_about_one_file(&line) => Ok(Sent::Refused(line)),
            done => done,
        }
    }

    fn send_bytes(&mut self, outgoing: &Outgoing) -> Result<Sent, SyncError<L::Error>> {
        let length = outgoing.bytes.len() as u64;
        let begun = match self.begin(outgoing) {
            // To announce it is a small message: the file is too large for the centre.
            Err(SyncError::Line(line)) if line.kind == LineKind::TooLarge => {
                return Ok(Sent::Refused(line));
            }
            begun => begun?,
        };
        let Standing {
            address,
            mut offset,
        } = begun;
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
                    failures += u32::from(!self.says_less(&line, piece.len()));
                    let stands =
                        self.after_failure(&outgoing.name, &address, line, offset, failures)?;
                    // What came through of the piece is no failure of the line.
                    failures = if stands > offset { 0 } else { failures };
                    offset = stands;
                }
            }
            if offset < length && self.is_told_to_stop() {
                return Ok(Sent::Stopped);
            }
        }
        self.moved.sent += 1;
        self.is_told_to_stop();
        Ok(Sent::Whole)
    }

    /// Prepares to send smaller pieces after one that failed. True: it was too large for the line and the next one is not, which
    /// is found out and no failure.
    fn says_less(&mut self, line: &Line, sent: usize) -> bool {
        let is_cut = line.kind == LineKind::TooLarge && sent > PACE_BYTES_MIN;
        match is_cut {
            true => self.pace.was_too_large(sent),
            false => self.pace.shrink(),
        }
        is_cut
    }

    /// Tells how far it is; true when that is far enough.
    fn is_told_to_stop(&mut self) -> bool {
        self.moved.stopped = (self.progress)(self.moved) == Go::Stop;
        self.moved.stopped
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

    /// Says where to go on after a piece that failed; or gives up, when nothing moved too often.
    fn after_failure(
        &mut self,
        file: &FileName,
        address: &str,
        line: Line,
        before: u64,
        failures: u32,
    ) -> Result<u64, SyncError<L::Error>> {
        if !matches!(line.kind, LineKind::TooLarge | LineKind::Stalled) {
            return Err(line.into());
        }
        match self.road.standing(address)? {
            Some(offset) if offset > before || failures < FAILURES_MAX => Ok(offset),
            Some(_) => Err(line.into()),
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
            match self.fetch(&file, here) {
                Err(SyncError::Line(line)) if is_about_one_file(&line) => {
                    self.refused.get_or_insert(line);
                }
                done => done?,
            }
        }
        Ok(())
    }

    /// Fetches one file from where it broke off. One that the centre has not yet is left for another time, and one
    /// that is too large for a laptop is left alone from then on.
    fn fetch(&mut self, file: &FileName, here: u64) -> Result<(), SyncError<L::Error>> {
        let mut from = here;
        loop {
            let most = self.pace.room() as usize;
            let started = self.pace.now();
            let Some(piece) = self.road.fetch(file, from, most)? else {
                return Ok(());
            };
            if piece.length > FILE_BYTES_MAX {
                self.moved.bytes_received += piece.bytes.len() as u64;
                return self.local.too_large(file).map_err(store);
            }
            let got = piece.bytes.len() as u64;
            if got == 0 && from < piece.length {
                return Err(SyncError::NoProgress);
            }
            let took_ms = self.pace.now().saturating_sub(started);
            self.pace.moved(0, piece.bytes.len(), took_ms);
            self.moved.bytes_received += got;
            from = from.saturating_add(got);
            let is_ours = self.local.arrived(file, &piece).map_err(store)?;
            if !is_ours {
                let detail = "a file that it gave is not what its name promises";
                return Err(Line::new(OTHER_BYTES, detail).into());
            }
            let is_whole = from >= piece.length;
            self.moved.fetched += u32::from(is_whole);
            if self.is_told_to_stop() || is_whole {
                return Ok(());
            }
        }
    }
}

/// Whether a failure says nothing about the other files.
const fn is_about_one_file(line: &Line) -> bool {
    matches!(line.kind, LineKind::Server { status: 400..=499 })
}

const fn store<E: Debug>(source: E) -> SyncError<E> {
    SyncError::Local { source }
}
