//! What is done while nobody waits.

use crate::connect::PAGE_BYTES;
use crate::error::{During, StoreError};
use crate::setting::Forgetting;
use crate::store::{Store, Writer};

const MERGE: &str = "tidy the search index";
/// Pages of the index that one step merges: a few milliseconds.
const STEP_PAGES: i32 = 64;

/// So many waiting texts are worth a segment of the index of their own.
const PENDING_WORTH: u64 = 16;

/// What a round of tidying did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tidied {
    /// There is more to merge; call again when nothing happens.
    pub has_more: bool,
    /// Bytes of the log that are not in the file yet.
    pub log_bytes: u64,
}

impl Store {
    /// Indexes the texts that wait, merges the search index in at most `steps` short transactions, and
    /// copies the log into the file. After an erasure it goes on, over as many calls as it takes, until
    /// the erased words are gone from the index and the old pages from the log.
    ///
    /// Saving never waits longer than one step. Call it when the person pauses.
    ///
    /// # Errors
    /// When the file cannot be written; nothing is lost by leaving it.
    pub fn tidy(&self, steps: u32) -> Result<Tidied, StoreError> {
        let (forgetting, pending) =
            self.read(|reader| Ok((reader.forgetting()?, reader.pending_count()?)))?;
        if forgetting == Forgetting::Asked || pending >= PENDING_WORTH {
            self.write(|writer| writer.index_pending())?;
        }
        if forgetting == Forgetting::Asked {
            self.begin_forgetting()?;
        }
        let is_forgetting = forgetting != Forgetting::Nothing;
        let mut has_more = true;
        for _ in 0..steps {
            has_more = self.merge_step(STEP_PAGES, is_forgetting)?;
            if !has_more {
                break;
            }
        }
        if is_forgetting && !has_more {
            self.write(|writer| writer.set_forgetting(Forgetting::Nothing))?;
            self.checkpoint("TRUNCATE")?;
        }
        Ok(Tidied {
            has_more,
            log_bytes: self.checkpoint("PASSIVE")?,
        })
    }

    /// Has the whole index merged into one in the steps that follow, which leaves out what was deleted.
    fn begin_forgetting(&self) -> Result<(), StoreError> {
        self.merge_step(-STEP_PAGES, true)?;
        self.write(|writer| writer.set_forgetting(Forgetting::Begun))
    }

    /// Merges a little; says whether there was something to merge.
    fn merge_step(&self, pages: i32, is_forgetting: bool) -> Result<bool, StoreError> {
        self.write(|writer| {
            let changes = || writer.conn().total_changes();
            let before = changes();
            let sql = "INSERT INTO search (search, rank) VALUES ('merge', ?1)";
            let merge = |writer: &Writer<'_>| writer.run(MERGE, sql, [pages]);
            if is_forgetting {
                writer.without_trace(MERGE, merge)?;
            } else {
                merge(writer)?;
            }
            // FTS5 says so: fewer than two changes means that nothing was merged.
            Ok(changes() - before >= 2)
        })
    }

    /// Copies the log into the file; returns the bytes that could not be copied yet.
    pub(crate) fn checkpoint(&self, how: &'static str) -> Result<u64, StoreError> {
        let conn = self.writer();
        let sql = format!("PRAGMA wal_checkpoint({how})");
        let left = conn.query_row(&sql, [], |row| {
            let (pages, copied): (i64, i64) = (row.get(1)?, row.get(2)?);
            Ok(pages.saturating_sub(copied).unsigned_abs() * PAGE_BYTES)
        });
        left.during("copy the log into the database")
    }
}
