//! Whole programmes of laptops, hubs, sticks and a centre, without a disk or a network: one number gives one history of
//! work, cut lines, dying machines and old copies, the same every time.
//!
//! Real are the laptop's and the centre's half of the protocol, every byte of every message and part, receipts,
//! comparison and the fold. In memory are the stores ([`sync::memory`], which keep the same contracts as the
//! real ones), and toys are seals and signatures.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a history that cannot be played should stop"
)]

mod centre;
mod dice;
mod disk;
mod fault;
mod hub;
mod laptop;
mod laws;
mod road;
mod stick;
mod story;

pub use fault::Fault;
pub use laws::Broken;
pub use story::{Told, history};
