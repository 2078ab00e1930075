//! What is carried by hand: batches that wait for an answer on a stick, and what a stick brings.

use std::collections::{BTreeMap, BTreeSet};

use records::{RecordId, RevisionId, TeamId};
use store::{PartNumber, PartState, Reader, Writer};
use sync::{Answer, Arrived, PackError, Refused, Reply, Stored, moved_on, unpack};
use vault::SignedRoster;

use super::taking::{Whence, heard, seal_holds, take_part};
use super::{ACCEPTED, Side};
use crate::open::lock;
use crate::{Desk, DeskError, open::Open};

/// Batches that went out on a stick, each with its parts: what a receipt for it must cover. With each part stands what a
/// centre calls it that cannot read it.
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
    /// Parts of a kind that this program does not know.
    pub(in crate::syncing) newer: u32,
    /// Parts of teams that nobody on this laptop is in.
    pub(in crate::syncing) outside: u32,
}

/// Remembers what a batch on a stick holds, before the stick is whole.
pub(in crate::syncing) fn keep_stick(
    writer: &mut Writer<'_>,
    batch: [u8; 16],
    parts: &BTreeMap<PartNumber, RevisionId>,
) -> Result<(), DeskError> {
    let parts = parts.iter();
    let parts: Vec<String> = parts
        .map(|(number, unreadable)| format!("{}:{unreadable}", number.0))
        .collect();
    Ok(writer.set_setting(&key(batch), Some(&parts.join(" ")))?)
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

/// The parts of a batch that went out on a stick, each with what a centre calls it that cannot read it; nothing when the batch
/// is not known, or was answered.
fn stick(
    reader: &Reader<'_>,
    batch: [u8; 16],
) -> Result<Option<BTreeMap<PartNumber, Option<RevisionId>>>, DeskError> {
    let Some(text) = reader.setting(&key(batch))? else {
        return Ok(None);
    };
    let mut parts = BTreeMap::new();
    for part in text.split(' ') {
        // An earlier program wrote the numbers alone.
        let (number, unreadable) = part.split_once(':').unwrap_or((part, ""));
        let Some(number) = number.parse().ok().map(PartNumber) else {
            continue;
        };
        // A part that was sealed anew since is another one; the receipt will not cover the batch then.
        if reader.part(number)?.is_some() {
            parts.insert(number, unreadable.parse().ok());
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
        side.by_hand = Some(BTreeSet::new());
        Ok(side)
    }

    /// Takes a newer roster that a stick brings.
    pub(in crate::syncing) fn took_roster(&self, signed: &SignedRoster) -> Result<(), DeskError> {
        let store = &self.open.store;
        store.write_as(|writer| self.take_roster(writer, &signed.bytes, signed.signature))
    }

    /// Stores what a centre answered, in one transaction: as a reply over a line, but that a team is read on
    /// only when this laptop stands where the answer begins. What is said of a batch that is not known or was
    /// answered before is passed over, and so is every team that its people have left since it was asked. `not_taken` is what
    /// earlier answers to the batch said not to have taken, and this one with them afterwards.
    pub(in crate::syncing) fn took_answer(
        &mut self,
        answer: &Answer,
        not_taken: &mut BTreeSet<RevisionId>,
        is_ours: &dyn Fn(&TeamId) -> bool,
    ) -> Result<Stored, DeskError> {
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
        let store = &self.open.store;
        let refused = store.read_as(|reader| one_line_each(reader, self.batch, refused))?;
        not_taken.extend(super::not_taken(&refused));
        self.by_hand = Some(not_taken.clone());
        store.write_as(|writer| {
            if let Some((bytes, signature)) = roster {
                self.take_roster(writer, bytes, *signature)?;
            }
            let ours = incoming.iter().filter(|part| is_ours(&part.team));
            let arrived: Vec<Arrived> = ours.cloned().map(Arrived::from).collect();
            let mut stored = self.take_parts(writer, &arrived)?;
            let here = writer.cursors(&self.centre.public)?;
            let mut ahead = moved_on(&here, &answer.from, cursors);
            ahead.retain(|team, _| is_ours(team));
            writer.set_cursors(&self.centre.public, &ahead)?;
            if let Some(marked) = marked {
                let heard = heard(writer, &self.centre.public)?;
                let positions = moved_on(&heard, &answer.heard, &marked.positions);
                self.take_marks(writer, &marked.marks, &positions)?;
            }
            let Some(parts) = stick(writer, self.batch)? else {
                return Ok(stored);
            };
            let parts: BTreeSet<PartNumber> = parts.into_keys().collect();
            let refused = still_refused(writer, &parts, &refused)?;
            self.take_refusals(writer, &refused)?;
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
                let (part, revisions) = match unpack(wire) {
                    Ok(found) => found,
                    Err(PackError::NotAPart) => {
                        carried.newer += 1;
                        continue;
                    }
                    Err(_) => {
                        carried.set_aside += 1;
                        continue;
                    }
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

/// Names each revision of a part that the centre could not read: of that one it knows no more than the bytes.
fn one_line_each(
    reader: &Reader<'_>,
    batch: [u8; 16],
    refused: &[Refused],
) -> Result<Vec<Refused>, DeskError> {
    let parts = match refused.iter().any(|line| line.code == "part") {
        true => stick(reader, batch)?.unwrap_or_default(),
        false => return Ok(refused.to_vec()),
    };
    let mut lines = Vec::with_capacity(refused.len());
    for line in refused {
        let unread = parts
            .iter()
            .find(|(_, unreadable)| line.code == "part" && **unreadable == Some(line.id));
        let Some((number, _)) = unread else {
            lines.push(line.clone());
            continue;
        };
        let ids = reader.ids_in_part(*number)?.into_iter();
        lines.extend(ids.map(|id| Refused { id, ..line.clone() }));
    }
    Ok(lines)
}

/// What was refused of these parts, but for those that the centre has signed for since, or taken over a line: it has them,
/// whatever it said to a stick that came late.
fn still_refused(
    reader: &Reader<'_>,
    parts: &BTreeSet<PartNumber>,
    refused: &[Refused],
) -> Result<Vec<Refused>, DeskError> {
    let mut there = BTreeSet::new();
    for number in parts.iter().filter(|_| !refused.is_empty()) {
        let held = reader.part(*number)?;
        let is_confirmed = held.is_some_and(|held| held.state == PartState::Confirmed);
        let is_taken = || reader.setting(&format!("{ACCEPTED}{}", number.0));
        if is_confirmed || is_taken()?.is_some() {
            there.extend(reader.ids_in_part(*number)?);
        }
    }
    let is_open = |line: &&Refused| line.is_kept() || !there.contains(&line.id);
    Ok(refused.iter().filter(is_open).cloned().collect())
}
