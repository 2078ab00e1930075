//! What is carried by hand: batches that wait for an answer on a stick, and what a stick brings.

use std::collections::{BTreeMap, BTreeSet};

use records::{RecordId, TeamId};
use store::{PartNumber, Reader, Writer};
use sync::{Answer, Arrived, Reply, Stored, unpack};
use vault::SignedRoster;

use super::Side;
use super::taking::{Whence, heard, seal_holds, take_part};
use crate::open::lock;
use crate::{Desk, DeskError, open::Open};

/// Batches that went out on a stick, each with its parts: what a receipt for it must cover.
const STICK: &str = "stick batch ";

/// What a stick of a colleague brought.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::syncing) struct Carried {
    /// Revisions that are new here.
    pub(in crate::syncing) added: u64,
    /// Revisions that were here.
    pub(in crate::syncing) known: u64,
    /// Parts that cannot be read or whose seal does not hold.
    pub(in crate::syncing) set_aside: u32,
    /// Parts of teams that nobody on this laptop is in.
    pub(in crate::syncing) outside: u32,
}

/// Remembers what a batch on a stick holds, before the stick is whole.
pub(in crate::syncing) fn keep_stick(
    writer: &mut Writer<'_>,
    batch: [u8; 16],
    parts: &[PartNumber],
) -> Result<(), DeskError> {
    let numbers: Vec<String> = parts.iter().map(|part| part.0.to_string()).collect();
    Ok(writer.set_setting(&key(batch), Some(&numbers.join(" ")))?)
}

/// Forgets a batch on a stick: its receipt is here, or the stick was never whole.
pub(in crate::syncing) fn forget_stick(
    writer: &mut Writer<'_>,
    batch: [u8; 16],
) -> Result<(), DeskError> {
    Ok(writer.set_setting(&key(batch), None)?)
}

/// How many batches went out on sticks and have no answer yet.
pub(in crate::syncing) fn sticks(reader: &Reader<'_>) -> Result<usize, DeskError> {
    Ok(reader.settings(STICK)?.len())
}

/// The parts of a batch that went out on a stick; nothing when it is not known, or was answered.
fn stick(reader: &Reader<'_>, batch: [u8; 16]) -> Result<Option<BTreeSet<PartNumber>>, DeskError> {
    let Some(text) = reader.setting(&key(batch))? else {
        return Ok(None);
    };
    let mut parts = BTreeSet::new();
    for number in text.split(' ').filter_map(|number| number.parse().ok()) {
        // A part that was sealed anew since is another one; the receipt will not cover the batch then.
        if reader.part(PartNumber(number))?.is_some() {
            parts.insert(PartNumber(number));
        }
    }
    Ok(Some(parts))
}

fn key(batch: [u8; 16]) -> String {
    format!("{STICK}{}", RecordId(batch))
}

impl<'a> Side<'a> {
    /// The side of a batch that a centre answers by hand.
    pub(in crate::syncing) fn answered(
        desk: &'a Desk,
        open: &'a Open,
        batch: [u8; 16],
    ) -> Result<Side<'a>, DeskError> {
        let mut side = Side::new(desk, open, super::super::STICK_ROAD, false)?;
        side.batch = batch;
        side.by_hand = true;
        Ok(side)
    }

    /// Takes a newer roster that a stick brings.
    pub(in crate::syncing) fn took_roster(&self, signed: &SignedRoster) -> Result<(), DeskError> {
        let store = &self.open.store;
        store.write_as(|writer| self.take_roster(writer, &signed.bytes, signed.signature))
    }

    /// Stores what a centre answered, in one transaction: as a reply over a line, but that a team is read on
    /// only when this laptop stands where the answer begins. What is said of a batch that is not known or was
    /// answered before is passed over.
    pub(in crate::syncing) fn took_answer(&mut self, answer: &Answer) -> Result<Stored, DeskError> {
        let Reply::Exchange {
            refused,
            incoming,
            cursors,
            receipt,
            roster,
            marked,
            ..
        } = &answer.reply
        else {
            return Ok(Stored::default());
        };
        let arrived: Vec<Arrived> = incoming
            .iter()
            .map(|part| Arrived {
                team: part.team.clone(),
                seq: part.seq,
                wire: part.wire.clone(),
                content: unpack(&part.wire),
            })
            .collect();
        let store = &self.open.store;
        store.write_as(|writer| {
            if let Some((bytes, signature)) = roster {
                self.take_roster(writer, bytes, *signature)?;
            }
            let mut stored = self.take_parts(writer, &arrived)?;
            let here = writer.cursors(&self.centre.public)?;
            writer.set_cursors(&self.centre.public, &moved_on(&here, &answer.from, cursors))?;
            if let Some(marked) = marked {
                let heard = heard(writer, &self.centre.public)?;
                let positions = moved_on(&heard, &answer.heard, &marked.positions);
                self.take_marks(writer, &marked.marks, &positions)?;
            }
            let Some(parts) = stick(writer, self.batch)? else {
                return Ok(stored);
            };
            self.take_refusals(writer, refused)?;
            if let Some(receipt) = receipt {
                self.accepted = parts;
                stored.confirmed = self.take_receipt(writer, receipt)?;
            }
            Ok(stored)
        })
    }

    /// Stores parts that a colleague's stick brings, of teams that people of this laptop are in.
    pub(in crate::syncing) fn took_carried(
        &self,
        wires: &[Vec<u8>],
        is_ours: &dyn Fn(&TeamId) -> bool,
    ) -> Result<Carried, DeskError> {
        let roster = lock(&self.open.roster).clone();
        let store = &self.open.store;
        store.write_as(|writer| {
            let mut carried = Carried::default();
            let mut touched = BTreeSet::new();
            for wire in wires {
                let Ok((part, revisions)) = unpack(wire) else {
                    carried.set_aside += 1;
                    continue;
                };
                if !is_ours(&part.team) {
                    carried.outside += 1;
                    continue;
                }
                if !seal_holds(&roster, &part) {
                    carried.set_aside += 1;
                    continue;
                }
                let added = take_part(writer, &roster, (&part, &revisions), Whence::Hand)?;
                carried.added += added.added.len() as u64;
                carried.known += added.known.len() as u64;
                touched.extend(added.touched);
            }
            let touched: Vec<_> = touched.into_iter().collect();
            self.desk.project_all(self.open, writer, &touched)?;
            Ok(carried)
        })
    }
}

/// Where each team is read up to after an answer that read from `from` to `to`. Never back, and never over what lies
/// between here and where the answer begins.
fn moved_on(
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
