//! Photos and scans in the window: chosen with the system's own dialog, so that the page never names a path,
//! or dropped onto a question, whose bytes the page hands over. What is shown goes back as an address that
//! holds the picture itself.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use desk::view::{Fault, FormView};
use desk::{Desk, DeskError, FileContent, write_bytes_out};
use tauri::{AppHandle, State};
use tauri_plugin_dialog::DialogExt as _;

use crate::commands::run;

/// Lets the person choose a file for a question of a draft; none when they cancel.
#[tauri::command]
#[specta::specta]
pub(crate) async fn draft_choose_file(
    app: AppHandle,
    desk: State<'_, Desk>,
    draft: String,
    path: String,
) -> Result<Option<FormView>, Fault> {
    run(desk, move |desk| {
        let endings = ["jpg", "jpeg", "png", "webp", "pdf"];
        let dialog = app
            .dialog()
            .file()
            .add_filter("JPEG, PNG, WebP, PDF", &endings);
        let chosen = dialog.blocking_pick_file();
        let Some(file) = chosen.and_then(|file| file.into_path().ok()) else {
            return Ok(None);
        };
        desk.draft_attach_file(&draft, &path, &file).map(Some)
    })
    .await
}

/// The picture that a form shows beside a question or a choice, as a `data:` address.
#[tauri::command]
#[specta::specta]
pub(crate) async fn form_picture(
    desk: State<'_, Desk>,
    form: String,
    version: String,
    name: String,
) -> Result<String, Fault> {
    run(desk, move |desk| {
        desk.form_picture(&form, &version, &name).map(address)
    })
    .await
}

/// How many dots the longer side of a kept picture has.
#[tauri::command]
#[specta::specta]
pub(crate) async fn picture_side(desk: State<'_, Desk>) -> Result<u32, Fault> {
    run(desk, Desk::picture_side).await
}

/// Chooses it, for pictures that are attached from now on; gives what holds.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_picture_side(desk: State<'_, Desk>, side: u32) -> Result<u32, Fault> {
    run(desk, move |desk| desk.set_picture_side(side)).await
}

/// Attaches a file that was dropped onto a question; `bytes` in base64.
#[tauri::command]
#[specta::specta]
pub(crate) async fn draft_attach(
    desk: State<'_, Desk>,
    draft: String,
    path: String,
    bytes: String,
) -> Result<FormView, Fault> {
    run(desk, move |desk| {
        let content = STANDARD.decode(&bytes);
        let content = content.map_err(|_| DeskError::Misused {
            why: "the file did not arrive whole".to_owned(),
        })?;
        drop(bytes);
        desk.draft_attach(&draft, &path, content)
    })
    .await
}

/// The file at a question of a draft, as a `data:` address; with `longest` a picture of so many dots a side.
#[tauri::command]
#[specta::specta]
pub(crate) async fn draft_file(
    desk: State<'_, Desk>,
    draft: String,
    path: String,
    longest: Option<u32>,
) -> Result<String, Fault> {
    run(desk, move |desk| {
        desk.draft_file(&draft, &path, longest).map(address)
    })
    .await
}

/// The file at a question of a record, in the same way.
#[tauri::command]
#[specta::specta]
pub(crate) async fn record_file(
    desk: State<'_, Desk>,
    record: String,
    path: String,
    longest: Option<u32>,
) -> Result<String, Fault> {
    run(desk, move |desk| {
        desk.record_file(&record, &path, longest).map(address)
    })
    .await
}

/// Lets the person choose where a copy of a record's file goes, in clear; tells whether it was written.
#[tauri::command]
#[specta::specta]
pub(crate) async fn record_file_save(
    app: AppHandle,
    desk: State<'_, Desk>,
    record: String,
    path: String,
) -> Result<bool, Fault> {
    run(desk, move |desk| {
        let file = desk.record_file(&record, &path, None)?;
        let ending = file.media.rsplit('/').next().unwrap_or_default();
        let name = format!("sala.{}", if ending == "jpeg" { "jpg" } else { ending });
        let chosen = app.dialog().file().set_file_name(name).blocking_save_file();
        let Some(to) = chosen.and_then(|file| file.into_path().ok()) else {
            return Ok(false);
        };
        write_bytes_out(&to, "write the copy", &file.bytes)?;
        Ok(true)
    })
    .await
}

fn address(file: FileContent) -> String {
    format!("data:{};base64,{}", file.media, STANDARD.encode(file.bytes))
}
