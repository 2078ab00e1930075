//! Photos and scans: at rest under their team and their BLAKE3 hash, and on their way in.
//!
//! They stand in a folder or in an S3-compatible store, the same for every process of the centre:
//! `kept/TEAM/HA/HASH` is a whole file, `incoming/DEVICE/UPLOAD/` an upload, whose pieces are called by
//! the position of their first byte. A piece is made and never changed, so that what was received once
//! stands, whoever receives it; only a whole file with the hash that was announced is ever kept.

use std::error::Error;
use std::io;
use std::path::Path as Folder;
use std::sync::Arc;

use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{GetOptions, GetResult, ObjectStore, ObjectStoreExt as _, PutPayload};
use sync::FileName;

mod incoming;
mod sweep;

/// The largest file.
pub const FILE_BYTES_MAX: u64 = 256 << 20;
/// How many uploads of one laptop may be open at once.
pub const UPLOADS_MAX: usize = 256;
/// The most bytes of one piece: what a crash of the centre costs a laptop.
pub const PIECE_BYTES_MAX: usize = 512 << 10;
/// How long an upload that does not end is kept, in milliseconds: a wet season without a line.
pub const UPLOAD_LIFE_MS: u64 = 60 * 24 * 60 * 60 * 1000;

/// Why something was not done with a file.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// The store of files failed.
    #[error("{doing}")]
    Store {
        /// What was tried.
        doing: &'static str,
        /// What the store said.
        #[source]
        source: object_store::Error,
    },
    /// There is no room left for files.
    #[error("{doing}: there is no room left on the disk")]
    Full {
        /// What was tried.
        doing: &'static str,
        /// What the store said.
        #[source]
        source: object_store::Error,
    },
    /// Not where files can be.
    #[error("files are kept in a folder or at s3://BUCKET/PREFIX")]
    Address,
    /// A stored value cannot be.
    #[error("the store of files holds a bad {what}")]
    Damaged {
        /// Which value.
        what: &'static str,
    },
    /// No such upload of this laptop, or it has expired.
    #[error("there is no such upload")]
    NoUpload,
    /// The laptop is at another position than the centre.
    #[error("the upload stands at {at}")]
    Offset {
        /// Where the centre is.
        at: u64,
    },
    /// More bytes than were announced, or than a file may have.
    #[error("a file is at most {most} bytes here")]
    TooLarge {
        /// The limit.
        most: u64,
    },
    /// The bytes are not those that were announced. The upload is gone.
    #[error("the bytes are not those that were announced")]
    OtherBytes,
    /// Too many uploads are open.
    #[error("too many uploads of this laptop are not finished")]
    TooMany,
}

/// The files of a centre. Clones are handles to the same ones.
#[derive(Clone)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
}

impl Files {
    /// Opens the files at `place` (a folder, `file:///FOLDER` or `s3://BUCKET/PREFIX`); without one, in `folder`.
    ///
    /// Access to S3 is taken from the usual variables (`AWS_ACCESS_KEY_ID`, `AWS_ENDPOINT` and so on).
    ///
    /// # Errors
    /// [`FilesError::Address`], or when the folder cannot be made.
    pub fn open(place: Option<&str>, folder: &Folder) -> Result<Self, FilesError> {
        match place {
            None => Self::in_folder(folder),
            Some(place) if place.starts_with("s3://") => Self::in_s3(place),
            Some(place) => match (place.strip_prefix("file://"), place.contains("://")) {
                (Some(path), _) => Self::in_folder(Folder::new(path)),
                (None, true) => Err(FilesError::Address),
                (None, false) => Self::in_folder(Folder::new(place)),
            },
        }
    }

    /// Keeps files in memory, for tests.
    #[must_use]
    pub fn in_memory() -> Self {
        Self {
            store: Arc::new(InMemory::new()),
        }
    }

    fn in_folder(folder: &Folder) -> Result<Self, FilesError> {
        let failed = |source| FilesError::Store {
            doing: "open the folder of files",
            source,
        };
        std::fs::create_dir_all(folder).map_err(|source| {
            failed(object_store::Error::Generic {
                store: "folder",
                source: source.into(),
            })
        })?;
        // A piece that was acknowledged is on the disk.
        let store = LocalFileSystem::new_with_prefix(folder).map_err(failed)?;
        Ok(Self {
            store: Arc::new(store.with_fsync(true).with_automatic_cleanup(true)),
        })
    }

    fn in_s3(url: &str) -> Result<Self, FilesError> {
        let built = AmazonS3Builder::from_env().with_url(url).build();
        let store = built.map_err(|source| FilesError::Store {
            doing: "open the store of files",
            source,
        })?;
        let prefix = url.trim_start_matches("s3://").split_once('/');
        let prefix = prefix.map(|(_bucket, prefix)| prefix).unwrap_or_default();
        let prefix = Path::parse(prefix).map_err(|_bad| FilesError::Address)?;
        Ok(Self {
            store: Arc::new(PrefixStore::new(store, prefix)),
        })
    }

    /// Writes an empty object, to see whether the store takes any.
    ///
    /// # Errors
    /// When it does not.
    pub async fn check_up(&self) -> Result<(), FilesError> {
        let path = Path::from("ready");
        let written = self.store.put(&path, PutPayload::new()).await;
        written
            .map(|_written| ())
            .map_err(doing("write to the files"))
    }

    /// Returns a whole file, or the piece of it that the options ask for; `None` when there is none.
    ///
    /// # Errors
    /// When the store fails, or the piece is outside the file.
    pub async fn get(
        &self,
        file: &FileName,
        options: GetOptions,
    ) -> Result<Option<GetResult>, FilesError> {
        let got = self.store.get_opts(&kept(file), options).await;
        there(got).map_err(doing("read a file"))
    }

    /// Returns how long a whole file is; `None` when there is none.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn length(&self, file: &FileName) -> Result<Option<u64>, FilesError> {
        let found = there(self.store.head(&kept(file)).await);
        Ok(found
            .map_err(doing("look for a file"))?
            .map(|found| found.size))
    }
}

/// Where a whole file stands. Neither part of the name can leave its folder: a team's code has letters,
/// digits, `_` and `-` alone, and a hash has hexadecimal digits.
fn kept(file: &FileName) -> Path {
    let hash = blake3::Hash::from_bytes(file.content).to_hex();
    let first: String = hash.chars().take(2).collect();
    Path::from_iter(["kept", file.team.as_str(), first.as_str(), hash.as_str()])
}

/// Tells what is not there from what failed.
fn there<T>(found: Result<T, object_store::Error>) -> Result<Option<T>, object_store::Error> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(object_store::Error::NotFound { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

fn doing(doing: &'static str) -> impl FnOnce(object_store::Error) -> FilesError {
    move |source| match is_full(&source) {
        true => FilesError::Full { doing, source },
        false => FilesError::Store { doing, source },
    }
}

/// Whether a full disk is at the bottom of it.
fn is_full(error: &(dyn Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        let kind = error.downcast_ref::<io::Error>().map(io::Error::kind);
        if let Some(io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) = kind {
            return true;
        }
        cause = error.source();
    }
    false
}

#[cfg(test)]
mod failing;
#[cfg(test)]
mod tests;
