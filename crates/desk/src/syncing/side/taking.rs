//! What a reply brings, and what of it is believed: rosters, parts of others, receipts.

use std::collections::{BTreeMap, BTreeSet};

use records::{Header, Part, Revision, RevisionId, TeamId};
use store::{Added, Came, PartState, Reader, Writer};
use sync::{Arrived, Receipt, Refused, SignedReceipt, Stored};
use vault::{Roster, verify};

use super::{
    ACCEPTED, HEARD, NOT_KEPT, OPEN_BATCH, SET_ASIDE, Side, forget_stick, not_kept, not_taken,
};
use crate::DeskError;
use crate::centre_found::is_about_answers;
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
                writer.set_setting(&key, Some(&known_by(self.open)))?;
                continue;
            };
            let whence = Whence::Centre {
                seq: arrived.seq,
                own: part.device == self.open.device,
            };
            let added = take_part(writer, &roster, (part, revisions), whence)?;
            stored.added += u32::try_from(added.added.len()).unwrap_or(u32::MAX);
            touched.extend(added.touched);
        }
        let touched: Vec<_> = touched.into_iter().collect();
        self.desk.project_all(self.open, writer, &touched)?;
        Ok(stored)
    }

    /// Keeps what the centre says against revisions. That it does not hold one for which it has signed is believed of those that a
    /// comparison found lost there, and they are not called confirmed any more, so that they are offered again: others came along
    /// with what they share a part with.
    pub(super) fn take_refusals(
        &self,
        writer: &mut Writer<'_>,
        refused: &[Refused],
    ) -> Result<(), DeskError> {
        let missing = not_taken(refused).into_iter();
        let lost: Vec<RevisionId> = missing.filter(|id| self.lost.contains(id)).collect();
        writer.doubt(&lost)?;
        for refused in refused {
            if !refused.is_kept() && writer.is_confirmed(refused.id)? {
                continue;
            }
            writer.add_refusal(refused.id, &refused.code, &refused.detail, self.desk.now())?;
            if !refused.is_kept() {
                writer.set_setting(&format!("{NOT_KEPT}{}", refused.id), Some(&refused.code))?;
            }
        }
        Ok(())
    }

    /// Keeps what the centre found in answers, and up to where its marks are heard then. Of decisions it tells whoever
    /// brings them, and the fold judges them on every laptop.
    pub(super) fn take_marks(
        &self,
        writer: &mut Writer<'_>,
        marks: &[Refused],
        positions: &BTreeMap<TeamId, u64>,
    ) -> Result<(), DeskError> {
        for mark in marks.iter().filter(|mark| is_about_answers(&mark.code)) {
            writer.add_refusal(mark.id, &mark.code, &mark.detail, self.desk.now())?;
        }
        let prefix = heard_from(&self.centre.public);
        for (team, position) in positions {
            writer.set_setting(&format!("{prefix}{team}"), Some(&position.to_string()))?;
        }
        Ok(())
    }

    /// Checks a receipt and, if it holds, marks what it covers as confirmed. Either way the batch is closed.
    pub(super) fn take_receipt(
        &mut self,
        writer: &mut Writer<'_>,
        signed: &SignedReceipt,
    ) -> Result<u32, DeskError> {
        let mut ids: Vec<RevisionId> = Vec::new();
        for number in &self.accepted {
            ids.extend(writer.ids_in_part(*number)?);
        }
        let all = ids.clone();
        let accepted = std::mem::take(&mut self.accepted);
        if let Some(not_taken) = &self.by_hand {
            // Whatever was said to other sticks: this receipt is over what this one brought.
            ids.retain(|id| !not_taken.contains(id));
            forget_stick(writer, self.batch)?;
        } else {
            let not_kept: BTreeSet<RevisionId> = not_kept(writer)?.into_iter().collect();
            ids.retain(|id| !not_kept.contains(id));
            for number in accepted {
                writer.set_setting(&format!("{ACCEPTED}{}", number.0), None)?;
            }
            writer.set_setting(OPEN_BATCH, None)?;
        }
        self.got_receipt = true;
        let receipt = match checked(signed, &self.centre.public, self.batch, self.open) {
            Ok(receipt) if receipt.covers(&ids) => {
                kept_after_all(writer, &ids)?;
                receipt
            }
            // What a line did not bring through came through on a stick.
            Ok(receipt) if receipt.covers(&all) => {
                kept_after_all(writer, &all)?;
                ids = all;
                receipt
            }
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

/// By what a part was set aside: a newer roster may know the laptop whose seal did not hold, and a newer program read what this
/// one cannot.
pub(in crate::syncing) fn known_by(open: &Open) -> String {
    let roster = lock(&open.roster).version;
    format!("{roster} {}", env!("CARGO_PKG_VERSION"))
}

/// How many parts of this person's teams the centre holds that could not be read or trusted here.
pub(in crate::syncing) fn count_set_aside(
    open: &Open,
    reader: &Reader<'_>,
) -> Result<usize, DeskError> {
    let known = known_by(open);
    let is_own = |key: &str| {
        let name = key
            .strip_prefix(SET_ASIDE)
            .and_then(|it| it.split_once(' '));
        let team = name.and_then(|(team, _)| TeamId::new(team).ok());
        team.is_some_and(|team| open.own_team(&team).is_ok())
    };
    let kept = reader.settings(SET_ASIDE)?;
    let still = kept.iter().filter(|(key, by)| *by == known && is_own(key));
    Ok(still.count())
}

/// Takes back that the centre did not keep revisions: it has them now.
pub(in crate::syncing) fn kept_after_all(
    writer: &mut Writer<'_>,
    ids: &[RevisionId],
) -> Result<(), DeskError> {
    let refused = writer.settings(NOT_KEPT)?;
    if refused.is_empty() {
        return Ok(());
    }
    let ids: BTreeSet<&RevisionId> = ids.iter().collect();
    for (key, _) in refused {
        let id = key.strip_prefix(NOT_KEPT).and_then(|id| id.parse().ok());
        if let Some(id) = id.filter(|id: &RevisionId| ids.contains(id)) {
            writer.set_setting(&key, None)?;
            writer.settle_taken(&[id])?;
        }
    }
    Ok(())
}

/// Tells how far the marks of a centre were heard of, for each team.
pub(in crate::syncing) fn heard(
    reader: &Reader<'_>,
    centre: &[u8; 32],
) -> Result<BTreeMap<TeamId, u64>, DeskError> {
    let prefix = heard_from(centre);
    let kept = reader.settings(&prefix)?.into_iter();
    let heard = kept.filter_map(|(key, position)| {
        let team = TeamId::new(key.strip_prefix(&prefix)?).ok()?;
        Some((team, position.parse().ok()?))
    });
    Ok(heard.collect())
}

fn heard_from(centre: &[u8; 32]) -> String {
    let centre: String = centre.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{HEARD}{centre} ")
}

/// Where a part came from.
#[derive(Debug, Clone, Copy)]
pub(super) enum Whence {
    /// The centre, which holds it at this position. That of this laptop's own is read tells nobody that they are safe:
    /// somebody else may have brought them, and they wait for a receipt.
    Centre { seq: u64, own: bool },
    /// Somebody who carried it; whether the centre has it is not known.
    Hand,
}

/// Keeps a part whose seal was found good, and its revisions.
pub(super) fn take_part(
    writer: &mut Writer<'_>,
    roster: &Roster,
    (part, revisions): (&Part, &[Revision]),
    whence: Whence,
) -> Result<Added, DeskError> {
    let (came, state, seq) = match whence {
        Whence::Centre { seq, own: true } => (Came::Centre, PartState::Handed, Some(seq)),
        Whence::Centre { seq, own: false } => (Came::Centre, PartState::Confirmed, Some(seq)),
        Whence::Hand => (Came::Carried, PartState::Handed, None),
    };
    let may_erase = |header: &Header| may_erase(roster, header.author);
    let added = writer.append_trusting(revisions, came, &may_erase)?;
    let ids: Vec<RevisionId> = revisions.iter().map(|revision| revision.id).collect();
    // What a hand brings and is here already is no part to carry on.
    if seq.is_some() || !added.added.is_empty() {
        let number = writer.add_part(part, &ids, state, seq)?;
        if seq.is_some() {
            writer.close_part(number)?;
        }
    }
    if seq.is_some() {
        kept_after_all(writer, &ids)?;
    }
    Ok(added)
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
