//! The figures from which rules speak; a programme may have others.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::figures::{FIGURES, Figure, ReadBy};
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

/// From which figures the rules speak. The catalogue's are the default; what a programme leaves out stays as the catalogue
/// has it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Thresholds {
    /// The figures that are not as usual, by their names.
    set: BTreeMap<&'static str, u32>,
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
#[derive(Debug, Clone, PartialEq)]
pub struct Office {
    /// North of the equator, in degrees.
    pub lat: f64,
    /// East of Greenwich, in degrees.
    pub lon: f64,
    /// What it is called.
    pub name: String,
}

/// Days with a name: those on which nobody works, or those of a project or a team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedDays {
    /// The first of them.
    pub from: NaiveDate,
    /// The last of them.
    pub to: NaiveDate,
    /// What they are called.
    pub name: String,
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

impl Thresholds {
    /// Returns a figure: what was set, or what it usually is.
    #[must_use]
    pub fn at(&self, figure: Figure) -> u32 {
        self.set.get(figure.name).copied().unwrap_or(figure.usual)
    }

    /// Returns the figures that are not as usual, by their names.
    #[must_use]
    pub fn unusual(&self) -> &BTreeMap<&'static str, u32> {
        &self.set
    }

    /// Returns by what those of them are read, besides rules on several records, that were others before; offices are read
    /// with answers.
    #[must_use]
    pub fn read_by(&self, before: &Self) -> Vec<ReadBy> {
        let differs = |by: ReadBy| {
            let mut figures = FIGURES.iter().filter(|figure| figure.read_by == by);
            figures.any(|figure| self.at(*figure) != before.at(*figure))
                || by == ReadBy::Answers && self.offices != before.offices
        };
        let mut changed = vec![ReadBy::Answers, ReadBy::People, ReadBy::Sessions];
        changed.retain(|by| differs(*by));
        changed
    }

    /// Returns what is set under each name, as [`Thresholds::set`] reads it: the figures, the cash, the holidays, the projects,
    /// the teams, the offices.
    pub fn texts(&self) -> Vec<(&'static str, String)> {
        let figures = FIGURES
            .iter()
            .map(|figure| (figure.name, self.at(*figure).to_string()));
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
                let known = Figure::named(name).ok_or_else(|| BadThreshold::Unknown {
                    name: name.chars().take(40).collect(),
                })?;
                let number = text.trim().parse::<u32>().ok();
                let number = number.filter(|it| (known.least..=known.most).contains(it));
                let number = number.ok_or(BadThreshold::Figure {
                    name: known.name,
                    least: known.least,
                    most: known.most,
                })?;
                if number == known.usual {
                    self.set.remove(known.name);
                } else {
                    self.set.insert(known.name, number);
                }
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
