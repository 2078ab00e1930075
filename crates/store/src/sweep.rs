//! Reading a damaged file page by page, when the way through its trees is cut.
//!
//! The file's first page is replaced (in a working copy) by one that knows only bare tables, and each
//! page in turn is declared to be their root. A page that is a leaf of rows then gives its rows;
//! every other page gives nothing or an error. What the rows are is for the [`Rescue`] to decide.

use std::fs::{self, File};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use rusqlite::Connection;
use rusqlite::types::Value;
use vault::DatabaseKey;

use crate::connect::{self, Access, PAGE_BYTES};
use crate::error::{During, StoreError};
use crate::open::{beside, close, remove};
use crate::rescue::{Rescue, Trouble};

const READ: &str = "read the damaged database page by page";

/// Bytes of the first page that are left in the clear, so that the file's length can be written there.
const CLEAR_BYTES: u32 = 32;
/// Where the first page says how many pages there are.
const PAGE_COUNT_AT: usize = 28;

/// How the first page is sealed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Header {
    /// As the program writes it.
    Sealed,
    /// With its first [`CLEAR_BYTES`] in the clear.
    Clear,
}

/// Reads every page as rows of the torn tables.
pub(crate) fn sweep(
    path: &Path,
    key: &DatabaseKey,
    pages: u64,
    torn: &[&'static str],
    rescue: &mut Rescue<'_>,
) -> Result<(), StoreError> {
    // The trees without row numbers are small or can be read again from the centre, and rows of files look like
    // those of ids of parts.
    let tables: Vec<&'static str> = torn
        .iter()
        .copied()
        .filter(|table| !matches!(*table, "setting" | "cursor" | "part_ids"))
        .collect();
    if tables.is_empty() {
        return Ok(());
    }
    let mut page_one = bare_page_one(path, key, &tables, rescue)?;
    let count = u32::try_from(pages).unwrap_or(u32::MAX).to_be_bytes();
    page_one
        .iter_mut()
        .skip(PAGE_COUNT_AT)
        .zip(count)
        .for_each(|(to, from)| *to = from);
    write_page_one(path, &page_one)?;
    let mut conn = open_clear(path, key, Access::Write)?;
    for page in 2..=pages {
        let sql = format!(
            "UPDATE sqlite_schema SET rootpage = {page}; PRAGMA writable_schema = RESET; PRAGMA writable_schema = ON;"
        );
        conn.execute_batch(&sql).during(READ)?;
        for table in &tables {
            if !read_leaf(&mut conn, path, key, table, rescue)? {
                break;
            }
        }
    }
    Ok(())
}

/// Reads one page as rows of one table; says whether the page can be read at all.
fn read_leaf(
    conn: &mut Connection,
    path: &Path,
    key: &DatabaseKey,
    table: &'static str,
    rescue: &mut Rescue<'_>,
) -> Result<bool, StoreError> {
    if table == "revision" {
        return read_revisions(conn, path, key, rescue);
    }
    match rescue.read_rows(conn, table, &format!("SELECT * FROM {table}")) {
        Ok(()) => Ok(true),
        Err(Trouble::Damaged) => {
            // A broken seal leaves the connection of no use; other trouble does not.
            *conn = open_clear(path, key, Access::Write)?;
            Ok(true)
        }
        Err(Trouble::Fresh(error)) => Err(error),
    }
}

/// Reads the revisions of a page, bodies apart: a body can run over pages that are broken.
fn read_revisions(
    conn: &mut Connection,
    path: &Path,
    key: &DatabaseKey,
    rescue: &mut Rescue<'_>,
) -> Result<bool, StoreError> {
    let mut found: Vec<(i64, Vec<u8>)> = Vec::new();
    let mut list = || -> rusqlite::Result<()> {
        let mut statement = conn.prepare("SELECT rowid AS seq, id FROM revision")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if let Value::Blob(id) = row.get("id")? {
                found.push((row.get("seq")?, id));
            }
        }
        Ok(())
    };
    let listed = list();
    if listed.is_err() {
        *conn = open_clear(path, key, Access::Write)?;
    }
    for (seq, id) in found {
        if rescue.has_revision(&id)? {
            continue;
        }
        let sql = format!("SELECT * FROM revision WHERE rowid = {seq}");
        match rescue.read_rows(conn, "revision", &sql) {
            Ok(()) => continue,
            Err(Trouble::Fresh(error)) => return Err(error),
            Err(Trouble::Damaged) => *conn = open_clear(path, key, Access::Write)?,
        }
        let columns: Vec<String> = rescue
            .columns("revision")
            .iter()
            .map(|name| {
                if name == "body" {
                    "NULL AS body".to_owned()
                } else {
                    name.clone()
                }
            })
            .collect();
        let sql = format!(
            "SELECT {} FROM revision WHERE rowid = {seq}",
            columns.join(", ")
        );
        match rescue.read_rows(conn, "revision", &sql) {
            Ok(()) if rescue.has_revision(&id)? => rescue.body_lost(),
            Ok(()) => {}
            Err(Trouble::Fresh(error)) => return Err(error),
            Err(Trouble::Damaged) => *conn = open_clear(path, key, Access::Write)?,
        }
    }
    Ok(true)
}

fn open_clear(path: &Path, key: &DatabaseKey, access: Access) -> Result<Connection, StoreError> {
    let conn = connect::keyed(path, key, access)?;
    let settings = format!(
        "PRAGMA cipher_plaintext_header_size = {CLEAR_BYTES};
         PRAGMA writable_schema = ON; PRAGMA cell_size_check = ON;
         PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
    );
    conn.execute_batch(&settings).during(READ)?;
    Ok(conn)
}

/// Returns a first page that knows the tables by the names of their columns alone.
fn bare_page_one(
    beside_path: &Path,
    key: &DatabaseKey,
    tables: &[&'static str],
    rescue: &Rescue<'_>,
) -> Result<Vec<u8>, StoreError> {
    let mut sql = String::new();
    for table in tables {
        let columns: Vec<String> = rescue
            .columns(table)
            .iter()
            .enumerate()
            .map(|(place, name)| match (place, *table) {
                (_, "form" | "batch") => name.clone(),
                // The row's number, which is not stored among the columns.
                (0, _) => format!("{name} INTEGER PRIMARY KEY"),
                _ => name.clone(),
            })
            .collect();
        sql.push_str(&format!("CREATE TABLE {table} ({});\n", columns.join(", ")));
    }
    made_page_one(beside_path, key, Header::Clear, &sql)
}

/// Returns the first page of a database with one empty table.
pub(crate) fn page_one(
    beside_path: &Path,
    key: &DatabaseKey,
    header: Header,
) -> Result<Vec<u8>, StoreError> {
    made_page_one(beside_path, key, header, "CREATE TABLE bare (x);")
}

fn made_page_one(
    beside_path: &Path,
    key: &DatabaseKey,
    header: Header,
    sql: &str,
) -> Result<Vec<u8>, StoreError> {
    let path = beside(beside_path, ".first");
    remove(&path)?;
    let conn = match header {
        Header::Sealed => connect::keyed(&path, key, Access::Create)?,
        Header::Clear => open_clear(&path, key, Access::Create)?,
    };
    conn.execute_batch(sql).during(READ)?;
    close(conn)?;
    let page = read_page_one(&path)?;
    remove(&path)?;
    Ok(page)
}

/// Returns the first page as it is in the file, or what there is of it.
pub(crate) fn read_page_one(path: &Path) -> Result<Vec<u8>, StoreError> {
    let mut page = Vec::new();
    let read = File::open(path).and_then(|file| file.take(PAGE_BYTES).read_to_end(&mut page));
    read.map_err(StoreError::file("read a page", path))?;
    Ok(page)
}

pub(crate) fn write_page_one(path: &Path, page: &[u8]) -> Result<(), StoreError> {
    let write = fs::OpenOptions::new()
        .write(true)
        .open(path)
        .and_then(|mut file| {
            file.seek(SeekFrom::Start(0))?;
            file.write_all(page)
        });
    write.map_err(StoreError::file("write a page", path))
}

/// Tells whether a file begins as every file under this key does.
pub(crate) fn starts_with_salt(path: &Path, key: &DatabaseKey) -> Result<bool, StoreError> {
    Ok(read_page_one(path)?.starts_with(&connect::salt(key)))
}
