//! Maps in the window: chosen with the system's own dialog, and read piece by piece by the page that draws them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use desk::Desk;
use desk::view::{Fault, FormView, MapFile};
use tauri::{AppHandle, State};
use tauri_plugin_dialog::DialogExt as _;

use crate::commands::run;

/// The maps of this laptop.
#[tauri::command]
#[specta::specta]
pub(crate) async fn maps(desk: State<'_, Desk>) -> Result<Vec<MapFile>, Fault> {
    run(desk, |desk| desk.maps()).await
}

/// Lets the person choose a map and keeps a copy of it; none when they cancel.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_map(
    app: AppHandle,
    desk: State<'_, Desk>,
) -> Result<Option<MapFile>, Fault> {
    run(desk, move |desk| {
        let dialog = app.dialog().file().add_filter("PMTiles", &["pmtiles"]);
        let chosen = dialog.blocking_pick_file();
        let Some(path) = chosen.and_then(|file| file.into_path().ok()) else {
            return Ok(None);
        };
        desk.map_import(&path).map(Some)
    })
    .await
}

/// Removes a map.
#[tauri::command]
#[specta::specta]
pub(crate) async fn map_remove(desk: State<'_, Desk>, name: String) -> Result<(), Fault> {
    run(desk, move |desk| desk.map_remove(&name)).await
}

/// A piece of a map in base64.
#[tauri::command]
#[specta::specta]
pub(crate) async fn map_bytes(
    desk: State<'_, Desk>,
    name: String,
    offset: f64,
    length: u32,
) -> Result<String, Fault> {
    run(desk, move |desk| {
        // The page counts in numbers with a point, which are exact far beyond the size of any file.
        let bytes = desk.map_bytes(&name, offset as u64, length)?;
        Ok(STANDARD.encode(bytes))
    })
    .await
}

/// Answers a question for a position with a place that was pointed at on the map.
#[tauri::command]
#[specta::specta]
pub(crate) async fn draft_set_on_map(
    desk: State<'_, Desk>,
    draft: String,
    path: String,
    stored: String,
) -> Result<FormView, Fault> {
    run(desk, move |desk| {
        desk.draft_set_on_map(&draft, &path, &stored)
    })
    .await
}
