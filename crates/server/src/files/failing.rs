//! A store that fails once, at a call that the test chooses.

use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use futures_util::stream::{BoxStream, StreamExt as _, once};
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{
    CopyOptions, Error, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta,
    ObjectStore, PutMultipartOptions, PutOptions, PutPayload, PutResult, Result,
};

/// Fails at call number `at`: before it is done or, `unheard`, after.
#[derive(Debug)]
pub(super) struct Failing {
    inner: InMemory,
    at: u32,
    unheard: bool,
    calls: AtomicU32,
}

impl Failing {
    pub(super) fn new(at: u32, unheard: bool) -> Self {
        Self {
            inner: InMemory::new(),
            at,
            unheard,
            calls: AtomicU32::new(0),
        }
    }

    /// Says whether the call came.
    pub(super) fn has_failed(&self) -> bool {
        self.calls.load(Ordering::SeqCst) > self.at
    }

    /// Counts a call and says whether it is the one.
    fn is_the_one(&self) -> bool {
        self.calls.fetch_add(1, Ordering::SeqCst) == self.at
    }

    async fn call<T>(&self, work: impl Future<Output = Result<T>>) -> Result<T> {
        let fails = self.is_the_one();
        if fails && !self.unheard {
            return Err(broken());
        }
        let done = work.await;
        if fails { Err(broken()) } else { done }
    }
}

fn broken() -> Error {
    Error::Generic {
        store: "failing",
        source: "the line broke".into(),
    }
}

impl fmt::Display for Failing {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("failing")
    }
}

#[async_trait]
impl ObjectStore for Failing {
    async fn put_opts(
        &self,
        location: &Path,
        payload: PutPayload,
        options: PutOptions,
    ) -> Result<PutResult> {
        self.call(self.inner.put_opts(location, payload, options))
            .await
    }

    async fn put_multipart_opts(
        &self,
        location: &Path,
        options: PutMultipartOptions,
    ) -> Result<Box<dyn MultipartUpload>> {
        self.call(self.inner.put_multipart_opts(location, options))
            .await
    }

    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        self.call(self.inner.get_opts(location, options)).await
    }

    fn delete_stream(
        &self,
        locations: BoxStream<'static, Result<Path>>,
    ) -> BoxStream<'static, Result<Path>> {
        match (self.is_the_one(), self.unheard) {
            (false, _) => self.inner.delete_stream(locations),
            (true, false) => once(async { Err(broken()) }).boxed(),
            (true, true) => {
                let done = self.inner.delete_stream(locations);
                done.map(|_done| Err(broken())).boxed()
            }
        }
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        self.inner.list(prefix)
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        self.call(self.inner.list_with_delimiter(prefix)).await
    }

    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Result<()> {
        self.call(self.inner.copy_opts(from, to, options)).await
    }
}
