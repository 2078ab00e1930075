//! Dates and times in their ISO forms, as days since 1970-01-01.

use chrono::{
    DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone,
    Timelike, Utc,
};

/// The day that day numbers count from.
const EPOCH: NaiveDate = NaiveDate::from_epoch_days(0).unwrap();
pub(crate) const DAY_MS: f64 = 86_400_000.0;

/// A date, with the time of the day when one was given.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Stamp {
    pub date: NaiveDate,
    pub time: Option<NaiveTime>,
    /// As written; local when it was not.
    pub offset: FixedOffset,
}

/// The laptop's offset from UTC, from minutes.
pub(crate) fn offset(minutes: i32) -> FixedOffset {
    FixedOffset::east_opt(minutes.saturating_mul(60)).unwrap_or_else(|| Utc.fix())
}

/// Whether a text is worth reading as a date: cheap, so that arithmetic on plain texts stays fast.
fn looks_like_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 8 && bytes.contains(&b'-') && bytes.first().is_some_and(u8::is_ascii_digit)
}

/// Reads `2026-11-23` or `2026-11-23T09:30:00.000+07:00`; nothing when it is not a real date.
pub(crate) fn parse(text: &str, local: FixedOffset) -> Option<Stamp> {
    let text = text.trim();
    if !looks_like_date(text) {
        return None;
    }
    let Some((day, time)) = text.split_once('T') else {
        return Some(Stamp {
            date: date(text)?,
            time: None,
            offset: local,
        });
    };
    let (time, zone) = time_of_day(time)?;
    let offset = zone.unwrap_or(local);
    Some(Stamp {
        date: date(day)?,
        time: Some(time),
        offset,
    })
}

/// Reads `2026-11-23`.
pub(crate) fn date(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split('-');
    let year = digits(parts.next()?, 4, 4)?;
    let month = digits(parts.next()?, 1, 2)?;
    let day = digits(parts.next()?, 1, 2)?;
    if parts.next().is_some() {
        return None;
    }
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

fn digits(text: &str, least: usize, most: usize) -> Option<u32> {
    let fits = (least..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| text.parse().ok())?
}

/// Reads `09:30`, `09:30:00`, `09:30:00.000` with or without `Z` or `+07:00` after it.
pub(crate) fn time_of_day(text: &str) -> Option<(NaiveTime, Option<FixedOffset>)> {
    let (clock, zone) = match text.find(['Z', '+', '-']) {
        Some(at) => (text.get(..at)?, Some(zone(text.get(at..)?)?)),
        None => (text, None),
    };
    let mut parts = clock.split(':');
    let hour = digits(parts.next()?, 1, 2)?;
    let minute = digits(parts.next()?, 2, 2)?;
    let (second, milli) = match parts.next() {
        None => (0, 0),
        Some(seconds) => {
            let (whole, fraction) = seconds.split_once('.').unwrap_or((seconds, "0"));
            let milli = format!("{fraction:0<3}");
            (digits(whole, 2, 2)?, digits(milli.get(..3)?, 3, 3)?)
        }
    };
    if parts.next().is_some() {
        return None;
    }
    Some((
        NaiveTime::from_hms_milli_opt(hour, minute, second, milli)?,
        zone,
    ))
}

/// Reads `Z` or `+07:00`.
pub(super) fn zone(text: &str) -> Option<FixedOffset> {
    if text == "Z" {
        return Some(Utc.fix());
    }
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+')?),
    };
    let (hours, minutes) = rest
        .split_once(':')
        .or_else(|| rest.split_at_checked(rest.len().min(2)))?;
    let hours = i32::try_from(digits(hours, 1, 2)?).ok()?;
    let minutes = if minutes.is_empty() {
        0
    } else {
        i32::try_from(digits(minutes, 2, 2)?).ok()?
    };
    if minutes > 59 {
        return None;
    }
    FixedOffset::east_opt(sign * (hours * 3600 + minutes * 60))
}

impl Stamp {
    /// The instant; the start of the day when no time was given.
    pub(crate) fn instant(&self) -> DateTime<FixedOffset> {
        let local = self.date.and_time(self.time.unwrap_or(NaiveTime::MIN));
        let utc = local - self.offset;
        self.offset.from_utc_datetime(&utc)
    }

    /// Whole days of the local calendar since 1970-01-01.
    pub(crate) fn days(&self, local: FixedOffset) -> i64 {
        let date = match self.time {
            None => self.date,
            Some(_) => self.instant().with_timezone(&local).date_naive(),
        };
        day_number(date)
    }

    /// Days since the epoch in UTC, with the part of the day.
    pub(crate) fn fractional_days(&self) -> f64 {
        millis(self.instant()) / DAY_MS
    }
}

/// Days since 1970-01-01.
pub(crate) fn day_number(date: NaiveDate) -> i64 {
    date.signed_duration_since(EPOCH).num_days()
}

#[expect(
    clippy::cast_precision_loss,
    reason = "milliseconds of four-digit years fit 53 bits"
)]
fn millis(instant: DateTime<FixedOffset>) -> f64 {
    instant.timestamp_millis() as f64
}

/// The date that a day number stands for; nothing beyond the calendar.
pub(crate) fn from_days(days: f64) -> Option<NaiveDate> {
    if !days.is_finite() || days.abs() > 4_000_000.0 {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "bounded above")]
    let days = days.floor() as i64;
    if days >= 0 {
        EPOCH.checked_add_days(Days::new(days.unsigned_abs()))
    } else {
        EPOCH.checked_sub_days(Days::new(days.unsigned_abs()))
    }
}

/// The moment that fractional days since the epoch stand for, in the laptop's zone.
pub(crate) fn from_fractional_days(days: f64, local: FixedOffset) -> Option<Stamp> {
    if !days.is_finite() || days.abs() > 4_000_000.0 {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "bounded above")]
    let ms = (days * DAY_MS).round() as i64;
    let at = DateTime::from_timestamp_millis(ms)?.with_timezone(&local);
    Some(stamp(at.naive_local(), local))
}

fn stamp(at: NaiveDateTime, offset: FixedOffset) -> Stamp {
    Stamp {
        date: at.date(),
        time: Some(at.time()),
        offset,
    }
}

/// The laptop's clock as a stamp.
pub(crate) fn now(now_ms: i64, local: FixedOffset) -> Stamp {
    let utc = DateTime::from_timestamp_millis(now_ms).unwrap_or_default();
    stamp(utc.with_timezone(&local).naive_local(), local)
}

/// `2026-11-23`
pub(crate) fn write_date(date: NaiveDate) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}

/// `2026-11-23T09:30:00.000+07:00`
pub(crate) fn write(stamp: &Stamp) -> String {
    let time = stamp.time.unwrap_or(NaiveTime::MIN);
    format!(
        "{}T{}{}",
        write_date(stamp.date),
        write_time(time),
        write_offset(stamp.offset)
    )
}

/// `09:30:00.000`
pub(crate) fn write_time(time: NaiveTime) -> String {
    let milli = time.nanosecond() / 1_000_000;
    format!(
        "{:02}:{:02}:{:02}.{:03}",
        time.hour(),
        time.minute(),
        time.second(),
        milli.min(999)
    )
}

/// `+07:00`
pub(crate) fn write_offset(offset: FixedOffset) -> String {
    let seconds = offset.local_minus_utc();
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.abs() / 60;
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}
