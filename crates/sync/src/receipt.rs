//! What the centre signs once its disk has it.

use std::collections::BTreeMap;

use minicbor::{Decode, Decoder, Encode, Encoder};
use records::{DeviceId, RevisionId, TeamId};

use crate::frame::{self, BatchId, FrameError, TEAMS_MAX};
use crate::list;

const VERSION: u8 = 1;
const DOMAIN: &[u8] = b"sala 2026-11 receipt\n";
const FILES_MAX: usize = 1 << 17;
/// No receipt is larger: all teams, all files.
const RECEIPT_BYTES_MAX: usize = 8 << 20;

/// States that the centre holds the revisions and files of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The batch.
    pub batch: BatchId,
    /// The laptop that handed it over.
    pub device: DeviceId,
    /// A hash over the sorted ids of its revisions, see [`Receipt::covers`].
    pub ids: [u8; 32],
    /// How many revisions.
    pub count: u32,
    /// For each team, the lowest and highest position at which they stand in its ledger.
    pub positions: Vec<(TeamId, u64, u64)>,
    /// The files held, by their hash.
    pub files: Vec<[u8; 32]>,
    /// When it was signed, in milliseconds since 1970.
    pub time: u64,
}

/// Why bytes are no receipt.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a receipt cannot be read: {detail}")]
pub struct ReceiptError {
    /// What was met.
    pub detail: String,
}

impl Receipt {
    /// Draws up the receipt for what a ledger holds of a batch; `None` when that is nothing.
    ///
    /// `held` is each revision with its team and position, in any order; repeats count once.
    #[must_use]
    pub fn over(
        batch: BatchId,
        device: DeviceId,
        held: impl IntoIterator<Item = (TeamId, u64, RevisionId)>,
        files: Vec<[u8; 32]>,
        time: u64,
    ) -> Option<Self> {
        let mut ids = Vec::new();
        let mut spans: BTreeMap<TeamId, (u64, u64)> = BTreeMap::new();
        for (team, seq, id) in held {
            ids.push(id);
            let (low, high) = spans.entry(team).or_insert((seq, seq));
            (*low, *high) = (seq.min(*low), seq.max(*high));
        }
        let (ids, count) = hash_sorted(&ids);
        let positions = spans
            .into_iter()
            .map(|(team, (low, high))| (team, low, high))
            .collect();
        (count > 0).then_some(Self {
            batch,
            device,
            ids,
            count,
            positions,
            files,
            time,
        })
    }

    /// Draws up the receipt for files that the centre holds whole. It covers no revision.
    #[must_use]
    pub fn for_files(batch: BatchId, device: DeviceId, files: Vec<[u8; 32]>, time: u64) -> Self {
        let (ids, count) = hash_sorted(&[]);
        Self {
            batch,
            device,
            ids,
            count,
            positions: Vec::new(),
            files,
            time,
        }
    }

    /// Tells whether the receipt is for exactly these revisions, in any order; repeats count once.
    #[must_use]
    pub fn covers(&self, ids: &[RevisionId]) -> bool {
        hash_sorted(ids) == (self.ids, self.count)
    }

    /// Returns the bytes that the centre signs.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        #[expect(
            clippy::expect_used,
            reason = "a Vec takes every byte, so writing cannot fail"
        )]
        minicbor::to_vec(self).expect("write CBOR into memory")
    }

    /// Reads the bytes of a receipt. Fields that a newer centre added are passed over.
    ///
    /// # Errors
    /// When the bytes are no receipt.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ReceiptError> {
        if bytes.len() > RECEIPT_BYTES_MAX {
            return Err(ReceiptError {
                detail: "it is larger than any receipt".into(),
            });
        }
        minicbor::decode(bytes).map_err(|error| ReceiptError {
            detail: error.to_string(),
        })
    }

    /// Returns what the centre's signature is made of: a domain line, then the bytes of a receipt.
    #[must_use]
    pub fn statement(bytes: &[u8]) -> Vec<u8> {
        [DOMAIN, bytes].concat()
    }
}

/// A receipt as it travels and is stored: the signed bytes, never written anew.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct SignedReceipt {
    /// [`Receipt::to_bytes`].
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub bytes: Vec<u8>,
    /// The centre's Ed25519 signature of [`Receipt::statement`].
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub signature: [u8; 64],
}

impl SignedReceipt {
    /// Returns the bytes of a reply that is a receipt: a CBOR array of version and receipt.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        frame::write(self)
    }

    /// Reads such a reply. Whether the signature holds is not looked at.
    ///
    /// # Errors
    /// When the bytes are too many, of another version, or no signed receipt.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FrameError> {
        frame::read(bytes)
    }
}

/// Returns the hash over the sorted ids without repeats, and their number.
fn hash_sorted(ids: &[RevisionId]) -> ([u8; 32], u32) {
    let mut sorted = ids.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let mut hasher = blake3::Hasher::new_derive_key("sala 2026-11 receipt ids");
    for id in &sorted {
        hasher.update(&id.0);
    }
    (
        *hasher.finalize().as_bytes(),
        u32::try_from(sorted.len()).unwrap_or(u32::MAX),
    )
}

impl<C> Encode<C> for Receipt {
    fn encode<W: minicbor::encode::Write>(
        &self,
        out: &mut Encoder<W>,
        ctx: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        out.array(8)?.u8(VERSION)?.bytes(&self.batch)?;
        self.device.encode(out, ctx)?;
        out.bytes(&self.ids)?.u32(self.count)?;
        self.positions.encode(out, ctx)?;
        list::write_hashes(&self.files, out, ctx)?;
        out.u64(self.time)?.ok()
    }
}

impl<'b, C> Decode<'b, C> for Receipt {
    fn decode(input: &mut Decoder<'b>, ctx: &mut C) -> Result<Self, minicbor::decode::Error> {
        let wrong = |what: &'static str| minicbor::decode::Error::message(what);
        let length = input
            .array()?
            .filter(|length| *length >= 8)
            .ok_or_else(|| wrong("cut"))?;
        if input.u8()? != VERSION {
            return Err(wrong("another version"));
        }
        let receipt = Self {
            batch: input.bytes()?.try_into().map_err(|_| wrong("batch"))?,
            device: DeviceId::decode(input, ctx)?,
            ids: input.bytes()?.try_into().map_err(|_| wrong("ids"))?,
            count: input.u32()?,
            positions: list::read::<C, _, TEAMS_MAX>(input, ctx)?,
            files: list::read_hashes::<C, FILES_MAX>(input, ctx)?,
            time: input.u64()?,
        };
        (8..length).try_for_each(|_| input.skip())?;
        Ok(receipt)
    }
}

#[cfg(test)]
#[path = "receipt_tests.rs"]
mod tests;
