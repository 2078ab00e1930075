//! This laptop as a hub, and the way to one: sockets and the network on one side, `desk` on the other.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use client::HubPeer;
use desk::view::{Changed, Code, CodePicture, Fault, FoundHub, HubView, HubVisit};
use desk::{Desk, DeskError, HubCertificate, HubRefusal};
use hub::{
    Announced, Certificate, FileName, FilesAsk, House, Hub, Limits, Notice, Refusal, SignedReceipt,
    Upload, UploadId,
};
use qrcodegen::{QrCode, QrCodeEcc};
use tauri::{AppHandle, Manager as _, State};
use tauri_specta::Event as _;

use crate::commands::{change, run};
use crate::roads;
use crate::window::StoreChanged;

/// How long the line to a hub may be silent.
const STALL: Duration = Duration::from_secs(20);
/// How long the network is listened to.
const LISTEN: Duration = Duration::from_secs(3);
/// Addresses that a code names at most.
const ADDRESSES_MAX: usize = 4;

/// Hears that something came to this hub.
type Heard = Box<dyn Fn() + Send + Sync>;

/// What this laptop answers as a hub.
struct AtHome {
    desk: Desk,
    heard: Heard,
}

impl AtHome {
    fn answer<T>(&self, done: Result<T, HubRefusal>) -> Result<T, Refusal> {
        let done = done.map_err(refusal);
        if done.is_ok() {
            (self.heard)();
        }
        done
    }
}

fn refusal(why: HubRefusal) -> Refusal {
    let (code, status) = why.code();
    Refusal {
        code,
        status,
        words: desk::chain(&why),
        stands_at: why.stands_at(),
    }
}

impl House for AtHome {
    fn hello(&self, ask: &[u8]) -> Result<Vec<u8>, Refusal> {
        self.answer(self.desk.hub_hello(ask))
    }

    fn enter(&self, ask: &[u8]) -> Result<Vec<u8>, Refusal> {
        self.answer(self.desk.hub_enter(ask))
    }

    fn exchange(&self, pass: &[u8; 32], ask: &[u8]) -> Result<Vec<u8>, Refusal> {
        self.answer(self.desk.hub_answer(pass, ask))
    }

    fn vouch(&self, pass: &[u8; 32], ask: &[u8]) -> Result<Vec<u8>, Refusal> {
        self.answer(self.desk.hub_vouch(pass, ask))
    }

    fn announce(
        &self,
        pass: &[u8; 32],
        announced: Announced,
    ) -> Result<(UploadId, Upload), Refusal> {
        self.desk
            .hub_file_announce(pass, announced)
            .map_err(refusal)
    }

    fn upload(&self, pass: &[u8; 32], id: UploadId) -> Result<Upload, Refusal> {
        self.answer(self.desk.hub_file_upload(pass, id))
    }

    fn append(&self, pass: &[u8; 32], id: UploadId, at: u64, piece: &[u8]) -> Result<(), Refusal> {
        self.answer(self.desk.hub_file_append(pass, id, at, piece))
    }

    fn give_up(&self, pass: &[u8; 32], id: UploadId) -> Result<(), Refusal> {
        self.desk.hub_file_give_up(pass, id).map_err(refusal)
    }

    fn length(&self, pass: &[u8; 32], file: &FileName) -> Result<Option<u64>, Refusal> {
        self.desk.hub_file_length(pass, file).map_err(refusal)
    }

    fn read(
        &self,
        pass: &[u8; 32],
        file: &FileName,
        bytes: Range<u64>,
    ) -> Result<Option<Vec<u8>>, Refusal> {
        self.desk.hub_file_read(pass, file, bytes).map_err(refusal)
    }

    fn sign(&self, pass: &[u8; 32], ask: &FilesAsk) -> Result<SignedReceipt, Refusal> {
        self.desk.hub_file_sign(pass, ask).map_err(refusal)
    }
}

/// A hub that listens and is called out, until this is dropped.
pub(crate) struct Serving {
    desk: Desk,
    _line: Hub,
    _notice: Option<Notice>,
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.desk.hub_close();
    }
}

/// The hub of the window, while it is one.
#[derive(Default)]
pub(crate) struct HubSeat(Mutex<Option<Serving>>);

impl HubSeat {
    fn put(&self, serving: Option<Serving>) {
        let before = {
            let mut seat = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut *seat, serving)
        };
        // It waits for what it had begun; the seat is free meanwhile.
        drop(before);
    }
}

/// Makes this laptop a hub: on `listen`, or on every network it is on.
pub(crate) fn serve(
    desk: &Desk,
    listen: Option<SocketAddr>,
    heard: Heard,
) -> Result<(Serving, HubView), DeskError> {
    let no_hub = |why: String| DeskError::NoHub { why };
    let certificate = match desk.hub_certificate()? {
        Some(held) => Certificate {
            der: held.certificate,
            key: held.key,
        },
        None => Certificate::make().map_err(|error| no_hub(desk::chain(&error)))?,
    };
    let house = Arc::new(AtHome {
        desk: desk.clone(),
        heard,
    });
    let start = |address: SocketAddr| {
        Hub::start(
            address,
            &certificate,
            Limits::default(),
            Arc::clone(&house) as Arc<dyn House>,
        )
    };
    let everywhere = |port| SocketAddr::from((Ipv4Addr::UNSPECIFIED, port));
    let line = match listen {
        Some(address) => start(address),
        // Another program may have the usual port.
        None => start(everywhere(hub::PORT)).or_else(|_| start(everywhere(0))),
    };
    let line = line.map_err(|error| no_hub(desk::chain(&error)))?;
    let address = line.address();
    let here = reached_at(address.ip());
    if here.is_empty() {
        return Err(no_hub("it is on no network".to_owned()));
    }
    let shown = here
        .iter()
        .map(|ip| SocketAddr::new(*ip, address.port()).to_string());
    let kept = HubCertificate {
        certificate: certificate.der.clone(),
        key: certificate.key.clone(),
    };
    let view = desk.hub_open(&kept, certificate.fingerprint(), shown.collect())?;
    // Where a network carries no such notices, the address on the screen is typed.
    let device = desk.device()?.0;
    let is_here_alone = address.ip().is_loopback();
    let notice = Notice::put_up(device, &here, address.port(), is_here_alone).ok();
    let serving = Serving {
        desk: desk.clone(),
        _line: line,
        _notice: notice,
    };
    Ok((serving, view))
}

/// The addresses at which this laptop is reached when it listens on `ip`.
fn reached_at(ip: IpAddr) -> Vec<IpAddr> {
    if !ip.is_unspecified() {
        return vec![ip];
    }
    let mut here = client::addresses();
    here.retain(IpAddr::is_ipv4);
    here.truncate(ADDRESSES_MAX);
    here
}

/// Goes to a hub: at the addresses of its code, at one that was typed, or where it was last met.
pub(crate) fn visit(
    desk: &Desk,
    address: &str,
    code: &str,
    told: &mut dyn FnMut(u32, u32),
) -> Result<HubVisit, DeskError> {
    let call = desk.hub_call(address, code)?;
    let mut missed = None;
    for address in &call.addresses {
        let done = HubPeer::new(address, call.fingerprint, STALL)
            .map_err(DeskError::HubLine)
            .and_then(|mut road| desk.sync_with_hub(&call, address, &mut road, told));
        match done {
            // Of a laptop on several networks, one address is on ours.
            Err(error) if error.code() == Code::HubOffline => missed = Some(error),
            done => return done,
        }
    }
    Err(missed.unwrap_or(DeskError::NotFound { what: "hub" }))
}

/// Listens who calls out a hub on this network.
pub(crate) fn find(desk: &Desk, on_this_machine: bool) -> Result<Vec<FoundHub>, DeskError> {
    let found = hub::find(LISTEN, on_this_machine).map_err(|error| DeskError::NoHub {
        why: desk::chain(&error),
    })?;
    found
        .into_iter()
        .filter_map(|hub| Some((hub.device, hub.addresses.first()?.to_string())))
        .map(|(device, address)| desk.found_hub(device, address))
        .collect()
}

/// A text as a picture to be photographed: modules of a QR code, as a path of squares.
pub(crate) fn picture(text: &str) -> Result<CodePicture, DeskError> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).map_err(|_| DeskError::BadHubCode {
        why: "it is too long for a picture".to_owned(),
    })?;
    let mut path = String::new();
    for y in 0..code.size() {
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            path.push_str(&format!("M{x} {y}h1v1h-1z"));
        }
    }
    let size = u32::try_from(code.size()).unwrap_or_default();
    Ok(CodePicture { size, path })
}

/// The hub's part of the sync screen.
#[tauri::command]
#[specta::specta]
pub(crate) async fn hub_view(desk: State<'_, Desk>) -> Result<HubView, Fault> {
    run(desk, Desk::hub_view).await
}

/// Makes this laptop a hub until it is stopped or the window closes.
#[tauri::command]
#[specta::specta]
pub(crate) async fn hub_serve(app: AppHandle, desk: State<'_, Desk>) -> Result<HubView, Fault> {
    run(desk, move |desk| {
        let teller = app.clone();
        let heard = move || {
            let changed = Changed {
                drafts: false,
                records: true,
                delivery: true,
            };
            // A window that is closing need not hear it.
            let _closed = StoreChanged(changed).emit(&teller);
        };
        app.state::<HubSeat>().put(None);
        let (serving, view) = serve(desk, None, Box::new(heard))?;
        app.state::<HubSeat>().put(Some(serving));
        Ok(view)
    })
    .await
}

/// Stops being a hub. What was taken stays, and goes to the centre with the next sync.
#[tauri::command]
#[specta::specta]
pub(crate) async fn hub_stop(app: AppHandle, desk: State<'_, Desk>) -> Result<HubView, Fault> {
    run(desk, move |desk| {
        app.state::<HubSeat>().put(None);
        desk.hub_view()
    })
    .await
}

/// Puts a new code on the hub's screen.
#[tauri::command]
#[specta::specta]
pub(crate) async fn hub_new_code(desk: State<'_, Desk>) -> Result<HubView, Fault> {
    run(desk, Desk::hub_new_code).await
}

/// A code as a picture.
#[tauri::command]
#[specta::specta]
pub(crate) async fn hub_picture(desk: State<'_, Desk>, code: String) -> Result<CodePicture, Fault> {
    run(desk, move |_| picture(&code)).await
}

/// Hubs that call themselves out on this network; takes a few seconds.
#[tauri::command]
#[specta::specta]
pub(crate) async fn hub_find(desk: State<'_, Desk>) -> Result<Vec<FoundHub>, Fault> {
    run(desk, |desk| find(desk, false)).await
}

/// Hands over to a hub, and fetches what it has, while the screens hear how far it is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn hub_visit(
    app: AppHandle,
    desk: State<'_, Desk>,
    address: String,
    code: String,
) -> Result<HubVisit, Fault> {
    change(app.clone(), desk, move |desk| {
        let done = visit(desk, &address, &code, &mut |_, _| roads::tell(&app, desk));
        roads::tell(&app, desk);
        done
    })
    .await
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]

    use super::*;

    #[test]
    fn a_code_becomes_a_picture_that_is_square() {
        let code = format!("sala-hub:{}", "A".repeat(200));
        let drawn = picture(&code).unwrap();
        assert!((21..=177).contains(&drawn.size));
        assert!(drawn.path.starts_with("M0 0h1v1h-1z"), "a corner is dark");
        assert!(picture(&"x".repeat(5_000)).is_err());
    }

    #[test]
    fn a_hub_on_one_address_is_reached_there() {
        let here = IpAddr::from([127, 0, 0, 1]);
        assert_eq!(reached_at(here), [here]);
        let everywhere = reached_at(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        assert!(everywhere.len() <= ADDRESSES_MAX && everywhere.iter().all(IpAddr::is_ipv4));
    }
}
