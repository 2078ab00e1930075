//! A centre and laptops in memory, for tests and simulations of whole programmes.
//!
//! Seals and signatures are toys here, keyed hashes that anybody can make: the rooms that append check real
//! ones with `vault`.

mod laptop;
mod ledger;

use records::Part;

use crate::answer::answer;
use crate::frame::{Ask, Reply};
use crate::ledger::{Caller, Verdict};
use crate::peer::{Line, LineKind, Peer};

pub use laptop::{MemoryError, MemoryLocal, WholePart};
pub use ledger::MemoryLedger;

/// Returns the toy seal of a part.
#[must_use]
pub fn toy_seal(part: &Part) -> [u8; 64] {
    toy_signature(&part.device.0, &part.statement())
}

/// Checks a toy seal.
#[must_use]
pub fn toy_verify(part: &Part) -> Verdict {
    if toy_seal(part) == part.seal {
        Verdict::Good
    } else {
        Verdict::Bad {
            detail: "the seal does not hold".into(),
        }
    }
}

/// Returns the toy signature of a statement by a key.
#[must_use]
pub fn toy_signature(key: &[u8], statement: &[u8]) -> [u8; 64] {
    let mut hasher = blake3::Hasher::new_derive_key("sala 2026-11 toy signature");
    hasher
        .update(&(key.len() as u64).to_le_bytes())
        .update(key)
        .update(statement);
    let mut signature = [0; 64];
    hasher.finalize_xof().fill(&mut signature);
    signature
}

/// The line to a centre in memory. Every ask and reply goes through its bytes.
#[derive(Debug)]
pub struct MemoryPeer<'a> {
    /// The centre.
    pub ledger: &'a mut MemoryLedger,
    /// Who asks.
    pub caller: Caller,
    /// The centre's clock in milliseconds.
    pub now_ms: u64,
}

impl Peer for MemoryPeer<'_> {
    fn exchange(&mut self, ask: &Ask) -> Result<Reply, Line> {
        let rubbish =
            |error: crate::frame::FrameError| Line::new(LineKind::NotOurs, error.to_string());
        let ask = Ask::from_bytes(&ask.to_bytes()).map_err(rubbish)?;
        let answered = answer(self.ledger, &self.caller, &toy_verify, self.now_ms, &ask);
        let Ok(reply) = answered;
        Reply::from_bytes(&reply.to_bytes()).map_err(rubbish)
    }
}
