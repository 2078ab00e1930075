//! The backup file: `SALA-BACKUP-2`, the list of people who may open it, the encrypted database as it was at
//! one moment, the encrypted files as they lie in their folder, and a hash over all of it.
//!
//! `SALA-BACKUP-1`, from before there were files, is read too. Nothing is trusted before the hash fits.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use crate::folder::sync_dir;

const WITHOUT_FILES: &[u8; 14] = b"SALA-BACKUP-1\n";
const MAGIC: &[u8; 14] = b"SALA-BACKUP-2\n";
const PEOPLE_BYTES_MAX: u32 = 1 << 20;
const HASH_BYTES: u64 = 32;
/// A file's name is the 64 digits that it has in its folder.
const NAME_BYTES: usize = 64;
const FILES_MAX: u32 = 10_000_000;

/// Writes and adds up, or reads and adds up, what goes through.
struct Summed<T> {
    through: T,
    hash: blake3::Hasher,
}

impl<T> Summed<T> {
    fn new(through: T) -> Self {
        let hash = blake3::Hasher::new();
        Self { through, hash }
    }
}

impl<T: Write> Write for Summed<T> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.through.write(bytes)?;
        self.hash.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.through.flush()
    }
}

impl<T: Read> Read for Summed<T> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.through.read(into)?;
        self.hash.update(into.get(..read).unwrap_or_default());
        Ok(read)
    }
}

/// Writes a backup and makes it durable; `files` are names and paths of sealed files.
pub(crate) fn pack(
    people: &[u8],
    database: &Path,
    files: &[(String, PathBuf)],
    to: &Path,
) -> io::Result<()> {
    let too_many = |_| io::Error::from(io::ErrorKind::InvalidData);
    let mut out = Summed::new(BufWriter::new(File::create_new(to)?));
    out.write_all(MAGIC)?;
    out.write_all(&u32::try_from(people.len()).map_err(too_many)?.to_le_bytes())?;
    out.write_all(people)?;
    copy_in(database, &mut out)?;
    out.write_all(&u32::try_from(files.len()).map_err(too_many)?.to_le_bytes())?;
    for (name, path) in files {
        out.write_all(name.as_bytes())?;
        copy_in(path, &mut out)?;
    }
    let hash = out.hash.finalize();
    let mut file = out.through;
    file.write_all(hash.as_bytes())?;
    file.into_inner()
        .map_err(io::IntoInnerError::into_error)?
        .sync_all()
}

/// Writes the length of a file and then its bytes; no more than that, if somebody adds to it meanwhile.
fn copy_in(path: &Path, out: &mut impl Write) -> io::Result<()> {
    let file = File::open(path)?;
    let length = file.metadata()?.len();
    out.write_all(&length.to_le_bytes())?;
    let copied = io::copy(&mut file.take(length), out)?;
    if copied == length {
        Ok(())
    } else {
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}

/// Splits a backup: gives the list of people, and writes the database and the folder of files, both of which
/// are made anew. Where it is no whole backup neither is left behind.
pub(crate) fn unpack(from: &Path, database: &Path, files: &Path) -> io::Result<Vec<u8>> {
    if files.exists() {
        fs::remove_dir_all(files)?;
    }
    fs::create_dir(files)?;
    let split = split(from, database, files);
    if split.is_err() {
        // The error says what happened; what cannot be removed is made anew by the next try.
        drop(fs::remove_file(database));
        drop(fs::remove_dir_all(files));
    }
    split
}

fn split(from: &Path, database: &Path, files: &Path) -> io::Result<Vec<u8>> {
    let file = File::open(from)?;
    let left = file.metadata()?.len().checked_sub(HASH_BYTES);
    let left = left.ok_or_else(|| broken("it is too short"))?;
    let mut input = Summed::new(BufReader::new(file));
    let mut body = (&mut input).take(left);
    let magic = head(&mut body)?;
    if magic != *MAGIC && magic != *WITHOUT_FILES {
        return Err(broken("it does not begin like one"));
    }
    let length = u32::from_le_bytes(head(&mut body)?);
    if length > PEOPLE_BYTES_MAX {
        return Err(broken("it was cut"));
    }
    let mut people = vec![0; length as usize];
    body.read_exact(&mut people).map_err(cut)?;
    if magic == *WITHOUT_FILES {
        let rest = body.limit();
        copy_out(&mut body, rest, database)?;
    } else {
        let length = u64::from_le_bytes(head(&mut body)?);
        copy_out(&mut body, length, database)?;
        let count = u32::from_le_bytes(head(&mut body)?);
        if count > FILES_MAX {
            return Err(broken("it was cut"));
        }
        for _ in 0..count {
            let name: [u8; NAME_BYTES] = head(&mut body)?;
            let name = std::str::from_utf8(&name).unwrap_or_default();
            if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                return Err(broken("a part of it was changed or cut"));
            }
            let length = u64::from_le_bytes(head(&mut body)?);
            copy_out(&mut body, length, &files.join(name))?;
        }
    }
    if body.limit() != 0 {
        return Err(broken("a part of it was changed or cut"));
    }
    let made = input.hash.finalize();
    let told: [u8; 32] = head(&mut input.through)?;
    if *made.as_bytes() != told {
        return Err(broken("a part of it was changed or cut"));
    }
    sync_dir(files)?;
    Ok(people)
}

fn head<const N: usize>(input: &mut impl Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    input.read_exact(&mut bytes).map_err(cut)?;
    Ok(bytes)
}

fn copy_out(input: &mut impl Read, length: u64, to: &Path) -> io::Result<()> {
    let mut out = File::create(to)?;
    if io::copy(&mut input.take(length), &mut out)? != length {
        return Err(broken("it was cut"));
    }
    out.sync_all()
}

fn broken(why: &str) -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        format!("this is no whole backup: {why}"),
    )
}

fn cut(error: io::Error) -> io::Error {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => broken("it was cut"),
        _ => error,
    }
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        reason = "a failed test stops at once"
    )]

    use super::*;

    /// A folder with a database, two files, and the backup of them.
    fn packed(dir: &Path) -> PathBuf {
        fs::write(dir.join("db"), b"sealed pages").unwrap();
        let files: Vec<(String, PathBuf)> = ["a", "b"]
            .map(|digit| {
                let path = dir.join(digit);
                fs::write(&path, format!("sealed {digit}")).unwrap();
                (digit.repeat(NAME_BYTES), path)
            })
            .to_vec();
        let to = dir.join("backup");
        pack(b"people", &dir.join("db"), &files, &to).unwrap();
        to
    }

    #[test]
    fn what_was_packed_comes_out() {
        let dir = tempfile::tempdir().unwrap();
        let from = packed(dir.path());
        let (database, files) = (dir.path().join("out"), dir.path().join("files"));
        assert_eq!(unpack(&from, &database, &files).unwrap(), b"people");
        assert_eq!(fs::read(&database).unwrap(), b"sealed pages");
        assert_eq!(fs::read_dir(&files).unwrap().count(), 2);
        assert_eq!(fs::read(files.join("b".repeat(64))).unwrap(), b"sealed b");
    }

    #[test]
    fn a_backup_from_before_there_were_files_is_read() {
        let dir = tempfile::tempdir().unwrap();
        let mut old = b"SALA-BACKUP-1\n\x06\0\0\0peoplesealed pages".to_vec();
        let hash = blake3::hash(&old);
        old.extend(hash.as_bytes());
        fs::write(dir.path().join("old"), &old).unwrap();
        let (database, files) = (dir.path().join("out"), dir.path().join("files"));
        assert_eq!(
            unpack(&dir.path().join("old"), &database, &files).unwrap(),
            b"people"
        );
        assert_eq!(fs::read(&database).unwrap(), b"sealed pages");
        assert_eq!(fs::read_dir(&files).unwrap().count(), 0);
    }

    #[test]
    fn what_was_cut_or_changed_anywhere_is_refused_and_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let whole = fs::read(packed(dir.path())).unwrap();
        let (database, files) = (dir.path().join("out"), dir.path().join("files"));
        let check = |bytes: &[u8], what: &str| {
            let from = dir.path().join("spoiled");
            fs::write(&from, bytes).unwrap();
            let refused = unpack(&from, &database, &files);
            let error = refused.expect_err(what).to_string();
            assert!(error.contains("no whole backup"), "{what}: {error}");
            assert!(!database.exists() && !files.exists(), "{what}");
        };
        for length in 0..whole.len() {
            check(&whole[..length], &format!("cut after {length}"));
        }
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            check(&changed, &format!("byte {at} changed"));
        }
        check(&[whole.clone(), vec![0]].concat(), "longer");
    }
}
