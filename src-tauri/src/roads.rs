//! The road to a centre over the internet: joining, and syncing from the window or the command line.

use std::time::Duration;

use client::{HttpPeer, JoinRequest};
use desk::view::{AppState, Changed, Fault, Opened, SyncView};
use desk::{Desk, DeskError, JoinAsk, Joined};
use tauri::{AppHandle, State};
use tauri_specta::Event as _;

use crate::window::{PillMoved, StoreChanged};

/// How long the line may be silent before a person is told so.
const STALL: Duration = Duration::from_secs(30);

/// Shows an invitation to its centre.
pub(crate) fn knock(ask: &JoinAsk) -> Result<Joined, DeskError> {
    let request = JoinRequest {
        secret: ask.secret,
        device_public: ask.device_public,
        proof: ask.proof,
    };
    let joined = client::join(&ask.url, &request, STALL)?;
    Joined::read(
        joined.token,
        &joined.person,
        joined.roster,
        &joined.signature,
    )
}

/// What travels with a sync.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Load {
    /// Photos and scans too, unless somebody chose to hold them back.
    AsSet,
    /// Photos and scans too, in any case.
    Files,
}

/// Sends and fetches; `told` hears how far it is, as records done and records in all.
pub(crate) fn sync(
    desk: &Desk,
    load: Load,
    stall_seconds: u64,
    told: &mut dyn FnMut(u32, u32),
) -> Result<SyncView, DeskError> {
    let centre = desk.centre()?;
    let stall = Duration::from_secs(stall_seconds.max(1));
    let mut road = HttpPeer::new(&centre.url, centre.token.to_string(), stall)?;
    match load {
        Load::AsSet => desk.sync_over(&mut road, told),
        Load::Files => desk.sync_files_over(&mut road, told),
    }
}

/// Joins a programme on a fresh laptop.
#[tauri::command]
#[specta::specta]
pub(crate) async fn join(
    desk: State<'_, Desk>,
    invitation: String,
    passphrase: String,
) -> Result<Opened, Fault> {
    crate::commands::run(desk, move |desk| {
        desk.join(&invitation, &passphrase, &mut knock)
    })
    .await
}

/// Adds another person to this laptop.
#[tauri::command]
#[specta::specta]
pub(crate) async fn add_person(
    desk: State<'_, Desk>,
    invitation: String,
    passphrase: String,
) -> Result<AppState, Fault> {
    crate::commands::run(desk, move |desk| {
        desk.add_person(&invitation, &passphrase, &mut knock)
    })
    .await
}

/// Sends and fetches now, while the screens go on; gives the sync screen afterwards.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sync_now(app: AppHandle, desk: State<'_, Desk>) -> Result<SyncView, Fault> {
    crate::commands::run(desk, move |desk| by_hand(&app, desk, Load::AsSet)).await
}

/// The same with photos and scans, where they are otherwise held back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sync_files_now(
    app: AppHandle,
    desk: State<'_, Desk>,
) -> Result<SyncView, Fault> {
    crate::commands::run(desk, move |desk| by_hand(&app, desk, Load::Files)).await
}

/// Syncs because somebody asks for it: also what was too large for the line before.
fn by_hand(app: &AppHandle, desk: &Desk, load: Load) -> Result<SyncView, DeskError> {
    desk.offer_large_again()?;
    sync_and_tell(app, desk, load)
}

/// Tells the screens how far a sync or a visit to a hub is.
pub(crate) fn tell(app: &AppHandle, desk: &Desk) {
    if let Ok(pill) = desk.pill() {
        // A window that is closing need not hear it.
        let _closed = PillMoved(pill).emit(app);
    }
}

/// Syncs, and tells the screens how far it is and what changed.
pub(crate) fn sync_and_tell(
    app: &AppHandle,
    desk: &Desk,
    load: Load,
) -> Result<SyncView, DeskError> {
    let done = sync(desk, load, STALL.as_secs(), &mut |_, _| tell(app, desk));
    tell(app, desk);
    let changed = Changed {
        drafts: false,
        records: true,
        delivery: true,
    };
    let _closed = StoreChanged(changed).emit(app);
    done
}

/// Turns on or off that this laptop sends and fetches without being asked.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_syncs_by_itself(
    desk: State<'_, Desk>,
    on: bool,
) -> Result<SyncView, Fault> {
    crate::commands::run(desk, move |desk| desk.set_syncs_by_itself(on)).await
}

/// Chooses whether photos and scans of colleagues are fetched too.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_fetches_files(desk: State<'_, Desk>, on: bool) -> Result<SyncView, Fault> {
    crate::commands::run(desk, move |desk| desk.set_fetches_files(on)).await
}

/// Chooses whether photos and scans are held back until somebody sends them.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_holds_files(desk: State<'_, Desk>, on: bool) -> Result<SyncView, Fault> {
    crate::commands::run(desk, move |desk| desk.set_holds_files(on)).await
}

/// Puts aside what the centre holds against a record and what a person has nothing more to do about.
#[tauri::command]
#[specta::specta]
pub(crate) async fn refused_settle(
    desk: State<'_, Desk>,
    record: String,
    code: String,
) -> Result<SyncView, Fault> {
    crate::commands::run(desk, move |desk| desk.refused_settle(&record, &code)).await
}

/// Stops a running sync after the part in flight; what arrived stays.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sync_cancel(desk: State<'_, Desk>) -> Result<(), Fault> {
    desk.stop_sync();
    Ok(())
}
