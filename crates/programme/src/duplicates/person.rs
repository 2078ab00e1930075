//! Whether two records speak of one person: points for what agrees, each with its reason.
//!
//! The points are those of the programme's catalogue (R-E6). Twins, fathers and sons agree in all but the
//! name or the year, so some things hold a pair back from *probable* however many points it has.

use chrono::{Datelike as _, NaiveDate};

use super::facts::{Fact, Level};
use super::names::Names;
use super::{khmer, latin, plain};
use crate::quality::Thresholds;
use crate::quality::figures::{POSSIBLE_POINTS, PROBABLE_POINTS};

/// From how many points on two records are one person, possibly or probably.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Possibly, from so many on.
    pub possible: i16,
    /// Probably, from so many on: never fewer.
    pub probable: i16,
}

impl Bounds {
    /// Returns what a programme set.
    #[must_use]
    pub fn of(set: &Thresholds) -> Self {
        let points = |it| i16::try_from(set.at(it)).unwrap_or(i16::MAX);
        let possible = points(POSSIBLE_POINTS);
        Self {
            possible,
            probable: points(PROBABLE_POINTS).max(possible),
        }
    }
}

impl Default for Bounds {
    fn default() -> Self {
        Self::of(&Thresholds::default())
    }
}

/// Years between two births from which on the people are parent and child rather than one.
const GENERATION_YEARS: u32 = 15;
/// Days between two accidents from which on they are two.
const OTHER_ACCIDENT_DAYS: u32 = 366;
/// The most points that the names can give.
const NAME_POINTS: i16 = 40;
/// Names that are this much alike, in per cent, give nothing yet.
const NAME_FLOOR: i16 = 50;
/// Names that are this much alike give everything.
const NAME_CEILING: i16 = 90;

/// A sex that was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
}

/// What a record says of a person; what is not known is left out.
#[derive(Debug, Clone, Copy, Default)]
pub struct Person<'a> {
    /// Name in Latin letters, in any order.
    pub name_latin: Option<&'a str>,
    /// Name in the person's own script.
    pub name_local: Option<&'a str>,
    /// What else the person is called.
    pub also_known_as: Option<&'a str>,
    /// The sex.
    pub sex: Option<Sex>,
    /// The year of birth, exact or made of an age.
    pub birth_year: Option<i32>,
    /// Code of the country.
    pub country: &'a str,
    /// Where the person lives: province, district, commune, village; each a code or a name.
    pub home: [Option<&'a str>; 4],
    /// The day of the accident; of a month or a year its first day.
    pub accident: Option<NaiveDate>,
    /// The telephone number, as it was written.
    pub phone: Option<&'a str>,
    /// Class of the device.
    pub device: Option<&'a str>,
    /// Outcome of the accident.
    pub outcome: Option<&'a str>,
}

/// How two records stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Nothing to ask.
    Unlike,
    /// Perhaps one person.
    Possible,
    /// Probably one person.
    Probable,
}

/// What gave or took points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason {
    /// What was compared.
    pub fact: Fact,
    /// Its points; below nought when it speaks against.
    pub points: i16,
}

/// How alike two records are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// 0 to 100: the sum of the reasons, within these limits.
    pub points: u8,
    /// What could be compared, in the catalogue's order; what holds the pair back comes last.
    pub reasons: Vec<Reason>,
}

impl Match {
    /// Returns how the two records stand to each other.
    pub fn verdict(&self, bounds: Bounds) -> Verdict {
        match i16::from(self.points) {
            points if points >= bounds.probable => Verdict::Probable,
            points if points >= bounds.possible => Verdict::Possible,
            _ => Verdict::Unlike,
        }
    }
}

/// A person made ready to be compared with many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    pub(super) names: Names,
    pub(super) sex: Option<Sex>,
    pub(super) birth_year: Option<i32>,
    pub(super) country: u64,
    pub(super) home: [Option<u64>; 4],
    pub(super) accident: Option<NaiveDate>,
    pub(super) phone: Option<u64>,
    injury: Option<u64>,
}

impl Profile {
    /// Makes a person ready.
    pub fn of(person: &Person<'_>) -> Self {
        let names = [person.name_latin, person.name_local, person.also_known_as];
        let country = person.country.trim().to_ascii_uppercase();
        let injury = person
            .device
            .zip(person.outcome)
            .and_then(|(device, outcome)| {
                let (device, outcome) = (device.trim(), outcome.trim());
                let known = !device.is_empty() && !outcome.is_empty();
                known.then(|| digest(&[device, outcome]))
            });
        Self {
            names: Names::of(names.into_iter().flatten()),
            sex: person.sex,
            birth_year: person.birth_year,
            country: digest(&[&country]),
            home: person.home.map(|place| place.and_then(place_key)),
            accident: person.accident,
            phone: person.phone.and_then(phone_key),
            injury,
        }
    }

    /// Returns how alike two people are. It is the same in either direction. What holds a pair back keeps it below what is
    /// probable.
    pub fn compare(&self, other: &Self, bounds: Bounds) -> Match {
        let mut reasons: Vec<Reason> = Vec::new();
        let likeness = self.names.likeness(&other.names);
        reasons.extend(likeness.map(|it| Reason {
            points: name_points(it.percent),
            fact: Fact::Name {
                percent: it.percent,
                script: it.script,
                order: it.order,
            },
        }));
        self.besides(other, |fact, points| reasons.push(Reason { fact, points }));
        let sum: i16 = reasons.iter().map(|it| it.points).sum();
        if sum >= bounds.probable {
            let agrees = likeness.map(|it| it.agrees);
            let mut takes = bounds.probable - 1 - sum;
            for fact in self.held_back(other, agrees) {
                reasons.push(Reason {
                    fact,
                    points: takes,
                });
                takes = 0;
            }
        }
        let sum: i16 = reasons.iter().map(|it| it.points).sum();
        Match {
            points: u8::try_from(sum.clamp(0, 100)).unwrap_or(0),
            reasons,
        }
    }

    /// Whether two people could reach so many points if their names were the same.
    pub(super) fn may_reach(&self, other: &Self, least: i16) -> bool {
        let mut sum = NAME_POINTS;
        self.besides(other, |_, points| sum += points);
        sum >= least
    }

    /// What is compared besides the names.
    fn besides(&self, other: &Self, mut said: impl FnMut(Fact, i16)) {
        if let Some((one, two)) = self.sex.zip(other.sex) {
            let same = one == two;
            said(Fact::Sex { same }, if same { 10 } else { -30 });
        }
        if let Some(years) = self.years_apart(other) {
            let points = match years {
                0 => 15,
                1 => 10,
                2 => 5,
                _ => 0,
            };
            said(Fact::BirthYear { years }, points);
        }
        if let Some(level) = self.common_place(other) {
            let points = match level {
                Level::Village => 15,
                Level::Commune => 10,
                Level::District => 5,
            };
            said(Fact::Home { level }, points);
        }
        if let Some((one, two)) = self.accident.zip(other.accident) {
            let days = days_apart(one, two);
            let points = match days {
                0 => 15,
                1..=7 => 12,
                _ if (one.year(), one.month()) == (two.year(), two.month()) => 8,
                _ if one.year() == two.year() => 4,
                _ => 0,
            };
            said(Fact::Accident { days }, points);
        }
        if self.phone.is_some() && self.phone == other.phone {
            said(Fact::Phone, 20);
        }
        if self.injury.is_some() && self.injury == other.injury {
            said(Fact::Injury, 5);
        }
    }

    /// What speaks for two people however much else agrees; `agrees` says it of the names.
    fn held_back(&self, other: &Self, agrees: Option<bool>) -> impl Iterator<Item = Fact> {
        let names = match agrees {
            None => Some(Fact::NamesNotCompared),
            Some(false) => Some(Fact::OtherName),
            Some(true) => None,
        };
        let years = self.years_apart(other).filter(|it| *it >= GENERATION_YEARS);
        let days = self.accident.zip(other.accident);
        let days = days
            .map(|(one, two)| days_apart(one, two))
            .filter(|it| *it > OTHER_ACCIDENT_DAYS);
        let all = [
            names,
            years.map(|years| Fact::Generation { years }),
            days.map(|days| Fact::OtherAccident { days }),
        ];
        all.into_iter().flatten()
    }

    fn years_apart(&self, other: &Self) -> Option<u32> {
        let (one, two) = self.birth_year.zip(other.birth_year)?;
        Some(one.abs_diff(two))
    }

    /// The lowest level at which both live in the same place; a level is the same only when none
    /// above it is another.
    fn common_place(&self, other: &Self) -> Option<Level> {
        let mut lowest = None;
        let levels = [
            None,
            Some(Level::District),
            Some(Level::Commune),
            Some(Level::Village),
        ];
        for ((one, two), level) in self.home.iter().zip(&other.home).zip(levels) {
            match one.zip(*two) {
                Some((one, two)) if one == two => lowest = level,
                Some(_) => return lowest,
                None => {}
            }
        }
        lowest
    }
}

fn name_points(percent: u8) -> i16 {
    let over = (i16::from(percent) - NAME_FLOOR).clamp(0, NAME_CEILING - NAME_FLOOR);
    (over * NAME_POINTS + (NAME_CEILING - NAME_FLOOR) / 2) / (NAME_CEILING - NAME_FLOOR)
}

fn days_apart(one: NaiveDate, two: NaiveDate) -> u32 {
    let days = one.signed_duration_since(two).num_days().unsigned_abs();
    u32::try_from(days).unwrap_or(u32::MAX)
}

/// A place as it is compared: a code by its figures, with or without the country before and the nought
/// that tables drop; a name by how it is heard.
fn place_key(place: &str) -> Option<u64> {
    let place = place.trim();
    let figures = place.trim_start_matches(|it: char| it.is_ascii_alphabetic());
    let is_code = figures.chars().all(|it| it.is_ascii_digit()) && place.len() - figures.len() <= 3;
    if is_code && !figures.is_empty() {
        let lost = if figures.len() % 2 == 1 { "0" } else { "" };
        return Some(digest(&["code", &format!("{lost}{figures}")]));
    }
    let words = plain::words(place);
    let latin: String = latin::heard(&words.latin.concat()).into_iter().collect();
    let local: String = khmer::heard(&words.local.concat()).into_iter().collect();
    let number: String = place.chars().filter_map(figure).collect();
    let known = !(latin.is_empty() && local.is_empty() && number.is_empty());
    known.then(|| digest(&["name", &latin, "", &local, "", &number]))
}

/// A telephone number without what may stand before it: noughts and the codes of the region's countries.
///
/// Fewer than 7 figures are no number.
fn phone_key(phone: &str) -> Option<u64> {
    let figures: String = phone.chars().filter_map(figure).take(20).collect();
    let bare = figures.trim_start_matches('0');
    let written_abroad = phone.trim_start().starts_with('+') || figures.starts_with("00");
    let codes = ["855", "856", "84", "95", "66", "63", "62"];
    let own = codes.iter().find_map(|code| bare.strip_prefix(code));
    // A national number of 8 or 9 figures may begin like a country's code.
    let own = own.filter(|own| written_abroad || own.len() >= 8);
    let bare = own.unwrap_or(bare).trim_start_matches('0');
    (bare.len() >= 7).then(|| bare.parse().ok()).flatten()
}

/// A figure of the scripts of the region as 0 to 9.
fn figure(sign: char) -> Option<char> {
    let zeros = ['0', '\u{17e0}', '\u{0e50}', '\u{0ed0}', '\u{1040}'];
    zeros.into_iter().find_map(|zero| {
        let value = u32::from(sign).checked_sub(u32::from(zero))?;
        char::from_digit(value, 10)
    })
}

/// A number that stands for texts (FNV-1a): the same for the same texts on every machine.
pub(super) fn digest(texts: &[&str]) -> u64 {
    let mut sum = 0xcbf2_9ce4_8422_2325_u64;
    for text in texts {
        for byte in text.bytes().chain([0xff]) {
            sum = (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    sum
}

#[cfg(test)]
#[allow(clippy::indexing_slicing, reason = "a failed test should stop at once")]
mod tests {
    use super::*;

    #[test]
    fn a_telephone_number_is_the_same_however_it_is_written() {
        let same = |phones: &[&str]| {
            let keys: Vec<Option<u64>> = phones.iter().map(|it| phone_key(it)).collect();
            assert!(
                keys.iter()
                    .all(|it| it.is_some() && Some(it) == keys.first()),
                "{phones:?} {keys:?}"
            );
        };
        same(&[
            "012 345 678",
            "+855 12 345 678",
            "0085512345678",
            "12345678",
            "០១២៣៤៥៦៧៨",
            "855 12345678",
            "+855 (0)12-345-678",
        ]);
        same(&["+84 912 345 678", "0912345678"]);
        assert_ne!(phone_key("012 345 678"), phone_key("012 345 679"));
        for none in ["", "-", "12345", "don't know", "000000000"] {
            assert_eq!(phone_key(none), None, "{none}");
        }
        assert_eq!(
            phone_key("99999999999999999999999"),
            phone_key("99999999999999999999")
        );
    }

    #[test]
    fn a_place_is_the_same_however_it_is_written() {
        let same = |one: &str, two: &str| {
            assert_eq!(place_key(one), place_key(two), "{one} {two}");
            assert!(place_key(one).is_some());
        };
        same("KH020901", "020901");
        same("020901", "20901");
        same("Samlout", "SAMLOUT ");
        same("Kouk Khpos", "Kukkhpoh");
        same("ភូមិ ១", "ភូមិ\u{200b}១");
        assert_ne!(place_key("Phum 1"), place_key("Phum 2"));
        assert_ne!(place_key("020901"), place_key("020902"));
        assert_eq!(place_key(" - "), None);
        assert_eq!(place_key(""), None);
    }

    #[test]
    fn the_points_of_a_name_grow_from_half_alike_to_all() {
        let points = [0, 50, 51, 70, 90, 95, 100].map(name_points);
        assert_eq!(points, [0, 0, 1, 20, 40, 40, 40]);
    }
}
