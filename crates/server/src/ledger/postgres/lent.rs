//! A connection on loan, inside a transaction.

use std::cell::Cell;
use std::future::Future;

use deadpool_postgres::Object;
use tokio::runtime::Runtime;
use tokio_postgres::Row;
use tokio_postgres::types::{ToSql, Type};

use super::line::{away, fault};
use super::{PATIENCE, PostgresLedger};
use crate::ledger::LedgerError;
use crate::ledger::book::Found;

/// A value of a question.
pub(super) type Value<'v> = &'v (dyn ToSql + Sync);

/// The tables inside one transaction. When it is dropped without an end, as by a panic, the connection is
/// given up and the database undoes what was done.
pub(super) struct Lent<'s> {
    runtime: &'s Runtime,
    client: Option<Object>,
    is_broken: Cell<bool>,
}

impl<'s> Lent<'s> {
    /// Takes a connection from the pool, without a transaction.
    pub(super) fn plain(ledger: &'s PostgresLedger) -> Found<Self> {
        let runtime = ledger.runtime()?;
        let client = runtime
            .block_on(ledger.pool.get())
            .map_err(|source| away("reach the database", source))?;
        Ok(Self {
            runtime,
            client: Some(client),
            is_broken: Cell::new(false),
        })
    }

    /// Takes a connection and begins a transaction as `sql` says.
    pub(super) fn begin(ledger: &'s PostgresLedger, sql: &str) -> Found<Self> {
        let lent = Self::plain(ledger)?;
        lent.batch("begin a transaction", sql)?;
        Ok(lent)
    }

    /// Commits. After an error nobody knows whether it did; asking again is harmless.
    pub(super) fn commit(self) -> Found<()> {
        self.batch("commit to the ledger", "COMMIT")?;
        self.give_back();
        Ok(())
    }

    /// Undoes what was done in the transaction.
    pub(super) fn undo(self) -> Found<()> {
        self.batch("end a transaction", "ROLLBACK")?;
        self.give_back();
        Ok(())
    }

    /// Returns the connection to the pool.
    pub(super) fn give_back(mut self) {
        drop(self.client.take());
    }

    /// Waits for the database, for so long and no longer.
    pub(super) fn wait<T>(
        &self,
        doing: &'static str,
        work: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Found<T> {
        if self.is_broken.get() {
            return Err(away(doing, "the line broke before"));
        }
        let timed = async { tokio::time::timeout(PATIENCE, work).await };
        match self.runtime.block_on(timed) {
            Ok(Ok(done)) => Ok(done),
            Ok(Err(error)) => Err(fault(doing, error)),
            Err(elapsed) => {
                self.is_broken.set(true);
                Err(away(doing, elapsed))
            }
        }
    }

    pub(super) fn client(&self) -> Found<&Object> {
        self.client.as_ref().ok_or(LedgerError::Damaged {
            what: "line to the database: it was given back",
        })
    }

    pub(super) fn client_mut(&mut self) -> Found<(&'s Runtime, &mut Object)> {
        match &mut self.client {
            Some(client) => Ok((self.runtime, client)),
            None => Err(LedgerError::Damaged {
                what: "line to the database: it was given back",
            }),
        }
    }

    /// Runs statements without values.
    pub(super) fn batch(&self, doing: &'static str, sql: &str) -> Found<()> {
        let client = self.client()?;
        self.wait(doing, client.batch_execute(sql))
    }

    /// Asks for all rows.
    pub(super) fn all<T>(
        &self,
        doing: &'static str,
        sql: &str,
        values: &[Value<'_>],
        mut read: impl FnMut(&Row) -> Found<T>,
    ) -> Found<Vec<T>> {
        let client = self.client()?;
        let rows = self.wait(doing, async {
            let statement = client.prepare_cached(sql).await?;
            client.query(&statement, values).await
        })?;
        rows.iter().map(&mut read).collect()
    }

    /// Asks for all rows with a question that is asked once.
    pub(super) fn all_unprepared<T>(
        &self,
        doing: &'static str,
        sql: &str,
        mut read: impl FnMut(&Row) -> Found<T>,
    ) -> Found<Vec<T>> {
        let client = self.client()?;
        let rows = self.wait(doing, client.query(sql, &[]))?;
        rows.iter().map(&mut read).collect()
    }

    /// Returns what kinds of values a question brings.
    pub(super) fn kinds(&self, sql: &str) -> Found<Vec<Type>> {
        let client = self.client()?;
        let statement = self.wait("look at a table", client.prepare_cached(sql))?;
        let columns = statement.columns().iter();
        Ok(columns.map(|column| column.type_().clone()).collect())
    }

    /// Asks for at most one row.
    pub(super) fn one<T>(
        &self,
        doing: &'static str,
        sql: &str,
        values: &[Value<'_>],
        read: impl FnMut(&Row) -> Found<T>,
    ) -> Found<Option<T>> {
        Ok(self.all(doing, sql, values, read)?.into_iter().next())
    }

    /// Asks whether there is a row.
    pub(super) fn any(&self, doing: &'static str, sql: &str, values: &[Value<'_>]) -> Found<bool> {
        Ok(self.one(doing, sql, values, |_row| Ok(()))?.is_some())
    }

    /// Changes rows; says whether there were any.
    pub(super) fn change(
        &self,
        doing: &'static str,
        sql: &str,
        values: &[Value<'_>],
    ) -> Found<bool> {
        let client = self.client()?;
        let changed = self.wait(doing, async {
            let statement = client.prepare_cached(sql).await?;
            client.execute(&statement, values).await
        })?;
        Ok(changed > 0)
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        if let Some(client) = self.client.take() {
            drop(Object::take(client));
        }
    }
}
