//! What a revision says about itself, as the bytes that its id is the hash of.

use minicbor::{Decoder, Encode, Encoder};

use crate::canonical::to_cbor;
use crate::clock::AT_MAX;
use crate::id::{DeviceId, PersonId, RecordId, RevisionId, TeamId};

/// The most parents of one revision. A person who joins more heads does so in several saves.
pub const PARENTS_MAX: usize = 16;
/// The largest body, in bytes.
pub const BODY_BYTES_MAX: usize = 1 << 20;
/// The longest form id and form version, in bytes.
pub const FORM_BYTES_MAX: usize = 64;
/// The largest count of one device in one team, so that it fits a signed 64-bit column.
pub const N_MAX: u64 = i64::MAX as u64;

/// The first element of every header. A header of another version is refused, not guessed at.
const VERSION: u8 = 1;
const FIELDS: u64 = 13;
/// No valid header is longer, so nothing longer is read.
const HEADER_BYTES_MAX: usize = 1024;
const _: () = assert!(PARENTS_MAX * 34 + FORM_BYTES_MAX * 2 + 200 <= HEADER_BYTES_MAX);

/// What a revision does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Kind {
    /// The whole answers; following all heads seen, it also joins them.
    Save = 1,
    /// A decision about the save it stands on.
    Review = 2,
    /// Takes the bodies of all revisions before it away, on a person's request.
    Erase = 3,
}

impl Kind {
    /// Returns the kind that is written as this number.
    #[must_use]
    pub const fn from_number(number: u8) -> Option<Self> {
        match number {
            1 => Some(Self::Save),
            2 => Some(Self::Review),
            3 => Some(Self::Erase),
            _ => None,
        }
    }

    /// Returns the number that stands for the kind in headers.
    #[must_use]
    pub const fn number(self) -> u8 {
        self as u8
    }
}

/// Everything about a revision but its body, of which it holds the length and the hash.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Header {
    /// The record this belongs to.
    pub record: RecordId,
    /// The team whose members may hold it. A record is named within its team.
    pub team: TeamId,
    /// What it does.
    pub kind: Kind,
    /// The revisions it was made after, sorted, without repeats, at most [`PARENTS_MAX`].
    pub parents: Vec<RevisionId>,
    /// Id of the form, 1 to 64 bytes.
    pub form: String,
    /// Version of the form, 0 to 64 bytes.
    pub form_version: String,
    /// Who said it.
    pub author: PersonId,
    /// The laptop it was said on.
    pub device: DeviceId,
    /// The device's own count in this team: 1, 2, 3 …
    pub n: u64,
    /// Hybrid logical clock in milliseconds, at most [`AT_MAX`].
    pub at: u64,
    /// Length of the body in bytes, at most [`BODY_BYTES_MAX`].
    pub body_len: u32,
    /// Hash of the body, see [`body_hash`].
    pub body_hash: [u8; 32],
}

/// Why a header is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    /// The bytes are no CBOR of a header's shape.
    #[error("the header of a revision cannot be read: {detail}")]
    Unreadable {
        /// What was met.
        detail: String,
    },
    /// The bytes say the same as another byte string, which would be another id.
    #[error("the header of a revision is not written in its one canonical form")]
    NotCanonical,
    /// Written by a newer program.
    #[error("the header has version {found}; this program knows version {VERSION}")]
    Version {
        /// The version met.
        found: u64,
    },
    /// A field is outside its limits.
    #[error("in the header of a revision, {field} must be {limit}")]
    Limit {
        /// The field, in words.
        field: &'static str,
        /// What it must be.
        limit: &'static str,
    },
}

impl Header {
    /// Returns the canonical bytes: a CBOR array that starts with the version.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        to_cbor(self)
    }

    /// Reads canonical bytes.
    ///
    /// # Errors
    /// When they are no header, break a limit, or differ from what [`Header::to_bytes`] writes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, HeaderError> {
        if bytes.len() > HEADER_BYTES_MAX {
            return Err(limit("its length", "at most 1024 bytes"));
        }
        let header = read(&mut Decoder::new(bytes))?;
        header.check()?;
        if header.to_bytes() != bytes {
            return Err(HeaderError::NotCanonical);
        }
        Ok(header)
    }

    /// Returns the name of the revision: the hash of its canonical bytes.
    #[must_use]
    pub fn id(&self) -> RevisionId {
        RevisionId(blake3::derive_key(
            "sala 2026-11 revision",
            &self.to_bytes(),
        ))
    }

    /// Checks every limit that a header must keep.
    ///
    /// # Errors
    /// [`HeaderError::Limit`] naming the first field that breaks one.
    pub fn check(&self) -> Result<(), HeaderError> {
        if self.parents.len() > PARENTS_MAX {
            return Err(limit("the list of parents", "at most 16 long"));
        }
        if !self.parents.is_sorted_by(|left, right| left < right) {
            return Err(limit("the list of parents", "sorted and without repeats"));
        }
        if !(1..=FORM_BYTES_MAX).contains(&self.form.len()) {
            return Err(limit("the form", "1 to 64 bytes long"));
        }
        if self.form_version.len() > FORM_BYTES_MAX {
            return Err(limit("the form version", "at most 64 bytes long"));
        }
        if !(1..=N_MAX).contains(&self.n) {
            return Err(limit("the device's count", "from 1 to 2^63 - 1"));
        }
        if self.at > AT_MAX {
            return Err(limit("the time", "at most 2^53 - 1 milliseconds"));
        }
        if self.body_len as usize > BODY_BYTES_MAX {
            return Err(limit("the body length", "at most 1 MiB"));
        }
        Ok(())
    }
}

/// Returns the hash under which a header names its body.
#[must_use]
pub fn body_hash(body: &[u8]) -> [u8; 32] {
    blake3::derive_key("sala 2026-11 body", body)
}

const fn limit(field: &'static str, limit: &'static str) -> HeaderError {
    HeaderError::Limit { field, limit }
}

impl<C> Encode<C> for Header {
    fn encode<W: minicbor::encode::Write>(
        &self,
        out: &mut Encoder<W>,
        ctx: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        out.array(FIELDS)?.u8(VERSION)?;
        self.record.encode(out, ctx)?;
        self.team.encode(out, ctx)?;
        out.u8(self.kind.number())?
            .array(self.parents.len() as u64)?;
        for parent in &self.parents {
            parent.encode(out, ctx)?;
        }
        out.str(&self.form)?.str(&self.form_version)?;
        self.author.encode(out, ctx)?;
        self.device.encode(out, ctx)?;
        out.u64(self.n)?
            .u64(self.at)?
            .u32(self.body_len)?
            .bytes(&self.body_hash)?
            .ok()
    }
}

/// Reads the fields in order. Accepts spellings that are not canonical: the caller compares.
fn read(input: &mut Decoder<'_>) -> Result<Header, HeaderError> {
    let length = input.array()?;
    let version = input.u64()?;
    if version != u64::from(VERSION) {
        return Err(HeaderError::Version { found: version });
    }
    if length != Some(FIELDS) {
        return Err(limit("the number of fields", "13"));
    }
    Ok(Header {
        record: input.decode()?,
        team: input.decode()?,
        kind: Kind::from_number(input.u8()?).ok_or(limit("the kind", "1, 2 or 3"))?,
        parents: read_parents(input)?,
        form: input.str()?.to_owned(),
        form_version: input.str()?.to_owned(),
        author: input.decode()?,
        device: input.decode()?,
        n: input.u64()?,
        at: input.u64()?,
        body_len: input.u32()?,
        body_hash: input
            .bytes()?
            .try_into()
            .map_err(|_| limit("the body hash", "32 bytes long"))?,
    })
}

fn read_parents(input: &mut Decoder<'_>) -> Result<Vec<RevisionId>, HeaderError> {
    match input.array()? {
        Some(count) if count <= PARENTS_MAX as u64 => {
            (0..count).map(|_| Ok(input.decode()?)).collect()
        }
        Some(_) => Err(limit("the list of parents", "at most 16 long")),
        None => Err(HeaderError::NotCanonical),
    }
}

impl From<minicbor::decode::Error> for HeaderError {
    fn from(error: minicbor::decode::Error) -> Self {
        Self::Unreadable {
            detail: error.to_string(),
        }
    }
}

#[cfg(test)]
#[path = "header_tests.rs"]
mod tests;
