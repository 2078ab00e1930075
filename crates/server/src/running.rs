//! A centre on a thread of its own, for programs that are not asynchronous themselves.

use std::net::SocketAddr;
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
        let runtime = runtime().map_err(|_no_threads| ServeError::BrokeOff)?;
        let bound = runtime.block_on(server::bind(config))?;
        Self::run(runtime, bound)
    }

    /// Does the same with a centre that is open already, such as one with a clock of the caller.
    ///
    /// # Errors
    /// As [`server::bind_centre`].
    pub fn start_centre(centre: Centre, config: Config) -> Result<Self, ServeError> {
        let runtime = runtime().map_err(|_no_threads| ServeError::BrokeOff)?;
        let bound = runtime.block_on(server::bind_centre(centre, config))?;
        Self::run(runtime, bound)
    }

    fn run(runtime: Runtime, bound: Bound) -> Result<Self, ServeError> {
        let (address, url, centre) = (bound.address(), bound.url(), bound.centre().clone());
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::Builder::new()
            .name("sala centre".into())
            .spawn(move || {
                runtime.block_on(bound.run(async {
                    // A dropped sender means stop as well.
                    let _dropped = stopped.await;
                }));
            });
        let thread = Some(thread.map_err(|_no_threads| ServeError::BrokeOff)?);
        Ok(Self {
            address,
            url,
            centre,
            stop: Some(stop),
            thread,
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
