//! Which of many people are worth comparing, found by keys that duplicates share.
//!
//! Two people of one country are compared when they share a telephone number, or live in one province and
//! share one of: all consonants of the name; a given name where one has no other; a word of the name and
//! about the year of birth; the village and about the year; the village and a word; the day of the accident.

use std::collections::{BTreeMap, BTreeSet};

use super::distance::Ear;
use super::khmer::Khmer;
use super::latin::Latin;
use super::names::Spoken;
use super::person::{Match, Profile, Verdict, digest};
use super::{Id, POSSIBLE};

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

/// Many people, found by what duplicates share.
#[derive(Debug, Clone, Default)]
pub struct Index {
    people: BTreeMap<Id, u32>,
    slots: Vec<Option<(Id, Profile)>>,
    free: Vec<u32>,
    keys: BTreeSet<(u64, u32)>,
}

impl Index {
    /// Returns an index of nobody.
    pub fn new() -> Self {
        Self::default()
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
            if let Some(alike) = worth_asking(person, other) {
                found.push(Found { other: *id, alike });
            }
        }
        found.sort_by_key(|it| (std::cmp::Reverse(it.alike.points), it.other));
        found
    }

    /// Compares everybody with whom it is worth it, and returns the pairs that may be one person.
    pub fn sweep(&self) -> Sweep {
        let mut sweep = Sweep::default();
        let mut crowded = BTreeSet::new();
        for (id, profile) in self.slots.iter().flatten() {
            for slot in self.near(profile, &mut crowded) {
                // Each pair once, from the side of the smaller id.
                let Some((other_id, other)) = self.at(slot).filter(|(it, _)| it > id) else {
                    continue;
                };
                sweep.compared += 1;
                if let Some(alike) = worth_asking(profile, other) {
                    sweep.doubles.push(Double {
                        one: *id,
                        other: *other_id,
                        alike,
                    });
                }
            }
        }
        sweep
            .doubles
            .sort_by_key(|it| (std::cmp::Reverse(it.alike.points), it.one, it.other));
        sweep.passed_over = crowded.len();
        sweep
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
fn worth_asking(one: &Profile, other: &Profile) -> Option<Match> {
    // Names take the most time to compare, and cannot help everybody.
    if !one.may_reach(other, POSSIBLE) {
        return None;
    }
    let alike = one.compare(other);
    (alike.verdict() >= Verdict::Possible).then_some(alike)
}

/// Under what a person is put, and what a person is asked for by.
#[derive(Default)]
struct Keys {
    under: Vec<u64>,
    asked: Vec<u64>,
}

impl Keys {
    fn of(person: &Profile) -> Self {
        let mut keys = Self::default();
        let country = person.country.to_string();
        if let Some(phone) = person.phone {
            keys.both(digest(&["phone", &country, &phone.to_string()]));
        }
        let [Some(province), _, _, village] = person.home else {
            return keys.tidy();
        };
        let province = format!("{country} {province}");
        let village = village.map(|it| format!("{province} {it}"));
        let year = person.birth_year.map(|it| it.div_euclid(YEARS));
        if let Some(day) = person.accident {
            keys.both(digest(&["accident", &province, &day.to_string()]));
        }
        if let Some((village, year)) = village.as_ref().zip(year) {
            keys.about(year, |year| digest(&["village", village, year]));
        }
        let near = Near {
            province,
            village,
            year,
        };
        for name in &person.names.latin {
            keys.name::<Latin>("latin", name, &near);
        }
        for name in &person.names.local {
            keys.name::<Khmer>("local", name, &near);
        }
        keys.tidy()
    }

    fn name<E: Ear>(&mut self, script: &str, name: &Spoken, near: &Near) {
        let at = |kind: &str, bones: &str| digest(&[kind, script, &near.province, bones]);
        self.both(at("whole", &name.bones::<E>()));
        if name.is_one_word() {
            let bones: String = name.bones_of_words::<E>().collect();
            self.under.push(at("alone", &bones));
            self.asked.push(at("given", &bones));
        }
        for bones in name.bones_of_given::<E>() {
            self.under.push(at("given", &bones));
            self.asked.push(at("alone", &bones));
        }
        for bones in name.bones_of_words::<E>().filter(|it| !it.is_empty()) {
            if let Some(year) = near.year {
                let of = |year: &str| digest(&["word", script, &near.province, &bones, year]);
                self.about(year, of);
            }
            if let Some(village) = &near.village {
                self.both(digest(&["neighbour", script, village, &bones]));
            }
        }
    }

    fn both(&mut self, key: u64) {
        self.under.push(key);
        self.asked.push(key);
    }

    /// Under this year, and asked for by it and those beside it.
    fn about(&mut self, year: i32, key: impl Fn(&str) -> u64) {
        self.under.push(key(&year.to_string()));
        let beside = [-1, 0, 1].map(|step| key(&year.saturating_add(step).to_string()));
        self.asked.extend(beside);
    }

    fn tidy(mut self) -> Self {
        for keys in [&mut self.under, &mut self.asked] {
            keys.sort_unstable();
            keys.dedup();
        }
        self
    }
}

/// What a person's name is looked up beside.
struct Near {
    province: String,
    village: Option<String>,
    year: Option<i32>,
}
