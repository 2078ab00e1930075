//! A satellite receiver on a cable: which ports there are, and listening to one until it knows where it is.

use std::io::{self, Read};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use desk::view::{Fault, FormView, GpsHeard};
use desk::{Desk, DeskError, Fix, Receiver};
use serde::{Deserialize, Serialize};
use serialport::{SerialPortInfo, SerialPortType};
use specta::Type;
use tauri::{AppHandle, Manager as _, State};
use tauri_specta::Event as _;

use crate::commands::run;

/// How fast receivers speak, most common first.
const BAUDS: [u32; 4] = [4_800, 9_600, 38_400, 115_200];
/// So long a speed is tried before the next, when nothing that was said could be understood.
const BAUD_PATIENCE: Duration = Duration::from_millis(2_500);
/// A read waits so long, so that a person who gives up is heard.
const READ_PATIENCE: Duration = Duration::from_millis(200);
/// After the first position it listens on so long for a better one…
const BETTER_PATIENCE: Duration = Duration::from_secs(5);
/// …unless it is as good as this.
const GOOD_M: u32 = 5;

/// What a receiver was heard to say while it searches.
#[derive(Debug, Clone, Serialize, Deserialize, Type, tauri_specta::Event)]
pub(crate) struct GpsMoved(pub(crate) GpsHeard);

/// Set by whoever gives up waiting for a position.
#[derive(Debug, Default)]
pub(crate) struct GpsStop(AtomicBool);

/// The ports that a receiver may hang on: those of USB and of Bluetooth first, the built-in ones last.
pub(crate) fn ports() -> Vec<String> {
    // A system that cannot say has none.
    let mut found = serialport::available_ports().unwrap_or_default();
    let built_in = |port: &SerialPortInfo| {
        !matches!(
            port.port_type,
            SerialPortType::UsbPort(_) | SerialPortType::BluetoothPort
        )
    };
    found.sort_by(|one, other| {
        (built_in(one), &one.port_name).cmp(&(built_in(other), &other.port_name))
    });
    found.into_iter().map(|port| port.port_name).collect()
}

/// Listens to the receiver on a port until it has measured a position, `patience` is over or `stop` says so.
///
/// # Errors
/// [`DeskError::NoPosition`] that says whether nothing was heard, nothing was understood or nothing was measured;
/// [`DeskError::Cancelled`]; when the port cannot be opened.
pub(crate) fn measure(
    port: &str,
    patience: Duration,
    stop: &dyn Fn() -> bool,
    told: &mut dyn FnMut(GpsHeard),
) -> Result<Fix, DeskError> {
    let until = Instant::now() + patience;
    let mut listener = Listener {
        receiver: Receiver::default(),
        best: None,
        bytes: 0,
    };
    for baud in BAUDS.iter().cycle() {
        let mut line = serialport::new(port, *baud)
            .timeout(READ_PATIENCE)
            .open()
            .map_err(|source| DeskError::File {
                what: "open the port of the receiver",
                source: source.into(),
            })?;
        let next_speed = Instant::now() + BAUD_PATIENCE;
        loop {
            let now = Instant::now();
            if stop() {
                return Err(DeskError::Cancelled);
            }
            if let Some((fix, since)) = listener.best
                && (fix.accuracy_m <= GOOD_M || now >= since + BETTER_PATIENCE || now >= until)
            {
                return Ok(fix);
            }
            if now >= until {
                return Err(listener.nothing());
            }
            if listener.receiver.heard().sentences == 0 && now >= next_speed {
                break;
            }
            if listener.listen(line.as_mut())? {
                told(listener.heard());
            }
        }
    }
    Err(listener.nothing())
}

struct Listener {
    receiver: Receiver,
    best: Option<(Fix, Instant)>,
    bytes: u64,
}

impl Listener {
    /// Reads what is there; tells whether anything was said.
    fn listen(&mut self, line: &mut (impl Read + ?Sized)) -> Result<bool, DeskError> {
        let mut piece = [0; 512];
        let read = match line.read(&mut piece) {
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::TimedOut => return Ok(false),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Ok(false),
            Err(source) => {
                return Err(DeskError::File {
                    what: "listen to the receiver: was the cable pulled",
                    source,
                });
            }
        };
        self.bytes += read as u64;
        if let Some(fix) = self.receiver.hear(piece.get(..read).unwrap_or_default()) {
            let (best, since) = self.best.unwrap_or((fix, Instant::now()));
            // The newest of equals: the person may still be walking.
            let better = fix.accuracy_m <= best.accuracy_m;
            self.best = Some((if better { fix } else { best }, since));
        }
        Ok(read > 0)
    }

    fn heard(&self) -> GpsHeard {
        let heard = self.receiver.heard();
        GpsHeard {
            in_use: heard.in_use,
            in_view: heard.in_view,
            accuracy_m: self.best.map(|(fix, _)| fix.accuracy_m),
        }
    }

    fn nothing(&self) -> DeskError {
        let heard = self.receiver.heard();
        let why = match (self.bytes, heard.sentences) {
            (0, _) => "nothing was heard on this port: is it switched on".to_owned(),
            (_, 0) => "what is said on this port is not understood: set the receiver to NMEA 0183"
                .to_owned(),
            _ => format!(
                "it sees {} satellites and has no position yet: go where the sky is open",
                heard.in_view.max(heard.in_use)
            ),
        };
        DeskError::NoPosition { why }
    }
}

/// The ports that a receiver may hang on.
#[tauri::command]
#[specta::specta]
pub(crate) async fn gps_ports(desk: State<'_, Desk>) -> Result<Vec<String>, Fault> {
    run(desk, |_| Ok(ports())).await
}

/// Measures a position with the receiver on a port; gives it as forms store an answer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn gps_measure(
    app: AppHandle,
    desk: State<'_, Desk>,
    port: String,
    seconds: u32,
) -> Result<String, Fault> {
    run(desk, move |_| {
        let stop = app.state::<GpsStop>();
        stop.0.store(false, Ordering::Relaxed);
        let mut told = |heard| {
            // A window that is closing need not hear it.
            let _closed = GpsMoved(heard).emit(&app);
        };
        let patience = Duration::from_secs(u64::from(seconds));
        let stopped = || stop.0.load(Ordering::Relaxed);
        let fix = measure(&port, patience, &stopped, &mut told)?;
        Ok(fix.stored())
    })
    .await
}

/// Answers a question for a position with what was measured.
#[tauri::command]
#[specta::specta]
pub(crate) async fn draft_set_measured(
    desk: State<'_, Desk>,
    draft: String,
    path: String,
    stored: String,
) -> Result<FormView, Fault> {
    run(desk, move |desk| {
        desk.draft_set_measured(&draft, &path, &stored)
    })
    .await
}

/// Gives up waiting for a position.
#[tauri::command]
#[specta::specta]
pub(crate) async fn gps_cancel(stop: State<'_, GpsStop>) -> Result<(), Fault> {
    stop.0.store(true, Ordering::Relaxed);
    Ok(())
}

#[cfg(all(test, unix))]
#[path = "gps_tests.rs"]
mod tests;
