//! What the window may ask about the installed forms: each command is one line that calls `desk`.

use desk::view::{Fault, FormPreview, InstalledForm};
use desk::{Desk, FormInstalled};
use tauri::{AppHandle, State};

use crate::commands::{change, run};

type Answer<T> = Result<T, Fault>;

/// The installed forms with their versions.
#[tauri::command]
#[specta::specta]
pub(crate) async fn form_shelf(desk: State<'_, Desk>) -> Answer<Vec<InstalledForm>> {
    run(desk, move |desk| desk.form_shelf()).await
}

/// Installs the form that was looked at last.
#[tauri::command]
#[specta::specta]
pub(crate) async fn form_take(app: AppHandle, desk: State<'_, Desk>) -> Answer<FormInstalled> {
    change(app, desk, move |desk| desk.form_take()).await
}

/// Makes an installed version the one in use.
#[tauri::command]
#[specta::specta]
pub(crate) async fn form_activate(
    app: AppHandle,
    desk: State<'_, Desk>,
    form: String,
    version: String,
) -> Answer<Vec<InstalledForm>> {
    change(app, desk, move |desk| desk.form_activate(&form, &version)).await
}

/// Takes a form out of use for new records.
#[tauri::command]
#[specta::specta]
pub(crate) async fn form_retire(
    app: AppHandle,
    desk: State<'_, Desk>,
    form: String,
) -> Answer<Vec<InstalledForm>> {
    change(app, desk, move |desk| desk.form_retire(&form)).await
}

/// A form to be read through in one of its languages.
#[tauri::command]
#[specta::specta]
pub(crate) async fn form_preview(
    desk: State<'_, Desk>,
    form: String,
    version: String,
    language: String,
) -> Answer<FormPreview> {
    run(desk, move |desk| {
        desk.form_preview(&form, &version, &language)
    })
    .await
}
