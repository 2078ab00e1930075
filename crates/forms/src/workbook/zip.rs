//! A look into a zip archive before it is read: a workbook that unpacks to more than any form is refused. What
//! the archive claims of itself is not believed; its entries are unpacked and counted, not kept.

use std::io::Read;

use flate2::read::DeflateDecoder;

/// How much a workbook may unpack to.
const UNPACKED_MAX: u64 = 512 * 1024 * 1024;
/// How many times larger than the file it may become.
const RATIO_MAX: u64 = 200;
/// Small files may unpack to this whatever their ratio.
const UNPACKED_FREE: u64 = 16 * 1024 * 1024;

const ENTRY: &[u8] = b"PK\x01\x02";
const LOCAL: &[u8] = b"PK\x03\x04";
const END: &[u8] = b"PK\x05\x06";
/// What says where the larger form of the end record is.
const LOCATOR: &[u8] = b"PK\x06\x07";
const LOCATOR_BYTES: usize = 20;
/// The end record and the longest comment after it.
const END_BYTES_MAX: usize = 22 + 65_535;

const ODD: &str =
    "the workbook is not packed as spreadsheets do it: save it again from the spreadsheet";
const CUT: &str = "the workbook is cut off: copy it again";

/// Refuses archives that unpack to more than a form can need.
pub(super) fn check(bytes: &[u8]) -> Result<(), String> {
    let packed = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let allowed = UNPACKED_FREE
        .max(packed.saturating_mul(RATIO_MAX))
        .min(UNPACKED_MAX);
    let Contents {
        start,
        end,
        entries,
    } = contents(bytes)?;
    let mut at = start;
    let mut total = 0_u64;
    for _ in 0..entries {
        let header = bytes
            .get(at..)
            .filter(|rest| rest.starts_with(ENTRY))
            .ok_or(CUT)?;
        let size = unpacked(bytes, header, allowed - total.min(allowed))?;
        total = total.saturating_add(size);
        if total > allowed {
            let mib = allowed / 1024 / 1024;
            return Err(format!(
                "the workbook would unpack to more than {mib} MiB: a form is far smaller"
            ));
        }
        let lengths = [28, 30, 32].map(|place| short(header, place));
        at += 46 + lengths.into_iter().flatten().sum::<usize>();
    }
    if at == end {
        Ok(())
    } else {
        Err(ODD.to_owned())
    }
}

/// Where the table of contents lies, and how many entries it has.
struct Contents {
    start: usize,
    end: usize,
    entries: usize,
}

/// Finds the table of contents. Whoever reads the archive has to find the same one, so it must lie where every
/// reader looks for it: right before the end record, and that at the very end of the file, without the larger form
/// that archives beyond 4 GiB have.
fn contents(bytes: &[u8]) -> Result<Contents, String> {
    let from = bytes.len().saturating_sub(END_BYTES_MAX);
    let tail = bytes.get(from..).ok_or(CUT)?;
    let mut windows = tail.windows(END.len());
    let place = windows.rposition(|window| window == END).ok_or(CUT)?;
    let end = from + place;
    let record = tail.get(place..).ok_or(CUT)?;
    let comment = short(record, 20).ok_or(CUT)?;
    let (entries, size, start) = (short(record, 10), long(record, 12), long(record, 16));
    let (Some(entries), Some(size), Some(start)) = (entries, size, start) else {
        return Err(CUT.to_owned());
    };
    let before = end
        .checked_sub(LOCATOR_BYTES)
        .and_then(|at| bytes.get(at..));
    let larger = before.is_some_and(|before| before.starts_with(LOCATOR));
    let whole = end + 22 + comment == bytes.len();
    let adjacent = start.checked_add(size) == Some(end);
    if larger || !whole || !adjacent || short(record, 8) != Some(entries) {
        return Err(ODD.to_owned());
    }
    Ok(Contents {
        start,
        end,
        entries,
    })
}

/// How large an entry is when it is unpacked; beyond `most` it is not counted further.
fn unpacked(bytes: &[u8], header: &[u8], most: u64) -> Result<u64, String> {
    let method = short(header, 10).ok_or(CUT)?;
    let (length, local) = (long(header, 20).ok_or(CUT)?, long(header, 42).ok_or(CUT)?);
    let local_header = bytes
        .get(local..)
        .filter(|rest| rest.starts_with(LOCAL))
        .ok_or(CUT)?;
    let start = 30 + short(local_header, 26).ok_or(CUT)? + short(local_header, 28).ok_or(CUT)?;
    let data = local_header
        .get(start..start.saturating_add(length))
        .ok_or(CUT)?;
    let mut claims = Claims::default();
    let size = match method {
        0 => std::io::copy(&mut { data }, &mut claims),
        8 => {
            let mut limited = DeflateDecoder::new(data).take(most.saturating_add(1));
            std::io::copy(&mut limited, &mut claims)
        }
        _ => return Err(ODD.to_owned()),
    };
    let size = size.map_err(|_| CUT.to_owned())?;
    claims.look(true);
    if claims.largest > size / TEXT_BYTES_MIN {
        return Err(ODD.to_owned());
    }
    Ok(size)
}

/// What a list of shared texts claims to hold; room is made for so many before the first is read.
const CLAIM: &[u8] = b"uniqueCount";
/// What one of them takes at least.
const TEXT_BYTES_MIN: u64 = 5;
/// How far the number may stand from the name.
const CLAIM_BYTES: usize = 64;

/// Looks for claims in bytes that pass by.
#[derive(Default)]
struct Claims {
    held: Vec<u8>,
    largest: u64,
}

impl Claims {
    /// Looks through what is held, and keeps what may be the beginning of a claim.
    fn look(&mut self, all: bool) {
        let done = if all {
            self.held.len()
        } else {
            self.held.len().saturating_sub(CLAIM_BYTES)
        };
        for at in 0..done {
            let Some(rest) = self
                .held
                .get(at..)
                .and_then(|rest| rest.strip_prefix(CLAIM))
            else {
                continue;
            };
            let value = rest
                .iter()
                .take(CLAIM_BYTES)
                .skip_while(|byte| **byte != b'=');
            let digits = value.skip_while(|byte| !byte.is_ascii_digit() && **byte != b'>');
            let digits = digits.take_while(|byte| byte.is_ascii_digit());
            let number = digits.fold(0_u64, |number, digit| {
                number
                    .saturating_mul(10)
                    .saturating_add(u64::from(digit - b'0'))
            });
            self.largest = self.largest.max(number);
        }
        self.held.drain(..done);
    }
}

impl std::io::Write for Claims {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.held.extend(bytes);
        self.look(false);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn short(bytes: &[u8], at: usize) -> Option<usize> {
    let two = <[u8; 2]>::try_from(bytes.get(at..at + 2)?).ok()?;
    Some(usize::from(u16::from_le_bytes(two)))
}

fn long(bytes: &[u8], at: usize) -> Option<usize> {
    let four = <[u8; 4]>::try_from(bytes.get(at..at + 4)?).ok()?;
    usize::try_from(u32::from_le_bytes(four)).ok()
}
