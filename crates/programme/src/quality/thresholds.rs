//! The figures from which rules on several records speak; a programme may have others.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::position::Point;

/// Holidays and currencies of one programme.
const LINES_MAX: usize = 200;
/// Signs in the name of a holiday.
const NAME_CHARS_MAX: usize = 80;
/// The name under which the most cash is set, and that of the holidays.
pub const CASH: &str = "cash_at_once";
/// The name under which holidays are set.
pub const HOLIDAYS: &str = "holidays";
/// The name under which it is set when projects run.
pub const PROJECTS: &str = "projects";
/// The name under which it is set when teams work.
pub const TEAMS: &str = "teams";
/// The name under which it is set where offices are.
pub const OFFICES: &str = "offices";

/// From which figures the rules on several records speak. The catalogue's are the default; what a programme leaves out
/// stays as the catalogue has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Thresholds {
    /// Fewer seconds than this are too few for one entry (R-F1).
    pub entry_seconds: u32,
    /// So many entries that are alike (R-F1) …
    pub alike_entries: u32,
    /// … within so many minutes.
    pub alike_minutes: u32,
    /// Sessions of a team in a month from which their totals are read (R-F2).
    pub rounded_sessions: u32,
    /// Of a hundred totals, so many may end in 0 or 5 (R-F2).
    pub rounded_percent: u32,
    /// People of a team in a month above whom the share of disability is read (S9).
    pub disabled_people: u32,
    /// Of a hundred people, so many may have a disability (S9).
    pub disabled_percent: u32,
    /// Sessions that a team can hold in a day (R-D3).
    pub sessions_a_day: u32,
    /// Kilometres an hour that a team can drive (R-D3).
    pub speed_kmh: u32,
    /// Sessions of one class that may count people as reached for the first time (R-D4) …
    pub first_times: u32,
    /// … within so many days.
    pub first_days: u32,
    /// Days after which a hazard that is not handed over is told (R-G2).
    pub hazard_days: u32,
    /// Days by which a visit may be late (R-E11).
    pub overdue_days: u32,
    /// Days after which an active case should have been met (R-E11).
    pub contact_days: u32,
    /// Days within which no second grant is given (R-E10).
    pub grant_days: u32,
    /// The most cash that is given at once, by currency; none: as much as there is (R-E10).
    pub cash_at_once: BTreeMap<String, f64>,
    /// Days on which nobody works (R-A5): most of Cambodia's follow the moon, so that the programme says them.
    pub holidays: Vec<NamedDays>,
    /// When projects run, by their codes (R-A4); of one that is not named nobody knows.
    pub projects: Vec<NamedDays>,
    /// When teams work, by their codes (R-A4); one that is not named works at all times.
    pub teams: Vec<NamedDays>,
    /// Where offices are, at which no work is recorded (R-C5).
    pub offices: Vec<Office>,
}

/// An office of the programme.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Office {
    /// North of the equator, in degrees.
    pub lat: f64,
    /// East of Greenwich, in degrees.
    pub lon: f64,
    /// What it is called.
    pub name: String,
}

/// Days with a name: those on which nobody works, or those of a project or a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedDays {
    /// The first of them.
    pub from: NaiveDate,
    /// The last of them.
    pub to: NaiveDate,
    /// What they are called.
    pub name: String,
}

/// A figure that a programme may set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// The name under which it is set: that of its field.
    pub name: &'static str,
    /// The rule that speaks from it.
    pub rule: &'static str,
    /// The smallest that makes sense.
    pub least: u32,
    /// The largest.
    pub most: u32,
}

/// Why a threshold cannot be set so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadThreshold {
    /// There is none of this name.
    #[error("there is no threshold {name:?}")]
    Unknown {
        /// What was given.
        name: String,
    },
    /// The value is no whole number, or too small or too large.
    #[error("{name} is a whole number from {least} to {most}")]
    Figure {
        /// The threshold.
        name: &'static str,
        /// The smallest.
        least: u32,
        /// The largest.
        most: u32,
    },
    /// A line is not what it should be.
    #[error("line {line} of {name} is not like “{like}”")]
    Line {
        /// The threshold.
        name: &'static str,
        /// Which line, the first is 1.
        line: usize,
        /// What it should be like.
        like: &'static str,
    },
    /// There are too many lines.
    #[error("{name} has at most {LINES_MAX} lines")]
    Lines {
        /// The threshold.
        name: &'static str,
    },
}

const fn figure(name: &'static str, rule: &'static str, least: u32, most: u32) -> Figure {
    Figure {
        name,
        rule,
        least,
        most,
    }
}

/// The figures that a programme may set, in the catalogue's order.
pub const FIGURES: &[Figure] = &[
    figure("disabled_people", "S9", 50, 100_000),
    figure("disabled_percent", "S9", 1, 100),
    figure("sessions_a_day", "R-D3", 1, 100),
    figure("speed_kmh", "R-D3", 10, 500),
    figure("first_times", "R-D4", 1, 100),
    figure("first_days", "R-D4", 1, 366),
    figure("grant_days", "R-E10", 1, 3_660),
    figure("overdue_days", "R-E11", 1, 3_660),
    figure("contact_days", "R-E11", 1, 3_660),
    figure("entry_seconds", "R-F1", 0, 3_600),
    figure("alike_entries", "R-F1", 2, 1_000),
    figure("alike_minutes", "R-F1", 1, 1_440),
    figure("rounded_sessions", "R-F2", 5, 10_000),
    figure("rounded_percent", "R-F2", 1, 100),
    figure("hazard_days", "R-G2", 1, 3_660),
];

impl Default for Thresholds {
    fn default() -> Self {
        Thresholds {
            entry_seconds: 90,
            alike_entries: 5,
            alike_minutes: 10,
            rounded_sessions: 20,
            rounded_percent: 70,
            disabled_people: 300,
            disabled_percent: 30,
            sessions_a_day: 8,
            speed_kmh: 60,
            first_times: 2,
            first_days: 30,
            hazard_days: 14,
            overdue_days: 30,
            contact_days: 365,
            grant_days: 365,
            cash_at_once: BTreeMap::new(),
            holidays: Vec::new(),
            projects: Vec::new(),
            teams: Vec::new(),
            offices: Vec::new(),
        }
    }
}

impl Thresholds {
    /// Returns what is set under each name, as [`Thresholds::set`] reads it: the figures, the cash, the holidays, the projects,
    /// the teams, the offices.
    pub fn texts(&self) -> Vec<(&'static str, String)> {
        let all = serde_json::to_value(self).unwrap_or_default();
        let figures = FIGURES.iter().map(|figure| {
            let number = all.get(figure.name).and_then(serde_json::Value::as_u64);
            (figure.name, number.unwrap_or_default().to_string())
        });
        let cash = self.cash_at_once.iter();
        let cash: Vec<String> = cash.map(|(of, most)| format!("{of} {most}")).collect();
        let lines = |days: &[NamedDays]| {
            let lines: Vec<String> = days.iter().map(NamedDays::line).collect();
            lines.join("\n")
        };
        let offices: Vec<String> = self.offices.iter().map(Office::line).collect();
        let more = [
            (CASH, cash.join("\n")),
            (HOLIDAYS, lines(&self.holidays)),
            (PROJECTS, lines(&self.projects)),
            (TEAMS, lines(&self.teams)),
            (OFFICES, offices.join("\n")),
        ];
        figures.chain(more).collect()
    }

    /// Sets what has this name. Cash is lines such as `USD 300`, holidays such as `2026-04-14 2026-04-16 Khmer New Year`,
    /// projects such as `2026-01-01 2026-12-31 EU-2026`, teams such as `2026-01-01 2026-12-31 BTB02`, offices such as `13.0957 103.2022 Battambang`.
    ///
    /// # Errors
    /// [`BadThreshold`] when there is none of this name or the text is nothing that it can be; nothing is changed then.
    pub fn set(&mut self, name: &str, text: &str) -> Result<(), BadThreshold> {
        match name {
            CASH => self.cash_at_once = lines(CASH, text, "USD 300", cash)?.into_iter().collect(),
            HOLIDAYS => {
                let like = "2026-04-14 2026-04-16 Khmer New Year";
                self.holidays = lines(HOLIDAYS, text, like, NamedDays::read)?;
                self.holidays.sort_by_key(|it| (it.from, it.to));
            }
            PROJECTS => {
                let like = "2026-01-01 2026-12-31 EU-2026";
                self.projects = lines(PROJECTS, text, like, NamedDays::read)?;
                self.projects.sort_by_key(|it| (it.from, it.to));
            }
            TEAMS => {
                let like = "2026-01-01 2026-12-31 BTB02";
                self.teams = lines(TEAMS, text, like, NamedDays::read)?;
                self.teams.sort_by_key(|it| (it.from, it.to));
            }
            OFFICES => {
                let like = "13.0957 103.2022 Battambang";
                self.offices = lines(OFFICES, text, like, Office::read)?;
            }
            _ => {
                let known = FIGURES.iter().find(|figure| figure.name == name);
                let known = known.ok_or_else(|| BadThreshold::Unknown {
                    name: name.chars().take(40).collect(),
                })?;
                let wrong = BadThreshold::Figure {
                    name: known.name,
                    least: known.least,
                    most: known.most,
                };
                let number = text.trim().parse::<u32>().ok();
                let number = number.filter(|it| (known.least..=known.most).contains(it));
                let number = number.ok_or_else(|| wrong.clone())?;
                let mut all = serde_json::to_value(&*self).map_err(|_| wrong.clone())?;
                if let Some(place) = all.get_mut(name) {
                    *place = number.into();
                }
                *self = serde_json::from_value(all).map_err(|_| wrong)?;
            }
        }
        Ok(())
    }

    /// Reads what a programme set. What cannot be read stays as the catalogue has it: a newer program may know more.
    pub fn read<'t>(set: impl IntoIterator<Item = (&'t str, &'t str)>) -> Self {
        let mut thresholds = Self::default();
        for (name, text) in set {
            // A value that this program cannot read is one that it does not have.
            let _unread = thresholds.set(name, text);
        }
        thresholds
    }
}

impl Office {
    /// Where it is.
    #[must_use]
    pub fn at(&self) -> Point {
        Point {
            lat: self.lat,
            lon: self.lon,
        }
    }

    fn read(line: &str) -> Option<Self> {
        let mut words = line.splitn(3, char::is_whitespace);
        // Somebody may copy the two with the comma between them.
        let lat = words.next()?.trim_end_matches(',');
        let lon = words.next()?;
        let at = Point::of_stored(&format!("{lat} {lon}"))?;
        let name = words.next()?.trim();
        let fits = !name.is_empty() && name.chars().nth(NAME_CHARS_MAX).is_none();
        fits.then(|| Office {
            lat: at.lat,
            lon: at.lon,
            name: name.to_owned(),
        })
    }

    fn line(&self) -> String {
        format!("{} {} {}", self.lat, self.lon, self.name)
    }
}

impl NamedDays {
    fn read(line: &str) -> Option<Self> {
        let mut words = line.splitn(3, char::is_whitespace);
        let from: NaiveDate = words.next()?.parse().ok()?;
        let to: NaiveDate = words.next()?.parse().ok()?;
        let name = words.next()?.trim();
        let fits = !name.is_empty() && name.chars().nth(NAME_CHARS_MAX).is_none() && from <= to;
        fits.then(|| NamedDays {
            from,
            to,
            name: name.to_owned(),
        })
    }

    fn line(&self) -> String {
        format!("{} {} {}", self.from, self.to, self.name)
    }
}

fn cash(line: &str) -> Option<(String, f64)> {
    let (currency, most) = line.split_once(char::is_whitespace)?;
    let is_code = currency.len() == 3 && currency.bytes().all(|it| it.is_ascii_uppercase());
    let most: f64 = most.trim().parse().ok()?;
    (is_code && most.is_finite() && most >= 0.0).then(|| (currency.to_owned(), most))
}

fn lines<T>(
    name: &'static str,
    text: &str,
    like: &'static str,
    read: impl Fn(&str) -> Option<T>,
) -> Result<Vec<T>, BadThreshold> {
    let filled = text.lines().map(str::trim).enumerate();
    let filled: Vec<(usize, &str)> = filled.filter(|(_, line)| !line.is_empty()).collect();
    if filled.len() > LINES_MAX {
        return Err(BadThreshold::Lines { name });
    }
    let each = filled.into_iter().map(|(at, line)| {
        read(line).ok_or(BadThreshold::Line {
            name,
            line: at + 1,
            like,
        })
    });
    each.collect()
}
