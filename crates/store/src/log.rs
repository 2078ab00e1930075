//! The store as a log of revisions, as the rooms above it know one.

use records::{Appended, Digest, RecordId, Revision, RevisionId, TeamId};

use crate::delivery::Came;
use crate::error::StoreError;
use crate::store::Store;

impl records::Log for Store {
    type Error = StoreError;

    fn append(&mut self, revisions: &[Revision]) -> Result<Appended, StoreError> {
        let added = self.write(|writer| writer.append(revisions, Came::Here))?;
        Ok(Appended {
            added: added.added,
            known: added.known,
        })
    }

    fn get(&self, id: RevisionId) -> Result<Option<Revision>, StoreError> {
        self.read(|reader| reader.revision(id))
    }

    fn of_record(&self, team: &TeamId, record: RecordId) -> Result<Vec<Revision>, StoreError> {
        self.read(|reader| reader.revisions_of(team, record))
    }

    fn digest(&self, team: &TeamId) -> Result<Digest, StoreError> {
        self.read(|reader| reader.digest(team))
    }
}
