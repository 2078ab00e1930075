//! A sealed part as bytes: a plain header, then its revisions in compressed columns.
//!
//! ```text
//! "SP1"  dictionary: u8 (0)  device: 16  team: length u8, bytes  first: varint  count: varint
//! ids: 32  seal: 64  plain length: varint  zstd frame
//! ```
//!
//! What a reader can work out is not sent: each count follows from `first`, body hashes and ids are hashed
//! anew, which also proves them. The seal is not checked here.

mod bytes;
mod columns;
#[cfg(test)]
pub(crate) mod sessions;

use std::borrow::Cow;
use std::collections::BTreeSet;

use records::{
    DeviceId, HeaderError, N_MAX, PART_REVISIONS_MAX, Part, PartError, Revision, RevisionId, TeamId,
};

use bytes::Reader;

/// The largest part as it is sent.
pub const PART_BYTES_MAX: usize = 4 << 20;
/// The largest part when its columns are spread out.
pub const PART_PLAIN_BYTES_MAX: usize = 64 << 20;

/// A part may always spread out to this much, so that one revision of any size fits …
const PLAIN_BYTES_FREE: usize = 2 << 20;
/// … and beyond that by this factor, so that a small message cannot fill a laptop's memory.
const PLAIN_RATIO_MAX: usize = 1024;
const MAGIC: &[u8] = b"SP1";
const DICTIONARY_NONE: u8 = 0;
/// Near the knee for field data: at 12 a record takes 72 bytes in place of 77, and a sync a sixth longer.
const LEVEL: i32 = 9;

const _: () = assert!(records::BODY_BYTES_MAX + 2048 <= PLAIN_BYTES_FREE);
const _: () = assert!(PLAIN_BYTES_FREE <= PART_BYTES_MAX);

/// Why a part cannot be written or read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// Something else, or a newer format.
    #[error("these bytes are not a sealed part that this program knows")]
    NotAPart,
    /// Something is missing at the end.
    #[error("a sealed part ends inside its {what}")]
    Cut {
        /// Where.
        what: &'static str,
    },
    /// Something does not fit.
    #[error("a sealed part is damaged in its {what}")]
    Damaged {
        /// Where.
        what: &'static str,
    },
    /// More than is read or written.
    #[error("a sealed part is too large: {what} is at most {most}")]
    TooLarge {
        /// What is.
        what: &'static str,
        /// The limit.
        most: usize,
    },
    /// A revision breaks a limit.
    #[error("a sealed part holds a revision that cannot stand")]
    Header {
        /// Which limit.
        #[from]
        source: HeaderError,
    },
    /// The revisions are not those of the part.
    #[error("a sealed part does not hold what it was sealed for")]
    Part {
        /// In what.
        #[from]
        source: PartError,
    },
}

/// Writes a part with its revisions. Erased bodies stay erased.
///
/// # Errors
/// When the revisions are not those of the part, or it would be larger than [`unpack`] takes: seal fewer
/// revisions, see [`fit`].
pub fn pack(part: &Part, revisions: &[Revision]) -> Result<Vec<u8>, PackError> {
    written(part, &columns_of(part, revisions)?)
}

/// What follows the header: the plain length and the compressed columns, over which the seal has no say.
fn columns_of(part: &Part, revisions: &[Revision]) -> Result<Vec<u8>, PackError> {
    part.check(revisions)?;
    for revision in revisions {
        revision.header.check()?;
    }
    let plain = columns::write(revisions);
    if plain.len() > PART_PLAIN_BYTES_MAX {
        return Err(PackError::TooLarge {
            what: "its content",
            most: PART_PLAIN_BYTES_MAX,
        });
    }
    let columns = zstd::bulk::compress(&plain, LEVEL).map_err(|_| PackError::Damaged {
        what: "compression",
    })?;
    if plain.len() > plain_bytes_max(columns.len()) {
        let most = plain_bytes_max(columns.len());
        return Err(PackError::TooLarge {
            what: "content that compresses so well",
            most,
        });
    }
    let mut tail = Vec::with_capacity(columns.len() + 8);
    bytes::put_varint(&mut tail, plain.len() as u64);
    tail.extend(columns);
    Ok(tail)
}

fn written(part: &Part, tail: &[u8]) -> Result<Vec<u8>, PackError> {
    let mut wire = write_header(part);
    wire.extend(tail);
    if wire.len() > PART_BYTES_MAX {
        return Err(PackError::TooLarge {
            what: "its length",
            most: PART_BYTES_MAX,
        });
    }
    Ok(wire)
}

/// Reads a part and its revisions, proving every id. The caller checks the seal.
///
/// Memory stays in proportion to `wire`, whatever it claims.
///
/// # Errors
/// When it is no part, damaged, too large, or not what it was sealed for.
pub fn unpack(wire: &[u8]) -> Result<(Part, Vec<Revision>), PackError> {
    let (part, mut rest) = read_header(wire)?;
    let plain_bytes = rest.count(PART_PLAIN_BYTES_MAX, "length of its content")?;
    let columns = rest.rest();
    if plain_bytes > plain_bytes_max(columns.len()) {
        let most = plain_bytes_max(columns.len());
        return Err(PackError::TooLarge {
            what: "content for so few bytes",
            most,
        });
    }
    let plain = zstd::bulk::decompress(columns, plain_bytes).map_err(|_| PackError::Damaged {
        what: "compression",
    })?;
    if plain.len() != plain_bytes {
        return Err(PackError::Damaged {
            what: "length of its content",
        });
    }
    let revisions = columns::read(&part, &plain)?;
    part.check(&revisions)?;
    Ok((part, revisions))
}

/// Reads only what the part says about itself.
///
/// # Errors
/// When the bytes do not start as a part does.
pub fn peek(wire: &[u8]) -> Result<Part, PackError> {
    read_header(wire).map(|(part, _)| part)
}

/// Tells whether these bytes are no part of a kind that this program knows: a later program may read them.
#[must_use]
pub fn is_of_other_kind(wire: &[u8]) -> bool {
    matches!(peek(wire), Err(PackError::NotAPart))
}

/// Takes the bodies of the named revisions out of a part; its ids and its seal stay good.
///
/// Borrowed when the part holds none of them with a body.
///
/// # Errors
/// When the part cannot be read.
pub fn erase<'a>(
    wire: &'a [u8],
    forgotten: &BTreeSet<RevisionId>,
) -> Result<Cow<'a, [u8]>, PackError> {
    let (part, mut revisions) = unpack(wire)?;
    let mut changed = false;
    for revision in &mut revisions {
        if forgotten.contains(&revision.id) {
            changed |= revision.body.take().is_some();
        }
    }
    if changed {
        pack(&part, &revisions).map(Cow::Owned)
    } else {
        Ok(Cow::Borrowed(wire))
    }
}

/// Packs as many of these revisions, from the first and at least one, as make a part of at most about `bytes_max` bytes.
///
/// They must be consecutive in one device and team. Packs a few times to find out; give it no more
/// revisions than could fit.
///
/// # Errors
/// When they are not consecutive, or even the first alone cannot be sent.
pub fn fit(revisions: &[Revision], bytes_max: usize) -> Result<Fitting, PackError> {
    let mut count = revisions.len().min(PART_REVISIONS_MAX);
    loop {
        let some = revisions.get(..count).unwrap_or(revisions);
        let part = Part::unsealed(some)?;
        let tail = columns_of(&part, some);
        let packed = tail.and_then(|tail| Ok((written(&part, &tail)?.len(), tail)));
        let bytes = match packed {
            Ok((bytes, tail)) if bytes <= bytes_max || count <= 1 => {
                return Ok(Fitting { part, tail });
            }
            Ok((bytes, _)) => bytes,
            Err(PackError::TooLarge { .. }) if count > 1 => bytes_max.saturating_mul(2).max(1),
            Err(error) => return Err(error),
        };
        // Aim a little below what the average says, and always at fewer than before.
        let aim = count.saturating_mul(bytes_max) / bytes * 15 / 16;
        count = aim.clamp(1, count - 1);
    }
}

/// A part that is packed and waits for its seal, so that nothing is packed twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fitting {
    part: Part,
    tail: Vec<u8>,
}

impl Fitting {
    /// What is to be sealed.
    #[must_use]
    pub const fn part(&self) -> &Part {
        &self.part
    }

    /// How many revisions it holds, from the first that was given.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.part.count as usize
    }

    /// The part with its signature, and its bytes as [`pack`] writes them.
    #[must_use]
    pub fn sealed(self, seal: [u8; 64]) -> (Part, Vec<u8>) {
        let part = self.part.sealed(seal);
        let mut wire = write_header(&part);
        wire.extend(self.tail);
        (part, wire)
    }
}

fn plain_bytes_max(columns_bytes: usize) -> usize {
    columns_bytes
        .saturating_mul(PLAIN_RATIO_MAX)
        .saturating_add(PLAIN_BYTES_FREE)
}

fn write_header(part: &Part) -> Vec<u8> {
    let mut wire = MAGIC.to_vec();
    wire.push(DICTIONARY_NONE);
    wire.extend(part.device.0);
    bytes::put_text(&mut wire, part.team.as_str());
    bytes::put_varint(&mut wire, part.first);
    bytes::put_varint(&mut wire, u64::from(part.count));
    wire.extend(part.ids);
    wire.extend(part.seal);
    wire
}

fn read_header(wire: &[u8]) -> Result<(Part, Reader<'_>), PackError> {
    let rest = wire.strip_prefix(MAGIC).ok_or(PackError::NotAPart)?;
    if wire.len() > PART_BYTES_MAX {
        return Err(PackError::TooLarge {
            what: "its length",
            most: PART_BYTES_MAX,
        });
    }
    let mut rest = Reader::new(rest);
    if rest.array("header").map(u8::from_le_bytes)? != DICTIONARY_NONE {
        return Err(PackError::NotAPart);
    }
    let part = Part {
        device: DeviceId(rest.array("header")?),
        team: TeamId::new(rest.text("team")?).map_err(|_| PackError::Damaged { what: "team" })?,
        first: rest.varint("header")?,
        count: rest.count(PART_REVISIONS_MAX, "number of revisions")? as u32,
        ids: rest.array("header")?,
        seal: rest.array("header")?,
    };
    if part.count == 0 || !(1..=N_MAX).contains(&part.first) {
        return Err(PackError::Damaged {
            what: "number of revisions",
        });
    }
    Ok((part, rest))
}

#[cfg(test)]
#[path = "wire_tests.rs"]
mod tests;
