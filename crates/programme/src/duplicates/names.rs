//! How alike two names are, Khmer with Khmer and Latin with Latin.

use super::distance::{Ear, SOUNDS_MAX, distance};
use super::khmer::Khmer;
use super::latin::{self, Latin};
use super::{khmer, plain, titles};

/// Words of a name that are told apart; what comes after belongs to the last.
const WORDS_MAX: usize = 4;
/// Up to so many sounds a part of a name is short.
const SHORT: usize = 6;
/// What two spellings of a short part may be apart, in hundredths of a sound: less than a consonant,
/// and less than a vowel of another kind.
const SPELLING_SHORT: u32 = 60;
/// What two spellings of a longer part may be apart: still less than a vowel of another kind.
const SPELLING_LONG: u32 = 75;
/// A given name alone has at least so many sounds to be taken for a name.
const GIVEN_MIN: usize = 3;

/// A script in which names are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Script {
    /// Latin letters, as they are heard.
    Latin,
    /// Khmer, or any other script of the region.
    Local,
}

/// How the parts of two names lie to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Order {
    /// In the same order.
    Same,
    /// Family and given name the other way round.
    Swapped,
    /// One of them is a given name alone.
    GivenAlone,
}

/// How alike two names are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Likeness {
    /// Every part may be a spelling of the other's.
    pub(super) agrees: bool,
    /// 0 to 100.
    pub(super) percent: u8,
    pub(super) script: Script,
    pub(super) order: Order,
}

/// A name as it is compared, in one script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spoken {
    sounds: Box<[char]>,
    /// Where each word ends.
    ends: Box<[usize]>,
}

/// The names of one person: those of the two name questions, and what else the person is called.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Names {
    pub(super) latin: Vec<Spoken>,
    pub(super) local: Vec<Spoken>,
}

impl Names {
    /// Reads names; in which script a name is written, its letters say.
    pub(super) fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut all = Self::default();
        for name in names {
            let mut words = plain::words(name);
            titles::take_off(&mut words);
            let latin = Spoken::of(words.latin.iter().map(|word| latin::heard(word)));
            let local = Spoken::of(words.local.iter().map(|word| khmer::heard(word)));
            all.latin.extend(latin.filter(|it| !all.latin.contains(it)));
            all.local.extend(local.filter(|it| !all.local.contains(it)));
        }
        all
    }

    /// How alike the names are where they are most alike; nothing when no script is common to both.
    ///
    /// They agree only when no other script speaks clearly against it.
    pub(super) fn likeness(&self, other: &Self) -> Option<Likeness> {
        let latin = best::<Latin>(&self.latin, &other.latin, Script::Latin);
        let local = best::<Khmer>(&self.local, &other.local, Script::Local);
        let (Some(latin), Some(local)) = (latin, local) else {
            return latin.or(local);
        };
        let clear = |it: Likeness| it.agrees || it.percent >= 60;
        let most = if local.rank() >= latin.rank() {
            local
        } else {
            latin
        };
        Some(Likeness {
            agrees: most.agrees && clear(latin) && clear(local),
            ..most
        })
    }
}

/// How alike two names are in a script that both have, of a hundred parts; nothing in common is 0. Spellings of the same
/// sounds are alike.
pub fn name_likeness(one: &str, other: &str) -> u8 {
    let [one, other] = [one, other].map(|name| Names::of([name]));
    one.likeness(&other).map_or(0, |it| it.percent)
}

impl Likeness {
    fn rank(self) -> (bool, u8) {
        (self.agrees, self.percent)
    }
}

fn best<E: Ear>(ours: &[Spoken], theirs: &[Spoken], script: Script) -> Option<Likeness> {
    let pairs = ours
        .iter()
        .flat_map(|one| theirs.iter().map(move |other| (one, other)));
    pairs
        .map(|(one, other)| one.likeness::<E>(other, script))
        .max_by_key(|it| it.rank())
}

impl Spoken {
    fn of(words: impl Iterator<Item = Vec<char>>) -> Option<Self> {
        let mut sounds = Vec::new();
        let mut ends = Vec::new();
        for word in words.filter(|word| !word.is_empty()) {
            sounds.extend(word);
            sounds.truncate(SOUNDS_MAX);
            if ends.len() == WORDS_MAX {
                ends.pop();
            }
            ends.push(sounds.len());
        }
        (!sounds.is_empty()).then(|| Self {
            sounds: sounds.into(),
            ends: ends.into(),
        })
    }

    /// Whether it is one word, so that nobody can tell which part it is.
    pub(super) fn is_one_word(&self) -> bool {
        self.ends.len() == 1
    }

    /// The words, as sounds.
    fn words(&self) -> impl Iterator<Item = &[char]> {
        let mut from = 0;
        self.ends.iter().filter_map(move |end| {
            let word = self.sounds.get(from..*end);
            from = *end;
            word
        })
    }

    /// The ways to take the name apart into a family and a given name.
    fn parts(&self) -> impl Iterator<Item = (&[char], &[char])> {
        let inner = self.ends.len().saturating_sub(1);
        let ends = self.ends.iter().take(inner);
        ends.filter_map(|end| self.sounds.split_at_checked(*end))
    }

    /// The consonants of the whole name in the order of the alphabet, each once: the same for every order of
    /// its words, for every way to join them, and for all spellings of one name.
    pub(super) fn bones<E: Ear>(&self) -> String {
        let mut bones: Vec<char> = self.sounds.iter().filter_map(|it| E::bone(*it)).collect();
        bones.sort_unstable();
        bones.dedup();
        bones.into_iter().collect()
    }

    /// The consonants of each word.
    pub(super) fn bones_of_words<E: Ear>(&self) -> impl Iterator<Item = String> {
        self.words().map(bones_in_order::<E>)
    }

    /// The consonants of what may be a given name: of each part, in each way to take the name apart; of one word,
    /// of each of its endings.
    pub(super) fn bones_of_given<E: Ear>(&self) -> Vec<String> {
        let parts = self.parts().flat_map(|(family, given)| [family, given]);
        let whole = self.is_one_word().then_some(&self.sounds);
        let endings = whole
            .into_iter()
            .flat_map(|it| (1..it.len()).filter_map(|at| it.get(at..)));
        parts.chain(endings).map(bones_in_order::<E>).collect()
    }

    fn likeness<E: Ear>(&self, other: &Self, script: Script) -> Likeness {
        let said = |(agrees, percent): (bool, u8), order: Order| Likeness {
            agrees,
            percent,
            script,
            order,
        };
        // Where both have several words the parts decide: a long family name would hide another given name.
        let in_one = self.is_one_word() || other.is_one_word();
        let (agrees, percent) = alike::<E>(&[(&*self.sounds, &*other.sounds)]);
        let mut most = said((agrees && (in_one || percent == 100), percent), Order::Same);
        if most.percent == 100 {
            return most;
        }
        let mut take = |found: Likeness| {
            // Of two that are as alike, the same whichever name is asked about the other.
            let (new, held) = (found.rank(), most.rank());
            if new > held || new == held && found.order < most.order {
                most = found;
            }
        };
        for (family, given) in self.parts() {
            for (their_family, their_given) in other.parts() {
                let straight = [(family, their_family), (given, their_given)];
                let found = alike::<E>(&straight);
                take(said(found, Order::Same));
                if found.0 && self.ends.len() == 2 && other.ends.len() == 2 {
                    continue;
                }
                let swapped = [(family, their_given), (given, their_family)];
                take(said(alike::<E>(&swapped), Order::Swapped));
            }
        }
        for (one, full) in [(self, other), (other, self)] {
            if !one.is_one_word() {
                continue;
            }
            for (family, given) in full.parts() {
                let turned = [given, family].concat();
                let (agrees, percent) = alike::<E>(&[(&*one.sounds, &*turned)]);
                take(said((agrees, percent), Order::Swapped));
                let (agrees, percent) = alike::<E>(&[(&*one.sounds, given)]);
                let enough = one.sounds.len() >= GIVEN_MIN;
                // A family name has one syllable: a longer word that stands first is a given name.
                let longer = one.sounds.iter().filter(|it| E::is_vowel(**it)).count() > 1;
                let first = alike::<E>(&[(&*one.sounds, family)]);
                if longer && first.0 {
                    take(said((true, given_alone(first.1)), Order::GivenAlone));
                }
                take(said(
                    (agrees && enough, given_alone(percent)),
                    Order::GivenAlone,
                ));
            }
        }
        if self.is_one_word() && other.is_one_word() {
            for found in self.unspaced::<E>(other).into_iter().flatten() {
                take(said((true, found.1), found.0));
            }
        }
        most
    }

    /// How two names without a space agree wherever they can be taken apart: turned around, or the one a
    /// given name that the other ends with.
    fn unspaced<E: Ear>(&self, other: &Self) -> [Option<(Order, u8)>; 2] {
        let mut swapped = None;
        if self.bones::<E>() == other.bones::<E>() {
            for at in 1..self.sounds.len() {
                let Some((family, given)) = self.sounds.split_at_checked(at) else {
                    continue;
                };
                let turned = [given, family].concat();
                let (agrees, percent) = alike::<E>(&[(&*turned, &*other.sounds)]);
                if agrees {
                    swapped = swapped.max(Some((Order::Swapped, percent)));
                }
            }
        }
        let (short, long) = match self.sounds.len() <= other.sounds.len() {
            true => (&self.sounds, &other.sounds),
            false => (&other.sounds, &self.sounds),
        };
        // Shorter than a syllable is no family name.
        let family = long.len().saturating_sub(short.len());
        let ending = long
            .get(family..)
            .filter(|_| family > 1 && short.len() >= GIVEN_MIN);
        let alone = ending.and_then(|given| {
            let (agrees, percent) = alike::<E>(&[(&**short, given)]);
            agrees.then_some((Order::GivenAlone, given_alone(percent)))
        });
        [swapped, alone]
    }
}

/// What is not there cannot agree: 15 in a hundred are taken off.
fn given_alone(percent: u8) -> u8 {
    percent - percent / 20 * 3
}

fn bones_in_order<E: Ear>(sounds: &[char]) -> String {
    let mut bones: Vec<char> = sounds.iter().filter_map(|it| E::bone(*it)).collect();
    bones.dedup();
    bones.into_iter().collect()
}

/// Whether each part may be a spelling of the other, and how alike they are together, 0 to 100.
fn alike<E: Ear>(parts: &[(&[char], &[char])]) -> (bool, u8) {
    let (mut agrees, mut cost, mut length) = (true, 0, 0);
    for (one, other) in parts {
        let longer = one.len().max(other.len());
        let apart = distance::<E>(one, other);
        agrees &= apart
            <= if longer > SHORT {
                SPELLING_LONG
            } else {
                SPELLING_SHORT
            };
        cost += apart;
        length += u32::try_from(longer).unwrap_or(u32::MAX);
    }
    let off = cost.checked_div(length).unwrap_or(0).min(100);
    (agrees, u8::try_from(100 - off).unwrap_or(0))
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a failed test should stop at once")]
mod tests {
    use super::*;

    /// Whether two names agree, how alike they are, and in which order.
    #[track_caller]
    fn check(
        one: &str,
        other: &str,
        agrees: bool,
        percent: std::ops::RangeInclusive<u8>,
        order: Order,
    ) {
        let (ours, theirs) = (Names::of([one]), Names::of([other]));
        for (ours, theirs) in [(&ours, &theirs), (&theirs, &ours)] {
            let found = ours.likeness(theirs).expect("a common script");
            assert_eq!(found.agrees, agrees, "{one} / {other}: {found:?}");
            assert!(
                percent.contains(&found.percent),
                "{one} / {other}: {found:?}"
            );
            assert_eq!(found.order, order, "{one} / {other}: {found:?}");
        }
    }

    #[test]
    fn one_name() {
        check("Sok Chantha", "SOKH Chanthar", true, 100..=100, Order::Same);
        check("Sok Chan Tha", "Sok Chantha", true, 100..=100, Order::Same);
        check("Sokchantha", "Sok Chantha", true, 100..=100, Order::Same);
        check(
            "Chantha Sok",
            "Sok Chantha",
            true,
            100..=100,
            Order::Swapped,
        );
        check("Mr. Keo Sarath", "Kaev Soroth", true, 90..=97, Order::Same);
        check("សុខ ចាន់ថា", "សុខចាន់ថា", true, 100..=100, Order::Same);
        check("លោក សុខ ចាន់ថា", "ចាន់ថា សុខ", true, 100..=100, Order::Swapped);
        check("សុខចាន់ថា", "ចាន់ថា សុខ", true, 100..=100, Order::Swapped);
        check("សុខចាន់ថា", "ចាន់ថាសុខ", true, 100..=100, Order::Swapped);
        check("Visal", "Visal Phan", true, 85..=85, Order::GivenAlone);
        check("ដារ៉ា", "ប្រាក់ដារ៉ា", true, 85..=85, Order::GivenAlone);
        check("សុខ ណារី", "សុខ នារី", true, 95..=99, Order::Same);
        check("Chantha", "Sok Chantha", true, 85..=85, Order::GivenAlone);
    }

    #[test]
    fn two_people_of_one_family() {
        check("Sok Chantha", "Sok Chanthy", false, 80..=92, Order::Same);
        check("Keo Sok", "Sok Dara", false, 0..=70, Order::Swapped);
        check("Sok Sophea", "Sok Sophal", false, 70..=90, Order::Same);
        check("សុខ ចាន់ធី", "សុខ ចាន់ថា", false, 80..=92, Order::Same);
        check("Sok", "Sok Chantha", false, 0..=60, Order::Swapped);
        check("Ly", "Sok Ly", false, 40..=85, Order::GivenAlone);
        check("Sok", "Sok Chanthy", false, 0..=85, Order::Swapped);
    }

    #[test]
    fn scripts_are_compared_apart() {
        let both = |latin, local| Names::of([latin, local]);
        let khmer_only = Names::of(["សុខ ចាន់ថា"]);
        assert_eq!(khmer_only.likeness(&Names::of(["Sok Chantha"])), None);
        assert_eq!(Names::of([]).likeness(&khmer_only), None);
        let ours = both("Sok Chantha", "សុខ ចាន់ថា");
        // A slip in one of them does not part what the other joins.
        let slip = ours
            .likeness(&both("Sok Chatha", "សុខ ចាន់ថា"))
            .expect("both");
        assert!(slip.agrees && slip.script == Script::Local);
        // A name that is quite another in Khmer is another, however it sounds in Latin letters.
        let other = ours.likeness(&both("Sok Chantha", "ឡុង វិបុល")).expect("both");
        assert!(!other.agrees && other.percent == 100);
    }

    #[test]
    fn a_name_of_any_length_is_compared() {
        let long = "Kh ".repeat(500);
        check(&long, &long, true, 100..=100, Order::Same);
        let names = Names::of([long.as_str()]);
        assert!(names.latin.iter().all(|it| it.ends.len() <= WORDS_MAX));
    }
}
