//! Made-up people, and pairs of records of which it is known whether they speak of one person.
//!
//! All of it is synthetic. How often something goes wrong is set here by what registers of this kind show
//! (ages known only about, dates known only by the year, numbers that change), not by what the score can do.

mod dice;
mod names;
mod spelling;

pub(crate) use dice::Dice;

use chrono::{Datelike as _, Days, NaiveDate};
use names::{FAMILY, GIVEN};
use programme::duplicates::{Person, Profile, Sex};
use spelling::Hand;

/// A person as he or she is.
#[derive(Clone)]
pub(crate) struct Real {
    family: &'static names::Spoken,
    given: &'static names::Spoken,
    sex: Sex,
    born: i32,
    home: [u32; 4],
    accident: Option<NaiveDate>,
    phone: Option<u32>,
    device: usize,
    outcome: usize,
}

/// What a clerk wrote of a person.
#[derive(Clone, Debug, Default)]
pub(crate) struct Written {
    pub(crate) latin: Option<String>,
    pub(crate) khmer: Option<String>,
    sex: Option<Sex>,
    born: Option<i32>,
    home: [Option<String>; 4],
    accident: Option<NaiveDate>,
    phone: Option<String>,
    device: Option<String>,
    outcome: Option<String>,
}

impl Written {
    pub(crate) fn profile(&self) -> Profile {
        Profile::of(&self.person())
    }

    /// The code of the province.
    pub(crate) fn province(&self) -> &str {
        self.home[0].as_deref().unwrap_or_default()
    }

    pub(crate) fn person(&self) -> Person<'_> {
        Person {
            name_latin: self.latin.as_deref(),
            name_local: self.khmer.as_deref(),
            sex: self.sex,
            birth_year: self.born,
            country: "KH",
            home: self.home.each_ref().map(|it| it.as_deref()),
            accident: self.accident,
            phone: self.phone.as_deref(),
            device: self.device.as_deref(),
            outcome: self.outcome.as_deref(),
            ..Person::default()
        }
    }
}

/// What a labelled pair is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Same,
    Twins,
    FatherAndSon,
    Siblings,
    CommonName,
    OneAccident,
    Neighbours,
    Strangers,
}

impl Kind {
    /// How many of each, of a thousand pairs.
    const ALL: [(Self, usize); 8] = [
        (Self::Same, 400),
        (Self::Twins, 80),
        (Self::FatherAndSon, 80),
        (Self::Siblings, 80),
        (Self::CommonName, 120),
        (Self::OneAccident, 60),
        (Self::Neighbours, 100),
        (Self::Strangers, 80),
    ];
}

/// A thousand labelled pairs.
pub(crate) fn labelled(seed: u64) -> Vec<(Kind, Written, Written)> {
    let mut dice = Dice::new(seed);
    let mut pairs = Vec::new();
    for (kind, count) in Kind::ALL {
        for _ in 0..count {
            let one = Real::any(&mut dice);
            let other = one.other(kind, &mut dice);
            pairs.push((kind, one.written(&mut dice), other.written(&mut dice)));
        }
    }
    pairs
}

/// So many people of one country, some of them recorded twice.
pub(crate) fn register(count: usize, seed: u64) -> Vec<Written> {
    let mut dice = Dice::new(seed);
    let mut all = Vec::with_capacity(count);
    while all.len() < count {
        let real = Real::any(&mut dice);
        all.push(real.written(&mut dice));
        if dice.chance(5) && all.len() < count {
            all.push(real.written(&mut dice));
        }
    }
    all
}

const DEVICES: [&str; 5] = ["ap_mine", "at_mine", "cluster", "uxo", "ied"];
const OUTCOMES: [&str; 4] = ["killed", "injured", "injured_amputation", "unknown"];

impl Real {
    fn any(dice: &mut Dice) -> Self {
        let born = dice.between(1940, 2015);
        let province = dice.roll(25);
        let district = province * 10 + dice.roll(8);
        let commune = district * 10 + dice.roll(8);
        let village = commune * 20 + dice.roll(9);
        let direct = dice.chance(75);
        Self {
            family: &FAMILY[dice.often(FAMILY.len())],
            given: &GIVEN[dice.often(GIVEN.len())],
            sex: if dice.chance(75) {
                Sex::Male
            } else {
                Sex::Female
            },
            born,
            home: [province, district, commune, village]
                .map(|it| u32::try_from(it).expect("small")),
            accident: direct.then(|| a_day(dice, (born + 5).max(1979))),
            phone: dice.chance(60).then(|| number(dice)),
            device: dice.roll(DEVICES.len()),
            outcome: dice.roll(OUTCOMES.len()),
        }
    }

    /// Somebody of this kind beside the person.
    fn other(&self, kind: Kind, dice: &mut Dice) -> Self {
        let mut other = Self::any(dice);
        let family = |other: &mut Self, dice: &mut Dice| {
            other.home = self.home;
            if dice.chance(60) {
                other.phone = self.phone;
            }
            if dice.chance(40) {
                other.accident = self.accident;
                other.device = self.device;
            }
            other.given = self.another_given(dice);
        };
        match kind {
            Kind::Same => {
                other = self.clone();
                self.grow_older(&mut other, dice);
            }
            Kind::Twins | Kind::Siblings => {
                family(&mut other, dice);
                other.family = self.family;
                let years = if kind == Kind::Twins {
                    0
                } else {
                    dice.between(1, 9)
                };
                other.born = self.born + years;
                if dice.chance(70) {
                    other.sex = self.sex;
                }
            }
            Kind::FatherAndSon => {
                family(&mut other, dice);
                // A son takes the father's family name, or the father's given name.
                other.family = if dice.chance(50) {
                    self.given
                } else {
                    self.family
                };
                other.born = self.born + dice.between(18, 42);
                other.sex = self.sex;
            }
            Kind::CommonName => {
                (other.family, other.given, other.sex) = (self.family, self.given, self.sex);
                let village = self.home[2] * 20 + u32::try_from(dice.roll(9)).expect("small");
                other.home = [self.home[0], self.home[1], self.home[2], village];
            }
            Kind::OneAccident => {
                other.home = self.home;
                (other.accident, other.device) = (self.accident, self.device);
            }
            Kind::Neighbours => {
                other.home = self.home;
                other.born = self.born + dice.between(-2, 2);
            }
            Kind::Strangers => other.home[0] = self.home[0],
        }
        other
    }

    /// A brother's or sister's name: another one, often with the same first syllable.
    fn another_given(&self, dice: &mut Dice) -> &'static names::Spoken {
        let alike = dice.chance(50);
        let first = self.given.syllables.first();
        let others = |alike: bool| -> Vec<&'static names::Spoken> {
            let others = GIVEN
                .iter()
                .filter(|it| it.syllables != self.given.syllables);
            others
                .filter(|it| !alike || it.syllables.first() == first)
                .collect()
        };
        let near = others(alike);
        let all = if near.is_empty() { others(false) } else { near };
        all[dice.roll(all.len())]
    }

    /// What changes between two visits years apart.
    fn grow_older(&self, later: &mut Self, dice: &mut Dice) {
        if dice.chance(20) {
            later.phone = dice.chance(70).then(|| number(dice));
        }
        if dice.chance(6) {
            later.home[3] = later.home[2] * 20 + u32::try_from(dice.roll(9)).expect("small");
        }
        if dice.chance(8) {
            later.outcome = dice.roll(OUTCOMES.len());
        }
        later.sex = self.sex;
    }

    fn written(&self, dice: &mut Dice) -> Written {
        let (latin, khmer) = self.names(dice);
        let levels = [0, 0, 3, 10];
        let mut home = self.home.map(|it| Some(format!("KH{it:08}")));
        for (level, missing) in home.iter_mut().zip(levels) {
            if dice.chance(missing) {
                *level = None;
            }
        }
        Written {
            latin,
            khmer,
            sex: self.written_sex(dice),
            born: self.written_year(dice),
            home,
            accident: self.written_accident(dice),
            phone: self
                .phone
                .filter(|_| dice.chance(80))
                .map(|it| phone(it, dice)),
            device: dice.chance(85).then(|| DEVICES[self.device].to_owned()),
            outcome: dice.chance(90).then(|| OUTCOMES[self.outcome].to_owned()),
        }
    }

    fn names(&self, dice: &mut Dice) -> (Option<String>, Option<String>) {
        let hand = Hand::of(dice);
        let swapped = dice.chance(8);
        let alone = dice.chance(2);
        let latin_family = hand.latin(self.family.syllables, dice);
        let mut latin_given = hand.latin(self.given.syllables, dice);
        if self.given.syllables.len() > 1 && dice.chance(6) {
            let (first, rest) = self.given.syllables.split_at(1);
            latin_given = format!("{} {}", hand.latin(first, dice), hand.latin(rest, dice));
        }
        let khmer_family = hand.khmer(self.family.khmer, dice);
        let khmer_given = hand.khmer(self.given.khmer, dice);
        let between = dice.pick(&[" ", " ", " ", " ", "\u{200b}", " \u{200b}", ""]);
        let join = |family: &str, between: &str, given: &str| match (alone, swapped) {
            (true, _) => given.to_owned(),
            (_, true) => format!("{given}{between}{family}"),
            _ => format!("{family}{between}{given}"),
        };
        let mut latin = join(&latin_family, " ", &latin_given);
        let mut khmer = join(&khmer_family, between, &khmer_given);
        if dice.chance(8) {
            latin = format!("{} {latin}", dice.pick(&["Mr.", "Lok", "Mrs", "H.E."]));
            khmer = format!("{}{khmer}", dice.pick(&["លោក ", "លោក", "ឯកឧត្តម "]));
        }
        match dice.roll(100) {
            0..=4 => (None, Some(khmer)),
            5..=14 => (Some(latin), None),
            _ => (Some(latin), Some(khmer)),
        }
    }

    fn written_sex(&self, dice: &mut Dice) -> Option<Sex> {
        match dice.roll(200) {
            0 => None,
            1 => Some(if self.sex == Sex::Male {
                Sex::Female
            } else {
                Sex::Male
            }),
            _ => Some(self.sex),
        }
    }

    /// The year: right, a year or two off where an age was asked, rounded, mistyped, or missing: the form asks
    /// everybody for a year or an age, so that it is missing only in what was imported.
    fn written_year(&self, dice: &mut Dice) -> Option<i32> {
        match dice.roll(100) {
            0 => None,
            1..=12 => Some(self.born + if dice.chance(50) { 1 } else { -1 }),
            13..=15 => Some(self.born + dice.between(-3, 3)),
            16..=18 => Some(self.born / 5 * 5),
            19 => Some(self.born + if dice.chance(50) { 10 } else { -10 }),
            _ => Some(self.born),
        }
    }

    /// The day: right, some days off, only its month or year, in another year, or missing.
    fn written_accident(&self, dice: &mut Dice) -> Option<NaiveDate> {
        let day = self.accident?;
        match dice.roll(100) {
            0..=6 => None,
            7..=11 => day.checked_add_days(Days::new(
                u64::try_from(dice.between(1, 9)).expect("more than 0"),
            )),
            12..=16 => day.with_day(1),
            17..=22 => NaiveDate::from_yo_opt(day.year(), 1),
            23..=24 => day.with_day(1).and_then(|it| it.with_year(day.year() + 1)),
            _ => Some(day),
        }
    }
}

fn a_day(dice: &mut Dice, from: i32) -> NaiveDate {
    let from = from.min(2024);
    let (year, day) = (dice.between(from, 2025), dice.between(1, 365));
    NaiveDate::from_yo_opt(year, u32::try_from(day).expect("a day"))
        .expect("every year has 365 days")
}

fn number(dice: &mut Dice) -> u32 {
    let number = 10_000_000 + dice.roll(80_000_000);
    u32::try_from(number).expect("eight figures")
}

fn phone(number: u32, dice: &mut Dice) -> String {
    let text = number.to_string();
    let (net, own) = text.split_at(2);
    match dice.roll(4) {
        0 => format!("0{text}"),
        1 => format!("0{net} {own}"),
        2 => format!("+855 {net} {own}"),
        _ => text,
    }
}
