//! Which of many people are worth comparing, found by keys that duplicates share.
//!
//! Two people of one country are compared when they share a telephone number, or live in one province and
//! share one of: all consonants of the name; a given name where one has no other; a word of the name and
//! about the year of birth; the village and about the year; the village and a word; the day of the accident.

use std::collections::{BTreeMap, BTreeSet};

use super::Id;
use super::distance::Ear;
use super::khmer::Khmer;
use super::latin::Latin;
use super::names::Spoken;
use super::person::{Bounds, Match, Profile, Verdict, digest};

/// A key that more people share says nothing: they are not compared for it.
pub const SHARED_MAX: usize = 400;
/// Years of birth that go into one key; who is two years apart is in this one or the next.
const YEARS: i32 = 3;

/// A record that may speak of the same person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The other record.
    pub other: Id,
    /// How alike they are: `Possible` at least.
    pub alike: Match,
}

/// Two records that may speak of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Double {
    /// The record with the smaller id.
    pub one: Id,
    /// The other record.
    pub other: Id,
    /// How alike they are: `Possible` at least.
    pub alike: Match,
}

/// What a look through everybody found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sweep {
    /// Pairs, the most alike first, then by their ids.
    pub doubles: Vec<Double>,
    /// Pairs that were compared.
    pub compared: u64,
    /// Keys that more than [`SHARED_MAX`] people share: nobody was compared because of them.
    pub passed_over: usize,
}

/// What a look through one part of everybody found.
#[derive(Debug)]
pub struct Part {
    sweep: Sweep,
    crowded: BTreeSet<u64>,
}

impl Sweep {
    /// Returns what all parts of a sweep found.
    pub fn joined(parts: impl IntoIterator<Item = Part>) -> Self {
        let mut all = Self::default();
        let mut crowded = BTreeSet::new();
        for part in parts {
            all.doubles.extend(part.sweep.doubles);
            all.compared += part.sweep.compared;
            crowded.extend(part.crowded);
        }
        all.doubles
            .sort_by_key(|it| (std::cmp::Reverse(it.alike.points), it.one, it.other));
        all.passed_over = crowded.len();
        all
    }
}

/// Many people, found by what duplicates share.
#[derive(Debug, Clone, Default)]
pub struct Index {
    bounds: Bounds,
    people: BTreeMap<Id, u32>,
    slots: Vec<Option<(Id, Profile)>>,
    free: Vec<u32>,
    keys: BTreeSet<(u64, u32)>,
}

impl Index {
    /// Returns an index of nobody, with the points of the catalogue.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns an index of nobody in which pairs are told from these points on.
    pub fn within(bounds: Bounds) -> Self {
        Self {
            bounds,
            ..Self::default()
        }
    }

    /// Puts a person in, in place of what stood under the id.
    pub fn put(&mut self, id: Id, profile: Profile) {
        self.take(id);
        let slot = self.free.pop().unwrap_or_else(|| {
            self.slots.push(None);
            u32::try_from(self.slots.len() - 1).unwrap_or(u32::MAX)
        });
        let keys = Keys::of(&profile);
        self.keys
            .extend(keys.under.into_iter().map(|key| (key, slot)));
        self.people.insert(id, slot);
        if let Some(place) = self.place(slot) {
            *place = Some((id, profile));
        }
    }

    /// Takes a person out; whether there was one.
    pub fn take(&mut self, id: Id) -> bool {
        let Some(slot) = self.people.remove(&id) else {
            return false;
        };
        if let Some((_, profile)) = self.place(slot).and_then(Option::take) {
            for key in Keys::of(&profile).under {
                self.keys.remove(&(key, slot));
            }
        }
        self.free.push(slot);
        true
    }

    /// Returns how many people there are.
    pub fn len(&self) -> usize {
        self.people.len()
    }

    /// Returns whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// Returns the records that are worth comparing with a person, by their ids; the person's own,
    /// `but`, is left out.
    pub fn candidates(&self, person: &Profile, but: Option<Id>) -> Vec<Id> {
        let slots = self.near(person, &mut BTreeSet::new());
        let ids = slots.into_iter().filter_map(|slot| self.at(slot));
        let mut ids: Vec<Id> = ids
            .map(|(id, _)| *id)
            .filter(|id| Some(*id) != but)
            .collect();
        ids.sort_unstable();
        ids
    }

    /// Returns the records that may speak of this person, the most alike first, then by their ids.
    pub fn alike(&self, person: &Profile, but: Option<Id>) -> Vec<Found> {
        let mut found = Vec::new();
        for slot in self.near(person, &mut BTreeSet::new()) {
            let Some((id, other)) = self.at(slot).filter(|(id, _)| Some(*id) != but) else {
                continue;
            };
            if let Some(alike) = worth_asking(person, other, self.bounds) {
                found.push(Found { other: *id, alike });
            }
        }
        found.sort_by_key(|it| (std::cmp::Reverse(it.alike.points), it.other));
        found
    }

    /// Compares everybody with whom it is worth it, and returns the pairs that may be one person.
    pub fn sweep(&self) -> Sweep {
        Sweep::joined([self.sweep_part(0, 1)])
    }

    /// Like [`Index::sweep`] for one of so many parts, counted from nought, to be worked out beside each other and
    /// [joined](Sweep::joined).
    pub fn sweep_part(&self, part: usize, parts: usize) -> Part {
        let mut sweep = Sweep::default();
        let mut crowded = BTreeSet::new();
        let mine = self.slots.iter().skip(part).step_by(parts.max(1));
        for (id, profile) in mine.flatten() {
            for slot in self.near(profile, &mut crowded) {
                // Each pair once, from the side of the smaller id.
                let Some((other_id, other)) = self.at(slot).filter(|(it, _)| it > id) else {
                    continue;
                };
                sweep.compared += 1;
                if let Some(alike) = worth_asking(profile, other, self.bounds) {
                    sweep.doubles.push(Double {
                        one: *id,
                        other: *other_id,
                        alike,
                    });
                }
            }
        }
        Part { sweep, crowded }
    }

    /// The slots that share a key, each once.
    fn near(&self, person: &Profile, crowded: &mut BTreeSet<u64>) -> Vec<u32> {
        let mut slots = Vec::new();
        for key in Keys::of(person).asked {
            let before = slots.len();
            let sharing = self.keys.range((key, 0)..=(key, u32::MAX));
            slots.extend(sharing.take(SHARED_MAX + 1).map(|(_, slot)| *slot));
            if slots.len() - before > SHARED_MAX {
                slots.truncate(before);
                crowded.insert(key);
            }
        }
        slots.sort_unstable();
        slots.dedup();
        slots
    }

    fn at(&self, slot: u32) -> Option<&(Id, Profile)> {
        self.slots.get(usize::try_from(slot).ok()?)?.as_ref()
    }

    fn place(&mut self, slot: u32) -> Option<&mut Option<(Id, Profile)>> {
        self.slots.get_mut(usize::try_from(slot).ok()?)
    }
}

/// How alike they are, when that is enough to ask somebody.
fn worth_asking(one: &Profile, other: &Profile, bounds: Bounds) -> Option<Match> {
    // Names take the most time to compare, and cannot help everybody.
    if !one.may_be(other, bounds) {
        return None;
    }
    let alike = one.compare(other, bounds);
    (alike.verdict(bounds) >= Verdict::Possible).then_some(alike)
}

impl Profile {
    /// Returns how alike two people are, when that is enough to ask somebody: `Possible` at least.
    pub fn alike(&self, other: &Self, bounds: Bounds) -> Option<Match> {
        worth_asking(self, other, bounds)
    }

    /// Returns whether two people could be alike enough to ask somebody, whatever their names are.
    pub fn may_be(&self, other: &Self, bounds: Bounds) -> bool {
        self.may_reach(other, bounds.possible)
    }

    /// Returns the keys by which this person is found among many, for a store that keeps them.
    pub fn keys(&self) -> Keys {
        Keys::of(self)
    }
}

/// Under what a person is put, and what a person is asked for by; both sorted, each key once. A key that more than
/// [`SHARED_MAX`] people share says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keys {
    /// Under what the person is put.
    pub under: Vec<u64>,
    /// By what others like the person are asked for.
    pub asked: Vec<u64>,
}

impl Keys {
    fn of(person: &Profile) -> Self {
        let mut keys = Self::default();
        let country = person.country;
        if let Some(phone) = person.phone {
            keys.both(mixed(Kind::Phone, &[country, phone]));
        }
        let [Some(province), _, _, village] = person.home else {
            return keys.tidy();
        };
        let near = Near {
            province: [country, province],
            village: village.map(|it| [country, province, it]),
            year: person.birth_year.map(|it| it.div_euclid(YEARS)),
        };
        if let Some(day) = person.accident {
            let day = digest(&[&day.to_string()]);
            keys.both(mixed(Kind::Accident, &[country, province, day]));
        }
        if let Some((village, year)) = near.village.zip(near.year) {
            keys.about(year, Kind::Village, &village);
        }
        for name in &person.names.latin {
            keys.name::<Latin>(1, name, &near);
        }
        for name in &person.names.local {
            keys.name::<Khmer>(2, name, &near);
        }
        keys.tidy()
    }

    fn name<E: Ear>(&mut self, script: u64, name: &Spoken, near: &Near) {
        let [country, province] = near.province;
        let of = |bones: &str| [country, province, script, digest(&[bones])];
        self.both(mixed(Kind::Whole, &of(&name.bones::<E>())));
        if name.is_one_word() {
            let bones: String = name.bones_of_words::<E>().collect();
            self.under.push(mixed(Kind::Alone, &of(&bones)));
            self.asked.push(mixed(Kind::Given, &of(&bones)));
        }
        for bones in name.bones_of_given::<E>() {
            self.under.push(mixed(Kind::Given, &of(&bones)));
            self.asked.push(mixed(Kind::Alone, &of(&bones)));
        }
        for bones in name.bones_of_words::<E>().filter(|it| !it.is_empty()) {
            if let Some(year) = near.year {
                self.about(year, Kind::Word, &of(&bones));
            }
            if let Some([country, province, village]) = near.village {
                let at = [country, province, village, script, digest(&[&bones])];
                self.both(mixed(Kind::Neighbour, &at));
            }
        }
    }

    fn both(&mut self, key: u64) {
        self.under.push(key);
        self.asked.push(key);
    }

    /// Under this year, and asked for by it and those beside it.
    fn about(&mut self, year: i32, kind: Kind, of: &[u64]) {
        let at = |year: i32| {
            let year = u64::from(year.cast_unsigned());
            mixed(kind, &[mixed(kind, of), year])
        };
        self.under.push(at(year));
        self.asked
            .extend([-1, 0, 1].map(|step| at(year.saturating_add(step))));
    }

    fn tidy(mut self) -> Self {
        for keys in [&mut self.under, &mut self.asked] {
            keys.sort_unstable();
            keys.dedup();
        }
        self
    }
}

/// What a key is made of.
#[derive(Clone, Copy)]
enum Kind {
    Phone,
    Accident,
    Village,
    Whole,
    Alone,
    Given,
    Word,
    Neighbour,
}

/// One number that stands for several, in their order.
fn mixed(kind: Kind, parts: &[u64]) -> u64 {
    parts.iter().fold(kind as u64, |sum, part| {
        let sum = (sum ^ part).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        sum ^ (sum >> 29)
    })
}

/// What a person's name is looked up beside.
struct Near {
    province: [u64; 2],
    village: Option<[u64; 3]>,
    year: Option<i32>,
}
