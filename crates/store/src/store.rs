//! One writer, several readers, and the type says which you hold.

use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, Params, Row, Transaction, TransactionBehavior};
use vault::DatabaseKey;

use crate::connect::{self, Access};
use crate::error::{During, StoreError};

/// Idle readers kept open; the last one used is taken first, since its pages are in memory.
const IDLE_READERS_MAX: usize = 3;

/// An open laptop file. Clones share it; any thread may use any clone.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    path: PathBuf,
    key: DatabaseKey,
    // Before the writer, so that the writer is the last to close: it copies the log into the file.
    readers: Mutex<Vec<Connection>>,
    /// Of who reads on a full disk, while it is full.
    ahead: Mutex<Option<Connection>>,
    writer: Mutex<Connection>,
}

/// Reads one moment of the file: what is written meanwhile does not show. Many may live at once.
pub struct Reader<'c> {
    conn: &'c Connection,
}

/// Reads and writes in one transaction. There is one at a time.
pub struct Writer<'c> {
    reader: Reader<'c>,
}

impl Store {
    pub(crate) fn new(path: PathBuf, key: DatabaseKey, writer: Connection) -> Self {
        let inner = Inner {
            path,
            key,
            writer: Mutex::new(writer),
            readers: Mutex::default(),
            ahead: Mutex::default(),
        };
        Self {
            inner: Arc::new(inner),
        }
    }

    /// Returns the path of the database file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.inner.path
    }

    /// Returns the key that the file is under.
    #[must_use]
    pub fn key(&self) -> &DatabaseKey {
        &self.inner.key
    }

    /// Runs `work` on one moment of the file. On a full disk too it finds what was just finished in its place.
    ///
    /// # Errors
    /// What `work` returns, or when the file cannot be read.
    pub fn read<T>(
        &self,
        work: impl FnOnce(&Reader<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.read_as(work)
    }

    /// Like [`Store::read`], for work that can fail for reasons of its own.
    ///
    /// # Errors
    /// What `work` returns, or when the file cannot be read.
    pub fn read_as<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&Reader<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut conn = self.take_reader()?;
        let mut moment = conn.transaction().during("begin to read")?;
        let waits = Reader::over(&moment).has_fresh();
        if waits.is_err() {
            connect::probe(&moment)?;
        }
        if waits? {
            drop(moment);
            match self.settle() {
                Err(error) if error.is_disk_full() => {
                    self.keep_reader(conn);
                    return self.read_ahead(work);
                }
                settled => settled?,
            }
            drop(self.ahead().take());
            moment = conn.transaction().during("begin to read")?;
        }
        let result = work(&Reader::over(&moment));
        connect::probe(&moment)?;
        drop(moment);
        self.keep_reader(conn);
        result
    }

    /// Like [`Store::read`], without settling what waits: for what looks at the file and not at records.
    pub(crate) fn read_unsettled<T>(
        &self,
        work: impl FnOnce(&Reader<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut conn = self.take_reader()?;
        let moment = conn.transaction().during("begin to read")?;
        let result = work(&Reader::over(&moment));
        connect::probe(&moment)?;
        drop(moment);
        self.keep_reader(conn);
        result
    }

    /// Runs `work` in one transaction and makes its changes durable. Returns only when they are.
    ///
    /// There is one writer: `work` must not call this again, or it waits for itself.
    ///
    /// # Errors
    /// What `work` returns, or when the file cannot be written; nothing was changed then.
    pub fn write<T>(
        &self,
        work: impl FnOnce(&mut Writer<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.write_as(work)
    }

    /// Like [`Store::write`], for work that can fail for reasons of its own.
    ///
    /// # Errors
    /// What `work` returns, or when the file cannot be written; nothing was changed then.
    pub fn write_as<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&mut Writer<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.change_settled(work)
    }

    /// Puts what was just finished in its place, if anything waits.
    pub(crate) fn settle(&self) -> Result<(), StoreError> {
        let mut conn = self.writer();
        self.change(&mut conn, |writer| writer.settle())?;
        Ok(())
    }

    /// Settles what waits, in a transaction of its own that keeps no reader waiting, and goes on.
    pub(crate) fn change_settled<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&mut Writer<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut conn = self.writer();
        self.change(&mut conn, |writer| writer.settle())?;
        self.change(&mut conn, |writer| {
            // Another program may have come in between.
            writer.settle()?;
            work(writer)
        })
    }

    fn change<T, E: From<StoreError>>(
        &self,
        conn: &mut Connection,
        work: impl FnOnce(&mut Writer<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        // Taking back what failed can fail too, as where SQLite is stopped at that: it is made up for here, or nothing could be
        // written any more.
        if !conn.is_autocommit() {
            conn.execute_batch("ROLLBACK")
                .during("take back what was not finished")?;
        }
        let change =
            Transaction::new(conn, TransactionBehavior::Immediate).during("begin to write")?;
        let result = work(&mut Writer::over(&change));
        if let Err(damage) = connect::probe(&change) {
            drop(change);
            self.renew_writer(conn)?;
            return Err(damage.into());
        }
        let result = result?;
        change.commit().during("make the change durable")?;
        Ok(result)
    }

    /// Opens the writer anew: one that met a broken page would fail everything from then on, also what
    /// does not touch that page.
    fn renew_writer(&self, conn: &mut Connection) -> Result<(), StoreError> {
        *conn = connect::connect(&self.inner.path, &self.inner.key, Access::Write)?;
        crate::open::checkpoint_on_close(conn, true)
    }

    /// Locks the writer. A panic in earlier work rolled its transaction back, so the connection is
    /// good whatever the lock says.
    pub(crate) fn writer(&self) -> MutexGuard<'_, Connection> {
        self.inner
            .writer
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn take_reader(&self) -> Result<Connection, StoreError> {
        match self.readers().pop() {
            Some(conn) => Ok(conn),
            None => connect::connect(&self.inner.path, &self.inner.key, Access::Read),
        }
    }

    /// One that could not leave its moment would show it to whoever reads next.
    fn keep_reader(&self, conn: Connection) {
        let mut idle = self.readers();
        if idle.len() < IDLE_READERS_MAX && conn.is_autocommit() {
            idle.push(conn);
        }
    }

    pub(crate) fn ahead(&self) -> MutexGuard<'_, Option<Connection>> {
        let ahead = self.inner.ahead.lock();
        ahead.unwrap_or_else(PoisonError::into_inner)
    }

    fn readers(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.inner
            .readers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl<'c> Reader<'c> {
    pub(crate) fn over(conn: &'c Connection) -> Self {
        Self { conn }
    }

    pub(crate) fn conn(&self) -> &Connection {
        self.conn
    }

    /// Returns every row of a query.
    pub(crate) fn all<T>(
        &self,
        operation: &'static str,
        sql: &str,
        params: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let rows = || -> rusqlite::Result<Vec<T>> {
            self.conn
                .prepare_cached(sql)?
                .query_map(params, read)?
                .collect()
        };
        rows().during(operation)
    }

    /// Returns the first row of a query, if there is one.
    pub(crate) fn one<T>(
        &self,
        operation: &'static str,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, StoreError> {
        let first = || -> rusqlite::Result<Option<T>> {
            self.conn
                .prepare_cached(sql)?
                .query(params)?
                .next()?
                .map(read)
                .transpose()
        };
        first().during(operation)
    }
}

impl<'c> Writer<'c> {
    pub(crate) fn over(conn: &'c Connection) -> Self {
        Self {
            reader: Reader { conn },
        }
    }

    /// Runs work that leaves nothing of what it deletes in the pages that it gives back.
    pub(crate) fn without_trace<T>(
        &self,
        operation: &'static str,
        work: impl FnOnce(&Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let zeros = |how: &str| self.conn.pragma_update(None, "secure_delete", how);
        zeros("ON").during(operation)?;
        let result = work(self);
        zeros("FAST").during(operation)?;
        result
    }

    /// Runs a statement that returns no rows; says how many rows it changed.
    pub(crate) fn run(
        &self,
        operation: &'static str,
        sql: &str,
        params: impl Params,
    ) -> Result<usize, StoreError> {
        let run = || self.conn.prepare_cached(sql)?.execute(params);
        run().during(operation)
    }
}

/// Whoever may write may read, and sees what was just written.
impl<'c> Deref for Writer<'c> {
    type Target = Reader<'c>;

    fn deref(&self) -> &Reader<'c> {
        &self.reader
    }
}
