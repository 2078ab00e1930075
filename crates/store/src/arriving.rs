//! Files on their way to this laptop: what has come stays, so that a cut costs less than a piece.
//!
//! Pieces lie sealed in the folder of files: those of a file that this laptop fetches under the file's own name, those of a
//! file that a guest of this hub brings under the name of the upload, each with an ending. What came after the last whole
//! piece stands behind it as a piece of its own, until more comes.

use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use vault::{PIECE_BYTES, PIECE_SEAL_BYTES, PieceCipher};

use crate::error::StoreError;
use crate::file::{ContentId, FILE_BYTES_MAX, FileFacts, HeldFile};
use crate::open::{beside, remove, sync_folder};
use crate::shelf::Shelf;
use crate::store::Store;

/// How the pieces of what this laptop fetches end, and those of what a guest brings.
const FETCHED: &str = ".part";
const BROUGHT: &str = ".guest";
const KEEP: &str = "keep what came of a file";
const READ: &str = "read what came of a file";
const SEALED_BYTES: u64 = (PIECE_BYTES + PIECE_SEAL_BYTES) as u64;

/// A file that is coming: its bytes from the first on.
#[derive(Debug)]
pub struct Arriving {
    content: ContentId,
    place: Place,
    bytes: Vec<u8>,
    /// Whole pieces that are durable.
    kept: u64,
}

/// Where the pieces of a file lie that is coming, and what their keys are made from.
#[derive(Debug, Clone, Copy)]
struct Place {
    key: [u8; 32],
    ending: &'static str,
}

impl Place {
    const fn fetched(content: ContentId) -> Self {
        Self {
            key: content.0,
            ending: FETCHED,
        }
    }

    /// Two guests who bring the same file do not come in each other's way.
    fn brought(id: [u8; 16]) -> Self {
        Self {
            key: blake3::derive_key("sala 2026-11 upload to a hub", &id),
            ending: BROUGHT,
        }
    }
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
        self.came_of(content, Place::fetched(content))
    }

    /// Returns what a guest of this hub brought of a file under the name of an upload.
    ///
    /// # Errors
    /// When the folder cannot be read or written.
    pub fn arriving_from_guest(
        &self,
        content: ContentId,
        id: [u8; 16],
    ) -> Result<Arriving, StoreError> {
        self.came_of(content, Place::brought(id))
    }

    /// Takes away what came of a file under the name of an upload.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn clear_pieces_of_guest(&self, id: [u8; 16]) -> Result<(), StoreError> {
        remove(&self.shelf().place(Place::brought(id)))
    }

    fn came_of(&self, content: ContentId, place: Place) -> Result<Arriving, StoreError> {
        let shelf = self.shelf();
        let path = shelf.place(place);
        let bytes = shelf
            .pieces_of(place, &path)
            .map_err(StoreError::file(READ, &path))?;
        Ok(Arriving {
            content,
            place,
            kept: (bytes.len() / PIECE_BYTES) as u64,
            bytes,
        })
    }

    /// Keeps bytes that follow; they are durable when this returns.
    ///
    /// # Errors
    /// [`StoreError::FileTooLarge`] above [`FILE_BYTES_MAX`]; otherwise when the folder cannot be written.
    pub fn take_arriving(&self, arriving: &mut Arriving, bytes: &[u8]) -> Result<(), StoreError> {
        if arriving.bytes().saturating_add(bytes.len() as u64) > FILE_BYTES_MAX {
            return Err(StoreError::FileTooLarge);
        }
        if bytes.is_empty() {
            return Ok(());
        }
        arriving.bytes.extend_from_slice(bytes);
        let shelf = self.shelf();
        let path = shelf.place(arriving.place);
        let cipher = shelf.cipher_of_arriving(arriving.place);
        let failed = || StoreError::file(KEEP, &path);
        let kept = usize::try_from(arriving.kept).unwrap_or(usize::MAX);
        let pieces = arriving.bytes.chunks_exact(PIECE_BYTES);
        let rest = pieces.remainder();
        let new = pieces.skip(kept);
        let (mut sealed, mut whole) = (Vec::new(), 0);
        let unsealable = || failed()(io::ErrorKind::InvalidInput.into());
        for (number, piece) in (arriving.kept..).zip(new) {
            let piece = cipher.seal(number, false, piece);
            sealed.extend_from_slice(&piece.ok_or_else(unsealable)?);
            whole += 1;
        }
        if !rest.is_empty() {
            let cipher = shelf.cipher_of_rest(arriving.place, arriving.bytes());
            sealed.extend_from_slice(&cipher.seal(0, true, rest).ok_or_else(unsealable)?);
        }
        append(&path, arriving.kept * SEALED_BYTES, &sealed).map_err(failed())?;
        if let Some(folder) = path.parent().filter(|_| arriving.kept == 0) {
            sync_folder(folder)?;
        }
        arriving.kept += whole;
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
        remove(&self.shelf().place(arriving.place))?;
        Ok(held)
    }
}

impl Shelf {
    fn place(&self, place: Place) -> PathBuf {
        beside(&self.path(&self.name(ContentId(place.key))), place.ending)
    }

    /// Pieces on their way are under a key of their own: what a stranger sent in the file's place never shares one
    /// with the file.
    fn cipher_of_arriving(&self, place: Place) -> PieceCipher {
        self.cipher(&blake3::derive_key(
            "sala 2026-11 arriving file",
            &place.key,
        ))
    }

    /// What came after the last whole piece is sealed anew whenever more comes: each time under another key.
    fn cipher_of_rest(&self, place: Place, end: u64) -> PieceCipher {
        let of = [place.key.as_slice(), &end.to_be_bytes()].concat();
        self.cipher(&blake3::derive_key(
            "sala 2026-11 rest of an arriving file",
            &of,
        ))
    }

    /// Takes away what came of files that nobody waits for, and of uploads that were given up.
    pub(crate) fn clear_arriving(
        &self,
        wanted: &[ContentId],
        uploads: &[[u8; 16]],
    ) -> Result<(), StoreError> {
        let fetched = wanted.iter().map(|content| Place::fetched(*content));
        let brought = uploads.iter().map(|id| Place::brought(*id));
        let kept: BTreeSet<PathBuf> = fetched
            .chain(brought)
            .map(|place| self.place(place))
            .collect();
        let entries = self.entries()?;
        let stale = entries.iter().filter(|name| {
            let is_arriving = name.ends_with(FETCHED) || name.ends_with(BROUGHT);
            is_arriving && !kept.contains(&self.path(name))
        });
        stale.into_iter().try_for_each(|name| self.remove(name))
    }

    /// The bytes of the pieces that open, from the first on.
    fn pieces_of(&self, place: Place, path: &Path) -> io::Result<Vec<u8>> {
        let file = match fs::File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let mut file = file.take(FILE_BYTES_MAX.div_ceil(PIECE_BYTES as u64) * SEALED_BYTES);
        let cipher = self.cipher_of_arriving(place);
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
        let rest = sealed.len().saturating_sub(PIECE_SEAL_BYTES) as u64;
        let cipher = self.cipher_of_rest(place, bytes.len() as u64 + rest);
        bytes.extend(cipher.open(0, true, &sealed).into_iter().flatten());
        Ok(bytes)
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
    file.seek(io::SeekFrom::Start(at))?;
    file.write_all(sealed)?;
    file.set_len(at.saturating_add(sealed.len() as u64))?;
    file.sync_all()
}
