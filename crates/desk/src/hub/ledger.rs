//! The log of this laptop's teams, as `sync` asks it of a ledger.

use std::collections::BTreeMap;

use records::{DeviceId, Header, Part, Revision, RevisionId, TeamId};
use store::{Came, PartState, Writer};
use sync::{
    BatchId, Kept, Ledger, Offered, Placed, Receipt, SignedBytes, SignedReceipt, State, Taken,
    Verdict, pack, slip_statement,
};
use vault::{Roster, verify};

use super::door::signed;
use crate::open::{Open, lock, may_erase};
use crate::{Desk, DeskError};

/// How many parts are read at once.
const READ_AT_ONCE: u32 = 64;

/// The ledger of a hub: what the store of this laptop holds, in the hub's own order.
pub(crate) struct HubLedger<'a> {
    pub(crate) desk: &'a Desk,
    pub(crate) open: &'a Open,
}

/// Checks that a part was sealed by the laptop that it names and that the centre lets it still sign, whoever brings it.
pub(crate) fn verdict(roster: &Roster, part: &Part) -> Verdict {
    let bad = |detail: &str| Verdict::Bad {
        detail: detail.to_owned(),
    };
    match roster.device(&part.device.0) {
        None => bad("the hub does not know this laptop yet"),
        Some(device) if device.revoked => bad("this laptop was revoked"),
        Some(device) if verify(&device.public, &part.statement(), &part.seal) => Verdict::Good,
        Some(_) => bad("the seal is not this laptop's"),
    }
}

impl Ledger for HubLedger<'_> {
    type Error = DeskError;

    fn take(
        &mut self,
        by: DeviceId,
        batch: &BatchId,
        offered: Offered<'_>,
    ) -> Result<Taken, DeskError> {
        let roster = lock(&self.open.roster).clone();
        let (desk, open) = (self.desk, self.open);
        open.store.write_as(|writer| {
            let twice = counted_twice(writer, offered.revisions)?;
            let may_erase = |header: &Header| may_erase(&roster, header.author);
            let added = writer.append_trusting(offered.revisions, Came::Carried, &may_erase)?;
            let ids: Vec<RevisionId> = offered.revisions.iter().map(|one| one.id).collect();
            if !added.added.is_empty() {
                let number = writer.add_part(offered.part, &ids, PartState::Handed, None)?;
                writer.hub_list_part(&offered.part.team, number, Some((by, *batch)))?;
            }
            writer.hub_note(by, batch, &ids)?;
            let touched: Vec<_> = added.touched.into_iter().collect();
            desk.project_all(open, writer, &touched)?;
            let taken = added.added.len() as u32;
            Ok(Taken {
                taken,
                known: offered.part.count - taken,
                twice,
                marks: Vec::new(),
            })
        })
    }

    fn after(&self, team: &TeamId, seq: u64, bytes: usize) -> Result<Vec<Kept>, DeskError> {
        self.open.store.read_as(|reader| {
            let mut left = bytes;
            let mut kept = Vec::new();
            for listed in reader.hub_after(team, seq, READ_AT_ONCE)? {
                let Some(held) = reader.part(listed.number)? else {
                    break;
                };
                let revisions = reader.revisions_of_part(listed.number)?;
                let wire = pack(&held.part, &revisions).map_err(DeskError::Part)?;
                if !kept.is_empty() && wire.len() > left {
                    break;
                }
                left = left.saturating_sub(wire.len());
                let from = listed.from.unwrap_or((DeviceId([0; 16]), [0; 16]));
                kept.push(Kept {
                    seq: listed.seq,
                    wire,
                    from,
                });
            }
            Ok(kept)
        })
    }

    fn state(&self, team: &TeamId) -> Result<State, DeskError> {
        let (top, digest) = self.open.store.read(|reader| reader.hub_state(team))?;
        Ok(State { top, digest })
    }

    fn ids(
        &self,
        team: &TeamId,
        low: RevisionId,
        high: Option<RevisionId>,
    ) -> Result<Vec<Placed>, DeskError> {
        let found = self
            .open
            .store
            .read(|reader| reader.hub_ids(team, low, high))?;
        Ok(found
            .into_iter()
            .map(|(id, seq)| Placed { id, seq })
            .collect())
    }

    /// The hub's own receipt: that it took what is named, signed by its key after a line of its own. It confirms
    /// nothing.
    fn receipt(
        &mut self,
        by: DeviceId,
        batch: &BatchId,
        now_ms: u64,
    ) -> Result<Option<SignedReceipt>, DeskError> {
        let noted = self.open.store.read(|reader| reader.hub_noted(by, batch))?;
        let receipt = Receipt::over(*batch, by, noted, Vec::new(), now_ms);
        Ok(receipt.map(|receipt| {
            let bytes = receipt.to_bytes();
            let signature = self.open.device_key.sign(&slip_statement(&bytes));
            SignedReceipt { bytes, signature }
        }))
    }

    fn roster(&self, version: u64) -> Result<Option<SignedBytes>, DeskError> {
        let held = self.open.store.read(|reader| reader.roster())?;
        Ok(held.filter(|held| held.version > version).and_then(signed))
    }
}

/// New revisions whose count their laptop gave to another before.
fn counted_twice(
    writer: &Writer<'_>,
    revisions: &[Revision],
) -> Result<Vec<RevisionId>, DeskError> {
    let mut twice = Vec::new();
    let mut seen: BTreeMap<(DeviceId, u64), RevisionId> = BTreeMap::new();
    for Revision { id, header, .. } in revisions {
        let here = seen.insert((header.device, header.n), *id);
        let is_again = here.is_some_and(|other| other != *id)
            || writer.is_counted_twice(&header.team, header.device, header.n, *id)?;
        if is_again && writer.revision(*id)?.is_none() {
            twice.push(*id);
        }
    }
    Ok(twice)
}
