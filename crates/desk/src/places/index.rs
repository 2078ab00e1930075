//! The places of a laptop in memory, so that a search is over before the next key is pressed.

use std::cmp::Reverse;
use std::collections::HashMap;

use store::{PlaceLine, Site, fold_name};

use super::code::{Code, Fit};
use super::spelling::Words;

/// The levels that there can be: no way up is longer.
const LEVELS: usize = 9;

/// What is asked for.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Ask<'a> {
    /// Words of names, or a code.
    pub(crate) words: &'a str,
    /// Only places of this level.
    pub(crate) level: Option<u8>,
    /// Only places in the one with this code.
    pub(crate) within: Option<&'a str>,
}

/// What was found: places of the index, the best first, and how many there are in all.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Hits {
    pub(crate) best: Vec<usize>,
    pub(crate) total: usize,
}

/// A place of the index.
#[derive(Debug)]
pub(crate) struct Entry {
    line: PlaceLine,
    code: String,
    parent: Option<usize>,
    unit: usize,
    /// The place that is listed under its code now; none when there is no such.
    listed: Option<usize>,
}

impl Entry {
    /// Returns the number of its row.
    pub(crate) fn id(&self) -> i64 {
        self.line.id
    }

    pub(super) fn list(&self) -> &str {
        &self.line.list
    }

    pub(super) fn code(&self) -> &str {
        &self.line.code
    }

    pub(super) fn level(&self) -> u8 {
        self.line.level
    }

    pub(super) fn site(&self) -> Site {
        self.line.site
    }

    pub(super) fn parent_code(&self) -> &str {
        &self.line.parent
    }

    /// Returns its names as they are looked up.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.line.folded.lines()
    }

    pub(super) fn replaced_by(&self) -> Option<&str> {
        self.line.replaced_by.as_deref()
    }

    pub(super) fn since(&self) -> u32 {
        self.line.since
    }

    pub(super) fn is_listed(&self) -> bool {
        self.line.until.is_none()
    }
}

/// All places of all lists and versions.
#[derive(Debug, Default)]
pub(crate) struct PlaceIndex {
    entries: Vec<Entry>,
    /// The places of every list and version, by code.
    by_code: HashMap<String, Vec<usize>>,
    /// Spellings of each unit that there is.
    units: Vec<Vec<String>>,
}

/// How well a place fits, best first: the kind of fit, words that are not its own, whether it is gone, its level.
type Rank = (Kind, u32, bool, u8);

/// What of a place fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// The whole code.
    Code,
    /// A whole name is all that was typed.
    Name,
    /// A whole name is a word that was typed.
    WordName,
    /// A name or the code begins so.
    Beginning,
    /// It is somewhere in a name, or nothing was typed.
    Somewhere,
}

/// A word, with what is left of it after the name of a unit, by unit.
struct Sought<'w> {
    word: &'w str,
    code: Option<Code<'w>>,
    units: Vec<UnitWord<'w>>,
}

/// A word seen with the spellings of one unit.
#[derive(Default)]
struct UnitWord<'w> {
    /// The word is the unit's own name.
    is_unit: bool,
    /// What follows the unit's name in the word.
    rests: Vec<&'w str>,
}

/// The words that a place has, one bit each.
#[derive(Clone, Copy, Default)]
struct Has {
    /// In its own names or code.
    own: u8,
    /// There or as its unit.
    any: u8,
}

impl PlaceIndex {
    /// Makes the index of these places.
    pub(crate) fn of(lines: Vec<PlaceLine>) -> PlaceIndex {
        let mut index = PlaceIndex::default();
        let mut known: HashMap<String, usize> = HashMap::new();
        for line in lines {
            let unit = match known.get(&line.units) {
                Some(unit) => *unit,
                None => {
                    index.units.push(PlaceLine::folded_units(&line.units));
                    known.insert(line.units.clone(), index.units.len() - 1);
                    index.units.len() - 1
                }
            };
            let same = index.by_code.entry(line.code.clone()).or_default();
            same.push(index.entries.len());
            index.entries.push(Entry {
                code: fold_name(&line.code),
                line,
                parent: None,
                unit,
                listed: None,
            });
        }
        index.link();
        index
    }

    /// Returns a place that was found.
    pub(crate) fn entry(&self, at: usize) -> Option<&Entry> {
        self.entries.get(at)
    }

    /// Tells whether the code of a place is listed now, be it with other names or elsewhere.
    pub(crate) fn is_listed(&self, entry: &Entry) -> bool {
        entry.listed.is_some()
    }

    /// Returns the place with exactly this code: the one that is listed, else the one that was last.
    pub(crate) fn coded(&self, code: &str) -> Option<&Entry> {
        let code = fold_name(code);
        let same = self.entries.iter().filter(|entry| entry.code == code);
        same.max_by_key(|entry| (entry.is_listed(), entry.line.since))
    }

    /// Returns the place with this code as a version of its list had it.
    pub(super) fn at_version<'i>(
        &'i self,
        list: &'i str,
        code: &str,
        version: u32,
    ) -> Option<&'i Entry> {
        let mut same = self.with_exactly(code);
        same.find(|entry| entry.line.list == list && entry.line.stood_in(Some(version)))
    }

    /// Returns the places of every list and version that have this code.
    pub(super) fn with_exactly<'i>(
        &'i self,
        code: &str,
    ) -> impl Iterator<Item = &'i Entry> + use<'i> {
        let same = self.by_code.get(code).into_iter().flatten();
        same.filter_map(|at| self.entry(*at))
    }

    /// Returns the places of a list as a version had it, or as they are listed now.
    pub(super) fn listed<'i>(
        &'i self,
        list: &'i str,
        version: Option<u32>,
    ) -> impl Iterator<Item = &'i Entry> {
        self.entries
            .iter()
            .filter(move |entry| entry.line.list == list && entry.line.stood_in(version))
    }

    /// Returns what a place is in, the nearest first.
    pub(crate) fn above<'i>(&'i self, entry: &'i Entry) -> impl Iterator<Item = &'i Entry> {
        let next = |below: &&'i Entry| self.entry(below.parent?);
        std::iter::successors(self.parent(entry), next).take(LEVELS)
    }

    /// Finds the places that have every word, the best `limit` of them; none when there is no place `within`.
    pub(crate) fn find(&self, ask: &Ask<'_>, limit: usize) -> Option<Hits> {
        let holders = match ask.within {
            Some(code) => Some(self.with_code(code)?),
            None => None,
        };
        let words = Words::of(ask.words);
        let sought: Vec<Sought<'_>> = words.each().iter().map(|word| self.sought(word)).collect();
        let has: Vec<Has> = self
            .entries
            .iter()
            .map(|entry| has(entry, &sought))
            .collect();
        // Of places that had the same code, the latest comes first.
        let mut ranked: Vec<(Rank, &str, Reverse<usize>)> = Vec::new();
        for (at, entry) in self.entries.iter().enumerate() {
            if ask.level.is_some_and(|level| level != entry.line.level)
                || holders
                    .as_ref()
                    .is_some_and(|codes| !self.is_in(entry, codes))
            {
                continue;
            }
            let Some(rank) = self.rank(at, entry, &words, &sought, &has) else {
                continue;
            };
            // What a place was called before is shown when it is not found as it is called now.
            let now = entry.listed.filter(|now| *now != at);
            let found_now = now
                .and_then(|now| Some((now, self.entry(now)?)))
                .and_then(|(now, entry)| self.rank(now, entry, &words, &sought, &has));
            if found_now.is_none() {
                ranked.push((rank, &entry.line.code, Reverse(at)));
            }
        }
        let total = ranked.len();
        if total > limit && limit > 0 {
            ranked.select_nth_unstable(limit);
            ranked.truncate(limit);
        }
        ranked.sort_unstable();
        let best = ranked.into_iter().take(limit).map(|(_, _, Reverse(at))| at);
        Some(Hits {
            best: best.collect(),
            total,
        })
    }

    /// Points each place to what it was in and to what is listed under its code.
    fn link(&mut self) {
        let mut by_code: ByCode<'_> = HashMap::new();
        for (at, entry) in self.entries.iter().enumerate() {
            let key = (entry.line.list.as_str(), entry.line.code.as_str());
            by_code.entry(key).or_default().push(at);
        }
        let links: Vec<(Option<usize>, Option<usize>)> = self
            .entries
            .iter()
            .map(|Entry { line, .. }| {
                let parents = rows_of(&by_code, (&line.list, &line.parent));
                let then = parents.iter().find(|at| self.stood_with(**at, line));
                let same = rows_of(&by_code, (&line.list, &line.code)).iter();
                let mut listed = same.filter(|at| self.entry(**at).is_some_and(Entry::is_listed));
                (then.or(parents.last()).copied(), listed.next().copied())
            })
            .collect();
        for (entry, (parent, listed)) in self.entries.iter_mut().zip(links) {
            entry.parent = parent;
            entry.listed = listed;
        }
    }

    /// Tells whether a place was listed in the last version that had this line.
    fn stood_with(&self, at: usize, line: &PlaceLine) -> bool {
        let Some(Entry { line: other, .. }) = self.entry(at) else {
            return false;
        };
        let last = line
            .until
            .map_or(u32::MAX, |until| until.saturating_sub(1).max(line.since));
        other.since <= last && other.until.is_none_or(|until| until > last)
    }

    fn parent(&self, entry: &Entry) -> Option<&Entry> {
        self.entry(entry.parent?)
    }

    /// Returns the list and code of the places that have this code; none when there is no such place.
    fn with_code(&self, code: &str) -> Option<Vec<(&str, &str)>> {
        let words = Words::of(code);
        let whole = |entry: &&Entry| words.fit(&entry.code) == Some(Fit::Whole);
        let found: Vec<(&str, &str)> = self
            .entries
            .iter()
            .filter(whole)
            .map(|entry| (entry.line.list.as_str(), entry.line.code.as_str()))
            .collect();
        (!found.is_empty()).then_some(found)
    }

    fn is_in(&self, entry: &Entry, holders: &[(&str, &str)]) -> bool {
        self.above(entry)
            .any(|above| holders.contains(&(&above.line.list, &above.line.code)))
    }

    fn sought<'w>(&self, word: &'w str) -> Sought<'w> {
        let seen = |spellings: &Vec<String>| {
            let mut seen = UnitWord::default();
            for spelling in spellings {
                match word.strip_prefix(spelling.as_str()) {
                    Some("") => seen.is_unit = true,
                    Some(rest) => seen.rests.push(rest),
                    None => {}
                }
            }
            seen
        };
        Sought {
            word,
            // A single digit among other words is a part of a name.
            code: Code::of(word).filter(|code| code.is_long()),
            units: self.units.iter().map(seen).collect(),
        }
    }

    /// How well a place fits; none when a word is missing, or none is its own.
    fn rank(
        &self,
        at: usize,
        entry: &Entry,
        words: &Words,
        sought: &[Sought<'_>],
        has: &[Has],
    ) -> Option<Rank> {
        let gone = !entry.is_listed();
        let level = entry.line.level;
        if sought.is_empty() {
            return (!gone).then_some((Kind::Somewhere, 0, gone, level));
        }
        match words.fit(&entry.code) {
            Some(Fit::Whole) => return Some((Kind::Code, 0, gone, level)),
            Some(Fit::Beginning) => return Some((Kind::Beginning, 0, gone, level)),
            None => {}
        }
        let own = has.get(at)?.own;
        let mut any = has.get(at)?.any;
        let mut above = entry.parent;
        for _ in 0..LEVELS {
            let Some(at) = above else { break };
            any |= has.get(at)?.any;
            above = self.entry(at)?.parent;
        }
        let others = (sought.len() as u32).saturating_sub(own.count_ones());
        if own == 0 || any.count_ones() as usize != sought.len() {
            return None;
        }
        Some((kind(entry, words.joined(), sought), others, gone, level))
    }
}

/// The places of every version, by list and code.
type ByCode<'i> = HashMap<(&'i str, &'i str), Vec<usize>>;

fn rows_of<'m>(by_code: &'m ByCode<'m>, key: (&'m str, &'m str)) -> &'m [usize] {
    by_code.get(&key).map_or(&[], Vec::as_slice)
}

/// Which of the words a place has.
fn has(entry: &Entry, sought: &[Sought<'_>]) -> Has {
    let mut has = Has::default();
    let code = Code::of(&entry.code);
    for (n, sought) in sought.iter().enumerate() {
        let names = &entry.line.folded;
        let unit = sought.units.get(entry.unit);
        let is_own = names.contains(sought.word)
            || unit.is_some_and(|unit| unit.rests.iter().any(|rest| names.contains(rest)))
            || sought
                .code
                .zip(code)
                .is_some_and(|(word, code)| word.fits(code).is_some());
        let bit = 1_u8 << n;
        if is_own {
            has.own |= bit;
        }
        if is_own || unit.is_some_and(|unit| unit.is_unit) {
            has.any |= bit;
        }
    }
    has
}

fn kind(entry: &Entry, joined: &str, sought: &[Sought<'_>]) -> Kind {
    let mut best = Kind::Somewhere;
    for name in entry.line.folded.lines() {
        if name == joined {
            return Kind::Name;
        }
        for sought in sought {
            let rests = sought.units.get(entry.unit).map(|unit| unit.rests.iter());
            for word in rests.into_iter().flatten().copied().chain([sought.word]) {
                if name == word {
                    best = best.min(Kind::WordName);
                } else if name.starts_with(word) {
                    best = best.min(Kind::Beginning);
                }
            }
        }
    }
    best
}

#[cfg(test)]
#[path = "index_tests.rs"]
mod tests;
