//! Where bundles are written: a folder, most often of a USB stick, that may be pulled out at any moment.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, Read as _, Write};
use std::path::{Path, PathBuf};

use crate::folder::sync_dir;

/// How a file is called that is not whole yet.
const UNFINISHED: &str = ".part";

/// Takes files with names of our own making.
pub trait Place {
    /// Begins a file. Until [`Place::finish`] it is not there under its name.
    ///
    /// # Errors
    /// When it cannot be written.
    fn begin<'p>(&'p mut self, name: &str) -> io::Result<Box<dyn Write + 'p>>;

    /// Gives the file its name when what was written lies there, byte for byte.
    ///
    /// # Errors
    /// When it does not, when there is such a file already, or the place cannot be written.
    fn finish(&mut self, name: &str, written: &Written) -> io::Result<()>;

    /// Takes away what was begun and not finished, as well as that goes.
    fn abandon(&mut self, name: &str);
}

/// What went through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// How many bytes.
    pub bytes: u64,
    /// BLAKE3 of them.
    pub hash: [u8; 32],
}

/// A folder.
#[derive(Debug, Clone)]
pub struct FolderPlace(PathBuf);

impl FolderPlace {
    /// The folder at a path, which must be there.
    #[must_use]
    pub fn new(folder: &Path) -> FolderPlace {
        FolderPlace(folder.to_owned())
    }

    fn unfinished(&self, name: &str) -> PathBuf {
        self.0.join(format!("{name}{UNFINISHED}"))
    }
}

impl Place for FolderPlace {
    fn begin<'p>(&'p mut self, name: &str) -> io::Result<Box<dyn Write + 'p>> {
        Ok(Box::new(File::create(self.unfinished(name))?))
    }

    fn finish(&mut self, name: &str, written: &Written) -> io::Result<()> {
        let (from, to) = (self.unfinished(name), self.0.join(name));
        OpenOptions::new().write(true).open(&from)?.sync_all()?;
        if read_again(&from)? != *written {
            return Err(io::ErrorKind::InvalidData.into());
        }
        if to.try_exists()? {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        fs::rename(&from, &to)?;
        sync_dir(&self.0)
    }

    fn abandon(&mut self, name: &str) {
        // A stick that is gone has taken it along.
        drop(fs::remove_file(self.unfinished(name)));
    }
}

fn read_again(path: &Path) -> io::Result<Written> {
    let mut summed = Summing::new(io::sink());
    let mut file = BufReader::new(File::open(path)?);
    let mut some = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut some)?;
        let Some(read) = some.get(..read).filter(|read| !read.is_empty()) else {
            return Ok(summed.written());
        };
        summed.write_all(read)?;
    }
}

/// Writes and sums up.
pub(super) struct Summing<W> {
    through: W,
    hash: blake3::Hasher,
    bytes: u64,
}

impl<W> Summing<W> {
    pub(super) fn new(through: W) -> Summing<W> {
        Summing {
            through,
            hash: blake3::Hasher::new(),
            bytes: 0,
        }
    }

    pub(super) fn written(&self) -> Written {
        Written {
            bytes: self.bytes,
            hash: *self.hash.finalize().as_bytes(),
        }
    }
}

impl<W: Write> Write for Summing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.through.write(bytes)?;
        self.hash.update(bytes.get(..written).unwrap_or_default());
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.through.flush()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]

    use super::*;

    fn put(place: &mut FolderPlace, name: &str, bytes: &[u8]) -> Written {
        let mut out = Summing::new(place.begin(name).unwrap());
        out.write_all(bytes).unwrap();
        out.written()
    }

    #[test]
    fn a_file_has_its_name_when_it_is_whole_and_not_before() {
        let dir = tempfile::tempdir().unwrap();
        let mut place = FolderPlace::new(dir.path());
        let written = put(&mut place, "a.sala", b"all of it");
        assert!(!dir.path().join("a.sala").exists());
        place.finish("a.sala", &written).unwrap();
        assert_eq!(fs::read(dir.path().join("a.sala")).unwrap(), b"all of it");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_stick_that_keeps_something_else_is_noticed() {
        let dir = tempfile::tempdir().unwrap();
        let mut place = FolderPlace::new(dir.path());
        let written = put(&mut place, "a.sala", b"all of it");
        fs::write(dir.path().join("a.sala.part"), b"all of iT").unwrap();
        let error = place.finish("a.sala", &written).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::InvalidData);
        place.abandon("a.sala");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[test]
    fn nothing_is_written_over() {
        let dir = tempfile::tempdir().unwrap();
        let mut place = FolderPlace::new(dir.path());
        fs::write(dir.path().join("a.sala"), b"before").unwrap();
        let written = put(&mut place, "a.sala", b"after");
        let error = place.finish("a.sala", &written).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(dir.path().join("a.sala")).unwrap(), b"before");
    }
}
