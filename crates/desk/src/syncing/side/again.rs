//! Parts that the centre did not take, and when they are offered again.

use std::collections::BTreeSet;

use records::RevisionId;
use store::{PartNumber, Reader, Writer};
use sync::{Offer, Refused};

use super::{ACCEPTED, NOT_KEPT, Side};
use crate::open::lock;
use crate::{Desk, DeskError};

/// Parts that the centre did not take, with the version of the roster and the time of then.
const REFUSED: &str = "sync refused part ";
/// Those of them that were too large for the line.
const LARGE: &str = "sync large part ";
/// Most are refused for what the roster says: who is in a team, which laptop may come. With a newer one they are offered
/// at once, and otherwise when a day has passed: whatever else was wrong at the centre may be mended by then, and a laptop that stays
/// shut out sends the same bytes once a day and not with every sync.
const ASKS_AGAIN_MS: u64 = 24 * 60 * 60 * 1000;

impl Desk {
    /// Has what was too large for the line be offered with the next sync, and not only once a day: somebody asks for it, or
    /// the laptop is on another network.
    ///
    /// # Errors
    /// When nobody is signed in or the store cannot be written.
    pub fn offer_large_again(&self) -> Result<(), DeskError> {
        self.with_open(|open| {
            if open.store.read(|reader| reader.settings(LARGE))?.is_empty() {
                return Ok(());
            }
            open.store.write_as(|writer| {
                for (key, _) in writer.settings(LARGE)? {
                    let number = key.strip_prefix(LARGE).unwrap_or_default();
                    writer.set_setting(&format!("{REFUSED}{number}"), None)?;
                    writer.set_setting(&key, None)?;
                }
                Ok(())
            })
        })
    }
}

impl Side<'_> {
    /// Notes what became of a part that was offered.
    pub(super) fn note_offered(
        &mut self,
        writer: &mut Writer<'_>,
        number: PartNumber,
        is_taken: bool,
    ) -> Result<(), DeskError> {
        let refused = format!("{REFUSED}{}", number.0);
        if is_taken {
            self.accepted.insert(number);
            writer.set_setting(&format!("{ACCEPTED}{}", number.0), Some("1"))?;
            writer.set_setting(&format!("{LARGE}{}", number.0), None)?;
            return Ok(writer.set_setting(&refused, None)?);
        }
        self.refused.insert(number);
        writer.set_setting(&format!("{LARGE}{}", number.0), None)?;
        let roster = lock(&self.open.roster).version;
        let when = format!("{roster} {}", self.desk.now());
        Ok(writer.set_setting(&refused, Some(&when))?)
    }

    /// Leaves out a part that is too large for the line, and notes it for a person as what the centre did not take: other
    /// roads bring it all the same. One that was read from the centre is there, unless a comparison found it lost: it waits for
    /// a receipt and for nobody.
    pub(super) fn leave_out(&mut self, offer: &Offer, why: &[Refused]) -> Result<(), DeskError> {
        let numbers = self.numbers_of(std::slice::from_ref(offer));
        let open = self.open;
        open.store.write_as(|writer| {
            let mut is_there = false;
            for number in &numbers {
                is_there |= writer.part(*number)?.is_some_and(|held| held.seq.is_some());
            }
            let missing = |one: &&Refused| !is_there || self.lost.contains(&one.id);
            let why: Vec<Refused> = why.iter().filter(missing).cloned().collect();
            self.take_refusals(writer, &why)?;
            numbers.iter().try_for_each(|number| {
                self.note_offered(writer, *number, false)?;
                let key = format!("{LARGE}{}", number.0);
                Ok::<_, DeskError>(writer.set_setting(&key, Some("1"))?)
            })
        })?;
        self.again.retain(|number| !numbers.contains(number));
        Ok(())
    }

    /// Finds the parts that there is no reason yet to offer again.
    pub(super) fn find_refused(&mut self) -> Result<(), DeskError> {
        let (roster, now) = (lock(&self.open.roster).version, self.desk.now());
        let (kept, large) = self
            .open
            .store
            .read(|reader| Ok((reader.settings(REFUSED)?, reader.settings(LARGE)?)))?;
        let large = large.iter().filter_map(|(key, _)| key.strip_prefix(LARGE));
        let large: BTreeSet<&str> = large.collect();
        let rests = |(key, when): &(String, String)| {
            let name = key.strip_prefix(REFUSED)?;
            let (version, at) = when.split_once(' ')?;
            let (version, at): (u64, u64) = (version.parse().ok()?, at.parse().ok()?);
            // A clock that was set back has not made a day of it.
            let rests =
                (version == roster || large.contains(name)) && now.abs_diff(at) < ASKS_AGAIN_MS;
            rests.then_some(PartNumber(name.parse().ok()?))
        };
        self.refused = kept.iter().filter_map(rests).collect();
        Ok(())
    }

    /// Whether something is here that the centre did not take: a comparison leaves it out.
    pub(in crate::syncing) fn lacks(&self) -> Result<bool, DeskError> {
        let store = &self.open.store;
        Ok(!store.read_as(not_kept)?.is_empty())
    }

    /// Whether something that was refused waits to be offered again: a newer roster came meanwhile.
    pub(in crate::syncing) fn asks_again(&mut self) -> Result<bool, DeskError> {
        let before = std::mem::take(&mut self.refused);
        self.find_refused()?;
        Ok(before.iter().any(|number| !self.refused.contains(number)))
    }
}

/// Settles what was mended and is still said to wait for a person.
pub(super) fn settle_mended(writer: &mut Writer<'_>) -> Result<(), DeskError> {
    writer.settle_all_stood_over()?;
    let not_kept: BTreeSet<RevisionId> = not_kept(writer)?.into_iter().collect();
    let refused = writer.refusals()?.into_iter();
    let taken = refused.filter(|one| !one.is_kept() && !not_kept.contains(&one.revision));
    let taken: Vec<RevisionId> = taken.map(|one| one.revision).collect();
    Ok(writer.settle_taken(&taken)?)
}

/// The parts that the centre took and that have no receipt yet. An earlier program counted refused ones among them.
pub(super) fn accepted(writer: &mut Writer<'_>) -> Result<BTreeSet<PartNumber>, DeskError> {
    let not_kept: BTreeSet<RevisionId> = not_kept(writer)?.into_iter().collect();
    let mut accepted = BTreeSet::new();
    for (key, _) in writer.settings(ACCEPTED)? {
        let Some(number) = key.strip_prefix(ACCEPTED).and_then(|it| it.parse().ok()) else {
            continue;
        };
        let number = PartNumber(number);
        if !not_kept.is_empty()
            && writer
                .ids_in_part(number)?
                .iter()
                .all(|id| not_kept.contains(id))
        {
            writer.set_setting(&key, None)?;
        } else {
            accepted.insert(number);
        }
    }
    Ok(accepted)
}

/// Which of the revisions that a reply speaks of the centre does not hold.
pub(super) fn not_taken(refused: &[Refused]) -> BTreeSet<RevisionId> {
    let not_kept = refused.iter().filter(|refused| !refused.is_kept());
    not_kept.map(|refused| refused.id).collect()
}

/// The revisions that the centre did not keep.
pub(in crate::syncing) fn not_kept(reader: &Reader<'_>) -> Result<Vec<RevisionId>, DeskError> {
    let keys = reader.settings(NOT_KEPT)?;
    Ok(keys
        .iter()
        .filter_map(|(key, _)| key.strip_prefix(NOT_KEPT)?.parse().ok())
        .collect())
}
