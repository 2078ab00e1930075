//! A look into an old workbook (.xls) before it is read: chains of sectors that run in circles and sheets that span
//! more cells than any form are refused, for their reader would fill the memory with them.

use std::collections::HashSet;

use super::CELLS_MAX;
use super::excel::DAMAGED;

/// Sector numbers from here on mean something else: an end, a free sector.
const RESERVED: u32 = 0xffff_fffa;
/// Where the number of the first table sectors stands in the header, and how many there are.
const FIRST_TABLES: usize = 76;
const FIRST_TABLES_COUNT: usize = 109;
/// Streams below this lie elsewhere; the stream of a workbook is never so small.
const STREAM_BYTES_MIN: usize = 4_096;
const COLUMNS_MAX: u32 = 256;
const ROWS_MAX: u32 = 65_536;
/// How many times over the records of sheets may be walked.
const WALKS_MAX: usize = 4;

/// Refuses workbooks whose reader would not come to an end, or take too much room.
pub(super) fn check(bytes: &[u8]) -> Result<(), String> {
    let file = File::open(bytes).ok_or(DAMAGED)?;
    let Some(stream) = file.workbook() else {
        return Err(DAMAGED.to_owned());
    };
    sheets(&stream)
}

/// The file as sectors with the table that chains them.
struct File<'b> {
    bytes: &'b [u8],
    sector: usize,
    table: Vec<u32>,
}

impl<'b> File<'b> {
    fn open(bytes: &'b [u8]) -> Option<File<'b>> {
        let sector = match short(bytes, 30)? {
            9 => 512,
            12 => 4_096,
            _ => return None,
        };
        let mut file = File {
            bytes,
            sector,
            table: Vec::new(),
        };
        for at in file.tables()? {
            let held = file.held(at)?;
            let (entries, _) = held.as_chunks::<4>();
            file.table
                .extend(entries.iter().map(|entry| u32::from_le_bytes(*entry)));
        }
        file.is_open_ended().then_some(file)
    }

    /// The sectors that hold the table: some are named in the header, the others in a chain of lists.
    fn tables(&self) -> Option<Vec<u32>> {
        let mut out: Vec<u32> = (0..FIRST_TABLES_COUNT)
            .filter_map(|at| long(self.bytes, FIRST_TABLES + at * 4))
            .collect();
        let mut list = long(self.bytes, 68)?;
        let mut seen = HashSet::new();
        while list < RESERVED {
            if !seen.insert(list) {
                return None;
            }
            let (entries, _) = self.held(list)?.as_chunks::<4>();
            let mut entries: Vec<u32> = entries
                .iter()
                .map(|entry| u32::from_le_bytes(*entry))
                .collect();
            list = entries.pop()?;
            out.extend(entries);
        }
        out.retain(|at| *at < RESERVED);
        let distinct: HashSet<&u32> = out.iter().collect();
        (distinct.len() == out.len()).then_some(out)
    }

    /// What a sector holds; the last one may be cut off.
    fn held(&self, at: u32) -> Option<&'b [u8]> {
        // The header takes the place of one sector.
        let from = (usize::try_from(at).ok()?.checked_add(1)?).checked_mul(self.sector)?;
        let rest = self.bytes.get(from..)?;
        rest.get(..self.sector.min(rest.len()))
    }

    /// Whether no chain of the table runs in a circle: each sector is passed once, and a chain that comes back to
    /// one it passed itself does not end.
    fn is_open_ended(&self) -> bool {
        let mut passed = vec![usize::MAX; self.table.len()];
        for start in 0..self.table.len() {
            let mut at = start;
            while let Some(seen) = passed.get_mut(at) {
                if *seen == start {
                    return false;
                }
                if *seen != usize::MAX {
                    break;
                }
                *seen = start;
                match self.table.get(at) {
                    Some(next) if *next < RESERVED => {
                        at = usize::try_from(*next).unwrap_or(usize::MAX)
                    }
                    _ => break,
                }
            }
        }
        true
    }

    fn chain(&self, start: u32, most: usize) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        let mut at = start;
        while at < RESERVED && out.len() < most {
            out.extend(self.held(at)?);
            at = *self.table.get(usize::try_from(at).ok()?)?;
        }
        out.truncate(most);
        Some(out)
    }

    /// The stream that holds the workbook, found as its reader finds it.
    fn workbook(&self) -> Option<Vec<u8>> {
        let folder = self.chain(long(self.bytes, 48)?, usize::MAX)?;
        let (entries, _) = folder.as_chunks::<128>();
        let named = |wanted: &str| {
            entries.iter().find(|entry| {
                let units = entry.get(..64).unwrap_or(&[]).as_chunks::<2>().0.iter();
                let units = units
                    .map(|unit| u16::from_le_bytes(*unit))
                    .take_while(|unit| *unit != 0);
                let name: Vec<u16> = units.collect();
                String::from_utf16_lossy(&name).eq_ignore_ascii_case(wanted)
            })
        };
        let entry = named("Workbook").or_else(|| named("Book"))?;
        let length = usize::try_from(long(entry, 120)?).ok()?;
        let beyond = self.sector > 512 && long(entry, 124)? != 0;
        if length < STREAM_BYTES_MIN || beyond {
            return None;
        }
        self.chain(long(entry, 116)?, length)
    }
}

/// The records of a stream: type and data. It ends where they are cut off.
struct Records<'s> {
    rest: &'s [u8],
}

impl<'s> Iterator for Records<'s> {
    type Item = (usize, &'s [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (kind, length) = (short(self.rest, 0)?, short(self.rest, 2)?);
        let data = self.rest.get(4..4 + length)?;
        self.rest = self.rest.get(4 + length..)?;
        Some((kind, data))
    }
}

const SHEET: usize = 0x85;
const BEGIN: usize = 0x809;
const END: usize = 0x0a;
const DIMENSIONS: usize = 0x200;
const MANY: usize = 0xbd;
/// Records that hold a cell: its row, then its column.
const CELLS: [usize; 8] = [0x203, 0x204, 0xd6, 0x205, 0x27e, 0xfd, 0x06, MANY];

/// Walks through the sheets and adds up the cells that they span.
fn sheets(stream: &[u8]) -> Result<(), String> {
    let globals = Records { rest: stream }.take_while(|(kind, _)| *kind != END);
    let places = globals
        .filter(|(kind, _)| *kind == SHEET)
        .filter_map(|(_, data)| long(data, 0));
    let (mut walked, mut spanned) = (0, 0);
    for place in places {
        let place = usize::try_from(place).unwrap_or(usize::MAX);
        let rest = stream.get(place..).ok_or(DAMAGED)?;
        let (bytes, cells) = sheet(rest)?;
        walked += bytes;
        spanned += cells;
        if walked > stream.len().saturating_mul(WALKS_MAX) {
            return Err(DAMAGED.to_owned());
        }
        if spanned > CELLS_MAX {
            return Err(format!(
                "the sheets span more than {CELLS_MAX} cells: a form has far fewer, take out what is beside it"
            ));
        }
    }
    Ok(())
}

/// How many bytes the records of a sheet take, and how many cells lie between the first and the last.
fn sheet(rest: &[u8]) -> Result<(usize, usize), String> {
    let mut records = Records { rest };
    let (mut begun, mut inner) = (false, 0_usize);
    let mut bounds: Option<[u32; 4]> = None;
    for (kind, data) in records.by_ref() {
        match kind {
            BEGIN if begun => inner += 1,
            BEGIN => begun = true,
            END if inner == 0 => break,
            END => inner -= 1,
            _ if inner > 0 => {}
            DIMENSIONS => dimensions(data)?,
            kind if CELLS.contains(&kind) => {
                let (Some(row), Some(first)) = (short(data, 0), short(data, 2)) else {
                    return Err(DAMAGED.to_owned());
                };
                let more = if kind == MANY {
                    data.len().saturating_sub(12) / 6
                } else {
                    0
                };
                let [row, first, last] = [row, first, first + more].map(small);
                if last >= COLUMNS_MAX {
                    return Err(DAMAGED.to_owned());
                }
                let [top, bottom, left, right] = bounds.unwrap_or([row, row, first, last]);
                bounds = Some([
                    top.min(row),
                    bottom.max(row),
                    left.min(first),
                    right.max(last),
                ]);
            }
            _ => {}
        }
    }
    let cells = bounds.map_or(0, |[top, bottom, left, right]| {
        (bottom - top + 1) * (right - left + 1)
    });
    let cells = usize::try_from(cells).unwrap_or(usize::MAX);
    Ok((rest.len() - records.rest.len(), cells))
}

/// Refuses sizes that no sheet of an old workbook has; room is made for them.
fn dimensions(data: &[u8]) -> Result<(), String> {
    let wide = data.len() >= 14;
    let rows = match wide {
        true => (long(data, 0), long(data, 4)),
        false => (short(data, 0).map(small), short(data, 2).map(small)),
    };
    let end = if wide {
        short(data, 10)
    } else {
        short(data, 6)
    }
    .map(small);
    match (rows, end) {
        ((Some(first), Some(end)), Some(columns)) => {
            let within = end <= ROWS_MAX && columns <= COLUMNS_MAX;
            let forward = end == 0 || columns == 0 || first < end;
            if within && forward {
                Ok(())
            } else {
                Err(DAMAGED.to_owned())
            }
        }
        _ => Err(DAMAGED.to_owned()),
    }
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn short(bytes: &[u8], at: usize) -> Option<usize> {
    let two = <[u8; 2]>::try_from(bytes.get(at..at + 2)?).ok()?;
    Some(usize::from(u16::from_le_bytes(two)))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    let four = <[u8; 4]>::try_from(bytes.get(at..at + 4)?).ok()?;
    Some(u32::from_le_bytes(four))
}
