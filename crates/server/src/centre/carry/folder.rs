//! Files that are being written, and copies of what lies on a stick.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;

use super::StickError;
use crate::centre::{Centre, CentreError, digest, file, random};

/// Where sticks lie that were not taken.
const SET_ASIDE: &str = "set-aside";

/// A file that is taken away again unless it gets its name.
pub(super) struct Unfinished {
    path: PathBuf,
    kept: bool,
}

impl Unfinished {
    /// Begins a file. What goes into it is sealed, so that a stick that knows no rights may hold it.
    pub(super) fn begin(path: PathBuf) -> Result<(Self, File), CentreError> {
        let made = File::create(&path).map_err(file("write", &path))?;
        Ok((Self { path, kept: false }, made))
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Makes the file durable under its name, unless there is one already.
    pub(super) fn name(mut self, to: &Path) -> Result<(), CentreError> {
        let written = || -> io::Result<()> {
            File::options().write(true).open(&self.path)?.sync_all()?;
            if to.try_exists()? {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            fs::rename(&self.path, to)
        };
        written().map_err(file("write", to))?;
        self.kept = true;
        Ok(())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if !self.kept {
            // What cannot be removed is written over by nobody: its name is by chance.
            drop(fs::remove_file(&self.path));
        }
    }
}

/// Copies a file from a stick into the centre's folder: what was looked at is what is taken.
pub(super) fn copy_here(centre: &Centre, from: &Path) -> Result<Unfinished, StickError> {
    let name = format!("stick-{}.copy", HEXLOWER.encode(&random::<8>()?));
    let (copy, mut to) = Unfinished::begin(centre.folder().join(name))?;
    let mut input = File::open(from).map_err(file("read", from))?;
    io::copy(&mut input, &mut to).map_err(file("copy", from))?;
    Ok(copy)
}

/// Puts a stick that is not taken aside, as it is and still sealed; gives where.
pub(super) fn set_aside(centre: &Centre, copy: Unfinished) -> Result<PathBuf, StickError> {
    let folder = centre.folder().join(SET_ASIDE);
    fs::create_dir_all(&folder).map_err(file("make", &folder))?;
    let digits: String = digest(copy.path())?.to_hex().chars().take(16).collect();
    let to = folder.join(format!("stick-{digits}{}", super::STICK_ENDING));
    // The same stick again is there already.
    if !to.exists() {
        copy.name(&to)?;
    }
    Ok(to)
}
