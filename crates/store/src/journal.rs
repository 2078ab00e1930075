//! Taking the pages of a write-ahead log into a file that SQLite itself can no longer open.
//!
//! The log is a header and frames: page number, length of the file after a commit (0 within one), two
//! salts that tell this round of the log from the one before, two checksums, the page. The checksums run
//! on from frame to frame, and each frame stores them, so that every frame can be checked alone: one that
//! is broken is passed over, and those after it are still taken.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use crate::connect::PAGE_BYTES;
use crate::error::StoreError;

const HEADER_BYTES: usize = 32;
const FRAME_HEADER_BYTES: usize = 24;
const MAGIC: u32 = 0x377f_0682;

/// Writes every whole frame up to the last commit into the file; says how many pages that were.
pub(crate) fn take_in(log: &Path, file: &Path) -> Result<u64, StoreError> {
    let bytes = match fs::read(log) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(StoreError::file("read the log", log)(error)),
    };
    let pages = committed(&bytes);
    let write = || -> io::Result<()> {
        let mut file = File::options().write(true).open(file)?;
        for (number, page) in &pages {
            file.seek(SeekFrom::Start(
                u64::from(*number).saturating_sub(1) * PAGE_BYTES,
            ))?;
            file.write_all(page)?;
        }
        Ok(())
    };
    write().map_err(StoreError::file("take the log in", file))?;
    Ok(pages.len() as u64)
}

/// Returns the last whole state of each page up to the last commit.
fn committed(log: &[u8]) -> BTreeMap<u32, &[u8]> {
    let mut pages = BTreeMap::new();
    let Some((header, frames)) = log.split_at_checked(HEADER_BYTES) else {
        return pages;
    };
    let is_log = number(header, 0) & !1 == MAGIC && u64::from(number(header, 8)) == PAGE_BYTES;
    if !is_log {
        return pages;
    }
    let big_endian = number(header, 0) & 1 == 1;
    let mut before = (number(header, 24), number(header, 28));
    let mut transaction = Vec::new();
    let frame_bytes = FRAME_HEADER_BYTES + PAGE_BYTES as usize;
    for frame in frames.chunks_exact(frame_bytes) {
        let (head, page) = frame.split_at(FRAME_HEADER_BYTES);
        if (number(head, 8), number(head, 12)) != (number(header, 16), number(header, 20)) {
            break;
        }
        let (place, commit) = (number(head, 0), number(head, 4));
        let stored = (number(head, 16), number(head, 20));
        let sum = checksum(
            big_endian,
            checksum(big_endian, before, head.get(..8)),
            Some(page),
        );
        before = stored;
        if sum == stored && place > 0 {
            transaction.push((place, page));
        }
        if commit > 0 {
            pages.extend(transaction.drain(..));
        }
    }
    pages
}

/// Reads a big-endian number; 0 where there is none.
fn number(bytes: &[u8], at: usize) -> u32 {
    let four = bytes.get(at..at + 4).and_then(|four| four.try_into().ok());
    four.map_or(0, u32::from_be_bytes)
}

/// Carries SQLite's running checksum over some bytes, whose length is a multiple of 8.
fn checksum(big_endian: bool, (mut one, mut two): (u32, u32), bytes: Option<&[u8]>) -> (u32, u32) {
    let read = if big_endian {
        u32::from_be_bytes
    } else {
        u32::from_le_bytes
    };
    for pair in bytes.unwrap_or_default().chunks_exact(8) {
        let [a, b, c, d, e, f, g, h] = *pair else {
            continue;
        };
        one = one.wrapping_add(read([a, b, c, d])).wrapping_add(two);
        two = two.wrapping_add(read([e, f, g, h])).wrapping_add(one);
    }
    (one, two)
}

#[cfg(test)]
#[path = "journal_tests.rs"]
mod tests;
