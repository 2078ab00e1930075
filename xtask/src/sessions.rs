//! Made-up risk-education sessions to show Sala with: neither the villages nor the people are real.

use std::time::{Duration, SystemTime};

/// The form of a session.
pub(crate) const FORM: &str = "eore_session";

/// What differs from one made-up session to the next.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Session {
    /// How many days ago it was held.
    days_ago: u64,
    /// When it began and ended.
    hours: [&'static str; 2],
    pub(crate) village: &'static str,
    women: u32,
    pub(crate) men: u32,
    girls: u32,
    boys: u32,
}

pub(crate) const SESSIONS: &[Session] = &[
    session(0, MORNING, "Phum Example One", [16, 9, 7, 7]),
    session(1, MORNING, "Phum Example Two", [11, 6, 14, 12]),
    // A team is in one place at a time.
    session(1, AFTERNOON, "Phum Example Three", [8, 10, 2, 1]),
    session(2, MORNING, "Phum Example Four", [5, 4, 22, 19]),
    session(4, MORNING, "Phum Example Five", [13, 12, 3, 5]),
    session(6, MORNING, "Phum Example Six", [9, 7, 9, 10]),
];

const MORNING: [&str; 2] = ["08:10:00.000", "09:05:00.000"];
const AFTERNOON: [&str; 2] = ["14:10:00.000", "15:05:00.000"];

const fn session(
    days_ago: u64,
    hours: [&'static str; 2],
    village: &'static str,
    [women, men, girls, boys]: [u32; 4],
) -> Session {
    Session {
        days_ago,
        hours,
        village,
        women,
        men,
        girls,
        boys,
    }
}

/// What all of them answer alike.
const ALIKE: &[(&str, &str)] = &[
    ("place/adm1", "02"),
    ("place/district_name", "Example District"),
    ("place/commune_name", "Example Commune"),
    ("place/venue_type", "pagoda"),
    ("place/geo_safe", "no"),
    (
        "session/technique",
        "interactive_group demonstration_replicas",
    ),
    ("session/primary_audience", "general_community"),
    ("sadd/dis_women", "1"),
    ("sadd/dis_method", "facilitator_observation"),
    ("content/hazards_addressed", "ap_mine uxo"),
    ("content/messages", "recognise_eo dont_touch report_mark"),
    ("finish/facilitators", "EX01 EX02"),
    ("finish/remarks", "Made up, to show Sala"),
];

impl Session {
    /// The head count.
    pub(crate) fn total(&self) -> u32 {
        self.women + self.men + self.girls + self.boys
    }

    /// The answers, as the command line takes them.
    pub(crate) fn answers(&self, now: SystemTime) -> Vec<String> {
        let figures = [
            ("women", self.women),
            ("men", self.men),
            ("girls", self.girls),
            ("boys", self.boys),
            ("total", self.total()),
            ("first_time", self.women + self.girls),
        ];
        let date = format!("place/activity_date={}", date(now, self.days_ago));
        let village = format!("place/village_name={}", self.village);
        let hours = ["start", "end"].into_iter().zip(self.hours);
        let hours = hours.map(|(which, hour)| format!("session/{which}_time={hour}"));
        let alike = ALIKE.iter().map(|(path, value)| format!("{path}={value}"));
        let figures = figures
            .iter()
            .map(|(name, value)| format!("sadd/{name}={value}"));
        [date, village]
            .into_iter()
            .chain(hours)
            .chain(alike)
            .chain(figures)
            .collect()
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
