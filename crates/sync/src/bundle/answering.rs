//! What a centre says to the asks of a bundle: the same talk, with nobody waiting for the next word.

use std::collections::{BTreeMap, BTreeSet};

use records::{Digest, TeamId};

use super::item::{Answer, Compared};
use crate::frame::{Ask, BatchId, Found, Range, Reply};
use crate::wire::peek;

/// How many bytes of parts one answer brings.
const ROOM_BYTES: u32 = 1 << 20;

/// Asks the centre one thing of a bundle, without asking for news; those come at the end, see [`news`].
///
/// Gives nothing for a comparison, see [`compare`].
///
/// # Errors
/// Of the centre.
pub fn hear<E>(
    ask: &Ask,
    centre: &mut dyn FnMut(&Ask) -> Result<Reply, E>,
) -> Result<Option<Answer>, E> {
    let Ask::Exchange {
        batch,
        cursors,
        marks,
        ..
    } = ask
    else {
        return Ok(None);
    };
    Ok(Some(Answer {
        batch: *batch,
        from: cursors.clone(),
        heard: marks.clone(),
        reply: centre(&without_room(ask))?,
    }))
}

fn without_room(ask: &Ask) -> Ask {
    let mut ask = ask.clone();
    if let Ask::Exchange { room, .. } = &mut ask {
        *room = 0;
    }
    ask
}

/// Asks the centre a comparison of the bundle with this batch, whose laptop had read up to `read`.
///
/// A range in which the centre holds, up to there, just what the laptop says is left out: what came since is news, and no
/// difference. Gives nothing for another ask.
///
/// # Errors
/// Of the centre.
pub fn compare<E>(
    ask: &Ask,
    batch: BatchId,
    read: &BTreeMap<TeamId, u64>,
    centre: &mut dyn FnMut(&Ask) -> Result<Reply, E>,
) -> Result<Option<Compared>, E> {
    let Ask::Compare {
        team,
        ranges: asked,
    } = ask
    else {
        return Ok(None);
    };
    let Reply::Compare { mut ranges } = centre(ask)? else {
        return Ok(None);
    };
    let read = read.get(team).copied().unwrap_or_default();
    let is_news = |found: &Found| {
        let same = |range: &&Range| (range.low, range.high) == (found.low, found.high);
        let (Some(range), Some(listed)) = (asked.iter().find(same), &found.ids) else {
            return false;
        };
        let before = listed.iter().filter(|placed| placed.seq <= read);
        before.map(|placed| &placed.id).collect::<Digest>() == range.digest
    };
    ranges.retain(|found| !is_news(found));
    Ok(Some(Compared {
        batch,
        team: team.clone(),
        ranges,
    }))
}

/// Reads on for the laptop from where its last ask stood, and gives each reply to `tell`. What the laptop has just
/// `brought` (parts by the hash of their ids) is left out.
///
/// # Errors
/// Of the centre, or of `tell`.
pub fn news<E>(
    ask: &Ask,
    brought: &BTreeSet<[u8; 32]>,
    centre: &mut dyn FnMut(&Ask) -> Result<Reply, E>,
    tell: &mut dyn FnMut(Answer) -> Result<(), E>,
) -> Result<(), E> {
    let Ask::Exchange {
        batch,
        cursors,
        roster,
        marks,
        ..
    } = ask
    else {
        return Ok(());
    };
    let (mut from, mut heard) = (cursors.clone(), marks.clone());
    loop {
        let next = Ask::Exchange {
            batch: *batch,
            offer: Vec::new(),
            last: false,
            cursors: from.clone(),
            room: ROOM_BYTES,
            roster: *roster,
            marks: heard.clone(),
        };
        let mut reply = centre(&next)?;
        let Reply::Exchange {
            incoming,
            cursors,
            more,
            marked,
            ..
        } = &mut reply
        else {
            return Ok(());
        };
        incoming.retain(|part| !peek(&part.wire).is_ok_and(|part| brought.contains(&part.ids)));
        let (ahead, more) = (cursors.clone(), *more && *cursors != from);
        let after = heard.clone();
        heard.extend(marked.iter().flat_map(|marked| marked.positions.clone()));
        tell(Answer {
            batch: *batch,
            from: std::mem::replace(&mut from, ahead),
            heard: after,
            reply,
        })?;
        if !more {
            return Ok(());
        }
    }
}

/// Returns where each team is read up to by a laptop that stands `here` and is answered by hand, from `from` up to `to`.
/// Never back, and never over what lies between here and where the answer begins: a stick may have overtaken this one.
#[must_use]
pub fn moved_on(
    here: &BTreeMap<TeamId, u64>,
    from: &BTreeMap<TeamId, u64>,
    to: &BTreeMap<TeamId, u64>,
) -> BTreeMap<TeamId, u64> {
    let at = |of: &BTreeMap<TeamId, u64>, team: &TeamId| of.get(team).copied().unwrap_or_default();
    to.iter()
        .filter(|(team, to)| at(from, team) <= at(here, team) && **to > at(here, team))
        .map(|(team, to)| (team.clone(), *to))
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]

    use super::*;

    #[track_caller]
    fn check(here: Option<u64>, from: u64, to: u64, then: Option<u64>) {
        let team = TeamId::new("north").unwrap();
        let of = |seq: Option<u64>| seq.map(|seq| (team.clone(), seq)).into_iter().collect();
        assert_eq!(
            moved_on(&of(here), &of(Some(from)), &of(Some(to))),
            of(then)
        );
    }

    #[test]
    fn a_team_is_read_on_without_a_gap_and_never_back() {
        check(None, 0, 7, Some(7));
        check(Some(5), 5, 7, Some(7));
        check(Some(6), 5, 7, Some(7));
        check(Some(7), 5, 7, None);
        check(Some(9), 5, 7, None);
        check(Some(4), 5, 7, None);
        check(None, 5, 7, None);
    }
}
