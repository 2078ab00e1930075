//! A connection to the encrypted file, with every setting that the others rely on.

use std::fmt::Write as _;
use std::iter;
use std::path::Path;
use std::sync::Once;
use std::thread;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use vault::DatabaseKey;
use zeroize::Zeroizing;

use crate::error::{During, StoreError};

/// The size of a page, and of the seal and nonce that SQLCipher keeps at its end.
pub(crate) const PAGE_BYTES: u64 = 4096;

/// How long a connection waits for another program's transaction.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How often, and after what pause, SQLCipher is asked again whether it has its ciphers.
const CIPHERS_PAUSES: usize = 1_000;
const CIPHERS_PAUSE: Duration = Duration::from_millis(1);
/// Statements kept prepared per connection.
const STATEMENTS_MAX: usize = 256;

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Reads; SQLite refuses writes.
    Read,
    /// Reads and writes a file that is there.
    Write,
    /// Makes the file.
    Create,
}

/// Opens the file and sets the connection up. The key is not proven before the first read.
pub(crate) fn connect(
    path: &Path,
    key: &DatabaseKey,
    access: Access,
) -> Result<Connection, StoreError> {
    let conn = keyed(path, key, access)?;
    set_up(&conn, access)?;
    Ok(conn)
}

/// Opens the file under its key and does nothing else.
pub(crate) fn keyed(
    path: &Path,
    key: &DatabaseKey,
    access: Access,
) -> Result<Connection, StoreError> {
    wait_for_ciphers();
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if access == Access::Create {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    let conn = Connection::open_with_flags(path, flags).during("open the database")?;
    conn.execute_batch(&key_pragma(key))
        .during("give the database its key")?;
    // A file that turns out to be damaged is left as it is, its log too.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)
        .during("set the database up")?;
    Ok(conn)
}

/// Returns once SQLCipher has its ciphers.
///
/// SQLite calls itself ready before it readies SQLCipher: of several threads that make the first connections of a
/// process, all but one would be refused their keys. What else is wrong is told by the connection itself.
fn wait_for_ciphers() {
    static READY: Once = Once::new();
    READY.call_once(|| {
        let mut pauses = iter::repeat_n(CIPHERS_PAUSE, CIPHERS_PAUSES);
        while take_any_key().is_err() {
            match pauses.next() {
                Some(pause) => thread::sleep(pause),
                None => return,
            }
        }
    });
}

fn take_any_key() -> rusqlite::Result<()> {
    Connection::open_in_memory()?
        .execute_batch("PRAGMA cipher_log_level = NONE; PRAGMA key = 'any'")
}

/// Sets up a connection whose key is proven.
pub(crate) fn set_up(conn: &Connection, access: Access) -> Result<(), StoreError> {
    apply_settings(conn, access).during("set the database up")
}

fn apply_settings(conn: &Connection, access: Access) -> rusqlite::Result<()> {
    conn.busy_timeout(BUSY_TIMEOUT)?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
    // Nobody but this room writes SQL; these keep a doctored file from running any of its own.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    conn.execute_batch(include_str!("connect.sql"))?;
    if access == Access::Read {
        conn.pragma_update(None, "query_only", true)?;
    } else {
        conn.pragma_update(None, "journal_mode", "WAL")?;
    }
    Ok(())
}

/// Writes the pragma that gives the raw key, and with it the salt.
///
/// The salt is derived from the key instead of being read from the file: a file whose first bytes
/// are damaged still opens, and whether a key belongs to a file shows without reading a page.
fn key_pragma(key: &DatabaseKey) -> Zeroizing<String> {
    let mut pragma = Zeroizing::new(String::with_capacity(160));
    // SQLCipher would write what it meets to standard error; it comes back as an error all the same.
    pragma.push_str("PRAGMA cipher_log_level = NONE; PRAGMA key = \"x'");
    for byte in key.as_bytes().iter().chain(&salt(key)) {
        // Writing to a string cannot fail.
        let _ = write!(pragma, "{byte:02x}");
    }
    pragma.push_str("'\"");
    pragma
}

/// Returns the first 16 bytes of every file under this key.
pub(crate) fn salt(key: &DatabaseKey) -> [u8; 16] {
    let hash = blake3::derive_key("sala 2026-11 database salt", key.as_bytes());
    let mut salt = [0; 16];
    salt.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
    salt
}

/// Fails when the connection has met a page whose seal is broken.
///
/// SQLCipher hands such a page out as zeros and fails everything after it: where it was the last page of
/// a long value, the zeros would pass for the value. Call this in the same transaction, before anything
/// that was read is believed.
pub(crate) fn probe(conn: &Connection) -> Result<(), StoreError> {
    let fetch = || {
        conn.prepare_cached("SELECT 1 FROM sqlite_schema")?
            .exists([])
    };
    match fetch() {
        Ok(_) => Ok(()),
        Err(source) => Err(StoreError::Damaged {
            operation: "read the database",
            source,
        }),
    }
}

/// Returns the numbers of the pages whose seal does not hold, without needing any page to be readable.
pub(crate) fn bad_pages(conn: &Connection) -> rusqlite::Result<Vec<u64>> {
    let mut statement = conn.prepare("PRAGMA cipher_integrity_check")?;
    let findings = statement.query_map([], |row| row.get::<_, String>(0))?;
    let numbers = findings.map(|finding| {
        // "HMAC verification failed for page 7", "page 9 has an invalid size of …"
        let finding = finding?;
        let after = finding.split("page ").nth(1).unwrap_or_default();
        Ok(after
            .split(' ')
            .next()
            .and_then(|number| number.parse().ok())
            .unwrap_or_default())
    });
    numbers.collect()
}
