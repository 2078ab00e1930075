//! The clock of a laptop beside the centre's: R-F3.

use super::table::{Finding, Ground, fired};

const HOUR_MS: u64 = 3_600_000;
/// A clock may be off by so many hours.
const HOURS: u64 = 24;

/// Returns how far a laptop's clock is off, when that is more than a day (R-F3); both clocks in milliseconds since 1970.
/// The records are those that it sent, and named by the caller.
pub fn clock_off(laptop_ms: u64, centre_ms: u64) -> Option<Finding> {
    let off = laptop_ms.abs_diff(centre_ms);
    let ground = match laptop_ms > centre_ms {
        true => Ground::ClockAhead,
        false => Ground::ClockBehind,
    };
    let is_off = off > HOURS * HOUR_MS;
    is_off.then(|| fired(ground, Vec::new(), [(off / HOUR_MS).to_string()]))?
}
