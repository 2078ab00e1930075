//! `/v1/files` at the centre: the doors are those of [`tus`], and here is who may come through them.

use std::collections::BTreeMap;
use std::ops::Range;
use std::time::Duration;

use axum::body::Body;
use axum::http::HeaderMap;
use bytes::Bytes;
use object_store::{GetOptions, GetRange};
use records::TeamId;
use sync::{Announced, FileName, FilesAsk, SignedReceipt, Upload, UploadId};
use tokio::sync::OwnedSemaphorePermit;
use tus::{Fault, Shelf};

use super::door::Door;
use super::problem::Problem;
use crate::files::{FILE_BYTES_MAX, FilesError, PIECE_BYTES_MAX};
use crate::ledger::Caller;

impl Door {
    async fn is_within(&self, caller: &Caller, team: &TeamId) -> Result<bool, Problem> {
        let (centre, caller, team) = (self.centre.clone(), caller.clone(), team.clone());
        Ok(self.run(move || centre.is_within(&caller, &team)).await??)
    }
}

impl Shelf for Door {
    type Guest = Caller;
    type Refusal = Problem;
    type Room = OwnedSemaphorePermit;

    const FILE_BYTES_MAX: u64 = FILE_BYTES_MAX;
    const PIECE_BYTES_MAX: usize = PIECE_BYTES_MAX;

    fn stall(&self) -> Duration {
        self.limits.stall
    }

    async fn room_for(&self, bytes: usize) -> Result<OwnedSemaphorePermit, Problem> {
        Door::room_for(self, bytes).await
    }

    async fn guest(&self, headers: &HeaderMap) -> Result<Caller, Problem> {
        self.caller(headers).await
    }

    async fn announce(
        &self,
        caller: &Caller,
        announced: Announced,
    ) -> Result<(UploadId, Upload), Problem> {
        if !self.is_within(caller, &announced.file.team).await? {
            return Err(Fault::other_team().into());
        }
        let mut name = [0; 16];
        getrandom::fill(&mut name).map_err(|error| {
            tracing::error!(%error, "there is no randomness for the name of an upload");
            Problem::internal()
        })?;
        let (id, now) = (UploadId(name), self.centre.now_ms());
        let upload = self.files.announce(caller.device, id, announced, now);
        Ok((id, upload.await?))
    }

    async fn upload(&self, caller: &Caller, id: UploadId) -> Result<Upload, Problem> {
        let now = self.centre.now_ms();
        let found = self.files.upload(caller.device, id, now).await?;
        match self.is_within(caller, &found.announced.file.team).await? {
            true => Ok(found),
            false => Err(Fault::not_found().into()),
        }
    }

    async fn append(
        &self,
        caller: &Caller,
        id: UploadId,
        at: u64,
        piece: Bytes,
    ) -> Result<(), Problem> {
        Ok(self.files.append(caller.device, id, at, piece).await?)
    }

    async fn settle(
        &self,
        caller: &Caller,
        id: UploadId,
        upload: Upload,
    ) -> Result<Upload, Problem> {
        Ok(self.files.settle(caller.device, id, upload).await?)
    }

    async fn give_up(&self, caller: &Caller, id: UploadId) -> Result<(), Problem> {
        Ok(self.files.give_up(caller.device, id).await?)
    }

    async fn length(&self, caller: &Caller, file: &FileName) -> Result<Option<u64>, Problem> {
        match self.is_within(caller, &file.team).await? {
            true => Ok(self.files.length(file).await?),
            false => Ok(None),
        }
    }

    async fn read(
        &self,
        _caller: &Caller,
        file: &FileName,
        bytes: Range<u64>,
    ) -> Result<Option<Body>, Problem> {
        let options = GetOptions {
            range: Some(GetRange::Bounded(bytes)),
            ..GetOptions::default()
        };
        let got = self.files.get(file, options).await?;
        Ok(got.map(|got| Body::from_stream(got.into_stream())))
    }

    async fn sign(&self, caller: &Caller, ask: FilesAsk) -> Result<SignedReceipt, Problem> {
        let mut held = BTreeMap::new();
        for file in ask.files.iter().filter(|it| caller.scope().has(&it.team)) {
            if let Some(length) = self.files.length(file).await? {
                held.insert(file.clone(), length);
            }
        }
        let (centre, device) = (self.centre.clone(), caller.device);
        let signed = self.run(move || centre.sign_files(device, &ask, &held));
        Ok(signed.await??)
    }
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        if fault.status.is_server_error() {
            tracing::error!("a door of files broke off");
        }
        Self::of(fault)
    }
}

impl From<FilesError> for Problem {
    fn from(error: FilesError) -> Self {
        match error {
            FilesError::NoUpload => Fault::not_found().into(),
            FilesError::Offset { at } => Fault::offset(at).into(),
            FilesError::TooLarge { most } => Fault::too_large(most).into(),
            FilesError::OtherBytes => Fault::other_bytes().into(),
            FilesError::TooMany => Fault::too_many().into(),
            FilesError::Full { .. } => {
                tracing::error!(error = %crate::chain(&error), "the disk of the files is full");
                Self::full()
            }
            FilesError::Store { .. } | FilesError::Damaged { .. } | FilesError::Address => {
                tracing::error!(error = %crate::chain(&error), "the store of files failed");
                Self::internal()
            }
        }
    }
}
