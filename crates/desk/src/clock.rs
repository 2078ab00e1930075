//! The laptop's clock, so that tests can stop time or set it a year off.

use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, FixedOffset, Local, NaiveDateTime, Offset, TimeZone, Utc};

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

/// Reads a moment as ISO 8601: milliseconds since 1970 in UTC, and the minutes that local time is ahead of UTC.
/// One with `Z` or without a zone takes the laptop's own zone.
pub(crate) fn moment(text: &str) -> Option<(i64, i32)> {
    let minutes = |offset: &FixedOffset| offset.local_minus_utc() / 60;
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        let here = at.with_timezone(&Local).offset().fix();
        let utc = text.ends_with(['Z', 'z']);
        let offset = if utc { here } else { *at.offset() };
        return Some((at.timestamp_millis(), minutes(&offset)));
    }
    let plain = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f");
    let plain = plain.or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M"));
    let at = Local.from_local_datetime(&plain.ok()?).earliest()?;
    Some((at.timestamp_millis(), minutes(&at.offset().fix())))
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

/// A moment as people write it, by the minute: `27/11/2026 08:05`.
pub(crate) fn written(ms: u64, offset_minutes: i32) -> String {
    local(ms, offset_minutes)
        .format("%d/%m/%Y %H:%M")
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
    fn a_moment_is_read_with_its_zone_or_with_the_laptops_own() {
        let ms = 1_768_478_400_000;
        let here = |ms| {
            Local
                .timestamp_millis_opt(ms)
                .unwrap()
                .offset()
                .fix()
                .local_minus_utc()
                / 60
        };
        let check = |text: &str, read| assert_eq!(moment(text), read, "{text}");
        check("2026-01-15T12:00:00+07:00", Some((ms - 420 * 60_000, 420)));
        check(
            "2026-01-15T12:00:00.250-07:00",
            Some((ms + 420 * 60_000 + 250, -420)),
        );
        check("2026-01-15T12:00:00Z", Some((ms, here(ms))));
        let local = ms - i64::from(here(ms)) * 60_000;
        check("2026-01-15T12:00:00", Some((local, here(local))));
        check("2026-01-15T12:00", Some((local, here(local))));
        for wrong in ["", "2026-01-15", "noon", "2026-13-01T00:00:00Z"] {
            check(wrong, None);
        }
    }

    #[test]
    fn a_clock_that_went_backwards_counts_no_days() {
        assert_eq!(days_between(10, 5), 0);
        assert_eq!(days_between(0, 3 * 86_400_000 + 1), 3);
    }
}
