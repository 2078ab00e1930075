//! A backup: a second encrypted file under the same key, made while people work.

use std::path::Path;

use records::Digest;
use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use crate::connect::{self, Access};
use crate::error::{During, StoreError};
use crate::open::{beside, close, companions, remove, rename, size, sync_folder};
use crate::store::{Reader, Store};

const WRITE: &str = "write the backup";
const VERIFY: &str = "read the backup back";

/// What a backup holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BackedUp {
    /// Size of the file.
    pub bytes: u64,
    /// Revisions in it.
    pub revisions: u64,
}

impl Store {
    /// Writes a copy of one moment to `to`, makes it durable and reads it back. A file of that name
    /// is replaced only by a copy that proved itself.
    ///
    /// # Errors
    /// When the copy cannot be written, or does not read back ([`StoreError::BackupDiffers`]); `to` is
    /// as it was then.
    pub fn backup(&self, to: &Path) -> Result<BackedUp, StoreError> {
        let unfinished = beside(to, ".unfinished");
        let result = self
            .copy_to(&unfinished)
            .and_then(|()| self.verify_copy(&unfinished));
        let done = match result {
            Ok(done) => done,
            Err(error) => {
                // The error says what happened; a leftover that cannot be removed adds nothing.
                companions(&unfinished)
                    .iter()
                    .for_each(|path| drop(remove(path)));
                return Err(error);
            }
        };
        rename(&unfinished, to)?;
        sync_folder(
            to.parent()
                .filter(|dir| !dir.as_os_str().is_empty())
                .unwrap_or(Path::new(".")),
        )?;
        Ok(done)
    }

    fn copy_to(&self, to: &Path) -> Result<(), StoreError> {
        companions(to).iter().try_for_each(|path| remove(path))?;
        let mut copy = connect::keyed(to, self.key(), Access::Create)?;
        self.settle_if_possible()?;
        self.read_unsettled(|reader| {
            let backup = Backup::new(reader.conn(), &mut copy).during(WRITE)?;
            // All in one step: readers hold their moment, and in this mode nobody waits for them.
            match backup.step(-1).during(WRITE)? {
                StepResult::Done => Ok(()),
                _ => Err(StoreError::BackupDiffers),
            }
        })?;
        close(copy)
    }

    fn verify_copy(&self, path: &Path) -> Result<BackedUp, StoreError> {
        let copy = connect::connect(path, self.key(), Access::Write)?;
        let pages = connect::bad_pages(&copy).during(VERIFY)?;
        let revisions = recount(&copy)?;
        close(copy)?;
        if !pages.is_empty() {
            return Err(StoreError::BackupDiffers);
        }
        Ok(BackedUp {
            bytes: size(path)?,
            revisions,
        })
    }
}

/// Adds up the ids again and compares with what the file says of itself.
fn recount(conn: &Connection) -> Result<u64, StoreError> {
    let reader = Reader::over(conn);
    let mut revisions = 0;
    for team in reader.teams()? {
        let counted: Digest = reader.digest_between(&team, records::RevisionId([0; 32]), None)?;
        if counted != reader.digest(&team)? {
            return Err(StoreError::BackupDiffers);
        }
        revisions += counted.count;
    }
    Ok(revisions)
}
