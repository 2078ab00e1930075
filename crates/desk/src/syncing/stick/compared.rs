//! The comparison that rides along: what this laptop takes the centre to hold is summed up on the stick, and what the
//! centre answers is mended with the next one.

use std::collections::BTreeMap;

use records::{RevisionId, TeamId};
use store::Reader;
use sync::{Ask, Compared, Difference, Local as _, asks_by_hand, difference_by_hand};

use super::super::side::{Side, read_again};
use super::super::{COMPARED, LAST_OK};
use crate::open::Open;
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
        let lowest = all.unread_min.into_iter().chain(difference.unread_min);
        all.unread_min = lowest.min();
    }
    let now = desk.now();
    let centre = super::centre_of(open)?.public;
    open.store.write_as(|writer| {
        let (mut lost, mut unread, mut is_open) = (0, false, false);
        for (team, difference) in &found {
            lost += writer.doubt(&difference.lost)?;
            if let Some(seq) = difference.unread_min {
                read_again(writer, &centre, team, seq.saturating_sub(1))?;
                unread = true;
            }
            is_open |= difference.is_open;
        }
        let equal = match lost == 0 && !unread && !is_open {
            true => "equal",
            false => "differs",
        };
        writer.set_setting(ASKED, Some(&newest.to_string()))?;
        writer.set_setting(COMPARED, Some(&format!("{now} {equal}")))?;
        taken.compared = true;
        taken.lost = small(lost);
        taken.unread = unread || is_open;
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
mod tests {
    use super::*;

    #[test]
    fn a_batch_says_when_it_was_begun() {
        let batch = records::RecordId::v7(1_795_399_200_123, [7; 10]).0;
        assert_eq!(begun_ms(batch), 1_795_399_200_123);
    }
}
