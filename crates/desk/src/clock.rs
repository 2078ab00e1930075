//! The laptop's clock, so that tests can stop time or set it a year off.

use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, FixedOffset, Local, Offset, TimeZone, Utc};

/// Tells the time of this laptop.
pub trait Clock: Send + Sync {
    /// Milliseconds since 1970 in UTC.
    fn now_ms(&self) -> u64;
    /// Minutes that local time is ahead of UTC.
    fn offset_minutes(&self) -> i32;
}

/// The machine's own clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now_ms(&self) -> u64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        since.map_or(0, |d| u64::try_from(d.as_millis()).unwrap_or(u64::MAX))
    }

    fn offset_minutes(&self) -> i32 {
        Local::now().offset().fix().local_minus_utc() / 60
    }
}

/// A moment of a clock as local calendar time.
pub(crate) fn local(ms: u64, offset_minutes: i32) -> DateTime<FixedOffset> {
    let utc = i64::try_from(ms)
        .ok()
        .and_then(|ms| Utc.timestamp_millis_opt(ms).single())
        .unwrap_or(DateTime::UNIX_EPOCH);
    let zone = FixedOffset::east_opt(offset_minutes * 60);
    zone.map_or_else(|| utc.fixed_offset(), |zone| utc.with_timezone(&zone))
}

/// A moment as screens are given it: ISO 8601 to the second with the laptop's offset.
pub(crate) fn iso(ms: u64, offset_minutes: i32) -> String {
    local(ms, offset_minutes)
        .format("%Y-%m-%dT%H:%M:%S%:z")
        .to_string()
}

/// Whole days from one moment to a later one; none becomes 0.
pub(crate) fn days_between(from_ms: u64, to_ms: u64) -> u32 {
    u32::try_from(to_ms.saturating_sub(from_ms) / 86_400_000).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_shown_in_the_laptops_own_time() {
        let check = |ms, offset, shown: &str| assert_eq!(iso(ms, offset), shown);
        check(0, 0, "1970-01-01T00:00:00+00:00");
        check(1_795_000_000_000, 420, "2026-11-18T18:06:40+07:00");
        check(u64::MAX, 420, "1970-01-01T07:00:00+07:00");
    }

    #[test]
    fn a_clock_that_went_backwards_counts_no_days() {
        assert_eq!(days_between(10, 5), 0);
        assert_eq!(days_between(0, 3 * 86_400_000 + 1), 3);
    }
}
