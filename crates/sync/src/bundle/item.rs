//! What a bundle carries.

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};
use records::TeamId;

use crate::files::{FILES_OF_RECEIPT_MAX, FileName};
use crate::frame::{Ask, BatchId, FOUND_MAX, Found, Reply, SignedBytes, TEAMS_MAX};
use crate::hub::Voucher;
use crate::list;
use crate::receipt::SignedReceipt;

/// The most files that one block asks for.
pub const WANTED_MAX: usize = 4096;

/// One thing in a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::large_enum_variant,
    reason = "one is held at a time, and most are asks and answers"
)]
pub enum Item {
    /// What a laptop says: parts, and how far it has read.
    Ask(Ask),
    /// What the centre says to that.
    Answer(Answer),
    /// A list of teams, people and laptops, as the centre signed it.
    Roster(SignedBytes),
    /// A whole file, proven by its hash.
    File(FileName, Vec<u8>),
    /// Files that the writer would like to have.
    Wanted(Vec<FileName>),
    /// The centre signs for files.
    Signed(FilesSigned),
    /// What the centre says to a comparison.
    Compared(Compared),
    /// A receipt of the centre that somebody else got, with everything that it names.
    Voucher(Voucher),
}

/// What a centre says to an ask that came by hand.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Answer {
    /// The batch of the ask.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub batch: BatchId,
    /// From where on each team was read for this reply. A reader that is not there yet must not move on.
    #[n(1)]
    #[cbor(decode_with = "list::read_map::<_, _, TEAMS_MAX>")]
    pub from: BTreeMap<TeamId, u64>,
    /// The reply.
    #[n(2)]
    pub reply: Reply,
    /// After which marks those of the reply follow, as [`Answer::from`]; 0 or absent: the first.
    #[n(3)]
    #[cbor(
        skip_if = "BTreeMap::is_empty",
        decode_with = "list::read_map::<_, _, TEAMS_MAX>"
    )]
    pub heard: BTreeMap<TeamId, u64>,
}

/// What a centre says to a comparison that came by hand.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Compared {
    /// The batch of the bundle that asked.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub batch: BatchId,
    /// The team.
    #[n(1)]
    pub team: TeamId,
    /// What the centre holds in the ranges that differ, but for what the laptop had not read when it asked.
    #[n(2)]
    #[cbor(decode_with = "list::read::<_, _, FOUND_MAX>")]
    pub ranges: Vec<Found>,
}

/// A receipt for files, and whose they are.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct FilesSigned {
    /// The batch that they were handed over under.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub batch: BatchId,
    /// The files that were handed over; the receipt names those that are held.
    #[n(1)]
    #[cbor(decode_with = "list::read::<_, _, FILES_OF_RECEIPT_MAX>")]
    pub files: Vec<FileName>,
    /// Bytes and signature.
    #[n(2)]
    pub receipt: SignedReceipt,
}

/// How a file is announced before its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub(super) struct Announced {
    #[n(0)]
    pub(super) name: FileName,
    #[n(1)]
    pub(super) length: u64,
}

/// A list of files.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub(super) struct Wanted {
    #[n(0)]
    #[cbor(decode_with = "list::read::<_, _, WANTED_MAX>")]
    pub(super) files: Vec<FileName>,
}

/// A roster in a block of its own.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub(super) struct Said {
    #[n(0)]
    #[cbor(encode_with = "list::write_signed", decode_with = "list::read_signed")]
    pub(super) roster: Option<SignedBytes>,
}
