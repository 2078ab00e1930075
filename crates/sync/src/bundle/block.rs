//! Blocks: the bytes of one thing after the other, packed, each with its length.

use std::io::{self, Read, Write};

use super::{BundleError, HASH_CONTEXT};
use crate::frame::FRAME_BYTES_MAX;

/// The largest block, spread out.
pub(super) const BLOCK_BYTES_MAX: usize = FRAME_BYTES_MAX;
/// A block may always spread out to this much, and beyond that by a factor: a short file cannot fill a disk.
const PLAIN_BYTES_FREE: usize = 64 << 10;
const PLAIN_RATIO_MAX: usize = 256;
/// Parts and pictures are packed already; what is left to gain is little.
const LEVEL: i32 = 1;
/// How much is made room for at once, whatever a length claims.
const STEP: usize = 1 << 20;

/// What a block is.
pub(super) mod kind {
    pub(in crate::bundle) const MANIFEST: u8 = 0;
    pub(in crate::bundle) const HEAD: u8 = 1;
    pub(in crate::bundle) const ASK: u8 = 2;
    pub(in crate::bundle) const ANSWER: u8 = 3;
    pub(in crate::bundle) const ROSTER: u8 = 4;
    pub(in crate::bundle) const FILE: u8 = 5;
    pub(in crate::bundle) const BYTES: u8 = 6;
    pub(in crate::bundle) const WANTED: u8 = 7;
    pub(in crate::bundle) const SIGNED: u8 = 8;
    pub(in crate::bundle) const COMPARED: u8 = 9;
    pub(in crate::bundle) const VOUCHER: u8 = 10;
}

/// One block, spread out.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) kind: u8,
    pub(super) plain: Vec<u8>,
}

/// Writes and sums up.
pub(super) struct Out<W> {
    inner: W,
    hash: blake3::Hasher,
    bytes: u64,
}

impl<W: Write> Out<W> {
    pub(super) fn new(inner: W) -> Self {
        Self {
            inner,
            hash: blake3::Hasher::new_derive_key(HASH_CONTEXT),
            bytes: 0,
        }
    }

    pub(super) fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.inner.write_all(bytes)?;
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
        Ok(())
    }

    pub(super) fn block(&mut self, kind: u8, plain: &[u8]) -> io::Result<()> {
        let packed = zstd::bulk::compress(plain, LEVEL)?;
        let spreads_too_far = plain.len() > plain_bytes_max(packed.len());
        if plain.len() > BLOCK_BYTES_MAX || spreads_too_far {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let length = |bytes: &[u8]| u32::try_from(bytes.len()).map_err(io::Error::other);
        self.put(&[kind])?;
        self.put(&length(&packed)?.to_le_bytes())?;
        self.put(&length(plain)?.to_le_bytes())?;
        self.put(&packed)
    }

    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    pub(super) fn hash(&self) -> [u8; 32] {
        *self.hash.finalize().as_bytes()
    }

    pub(super) fn into_inner(self) -> W {
        self.inner
    }
}

/// Reads and sums up.
pub(super) struct In<R> {
    inner: R,
    hash: blake3::Hasher,
    bytes: u64,
}

impl<R: Read> In<R> {
    pub(super) fn new(inner: R) -> Self {
        Self {
            inner,
            hash: blake3::Hasher::new_derive_key(HASH_CONTEXT),
            bytes: 0,
        }
    }

    /// Takes `length` bytes, with no more memory than there are bytes.
    pub(super) fn take(
        &mut self,
        length: usize,
        what: &'static str,
    ) -> Result<Vec<u8>, BundleError> {
        let mut taken = Vec::with_capacity(length.min(STEP));
        let read = self
            .inner
            .by_ref()
            .take(length as u64)
            .read_to_end(&mut taken);
        read.map_err(|error| BundleError::of(error, what, self.bytes))?;
        self.hash.update(&taken);
        self.bytes += taken.len() as u64;
        match taken.len() == length {
            true => Ok(taken),
            false => Err(BundleError::Cut {
                what,
                at: self.bytes,
            }),
        }
    }

    fn number<const N: usize>(&mut self, what: &'static str) -> Result<[u8; N], BundleError> {
        let bytes = self.take(N, what)?;
        let at = self.bytes;
        bytes
            .try_into()
            .map_err(|_| BundleError::Damaged { what, at })
    }

    /// Takes the next block. What it spreads out to stays in proportion to its bytes.
    pub(super) fn block(&mut self, what: &'static str) -> Result<Block, BundleError> {
        let kind = u8::from_le_bytes(self.number(what)?);
        let packed = u32::from_le_bytes(self.number(what)?) as usize;
        let plain = u32::from_le_bytes(self.number(what)?) as usize;
        let too_far = plain > plain_bytes_max(packed);
        if packed > zstd::zstd_safe::compress_bound(BLOCK_BYTES_MAX)
            || plain > BLOCK_BYTES_MAX
            || too_far
        {
            return Err(BundleError::TooLarge { what: "block" });
        }
        let at = self.bytes;
        let packed = self.take(packed, what)?;
        let damaged = || BundleError::Damaged { what, at };
        let spread = zstd::bulk::decompress(&packed, plain).map_err(|_| damaged())?;
        if spread.len() != plain {
            return Err(damaged());
        }
        Ok(Block {
            kind,
            plain: spread,
        })
    }

    /// Refuses bytes that nobody signed for.
    pub(super) fn end(&mut self) -> Result<(), BundleError> {
        let mut one = [0];
        loop {
            return match self.inner.read(&mut one) {
                Ok(0) => Ok(()),
                Ok(_) => Err(BundleError::Damaged {
                    what: "end",
                    at: self.bytes,
                }),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => Err(BundleError::of(error, "end", self.bytes)),
            };
        }
    }

    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    pub(super) fn hash(&self) -> [u8; 32] {
        *self.hash.finalize().as_bytes()
    }
}

fn plain_bytes_max(packed: usize) -> usize {
    packed
        .saturating_mul(PLAIN_RATIO_MAX)
        .saturating_add(PLAIN_BYTES_FREE)
}
