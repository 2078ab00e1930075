//! Whether figures look counted or invented: R-F1, R-F2 and S9.

use std::collections::BTreeMap;

use super::figures::{
    ALIKE_ENTRIES, ALIKE_MINUTES, ALIKE_PEOPLE, DISABLED_PEOPLE, DISABLED_PERCENT, ENTRY_SECONDS,
    ROUNDED_PERCENT, ROUNDED_SESSIONS,
};
use super::table::{Finding, Ground, fired};
use super::{Id, Thresholds};

/// How one record was filled.
#[derive(Debug, Clone, Copy, Default)]
pub struct Entry<'a> {
    /// The record.
    pub id: Id,
    /// The team.
    pub team: &'a str,
    /// Who filled it.
    pub author: Id,
    /// When it was begun, in seconds of any one clock; none where it was not filled here.
    pub begun: Option<i64>,
    /// When it was finished, on the same clock.
    pub finished: Option<i64>,
    /// Women, men, girls and boys.
    pub people: Option<[u32; 4]>,
    /// The people counted.
    pub total: Option<u32>,
    /// How many of them have a disability.
    pub disabled: Option<u32>,
}

/// Returns entries that were finished faster than they can be asked, and runs of entries by one person that were
/// filled one after another with nearly the same figures (R-F1). A run is told once, at its longest.
pub fn hasty(entries: &[Entry<'_>], thresholds: &Thresholds) -> Vec<Finding> {
    let fast = entries.iter().filter_map(|entry| {
        let seconds = entry.finished? - entry.begun?;
        let fast = seconds >= 0 && seconds < i64::from(thresholds.at(ENTRY_SECONDS));
        fast.then(|| fired(Ground::Hasty, vec![entry.id], [seconds.to_string()]))?
    });
    let mut found: Vec<Finding> = fast.collect();
    let mut by_author: BTreeMap<Id, Vec<&Entry<'_>>> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.people.is_some()) {
        by_author.entry(entry.author).or_default().push(entry);
    }
    for mut of in by_author.into_values() {
        of.sort_by_key(|entry| (entry.finished, entry.id));
        alike(&of, thresholds, &mut found);
    }
    found
}

fn alike(entries: &[&Entry<'_>], thresholds: &Thresholds, found: &mut Vec<Finding>) {
    let window = i64::from(thresholds.at(ALIKE_MINUTES)) * 60;
    let mut told = 0;
    for (at, first) in entries.iter().enumerate() {
        let Some(from) = first.finished else { continue };
        let run: Vec<&Entry<'_>> = entries
            .iter()
            .skip(at)
            .take_while(|it| it.finished.is_some_and(|end| end - from <= window))
            .filter(|it| nearly(first.people, it.people, thresholds.at(ALIKE_PEOPLE)))
            .copied()
            .collect();
        let many = run.len() as u64 >= u64::from(thresholds.at(ALIKE_ENTRIES).max(2));
        if at < told || !many {
            continue;
        }
        told = at + run.len();
        let last = run.last().and_then(|it| it.finished).unwrap_or(from);
        let figures = [
            run.len().to_string(),
            ((last - from) as u64).div_ceil(60).to_string(),
        ];
        let ids = run.iter().map(|it| it.id).collect();
        found.extend(fired(Ground::Alike, ids, figures));
    }
}

fn nearly(one: Option<[u32; 4]>, two: Option<[u32; 4]>, apart: u32) -> bool {
    one.zip(two).is_some_and(|(one, two)| {
        one.iter()
            .zip(two)
            .all(|(one, two)| one.abs_diff(two) <= apart)
    })
}

/// Returns teams whose totals end in 0 or 5 too often to have been counted (R-F2). The entries are those of one month.
pub fn rounded(entries: &[Entry<'_>], thresholds: &Thresholds) -> Vec<Finding> {
    let mut teams: BTreeMap<&str, (usize, Vec<Id>)> = BTreeMap::new();
    for entry in entries {
        let Some(total) = entry.total.filter(|it| *it > 0) else {
            continue;
        };
        let team = teams.entry(entry.team).or_default();
        team.0 += 1;
        if total % 5 == 0 {
            team.1.push(entry.id);
        }
    }
    let often = teams.into_values().filter(|(all, round)| {
        *all as u64 >= u64::from(thresholds.at(ROUNDED_SESSIONS))
            && round.len() as u64 * 100 > *all as u64 * u64::from(thresholds.at(ROUNDED_PERCENT))
    });
    often
        .filter_map(|(all, round)| {
            let figures = [round.len().to_string(), all.to_string()];
            fired(Ground::Rounded, round, figures)
        })
        .collect()
}

/// Returns teams of whose people too many have a disability to be so, or nobody among many (S9). The entries are those of
/// one month; what does not say how many have a disability is left out.
pub fn disabled(entries: &[Entry<'_>], thresholds: &Thresholds) -> Vec<Finding> {
    let mut teams: BTreeMap<&str, (u64, u64, Vec<Id>)> = BTreeMap::new();
    for entry in entries {
        let Some((total, disabled)) = entry.total.zip(entry.disabled) else {
            continue;
        };
        let team = teams.entry(entry.team).or_default();
        team.0 += u64::from(total);
        team.1 += u64::from(disabled);
        team.2.push(entry.id);
    }
    let many = teams
        .into_values()
        .filter(|(people, ..)| *people > u64::from(thresholds.at(DISABLED_PEOPLE)));
    many.filter_map(|(people, disabled, ids)| {
        if disabled == 0 {
            return fired(Ground::NoneDisabled, ids, [people.to_string()]);
        }
        let figures = [disabled.to_string(), people.to_string()];
        let is_much = disabled * 100 > people * u64::from(thresholds.at(DISABLED_PERCENT));
        is_much.then(|| fired(Ground::ManyDisabled, ids, figures))?
    })
    .collect()
}
