//! `/v1/files` at a hub: the doors are those of [`tus`], and the house decides who may come through them.

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::HeaderMap;
use bytes::Bytes;
use sync::{Announced, FILE_BYTES_MAX, FileName, FilesAsk, SignedReceipt, Upload, UploadId};
use tokio::sync::OwnedSemaphorePermit;
use tus::Shelf;

use crate::doors::{Doors, Pass, apart, pass};
use crate::problem::No;
use crate::{House, Refusal};

impl Doors {
    /// Asks the house where it may wait for the disk.
    async fn asked<T: Send + 'static>(
        &self,
        pass: &Pass,
        ask: impl FnOnce(&dyn House, &Pass) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, No> {
        let (house, pass) = (Arc::clone(&self.house), *pass);
        Ok(apart(move || ask(house.as_ref(), &pass)).await?)
    }
}

impl Shelf for Doors {
    type Guest = Pass;
    type Refusal = No;
    type Room = OwnedSemaphorePermit;

    const FILE_BYTES_MAX: u64 = FILE_BYTES_MAX;
    const PIECE_BYTES_MAX: usize = 512 << 10;

    fn stall(&self) -> Duration {
        self.limits.stall
    }

    async fn room_for(&self, _bytes: usize) -> Result<OwnedSemaphorePermit, No> {
        Ok(self.seat(&self.asks).await?)
    }

    async fn guest(&self, headers: &HeaderMap) -> Result<Pass, No> {
        Ok(pass(headers)?)
    }

    async fn announce(&self, pass: &Pass, announced: Announced) -> Result<(UploadId, Upload), No> {
        self.asked(pass, move |house, pass| house.announce(pass, announced))
            .await
    }

    async fn upload(&self, pass: &Pass, id: UploadId) -> Result<Upload, No> {
        self.asked(pass, move |house, pass| house.upload(pass, id))
            .await
    }

    async fn append(&self, pass: &Pass, id: UploadId, at: u64, piece: Bytes) -> Result<(), No> {
        let ask = move |house: &dyn House, pass: &Pass| house.append(pass, id, at, &piece);
        self.asked(pass, ask).await
    }

    async fn settle(&self, pass: &Pass, id: UploadId, before: Upload) -> Result<Upload, No> {
        match before.done {
            true => Ok(before),
            false => self.upload(pass, id).await,
        }
    }

    async fn give_up(&self, pass: &Pass, id: UploadId) -> Result<(), No> {
        self.asked(pass, move |house, pass| house.give_up(pass, id))
            .await
    }

    async fn length(&self, pass: &Pass, file: &FileName) -> Result<Option<u64>, No> {
        let file = file.clone();
        self.asked(pass, move |house, pass| house.length(pass, &file))
            .await
    }

    async fn read(
        &self,
        pass: &Pass,
        file: &FileName,
        bytes: Range<u64>,
    ) -> Result<Option<Body>, No> {
        let _room = self.seat(&self.asks).await?;
        let file = file.clone();
        let ask = move |house: &dyn House, pass: &Pass| house.read(pass, &file, bytes);
        Ok(self.asked(pass, ask).await?.map(Body::from))
    }

    async fn sign(&self, pass: &Pass, ask: FilesAsk) -> Result<SignedReceipt, No> {
        self.asked(pass, move |house, pass| house.sign(pass, &ask))
            .await
    }
}
