//! Taking connections: limits on heads and silence, TLS when asked for, and an orderly end.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use super::line::Line;
use crate::config::Limits;

/// How long to rest when the system has no more sockets to give.
const REST: Duration = Duration::from_millis(200);
const HEADERS_MAX: usize = 64;
/// The longest head of a request. hyper reads through a buffer of this size.
const HEAD_BYTES_MAX: usize = 32 * 1024;

/// Serves connections until `stop`, then finishes what was begun.
pub(crate) async fn serve(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    router: Router,
    limits: Limits,
    stop: impl Future<Output = ()>,
) {
    let room = Arc::new(Semaphore::new(limits.connections_max));
    let (stopping, stopped) = watch::channel(false);
    let mut open = JoinSet::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let next = async {
            let seat = Arc::clone(&room).acquire_owned().await;
            (accept(&listener).await, seat)
        };
        let ((stream, _address), seat) = tokio::select! {
            next = next => next,
            () = &mut stop => break,
        };
        while open.try_join_next().is_some() {}
        let connection = connection(
            stream,
            tls.clone(),
            router.clone(),
            limits.clone(),
            stopped.clone(),
        );
        open.spawn(async move {
            connection.await;
            drop(seat);
        });
    }
    drop(listener);
    let _receivers_may_be_gone = stopping.send(true);
    tracing::info!(open = open.len(), "stopping: finishing what was begun");
    let all = async { while open.join_next().await.is_some() {} };
    if tokio::time::timeout(limits.drain, all).await.is_err() {
        tracing::warn!("some connections did not finish in time and are cut");
    }
}

/// Waits for the next connection. An error here is about one connection or a passing shortage.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be taken");
                tokio::time::sleep(REST).await;
            }
        }
    }
}

async fn connection(
    stream: TcpStream,
    tls: Option<TlsAcceptor>,
    router: Router,
    limits: Limits,
    stopped: watch::Receiver<bool>,
) {
    // Replies are written in one go: waiting to fill a packet only adds delay.
    let _without_it_slower = stream.set_nodelay(true);
    let line = Line::new(stream, limits.stall);
    let Some(tls) = tls else {
        return talk(line, router, &limits, stopped).await;
    };
    match tokio::time::timeout(limits.handshake, tls.accept(line)).await {
        Ok(Ok(line)) => talk(line, router, &limits, stopped).await,
        Ok(Err(error)) => tracing::debug!(%error, "a TLS handshake failed"),
        Err(_elapsed) => tracing::debug!("a TLS handshake took too long"),
    }
}

async fn talk<L>(line: L, router: Router, limits: &Limits, mut stopped: watch::Receiver<bool>)
where
    L: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_headers(HEADERS_MAX)
        .max_buf_size(HEAD_BYTES_MAX)
        .serve_connection(TokioIo::new(line), TowerToHyperService::new(router));
    let mut connection = std::pin::pin!(connection);
    let stop = async { drop(stopped.wait_for(|stopped| *stopped).await) };
    let ended = tokio::select! {
        ended = connection.as_mut() => Some(ended),
        () = stop => None,
    };
    let ended = match ended {
        Some(ended) => ended,
        None => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended early");
    }
}
