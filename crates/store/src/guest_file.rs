//! Files that guests of this hub bring: announced, received piece by piece, and given up when they do not end.

use records::{DeviceId, TeamId};
use rusqlite::{Row, named_params};

use crate::error::StoreError;
use crate::file::ContentId;
use crate::revision::{signed, team, whole};
use crate::store::{Reader, Store, Writer};

const READ: &str = "read which files guests bring";
const WRITE: &str = "note which files guests bring";

/// A file that a guest is bringing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuestFile {
    /// What the guest calls its upload: 128 bits by chance.
    pub id: [u8; 16],
    /// The laptop that brings it.
    pub device: DeviceId,
    /// The team whose records name it.
    pub team: TeamId,
    /// Which.
    pub content: ContentId,
    /// The bytes of the whole.
    pub bytes: u64,
    /// When it is given up, in ms since 1970.
    pub until_ms: u64,
}

impl Reader<'_> {
    /// Returns the file that a guest brings under a name.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn guest_file(&self, id: [u8; 16]) -> Result<Option<GuestFile>, StoreError> {
        let sql =
            "SELECT id, device, team, content, bytes, until_ms FROM guest_file WHERE id = :id";
        self.one(READ, sql, named_params! { ":id": id }, guest_file)
    }

    /// Returns what a guest brings of one file for a team, finished or not.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn guest_file_of(
        &self,
        device: DeviceId,
        of: &TeamId,
        content: ContentId,
    ) -> Result<Option<GuestFile>, StoreError> {
        let sql = "SELECT id, device, team, content, bytes, until_ms FROM guest_file
                   WHERE device = :device AND team = :team AND content = :content";
        let named = named_params! {
            ":device": device.0, ":team": of.as_str(), ":content": content.0,
        };
        self.one(READ, sql, named, guest_file)
    }

    /// Counts the files that a guest is bringing and that are not here.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn guest_files_on_their_way(&self, device: DeviceId) -> Result<u64, StoreError> {
        let sql = "SELECT count(*) AS files FROM guest_file WHERE device = :device
                   AND NOT EXISTS (SELECT 1 FROM file WHERE file.content = guest_file.content)";
        let found = self.one(READ, sql, named_params! { ":device": device.0 }, |row| {
            whole(row, "files")
        })?;
        Ok(found.unwrap_or_default())
    }

    /// The names of everything that guests are bringing.
    pub(crate) fn guest_file_ids(&self) -> Result<Vec<[u8; 16]>, StoreError> {
        self.all(READ, "SELECT id FROM guest_file", [], |row| row.get("id"))
    }
}

impl Writer<'_> {
    /// Notes a file that a guest announced.
    ///
    /// # Errors
    /// When the database cannot be written, or the guest announced that file before.
    pub fn add_guest_file(&mut self, file: &GuestFile) -> Result<(), StoreError> {
        let sql = "INSERT INTO guest_file (id, device, team, content, bytes, until_ms)
                   VALUES (:id, :device, :team, :content, :bytes, :until)";
        let row = named_params! {
            ":id": file.id, ":device": file.device.0, ":team": file.team.as_str(),
            ":content": file.content.0, ":bytes": signed(file.bytes),
            ":until": signed(file.until_ms),
        };
        self.run(WRITE, sql, row).map(|_| ())
    }
}

impl Store {
    /// Forgets what a guest was bringing under a name, and what came of it. A file that is kept stays.
    ///
    /// # Errors
    /// When the folder or the database cannot be written.
    pub fn drop_guest_file(&self, id: [u8; 16]) -> Result<(), StoreError> {
        let sql = "DELETE FROM guest_file WHERE id = :id";
        // The line first: cut off in between, the pieces have none and go at the next sign-in.
        self.write(|writer| writer.run(WRITE, sql, named_params! { ":id": id }))?;
        self.clear_pieces_of_guest(id)
    }

    /// Gives up the files whose time is over.
    ///
    /// # Errors
    /// When the folder or the database cannot be read or written.
    pub fn expire_guest_files(&self, now_ms: u64) -> Result<(), StoreError> {
        let sql = "SELECT id FROM guest_file WHERE until_ms <= :now";
        let now = signed(now_ms);
        let over: Vec<[u8; 16]> = self.read(|reader| {
            reader.all(READ, sql, named_params! { ":now": now }, |row| {
                row.get("id")
            })
        })?;
        over.into_iter().try_for_each(|id| self.drop_guest_file(id))
    }
}

fn guest_file(row: &Row<'_>) -> rusqlite::Result<GuestFile> {
    Ok(GuestFile {
        id: row.get("id")?,
        device: DeviceId(row.get("device")?),
        team: team(row, "team")?,
        content: ContentId(row.get("content")?),
        bytes: whole(row, "bytes")?,
        until_ms: whole(row, "until_ms")?,
    })
}
