//! Uploads: announced, received piece by piece, proven, kept.

use bytes::Bytes;
use object_store::path::Path;
use object_store::{ObjectMeta, ObjectStoreExt as _, PutMode, WriteMultipart};
use records::{DeviceId, TeamId};
use serde::{Deserialize, Serialize};
use sync::{Announced, FileName, Upload, UploadId};

use super::{
    FILE_BYTES_MAX, Files, FilesError, PIECE_BYTES_MAX, UPLOAD_LIFE_MS, UPLOADS_MAX, doing, kept,
    there,
};

pub(super) const INCOMING: &str = "incoming";
/// Where uploads are told of that ended well: a laptop that did not hear it may ask.
pub(super) const FINISHED: &str = "finished";
pub(super) const ABOUT: &str = "about.json";
/// How much of a whole file is written at once; what an S3 store takes at least.
const WRITE_BYTES: usize = 5 << 20;

/// An upload as it is written down.
#[derive(Serialize, Deserialize)]
pub(super) struct About {
    team: String,
    blake3: String,
    length: u64,
    pub(super) expires_ms: u64,
}

impl About {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, FilesError> {
        serde_json::from_slice(bytes).map_err(|_bad| BAD)
    }

    fn announced(&self) -> Result<Announced, FilesError> {
        let hash = blake3::Hash::from_hex(&self.blake3).map_err(|_bad| BAD)?;
        let file = FileName {
            team: TeamId::new(self.team.as_str()).map_err(|_bad| BAD)?,
            content: *hash.as_bytes(),
        };
        Ok(Announced {
            file,
            length: self.length,
        })
    }
}

const BAD: FilesError = FilesError::Damaged {
    what: "description of an upload",
};

impl Files {
    /// Begins an upload named `id`. What is here already need not be sent: its upload is done at once.
    ///
    /// # Errors
    /// [`FilesError::TooLarge`], [`FilesError::TooMany`], or when the store fails.
    pub async fn announce(
        &self,
        device: DeviceId,
        id: UploadId,
        announced: Announced,
        now_ms: u64,
    ) -> Result<Upload, FilesError> {
        if announced.length > FILE_BYTES_MAX {
            return Err(FilesError::TooLarge {
                most: FILE_BYTES_MAX,
            });
        }
        let theirs = under(INCOMING, device);
        let open = self.store.list_with_delimiter(Some(&theirs)).await;
        if open.map_err(doing("count uploads"))?.common_prefixes.len() >= UPLOADS_MAX {
            return Err(FilesError::TooMany);
        }
        let held = self.length(&announced.file).await?;
        let upload = Upload {
            done: held == Some(announced.length),
            offset: 0,
            expires_ms: now_ms.saturating_add(UPLOAD_LIFE_MS),
            announced,
        };
        self.write_down(device, id, &upload).await?;
        if upload.done {
            let offset = upload.announced.length;
            return Ok(Upload { offset, ..upload });
        }
        self.settle(device, id, upload).await
    }

    /// Returns how far an upload of this laptop is.
    ///
    /// # Errors
    /// [`FilesError::NoUpload`], or when the store fails.
    pub async fn upload(
        &self,
        device: DeviceId,
        id: UploadId,
        now_ms: u64,
    ) -> Result<Upload, FilesError> {
        let (about, done) = match self.about(&named(INCOMING, device, id)).await? {
            Some(about) => (about, false),
            None => match self.about(&named(FINISHED, device, id)).await? {
                Some(about) => (about, true),
                None => return Err(FilesError::NoUpload),
            },
        };
        if about.expires_ms <= now_ms {
            return Err(FilesError::NoUpload);
        }
        let announced = about.announced()?;
        let offset = if done {
            // A note that it ended well is worth no more than the file: a store may have lost it since.
            let held = self.length(&announced.file).await?;
            if held != Some(announced.length) {
                return Err(FilesError::NoUpload);
            }
            announced.length
        } else {
            self.pieces(device, id).await?.1
        };
        Ok(Upload {
            announced,
            offset,
            expires_ms: about.expires_ms,
            done,
        })
    }

    /// Returns the description of an upload, if there is one.
    pub(super) async fn about(&self, upload: &Path) -> Result<Option<About>, FilesError> {
        let found = there(self.store.get(&upload.clone().join(ABOUT)).await);
        match found.map_err(doing("read an upload"))? {
            None => Ok(None),
            Some(found) => {
                let bytes = found.bytes().await.map_err(doing("read an upload"))?;
                About::read(&bytes).map(Some)
            }
        }
    }

    /// Keeps the next piece of an upload, which begins at `offset`. It is on the disk when this returns.
    ///
    /// # Errors
    /// [`FilesError::Offset`] when somebody else was faster, or when the store fails.
    pub async fn append(
        &self,
        device: DeviceId,
        id: UploadId,
        offset: u64,
        piece: Bytes,
    ) -> Result<(), FilesError> {
        debug_assert!(piece.len() <= PIECE_BYTES_MAX, "a piece has a limit");
        // Sixteen digits, so that the order of names is the order of bytes.
        let path = named(INCOMING, device, id).join(format!("{offset:016}"));
        let made = self
            .store
            .put_opts(&path, piece.into(), PutMode::Create.into())
            .await;
        match made {
            Ok(_made) => Ok(()),
            Err(object_store::Error::AlreadyExists { .. }) => {
                let at = self.pieces(device, id).await?.1;
                Err(FilesError::Offset { at })
            }
            Err(source) => Err(doing("keep a piece of a file")(source)),
        }
    }

    /// Proves and keeps the file when all of it is here; otherwise nothing happens.
    ///
    /// # Errors
    /// [`FilesError::OtherBytes`] when it is not what was announced: then the upload is gone.
    pub async fn settle(
        &self,
        device: DeviceId,
        id: UploadId,
        upload: Upload,
    ) -> Result<Upload, FilesError> {
        if upload.done {
            return Ok(upload);
        }
        let (pieces, offset) = self.pieces(device, id).await?;
        let upload = Upload { offset, ..upload };
        if offset != upload.announced.length {
            return Ok(upload);
        }
        if self.prove(&pieces).await? != upload.announced.file.content {
            self.remove(device, id).await?;
            return Err(FilesError::OtherBytes);
        }
        self.put_together(&pieces, &upload.announced).await?;
        let upload = Upload {
            done: true,
            ..upload
        };
        self.write_down(device, id, &upload).await?;
        self.remove(device, id).await?;
        Ok(upload)
    }

    /// Gives an upload up, or forgets one that ended well; a file that is kept stays. One that is not there is gone already.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn give_up(&self, device: DeviceId, id: UploadId) -> Result<(), FilesError> {
        self.remove(device, id).await?;
        self.remove_under(&named(FINISHED, device, id)).await
    }

    /// Removes what came of an upload. The note that it ended well stays.
    async fn remove(&self, device: DeviceId, id: UploadId) -> Result<(), FilesError> {
        self.remove_under(&named(INCOMING, device, id)).await
    }

    pub(super) async fn remove_under(&self, upload: &Path) -> Result<(), FilesError> {
        // The description goes first: without it the rest is nothing.
        self.forget(&upload.clone().join(ABOUT)).await?;
        let listed = self.store.list_with_delimiter(Some(upload)).await;
        for object in listed.map_err(doing("list an upload"))?.objects {
            self.forget(&object.location).await?;
        }
        Ok(())
    }

    async fn forget(&self, path: &Path) -> Result<(), FilesError> {
        there(self.store.delete(path).await)
            .map(|_gone| ())
            .map_err(doing("remove a piece of an upload"))
    }

    async fn write_down(
        &self,
        device: DeviceId,
        id: UploadId,
        upload: &Upload,
    ) -> Result<(), FilesError> {
        let about = About {
            team: upload.announced.file.team.to_string(),
            blake3: blake3::Hash::from_bytes(upload.announced.file.content)
                .to_hex()
                .to_string(),
            length: upload.announced.length,
            expires_ms: upload.expires_ms,
        };
        let place = if upload.done { FINISHED } else { INCOMING };
        let path = named(place, device, id).join(ABOUT);
        let bytes = serde_json::to_vec(&about).map_err(|_never| BAD)?;
        let written = self.store.put(&path, bytes.into()).await;
        written
            .map(|_written| ())
            .map_err(doing("write an upload down"))
    }

    /// Returns the pieces from the first byte on, as far as they follow each other, and where they end.
    async fn pieces(
        &self,
        device: DeviceId,
        id: UploadId,
    ) -> Result<(Vec<ObjectMeta>, u64), FilesError> {
        let listed = self
            .store
            .list_with_delimiter(Some(&named(INCOMING, device, id)))
            .await;
        let mut pieces = listed.map_err(doing("list an upload"))?.objects;
        pieces.sort_by(|one, other| one.location.cmp(&other.location));
        let mut end = 0;
        pieces.retain(|piece| {
            let begins = piece.location.filename().and_then(|name| name.parse().ok());
            let follows = begins == Some(end);
            end += if follows { piece.size } else { 0 };
            follows
        });
        Ok((pieces, end))
    }

    async fn prove(&self, pieces: &[ObjectMeta]) -> Result<[u8; 32], FilesError> {
        let mut hasher = blake3::Hasher::new();
        for piece in pieces {
            hasher.update(&self.bytes(piece).await?);
        }
        Ok(*hasher.finalize().as_bytes())
    }

    async fn put_together(
        &self,
        pieces: &[ObjectMeta],
        announced: &Announced,
    ) -> Result<(), FilesError> {
        let path = kept(&announced.file);
        let failed = || doing("keep a file");
        if announced.length <= WRITE_BYTES as u64 {
            let mut whole = Vec::new();
            for piece in pieces {
                whole.extend_from_slice(&self.bytes(piece).await?);
            }
            let put = self.store.put(&path, whole.into()).await;
            return put.map(|_put| ()).map_err(failed());
        }
        let begun = self.store.put_multipart(&path).await.map_err(failed())?;
        let mut writing = WriteMultipart::new_with_chunk_size(begun, WRITE_BYTES);
        for piece in pieces {
            writing.wait_for_capacity(1).await.map_err(failed())?;
            writing.put(self.bytes(piece).await?);
        }
        writing.finish().await.map(|_put| ()).map_err(failed())
    }

    async fn bytes(&self, piece: &ObjectMeta) -> Result<Bytes, FilesError> {
        let got = self.store.get(&piece.location).await;
        let got = got.map_err(doing("read a piece of a file"))?;
        got.bytes().await.map_err(doing("read a piece of a file"))
    }
}

/// Where the uploads of a laptop are: nobody else finds them.
fn under(place: &str, device: DeviceId) -> Path {
    Path::from_iter([place, device.to_string().as_str()])
}

fn named(place: &str, device: DeviceId, id: UploadId) -> Path {
    under(place, device).join(id.to_string())
}
