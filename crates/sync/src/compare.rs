//! Finding where two sets of revisions differ, by halves rather than by lists.

use std::collections::BTreeSet;

use records::{Digest, RevisionId, TeamId};

use crate::frame::{Ask, Found, IDS_MAX, Placed, RANGES_MAX, Range, Reply, SPLIT};
use crate::ledger::Ledger;
use crate::local::Local;
use crate::peer::{LineKind, Peer};
use crate::session::SyncError;

/// More ranges than any honest comparison asks about: each round makes one 16 times smaller.
const ASKED_MAX: usize = 64 * RANGES_MAX;

/// Answers for the ranges that differ: the ids of a small one, smaller ranges for a large one.
///
/// Ranges that overlap are answered once, so that one ask reads a team's ids at most once.
pub(crate) fn answer<D: Ledger>(
    ledger: &D,
    team: &TeamId,
    ranges: &[Range],
) -> Result<Vec<Found>, D::Error> {
    let mut found = Vec::new();
    for range in apart(ranges) {
        let held = ledger.ids(team, range.low, range.high)?;
        if digest(&held) == range.digest {
            continue;
        }
        if held.len() <= IDS_MAX {
            found.push(sum_up(range.low, range.high, &held, true));
        } else {
            found.extend(split(range, &held));
        }
    }
    Ok(found)
}

/// Returns the ranges in order, without those that begin before the one before them ends.
fn apart(ranges: &[Range]) -> Vec<&Range> {
    let mut sorted: Vec<&Range> = ranges.iter().take(RANGES_MAX).collect();
    sorted.sort_by_key(|range| range.low);
    let mut free_from = Some(RevisionId([0; 32]));
    sorted.retain(|range| {
        let is_free = free_from.is_some_and(|free| range.low >= free);
        if is_free {
            free_from = range.high;
        }
        is_free
    });
    sorted
}

/// Cuts a range into smaller ones that hold about equally many revisions.
fn split<'a>(range: &'a Range, held: &'a [Placed]) -> impl Iterator<Item = Found> + 'a {
    let size = held.len().div_ceil(SPLIT).max(1);
    let starts = held
        .chunks(size)
        .skip(1)
        .map(|chunk| chunk.first().map(|placed| placed.id));
    let highs = starts.chain([range.high]);
    let mut low = range.low;
    held.chunks(size).zip(highs).map(move |(chunk, high)| {
        let found = sum_up(low, high, chunk, false);
        low = high.unwrap_or(low);
        found
    })
}

fn sum_up(low: RevisionId, high: Option<RevisionId>, held: &[Placed], list: bool) -> Found {
    let seq_min = held.iter().map(|placed| placed.seq).min().unwrap_or(0);
    Found {
        low,
        high,
        digest: digest(held),
        seq_min,
        ids: list.then(|| held.to_vec()),
    }
}

fn digest(held: &[Placed]) -> Digest {
    held.iter().map(|placed| &placed.id).collect()
}

/// Where a laptop and the centre differ in one team.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Held here and not there.
    pub lost: Vec<RevisionId>,
    /// The lowest position there of something that was not read here.
    pub unread_min: Option<u64>,
    /// True when something is missing here because its part was set aside.
    pub set_aside: bool,
    /// True when some range was answered too coarsely to tell.
    pub is_open: bool,
}

/// How many revisions a range has at most that is asked about by hand: what stands against it there is listed then, also
/// when the other side has as many more.
const BY_HAND_IDS: usize = IDS_MAX / 2;

/// Returns what a laptop asks by hand about a team of which it takes the centre to hold these revisions, sorted: at most
/// `ranges_max` ranges.
#[must_use]
pub fn asks_by_hand(team: &TeamId, ids: &[RevisionId], ranges_max: usize) -> Vec<Ask> {
    let size = ids.len().div_ceil(ranges_max.max(1)).max(BY_HAND_IDS);
    let starts = ids.chunks(size).skip(1);
    let starts: Vec<RevisionId> = starts.filter_map(|some| some.first().copied()).collect();
    let lows = std::iter::once(RevisionId([0; 32])).chain(starts.iter().copied());
    let highs = starts.iter().copied().map(Some).chain([None]);
    let held = ids.chunks(size).chain(ids.is_empty().then_some(ids));
    let ranges: Vec<Range> = lows
        .zip(highs)
        .zip(held)
        .map(|((low, high), held)| Range {
            low,
            high,
            digest: held.iter().collect(),
        })
        .collect();
    let asks = ranges.chunks(RANGES_MAX);
    asks.map(|ranges| Ask::Compare {
        team: team.clone(),
        ranges: ranges.to_vec(),
    })
    .collect()
}

/// Reads what was said to that. `confirmed` tells what of a range the centre is taken to hold, `held` what of it is here,
/// and `set_aside` at which positions a part could not be taken.
///
/// # Errors
/// Of `confirmed` or `held`.
pub fn difference_by_hand<E>(
    found: &[Found],
    confirmed: &Ids<'_, E>,
    held: &Ids<'_, E>,
    set_aside: &BTreeSet<u64>,
) -> Result<Difference, E> {
    let (mut there, mut here) = (Difference::default(), Difference::default());
    let mut is_open = false;
    for range in found {
        is_open |= there.note(range, confirmed(range.low, range.high)?, set_aside);
        is_open |= here.note(range, held(range.low, range.high)?, set_aside);
    }
    Ok(Difference {
        lost: there.lost,
        is_open,
        ..here
    })
}

/// Tells which revisions of a range there are, from the first id up to but without the second.
pub type Ids<'i, E> = dyn Fn(RevisionId, Option<RevisionId>) -> Result<Vec<RevisionId>, E> + 'i;

/// Asks until every difference is found.
pub(crate) fn difference<L: Local, P: Peer>(
    local: &L,
    peer: &mut P,
    team: &TeamId,
) -> Result<Difference, SyncError<L::Error>> {
    let mut difference = Difference::default();
    let set_aside = local.set_aside(team).map_err(store)?;
    let mut open = vec![(RevisionId([0; 32]), None)];
    let (mut most, mut asked_of) = (RANGES_MAX, 0);
    while !open.is_empty() && asked_of < ASKED_MAX {
        let asked: Vec<_> = open.split_off(open.len().saturating_sub(most));
        let mut ranges = Vec::with_capacity(asked.len());
        for (low, high) in &asked {
            let digest = ids(local, team, *low, *high)?.iter().collect();
            let (low, high) = (*low, *high);
            ranges.push(Range { low, high, digest });
        }
        let ask = Ask::Compare {
            team: team.clone(),
            ranges,
        };
        let found = match peer.exchange(&ask) {
            Ok(Reply::Compare { ranges }) => ranges,
            Ok(Reply::Exchange { .. }) => return Err(SyncError::OutOfTurn),
            // Something on the way takes smaller messages only.
            Err(line) if line.kind == LineKind::TooLarge && asked.len() > 1 => {
                most = asked.len() / 2;
                open.extend(asked);
                continue;
            }
            Err(line) => return Err(line.into()),
        };
        asked_of += asked.len();
        for range in found {
            let ours = ids(local, team, range.low, range.high)?;
            if difference.note(&range, ours, &set_aside) {
                open.push((range.low, range.high));
            }
        }
    }
    Ok(difference)
}

fn ids<L: Local>(
    local: &L,
    team: &TeamId,
    low: RevisionId,
    high: Option<RevisionId>,
) -> Result<Vec<RevisionId>, SyncError<L::Error>> {
    local.ids(team, low, high).map_err(store)
}

const fn store<E: std::fmt::Debug>(source: E) -> SyncError<E> {
    SyncError::Local { source }
}

impl Difference {
    /// Tells whether sending and reading again can help.
    pub(crate) const fn can_be_mended(&self) -> bool {
        !self.lost.is_empty() || self.unread_min.is_some()
    }

    /// Takes note of a range; true when it must be asked for in smaller pieces.
    fn note(&mut self, theirs: &Found, ours: Vec<RevisionId>, set_aside: &BTreeSet<u64>) -> bool {
        let Some(listed) = &theirs.ids else {
            if ours.is_empty() && !set_aside.contains(&theirs.seq_min) {
                self.unread(theirs.seq_min);
                return false;
            }
            return ours.iter().collect::<Digest>() != theirs.digest;
        };
        let ours: BTreeSet<RevisionId> = ours.into_iter().collect();
        for placed in listed.iter().filter(|placed| !ours.contains(&placed.id)) {
            if set_aside.contains(&placed.seq) {
                self.set_aside = true;
            } else {
                self.unread(placed.seq);
            }
        }
        let there: BTreeSet<RevisionId> = listed.iter().map(|placed| placed.id).collect();
        self.lost.extend(ours.difference(&there));
        false
    }

    fn unread(&mut self, seq: u64) {
        self.unread_min = Some(self.unread_min.map_or(seq, |lowest| lowest.min(seq)));
    }
}

#[cfg(test)]
#[path = "compare_tests.rs"]
mod tests;
