//! Sticks: the window's commands, which choose folders and files on this side, and what the command line does alike.

use std::fs;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use desk::view::{Fault, StickChoice, StickLook, StickOrder, StickTaken, StickWritten};
use desk::{Desk, DeskError, FolderPlace, STICK_ENDING};
use serde::{Deserialize, Serialize};
use specta::Type;
use tauri::{AppHandle, Manager as _, State};
use tauri_plugin_dialog::{DialogExt as _, FilePath};
use tauri_specta::Event as _;

use crate::commands::{change, run};

/// The files that the person chose last. The page never names a path.
#[derive(Debug, Default)]
pub(crate) struct StickChosen(Mutex<Vec<PathBuf>>);

impl StickChosen {
    fn set(&self, files: Vec<PathBuf>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = files;
    }

    fn get(&self) -> Vec<PathBuf> {
        let files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        files.clone()
    }
}

/// Writing or reading a stick came further: how much is done, and of how much.
#[derive(Debug, Clone, Serialize, Deserialize, Type, tauri_specta::Event)]
pub(crate) struct StickMoved {
    /// What is done.
    pub(crate) done: u32,
    /// All there is to do.
    pub(crate) total: u32,
}

impl StickMoved {
    /// Tells the screens.
    fn teller(app: &AppHandle) -> impl FnMut(u32, u32) {
        move |done, total| {
            // A window that is closing need not hear it.
            let _closed = StickMoved { done, total }.emit(app);
        }
    }
}

/// The files that were named, and those in folders that were named, in the order of their names.
pub(crate) fn files(named: &[PathBuf]) -> Result<Vec<PathBuf>, DeskError> {
    let failed = |source| DeskError::File {
        what: "read the folder of the stick",
        source,
    };
    let mut found = Vec::new();
    for path in named {
        if !path.is_dir() {
            found.push(path.clone());
            continue;
        }
        for entry in fs::read_dir(path).map_err(failed)? {
            let file = entry.map_err(failed)?.path();
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            if name.ends_with(STICK_ENDING) && file.is_file() {
                found.push(file);
            }
        }
    }
    found.sort();
    match found.is_empty() {
        true => Err(DeskError::NotFound {
            what: "file of a stick",
        }),
        false => Ok(found),
    }
}

fn path(chosen: FilePath) -> Option<PathBuf> {
    chosen.into_path().ok()
}

/// What can be written onto a stick now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn stick_choice(desk: State<'_, Desk>) -> Result<StickChoice, Fault> {
    run(desk, Desk::stick_choice).await
}

/// Lets the person choose a folder and writes a stick there; none when they cancel.
#[tauri::command]
#[specta::specta]
pub(crate) async fn stick_write(
    app: AppHandle,
    desk: State<'_, Desk>,
    order: StickOrder,
) -> Result<Option<StickWritten>, Fault> {
    change(app.clone(), desk, move |desk| {
        into_a_folder(&app, |place, told| desk.stick_write(place, &order, told))
    })
    .await
}

/// Lets the person choose a folder, most often of another stick, and goes on there with what did not go any more; none
/// when they cancel.
#[tauri::command]
#[specta::specta]
pub(crate) async fn stick_write_on(
    app: AppHandle,
    desk: State<'_, Desk>,
) -> Result<Option<StickWritten>, Fault> {
    change(app.clone(), desk, move |desk| {
        into_a_folder(&app, |place, told| desk.stick_write_on(place, told))
    })
    .await
}

fn into_a_folder(
    app: &AppHandle,
    write: impl FnOnce(&mut FolderPlace, &mut dyn FnMut(u32, u32)) -> Result<StickWritten, DeskError>,
) -> Result<Option<StickWritten>, DeskError> {
    let chosen = app.dialog().file().blocking_pick_folder();
    match chosen.and_then(path) {
        Some(folder) => {
            let told = &mut StickMoved::teller(app);
            write(&mut FolderPlace::new(&folder), told).map(Some)
        }
        None => Ok(None),
    }
}

/// Lets the person choose files of a stick and says what they would bring; none when they cancel.
#[tauri::command]
#[specta::specta]
pub(crate) async fn stick_look(
    app: AppHandle,
    desk: State<'_, Desk>,
) -> Result<Option<StickLook>, Fault> {
    run(desk, move |desk| {
        let kind = STICK_ENDING.trim_start_matches('.');
        let dialog = app.dialog().file().add_filter("Sala", &[kind]);
        let chosen = dialog.blocking_pick_files().unwrap_or_default();
        let files: Vec<PathBuf> = chosen.into_iter().filter_map(path).collect();
        if files.is_empty() {
            return Ok(None);
        }
        app.state::<StickChosen>().set(files.clone());
        desk.stick_look(&files, None, &mut StickMoved::teller(&app))
            .map(Some)
    })
    .await
}

/// Looks at the chosen files again, with a passphrase.
#[tauri::command]
#[specta::specta]
pub(crate) async fn stick_look_again(
    app: AppHandle,
    desk: State<'_, Desk>,
    passphrase: String,
) -> Result<StickLook, Fault> {
    run(desk, move |desk| {
        let files = app.state::<StickChosen>().get();
        desk.stick_look(&files, Some(&passphrase), &mut StickMoved::teller(&app))
    })
    .await
}

/// Takes what the chosen files bring.
#[tauri::command]
#[specta::specta]
pub(crate) async fn stick_take(
    app: AppHandle,
    desk: State<'_, Desk>,
    passphrase: Option<String>,
) -> Result<StickTaken, Fault> {
    change(app.clone(), desk, move |desk| {
        let files = app.state::<StickChosen>().get();
        let told = &mut StickMoved::teller(&app);
        desk.stick_take(&files, passphrase.as_deref(), told)
    })
    .await
}
