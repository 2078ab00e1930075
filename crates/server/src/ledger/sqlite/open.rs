//! Opening the file, in the only place and in named phases.

use std::time::{Duration, Instant};

use super::{BUSY_WAIT, Connection, Doing, LedgerError, OpenFlags, Path};

mod embedded {
    refinery::embed_migrations!("../../migrations/centre");
}

/// How much of the file each connection keeps in memory, in KiB.
const WRITER_CACHE_KIB: u32 = 8192;
const READER_CACHE_KIB: u32 = 1024;
/// Between two tries to turn the write-ahead log on.
const BUSY_PAUSE: Duration = Duration::from_millis(5);

/// Opens for writing: pragmas, refusal of a newer file, migrations all or none.
pub(super) fn writer(path: &Path) -> Result<Connection, LedgerError> {
    let mut connection = Connection::open(path).doing("open the database of the centre")?;
    set_pragmas(&connection, WRITER_CACHE_KIB)?;
    refuse_newer(&connection)?;
    migrate(&mut connection)?;
    // What an erase takes out is overwritten, not only let go.
    connection
        .pragma_update(None, "secure_delete", true)
        .doing("set the database up")?;
    Ok(connection)
}

/// Opens for reading only. The writer was there before.
pub(super) fn reader(path: &Path) -> Result<Connection, LedgerError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection =
        Connection::open_with_flags(path, flags).doing("open the database of the centre")?;
    set_pragmas(&connection, READER_CACHE_KIB)?;
    connection
        .pragma_update(None, "query_only", true)
        .doing("make a reader")?;
    Ok(connection)
}

fn set_pragmas(connection: &Connection, cache_kib: u32) -> Result<(), LedgerError> {
    let doing = "set the database up";
    connection.busy_timeout(BUSY_WAIT).doing(doing)?;
    connection
        .pragma_update(None, "trusted_schema", false)
        .doing(doing)?;
    connection
        .pragma_update(None, "foreign_keys", true)
        .doing(doing)?;
    connection
        .pragma_update(None, "cache_size", -i64::from(cache_kib))
        .doing(doing)?;
    connection
        .pragma_update(None, "synchronous", "FULL")
        .doing(doing)?;
    connection
        .pragma_update(None, "temp_store", "MEMORY")
        .doing(doing)?;
    connection.set_prepared_statement_cache_capacity(64);
    match write_ahead(connection)?.as_str() {
        "wal" => Ok(()),
        _ => Err(LedgerError::Damaged {
            what: "journal mode",
        }),
    }
}

/// Turns the write-ahead log on and gives the journal mode that holds. While another program turns it on for the same
/// new file, SQLite says at once that the file is busy, whatever it was told to wait.
fn write_ahead(connection: &Connection) -> Result<String, LedgerError> {
    let begun = Instant::now();
    loop {
        let mode =
            connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0));
        match mode {
            Err(error) if is_busy(&error) && begun.elapsed() < BUSY_WAIT => {
                std::thread::sleep(BUSY_PAUSE);
            }
            mode => return mode.doing("open the database of the centre"),
        }
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy)
}

/// Returns the version of the schema in the file, 0 for an empty one.
pub(super) fn schema_found(connection: &Connection) -> Result<i64, LedgerError> {
    let doing = "read the version of the database";
    let has_history: bool = connection
        .query_row(
            "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'refinery_schema_history')",
            [],
            |row| row.get(0),
        )
        .doing(doing)?;
    if !has_history {
        return Ok(0);
    }
    connection
        .query_row(
            "SELECT coalesce(max(version), 0) FROM refinery_schema_history",
            [],
            |row| row.get(0),
        )
        .doing(doing)
}

/// Returns the latest schema that this program knows.
pub(super) fn schema_known() -> i64 {
    let runner = embedded::migrations::runner();
    runner
        .get_migrations()
        .iter()
        .map(|step| i64::from(step.version()))
        .max()
        .unwrap_or(0)
}

fn refuse_newer(connection: &Connection) -> Result<(), LedgerError> {
    let (found, known) = (schema_found(connection)?, schema_known());
    if found > known {
        Err(LedgerError::Newer { found, known })
    } else {
        Ok(())
    }
}

/// Makes a file as a program of this version left it.
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed test should stop at once")]
pub(super) fn as_of(path: &Path, version: i32) -> Connection {
    let mut connection = Connection::open(path).unwrap();
    let runner = embedded::migrations::runner().set_target(refinery::Target::Version(version));
    runner.run(&mut connection).unwrap();
    connection
}

fn migrate(connection: &mut Connection) -> Result<(), LedgerError> {
    if schema_found(connection)? == schema_known() {
        return Ok(());
    }
    let runner = embedded::migrations::runner().set_grouped(true);
    let Err(source) = runner.run(connection) else {
        return Ok(());
    };
    // Another process may have made the same steps while this one waited for the file.
    if schema_found(connection)? == schema_known() {
        return Ok(());
    }
    Err(LedgerError::Storage {
        doing: "bring the tables of the centre up to date",
        source: source.into(),
    })
}
