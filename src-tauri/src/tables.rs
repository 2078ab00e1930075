//! Tables from other programs, brought in through the window: the page reads the file that the person chose and
//! hands its contents over, so that no path is ever named.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use desk::import::{ImportOptions, ImportReport, Rejection};
use desk::view::Fault;
use desk::{Desk, DeskError};
use serde::{Deserialize, Serialize};
use specta::Type;
use tauri::{AppHandle, State};
use tauri_plugin_dialog::DialogExt as _;
use tauri_specta::Event as _;

use crate::commands::{change, run};
use crate::window::PillMoved;

/// An import came further: rows done, and rows in all.
#[derive(Debug, Clone, Serialize, Deserialize, Type, tauri_specta::Event)]
pub(crate) struct ImportMoved {
    /// Rows that were looked at.
    pub(crate) done: u32,
    /// Rows in the table.
    pub(crate) total: u32,
}

/// A table that the page read, and what its columns are.
#[derive(Debug, Deserialize, Type)]
pub(crate) struct ChosenTable {
    /// The file's bytes in base64.
    pub bytes: String,
    /// The text of a mapping file.
    pub mapping: Option<String>,
    /// Without a mapping: the form that the columns are named after.
    pub form: Option<String>,
}

/// Imports a table, or with `dry_run` says what would happen and writes nothing.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_table(
    app: AppHandle,
    desk: State<'_, Desk>,
    table: ChosenTable,
    dry_run: bool,
) -> Result<ImportReport, Fault> {
    change(app.clone(), desk, move |desk| {
        let bytes = STANDARD.decode(&table.bytes);
        let bytes = bytes.map_err(|_| DeskError::Misused {
            why: "the table did not arrive whole".to_owned(),
        })?;
        let form = table.form;
        let options = ImportOptions { form, dry_run };
        let mut told = |done, total| {
            // A window that is closing need not hear it.
            let _closed = ImportMoved { done, total }.emit(&app);
            if let (false, Ok(pill)) = (dry_run, desk.pill()) {
                let _closed = PillMoved(pill).emit(&app);
            }
        };
        desk.import_told(&bytes, table.mapping.as_deref(), &options, &mut told)
    })
    .await
}

/// Stops a running import after the rows in hand; what was made stays.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_cancel(desk: State<'_, Desk>) -> Result<(), Fault> {
    desk.stop_import();
    Ok(())
}

/// Lets the person choose where the list of rejected rows goes; gives the file's name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_rejected(
    app: AppHandle,
    desk: State<'_, Desk>,
    rejected: Vec<Rejection>,
) -> Result<Option<String>, Fault> {
    run(desk, move |_| {
        let dialog = app.dialog().file().set_file_name("rejected.csv");
        let chosen = dialog.blocking_save_file();
        let Some(path) = chosen.and_then(|file| file.into_path().ok()) else {
            return Ok(None);
        };
        Rejection::write(&rejected, &path)?;
        let name = path.file_name();
        Ok(name.map(|name| name.to_string_lossy().into_owned()))
    })
    .await
}
