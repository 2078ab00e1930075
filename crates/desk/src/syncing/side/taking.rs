//! What a reply brings, and what of it is believed: rosters, parts of others, receipts.

use std::collections::BTreeSet;

use records::{Header, Part, RevisionId};
use store::{Came, PartState, Writer};
use sync::{Arrived, Receipt, SignedReceipt, Stored};
use vault::{Roster, verify};

use super::{ACCEPTED, NOT_KEPT, OPEN_BATCH, SET_ASIDE, Side};
use crate::DeskError;
use crate::hub::keep_roster;
use crate::open::{Open, lock, may_erase};

impl Side<'_> {
    /// Takes a newer roster of the centre.
    pub(super) fn take_roster(
        &self,
        writer: &mut Writer<'_>,
        bytes: &[u8],
        signature: [u8; 64],
    ) -> Result<(), DeskError> {
        keep_roster(self.open, writer, &self.centre.public, bytes, signature)
    }

    /// Takes parts whose seal holds; gives how many revisions were new and how many parts were set aside.
    pub(super) fn take_parts(
        &self,
        writer: &mut Writer<'_>,
        incoming: &[Arrived],
    ) -> Result<Stored, DeskError> {
        let roster = lock(&self.open.roster).clone();
        let mut stored = Stored::default();
        let mut touched = BTreeSet::new();
        for arrived in incoming {
            let trusted = match &arrived.content {
                Ok((part, revisions)) if seal_holds(&roster, part) => Some((part, revisions)),
                _ => None,
            };
            let Some((part, revisions)) = trusted else {
                stored.set_aside += 1;
                let key = format!("{SET_ASIDE}{} {}", arrived.team, arrived.seq);
                writer.set_setting(&key, Some(&roster.version.to_string()))?;
                continue;
            };
            let may_erase = |header: &Header| may_erase(&roster, header.author);
            let added = writer.append_trusting(revisions, Came::Centre, &may_erase)?;
            let ids: Vec<RevisionId> = revisions.iter().map(|revision| revision.id).collect();
            writer.add_part(part, &ids, PartState::Confirmed, Some(arrived.seq))?;
            stored.added += u32::try_from(added.added.len()).unwrap_or(u32::MAX);
            touched.extend(added.touched);
        }
        let touched: Vec<_> = touched.into_iter().collect();
        self.desk.project_all(self.open, writer, &touched)?;
        Ok(stored)
    }

    /// Checks a receipt and, if it holds, marks what it covers as confirmed. Either way the batch is closed.
    pub(super) fn take_receipt(
        &mut self,
        writer: &mut Writer<'_>,
        signed: &SignedReceipt,
    ) -> Result<u32, DeskError> {
        let mut ids: Vec<RevisionId> = Vec::new();
        let not_kept: BTreeSet<String> = writer
            .settings(NOT_KEPT)?
            .into_iter()
            .map(|(key, _)| key)
            .collect();
        for number in &self.accepted {
            ids.extend(
                writer
                    .revisions_of_part(*number)?
                    .iter()
                    .map(|revision| revision.id),
            );
        }
        ids.retain(|id| !not_kept.contains(&format!("{NOT_KEPT}{id}")));
        for number in std::mem::take(&mut self.accepted) {
            writer.set_setting(&format!("{ACCEPTED}{}", number.0), None)?;
        }
        writer.set_setting(OPEN_BATCH, None)?;
        self.got_receipt = true;
        let receipt = match checked(signed, &self.centre.public, self.batch, self.open) {
            Ok(receipt) if receipt.covers(&ids) => receipt,
            Ok(_) => return Ok(self.refuse("it does not name exactly what was sent")),
            Err(why) => return Ok(self.refuse(&why)),
        };
        writer.begin_batch(self.batch, self.road, self.began_ms)?;
        let number = writer.add_receipt(&kept(signed, &receipt))?;
        let confirmed = writer.confirm(&ids, number)?;
        Ok(u32::try_from(confirmed.revisions).unwrap_or(u32::MAX))
    }

    fn refuse(&mut self, why: &str) -> u32 {
        self.broken_receipt = Some(why.to_owned());
        0
    }
}

/// A colleague's part is trusted when the centre lists their laptop and its seal holds. That the laptop was
/// barred later does not undo what it sealed before.
pub(in crate::syncing) fn seal_holds(roster: &Roster, part: &Part) -> bool {
    let device = roster.device(&part.device.0);
    device.is_some_and(|device| verify(&device.public, &part.statement(), &part.seal))
}

/// A receipt that was checked, as the store keeps it.
pub(in crate::syncing) fn kept(signed: &SignedReceipt, receipt: &Receipt) -> store::Receipt {
    store::Receipt {
        batch: receipt.batch,
        bytes: signed.bytes.clone(),
        signature: signed.signature.to_vec(),
        revisions: u64::from(receipt.count),
        time_ms: receipt.time,
        verified: true,
    }
}

/// Reads a receipt that is truly the centre's and for this batch of this laptop.
pub(in crate::syncing) fn checked(
    signed: &SignedReceipt,
    centre: &[u8; 32],
    batch: [u8; 16],
    open: &Open,
) -> Result<Receipt, String> {
    if !verify(
        centre,
        &Receipt::statement(&signed.bytes),
        &signed.signature,
    ) {
        return Err("it is not signed by the centre".to_owned());
    }
    let receipt = Receipt::from_bytes(&signed.bytes).map_err(|error| error.to_string())?;
    if receipt.batch != batch || receipt.device != open.device {
        return Err("it is for another batch or laptop".to_owned());
    }
    Ok(receipt)
}
