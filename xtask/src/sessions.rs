//! Made-up risk-education sessions to show Sala with. The places are real; nobody in them is.

use std::time::{Duration, SystemTime};

/// The form of a session.
pub(crate) const FORM: &str = "eore_session";

/// What differs from one made-up session to the next.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Session {
    /// How many days ago it was held.
    pub(crate) days_ago: u64,
    /// Village by its gazetteer code, and its name for the sentences here.
    pub(crate) village: (&'static str, &'static str),
    pub(crate) women: u32,
    pub(crate) men: u32,
    pub(crate) girls: u32,
    pub(crate) boys: u32,
}

pub(crate) const SESSIONS: &[Session] = &[
    session(0, ("02090401", "Sung Muoy"), [16, 9, 7, 7]),
    session(1, ("02090402", "Sung Pir"), [11, 6, 14, 12]),
    session(1, ("02090403", "Chamkar Chek"), [8, 10, 0, 0]),
    session(2, ("02090404", "Kandal"), [5, 4, 22, 19]),
    session(4, ("02090405", "Kam Chat"), [13, 12, 3, 5]),
    session(6, ("02090406", "Shoung"), [9, 7, 9, 10]),
];

const fn session(
    days_ago: u64,
    village: (&'static str, &'static str),
    [women, men, girls, boys]: [u32; 4],
) -> Session {
    Session {
        days_ago,
        village,
        women,
        men,
        girls,
        boys,
    }
}

impl Session {
    pub(crate) fn total(&self) -> u32 {
        self.women + self.men + self.girls + self.boys
    }

    /// The answers, as the command line takes them.
    pub(crate) fn answers(&self, now: SystemTime) -> Vec<String> {
        let Self {
            women,
            men,
            girls,
            boys,
            ..
        } = self;
        let figures = [
            ("sadd/women", *women),
            ("sadd/men", *men),
            ("sadd/girls", *girls),
            ("sadd/boys", *boys),
            ("sadd/total", self.total()),
            ("sadd/dis_women", 1),
            ("sadd/dis_men", 0),
            ("sadd/dis_girls", 0),
            ("sadd/dis_boys", 0),
            ("sadd/first_time", women + girls),
        ];
        let date = date(now, self.days_ago);
        let words = [
            ("activity_date", date.as_str()),
            ("remarks", "Made up, to show Sala"),
        ];
        let words = words.iter().map(|(path, value)| format!("{path}={value}"));
        let figures = figures
            .iter()
            .map(|(path, value)| format!("{path}={value}"));
        words.chain(figures).collect()
    }
}

/// The date so many days before, in UTC, as forms keep it: `2026-11-23`.
fn date(now: SystemTime, days_ago: u64) -> String {
    let seconds = now
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or(Duration::ZERO)
        .as_secs();
    let (year, month, day) = civil((seconds / 86_400).saturating_sub(days_ago));
    format!("{year:04}-{month:02}-{day:02}")
}

/// The day of the calendar, so many days after 1 January 1970.
fn civil(mut days: u64) -> (u64, usize, u64) {
    let is_leap = |year: u64| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    let mut year = 1970;
    loop {
        let length = if is_leap(year) { 366 } else { 365 };
        if days < length {
            break;
        }
        days -= length;
        year += 1;
    }
    let february = if is_leap(year) { 29 } else { 28 };
    let months = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 1;
    for length in months {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    (year, month, days + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_that_of_the_calendar() {
        #[track_caller]
        fn check(seconds: u64, days_ago: u64, expected: &str) {
            let now = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
            assert_eq!(date(now, days_ago), expected);
        }
        check(0, 0, "1970-01-01");
        check(951_782_400, 0, "2000-02-29");
        check(951_782_400, 60, "1999-12-31");
        check(1_795_392_000, 0, "2026-11-23");
        check(1_795_478_399, 23, "2026-10-31");
        check(4_107_542_400, 0, "2100-03-01");
    }

    #[test]
    fn the_groups_make_the_head_count() {
        for session in SESSIONS {
            let answers = session.answers(SystemTime::UNIX_EPOCH);
            let total = format!("sadd/total={}", session.total());
            assert!(answers.contains(&total), "{answers:?}");
        }
    }
}
