//! One file with everything in it, and back.
//!
//! The copy is a ledger like any other with one more table, which holds the key of the centre: whoever
//! has the file can set the centre up again, so it is as secret as the centre itself.

use std::path::Path;

use rusqlite::{Connection, OpenFlags, named_params};
use zeroize::Zeroizing;

use super::carry::Whole;
use super::{BUSY_WAIT, Doing, LedgerError, SqliteLedger, Tables, hold, open, rows};
use crate::ledger::transfer::{self, Source, Target};

impl SqliteLedger {
    /// Writes one moment of the ledger, and the key, into the empty file `to`.
    pub(super) fn copy_into(&self, to: &Path, key: &[u8; 32], now: u64) -> Result<(), LedgerError> {
        let target = to.to_str().ok_or(LedgerError::Damaged {
            what: "name of a file",
        })?;
        let reader = match hold(&self.readers).pop() {
            Some(reader) => reader,
            None => open::reader(&self.path)?,
        };
        // A reader may not write, and this statement writes (to the other file).
        reader
            .pragma_update(None, "query_only", false)
            .doing("copy the ledger")?;
        let copied = reader.execute("VACUUM INTO :to", named_params! { ":to": target });
        drop(reader);
        copied.doing("copy the ledger")?;
        seal(open_plain(to)?, key, now)
    }

    /// Writes everything that another database gives, and the key, into the empty file `to`.
    pub(in crate::ledger) fn write_backup(
        to: &Path,
        from: &impl Source,
        key: &[u8; 32],
        now: u64,
    ) -> Result<(), LedgerError> {
        let copy = open::writer(to)?;
        transfer::carry(from, &Whole(&copy))?;
        seal(copy, key, now)
    }

    /// Gives everything to another database.
    pub(in crate::ledger) fn carry_into(&self, to: &impl Target) -> Result<(), LedgerError> {
        transfer::carry(&Whole(&hold(&self.writer)), to)
    }

    /// Turns the copy in the file `at` into a ledger again and returns the key that was in it.
    ///
    /// # Errors
    /// When the file is no backup of a centre, or damaged.
    pub fn unpack(at: &Path) -> Result<Zeroizing<[u8; 32]>, LedgerError> {
        let copy = open_plain(at)?;
        require_whole(&copy)?;
        let tx = copy.unchecked_transaction().doing("read the backup")?;
        let tables = Tables(&tx);
        let has_key = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name = 'backup'";
        if !tables.any(has_key, [])? {
            return Err(LedgerError::Damaged {
                what: "backup: it holds no centre",
            });
        }
        let key = tables.one("SELECT centre_key FROM backup", [], |row| {
            row.get("centre_key")
                .map(Zeroizing::new)
                .doing("read the key from the backup")
        })?;
        let key = key.ok_or(LedgerError::Damaged {
            what: "backup: it holds no key",
        })?;
        tx.commit().doing("read the backup")?;
        // The pages that held the key are overwritten, not only let go.
        copy.pragma_update(None, "secure_delete", true)
            .doing("take the key out")?;
        copy.execute_batch("DROP TABLE backup; VACUUM;")
            .doing("take the key out")?;
        copy.close()
            .map_err(|(_, error)| error)
            .doing("close the backup")?;
        Ok(key)
    }
}

/// Puts the key into a copy and closes it.
fn seal(copy: Connection, key: &[u8; 32], now: u64) -> Result<(), LedgerError> {
    let doing = "put the key into the copy";
    copy.execute_batch(include_str!("backup.sql"))
        .doing(doing)?;
    let sql = "INSERT INTO backup (one, centre_key, made_ms) VALUES (1, :key, :now)";
    copy.execute(sql, named_params! { ":key": key, ":now": rows::int(now) })
        .doing(doing)?;
    require_whole(&copy)?;
    copy.close()
        .map_err(|(_, error)| error)
        .doing("close the copy")
}

fn open_plain(path: &Path) -> Result<Connection, LedgerError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).doing("open the backup")?;
    connection
        .busy_timeout(BUSY_WAIT)
        .doing("open the backup")?;
    connection
        .pragma_update(None, "trusted_schema", false)
        .doing("open the backup")?;
    Ok(connection)
}

fn require_whole(connection: &Connection) -> Result<(), LedgerError> {
    let found: String = connection
        .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
        .doing("read the backup")?;
    if found == "ok" {
        Ok(())
    } else {
        Err(LedgerError::Damaged { what: "backup" })
    }
}
