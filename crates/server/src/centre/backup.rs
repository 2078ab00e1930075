//! Copying a centre into one file while it runs, and setting one up from such a file.

use std::fs::File;
use std::path::{Path, PathBuf};

use super::{Centre, CentreError, FILES_FOLDER, KEY_FILE, LEDGER_FILE, file, key};
use crate::ledger::SqliteLedger;

impl Centre {
    /// Copies the ledger of one moment and the key into a new file, and returns its size in bytes.
    ///
    /// Whoever has the file can act as this centre: keep it as safe as the centre itself.
    ///
    /// # Errors
    /// When the file is there already or cannot be written; then nothing is left behind.
    pub fn backup(&self, to: &Path) -> Result<u64, CentreError> {
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
            std::fs::rename(&fresh, to).map_err(file("write", to))?;
            key::sync_folder(folder_of(to))?;
            Ok(size)
        });
        if made.is_err() {
            // The error that is told is the first one.
            let _gone = std::fs::remove_file(&fresh);
        }
        made
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
        let unpacked = unpack(backup, &fresh);
        let secret = match unpacked {
            Ok(secret) => secret,
            Err(error) => {
                let _gone = std::fs::remove_file(&fresh);
                return Err(error);
            }
        };
        key::save(&key_path, &vault::DeviceKey::from_bytes(&secret))?;
        std::fs::rename(&fresh, &ledger).map_err(file("write", &ledger))?;
        key::sync_folder(folder)?;
        Self::open(folder)
    }
}

fn unpack(backup: &Path, fresh: &Path) -> Result<zeroize::Zeroizing<[u8; 32]>, CentreError> {
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
