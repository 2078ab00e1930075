//! What every handler stands on: the centre, and the limits of what is done at once.

use std::sync::Arc;
use std::time::Instant;

use axum::http::HeaderMap;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::exchange::bearer;
use super::pace::Pace;
use super::problem::Problem;
use crate::centre::Centre;
use crate::config::Limits;
use crate::files::Files;
use crate::ledger::Caller;

/// The centre behind its door.
pub(crate) struct Door {
    /// The centre.
    pub(crate) centre: Centre,
    /// Photos and scans.
    pub(crate) files: Files,
    /// How much and how long.
    pub(crate) limits: Limits,
    bodies_kib: Arc<Semaphore>,
    exchanges: Arc<Semaphore>,
    pace: Pace,
}

impl Door {
    /// Puts the limits in front of a centre.
    pub(crate) fn new(centre: Centre, files: Files, limits: Limits) -> Self {
        let bodies_kib = Arc::new(Semaphore::new(limits.bodies_kib_max as usize));
        let exchanges = Arc::new(Semaphore::new(limits.exchanges_max));
        let pace = Pace::new(&limits);
        Self {
            pace,
            centre,
            files,
            limits,
            bodies_kib,
            exchanges,
        }
    }

    /// Returns the laptop that asks. Who asks is known before a byte of what they ask is read.
    pub(crate) async fn caller(&self, headers: &HeaderMap) -> Result<Caller, Problem> {
        let token = bearer(headers)?;
        let centre = self.centre.clone();
        let caller = self.run(move || centre.admits(&token)).await??;
        self.pace
            .take(caller.device, Instant::now())
            .map_err(Problem::too_often)?;
        Ok(caller)
    }

    /// Waits until there is room in memory for a body of so many bytes.
    pub(crate) async fn room_for(&self, bytes: usize) -> Result<OwnedSemaphorePermit, Problem> {
        let kib = u32::try_from(bytes.div_ceil(1024)).unwrap_or(u32::MAX);
        let kib = kib.clamp(1, self.limits.bodies_kib_max);
        let room = Arc::clone(&self.bodies_kib).acquire_many_owned(kib);
        self.soon(room).await
    }

    /// Waits for a turn to work in the ledger.
    pub(crate) async fn turn(&self) -> Result<OwnedSemaphorePermit, Problem> {
        self.soon(Arc::clone(&self.exchanges).acquire_owned()).await
    }

    async fn soon<P, E>(&self, wait: impl Future<Output = Result<P, E>>) -> Result<P, Problem> {
        match tokio::time::timeout(self.limits.queue, wait).await {
            Ok(Ok(permit)) => Ok(permit),
            Ok(Err(_)) | Err(_) => Err(Problem::busy()),
        }
    }

    /// Runs work that waits for the disk where it holds nobody up.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Problem> {
        tokio::task::spawn_blocking(work)
            .await
            .map_err(|_panicked| {
                tracing::error!("work in the ledger broke off");
                Problem::internal()
            })
    }
}
