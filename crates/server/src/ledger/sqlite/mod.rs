//! The ledger in one SQLite file: one writer, a few readers, every commit on the disk before it counts.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{
    Connection, ErrorCode, OpenFlags, OptionalExtension, Row, Transaction, TransactionBehavior, ffi,
};

use super::LedgerError;
use super::book::{Actor, Book, Database, Found, Session};

mod backup;
mod carry;
mod open;
mod papers;
mod parts;
mod people;
mod rows;

/// How long another process (the command line beside the server) may hold the file.
const BUSY_WAIT: Duration = Duration::from_secs(20);
/// How many readers stay open between questions.
const READERS_KEPT_MAX: usize = 4;

/// A ledger in one SQLite file.
pub struct SqliteLedger {
    path: PathBuf,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
    actor: Actor,
}

impl SqliteLedger {
    /// Opens the file, making it when it is not there, and brings its tables up to date.
    ///
    /// # Errors
    /// [`LedgerError::Newer`] when a later program wrote it; [`LedgerError::Storage`] when it cannot be
    /// opened, is no database, or a migration fails, which leaves it as it was.
    pub fn open(path: &Path) -> Result<Self, LedgerError> {
        let writer = open::writer(path)?;
        Ok(Self {
            path: path.to_owned(),
            writer: Mutex::new(writer),
            readers: Mutex::default(),
            actor: Actor::default(),
        })
    }

    /// Runs `work` in the one writing transaction; an error undoes all of it.
    fn in_writer<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        let mut connection = hold(&self.writer);
        let tx = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .doing("begin to write in the ledger")?;
        let made = work(&tx)?;
        tx.commit().doing("commit to the ledger")?;
        Ok(made)
    }

    /// Empties the write-ahead log, in which erased bodies may still stand. When somebody is reading at the
    /// moment, they go when it is written over.
    fn empty_journal(&self) {
        let emptied = hold(&self.writer).query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| {
            row.get::<_, bool>(0)
        });
        match emptied {
            Ok(false) => {}
            Ok(true) => tracing::info!("the journal could not be emptied yet"),
            Err(error) => tracing::warn!(%error, "the journal could not be emptied"),
        }
    }

    /// Runs `work` on one moment of the ledger, beside the writer.
    fn in_reader<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        let kept = hold(&self.readers).pop();
        let mut connection = match kept {
            Some(connection) => connection,
            None => open::reader(&self.path)?,
        };
        let tx = connection.transaction().doing("begin to read the ledger")?;
        let found = work(&tx);
        drop(tx);
        let mut readers = hold(&self.readers);
        if readers.len() < READERS_KEPT_MAX {
            readers.push(connection);
        }
        found
    }
}

impl Database for SqliteLedger {
    type Session<'s> = Tables<'s>;

    /// A session is one transaction: all of it is kept, or nothing.
    fn session<T>(&self, writes: bool, work: impl FnOnce(&Tables<'_>) -> Found<T>) -> Found<T> {
        if writes {
            self.in_writer(|tx| work(&Tables(tx)))
        } else {
            self.in_reader(|tx| work(&Tables(tx)))
        }
    }

    fn actor(&self) -> &Actor {
        &self.actor
    }

    fn bodies_went(&self) {
        self.empty_journal();
    }

    fn copy(&self, to: &Path, key: &[u8; 32], now_ms: u64) -> Found<()> {
        self.copy_into(to, key, now_ms)
    }
}

/// The tables inside one transaction.
pub(super) struct Tables<'t>(&'t Transaction<'t>);

impl Session for Tables<'_> {
    fn look<T>(&self, work: impl FnOnce(&dyn Book) -> Found<T>) -> Found<T> {
        work(self)
    }

    fn change<T>(&self, work: impl FnOnce(&dyn Book) -> Found<T>) -> Found<T> {
        work(self)
    }
}

impl Tables<'_> {
    /// Asks for all rows.
    fn all<T>(
        &self,
        sql: &str,
        values: impl rusqlite::Params,
        mut read: impl FnMut(&Row<'_>) -> Found<T>,
    ) -> Found<Vec<T>> {
        let prepared = self.0.prepare_cached(sql);
        let mut statement = prepared.doing("prepare a question to the ledger")?;
        let mut found = statement.query(values).doing("ask the ledger")?;
        let mut rows = Vec::new();
        while let Some(row) = found.next().doing("ask the ledger")? {
            rows.push(read(row)?);
        }
        Ok(rows)
    }

    /// Asks for at most one row.
    fn one<T>(
        &self,
        sql: &str,
        values: impl rusqlite::Params,
        read: impl FnOnce(&Row<'_>) -> Found<T>,
    ) -> Found<Option<T>> {
        let prepared = self.0.prepare_cached(sql);
        let mut statement = prepared.doing("prepare a question to the ledger")?;
        let found = statement.query_row(values, |row| Ok(read(row))).optional();
        found.doing("ask the ledger")?.transpose()
    }

    /// Asks whether there is a row.
    fn any(&self, sql: &str, values: impl rusqlite::Params) -> Found<bool> {
        Ok(self.one(sql, values, |_row| Ok(()))?.is_some())
    }

    /// Changes rows; says whether there were any.
    fn change(&self, doing: &'static str, sql: &str, values: impl rusqlite::Params) -> Found<bool> {
        let mut statement = self.0.prepare_cached(sql).doing(doing)?;
        Ok(statement.execute(values).doing(doing)? > 0)
    }
}

/// Locks; a panic elsewhere has rolled its transaction back, so the connection is good to use.
fn hold<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Says what was tried when a question to SQLite fails.
trait Doing<T> {
    fn doing(self, doing: &'static str) -> Result<T, LedgerError>;
}

impl<T> Doing<T> for Result<T, rusqlite::Error> {
    fn doing(self, doing: &'static str) -> Result<T, LedgerError> {
        self.map_err(|source| {
            let said = io::Error::last_os_error().kind();
            match is_full(&source, said) {
                true => LedgerError::Full {
                    doing,
                    source: source.into(),
                },
                false => LedgerError::Storage {
                    doing,
                    source: source.into(),
                },
            }
        })
    }
}

/// Whether there is no room left: SQLite knows a full disk, and what the system `said` last on this thread tells of a quota or limit
/// that is used up.
fn is_full(source: &rusqlite::Error, said: io::ErrorKind) -> bool {
    const WRITES: [i32; 5] = [
        ffi::SQLITE_IOERR_WRITE,
        ffi::SQLITE_IOERR_FSYNC,
        ffi::SQLITE_IOERR_DIR_FSYNC,
        ffi::SQLITE_IOERR_TRUNCATE,
        ffi::SQLITE_IOERR_SHMSIZE,
    ];
    let Some(error) = source.sqlite_error() else {
        return false;
    };
    let no_room = matches!(
        said,
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge
    );
    error.code == ErrorCode::DiskFull || (no_room && WRITES.contains(&error.extended_code))
}

#[cfg(test)]
mod tests;
