//! Files on their way to this laptop: what has come stays, so that a cut costs less than a piece.
//!
//! Pieces lie sealed in the folder of files under the file's own name with an ending; the bytes after the last
//! whole piece are not kept, and asked for again.

use std::fs::{self, OpenOptions};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use vault::{PIECE_BYTES, PIECE_SEAL_BYTES, PieceCipher};

use crate::error::StoreError;
use crate::file::{ContentId, FILE_BYTES_MAX, FileFacts, HeldFile};
use crate::open::{beside, remove, sync_folder};
use crate::shelf::Shelf;
use crate::store::Store;

const ENDING: &str = ".part";
const KEEP: &str = "keep what came of a file";
const READ: &str = "read what came of a file";
const SEALED_BYTES: u64 = (PIECE_BYTES + PIECE_SEAL_BYTES) as u64;

/// A file that is coming: its bytes from the first on.
#[derive(Debug)]
pub struct Arriving {
    content: ContentId,
    bytes: Vec<u8>,
    /// Whole pieces that are durable.
    kept: u64,
}

impl Arriving {
    /// Returns how many bytes are here.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes.len() as u64
    }
}

impl Store {
    /// Returns what came of a file before; what cannot be read of it is dropped.
    ///
    /// # Errors
    /// When the folder cannot be read or written.
    pub fn arriving(&self, content: ContentId) -> Result<Arriving, StoreError> {
        let (cipher, path) = self.place(content);
        let bytes = whole_pieces(&cipher, &path).map_err(StoreError::file(READ, &path))?;
        Ok(Arriving {
            content,
            kept: (bytes.len() / PIECE_BYTES) as u64,
            bytes,
        })
    }

    /// Keeps bytes that follow; whole pieces are durable when this returns.
    ///
    /// # Errors
    /// [`StoreError::FileTooLarge`] above [`FILE_BYTES_MAX`]; otherwise when the folder cannot be written.
    pub fn take_arriving(&self, arriving: &mut Arriving, bytes: &[u8]) -> Result<(), StoreError> {
        if arriving.bytes().saturating_add(bytes.len() as u64) > FILE_BYTES_MAX {
            return Err(StoreError::FileTooLarge);
        }
        arriving.bytes.extend_from_slice(bytes);
        let (cipher, path) = self.place(arriving.content);
        let failed = || StoreError::file(KEEP, &path);
        let kept = usize::try_from(arriving.kept).unwrap_or(usize::MAX);
        let new = arriving.bytes.chunks_exact(PIECE_BYTES).skip(kept);
        let mut sealed = Vec::new();
        for (number, piece) in (arriving.kept..).zip(new) {
            let piece = cipher.seal(number, false, piece);
            let piece = piece.ok_or_else(|| failed()(io::ErrorKind::InvalidInput.into()))?;
            sealed.extend_from_slice(&piece);
        }
        if sealed.is_empty() {
            return Ok(());
        }
        append(&path, arriving.kept * SEALED_BYTES, &sealed).map_err(failed())?;
        if let Some(folder) = path.parent().filter(|_| arriving.kept == 0) {
            sync_folder(folder)?;
        }
        arriving.kept += sealed.len() as u64 / SEALED_BYTES;
        Ok(())
    }

    /// Keeps the file for good when it is whole and what its name promises; `None` when it is something else. Either
    /// way what came of it is cleared away.
    ///
    /// # Errors
    /// When the folder or the database cannot be written; what came stays.
    pub fn finish_arriving(
        &self,
        arriving: Arriving,
        facts: &FileFacts,
    ) -> Result<Option<HeldFile>, StoreError> {
        let is_it = ContentId::of(&arriving.bytes) == arriving.content;
        let held = match is_it {
            true => Some(self.keep_file(&arriving.bytes, facts)?),
            false => None,
        };
        let (_, path) = self.place(arriving.content);
        remove(&path)?;
        Ok(held)
    }

    fn place(&self, content: ContentId) -> (PieceCipher, PathBuf) {
        let shelf = self.shelf();
        let path = beside(&shelf.path(&shelf.name(content)), ENDING);
        (shelf.cipher_of_arriving(content), path)
    }
}

impl Shelf {
    /// Pieces on their way are under a key of their own: what a stranger sent in the file's place never shares one
    /// with the file.
    fn cipher_of_arriving(&self, content: ContentId) -> PieceCipher {
        self.cipher(&blake3::derive_key(
            "sala 2026-11 arriving file",
            &content.0,
        ))
    }

    /// Takes away what came of files that nobody waits for.
    pub(crate) fn clear_arriving(&self, wanted: &[ContentId]) -> Result<(), StoreError> {
        let wanted: Vec<String> = wanted.iter().map(|content| self.name(*content)).collect();
        let entries = self.entries()?;
        let stale = entries.iter().filter(|name| {
            let of = name.strip_suffix(ENDING);
            of.is_some_and(|of| !wanted.iter().any(|wanted| wanted == of))
        });
        stale.into_iter().try_for_each(|name| self.remove(name))
    }
}

/// Writes at a position, over what a cut may have left there, and makes it durable.
fn append(path: &Path, at: u64, sealed: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut options = OpenOptions::new();
    let mut file = options
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)?;
    file.set_len(at)?;
    file.seek(io::SeekFrom::Start(at))?;
    file.write_all(sealed)?;
    file.sync_all()
}

/// The pieces that open, from the first on.
fn whole_pieces(cipher: &PieceCipher, path: &Path) -> io::Result<Vec<u8>> {
    let file = match fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut file = file.take(FILE_BYTES_MAX.div_ceil(PIECE_BYTES as u64) * SEALED_BYTES);
    let (mut bytes, mut sealed) = (Vec::new(), Vec::new());
    for number in 0.. {
        sealed.clear();
        file.by_ref().take(SEALED_BYTES).read_to_end(&mut sealed)?;
        let is_whole = sealed.len() as u64 == SEALED_BYTES;
        let Some(piece) = cipher.open(number, false, &sealed).filter(|_| is_whole) else {
            break;
        };
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}
