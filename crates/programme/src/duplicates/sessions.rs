//! Sessions that were recorded twice, or that one team cannot have held: R-D1 to R-D5.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime};

use crate::position::Point;
use crate::quality::figures::{FIRST_DAYS, FIRST_TIMES, SESSIONS_A_DAY, SPEED_KMH, START_MINUTES};
use crate::quality::{Ground, Thresholds, fired};

use super::Id;
use super::findings::Findings;
use super::person::digest;

/// Sessions of one group, such as a village's day, that are compared with each other; what is beyond
/// is counted as left out.
pub const GROUP_MAX: usize = 100;
/// Metres below which two positions say nothing of a drive.
const APART_M: f64 = 1_000.0;

/// What is read of a session; what is not known is left out.
#[derive(Debug, Clone, Copy, Default)]
pub struct Session<'a> {
    /// The record.
    pub id: Id,
    /// The organisation.
    pub org: &'a str,
    /// The team.
    pub team: &'a str,
    /// The day of the activity.
    pub date: NaiveDate,
    /// The village: a code, or a name.
    pub village: Option<&'a str>,
    /// When it began.
    pub start: Option<NaiveTime>,
    /// When it ended.
    pub end: Option<NaiveTime>,
    /// Women, men, girls and boys.
    pub people: Option<[u32; 4]>,
    /// Where it was measured to be; no point that was made of the village.
    pub point: Option<Point>,
    /// The village's own point.
    pub village_point: Option<Point>,
    /// How many sessions the record stands for; 0 is taken as 1.
    pub sessions: u32,
    /// The school and class.
    pub class: Option<&'a str>,
    /// People reached for the first time.
    pub first_time: u32,
    /// A hash of the answers, when it was imported.
    pub content: Option<[u8; 32]>,
}

impl Session<'_> {
    /// Where it was, as well as it is known.
    fn place(&self) -> Option<Point> {
        self.point.or(self.village_point)
    }

    /// Whether it was held somewhere else than another: in another village, or, where one is not known, far off.
    fn is_elsewhere(&self, other: &Self) -> bool {
        match self.village.zip(other.village) {
            Some((one, two)) => one != two,
            None => self.metres_to(other).is_some_and(|it| it > APART_M),
        }
    }

    fn metres_to(&self, other: &Self) -> Option<f64> {
        let (one, two) = self.place().zip(other.place())?;
        Some(one.metres_to(two))
    }
}

/// Groups of sessions by a key, each by time and id, with at most [`GROUP_MAX`] sessions.
fn groups<'s, 'a, K: Ord>(
    sessions: &'s [Session<'a>],
    findings: &mut Findings,
    key: impl Fn(&'s Session<'a>) -> Option<K>,
) -> Vec<Vec<&'s Session<'a>>> {
    let mut groups: BTreeMap<K, Vec<&Session<'_>>> = BTreeMap::new();
    for session in sessions {
        if let Some(key) = key(session) {
            groups.entry(key).or_default().push(session);
        }
    }
    let mut groups: Vec<Vec<&Session<'_>>> = groups.into_values().collect();
    for group in &mut groups {
        group.sort_by_key(|it| (it.date, it.start, it.id));
        findings.left_out += group.len().saturating_sub(GROUP_MAX);
        group.truncate(GROUP_MAX);
    }
    groups
}

/// Every two of a group, in its order.
fn pairs<T: Copy>(group: &[T]) -> impl Iterator<Item = (T, T)> {
    group.iter().enumerate().flat_map(move |(at, one)| {
        let later = group.iter().skip(at + 1);
        later.map(move |other| (*one, *other))
    })
}

/// Returns the key under which a session is kept and asked for: its organisation, day and village. Nothing where the
/// village is not known.
pub fn session_key(session: &Session<'_>) -> Option<u64> {
    let day = session.date.to_string();
    Some(digest(&["session", session.org, &day, session.village?]))
}

/// Returns sessions that were probably recorded twice (R-D1): of one organisation, day and village, and of one
/// team, or begun within an hour or what was set instead, or with the same people. Each ground that holds is said.
pub fn doubles(sessions: &[Session<'_>], thresholds: &Thresholds) -> Findings {
    let apart = i64::from(thresholds.at(START_MINUTES));
    let mut findings = Findings::default();
    let key = |it: &Session<'_>| Some((it.org.to_owned(), it.date, it.village?.to_owned()));
    for group in groups(sessions, &mut findings, key) {
        for (one, other) in pairs(&group) {
            let both = || vec![one.id, other.id];
            if !one.team.is_empty() && one.team == other.team {
                findings.say(Ground::SameTeam, both(), "");
            }
            let starts = one.start.zip(other.start);
            let minutes = starts.map(|(one, two)| (two - one).num_minutes().abs());
            if let Some(minutes) = minutes.filter(|it| *it <= apart) {
                findings.say(Ground::SameHour, both(), minutes);
            }
            let people = one.people.filter(|it| Some(*it) == other.people);
            let people = people.map_or(0, |it| it.iter().copied().map(u64::from).sum());
            if people > 0 {
                findings.say(Ground::SamePeople, both(), people);
            }
        }
    }
    findings
}

/// Returns sessions of one team that overlap in different places (R-D2), with the minutes that they share.
pub fn overlaps(sessions: &[Session<'_>]) -> Findings {
    let mut findings = Findings::default();
    for group in groups(sessions, &mut findings, team_day) {
        for (one, other) in pairs(&group) {
            let (Some(begins), Some(ends)) =
                (one.start.max(other.start), earlier(one.end, other.end))
            else {
                continue;
            };
            let known = one.start.is_some() && other.start.is_some();
            let minutes = (ends - begins).num_minutes();
            if known && minutes > 0 && one.is_elsewhere(other) {
                findings.say(Ground::TwoPlaces, vec![one.id, other.id], minutes);
            }
        }
    }
    findings
}

fn team_day(session: &Session<'_>) -> Option<(String, String, NaiveDate)> {
    let known = !session.team.is_empty();
    known.then(|| {
        (
            session.org.to_owned(),
            session.team.to_owned(),
            session.date,
        )
    })
}

fn earlier(one: Option<NaiveTime>, two: Option<NaiveTime>) -> Option<NaiveTime> {
    one.zip(two).map(|(one, two)| one.min(two))
}

/// Returns days of a team with more sessions than it can hold, and drives from one session to the next that are faster
/// than it can drive (R-D3).
///
/// A drive is from the end of one session (its start, where the end is not known) to the start of the next; less
/// than a kilometre is no drive, and less than a minute counts as one. Sessions that overlap are R-D2's.
pub fn pace(sessions: &[Session<'_>], thresholds: &Thresholds) -> Findings {
    let mut findings = Findings::default();
    for group in groups(sessions, &mut findings, team_day) {
        let held: u64 = group.iter().map(|it| u64::from(it.sessions.max(1))).sum();
        if held > u64::from(thresholds.at(SESSIONS_A_DAY)) {
            let records = group.iter().map(|it| it.id).collect();
            findings.say(Ground::ManyADay, records, held);
        }
        let timed: Vec<&Session<'_>> = group.into_iter().filter(|it| it.start.is_some()).collect();
        for (one, next) in timed.iter().zip(timed.iter().skip(1)) {
            if let Some(speed) =
                speed(one, next).filter(|it| *it > f64::from(thresholds.at(SPEED_KMH)))
            {
                findings.say(
                    Ground::TooFast,
                    vec![one.id, next.id],
                    format!("{speed:.0}"),
                );
            }
        }
    }
    findings
}

/// Kilometres an hour between two sessions, when they are far enough apart and do not overlap.
fn speed(one: &Session<'_>, next: &Session<'_>) -> Option<f64> {
    let metres = one.metres_to(next).filter(|it| *it >= APART_M)?;
    let seconds = (next.start? - one.end.or(one.start)?).num_seconds();
    // Both figures are far below what a double holds exactly.
    (seconds >= 0).then(|| metres / seconds.max(60) as f64 * 3.6)
}

/// Returns classes of which more sessions than there should be, within so many days, count people as reached for the
/// first time (R-D4).
///
/// Each class is said once for each run of such sessions: the most that so many days of the run hold.
pub fn first_times(sessions: &[Session<'_>], thresholds: &Thresholds) -> Findings {
    let mut findings = Findings::default();
    let key = |it: &Session<'_>| {
        let class = it.class.filter(|_| it.first_time > 0)?;
        Some((it.org.to_owned(), class.to_owned()))
    };
    let mut classes: BTreeMap<(String, String), Vec<&Session<'_>>> = BTreeMap::new();
    for session in sessions {
        if let Some(key) = key(session) {
            classes.entry(key).or_default().push(session);
        }
    }
    for mut class in classes.into_values() {
        class.sort_by_key(|it| (it.date, it.start, it.id));
        let mut run: Option<Window> = None;
        let mut from = 0;
        for (at, last) in class.iter().enumerate() {
            let too_old = |it: &&&Session<'_>| {
                (last.date - it.date).num_days() >= i64::from(thresholds.at(FIRST_DAYS))
            };
            from += class.iter().take(at).skip(from).take_while(too_old).count();
            let here = Window { from, to: at + 1 };
            if here.len() as u64 <= u64::from(thresholds.at(FIRST_TIMES)) {
                continue;
            }
            run = match run {
                Some(most) if from < most.to && here.len() <= most.len() => Some(most),
                Some(most) if from < most.to => Some(here),
                before => {
                    say_run(&mut findings, &class, before, thresholds);
                    Some(here)
                }
            };
        }
        say_run(&mut findings, &class, run, thresholds);
    }
    findings
}

/// A stretch of a class's sessions.
#[derive(Debug, Clone, Copy)]
struct Window {
    from: usize,
    to: usize,
}

impl Window {
    fn len(self) -> usize {
        self.to - self.from
    }
}

fn say_run(
    findings: &mut Findings,
    class: &[&Session<'_>],
    run: Option<Window>,
    thresholds: &Thresholds,
) {
    if let Some(run) = run {
        let records: Vec<Id> = class
            .iter()
            .take(run.to)
            .skip(run.from)
            .map(|it| it.id)
            .collect();
        let figures = [run.len().to_string(), thresholds.at(FIRST_DAYS).to_string()];
        findings
            .fired
            .extend(fired(Ground::FirstTimes, records, figures));
    }
}

/// Returns records with the same content under several ids (R-D5).
pub fn imported_twice(sessions: &[Session<'_>]) -> Findings {
    let mut findings = Findings::default();
    let mut contents: BTreeMap<[u8; 32], Vec<Id>> = BTreeMap::new();
    for session in sessions {
        if let Some(content) = session.content {
            contents.entry(content).or_default().push(session.id);
        }
    }
    for mut ids in contents.into_values() {
        ids.sort_unstable();
        ids.dedup();
        if ids.len() > 1 {
            let times = ids.len();
            findings.say(Ground::SameContent, ids, times);
        }
    }
    findings
}
