//! A look at a zip archive before it is unpacked: a workbook that unpacks to more than any form is refused.

/// How much a workbook may unpack to.
const UNPACKED_MAX: u64 = 512 * 1024 * 1024;
/// How many times larger than the file it may become.
const RATIO_MAX: u64 = 200;
/// Small files may unpack to this whatever their ratio.
const UNPACKED_FREE: u64 = 16 * 1024 * 1024;
const ENTRIES_MAX: usize = 4_096;

const CENTRAL: &[u8] = b"PK\x01\x02";

/// Refuses archives that declare more than a form can need.
pub(super) fn check(bytes: &[u8]) -> Result<(), String> {
    let mut total = 0_u64;
    let mut entries = 0_usize;
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| find(rest, CENTRAL)) {
        let entry = at + found;
        let size = number(bytes, entry + 24);
        total = total.saturating_add(size);
        entries += 1;
        if size == u64::from(u32::MAX) || entries > ENTRIES_MAX {
            return Err("the workbook is not one that a spreadsheet writes: save it again from the spreadsheet".to_owned());
        }
        at = entry + 46;
    }
    if entries == 0 {
        return Err("the workbook is cut off: copy it again".to_owned());
    }
    let packed = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let allowed = UNPACKED_FREE
        .max(packed.saturating_mul(RATIO_MAX))
        .min(UNPACKED_MAX);
    if total > allowed {
        return Err(format!(
            "the workbook would unpack to {} MiB: a form is far smaller",
            total / 1024 / 1024
        ));
    }
    Ok(())
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

fn number(bytes: &[u8], at: usize) -> u64 {
    let four = bytes
        .get(at..at + 4)
        .and_then(|four| <[u8; 4]>::try_from(four).ok());
    four.map_or(u64::from(u32::MAX), |four| {
        u64::from(u32::from_le_bytes(four))
    })
}
