//! What the two sides say to each other, and its bytes.

use std::collections::BTreeMap;

use minicbor::{Decode, Decoder, Encode, Encoder};
use records::{Digest, RevisionId, TeamId};

use crate::list;
use crate::receipt::SignedReceipt;

/// The largest frame, before the line's own compression.
pub const FRAME_BYTES_MAX: usize = 16 << 20;
/// The most parts in one ask or reply.
pub const OFFERS_MAX: usize = 1024;
/// The most teams of one laptop.
pub const TEAMS_MAX: usize = 4096;
/// The most ranges in one comparison.
pub const RANGES_MAX: usize = 64;
/// The most ids that a range is answered with instead of smaller ranges.
pub const IDS_MAX: usize = 512;
/// Into how many smaller ranges a large one is split.
pub(crate) const SPLIT: usize = 16;
/// The most marks in one reply; what is more comes with the next.
pub const MARKS_MAX: usize = 512;
const REFUSED_MAX: usize = 1 << 17;
/// The first element of every frame.
const VERSION: u64 = 1;

const _: () = assert!(RANGES_MAX * IDS_MAX * 64 <= FRAME_BYTES_MAX);

/// Names what one laptop hands over until it holds a receipt: random bytes, chosen by the laptop.
pub type BatchId = [u8; 16];

/// Signed bytes and their Ed25519 signature.
pub type SignedBytes = (Vec<u8>, [u8; 64]);

/// What a laptop asks.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum Ask {
    /// Takes parts and gives parts.
    #[n(0)]
    Exchange {
        /// What the parts are handed over under.
        #[n(0)]
        #[cbor(with = "minicbor::bytes")]
        batch: BatchId,
        /// Parts as [`crate::pack`] writes them.
        #[n(1)]
        #[cbor(
            encode_with = "list::write_bytes",
            decode_with = "list::read_bytes::<_, OFFERS_MAX>"
        )]
        offer: Vec<Vec<u8>>,
        /// True when the batch is complete and a receipt is wanted.
        #[n(2)]
        last: bool,
        /// The last position read in each team; 0 or absent: none.
        #[n(3)]
        #[cbor(decode_with = "list::read_map::<_, _, TEAMS_MAX>")]
        cursors: BTreeMap<TeamId, u64>,
        /// How many bytes of parts are welcome; 0: none.
        #[n(4)]
        room: u32,
        /// The version of the roster held; 0: none.
        #[n(5)]
        roster: u64,
        /// The last mark heard of in each team; 0 or absent: none.
        #[n(6)]
        #[cbor(
            skip_if = "BTreeMap::is_empty",
            decode_with = "list::read_map::<_, _, TEAMS_MAX>"
        )]
        marks: BTreeMap<TeamId, u64>,
    },
    /// Asks where two sets of revisions differ.
    #[n(1)]
    Compare {
        /// The team.
        #[n(0)]
        team: TeamId,
        /// What the laptop holds there.
        #[n(1)]
        #[cbor(decode_with = "list::read::<_, _, RANGES_MAX>")]
        ranges: Vec<Range>,
    },
}

/// What the centre replies.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[expect(
    clippy::large_enum_variant,
    reason = "nearly every reply is the large one"
)]
pub enum Reply {
    /// To [`Ask::Exchange`].
    #[n(0)]
    Exchange {
        /// How many of the offered revisions were new.
        #[n(0)]
        taken: u32,
        /// How many were held before.
        #[n(1)]
        known: u32,
        /// Which were refused, or kept with a mark; see [`Refused::is_kept`].
        #[n(2)]
        #[cbor(decode_with = "list::read::<_, _, REFUSED_MAX>")]
        refused: Vec<Refused>,
        /// Parts that the laptop has not read.
        #[n(3)]
        #[cbor(decode_with = "list::read::<_, _, OFFERS_MAX>")]
        incoming: Vec<Incoming>,
        /// Where each team is read up to once `incoming` is stored.
        #[n(4)]
        #[cbor(decode_with = "list::read_map::<_, _, TEAMS_MAX>")]
        cursors: BTreeMap<TeamId, u64>,
        /// True when there is more to read.
        #[n(5)]
        more: bool,
        /// All revisions of each team; empty while there is more.
        #[n(6)]
        #[cbor(decode_with = "list::read_map::<_, _, TEAMS_MAX>")]
        digests: BTreeMap<TeamId, Digest>,
        /// For a batch that is complete.
        #[n(7)]
        receipt: Option<SignedReceipt>,
        /// Bytes and signature of a newer roster.
        #[n(8)]
        #[cbor(encode_with = "list::write_signed", decode_with = "list::read_signed")]
        roster: Option<SignedBytes>,
        /// The centre's clock, in milliseconds since 1970.
        #[n(9)]
        time: u64,
        /// What the centre found since, in revisions of anybody; absent when there is nothing.
        #[n(10)]
        marked: Option<Marked>,
    },
    /// To [`Ask::Compare`].
    #[n(1)]
    Compare {
        /// What the centre holds in the ranges that differ.
        #[n(0)]
        #[cbor(decode_with = "list::read::<_, _, FOUND_MAX>")]
        ranges: Vec<Found>,
    },
}

/// The most ranges of one answer.
pub(crate) const FOUND_MAX: usize = RANGES_MAX * SPLIT;

/// What a laptop notes of a revision that something on the way does not take even alone.
pub const TOO_LARGE: &str = "too-large";

/// A revision that was not kept, or was kept with a mark.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Refused {
    /// The revision; for code `part` see [`unreadable_id`].
    #[n(0)]
    pub id: RevisionId,
    /// A word that programs branch on: `seal`, `team`, `part` (not kept), `twice`, or one of the
    /// programme's. [`TOO_LARGE`] is a laptop's own word, and nothing that another side says.
    #[n(1)]
    pub code: String,
    /// For a person or a support engineer; no personal data.
    #[n(2)]
    pub detail: String,
}

impl Refused {
    /// Tells whether the centre holds the revision all the same.
    ///
    /// What a joined laptop sealed is never dropped for its content; it is kept, and the mark travels back.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        !matches!(self.code.as_str(), "seal" | "team" | "part" | TOO_LARGE)
    }
}

/// What the centre found in revisions that it holds, after it had taken them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Marked {
    /// Where each team's marks are heard up to once these are stored.
    #[n(0)]
    #[cbor(decode_with = "list::read_map::<_, _, TEAMS_MAX>")]
    pub positions: BTreeMap<TeamId, u64>,
    /// The marks, in the order in which they were made.
    #[n(1)]
    #[cbor(decode_with = "list::read::<_, _, MARKS_MAX>")]
    pub marks: Vec<Refused>,
}

/// A part of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Incoming {
    /// Its team.
    #[n(0)]
    pub team: TeamId,
    /// Its position in the team's ledger: 1, 2, 3 …
    #[n(1)]
    pub seq: u64,
    /// The part as [`crate::pack`] writes it.
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    pub wire: Vec<u8>,
}

/// The revisions of one team with ids from `low` up to but without `high`, summed up.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Range {
    /// The smallest id of the range.
    #[n(0)]
    pub low: RevisionId,
    /// The id after the range; `None`: to the end.
    #[n(1)]
    pub high: Option<RevisionId>,
    /// What the asking side holds there.
    #[n(2)]
    pub digest: Digest,
}

/// A range that differs: its ids, or, when they are many, a smaller range to compare next.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Found {
    /// As in [`Range`].
    #[n(0)]
    pub low: RevisionId,
    /// As in [`Range`].
    #[n(1)]
    pub high: Option<RevisionId>,
    /// What the answering side holds there.
    #[n(2)]
    pub digest: Digest,
    /// The lowest position of a revision in the range; 0 when it holds none.
    #[n(3)]
    pub seq_min: u64,
    /// All its revisions, when they are few.
    #[n(4)]
    #[cbor(decode_with = "read_placed")]
    pub ids: Option<Vec<Placed>>,
}

/// A revision and the position of the part that brought it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Placed {
    /// The revision.
    #[n(0)]
    pub id: RevisionId,
    /// The position in its team's ledger.
    #[n(1)]
    pub seq: u64,
}

fn read_placed<C>(
    input: &mut Decoder<'_>,
    ctx: &mut C,
) -> Result<Option<Vec<Placed>>, minicbor::decode::Error> {
    if input.datatype()? == minicbor::data::Type::Null {
        input.null()?;
        return Ok(None);
    }
    list::read::<C, Placed, IDS_MAX>(input, ctx).map(Some)
}

/// Why bytes are no frame.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// More than is read.
    #[error("a message of {bytes} bytes is too large; at most {FRAME_BYTES_MAX} are read")]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// Said by a newer program.
    #[error("a message has version {found}; this program knows version {VERSION}")]
    Version {
        /// The version met.
        found: u64,
    },
    /// No frame at all.
    #[error("a message cannot be read: {detail}")]
    Unreadable {
        /// What was met.
        detail: String,
    },
}

impl Ask {
    /// Returns the bytes: a CBOR array of version and ask.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        write(self)
    }

    /// Reads an ask. Fields that a newer program added are passed over.
    ///
    /// # Errors
    /// When the bytes are too many, of another version, or no ask.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FrameError> {
        read(bytes)
    }
}

impl Reply {
    /// Returns the bytes: a CBOR array of version and reply.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        write(self)
    }

    /// Reads a reply. Fields that a newer program added are passed over.
    ///
    /// # Errors
    /// When the bytes are too many, of another version, or no reply.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FrameError> {
        read(bytes)
    }
}

/// Returns what stands for the revisions of an offered part that could not be read, in [`Refused::id`].
#[must_use]
pub fn unreadable_id(wire: &[u8]) -> RevisionId {
    RevisionId(blake3::derive_key("sala 2026-11 unreadable part", wire))
}

#[expect(
    clippy::expect_used,
    reason = "a Vec takes every byte, so writing cannot fail"
)]
pub(crate) fn write<T: Encode<()>>(message: &T) -> Vec<u8> {
    let mut out = Encoder::new(Vec::new());
    let written = out
        .array(2)
        .and_then(|out| out.u64(VERSION))
        .and_then(|out| out.encode(message));
    written.expect("write CBOR into memory");
    out.into_writer()
}

pub(crate) fn read<T: for<'b> Decode<'b, ()>>(bytes: &[u8]) -> Result<T, FrameError> {
    if bytes.len() > FRAME_BYTES_MAX {
        return Err(FrameError::TooLarge { bytes: bytes.len() });
    }
    let mut input = Decoder::new(bytes);
    let length = input.array()?;
    let found = input.u64()?;
    if found != VERSION {
        return Err(FrameError::Version { found });
    }
    if length.is_none_or(|length| length < 2) {
        return Err(FrameError::Unreadable {
            detail: "it holds nothing".into(),
        });
    }
    Ok(input.decode()?)
}

impl From<minicbor::decode::Error> for FrameError {
    fn from(error: minicbor::decode::Error) -> Self {
        Self::Unreadable {
            detail: error.to_string(),
        }
    }
}

#[cfg(test)]
#[path = "frame_tests.rs"]
mod tests;
