//! Bringing the tables up to date, one process at a time, while others serve.

use std::error::Error;
use std::time::{Duration, Instant};

use refinery::Target;
use tokio_postgres::error::SqlState;

use super::PostgresLedger;
use super::lent::Lent;
use super::line::away;
use super::rows;
use crate::ledger::LedgerError;
use crate::ledger::book::Found;

mod embedded {
    refinery::embed_migrations!("../../migrations/centre-postgres");
}

/// The name under which processes wait for each other; `sala` in ASCII.
const LOCK: i64 = 0x7361_6c61;
/// A step gives way when others hold what it wants for longer than this: whoever comes meanwhile waits behind it. Half
/// the time after which PostgreSQL looks for those who wait for each other and breaks one of them off. Once it has
/// everything, it may take its time.
const GIVES_WAY: &str = "SET lock_timeout = '500ms'; SET statement_timeout = 0";
/// Between two tries, so that others get on.
const PAUSE: Duration = Duration::from_millis(300);
/// How long it is tried: a backup of a large centre holds every table for minutes.
const TRIED: Duration = Duration::from_secs(600);

/// Refuses newer tables, and makes older ones as this program knows them: all steps or none.
///
/// Others that serve meanwhile go on: a step takes its locks only as long as it runs, and does not wait in their way.
pub(super) fn bring_up_to_date(ledger: &PostgresLedger) -> Found<()> {
    let lent = Lent::plain(ledger)?;
    let (mut found, known) = (version(&lent)?, known());
    lent.give_back();
    if found < known {
        found = climb(ledger, Target::Latest, TRIED)?;
    }
    if found > known {
        Err(LedgerError::Newer { found, known })
    } else {
        Ok(())
    }
}

/// Takes the steps that are left, on a line of its own that is given up with all that it holds; gives the version then.
fn climb(ledger: &PostgresLedger, target: Target, patience: Duration) -> Found<i64> {
    let mut lent = Lent::plain(ledger)?;
    lent.batch("prepare to bring the tables up to date", GIVES_WAY)?;
    let until = Instant::now() + patience;
    patiently(until, || {
        lent.any(
            "wait for others to bring the tables up to date",
            "SELECT pg_advisory_lock($1)",
            &[&LOCK],
        )
    })?;
    // Another process may have done it while this one waited.
    if version(&lent)? < known() {
        patiently(until, || migrate(&mut lent, target))?;
    }
    version(&lent)
}

/// Tries again while it is others who are in the way.
fn patiently<T>(until: Instant, mut work: impl FnMut() -> Found<T>) -> Found<T> {
    loop {
        match work() {
            Err(error) if Instant::now() < until && is_in_the_way(&error) => {
                std::thread::sleep(PAUSE);
            }
            done => return done,
        }
    }
}

/// Says whether others held what was wanted.
fn is_in_the_way(error: &(dyn Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        let told = error.downcast_ref::<tokio_postgres::Error>();
        if let Some(code) = told.and_then(tokio_postgres::Error::code) {
            return [
                SqlState::LOCK_NOT_AVAILABLE,
                SqlState::T_R_DEADLOCK_DETECTED,
            ]
            .contains(code);
        }
        next = error.source();
    }
    false
}

/// Returns the version of the tables in the database, 0 for none.
fn version(lent: &Lent<'_>) -> Found<i64> {
    let doing = "read the version of the tables";
    let there = "SELECT 1 WHERE to_regclass('refinery_schema_history') IS NOT NULL";
    if !lent.any(doing, there, &[])? {
        return Ok(0);
    }
    let sql = "SELECT coalesce(max(version), 0)::bigint AS version FROM refinery_schema_history";
    let version = lent.one(doing, sql, &[], |row| rows::value(row, "version"))?;
    Ok(version.unwrap_or(0))
}

/// Returns the latest version that this program knows.
pub(super) fn known() -> i64 {
    let runner = embedded::migrations::runner();
    let steps = runner.get_migrations().iter();
    steps
        .map(|step| i64::from(step.version()))
        .max()
        .unwrap_or(0)
}

fn migrate(lent: &mut Lent<'_>, target: Target) -> Found<()> {
    let doing = "bring the tables of the centre up to date";
    let (runtime, client) = lent.client_mut()?;
    let runner = embedded::migrations::runner()
        .set_grouped(true)
        .set_target(target);
    let run = runtime.block_on(runner.run_async(&mut ***client));
    run.map(|_report| ()).map_err(|source| {
        if is_in_the_way(&source) {
            away(doing, source)
        } else {
            let source = source.into();
            LedgerError::Storage { doing, source }
        }
    })
}

#[cfg(test)]
mod tests;
