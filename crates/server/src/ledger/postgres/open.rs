//! Bringing the tables up to date, one process at a time.

use super::PostgresLedger;
use super::lent::Lent;
use super::rows;
use crate::ledger::LedgerError;
use crate::ledger::book::Found;

mod embedded {
    refinery::embed_migrations!("../../migrations/centre-postgres");
}

/// The name under which processes wait for each other; `sala` in ASCII.
const LOCK: i64 = 0x7361_6c61;

/// Refuses newer tables, and makes older ones as this program knows them: all steps or none.
///
/// Others that serve meanwhile go on: a step takes its locks only as long as it runs.
pub(super) fn bring_up_to_date(ledger: &PostgresLedger) -> Found<()> {
    let mut lent = Lent::plain(ledger)?;
    if found(&lent)? < known() {
        lent.any(
            "wait for others to bring the tables up to date",
            "SELECT pg_advisory_lock($1)",
            &[&LOCK],
        )?;
        // Another process may have done it while this one waited.
        if found(&lent)? < known() {
            migrate(&mut lent)?;
        }
        lent.any(
            "let others look at the tables",
            "SELECT pg_advisory_unlock($1)",
            &[&LOCK],
        )?;
    }
    let (found, known) = (found(&lent)?, known());
    lent.give_back();
    if found > known {
        Err(LedgerError::Newer { found, known })
    } else {
        Ok(())
    }
}

/// Returns the version of the tables in the database, 0 for none.
fn found(lent: &Lent<'_>) -> Found<i64> {
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

fn migrate(lent: &mut Lent<'_>) -> Found<()> {
    let (runtime, client) = lent.client_mut()?;
    let runner = embedded::migrations::runner().set_grouped(true);
    runtime
        .block_on(runner.run_async(&mut ***client))
        .map(|_report| ())
        .map_err(|source| LedgerError::Storage {
            doing: "bring the tables of the centre up to date",
            source: source.into(),
        })
}
