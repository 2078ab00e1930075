//! Opening: the one place where a file becomes a [`Store`], in phases that are named here.
//!
//! prove the key · set up · refuse a newer file · look for damage · migrate, all steps or none · hand over.
//! Until the last phase nothing is written into a file that something is wrong with.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use refinery::{Migration, Runner};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OptionalExtension as _};
use vault::DatabaseKey;

use crate::connect::{self, Access, PAGE_BYTES};
use crate::error::{During, OpenError, StoreError};
use crate::salvage::finish_move;
use crate::store::Store;

mod embedded {
    refinery::embed_migrations!("../../migrations/laptop");
}

/// The database's name in the data folder.
pub const FILE: &str = "sala.db";

/// A file up to this size is looked through at every opening; it takes less than a second.
const CHECKED_BYTES_MAX: u64 = 48 << 20;

/// The tables that cannot be made again from others.
const TRUTH: [&str; 13] = [
    "revision",
    "fresh",
    "team_log",
    "part",
    "receipt",
    "draft",
    "form",
    "account",
    "setting",
    "rule_table",
    "file",
    "reveal",
    "looked",
];

impl Store {
    /// Makes the database of a new laptop in `dir`, which must be there.
    ///
    /// # Errors
    /// [`OpenError::Exists`] when there is one; otherwise when the folder cannot be written.
    pub fn create(dir: &Path, key: &DatabaseKey) -> Result<Self, OpenError> {
        let path = dir.join(FILE);
        finish_move(dir)?;
        if there(&path)? || there(&beside(&path, "-wal"))? {
            return Err(OpenError::Exists);
        }
        let fresh = fresh_file(dir, key)?;
        rename(&fresh, &path)?;
        sync_folder(dir)?;
        Self::open(dir, key)
    }

    /// Opens the database in `dir`.
    ///
    /// # Errors
    /// Each [`OpenError`] says what a person can do. The file is as it was, whatever the error.
    pub fn open(dir: &Path, key: &DatabaseKey) -> Result<Self, OpenError> {
        finish_move(dir)?;
        let path = dir.join(FILE);
        if !there(&path)? {
            return Err(OpenError::NotThere);
        }
        let was_cut_short = size(&beside(&path, "-wal"))? > 0;
        let mut conn = connect::keyed(&path, key, Access::Write)?;
        prove_key(&conn, &path, key)?;
        connect::set_up(&conn, Access::Write).map_err(damage_first)?;
        let is_pending = refuse_newer(&conn)?;
        if was_cut_short || is_pending || size(&path)? <= CHECKED_BYTES_MAX {
            look_for_damage(&conn)?;
        }
        if is_pending {
            migrate(&mut conn)?;
        }
        // From here on, closing the last connection may copy the log into the file.
        checkpoint_on_close(&conn, true)?;
        Ok(Self::new(path, key.clone(), conn))
    }
}

/// Makes an empty database under another name, so that a database that has its name is whole.
pub(crate) fn fresh_file(dir: &Path, key: &DatabaseKey) -> Result<PathBuf, OpenError> {
    let fresh = dir.join("sala.db.new");
    for leftover in companions(&fresh) {
        remove(&leftover)?;
    }
    let mut conn = connect::keyed(&fresh, key, Access::Create)?;
    connect::set_up(&conn, Access::Create)?;
    migrate(&mut conn)?;
    close(conn)?;
    Ok(fresh)
}

/// Reads the first page, which no other key can.
fn prove_key(conn: &Connection, path: &Path, key: &DatabaseKey) -> Result<(), OpenError> {
    if size(path)? == 0 {
        return Err(OpenError::Damaged {
            finding: "the file is empty".into(),
        });
    }
    let read = conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| {
        row.get::<_, i64>(0)
    });
    match read.during("read the database") {
        Ok(_) => Ok(()),
        Err(StoreError::Damaged { source, .. }) if belongs(conn, path, key)? => {
            Err(OpenError::Damaged {
                finding: source.to_string(),
            })
        }
        Err(StoreError::Damaged { .. }) => Err(OpenError::WrongKey),
        // Where a later page of the schema is broken, SQLCipher lets SQLite believe that memory ran out.
        Err(error) => match connect::bad_pages(conn).during("check the pages of the database")? {
            bad if bad.is_empty() => Err(error.into()),
            bad => Err(OpenError::Damaged {
                finding: format!("{} pages cannot be read", bad.len()),
            }),
        },
    }
}

/// Tells whether a file whose first page cannot be read was written under this key.
fn belongs(conn: &Connection, path: &Path, key: &DatabaseKey) -> Result<bool, OpenError> {
    let mut head = [0; 16];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut head));
    match read {
        Ok(()) if head == connect::salt(key) || &head == b"SQLite format 3\0" => return Ok(true),
        Ok(()) => {}
        // Shorter than any database.
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(true),
        Err(error) => return Err(StoreError::file("read the database", path)(error).into()),
    }
    let whole_pages = size(path)? / PAGE_BYTES;
    let bad = connect::bad_pages(conn).during("check the pages of the database")?;
    Ok((bad.len() as u64) < whole_pages)
}

/// Compares the file's steps with the program's; says whether steps are to be taken.
fn refuse_newer(conn: &Connection) -> Result<bool, OpenError> {
    let known = embedded::migrations::runner();
    let known = known.get_migrations();
    let taken = steps_taken(conn).map_err(damage_first)?;
    let newest = known.iter().map(version).max().unwrap_or(0);
    if let Some(found) = taken
        .iter()
        .map(|step| step.version)
        .max()
        .filter(|found| *found > newest)
    {
        return Err(OpenError::Newer {
            found,
            known: newest,
        });
    }
    for step in &taken {
        let ours = known.iter().find(|ours| version(ours) == step.version);
        if ours.is_none_or(|ours| {
            ours.name() != step.name || ours.checksum().to_string() != step.checksum
        }) {
            return Err(OpenError::Divergent {
                version: step.version,
            });
        }
    }
    Ok(taken.len() < known.len())
}

struct Step {
    version: u32,
    name: String,
    checksum: String,
}

fn steps_taken(conn: &Connection) -> Result<Vec<Step>, StoreError> {
    let find = "SELECT 1 FROM sqlite_schema WHERE name = 'refinery_schema_history'";
    let read = || {
        if conn.query_row(find, [], |_| Ok(())).optional()?.is_none() {
            return Ok(Vec::new());
        }
        let sql = "SELECT version, name, checksum FROM refinery_schema_history ORDER BY version";
        conn.prepare(sql)?
            .query_map([], |row| {
                Ok(Step {
                    version: row.get("version")?,
                    name: row.get("name")?,
                    checksum: row.get("checksum")?,
                })
            })?
            .collect()
    };
    read().during("read which version the database has")
}

fn version(step: &Migration) -> u32 {
    u32::try_from(step.version()).unwrap_or(0)
}

/// Looks through the tables that cannot be made again. A damaged index or projection is for the
/// doctor; a damaged page of these is found here, or by its seal when it is read.
fn look_for_damage(conn: &Connection) -> Result<(), OpenError> {
    for table in TRUTH {
        let sql = format!("PRAGMA quick_check({table})");
        let finding = conn.query_row(&sql, [], |row| row.get::<_, String>(0));
        match finding.during("look for damage") {
            Ok(word) if word == "ok" => {}
            Ok(finding) => return Err(OpenError::Damaged { finding }),
            // A table that an older file does not have yet.
            Err(StoreError::Sql { .. }) => {}
            Err(error) => return Err(damage_first(error)),
        }
    }
    connect::probe(conn).map_err(damage_first)
}

/// Takes all missing steps in one transaction.
pub(crate) fn migrate(conn: &mut Connection) -> Result<(), OpenError> {
    let run = |runner: Runner, conn: &mut Connection| runner.set_grouped(true).run(conn);
    match run(embedded::migrations::runner(), conn) {
        Ok(_) => Ok(()),
        Err(error) => Err(migration_error(error)),
    }
}

/// A full disk or a folder that cannot be written is told as such, whatever step met it.
fn migration_error(error: refinery::Error) -> OpenError {
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(&error);
    while let Some(cause) = source {
        if let Some(code) = cause
            .downcast_ref::<rusqlite::Error>()
            .and_then(|sql| sql.sqlite_error())
        {
            let again = rusqlite::Error::SqliteFailure(*code, None);
            match StoreError::sql("bring the database up to date", again) {
                StoreError::Sql { .. } => break,
                named => return damage_first(named),
            }
        }
        source = cause.source();
    }
    OpenError::Migrate {
        source: Box::new(error),
    }
}

fn damage_first(error: StoreError) -> OpenError {
    match error {
        StoreError::Damaged { source, .. } => OpenError::Damaged {
            finding: source.to_string(),
        },
        other => other.into(),
    }
}

/// Copies the log into the file and closes it.
pub(crate) fn close(conn: Connection) -> Result<(), StoreError> {
    checkpoint_on_close(&conn, true)?;
    conn.close()
        .map_err(|(_, source)| StoreError::sql("close the database", source))
}

pub(crate) fn checkpoint_on_close(conn: &Connection, wanted: bool) -> Result<(), StoreError> {
    let set = conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, !wanted);
    set.map(|_| ()).during("set the database up")
}

/// Returns the file and what SQLite keeps beside it.
pub(crate) fn companions(path: &Path) -> [PathBuf; 3] {
    [path.to_owned(), beside(path, "-wal"), beside(path, "-shm")]
}

pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

pub(crate) fn there(path: &Path) -> Result<bool, StoreError> {
    path.try_exists()
        .map_err(StoreError::file("look for the database", path))
}

/// Returns the size in bytes, 0 for a file that is not there.
pub(crate) fn size(path: &Path) -> Result<u64, StoreError> {
    match fs::metadata(path) {
        Ok(facts) => Ok(facts.len()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
        Err(error) => Err(StoreError::file("look for the database", path)(error)),
    }
}

pub(crate) fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(StoreError::file("remove an unfinished file", path)(error))
        }
        _ => Ok(()),
    }
}

pub(crate) fn rename(from: &Path, to: &Path) -> Result<(), StoreError> {
    fs::rename(from, to).map_err(StoreError::file("give a file its name", to))
}

/// Makes the names in a folder durable.
pub(crate) fn sync_folder(dir: &Path) -> Result<(), StoreError> {
    if cfg!(unix) {
        let sync = File::open(dir).and_then(|folder| folder.sync_all());
        sync.map_err(StoreError::file("make the folder durable", dir))?;
    }
    Ok(())
}

#[cfg(test)]
#[path = "open_tests.rs"]
mod tests;
