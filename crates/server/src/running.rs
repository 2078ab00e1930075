//! A centre on a thread of its own, for programs that are not asynchronous themselves.

use std::net::SocketAddr;
use std::sync::mpsc;
use std::thread::JoinHandle;

use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;

use crate::centre::Centre;
use crate::config::Config;
use crate::server::{self, Bound, ServeError};

/// How many threads may wait for the disk. Each keeps memory, and SQLite has one writer anyway.
const BLOCKING_THREADS_MAX: usize = 8;
const WORKERS_MAX: usize = 4;

/// A centre that answers until this is dropped or stopped.
pub struct Running {
    address: SocketAddr,
    url: String,
    centre: Centre,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// Returns the runtime that a centre runs on: few threads, so little memory.
///
/// # Errors
/// When the system gives no threads.
pub fn runtime() -> std::io::Result<Runtime> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    Builder::new_multi_thread()
        .worker_threads(cores.clamp(1, WORKERS_MAX))
        .max_blocking_threads(BLOCKING_THREADS_MAX)
        .thread_name("sala")
        .enable_all()
        .build()
}

impl Running {
    /// Starts the centre and returns when it listens.
    ///
    /// # Errors
    /// As [`server::bind`].
    pub fn start(config: Config) -> Result<Self, ServeError> {
        Self::run(server::bind(config))
    }

    /// Does the same with a centre that is open already, such as one with a clock of the caller.
    ///
    /// # Errors
    /// As [`server::bind_centre`].
    pub fn start_centre(centre: Centre, config: Config) -> Result<Self, ServeError> {
        Self::run(server::bind_centre(centre, config))
    }

    /// Everything happens on the new thread, so that this may be called from asynchronous tests too.
    fn run(
        bind: impl Future<Output = Result<Bound, ServeError>> + Send + 'static,
    ) -> Result<Self, ServeError> {
        let runtime = runtime().map_err(|_no_threads| ServeError::BrokeOff)?;
        let (stop, stopped) = oneshot::channel();
        let (tell, told) = mpsc::channel();
        let work = move || {
            runtime.block_on(async {
                let bound = match bind.await {
                    Ok(bound) => bound,
                    Err(error) => return drop(tell.send(Err(error))),
                };
                let (address, url) = (bound.address(), bound.url());
                let _starter_gone = tell.send(Ok((address, url, bound.centre().clone())));
                // A dropped sender means stop as well.
                bound.run(async { drop(stopped.await) }).await;
            });
        };
        let thread = std::thread::Builder::new()
            .name("sala centre".into())
            .spawn(work);
        let thread = thread.map_err(|_no_threads| ServeError::BrokeOff)?;
        let (address, url, centre) = told.recv().map_err(|_broke_off| ServeError::BrokeOff)??;
        Ok(Self {
            address,
            url,
            centre,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    /// Returns the address, with the port that was taken.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the address as laptops write it, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns the centre.
    #[must_use]
    pub fn centre(&self) -> &Centre {
        &self.centre
    }

    /// Stops taking connections and returns when what was begun is finished.
    pub fn stop(mut self) {
        self.finish();
    }

    fn finish(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic was reported when it happened.
            let _panicked = thread.join();
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.finish();
    }
}
