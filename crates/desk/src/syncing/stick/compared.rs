//! The comparison that rides along: what this laptop takes the centre to hold is summed up on the stick, and what the
//! centre answers is mended with the next one.

use std::collections::BTreeMap;

use records::{RevisionId, TeamId};
use store::Reader;
use sync::{Ask, Compared, Difference, Local as _, asks_by_hand, difference_by_hand};

use super::super::side::{Side, not_kept, read_again};
use super::super::{COMPARED, DIFFERS, EQUAL, LAST_OK, NOT_TAKEN, SET_APART};
use super::read::is_in_scope;
use crate::open::{Open, lock};
use crate::records_view::small;
use crate::view::StickTaken;
use crate::{Desk, DeskError};

/// The most ranges that one stick asks about, some hundred bytes each: 262,144 revisions are told apart, and of more it is
/// seen that they differ.
const RANGES_MAX: usize = 1024;
/// When the stick was written whose comparison was read last, in ms since 1970.
const ASKED: &str = "stick compared ms";

/// What goes along: for each team, what the centre is taken to hold.
pub(super) fn asks(reader: &Reader<'_>) -> Result<Vec<Ask>, DeskError> {
    let teams = reader.teams()?;
    let each = RANGES_MAX / teams.len().max(1);
    let mut asks = Vec::new();
    for team in teams {
        let ids = reader.confirmed_ids(&team, RevisionId([0; 32]), None)?;
        asks.extend(asks_by_hand(&team, &ids, each));
    }
    Ok(asks)
}

/// When a batch of this laptop was begun: its name says so.
fn begun_ms([a, b, c, d, e, f, ..]: [u8; 16]) -> u64 {
    u64::from_be_bytes([0, 0, a, b, c, d, e, f])
}

/// Reads what the centre said to the comparisons of one stick, and prepares to send and to read again what differs.
///
/// What is older than the last comparison, on a stick or over a line, is passed over: the centre may have come to hold
/// more since, which would look as if it were lost.
pub(super) fn take(
    (desk, open): (&Desk, &Open),
    said: &[Compared],
    taken: &mut StickTaken,
) -> Result<(), DeskError> {
    let Some(newest) = said.iter().map(|one| begun_ms(one.batch)).max() else {
        return Ok(());
    };
    let before = open
        .store
        .read(|reader| Ok([reader.setting(ASKED)?, reader.setting(LAST_OK)?]))?;
    let before = before.into_iter().flatten();
    let before = before.filter_map(|text| text.parse::<u64>().ok()).max();
    if before.is_some_and(|before| before >= newest) {
        return Ok(());
    }
    let said = said.iter().filter(|one| begun_ms(one.batch) == newest);
    let mut found: BTreeMap<&TeamId, Difference> = BTreeMap::new();
    for one in said {
        let difference = differs(desk, open, one)?;
        let all = found.entry(&one.team).or_default();
        all.lost.extend(difference.lost);
        all.is_open |= difference.is_open;
        all.set_aside |= difference.set_aside;
        let lowest = all.unread_min.into_iter().chain(difference.unread_min);
        all.unread_min = lowest.min();
    }
    let now = desk.now();
    let roster = lock(&open.roster).clone();
    let in_scope = |team: &TeamId| is_in_scope(&roster, open.device, team);
    let centre = super::centre_of(open)?.public;
    open.store.write_as(|writer| {
        let (mut lost, mut unread, mut is_open) = (0, false, false);
        let set_apart = found.values().any(|difference| difference.set_aside);
        // Of a team of which nothing was said, nothing is known.
        let mut teams = writer.teams()?.into_iter();
        let of_all = teams.all(|team| found.contains_key(&team) || !in_scope(&team));
        for (team, difference) in &found {
            lost += writer.doubt(&difference.lost)?;
            if let Some(seq) = difference.unread_min {
                read_again(writer, &centre, team, seq.saturating_sub(1))?;
                unread = true;
            }
            is_open |= difference.is_open;
        }
        let word = if lost > 0 || unread || is_open {
            Some(DIFFERS)
        } else if !of_all {
            None
        } else if !not_kept(writer)?.is_empty() {
            Some(NOT_TAKEN)
        } else if set_apart {
            Some(SET_APART)
        } else {
            Some(EQUAL)
        };
        writer.set_setting(ASKED, Some(&newest.to_string()))?;
        if let Some(word) = word {
            writer.set_setting(COMPARED, Some(&format!("{now} {word}")))?;
        }
        taken.compared = word.is_some();
        taken.lost = small(lost);
        taken.unread = unread || is_open;
        taken.set_apart = set_apart;
        taken.not_taken = word == Some(NOT_TAKEN);
        Ok(())
    })
}

fn differs(desk: &Desk, open: &Open, said: &Compared) -> Result<Difference, DeskError> {
    let set_aside = Side::answered(desk, open, said.batch)?.set_aside(&said.team)?;
    let store = &open.store;
    let confirmed = |low, high| {
        let read = |reader: &Reader<'_>| reader.confirmed_ids(&said.team, low, high);
        Ok::<_, DeskError>(store.read(read)?)
    };
    let held = |low, high| {
        let read = |reader: &Reader<'_>| reader.ids_between(&said.team, low, high, u32::MAX);
        Ok::<_, DeskError>(store.read(read)?)
    };
    difference_by_hand(&said.ranges, &confirmed, &held, &set_aside)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed test should stop at once")]
mod tests {
    use records::{Digest, RecordId};
    use sync::{Found, Placed};

    use super::*;
    use crate::cast::{Alone, write};

    const NOW: u64 = 1_795_399_200_000;

    /// What a centre says to the comparison of a stick: in north it holds a revision that is not here, at a position.
    fn said(team: &str, minute: u64, elsewhere: Option<u64>) -> Compared {
        let id = RevisionId([9; 32]);
        let found = elsewhere.map(|seq| Found {
            low: RevisionId([0; 32]),
            high: None,
            digest: [id].iter().collect::<Digest>(),
            seq_min: seq,
            ids: Some(vec![Placed { id, seq }]),
        });
        Compared {
            batch: RecordId::v7(NOW + minute * 60_000, [7; 10]).0,
            team: TeamId::new(team).unwrap(),
            ranges: found.into_iter().collect(),
        }
    }

    #[test]
    fn what_was_only_set_aside_or_not_spoken_of_is_not_called_the_same() {
        let alone = Alone::joined();
        let open = alone.desk.0.open.read().unwrap().clone().unwrap();
        write(&alone.desk, &open, 10);
        let known = crate::syncing::side::known_by(&open);
        let set = |key: &str, value: Option<&str>| {
            open.store
                .write(|writer| writer.set_setting(key, value))
                .unwrap();
        };
        set("sync set aside north 7", Some(&known));
        let taken = |said: &[Compared]| {
            let mut taken = StickTaken::default();
            take((&alone.desk, &open), said, &mut taken).unwrap();
            assert_eq!(taken.lost, 0);
            taken
        };
        let check = |said: &[Compared], want: (bool, bool, bool)| {
            let taken = taken(said);
            assert!(taken.compared && !taken.not_taken);
            assert_eq!((taken.set_apart, taken.unread), (want.1, want.2));
            let view = alone.desk.sync_view().unwrap();
            let told = (view.compared_equal, view.compared_set_apart);
            assert_eq!(told, (want.0, want.1));
        };
        check(&[said("north", 1, None)], (true, false, false));
        check(&[said("north", 2, Some(7))], (false, true, false));
        check(&[said("north", 3, Some(8))], (false, false, true));
        check(&[said("north", 4, None)], (true, false, false));
        // Of north nothing is said: what was found before stands.
        set(COMPARED, None);
        assert!(!taken(&[said("south", 5, None)]).compared);
        assert_eq!(alone.desk.sync_view().unwrap().compared_at, None);
        let refused = format!("sync not kept {}", RevisionId([5; 32]));
        set(&refused, Some("too-large"));
        let told = taken(&[said("north", 6, None)]);
        assert!(told.compared && told.not_taken);
        assert!(alone.desk.sync_view().unwrap().compared_not_taken);
    }

    #[test]
    fn a_batch_says_when_it_was_begun() {
        let batch = RecordId::v7(1_795_399_200_123, [7; 10]).0;
        assert_eq!(begun_ms(batch), 1_795_399_200_123);
    }
}
