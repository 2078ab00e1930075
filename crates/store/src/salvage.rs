//! When a file is damaged: set it aside, never delete it, and save what can be read.
//!
//! Everything is read from a copy of the damaged file. A fresh file is filled and made durable under
//! another name; only then does the damaged one move into `set-aside/`, and the fresh one takes its
//! place. Cut off at any point, the next opening finds the one or the other, or finishes the move.
//!
//! A revision is taken over when its hash proves it; other rows when the fresh file's own checks
//! accept them. The projection is not: it is made again from the log.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use vault::DatabaseKey;

use crate::clear::SALVAGED;
use crate::connect::{self, Access, PAGE_BYTES};
use crate::error::{During, OpenError, StoreError};
use crate::journal;
use crate::open::{
    FILE, beside, close, companions, fresh_file, remove, rename, sync_folder, there,
};
use crate::rescue::{Rescue, TABLES};
use crate::store::{Store, Writer};
use crate::sweep;

/// Where damaged files go, in the data folder.
pub const SET_ASIDE: &str = "set-aside";
/// The fresh file once it is whole and the damaged one is about to move.
const READY: &str = "sala.db.salvaged";

/// What became of a damaged file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Salvage {
    /// Where the damaged file is now.
    pub set_aside: PathBuf,
    /// Rows taken over, by table: `revision`, `part`, `receipt`, `draft`, `form`, `setting` and so on.
    pub saved: BTreeMap<&'static str, u64>,
    /// Revisions that proved themselves but whose body could not be read.
    pub bodies_lost: u64,
    /// Rows that were read and did not prove themselves.
    pub not_proven: u64,
    /// Pages of the file whose seal was broken.
    pub pages_unreadable: u64,
    /// Every table could be read from end to end.
    pub is_complete: bool,
}

impl Salvage {
    /// Returns the number of revisions taken over.
    #[must_use]
    pub fn revisions(&self) -> u64 {
        self.saved.get("revision").copied().unwrap_or(0)
    }
}

impl Store {
    /// Sets the database in `dir` aside under `stamp`, makes a fresh one, and fills it with everything
    /// that can still be read. The lists are empty then and are to be made again from the log.
    ///
    /// # Errors
    /// [`OpenError::WrongKey`] when the file is not under this key; otherwise when there is no room or
    /// the folder cannot be written. The damaged file is where it was then, as it was.
    pub fn set_aside_and_salvage(
        dir: &Path,
        key: &DatabaseKey,
        stamp: &str,
    ) -> Result<(Self, Salvage), OpenError> {
        finish_move(dir)?;
        let aside = new_folder(dir, stamp)?;
        let ready = dir.join(READY);
        let result = fill_fresh(dir, key, &aside);
        // The copy goes in any case; the original has not moved yet.
        let work = aside.join("work");
        if work.exists() {
            fs::remove_dir_all(&work).map_err(StoreError::file("remove a working copy", &work))?;
        }
        let (fresh, mut salvage) = match result {
            Ok(filled) => filled,
            Err(error) => {
                // Empty by now; if it is not, it stays and harms nothing.
                drop(fs::remove_dir(&aside));
                return Err(error);
            }
        };
        rename(&fresh, &ready)?;
        sync_folder(dir)?;
        move_aside(dir, &aside)?;
        finish_move(dir)?;
        salvage.set_aside = aside;
        Ok((Self::open(dir, key)?, salvage))
    }
}

/// Gives the salvaged file its name, if a salvage was cut off after it was whole.
pub(crate) fn finish_move(dir: &Path) -> Result<(), OpenError> {
    let ready = dir.join(READY);
    if !there(&ready)? {
        return Ok(());
    }
    if companions(&dir.join(FILE)).iter().any(|path| path.exists()) {
        let aside = new_folder(dir, "unfinished-move")?;
        move_aside(dir, &aside)?;
    }
    rename(&ready, &dir.join(FILE))?;
    sync_folder(dir)?;
    Ok(())
}

/// Makes a folder of that name under `set-aside/`; a number is added when it is taken.
fn new_folder(dir: &Path, stamp: &str) -> Result<PathBuf, StoreError> {
    let shelf = dir.join(SET_ASIDE);
    let plain: String = stamp
        .chars()
        .map(|sign| {
            if sign.is_ascii_alphanumeric() {
                sign
            } else {
                '-'
            }
        })
        .collect();
    let mut folder = shelf.join(&plain);
    let mut number = 1;
    while there(&folder)? {
        number += 1;
        folder = shelf.join(format!("{plain}-{number}"));
    }
    fs::create_dir_all(&folder).map_err(StoreError::file("make a folder", &folder))?;
    sync_folder(&shelf)?;
    Ok(folder)
}

fn move_aside(dir: &Path, aside: &Path) -> Result<(), StoreError> {
    for path in companions(&dir.join(FILE)) {
        if there(&path)?
            && let Some(name) = path.file_name()
        {
            rename(&path, &aside.join(name))?;
        }
    }
    sync_folder(aside)?;
    sync_folder(dir)
}

/// Reads all that can be read into a new file; returns its path.
fn fill_fresh(
    dir: &Path,
    key: &DatabaseKey,
    aside: &Path,
) -> Result<(PathBuf, Salvage), OpenError> {
    let damaged = Damaged::copy(dir, key, &aside.join("work"))?;
    let fresh = fresh_file(dir, key)?;
    let result = fill(&damaged, &fresh, key);
    if result.is_err() {
        companions(&fresh)
            .iter()
            .for_each(|path| drop(remove(path)));
    }
    Ok((fresh, result?))
}

fn fill(damaged: &Damaged<'_>, fresh: &Path, key: &DatabaseKey) -> Result<Salvage, StoreError> {
    let conn = connect::connect(fresh, key, Access::Write)?;
    // Rows come in any order; what points nowhere in the end is cleared at the end.
    conn.pragma_update(None, "foreign_keys", false)
        .during("fill the fresh database")?;
    let mut rescue = Rescue::into(&conn)?;
    let mut torn = Vec::new();
    for table in TABLES {
        if damaged.schema_lost || !rescue.read_table(&|| damaged.open(), table)? {
            torn.push(table);
        }
    }
    if !torn.is_empty() && damaged.pages > 1 {
        sweep::sweep(damaged.path(), key, damaged.pages, &torn, &mut rescue)?;
    }
    let mut salvage = rescue.finish()?;
    salvage.pages_unreadable = damaged.bad_pages;
    salvage.is_complete = torn.is_empty();
    let mut writer = Writer::over(&conn);
    writer.recount()?;
    writer.set_setting(SALVAGED, Some("yes"))?;
    *salvage.saved.entry("revision").or_default() += writer.settle()?;
    salvage.saved.remove("fresh");
    close(conn)?;
    Ok(salvage)
}

/// A working copy of the damaged file.
struct Damaged<'k> {
    path: PathBuf,
    key: &'k DatabaseKey,
    pages: u64,
    bad_pages: u64,
    /// The first page was not to be read, so nothing says where the tables begin.
    schema_lost: bool,
}

impl<'k> Damaged<'k> {
    fn copy(dir: &Path, key: &'k DatabaseKey, work: &Path) -> Result<Self, OpenError> {
        fs::create_dir_all(work).map_err(StoreError::file("make a folder", work))?;
        let path = work.join(FILE);
        for (from, to) in companions(&dir.join(FILE))
            .iter()
            .zip(companions(&path))
            .take(2)
        {
            if there(from)? {
                fs::copy(from, &to).map_err(StoreError::file("copy the damaged database", from))?;
            }
        }
        let mut damaged = Self {
            path,
            key,
            pages: 0,
            bad_pages: 0,
            schema_lost: false,
        };
        damaged.examine()?;
        Ok(damaged)
    }

    fn path(&self) -> &Path {
        &self.path
    }

    fn open(&self) -> Result<Connection, StoreError> {
        let conn = connect::keyed(&self.path, self.key, Access::Write)?;
        // Lets SQLite read a file that is shorter than its first page says.
        conn.execute_batch("PRAGMA writable_schema = ON; PRAGMA cell_size_check = ON;")
            .during("read the damaged database")?;
        Ok(conn)
    }

    /// Counts the broken pages, takes the log's pages in, and finds out whether page 1 can be read.
    fn examine(&mut self) -> Result<(), OpenError> {
        if !there(&self.path)? {
            // Lost, but its log may still have every page.
            fs::File::create(&self.path)
                .map_err(StoreError::file("make a working copy", &self.path))?;
        }
        let first_page = sweep::page_one(&self.path, self.key, sweep::Header::Sealed)?;
        let is_ours = sweep::starts_with_salt(&self.path, self.key)?;
        journal::take_in(&beside(&self.path, "-wal"), &self.path)?;
        // SQLite is to look at the file alone.
        remove(&beside(&self.path, "-wal"))?;
        let is_short = crate::open::size(&self.path)? < PAGE_BYTES;
        let bad = {
            let conn = connect::keyed(&self.path, self.key, Access::Write)?;
            connect::bad_pages(&conn).during("read the damaged database")?
        };
        self.pages = crate::open::size(&self.path)? / PAGE_BYTES;
        if !is_short && bad.len() as u64 >= self.pages && !is_ours {
            return Err(OpenError::WrongKey);
        }
        self.bad_pages = bad.len() as u64;
        self.schema_lost = is_short || bad.contains(&1);
        if self.schema_lost {
            sweep::write_page_one(&self.path, &first_page)?;
        }
        self.pages = crate::open::size(&self.path)? / PAGE_BYTES;
        Ok(())
    }
}
