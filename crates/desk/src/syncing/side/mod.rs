//! The laptop's side of a sync: which parts to offer, and how each reply is stored, whole or not at all.

mod again;
mod by_hand;
mod taking;

pub(super) use again::not_kept;
use again::{accepted, not_taken, settle_mended};
pub(super) use by_hand::{Carried, forget_stick, keep_stick, sticks};
pub(super) use taking::{
    checked, count_set_aside, heard, kept, kept_after_all, known_by, seal_holds,
};

use std::collections::{BTreeMap, BTreeSet};

use records::{Digest, PART_REVISIONS_MAX, Revision, RevisionId, TeamId};
use store::{Centre, HeldPart, PartNumber, PartState, Reader, Writer};
use sync::{Begun, Local, Offer, Refused, Round, Stored, fit, pack};

use crate::open::Open;
use crate::{Desk, DeskError};

/// The batch that has no receipt yet, and its parts that the centre has taken. Kept in the store, so that
/// after a cut only the part in flight is sent again.
const OPEN_BATCH: &str = "sync open batch";
const ACCEPTED: &str = "sync accepted part ";
/// Revisions that the centre did not keep.
const NOT_KEPT: &str = "sync not kept ";
/// Positions of parts that cannot be read or whose seal does not hold, with the roster's and the program's version then.
const SET_ASIDE: &str = "sync set aside ";
/// How far each team's marks were heard of, by centre and team.
const HEARD: &str = "sync heard ";
/// Plain bytes of revisions that could fit a compressed byte of a part.
const PLAIN_PER_PACKED: usize = 12;

/// One sync of one laptop.
pub(super) struct Side<'a> {
    desk: &'a Desk,
    open: &'a Open,
    centre: Centre,
    road: &'static str,
    batch: [u8; 16],
    began_ms: u64,
    offered: BTreeMap<PartNumber, Vec<RevisionId>>,
    accepted: BTreeSet<PartNumber>,
    /// Parts that the centre did not take and that there is no reason to offer again yet.
    refused: BTreeSet<PartNumber>,
    /// Parts of others, or confirmed ones, that the centre lost.
    again: Vec<PartNumber>,
    /// What a comparison found missing there.
    lost: BTreeSet<RevisionId>,
    /// Parts of others that came by another road and that the centre is not known to hold.
    carried: Vec<PartNumber>,
    /// Whether this sync brings them along.
    carries: bool,
    records: BTreeSet<(TeamId, records::RecordId)>,
    sent: u64,
    got_receipt: bool,
    /// The batch was carried by hand, it is not the open one: what of it the centre said not to have taken.
    by_hand: Option<BTreeSet<RevisionId>>,
    /// Why a receipt did not hold.
    pub(super) broken_receipt: Option<String>,
}

impl<'a> Side<'a> {
    pub(super) fn new(
        desk: &'a Desk,
        open: &'a Open,
        road: &'static str,
        carries: bool,
    ) -> Result<Side<'a>, DeskError> {
        let account = open.store.read(|reader| reader.account())?;
        let centre = account
            .and_then(|account| account.centre)
            .ok_or(DeskError::NoCentre)?;
        Ok(Side {
            desk,
            open,
            centre,
            road,
            batch: [0; 16],
            began_ms: desk.now(),
            offered: BTreeMap::new(),
            accepted: BTreeSet::new(),
            refused: BTreeSet::new(),
            again: Vec::new(),
            lost: BTreeSet::new(),
            carried: Vec::new(),
            carries,
            records: BTreeSet::new(),
            sent: 0,
            got_receipt: false,
            by_hand: None,
            broken_receipt: None,
        })
    }

    pub(super) fn batch(&self) -> [u8; 16] {
        self.batch
    }

    pub(super) fn road(&self) -> &'static str {
        self.road
    }

    pub(super) fn began_ms(&self) -> u64 {
        self.began_ms
    }

    pub(super) fn records_sent(&self) -> u64 {
        self.records.len() as u64
    }

    pub(super) fn revisions_sent(&self) -> u64 {
        self.sent
    }

    pub(super) fn is_worth_noting(&self, moved: &store::Moved) -> bool {
        moved.sent > 0 || moved.received > 0 || self.got_receipt
    }

    /// The parts that were offered as these.
    fn numbers_of(&self, offers: &[Offer]) -> Vec<PartNumber> {
        let parts = self.offered.iter();
        let these = parts.filter(|(_, ids)| offers.iter().any(|offer| offer.ids == **ids));
        these.map(|(number, _)| *number).collect()
    }

    fn waits(&self, held: &HeldPart) -> bool {
        !self.offered.contains_key(&held.number)
            && !self.accepted.contains(&held.number)
            && !self.refused.contains(&held.number)
    }

    /// A sealed part that the centre has not taken, of this laptop or found missing there.
    fn sealed(&self, reader: &Reader<'_>) -> Result<Option<HeldPart>, DeskError> {
        for number in &self.again {
            if !self.offered.contains_key(number)
                && let Some(held) = reader.part(*number)?
            {
                return Ok(Some(held));
            }
        }
        let mine = reader.unconfirmed_parts(self.open.device)?;
        if let Some(own) = mine.into_iter().find(|held| self.waits(held)) {
            return Ok(Some(own));
        }
        for number in self.carried.iter().filter(|_| self.carries) {
            // One that the centre turned out to have is no longer open.
            let held = reader.part(*number)?;
            let open = held.filter(|held| held.state < PartState::Confirmed && self.waits(held));
            if open.is_some() {
                return Ok(open);
            }
        }
        Ok(None)
    }

    /// Finds what came here by a hub or a stick and waits for the centre.
    fn find_carried(&mut self) -> Result<(), DeskError> {
        let device = self.open.device;
        self.carried = self.open.store.read_as(|reader| {
            let mut carried = Vec::new();
            for held in reader.parts_to_carry()? {
                // A part that does not add up is nothing that the centre could take.
                let is_whole = || reader.revisions_of_part(held.number).is_ok();
                if held.part.device != device && !self.refused.contains(&held.number) && is_whole()
                {
                    carried.push(held.number);
                }
            }
            Ok::<_, DeskError>(carried)
        })?;
        Ok(())
    }

    /// Whether parts of others wait for the centre.
    pub(super) fn has_carried(&mut self) -> Result<bool, DeskError> {
        self.find_refused()?;
        self.find_carried()?;
        Ok(!self.carried.is_empty())
    }

    /// What waits for its turn, and is no difference while it does: the ids of carried parts that do not go along.
    fn held_back(&self, reader: &Reader<'_>) -> Result<Vec<RevisionId>, DeskError> {
        let mut ids = Vec::new();
        for number in self.carried.iter().filter(|_| !self.carries) {
            let held = reader.part(*number)?;
            if held.is_some_and(|held| held.state < PartState::Confirmed) {
                let open = reader.open_ids_of_part(*number)?;
                ids.extend(open);
            }
        }
        Ok(ids)
    }

    /// What is here and no difference: the centre did not take it, or it waits for its turn.
    fn left_out(&self, reader: &Reader<'_>) -> Result<BTreeSet<RevisionId>, DeskError> {
        let not_kept = not_kept(reader)?.into_iter();
        Ok(not_kept.chain(self.held_back(reader)?).collect())
    }

    /// Whether something waits here that this sync does not bring along: then it says nothing of all that is here.
    pub(super) fn holds_back(&self) -> Result<bool, DeskError> {
        let open = self.open;
        open.store
            .read_as(|reader| Ok(!self.held_back(reader)?.is_empty()))
    }

    fn offer(&mut self, held: &HeldPart) -> Result<Offer, DeskError> {
        let revisions = self
            .open
            .store
            .read(|reader| reader.revisions_of_part(held.number))?;
        let wire = pack(&held.part, &revisions).map_err(DeskError::Part)?;
        let ids: Vec<RevisionId> = revisions.iter().map(|revision| revision.id).collect();
        self.records.extend(names_of(&revisions));
        self.offered.insert(held.number, ids.clone());
        Ok(Offer { wire, ids })
    }
}

impl Local for Side<'_> {
    type Error = DeskError;

    fn begin(&mut self) -> Result<Begun, DeskError> {
        self.offered.clear();
        self.find_refused()?;
        self.find_carried()?;
        let (batch, accepted) = self.open.store.write_as(|writer| {
            let open = writer
                .setting(OPEN_BATCH)?
                .and_then(|text| text.parse::<records::RecordId>().ok());
            let batch = match open {
                Some(batch) => batch.0,
                None => {
                    let batch = records::RecordId::v7(self.desk.now(), self.desk.random().bytes());
                    writer.set_setting(OPEN_BATCH, Some(&batch.to_string()))?;
                    batch.0
                }
            };
            settle_mended(writer)?;
            Ok::<_, DeskError>((batch, accepted(writer)?))
        })?;
        (self.batch, self.accepted) = (batch, accepted);
        self.open.store.read_as(|reader| {
            let cursors = reader.cursors(&self.centre.public)?;
            let roster = reader.roster()?.map_or(0, |roster| roster.version);
            Ok(Begun {
                batch: self.batch,
                cursors,
                roster,
                marks: heard(reader, &self.centre.public)?,
            })
        })
    }

    fn next_part(&mut self, bytes_max: usize) -> Result<Option<Offer>, DeskError> {
        let waiting = self.open.store.read_as(|reader| self.sealed(reader))?;
        if let Some(held) = waiting {
            return self.offer(&held).map(Some);
        }
        Ok(seal_next(self.open, bytes_max)?.map(|sealed| {
            self.records.extend(sealed.records);
            self.offered.insert(sealed.number, sealed.ids.clone());
            Offer {
                wire: sealed.wire,
                ids: sealed.ids,
            }
        }))
    }

    fn has_more(&self) -> Result<bool, DeskError> {
        self.open.store.read_as(|reader| {
            if self.sealed(reader)?.is_some() {
                return Ok(true);
            }
            for team in reader.teams()? {
                if !reader.unsealed(&team, self.open.device, 1, 1)?.is_empty() {
                    return Ok(true);
                }
            }
            Ok(false)
        })
    }

    fn take_back(&mut self, offers: &[Offer], bytes_max: usize) -> Result<(), DeskError> {
        let back = self.numbers_of(offers);
        self.open.store.write_as(|writer| {
            for number in &back {
                let held = writer.part(*number)?;
                let own = held
                    .filter(|h| h.part.device == self.open.device && h.state == PartState::Unsent);
                let large = offers
                    .iter()
                    .any(|offer| offer.wire.len() > bytes_max && offer.ids.len() > 1);
                if own.is_some() && large && !writer.is_given_out(*number)? {
                    writer.drop_unconfirmed_part(*number)?;
                }
            }
            Ok::<_, DeskError>(())
        })?;
        for number in back {
            self.offered.remove(&number);
        }
        Ok(())
    }

    fn leave(&mut self, offer: &Offer, why: &[Refused]) -> Result<(), DeskError> {
        self.leave_out(offer, why)
    }

    fn took(&mut self, round: Round<'_>) -> Result<Stored, DeskError> {
        let taken = self.numbers_of(round.offered);
        let open = self.open;
        let stored = open.store.write_as(|writer| {
            if let Some((bytes, signature)) = round.roster {
                self.take_roster(writer, bytes, *signature)?;
            }
            let mut stored = self.take_parts(writer, round.incoming)?;
            writer.set_cursors(&self.centre.public, round.cursors)?;
            let refused = not_taken(round.refused);
            let ids = round.offered.iter().flat_map(|offer| &offer.ids);
            let ids: Vec<RevisionId> = ids.filter(|id| !refused.contains(*id)).copied().collect();
            kept_after_all(writer, &ids)?;
            self.take_refusals(writer, round.refused)?;
            if let Some(marked) = round.marked {
                self.take_marks(writer, &marked.marks, &marked.positions)?;
            }
            for number in &taken {
                let ids = self.offered.get(number).into_iter().flatten();
                let is_taken = ids.into_iter().any(|id| !refused.contains(id));
                self.note_offered(writer, *number, is_taken)?;
            }
            if let Some(receipt) = round.receipt {
                stored.confirmed = self.take_receipt(writer, receipt)?;
            }
            Ok::<_, DeskError>(stored)
        })?;
        self.again.retain(|number| !taken.contains(number));
        self.sent += round
            .offered
            .iter()
            .map(|offer| offer.ids.len() as u64)
            .sum::<u64>();
        Ok(stored)
    }

    fn digest(&self, team: &TeamId) -> Result<Digest, DeskError> {
        self.open.store.read_as(|reader| {
            let mut digest = reader.digest(team)?;
            for id in self.left_out(reader)? {
                let revision = reader.revision(id)?;
                if revision.is_some_and(|revision| revision.header.team == *team) {
                    digest.sub(&id);
                }
            }
            Ok(digest)
        })
    }

    fn ids(
        &self,
        team: &TeamId,
        low: RevisionId,
        high: Option<RevisionId>,
    ) -> Result<Vec<RevisionId>, DeskError> {
        self.open.store.read_as(|reader| {
            let left_out = self.left_out(reader)?;
            let mut ids = reader.ids_between(team, low, high, u32::MAX)?;
            ids.retain(|id| !left_out.contains(id));
            Ok(ids)
        })
    }

    fn set_aside(&self, team: &TeamId) -> Result<BTreeSet<u64>, DeskError> {
        let prefix = format!("{SET_ASIDE}{team} ");
        let kept = self.open.store.read(|reader| reader.settings(&prefix))?;
        let known = known_by(self.open);
        let still = kept.iter().filter(|(_, by)| *by == known);
        Ok(still
            .filter_map(|(key, _)| key.strip_prefix(&prefix)?.parse().ok())
            .collect())
    }

    fn mend(
        &mut self,
        team: &TeamId,
        lost: &[RevisionId],
        read_after: Option<u64>,
    ) -> Result<(), DeskError> {
        let open = self.open;
        self.lost.extend(lost);
        open.store.write_as(|writer| {
            for id in lost {
                if let Some(number) = writer.part_of(*id)? {
                    self.accepted.remove(&number);
                    writer.set_setting(&format!("{ACCEPTED}{}", number.0), None)?;
                    if !self.again.contains(&number) {
                        self.again.push(number);
                    }
                }
            }
            if let Some(seq) = read_after {
                read_again(writer, &self.centre.public, team, seq)?;
            }
            Ok::<_, DeskError>(())
        })
    }
}

/// Has a team be read again from behind a position of a centre, if it was read farther.
pub(super) fn read_again(
    writer: &mut Writer<'_>,
    centre: &[u8; 32],
    team: &TeamId,
    seq: u64,
) -> Result<(), DeskError> {
    let before = writer.cursors(centre)?.get(team).copied();
    let back = BTreeMap::from([(team.clone(), seq.min(before.unwrap_or_default()))]);
    Ok(writer.set_cursors(centre, &back)?)
}

/// A part that was just sealed, as it is sent.
pub(crate) struct Sealed {
    number: PartNumber,
    ids: Vec<RevisionId>,
    records: BTreeSet<(TeamId, records::RecordId)>,
    wire: Vec<u8>,
}

/// Seals the next revisions of some team, durably; none when everything is sealed.
pub(crate) fn seal_next(open: &Open, bytes_max: usize) -> Result<Option<Sealed>, DeskError> {
    open.store.write_as(|writer| {
        let plain = bytes_max.saturating_mul(PLAIN_PER_PACKED);
        for team in writer.teams()? {
            let waiting = writer.unsealed(&team, open.device, PART_REVISIONS_MAX, plain)?;
            if waiting.is_empty() {
                continue;
            }
            let fitting = fit(&waiting, bytes_max).map_err(DeskError::Part)?;
            let chosen = waiting.get(..fitting.count()).unwrap_or(&waiting);
            let seal = open.device_key.sign(&fitting.part().statement());
            let (part, wire) = fitting.sealed(seal);
            let ids: Vec<RevisionId> = chosen.iter().map(|revision| revision.id).collect();
            let number = writer.add_part(&part, &ids, PartState::Unsent, None)?;
            return Ok(Some(Sealed {
                number,
                ids,
                records: names_of(chosen),
                wire,
            }));
        }
        Ok(None)
    })
}

fn names_of(revisions: &[Revision]) -> BTreeSet<(TeamId, records::RecordId)> {
    let names = revisions.iter();
    names
        .map(|revision| (revision.header.team.clone(), revision.header.record))
        .collect()
}
