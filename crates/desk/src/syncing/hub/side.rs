//! The laptop's side of a sync with a hub: nothing that a hub says touches what is between this laptop and the centre.

use std::collections::{BTreeMap, BTreeSet};

use records::{Digest, Header, RecordId, RevisionId, TeamId};
use store::{Came, HeldPart, PartNumber, PartState, Reader, Writer};
use sync::{
    Arrived, Begun, Local, Offer, Outcome, PACE_BYTES_FIRST, Receipt, Refused, Round,
    SignedReceipt, Stored, pack, slip_statement,
};
use vault::verify;

use super::HubDoor;
use crate::hub::{keep_roster, teams_of};
use crate::open::{Open, lock, may_erase};
use crate::syncing::seal_next;
use crate::syncing::side::seal_holds;
use crate::{Desk, DeskError};

/// Where a team's ledger of a hub that was never read begins: at its end. Most of it is here already; the comparison
/// finds what is not.
const AT_THE_END: u64 = i64::MAX as u64;

pub(in crate::syncing) struct HubSide<'a> {
    desk: &'a Desk,
    open: &'a Open,
    hub: [u8; 32],
    hub_public: [u8; 32],
    centre: [u8; 32],
    /// The teams that both laptops may hold.
    teams: BTreeSet<TeamId>,
    batch: [u8; 16],
    offered: BTreeMap<PartNumber, Vec<RevisionId>>,
    accepted: BTreeSet<PartNumber>,
    /// Parts that the hub signed for.
    given: BTreeSet<PartNumber>,
    again: Vec<PartNumber>,
    /// Parts that are too large for the line to this hub.
    left: BTreeSet<PartNumber>,
    not_kept: BTreeSet<RevisionId>,
    records: BTreeSet<(TeamId, RecordId)>,
    sent: u64,
    /// Why the hub's own receipt did not hold.
    pub(super) broken_slip: Option<String>,
}

impl<'a> HubSide<'a> {
    pub(in crate::syncing) fn new(
        desk: &'a Desk,
        open: &'a Open,
        door: &HubDoor,
    ) -> Result<HubSide<'a>, DeskError> {
        let account = open.store.read(|reader| reader.account())?;
        let centre = account
            .and_then(|account| account.centre)
            .ok_or(DeskError::NoCentre)?;
        let mut teams = teams_of(&lock(&open.roster), open.device);
        let theirs = teams_of(&lock(&open.roster), door.device);
        teams.retain(|team| theirs.contains(team));
        Ok(HubSide {
            desk,
            open,
            hub: door.fingerprint,
            hub_public: door.public,
            centre: centre.public,
            teams,
            batch: [0; 16],
            offered: BTreeMap::new(),
            accepted: BTreeSet::new(),
            given: BTreeSet::new(),
            again: Vec::new(),
            left: BTreeSet::new(),
            not_kept: BTreeSet::new(),
            records: BTreeSet::new(),
            sent: 0,
            broken_slip: None,
        })
    }

    pub(super) fn batch(&self) -> [u8; 16] {
        self.batch
    }

    pub(super) fn records_sent(&self) -> u64 {
        self.records.len() as u64
    }

    pub(super) fn revisions_sent(&self) -> u64 {
        self.sent
    }

    /// Whether each team that both laptops may hold was compared and found to be the same, and nothing was left out of it.
    pub(super) fn holds_the_same(&self, done: &Outcome) -> bool {
        let differs =
            |team: &TeamId| done.differing.contains(team) || done.set_apart.contains(team);
        let is_same = |team: &TeamId| done.compared.contains(team) && !differs(team);
        self.not_kept.is_empty() && self.teams.iter().all(is_same)
    }

    /// A sealed part that the centre has not confirmed and the hub has not signed for; whoever sealed it.
    fn sealed(&self, reader: &Reader<'_>) -> Result<Option<HeldPart>, DeskError> {
        for number in &self.again {
            if !self.offered.contains_key(number)
                && !self.left.contains(number)
                && let Some(held) = reader.part(*number)?
            {
                return Ok(Some(held));
            }
        }
        let waits = |held: &HeldPart| {
            self.teams.contains(&held.part.team)
                && !self.offered.contains_key(&held.number)
                && !self.accepted.contains(&held.number)
                && !self.given.contains(&held.number)
                && !self.left.contains(&held.number)
        };
        Ok(reader.parts_to_carry()?.into_iter().find(waits))
    }

    /// The parts that were offered as these.
    fn numbers_of(&self, offers: &[Offer]) -> Vec<PartNumber> {
        let parts = self.offered.iter();
        let these = parts.filter(|(_, ids)| offers.iter().any(|offer| offer.ids == **ids));
        these.map(|(number, _)| *number).collect()
    }

    fn offer(&mut self, held: &HeldPart) -> Result<Offer, DeskError> {
        let revisions = self
            .open
            .store
            .read(|reader| reader.revisions_of_part(held.number))?;
        let wire = pack(&held.part, &revisions).map_err(DeskError::Part)?;
        let ids: Vec<RevisionId> = revisions.iter().map(|one| one.id).collect();
        let names = revisions
            .into_iter()
            .map(|one| (one.header.team, one.header.record));
        self.records.extend(names);
        self.offered.insert(held.number, ids.clone());
        Ok(Offer { wire, ids })
    }

    /// Takes parts of shared teams whose seal holds. Whether the centre has them, a hub cannot say.
    fn take_parts(
        &mut self,
        writer: &mut Writer<'_>,
        incoming: &[Arrived],
    ) -> Result<Stored, DeskError> {
        let roster = lock(&self.open.roster).clone();
        let mut stored = Stored::default();
        let mut touched = BTreeSet::new();
        for arrived in incoming {
            let is_ours = self.teams.contains(&arrived.team);
            let trusted = match &arrived.content {
                Ok((part, revisions)) if is_ours && seal_holds(&roster, part) => {
                    Some((part, revisions))
                }
                _ => None,
            };
            let Some((part, revisions)) = trusted else {
                stored.set_aside += 1;
                continue;
            };
            let may_erase = |header: &Header| may_erase(&roster, header.author);
            let added = writer.append_trusting(revisions, Came::Carried, &may_erase)?;
            let ids: Vec<RevisionId> = revisions.iter().map(|one| one.id).collect();
            if !added.added.is_empty() {
                let number = writer.add_part(part, &ids, PartState::Handed, None)?;
                writer.give_to(&self.hub, &[number], &BTreeSet::new())?;
                // Otherwise it would wait here to be offered to whom it came from, and nothing be compared.
                self.given.insert(number);
            }
            stored.added += u32::try_from(added.added.len()).unwrap_or(u32::MAX);
            touched.extend(added.touched);
        }
        let touched: Vec<_> = touched.into_iter().collect();
        self.desk.project_all(self.open, writer, &touched)?;
        Ok(stored)
    }

    /// Checks the hub's own receipt; what it covers is handed over.
    fn take_slip(
        &mut self,
        writer: &mut Writer<'_>,
        signed: &SignedReceipt,
    ) -> Result<u32, DeskError> {
        let parts = std::mem::take(&mut self.accepted);
        let mut ids: Vec<RevisionId> = Vec::new();
        for number in &parts {
            let revisions = writer.revisions_of_part(*number)?;
            ids.extend(revisions.iter().map(|one| one.id));
        }
        ids.retain(|id| !self.not_kept.contains(id));
        if let Err(why) = self.slip_holds(signed, &ids) {
            self.broken_slip = Some(why);
            return Ok(0);
        }
        // A part that the hub refused is not in its hands.
        let mut kept: Vec<PartNumber> = Vec::new();
        for number in parts {
            let revisions = writer.revisions_of_part(number)?;
            if !revisions.iter().all(|one| self.not_kept.contains(&one.id)) {
                kept.push(number);
            }
        }
        writer.give_to(&self.hub, &kept, &self.not_kept)?;
        self.given.extend(kept);
        Ok(u32::try_from(ids.len()).unwrap_or(u32::MAX))
    }

    fn slip_holds(&self, signed: &SignedReceipt, ids: &[RevisionId]) -> Result<(), String> {
        let receipt = slip(signed, &self.hub_public, self.batch, self.open)?;
        match receipt.covers(ids) {
            true => Ok(()),
            false => Err("it does not name exactly what was handed over".to_owned()),
        }
    }
}

/// Reads a hub's own receipt that is truly its and for this batch of this laptop.
pub(in crate::syncing) fn slip(
    signed: &SignedReceipt,
    hub: &[u8; 32],
    batch: [u8; 16],
    open: &Open,
) -> Result<Receipt, String> {
    if !verify(hub, &slip_statement(&signed.bytes), &signed.signature) {
        return Err("it is not signed by the hub".to_owned());
    }
    let receipt = Receipt::from_bytes(&signed.bytes).map_err(|error| error.to_string())?;
    match receipt.batch == batch && receipt.device == open.device {
        true => Ok(receipt),
        false => Err("it is for another batch or laptop".to_owned()),
    }
}

impl Local for HubSide<'_> {
    type Error = DeskError;

    fn begin(&mut self) -> Result<Begun, DeskError> {
        self.offered.clear();
        self.accepted.clear();
        self.batch = RecordId::v7(self.desk.now(), self.desk.random().bytes()).0;
        self.given = self.open.store.read(|reader| reader.given_to(&self.hub))?;
        self.given.retain(|number| !self.again.contains(number));
        self.open.store.read_as(|reader| {
            let mut cursors = reader.cursors(&self.hub)?;
            for team in &self.teams {
                cursors.entry(team.clone()).or_insert(AT_THE_END);
            }
            let roster = reader.roster()?.map_or(0, |roster| roster.version);
            Ok(Begun {
                batch: self.batch,
                cursors,
                roster,
                // What the centre found comes with the centre's own replies.
                marks: BTreeMap::new(),
            })
        })
    }

    fn next_part(&mut self, bytes_max: usize) -> Result<Option<Offer>, DeskError> {
        // Sealed once, a part stays as it is, for the poor line to the centre too.
        let bytes_max = bytes_max.min(PACE_BYTES_FIRST);
        loop {
            if let Some(held) = self.open.store.read_as(|reader| self.sealed(reader))? {
                return self.offer(&held).map(Some);
            }
            if seal_next(self.open, bytes_max)?.is_none() {
                return Ok(None);
            }
        }
    }

    fn has_more(&self) -> Result<bool, DeskError> {
        self.open.store.read_as(|reader| {
            if self.sealed(reader)?.is_some() {
                return Ok(true);
            }
            for team in &self.teams {
                if !reader.unsealed(team, self.open.device, 1, 1)?.is_empty() {
                    return Ok(true);
                }
            }
            Ok(false)
        })
    }

    fn take_back(&mut self, offers: &[Offer], bytes_max: usize) -> Result<(), DeskError> {
        let back = self.numbers_of(offers);
        let is_large = |offer: &Offer| offer.wire.len() > bytes_max && offer.ids.len() > 1;
        let large = offers.iter().any(is_large);
        self.open.store.write_as(|writer| {
            for number in &back {
                let held = writer.part(*number)?;
                let own = held
                    .filter(|h| h.part.device == self.open.device && h.state == PartState::Unsent);
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

    fn leave(&mut self, offer: &Offer, _: &[Refused]) -> Result<(), DeskError> {
        self.left
            .extend(self.numbers_of(std::slice::from_ref(offer)));
        self.not_kept.extend(&offer.ids);
        Ok(())
    }

    fn took(&mut self, round: Round<'_>) -> Result<Stored, DeskError> {
        let taken = self.numbers_of(round.offered);
        let open = self.open;
        let not_kept = round.refused.iter().filter(|refused| !refused.is_kept());
        self.not_kept.extend(not_kept.map(|refused| refused.id));
        self.accepted.extend(&taken);
        let stored = open.store.write_as(|writer| {
            if let Some((bytes, signature)) = round.roster {
                keep_roster(open, writer, &self.centre, bytes, *signature)?;
            }
            let mut stored = self.take_parts(writer, round.incoming)?;
            let shared: BTreeMap<TeamId, u64> = round
                .cursors
                .iter()
                .filter(|(team, _)| self.teams.contains(*team))
                .map(|(team, seq)| (team.clone(), *seq))
                .collect();
            writer.set_cursors(&self.hub, &shared)?;
            if let Some(slip) = round.receipt {
                stored.confirmed = self.take_slip(writer, slip)?;
            }
            Ok::<_, DeskError>(stored)
        })?;
        self.again.retain(|number| !taken.contains(number));
        let ids = round.offered.iter().map(|offer| offer.ids.len() as u64);
        self.sent += ids.sum::<u64>();
        Ok(stored)
    }

    fn digest(&self, team: &TeamId) -> Result<Digest, DeskError> {
        self.open.store.read_as(|reader| {
            let mut digest = reader.digest(team)?;
            for id in &self.not_kept {
                let revision = reader.revision(*id)?;
                if revision.is_some_and(|revision| revision.header.team == *team) {
                    digest.sub(id);
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
        let mut ids = self
            .open
            .store
            .read(|reader| reader.ids_between(team, low, high, u32::MAX))?;
        ids.retain(|id| !self.not_kept.contains(id));
        Ok(ids)
    }

    fn mend(
        &mut self,
        team: &TeamId,
        lost: &[RevisionId],
        read_after: Option<u64>,
    ) -> Result<(), DeskError> {
        let (open, hub) = (self.open, self.hub);
        open.store.write_as(|writer| {
            for id in lost {
                if let Some(number) = writer.part_of(*id)?
                    && !self.again.contains(&number)
                {
                    writer.take_back_from(&hub, number)?;
                    self.again.push(number);
                }
            }
            if let Some(seq) = read_after {
                let held = writer.cursors(&hub)?.get(team).copied();
                let back = seq.min(held.unwrap_or(AT_THE_END));
                writer.set_cursors(&hub, &BTreeMap::from([(team.clone(), back)]))?;
            }
            Ok::<_, DeskError>(())
        })
    }
}
