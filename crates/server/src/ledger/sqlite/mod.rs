//! The ledger in one SQLite file: one writer, a few readers, every commit on the disk before it counts.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use sync::{Ask, Reply};
use vault::DeviceKey;

use records::{DeviceId, Part, PersonId};

use super::{
    Admitted, Arrival, Caller, Census, Examination, Ledger, LedgerError, Pass, Programme, Team,
};
use log::Log;

mod accounts;
mod admit;
mod append;
mod backup;
mod examine;
mod forget;
mod history;
mod judge;
mod log;
mod open;
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
        })
    }

    /// Says whether an ask needs the writer. Most asks of a quiet day only look for news.
    fn changes_something(&self, token_hash: &[u8; 32], ask: &Ask) -> Result<bool, LedgerError> {
        match ask {
            Ask::Compare { .. } => Ok(false),
            Ask::Exchange { offer, .. } if !offer.is_empty() => Ok(true),
            Ask::Exchange { last: false, .. } => Ok(false),
            Ask::Exchange { batch, .. } => {
                self.read(|tx| match accounts::caller(tx, token_hash)? {
                    Some(caller) => log::has_notes(tx, caller.device, batch),
                    None => Ok(false),
                })
            }
        }
    }

    /// Runs `work` in the one writing transaction; an error undoes all of it.
    fn write<T>(
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

    /// Writes, and marks that what a roster is made of has changed.
    fn act(
        &self,
        now_ms: u64,
        work: impl FnOnce(&Transaction<'_>) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        self.write(|tx| {
            work(tx)?;
            accounts::act(tx, now_ms)
        })
    }

    /// Runs `work` on one moment of the ledger, beside the writer.
    fn read<T>(
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

impl Ledger for SqliteLedger {
    fn set_up(&self, programme: &Programme, now_ms: u64) -> Result<(), LedgerError> {
        self.write(|tx| accounts::set_up(tx, programme, now_ms))
    }

    fn census(&self) -> Result<Census, LedgerError> {
        self.read(accounts::census)
    }

    fn version(&self) -> Result<u64, LedgerError> {
        self.read(accounts::version)
    }

    fn set_url(&self, url: &str, now_ms: u64) -> Result<(), LedgerError> {
        self.act(now_ms, |tx| accounts::set_url(tx, url))
    }

    fn add_team(&self, team: &Team, now_ms: u64) -> Result<(), LedgerError> {
        self.act(now_ms, |tx| accounts::add_team(tx, team))
    }

    fn add_pass(&self, pass: &Pass, now_ms: u64) -> Result<(), LedgerError> {
        self.write(|tx| accounts::add_pass(tx, pass, now_ms))
    }

    fn admit(&self, arrival: &Arrival, now_ms: u64) -> Result<Admitted, LedgerError> {
        self.write(|tx| admit::admit(tx, arrival, now_ms))
    }

    fn caller(&self, token_hash: &[u8; 32]) -> Result<Option<Caller>, LedgerError> {
        self.read(|tx| accounts::caller(tx, token_hash))
    }

    fn deactivate(&self, person: PersonId, now_ms: u64) -> Result<(), LedgerError> {
        self.act(now_ms, |tx| accounts::deactivate(tx, person))
    }

    fn revoke(&self, device: DeviceId, now_ms: u64) -> Result<(), LedgerError> {
        self.act(now_ms, |tx| accounts::revoke(tx, device))
    }

    fn backup(&self, to: &Path, key: &[u8; 32], now_ms: u64) -> Result<(), LedgerError> {
        self.copy(to, key, now_ms)
    }

    fn answer(
        &self,
        token_hash: &[u8; 32],
        ask: &Ask,
        key: &DeviceKey,
        now_ms: u64,
    ) -> Result<Reply, LedgerError> {
        let work = |tx: &Transaction<'_>| {
            let caller = accounts::caller(tx, token_hash)?.ok_or(LedgerError::NoToken)?;
            if caller.revoked {
                return Err(LedgerError::Revoked);
            }
            let teams = accounts::teams_within(tx, &caller.scope())?;
            let caller = sync::Caller {
                device: caller.device,
                teams,
            };
            let verify = |part: &Part| log::verify(tx, part);
            let mut log = Log {
                tx,
                key,
                now_ms,
                erased: false,
            };
            let reply = sync::answer(&mut log, &caller, &verify, now_ms, ask)?;
            Ok((reply, log.erased))
        };
        let changes = self.changes_something(token_hash, ask)?;
        let (reply, erased) = if changes {
            self.write(work)?
        } else {
            self.read(work)?
        };
        if erased {
            self.empty_journal();
        }
        Ok(reply)
    }

    fn examine(&self, centre_public: &[u8; 32]) -> Result<Examination, LedgerError> {
        self.read(|tx| examine::examine(tx, centre_public))
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
        self.map_err(|source| LedgerError::Storage {
            doing,
            source: source.into(),
        })
    }
}

#[cfg(test)]
mod tests;
