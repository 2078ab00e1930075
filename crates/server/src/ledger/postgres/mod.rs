//! The ledger in PostgreSQL, for a centre of several processes.
//!
//! What one ask brings is written team by team, each in a transaction of its own that holds the row of
//! the team: so a team's sequence has no gap whoever writes, and a reader that has seen a position has
//! seen all before it. The reply is read from one moment after that.

use std::cell::RefCell;
use std::path::Path;
use std::time::Duration;

use deadpool_postgres::Pool;
use tokio::runtime::{Builder, Runtime};

use super::book::{Actor, Book, Database, Found, People as _, Session};
use super::{LedgerError, SqliteLedger};
use lent::Lent;

mod carry;
mod lent;
mod line;
mod open;
mod papers;
mod parts;
mod people;
mod rows;

/// How many connections one process has at most: as many as it has threads that wait for a database.
const CONNECTIONS_MAX: usize = 8;
/// How long the database may be silent before it is given up.
const PATIENCE: Duration = Duration::from_secs(60);

/// A ledger in a PostgreSQL database, which other processes may use at the same time.
///
/// It waits for the database on the calling thread, which must not be one that runs asynchronous tasks.
pub struct PostgresLedger {
    pool: Pool,
    /// Moves the bytes of the connections. `None` only while it is dropped.
    runtime: Option<Runtime>,
    actor: Actor,
}

impl PostgresLedger {
    /// Connects to the database at `url` (`postgres://user:password@host:port/name?sslmode=require`) and
    /// brings its tables up to date, one process at a time.
    ///
    /// # Errors
    /// [`LedgerError::Address`] when `url` is none; [`LedgerError::Away`] when nobody answers there;
    /// [`LedgerError::Newer`] when a later program made the tables; [`LedgerError::Storage`] when a
    /// migration fails, which leaves the tables as they were.
    pub fn open(url: &str) -> Result<Self, LedgerError> {
        let ledger = Self::line(url)?;
        open::bring_up_to_date(&ledger)?;
        Ok(ledger)
    }

    /// Prepares the line, and leaves the tables as they are.
    fn line(url: &str) -> Result<Self, LedgerError> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("sala postgres")
            .enable_all()
            .build();
        let runtime = runtime.map_err(|source| LedgerError::Storage {
            doing: "start a thread for the database",
            source: source.into(),
        })?;
        Ok(Self {
            pool: line::pool(url)?,
            runtime: Some(runtime),
            actor: Actor::default(),
        })
    }

    /// Takes over everything from a ledger in SQLite, all of it or nothing.
    ///
    /// # Errors
    /// [`LedgerError::AlreadySetUp`] when there is a programme in the database.
    pub fn take_over(&self, from: &SqliteLedger) -> Result<(), LedgerError> {
        let lent = Lent::begin(self, "BEGIN ISOLATION LEVEL READ COMMITTED")?;
        let is_empty = lent.roster_version()?.is_none();
        let carried = match is_empty {
            true => from.carry_into(&lent),
            false => Err(LedgerError::AlreadySetUp),
        };
        if let Err(error) = carried {
            let _undone = lent.undo();
            return Err(error);
        }
        let sql = "SELECT setval(pg_get_serial_sequence('act', 'n'), coalesce(max(n), 1)) FROM act";
        lent.any("number the next act", sql, &[])?;
        lent.commit()
    }

    fn runtime(&self) -> Found<&Runtime> {
        self.runtime.as_ref().ok_or(LedgerError::Damaged {
            what: "line to the database: it is closed",
        })
    }
}

impl Drop for PostgresLedger {
    fn drop(&mut self) {
        self.pool.close();
        if let Some(runtime) = self.runtime.take() {
            // Whoever drops the last handle may be an asynchronous task, which must not wait.
            runtime.shutdown_background();
        }
    }
}

impl Database for PostgresLedger {
    type Session<'s> = Talk<'s>;

    fn session<T>(&self, _writes: bool, work: impl FnOnce(&Talk<'_>) -> Found<T>) -> Found<T> {
        let talk = Talk {
            ledger: self,
            moment: RefCell::default(),
        };
        let done = work(&talk)?;
        talk.end_moment()?;
        Ok(done)
    }

    fn actor(&self) -> &Actor {
        &self.actor
    }

    /// Writes one moment of everything into a file of SQLite, as a ledger there is copied.
    fn copy(&self, to: &Path, key: &[u8; 32], now_ms: u64) -> Found<()> {
        let moment = Lent::begin(self, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
        SqliteLedger::write_backup(to, &moment, key, now_ms)?;
        moment.undo()
    }
}

/// One ask: changes one after the other, and a moment to read from between them.
pub(super) struct Talk<'s> {
    ledger: &'s PostgresLedger,
    moment: RefCell<Option<Lent<'s>>>,
}

impl Talk<'_> {
    fn end_moment(&self) -> Found<()> {
        match self.moment.take() {
            Some(moment) => moment.undo(),
            None => Ok(()),
        }
    }
}

impl Session for Talk<'_> {
    fn look<T>(&self, work: impl FnOnce(&dyn Book) -> Found<T>) -> Found<T> {
        let moment = match self.moment.take() {
            Some(moment) => moment,
            None => Lent::begin(
                self.ledger,
                "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            )?,
        };
        match work(&moment) {
            Ok(found) => {
                self.moment.replace(Some(moment));
                Ok(found)
            }
            Err(error) => {
                // The error that is told is the first one.
                let _undone = moment.undo();
                Err(error)
            }
        }
    }

    fn change<T>(&self, work: impl FnOnce(&dyn Book) -> Found<T>) -> Found<T> {
        self.end_moment()?;
        let lent = Lent::begin(self.ledger, "BEGIN ISOLATION LEVEL READ COMMITTED")?;
        match work(&lent) {
            Ok(made) => {
                lent.commit()?;
                Ok(made)
            }
            Err(error) => {
                let _undone = lent.undo();
                Err(error)
            }
        }
    }
}

#[cfg(test)]
mod tests;
