//! Where revisions stay: the promise, and an implementation in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::sync::Arc;

use crate::digest::Digest;
use crate::fold::fold;
use crate::header::Kind;
use crate::id::{RecordId, RevisionId, TeamId};
use crate::revision::{Revision, RevisionError};

/// What an append changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Appended {
    /// Not held before, in the order given.
    pub added: Vec<RevisionId>,
    /// Held before, or given twice, in the order given.
    pub known: Vec<RevisionId>,
}

/// A set of revisions that only grows.
///
/// [`crate::contract::log_contract`] is the promise in full; every implementation runs it.
pub trait Log {
    /// Why a log cannot be read or written.
    type Error: Debug;

    /// Adds revisions, all or none. Any order, any repeats; parents may be missing.
    ///
    /// Every revision is verified. A body that an erase takes away ([`crate::Fold::forgotten`]) is not
    /// kept, whichever of the two comes first; a body missing for another reason is filled in when a
    /// revision brings it.
    ///
    /// # Errors
    /// When a revision does not verify or the log cannot be written; nothing was added then.
    fn append(&mut self, revisions: &[Revision]) -> Result<Appended, Self::Error>;

    /// Returns one revision.
    ///
    /// # Errors
    /// When the log cannot be read.
    fn get(&self, id: RevisionId) -> Result<Option<Revision>, Self::Error>;

    /// Returns all revisions of a record, sorted by id. A record is named within its team.
    ///
    /// # Errors
    /// When the log cannot be read.
    fn of_record(&self, team: &TeamId, record: RecordId) -> Result<Vec<Revision>, Self::Error>;

    /// Sums up all revisions of a team.
    ///
    /// # Errors
    /// When the log cannot be read.
    fn digest(&self, team: &TeamId) -> Result<Digest, Self::Error>;
}

/// A log that lives as long as the program, for tests and simulations. A clone shares what both hold.
#[derive(Debug, Clone, Default)]
pub struct MemoryLog {
    revisions: BTreeMap<RevisionId, Arc<Revision>>,
    records: BTreeMap<(TeamId, RecordId), BTreeSet<RevisionId>>,
    digests: BTreeMap<TeamId, Digest>,
}

impl Log for MemoryLog {
    type Error = RevisionError;

    fn append(&mut self, revisions: &[Revision]) -> Result<Appended, RevisionError> {
        revisions.iter().try_for_each(Revision::verify)?;
        let mut appended = Appended::default();
        let mut touched = BTreeSet::new();
        for revision in revisions {
            touched.insert((revision.header.team.clone(), revision.header.record));
            if self.insert(revision) {
                appended.added.push(revision.id);
            } else {
                appended.known.push(revision.id);
            }
        }
        touched
            .iter()
            .for_each(|(team, record)| self.forget(team, *record));
        Ok(appended)
    }

    fn get(&self, id: RevisionId) -> Result<Option<Revision>, RevisionError> {
        Ok(self.revisions.get(&id).map(|held| Revision::clone(held)))
    }

    fn of_record(&self, team: &TeamId, record: RecordId) -> Result<Vec<Revision>, RevisionError> {
        Ok(self.held(team, record).cloned().collect())
    }

    fn digest(&self, team: &TeamId) -> Result<Digest, RevisionError> {
        Ok(self.digests.get(team).copied().unwrap_or_default())
    }
}

impl MemoryLog {
    /// Adds one revision or fills in its body; true when it is new.
    fn insert(&mut self, revision: &Revision) -> bool {
        if let Some(held) = self.revisions.get_mut(&revision.id) {
            if held.body.is_none() && revision.body.is_some() {
                Arc::make_mut(held).body.clone_from(&revision.body);
            }
            return false;
        }
        let Revision { id, header, .. } = revision;
        self.records
            .entry((header.team.clone(), header.record))
            .or_default()
            .insert(*id);
        self.digests.entry(header.team.clone()).or_default().add(id);
        self.revisions.insert(*id, Arc::new(revision.clone()));
        true
    }

    fn held(&self, team: &TeamId, record: RecordId) -> impl Iterator<Item = &Revision> {
        let ids = self.records.get(&(team.clone(), record));
        ids.into_iter()
            .flatten()
            .filter_map(|id| self.revisions.get(id).map(AsRef::as_ref))
    }

    fn forget(&mut self, team: &TeamId, record: RecordId) {
        let held = || {
            self.held(team, record)
                .map(|revision| (revision.id, &revision.header))
        };
        if !held().any(|(_, header)| header.kind == Kind::Erase) {
            return;
        }
        for id in fold(held()).map(|fold| fold.forgotten).unwrap_or_default() {
            if let Some(revision) = self.revisions.get_mut(&id)
                && revision.body.is_some()
            {
                Arc::make_mut(revision).body = None;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_memory_log_keeps_the_contract() {
        crate::contract::log_contract(MemoryLog::default);
    }
}
