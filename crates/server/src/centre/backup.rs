//! Copying a centre into one file while it runs, and setting one up from such a file.

use std::fs::File;
use std::path::{Path, PathBuf};

use serde_json::json;
use zeroize::Zeroizing;

use super::{
    Centre, CentreError, FILES_FOLDER, Home, KEY_FILE, LEDGER_FILE, Promised, digest, file, key,
    system_clock,
};
use crate::ledger::{Ledger as _, LedgerError, PostgresLedger, SqliteLedger};

/// A copy that was made.
#[derive(Debug)]
pub struct Copied {
    /// Its size in bytes.
    pub bytes: u64,
    /// The photos and scans that the centre has signed for; they are not in it.
    pub files_beside: Promised,
    /// Set: it is not in the list of acts, for this reason. A copy that is there is worth more than its line in a list.
    pub unlisted: Option<LedgerError>,
}

impl Centre {
    /// Copies the ledger of one moment and the key into a new file. Photos and scans are not in it.
    ///
    /// Whoever has the file can act as this centre: keep it as safe as the centre itself. That it was made is an
    /// administrative act, by which the file is known again.
    ///
    /// # Errors
    /// When the file is there already or cannot be written; then nothing is left behind.
    pub fn backup(&self, to: &Path) -> Result<Copied, CentreError> {
        if to.exists() {
            let source = std::io::ErrorKind::AlreadyExists.into();
            return Err(CentreError::File {
                doing: "write",
                path: to.to_owned(),
                source,
            });
        }
        let fresh = beside(to, "part");
        let made = self.write_backup(&fresh).and_then(|size| {
            let (digest, files_beside) = (digest(&fresh)?, self.promised()?);
            std::fs::rename(&fresh, to).map_err(file("write", to))?;
            key::sync_folder(folder_of(to))?;
            Ok((size, digest, files_beside))
        });
        let (bytes, digest, files_beside) = made.inspect_err(|_told| {
            // The error that is told is the first one.
            let _gone = std::fs::remove_file(&fresh);
        })?;
        let about = json!({ "blake3": digest.to_hex().as_str(), "bytes": bytes });
        let noted = self.inner.ledger.note("backup", about, self.now_ms());
        Ok(Copied {
            bytes,
            files_beside,
            unlisted: noted.err(),
        })
    }

    fn write_backup(&self, to: &Path) -> Result<u64, CentreError> {
        key::private(to).map_err(file("write", to))?;
        self.inner
            .ledger
            .backup(to, &self.inner.key.to_bytes(), self.now_ms())?;
        let written = File::open(to).map_err(file("read", to))?;
        written.sync_all().map_err(file("write", to))?;
        Ok(written.metadata().map_err(file("read", to))?.len())
    }

    /// Sets the centre in `backup` up in `folder`, where there must be none.
    ///
    /// # Errors
    /// When there is a centre, or the file is no backup of one; then no centre is in the folder.
    pub fn restore(folder: &Path, backup: &Path) -> Result<Self, CentreError> {
        Self::restore_in(&Home::folder(folder), backup)
    }

    /// Does the same where the ledger may be in a database, which must hold no centre. The backup may be of a centre of
    /// either kind. The centre has the act in its list from the first moment on.
    ///
    /// # Errors
    /// As [`Centre::restore`].
    pub fn restore_in(home: &Home, backup: &Path) -> Result<Self, CentreError> {
        let folder = &home.folder;
        let (ledger, key_path) = (folder.join(LEDGER_FILE), folder.join(KEY_FILE));
        for path in [&ledger, &key_path] {
            if path.exists() {
                let source = std::io::ErrorKind::AlreadyExists.into();
                return Err(CentreError::File {
                    doing: "write",
                    path: path.clone(),
                    source,
                });
            }
        }
        let files = folder.join(FILES_FOLDER);
        key::make_folder(folder, &files)?;
        let fresh = beside(&ledger, "new");
        let set_up = unpack(backup, &fresh).and_then(|secret| {
            note_restore(home, backup, &fresh)?;
            set_up(home, &fresh, &key_path, &secret)
        });
        if let Err(error) = set_up {
            forget(&fresh);
            return Err(error);
        }
        key::sync_folder(folder)?;
        Self::open_in(home, system_clock())
    }
}

/// Puts the act into the list of the unpacked ledger, before it is a centre's.
fn note_restore(home: &Home, backup: &Path, fresh: &Path) -> Result<(), CentreError> {
    let about = json!({ "blake3": digest(backup)?.to_hex().as_str() });
    let ledger = SqliteLedger::open(fresh)?;
    ledger.act_as(&home.by);
    Ok(ledger.note("restore", about, system_clock()())?)
}

/// Puts an unpacked ledger and its key in their places.
fn set_up(
    home: &Home,
    fresh: &Path,
    key_path: &Path,
    secret: &[u8; 32],
) -> Result<(), CentreError> {
    let key = vault::DeviceKey::from_bytes(&Zeroizing::new(*secret));
    let Some(url) = &home.database else {
        key::save(key_path, &key)?;
        let ledger = home.folder.join(LEDGER_FILE);
        return std::fs::rename(fresh, &ledger).map_err(file("write", &ledger));
    };
    PostgresLedger::open(url)?.take_over(&SqliteLedger::open(fresh)?)?;
    forget(fresh);
    key::save(key_path, &key)
}

/// Removes a ledger that was only passing through.
fn forget(fresh: &Path) {
    for more in ["", "-wal", "-shm"] {
        let mut path = fresh.as_os_str().to_owned();
        path.push(more);
        // What cannot be removed is no centre: nothing opens it under this name.
        let _gone = std::fs::remove_file(path);
    }
}

fn unpack(backup: &Path, fresh: &Path) -> Result<Zeroizing<[u8; 32]>, CentreError> {
    let mut from = File::open(backup).map_err(file("read", backup))?;
    let mut to = key::private(fresh).map_err(file("write", fresh))?;
    std::io::copy(&mut from, &mut to).map_err(file("copy", backup))?;
    to.sync_all().map_err(file("write", fresh))?;
    drop(to);
    let secret = SqliteLedger::unpack(fresh)?;
    let unpacked = File::open(fresh).map_err(file("read", fresh))?;
    unpacked.sync_all().map_err(file("write", fresh))?;
    Ok(secret)
}

fn beside(path: &Path, more: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(more);
    PathBuf::from(name)
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        Some(_) | None => Path::new("."),
    }
}
