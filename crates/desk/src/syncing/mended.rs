//! What the centre did not take or marked: what of it waits for a person, and putting a mark aside.

use std::collections::BTreeSet;

use records::RecordId;
use store::{Reader, Refusal};

use crate::open::Open;
use crate::view::SyncView;
use crate::{Desk, DeskError};

impl Desk {
    /// Puts aside what the centre holds against a record under a code: a person has seen it and has nothing more to do.
    /// What the centre does not hold stays until it does.
    ///
    /// # Errors
    /// When there is no such record, or the store cannot be written.
    pub fn refused_settle(&self, record: &str, code: &str) -> Result<SyncView, DeskError> {
        let not_found = |_| DeskError::NotFound { what: "record" };
        let record: RecordId = record.parse().map_err(not_found)?;
        self.with_open(|open| {
            open.store.write_as(|writer| {
                for refusal in writer.refusals()? {
                    let is_meant = |(team, of): &(records::TeamId, RecordId)| {
                        *of == record && open.own_team(team).is_ok()
                    };
                    if refusal.code == code && refusal.name.as_ref().is_some_and(is_meant) {
                        writer.settle_mark(refusal.revision, code)?;
                    }
                }
                Ok::<_, DeskError>(())
            })
        })?;
        self.sync_view()
    }
}

/// What waits for the person who is signed in, newest first and each record once under a code.
pub(crate) fn open_refusals(open: &Open, reader: &Reader<'_>) -> Result<Vec<Refusal>, DeskError> {
    let mut told = BTreeSet::new();
    let mut refusals = reader.refusals()?;
    refusals.retain(|refusal| {
        let Some((team, record)) = &refusal.name else {
            return false;
        };
        open.own_team(team).is_ok() && told.insert((team.clone(), *record, refusal.code.clone()))
    });
    Ok(refusals)
}
