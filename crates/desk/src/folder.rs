//! The data folder of a laptop: where its files are, and that one program at a time has it open.
//!
//! `sala.db` the encrypted store · `people.json` who may open it · `window.json` how the window
//! looks · `lock` held while open · `set-aside/` damaged files, never deleted · `files/`
//! photos and scans, encrypted · `maps/` maps that an office brought.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::DeskError;

/// A data folder that this program holds.
#[derive(Debug)]
pub(crate) struct Folder {
    dir: PathBuf,
    _lock: File,
}

impl Folder {
    /// Takes hold of a folder, making it when it is not there.
    pub(crate) fn hold(dir: &Path) -> Result<Folder, DeskError> {
        fs::create_dir_all(dir)
            .map_err(|source| DeskError::file("make the data folder", source))?;
        private(dir)
            .map_err(|source| DeskError::file("close the data folder to others", source))?;
        let lock = File::options()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(dir.join("lock"))
            .map_err(|source| DeskError::file("open the data folder", source))?;
        match lock.try_lock() {
            Ok(()) => Ok(Folder {
                dir: dir.to_owned(),
                _lock: lock,
            }),
            Err(TryLockError::WouldBlock) => Err(DeskError::InUse),
            Err(TryLockError::Error(source)) => {
                Err(DeskError::file("lock the data folder", source))
            }
        }
    }

    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    pub(crate) fn people(&self) -> PathBuf {
        self.dir.join("people.json")
    }

    pub(crate) fn window(&self) -> PathBuf {
        self.dir.join("window.json")
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.dir.join("sala.db")
    }

    pub(crate) fn files(&self) -> PathBuf {
        self.dir.join(store::FILES)
    }
}

/// Replaces a small file whole: after a crash it holds the old bytes or the new ones.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = path.with_extension("new");
    let mut file = File::create(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    fs::rename(&beside, path)?;
    match path.parent() {
        Some(dir) => sync_dir(dir),
        None => Ok(()),
    }
}

/// Makes what happened to the names in a folder durable.
pub(crate) fn sync_dir(dir: &Path) -> io::Result<()> {
    // The folder of a bare file name is the one the program works in.
    let dir = if dir.as_os_str().is_empty() {
        Path::new(".")
    } else {
        dir
    };
    if cfg!(unix) {
        File::open(dir)?.sync_all()
    } else {
        Ok(())
    }
}

#[cfg(unix)]
fn private(dir: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = fs::metadata(dir)?.permissions().mode();
    if mode & 0o077 == 0 {
        return Ok(());
    }
    fs::set_permissions(dir, fs::Permissions::from_mode(mode & 0o700))
}

#[cfg(not(unix))]
fn private(_dir: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed test stops at once")]
    use super::*;

    #[test]
    fn one_program_at_a_time_holds_a_folder() {
        let dir = tempfile::tempdir().unwrap();
        let held = Folder::hold(dir.path()).unwrap();
        assert!(matches!(Folder::hold(dir.path()), Err(DeskError::InUse)));
        drop(held);
        Folder::hold(dir.path()).unwrap();
    }

    #[test]
    fn a_small_file_is_replaced_whole() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("people.json");
        replace(&path, b"one").unwrap();
        replace(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}
