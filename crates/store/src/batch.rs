//! Batches: what went out or came in together, over one road.

use rusqlite::types::Type;
use rusqlite::{Row, named_params};

use crate::error::StoreError;
use crate::revision::{signed, unreadable, whole};
use crate::store::{Reader, Writer};

const READ: &str = "read the batches";
const WRITE: &str = "keep a batch";

/// Names a batch everywhere.
pub type BatchId = [u8; 16];

/// What became of a batch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum BatchState {
    /// Still going on, or cut off by the end of the program.
    #[default]
    Open = 0,
    /// Went through to its end.
    Done = 1,
    /// Broke off; what arrived is kept and the next one goes on.
    Broken = 2,
}

/// What a batch moved.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Moved {
    /// Records touched by what was sent.
    pub records: u64,
    /// Revisions sent.
    pub sent: u64,
    /// Revisions received.
    pub received: u64,
    /// Files sent, whole.
    pub files_sent: u64,
    /// Files received, whole.
    pub files_received: u64,
    /// Bytes sent.
    pub bytes_up: u64,
    /// Bytes received.
    pub bytes_down: u64,
}

/// One batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Its id.
    pub id: BatchId,
    /// Such as `internet`, `hub` or `stick`.
    pub road: String,
    /// When it began, in ms since 1970.
    pub began_ms: u64,
    /// When it ended.
    pub ended_ms: Option<u64>,
    /// What became of it.
    pub state: BatchState,
    /// What it moved.
    pub moved: Moved,
    /// Why it broke off, in words without personal data.
    pub error: Option<String>,
}

impl Reader<'_> {
    /// Returns the newest batches, newest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn batches(&self, limit: u32) -> Result<Vec<Batch>, StoreError> {
        let sql = "SELECT id, road, began_ms, ended_ms, state, records, sent, received, bytes_up,
                   bytes_down, files_sent, files_received, error FROM batch ORDER BY began_ms DESC LIMIT :limit";
        self.all(READ, sql, named_params! { ":limit": limit }, batch)
    }

    /// Returns one batch.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn batch(&self, id: BatchId) -> Result<Option<Batch>, StoreError> {
        let sql = "SELECT id, road, began_ms, ended_ms, state, records, sent, received, bytes_up,
                   bytes_down, files_sent, files_received, error FROM batch WHERE id = :id";
        self.one(READ, sql, named_params! { ":id": id }, batch)
    }
}

impl Writer<'_> {
    /// Notes that a batch begins. One that is known already is left as it is.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn begin_batch(&mut self, id: BatchId, road: &str, now_ms: u64) -> Result<(), StoreError> {
        let sql = "INSERT INTO batch (id, road, began_ms, state) VALUES (:id, :road, :now, 0)
                   ON CONFLICT (id) DO NOTHING";
        let row = named_params! { ":id": id, ":road": road, ":now": signed(now_ms) };
        self.run(WRITE, sql, row).map(|_| ())
    }

    /// Notes what became of a batch.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when it never began; otherwise when the file cannot be written.
    pub fn end_batch(
        &mut self,
        id: BatchId,
        state: BatchState,
        moved: &Moved,
        error: Option<&str>,
        now_ms: u64,
    ) -> Result<(), StoreError> {
        let row = named_params! {
            ":id": id, ":state": state as u8, ":now": signed(now_ms), ":error": error,
            ":records": signed(moved.records), ":sent": signed(moved.sent),
            ":received": signed(moved.received), ":bytes_up": signed(moved.bytes_up),
            ":bytes_down": signed(moved.bytes_down),
            ":files_sent": signed(moved.files_sent), ":files_received": signed(moved.files_received),
        };
        match self.run(WRITE, include_str!("batch_end.sql"), row)? {
            0 => Err(StoreError::Missing { what: "batch" }),
            _ => Ok(()),
        }
    }
}

fn batch(row: &Row<'_>) -> rusqlite::Result<Batch> {
    Ok(Batch {
        id: row.get("id")?,
        road: row.get("road")?,
        began_ms: whole(row, "began_ms")?,
        ended_ms: row
            .get::<_, Option<i64>>("ended_ms")?
            .map(i64::unsigned_abs),
        state: match row.get::<_, u8>("state")? {
            0 => BatchState::Open,
            1 => BatchState::Done,
            2 => BatchState::Broken,
            _ => return Err(unreadable(row, "state", Type::Integer, std::fmt::Error)),
        },
        moved: Moved {
            records: whole(row, "records")?,
            sent: whole(row, "sent")?,
            received: whole(row, "received")?,
            files_sent: whole(row, "files_sent")?,
            files_received: whole(row, "files_received")?,
            bytes_up: whole(row, "bytes_up")?,
            bytes_down: whole(row, "bytes_down")?,
        },
        error: row.get("error")?,
    })
}
