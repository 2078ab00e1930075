//! Sync.
mod wire;
pub use wire::{PART_BYTES_MAX, PART_PLAIN_BYTES_MAX, PackError, erase, fit, pack, peek, unpack};
