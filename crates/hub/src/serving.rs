//! A hub that listens, on a thread of its own, until it is stopped.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Builder;
use tokio::sync::{Semaphore, oneshot, watch};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use crate::{Certificate, House, Limits, doors};

/// How long to rest when the system has no more sockets to give.
const REST: Duration = Duration::from_millis(200);
const HEADERS_MAX: usize = 64;
const HEAD_BYTES_MAX: usize = 32 * 1024;
const WORKERS: usize = 2;
const BLOCKING_THREADS_MAX: usize = 8;

/// Why a hub did not start.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Somebody else listens there, or the address is not ours.
    #[error("listen on {address}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The certificate cannot be used.
    #[error("use the hub's certificate")]
    Certificate(#[source] rustls::Error),
    /// The system gives no threads.
    #[error("start the hub's threads")]
    Threads(#[source] io::Error),
    /// The thread that was to listen broke off.
    #[error("start the hub")]
    BrokeOff,
}

/// A hub that answers until this is dropped or stopped.
pub struct Hub {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Hub {
    /// Starts to listen and returns when it does. Port 0 takes any free one.
    ///
    /// # Errors
    /// When the address cannot be taken or the certificate cannot be used.
    pub fn start(
        listen: SocketAddr,
        certificate: &Certificate,
        limits: Limits,
        house: Arc<dyn House>,
    ) -> Result<Hub, ServeError> {
        let tls = acceptor(certificate)?;
        let (stop, stopped) = oneshot::channel::<()>();
        let (tell, told) = mpsc::channel();
        let thread = std::thread::Builder::new()
            .name("hub".to_owned())
            .spawn(move || run(listen, tls, limits, house, stopped, &tell))
            .map_err(ServeError::Threads)?;
        let address = told.recv().map_err(|_| ServeError::BrokeOff)??;
        Ok(Hub {
            address,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    /// Returns the address, with the port that was taken.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Stops; what was begun is finished, for a while.
    pub fn stop(mut self) {
        self.end();
    }

    fn end(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _it_stopped_by_itself = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _it_broke_off = thread.join();
        }
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        self.end();
    }
}

fn run(
    listen: SocketAddr,
    tls: TlsAcceptor,
    limits: Limits,
    house: Arc<dyn House>,
    stopped: oneshot::Receiver<()>,
    tell: &mpsc::Sender<Result<SocketAddr, ServeError>>,
) {
    let runtime = Builder::new_multi_thread()
        .worker_threads(WORKERS)
        .max_blocking_threads(BLOCKING_THREADS_MAX)
        .thread_name("hub")
        .enable_all()
        .build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(source) => return drop(tell.send(Err(ServeError::Threads(source)))),
    };
    runtime.block_on(async {
        let refused = |source| ServeError::Listen {
            address: listen,
            source,
        };
        let bound = TcpListener::bind(listen).await;
        let bound = bound.and_then(|listener| Ok((listener.local_addr()?, listener)));
        match bound {
            Ok((address, listener)) => {
                let _nobody_waits = tell.send(Ok(address));
                let router = doors::router(house, limits.clone());
                serve(listener, tls, router, limits, stopped).await;
            }
            Err(source) => drop(tell.send(Err(refused(source)))),
        }
    });
}

/// Serves connections until `stop`, then finishes what was begun.
async fn serve(
    listener: TcpListener,
    tls: TlsAcceptor,
    router: Router,
    limits: Limits,
    mut stop: oneshot::Receiver<()>,
) {
    let room = Arc::new(Semaphore::new(limits.connections_max));
    let (stopping, stopped) = watch::channel(false);
    let mut open = JoinSet::new();
    loop {
        let next = async {
            let seat = Arc::clone(&room).acquire_owned().await;
            (accept(&listener).await, seat)
        };
        let (stream, seat) = tokio::select! {
            next = next => next,
            _ = &mut stop => break,
        };
        while open.try_join_next().is_some() {}
        let (tls, router) = (tls.clone(), router.clone());
        let (limits, stopped) = (limits.clone(), stopped.clone());
        open.spawn(async move {
            connection(stream, tls, router, &limits, stopped).await;
            drop(seat);
        });
    }
    drop(listener);
    let _receivers_may_be_gone = stopping.send(true);
    let all = async { while open.join_next().await.is_some() {} };
    let _cut_after_that = tokio::time::timeout(limits.drain, all).await;
}

async fn accept(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _address)) => return stream,
            // About one connection, or a passing shortage.
            Err(_) => tokio::time::sleep(REST).await,
        }
    }
}

async fn connection(
    stream: TcpStream,
    tls: TlsAcceptor,
    router: Router,
    limits: &Limits,
    mut stopped: watch::Receiver<bool>,
) {
    let _without_it_slower = stream.set_nodelay(true);
    let Ok(Ok(line)) = tokio::time::timeout(limits.handshake, tls.accept(stream)).await else {
        return;
    };
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_headers(HEADERS_MAX)
        .max_buf_size(HEAD_BYTES_MAX)
        .serve_connection(TokioIo::new(line), TowerToHyperService::new(router));
    let mut connection = std::pin::pin!(connection);
    let stop = async { drop(stopped.wait_for(|stopped| *stopped).await) };
    let is_over = tokio::select! {
        _ended = connection.as_mut() => true,
        () = stop => false,
    };
    if !is_over {
        connection.as_mut().graceful_shutdown();
        // It ended early, or well: the laptop at the other end knows which.
        let _ended = connection.await;
    }
}

fn acceptor(certificate: &Certificate) -> Result<TlsAcceptor, ServeError> {
    let chain = vec![CertificateDer::from(certificate.der.clone())];
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(certificate.key.to_vec()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(ServeError::Certificate)?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(ServeError::Certificate)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}
