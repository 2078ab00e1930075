//! What keeps files behind the doors.

use std::ops::Range;
use std::time::Duration;

use axum::body::Body;
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use bytes::Bytes;
use sync::{Announced, FileName, FilesAsk, SignedReceipt, Upload, UploadId};

use crate::Fault;

/// An answer that is waited for.
pub trait Soon<T>: Future<Output = T> + Send {}
impl<T, F: Future<Output = T> + Send> Soon<T> for F {}

/// Whoever takes files in and gives them out, and decides who may. What it does not show to a laptop is, to that laptop,
/// not there.
pub trait Shelf: Send + Sync + 'static {
    /// A laptop that may ask.
    type Guest: Clone + Send + Sync + 'static;
    /// How this place says no.
    type Refusal: From<Fault> + IntoResponse + Send + 'static;
    /// Room in memory for bytes on their way, until dropped.
    type Room: Send;

    /// The largest file.
    const FILE_BYTES_MAX: u64;
    /// The most bytes that [`Self::append`] takes at once: what a crash costs a laptop.
    const PIECE_BYTES_MAX: usize;

    /// How long a body may stand still.
    fn stall(&self) -> Duration;

    /// Waits for room for so many bytes.
    fn room_for(&self, bytes: usize) -> impl Soon<Result<Self::Room, Self::Refusal>>;

    /// Returns the laptop that asks, before a byte of what it asks is read.
    fn guest(&self, headers: &HeaderMap) -> impl Soon<Result<Self::Guest, Self::Refusal>>;

    /// Begins an upload, or goes on with one. What is here already need not be sent: its offset says so.
    fn announce(
        &self,
        guest: &Self::Guest,
        announced: Announced,
    ) -> impl Soon<Result<(UploadId, Upload), Self::Refusal>>;

    /// Returns how far an upload of this laptop is.
    fn upload(&self, guest: &Self::Guest, id: UploadId)
    -> impl Soon<Result<Upload, Self::Refusal>>;

    /// Keeps the next piece of an upload, which begins at `at`. It is on the disk when this returns.
    fn append(
        &self,
        guest: &Self::Guest,
        id: UploadId,
        at: u64,
        piece: Bytes,
    ) -> impl Soon<Result<(), Self::Refusal>>;

    /// Proves and keeps the file when all of it is here; otherwise nothing happens.
    fn settle(
        &self,
        guest: &Self::Guest,
        id: UploadId,
        upload: Upload,
    ) -> impl Soon<Result<Upload, Self::Refusal>>;

    /// Gives an upload up. A file that is kept stays.
    fn give_up(&self, guest: &Self::Guest, id: UploadId) -> impl Soon<Result<(), Self::Refusal>>;

    /// Returns how long a whole file is; `None` when there is none for this laptop.
    fn length(
        &self,
        guest: &Self::Guest,
        file: &FileName,
    ) -> impl Soon<Result<Option<u64>, Self::Refusal>>;

    /// Returns some bytes of a whole file.
    fn read(
        &self,
        guest: &Self::Guest,
        file: &FileName,
        bytes: Range<u64>,
    ) -> impl Soon<Result<Option<Body>, Self::Refusal>>;

    /// Signs for those of the files that are here whole and are this laptop's to ask for, and says nothing of others.
    fn sign(
        &self,
        guest: &Self::Guest,
        ask: FilesAsk,
    ) -> impl Soon<Result<SignedReceipt, Self::Refusal>>;
}
