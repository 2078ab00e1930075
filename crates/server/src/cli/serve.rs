//! `sala-server serve`.

use std::io::Write;

use serde_json::json;
use tokio::signal;
use tracing_subscriber::EnvFilter;

use super::Said;
use super::args;
use super::fault::Fault;
use crate::centre::Home;
use crate::config::{Config, Limits, Tls, TlsFiles};

pub(super) fn serve(home: Home, serve: args::Serve, json: bool) -> Result<Said, Fault> {
    start_log(&serve.log)?;
    let files = serve.tls_cert.zip(serve.tls_key);
    let files = files.map(|(cert, key)| Tls::Files(TlsFiles { cert, key }));
    let tls = files.or(serve.tls_own.then_some(Tls::Own));
    let config = Config {
        data: home.folder,
        database: home.database,
        files: serve.files,
        listen: serve.listen,
        tls,
        metrics: serve.metrics,
        limits: Limits::default(),
    };
    let runtime = crate::runtime()
        .map_err(|error| Fault::refused("system", format!("start the threads: {error}")))?;
    runtime.block_on(async {
        let stop = stop_signal()?;
        let bound = crate::bind(config).await?;
        let url = bound.url();
        let line = if json {
            json!({ "listening": url }).to_string()
        } else {
            format!("listening on {url}")
        };
        let mut out = std::io::stdout();
        // A centre that nobody watches serves all the same.
        let _nobody_reads = writeln!(out, "{line}").and_then(|()| out.flush());
        tracing::info!(%url, version = env!("CARGO_PKG_VERSION"), "listening");
        bound.run(stop).await;
        Ok::<(), Fault>(())
    })?;
    tracing::info!("stopped");
    Ok(Said::new("", json!({ "stopped": true })))
}

fn start_log(filter: &str) -> Result<(), Fault> {
    let filter = EnvFilter::try_new(filter)
        .map_err(|error| Fault::misused(format!("--log is no filter: {error}")))?;
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_current_span(true)
        .with_span_list(false)
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    // A panic message may quote what a person wrote; the place is enough to find the defect.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        tracing::error!(place, "a defect stopped a piece of work");
    }));
    Ok(())
}

/// Returns what ends when the process is told to stop. The signals are caught from now on.
#[cfg(unix)]
fn stop_signal() -> Result<impl Future<Output = ()>, Fault> {
    use signal::unix::{SignalKind, signal};
    let catch = |kind| {
        signal(kind).map_err(|error| Fault::refused("system", format!("catch signals: {error}")))
    };
    let mut terminate = catch(SignalKind::terminate())?;
    let mut interrupt = catch(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Returns what ends when the process is told to stop.
#[cfg(not(unix))]
fn stop_signal() -> Result<impl Future<Output = ()>, Fault> {
    Ok(async {
        // When it cannot be listened for, the process ends the hard way.
        let _cannot_listen = signal::ctrl_c().await;
    })
}
