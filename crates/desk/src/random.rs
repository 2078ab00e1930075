//! Randomness, so that tests can give it.

use std::sync::Mutex;
use std::sync::PoisonError;

use crate::DeskError;

type Source = dyn FnMut(&mut [u8]) + Send;

/// Where random bytes come from.
pub struct Randomness(Mutex<Box<Source>>);

impl std::fmt::Debug for Randomness {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Randomness")
    }
}

impl Randomness {
    /// The operating system's randomness.
    ///
    /// # Errors
    /// When the system has none to give.
    pub fn system() -> Result<Randomness, DeskError> {
        getrandom::fill(&mut [0; 32]).map_err(|_| DeskError::NoRandomness)?;
        Ok(Randomness(Mutex::new(Box::new(|out| {
            // The first call succeeded, after which the system does not fail; were it to, a key of
            // known bytes must never be made.
            if getrandom::fill(out).is_err() {
                std::process::abort();
            }
        }))))
    }

    /// Repeatable bytes for tests and benches, never for keys of real records.
    pub fn seeded(seed: u64) -> Randomness {
        let mut state = seed;
        Randomness(Mutex::new(Box::new(move |out| {
            for byte in out {
                state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
                let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
                *byte = mixed.to_le_bytes()[7];
            }
        })))
    }

    /// Fills a buffer.
    pub fn fill(&self, out: &mut [u8]) {
        let mut source = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        source(out);
    }

    /// So many random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut out = [0; N];
        self.fill(&mut out);
        out
    }
}
