//! A file for somebody else, written whole or not at all.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::DeskError;

/// Writes a file beside its place first, so that one that failed leaves what stood there as it is, and nothing
/// half-written lies about. `what` is the act, for the error: “write the report”.
///
/// # Errors
/// [`DeskError::Unwritten`] when the place cannot be written, and whatever `write` gives.
pub fn write_out<T>(
    path: &Path,
    what: &'static str,
    write: impl FnOnce(&mut dyn Write) -> Result<T, DeskError>,
) -> Result<T, DeskError> {
    let failed = |source| DeskError::unwritten(what, source);
    let part = beside(path);
    let mut out = BufWriter::new(File::create(&part).map_err(failed)?);
    let written = write(&mut out).and_then(|answer| {
        let file = out
            .into_inner()
            .map_err(|error| failed(error.into_error()))?;
        file.sync_all().map_err(failed)?;
        fs::rename(&part, path).map_err(failed)?;
        Ok(answer)
    });
    if written.is_err() {
        // What could not be finished is of no use; if it cannot go either, the first fault is the one to tell.
        let _kept = fs::remove_file(&part);
    }
    written
}

/// Writes bytes in the same way.
///
/// # Errors
/// [`DeskError::Unwritten`] when the place cannot be written.
pub fn write_bytes_out(path: &Path, what: &'static str, bytes: &[u8]) -> Result<(), DeskError> {
    write_out(path, what, |out| {
        out.write_all(bytes)
            .map_err(|source| DeskError::unwritten(what, source))
    })
}

/// The name with an ending more: two files that differ by their ending alone are not in each other's way.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]

    use std::io;

    use super::*;
    use crate::view::Code;

    #[test]
    fn what_fails_leaves_what_was_there() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("list.csv");
        write_bytes_out(&path, "write", b"first").unwrap();
        let failed = write_out(&path, "write", |out| {
            out.write_all(b"half").unwrap();
            Err::<(), _>(DeskError::Cancelled)
        });
        assert!(matches!(failed, Err(DeskError::Cancelled)));
        assert_eq!(fs::read(&path).unwrap(), b"first");
        write_bytes_out(&path, "write", b"second").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_full_disk_is_told_as_one_and_all_else_as_the_place() {
        for (kind, code) in [
            (io::ErrorKind::StorageFull, Code::DiskFull),
            (io::ErrorKind::QuotaExceeded, Code::DiskFull),
            (io::ErrorKind::NotFound, Code::Unwritable),
            (io::ErrorKind::PermissionDenied, Code::Unwritable),
            (io::ErrorKind::ReadOnlyFilesystem, Code::Unwritable),
            (io::ErrorKind::IsADirectory, Code::Unwritable),
            (io::ErrorKind::Other, Code::Unwritable),
        ] {
            let told = DeskError::unwritten("write the report", kind.into());
            assert_eq!(told.code(), code, "{kind}");
        }
    }
}
