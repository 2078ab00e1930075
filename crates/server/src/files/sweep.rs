//! Giving up uploads that did not end.

use object_store::path::Path;

use super::incoming::{FINISHED, INCOMING};
use super::{Files, FilesError, UPLOAD_LIFE_MS, doing};

impl Files {
    /// Removes the uploads that have expired, and what is left of those that broke off while they were
    /// removed. Returns how many.
    ///
    /// # Errors
    /// When the store fails; what was removed before stays removed.
    pub async fn sweep(&self, now_ms: u64) -> Result<usize, FilesError> {
        let mut swept = 0;
        for place in [INCOMING, FINISHED] {
            for device in self.folders(&Path::from(place)).await? {
                for upload in self.folders(&device).await? {
                    if self.is_over(&upload, now_ms).await? {
                        self.remove_under(&upload).await?;
                        swept += 1;
                    }
                }
            }
        }
        Ok(swept)
    }

    async fn folders(&self, path: &Path) -> Result<Vec<Path>, FilesError> {
        let listed = self.store.list_with_delimiter(Some(path)).await;
        Ok(listed.map_err(doing("list uploads"))?.common_prefixes)
    }

    async fn is_over(&self, upload: &Path, now_ms: u64) -> Result<bool, FilesError> {
        match self.about(upload).await {
            Ok(Some(about)) => return Ok(about.expires_ms <= now_ms),
            // One that cannot be read can never be finished.
            Err(FilesError::Damaged { .. }) => return Ok(true),
            Err(error) => return Err(error),
            Ok(None) => {}
        }
        let listed = self.store.list_with_delimiter(Some(upload)).await;
        let pieces = listed.map_err(doing("list an upload"))?.objects;
        let newest = pieces.iter().map(|piece| piece.last_modified).max();
        let newest_ms = newest.and_then(|time| u64::try_from(time.timestamp_millis()).ok());
        // Without a description the clock of the store is all there is to go by.
        Ok(newest_ms.is_some_and(|ms| ms.saturating_add(UPLOAD_LIFE_MS) <= now_ms))
    }
}
