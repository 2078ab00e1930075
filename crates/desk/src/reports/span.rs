//! Periods, and what they are compared with.

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::DeskError;

/// A time from its first to its last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Period {
    pub(super) from: NaiveDate,
    pub(super) to: NaiveDate,
}

impl Period {
    /// Reads `2026-11-01` and `2026-11-30`.
    pub(super) fn read(from: &str, to: &str) -> Result<Period, DeskError> {
        let day = |text: &str| {
            NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| DeskError::Misused {
                why: format!("{text:?} is no day: write it as 2026-11-30"),
            })
        };
        let (from, to) = (day(from)?, day(to)?);
        if from > to {
            return Err(DeskError::Misused {
                why: format!("the period ends on {to}, before it begins on {from}"),
            });
        }
        Ok(Period { from, to })
    }

    /// The time of the same length just before: whole months before whole months, else as many days.
    pub(super) fn before(self) -> Option<Period> {
        match self.whole_months() {
            Some(months) => self.months_back(months),
            None => {
                let days = Days::new(
                    self.to
                        .signed_duration_since(self.from)
                        .num_days()
                        .unsigned_abs()
                        + 1,
                );
                Some(Period {
                    from: self.from.checked_sub_days(days)?,
                    to: self.to.checked_sub_days(days)?,
                })
            }
        }
    }

    /// The same time a year ago.
    pub(super) fn year_before(self) -> Option<Period> {
        self.months_back(12)
    }

    /// From the first day of the year of its last day.
    pub(super) fn year_to_date(self) -> Option<Period> {
        let from = NaiveDate::from_ymd_opt(self.to.year(), 1, 1)?;
        Some(Period { from, to: self.to })
    }

    fn months_back(self, months: u32) -> Option<Period> {
        let from = self.from.checked_sub_months(Months::new(months))?;
        let to = self.to.checked_sub_months(Months::new(months))?;
        // The end of a month is before the end of a month, whatever their days.
        let to = match is_month_end(self.to) {
            true => month_end(to)?,
            false => to,
        };
        Some(Period { from, to })
    }

    /// Whether it goes from the first day of a month to the last day of one.
    pub(super) fn is_whole_months(self) -> bool {
        self.from.day() == 1 && is_month_end(self.to)
    }

    fn whole_months(self) -> Option<u32> {
        let is_whole = self.is_whole_months();
        let count = |day: NaiveDate| day.year() * 12 + i32::try_from(day.month()).unwrap_or(0);
        is_whole.then(|| (count(self.to) - count(self.from)).unsigned_abs() + 1)
    }
}

fn month_end(day: NaiveDate) -> Option<NaiveDate> {
    day.with_day(1)?
        .checked_add_months(Months::new(1))?
        .pred_opt()
}

fn is_month_end(day: NaiveDate) -> bool {
    month_end(day) == Some(day)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]

    use super::*;

    #[test]
    fn a_period_is_compared_with_the_one_before_and_the_year_before() {
        #[track_caller]
        fn check(from: &str, to: &str, before: &str, year_before: &str) {
            let period = Period::read(from, to).unwrap();
            let told = |period: Option<Period>| {
                let period = period.unwrap();
                format!("{} {}", period.from, period.to)
            };
            assert_eq!(told(period.before()), before);
            assert_eq!(told(period.year_before()), year_before);
        }
        check(
            "2026-11-01",
            "2026-11-30",
            "2026-10-01 2026-10-31",
            "2025-11-01 2025-11-30",
        );
        check(
            "2026-03-01",
            "2026-03-31",
            "2026-02-01 2026-02-28",
            "2025-03-01 2025-03-31",
        );
        check(
            "2024-02-01",
            "2024-02-29",
            "2024-01-01 2024-01-31",
            "2023-02-01 2023-02-28",
        );
        check(
            "2026-01-01",
            "2026-12-31",
            "2025-01-01 2025-12-31",
            "2025-01-01 2025-12-31",
        );
        check(
            "2026-11-02",
            "2026-11-08",
            "2026-10-26 2026-11-01",
            "2025-11-02 2025-11-08",
        );
    }

    #[test]
    fn what_is_no_period_is_told() {
        #[track_caller]
        fn check(from: &str, to: &str, part: &str) {
            let refused = Period::read(from, to).unwrap_err().to_string();
            assert!(refused.contains(part), "{refused}");
        }
        check("yesterday", "2026-11-30", "yesterday");
        check("2026-11-01", "2026-11-31", "2026-11-31");
        check("2026-11-02", "2026-11-01", "before it begins");
    }
}
