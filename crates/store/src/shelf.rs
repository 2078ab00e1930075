//! The folder of files beside the database: sealed pieces, under names that say nothing.
//!
//! A file is written under another name, made durable, and only then takes its own; whoever finds a file
//! by its name finds it whole. What its bytes are worth is proven each time they are read: every piece by
//! its seal, and all of them together by the hash that the file is known by.

use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};

use vault::{DatabaseKey, FileKeys, PIECE_BYTES, PIECE_SEAL_BYTES, PieceCipher};

use crate::error::StoreError;
use crate::file::{ContentId, FILE_BYTES_MAX};
use crate::open::{beside, remove, rename, sync_folder};

/// The folder's name in the data folder.
pub const FILES: &str = "files";
/// How a file begins: what it is, and the version of what follows.
const MAGIC: &[u8; 8] = b"SALAFIL1";
const UNFINISHED: &str = ".new";

const KEEP: &str = "keep a file";
const READ: &str = "read a file";
const LIST: &str = "look into the folder of files";
const ASIDE: &str = "set a damaged file aside";

/// Called before each touch of the disk; an error stops there, as a power cut would.
pub(crate) type Before<'a> = &'a mut dyn FnMut() -> io::Result<()>;

/// What became of reading a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Found {
    /// It is there and proves itself.
    Whole(Vec<u8>),
    /// It is not there.
    Missing,
    /// It is there, and is not what its name promises.
    Damaged,
}

/// The folder, with the keys to it.
pub(crate) struct Shelf {
    dir: PathBuf,
    keys: FileKeys,
}

impl Shelf {
    /// The folder beside a database.
    pub(crate) fn beside(database: &Path, key: &DatabaseKey) -> Self {
        let folder = database.parent().unwrap_or(Path::new("."));
        Self {
            dir: folder.join(FILES),
            keys: FileKeys::of(key),
        }
    }

    /// The name of a content on the disk.
    pub(crate) fn name(&self, content: ContentId) -> String {
        self.keys.disk_name(&content.0)
    }

    /// What seals and opens the pieces of a content.
    pub(crate) fn cipher(&self, content: &[u8; 32]) -> PieceCipher {
        self.keys.cipher(content)
    }

    /// Writes a content and makes it durable under its name.
    pub(crate) fn put(
        &self,
        content: ContentId,
        bytes: &[u8],
        before: Before<'_>,
    ) -> Result<(), StoreError> {
        let path = self.dir.join(self.name(content));
        let unfinished = beside(&path, UNFINISHED);
        self.make_folder(before)?;
        self.write(content, bytes, &unfinished, before)
            .map_err(StoreError::file(KEEP, &unfinished))?;
        before().map_err(StoreError::file(KEEP, &path))?;
        rename(&unfinished, &path)?;
        before().map_err(StoreError::file(KEEP, &path))?;
        sync_folder(&self.dir)
    }

    fn make_folder(&self, before: Before<'_>) -> Result<(), StoreError> {
        if self.dir.is_dir() {
            return Ok(());
        }
        before().map_err(StoreError::file(KEEP, &self.dir))?;
        fs::create_dir_all(&self.dir).map_err(StoreError::file(KEEP, &self.dir))?;
        match self.dir.parent() {
            Some(above) => sync_folder(above),
            None => Ok(()),
        }
    }

    fn write(
        &self,
        content: ContentId,
        bytes: &[u8],
        to: &Path,
        before: Before<'_>,
    ) -> io::Result<()> {
        let cipher = self.cipher(&content.0);
        before()?;
        let mut out = File::create(to)?;
        out.write_all(MAGIC)?;
        let last = bytes.len().saturating_sub(1) / PIECE_BYTES;
        for number in 0..=last {
            let from = number * PIECE_BYTES;
            let upto = bytes.len().min(from + PIECE_BYTES);
            let piece = bytes.get(from..upto).unwrap_or_default();
            let sealed = cipher.seal(number as u64, number == last, piece);
            before()?;
            out.write_all(&sealed.ok_or(io::ErrorKind::InvalidInput)?)?;
        }
        before()?;
        out.sync_all()
    }

    /// Reads a content and has it prove itself.
    pub(crate) fn get(&self, content: ContentId) -> Result<Found, StoreError> {
        let path = self.dir.join(self.name(content));
        match self.read(content, &path) {
            Ok(Some(bytes)) => Ok(Found::Whole(bytes)),
            Ok(None) => Ok(Found::Damaged),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Found::Missing),
            Err(error) => Err(StoreError::file(READ, path)(error)),
        }
    }

    fn read(&self, content: ContentId, path: &Path) -> io::Result<Option<Vec<u8>>> {
        let cipher = self.cipher(&content.0);
        let file = File::open(path)?;
        let size = file.metadata()?.len();
        let sealed_max = sealed_bytes(FILE_BYTES_MAX);
        if size > sealed_max {
            return Ok(None);
        }
        let mut rest = file.take(sealed_max);
        let mut head = Vec::new();
        rest.by_ref()
            .take(MAGIC.len() as u64)
            .read_to_end(&mut head)?;
        if head != MAGIC {
            return Ok(None);
        }
        let mut left = size.saturating_sub(MAGIC.len() as u64);
        let mut bytes = Vec::with_capacity(usize::try_from(left).unwrap_or_default());
        let mut sealed = Vec::with_capacity(PIECE_BYTES + PIECE_SEAL_BYTES);
        let mut number = 0;
        loop {
            sealed.clear();
            let whole = (PIECE_BYTES + PIECE_SEAL_BYTES) as u64;
            rest.by_ref().take(whole).read_to_end(&mut sealed)?;
            left = left.saturating_sub(sealed.len() as u64);
            let Some(piece) = cipher.open(number, left == 0, &sealed) else {
                return Ok(None);
            };
            bytes.extend_from_slice(&piece);
            if left == 0 {
                break;
            }
            number += 1;
        }
        Ok((ContentId::of(&bytes) == content).then_some(bytes))
    }

    /// Reads some bytes of a content that is there; each piece of it proves itself. `None` when it is damaged.
    pub(crate) fn get_some(
        &self,
        content: ContentId,
        bytes: Range<u64>,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let path = self.dir.join(self.name(content));
        match self.read_some(content, &path, bytes) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(StoreError::FileMissing { content })
            }
            read => read.map_err(StoreError::file(READ, path)),
        }
    }

    fn read_some(
        &self,
        content: ContentId,
        path: &Path,
        bytes: Range<u64>,
    ) -> io::Result<Option<Vec<u8>>> {
        let cipher = self.cipher(&content.0);
        let mut file = File::open(path)?;
        let piece_bytes = PIECE_BYTES as u64;
        let sealed_max = piece_bytes + PIECE_SEAL_BYTES as u64;
        let sealed_all = file.metadata()?.len().saturating_sub(MAGIC.len() as u64);
        let last = sealed_all.div_ceil(sealed_max).saturating_sub(1);
        let first = bytes.start / piece_bytes;
        file.seek(SeekFrom::Start(MAGIC.len() as u64 + first * sealed_max))?;
        let mut out = Vec::new();
        let mut sealed = Vec::new();
        for number in first..bytes.end.div_ceil(piece_bytes).max(first) {
            sealed.clear();
            (&file).take(sealed_max).read_to_end(&mut sealed)?;
            let Some(piece) = cipher.open(number, number == last, &sealed) else {
                return Ok(None);
            };
            out.extend_from_slice(&piece);
        }
        let from = usize::try_from(bytes.start - first * piece_bytes).unwrap_or(usize::MAX);
        let upto = usize::try_from(bytes.end.saturating_sub(bytes.start)).unwrap_or(usize::MAX);
        let some = out.get(from..from.saturating_add(upto));
        Ok(some.map(<[u8]>::to_vec))
    }

    /// The names in the folder, of files that were finished.
    pub(crate) fn names(&self) -> Result<Vec<String>, StoreError> {
        let mut names = self.entries()?;
        names.retain(|name| is_name(name));
        names.sort();
        Ok(names)
    }

    /// Takes away what was not finished. Nobody may be writing a file meanwhile.
    pub(crate) fn clear_unfinished(&self) -> Result<(), StoreError> {
        let names = self.entries()?;
        let unfinished = |name: &&String| name.strip_suffix(UNFINISHED).is_some_and(is_name);
        names
            .iter()
            .filter(unfinished)
            .try_for_each(|name| self.remove(name))
    }

    /// Everything in the folder whose name is text; what is not is none of ours.
    pub(crate) fn entries(&self) -> Result<Vec<String>, StoreError> {
        let entries = match fs::read_dir(&self.dir) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(StoreError::file(LIST, &self.dir)(error)),
        };
        let names = entries.map(|entry| Ok(entry?.file_name().into_string().ok()));
        let names: io::Result<Vec<Option<String>>> = names.collect();
        let names = names.map_err(StoreError::file(LIST, &self.dir))?;
        Ok(names.into_iter().flatten().collect())
    }

    /// The path of a name in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// Takes a file away for good.
    pub(crate) fn remove(&self, name: &str) -> Result<(), StoreError> {
        remove(&self.dir.join(name))
    }

    /// Moves a file into a folder beside, under a name that is free there.
    pub(crate) fn set_aside(&self, name: &str, aside: &Path) -> Result<(), StoreError> {
        fs::create_dir_all(aside).map_err(StoreError::file(ASIDE, aside))?;
        let mut to = aside.join(name);
        let mut number = 1;
        while to.exists() {
            number += 1;
            to = aside.join(format!("{name}-{number}"));
        }
        rename(&self.dir.join(name), &to)?;
        sync_folder(aside)?;
        sync_folder(&self.dir)
    }
}

/// The size on the disk of a content of so many bytes.
fn sealed_bytes(bytes: u64) -> u64 {
    let pieces = bytes.div_ceil(PIECE_BYTES as u64).max(1);
    MAGIC.len() as u64 + bytes + pieces * PIECE_SEAL_BYTES as u64
}

fn is_name(name: &str) -> bool {
    name.len() == 64 && name.bytes().all(|b| b.is_ascii_hexdigit())
}
