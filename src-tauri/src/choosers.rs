//! Commands that let a person choose a file: the system's own dialog opens on this side, so the
//! page never names a path.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use desk::view::{Fault, FormLook, ListColumn, ListSaved, Opened, PlacesImported, ReportAsk};
use desk::{Desk, DeskError, FileFormat, Proof, code_of_file, files_beside};
use tauri::{AppHandle, State};
use tauri_plugin_dialog::{DialogExt as _, FilePath};

use crate::commands::{change, run};
use crate::paper::{write_list, write_report};

/// No form file is larger, and no list of places.
const FILE_BYTES_MAX: u64 = 32 << 20;

fn path(chosen: Option<FilePath>) -> Option<PathBuf> {
    chosen.and_then(|file| file.into_path().ok())
}

/// Lets the person choose a file with an invitation or a hub's code in it, or a picture of one, and gives its text; none
/// when they cancel.
#[tauri::command]
#[specta::specta]
pub(crate) async fn read_code_file(
    app: AppHandle,
    desk: State<'_, Desk>,
) -> Result<Option<String>, Fault> {
    run(desk, move |_| {
        let chosen = path(app.dialog().file().blocking_pick_file());
        chosen.map(|file| code_of_file(&file)).transpose()
    })
    .await
}

/// Lets the person choose a backup and opens it with their recovery code or passphrase.
#[tauri::command]
#[specta::specta]
pub(crate) async fn restore_backup(
    app: AppHandle,
    desk: State<'_, Desk>,
    secret: String,
) -> Result<Option<Opened>, Fault> {
    run(desk, move |desk| {
        let dialog = app.dialog().file().add_filter("Sala", &["sala-backup"]);
        let Some(path) = path(dialog.blocking_pick_file()) else {
            return Ok(None);
        };
        let opened = match desk.restore(&path, &Proof::Recovery(&secret)) {
            Err(DeskError::WrongRecoveryCode) => desk.restore(
                &path,
                &Proof::Passphrase {
                    passphrase: &secret,
                    person: None,
                },
            ),
            other => other,
        };
        opened.map(Some)
    })
    .await
}

/// Lets the person choose where a backup goes and writes it; gives the file's name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn backup(app: AppHandle, desk: State<'_, Desk>) -> Result<Option<String>, Fault> {
    run(desk, move |desk| {
        let dialog = app.dialog().file().set_file_name("sala.sala-backup");
        let Some(path) = path(dialog.blocking_save_file()) else {
            return Ok(None);
        };
        desk.backup(&path)?;
        Ok(path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned()))
    })
    .await
}

/// Lets the person choose where chosen records go, as a table, points or paper, and writes them; gives the file's name and how
/// many of the records have no point in a file of points.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_list(
    app: AppHandle,
    desk: State<'_, Desk>,
    records: Vec<String>,
    columns: Vec<ListColumn>,
    format: String,
) -> Result<Option<ListSaved>, Fault> {
    run(desk, move |desk| {
        let format = FileFormat::read(&format)?;
        let name = format!("records.{}", format.as_str());
        let dialog = app.dialog().file().set_file_name(name);
        let Some(path) = path(dialog.blocking_save_file()) else {
            return Ok(None);
        };
        let list = write_list(desk, &records, &columns, format, &path)?;
        let name = path.file_name();
        Ok(name.map(|name| ListSaved {
            name: name.to_string_lossy().into_owned(),
            without_point: list.without_point,
        }))
    })
    .await
}

/// Lets the person choose where a report goes and writes it; gives the file's name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_report(
    app: AppHandle,
    desk: State<'_, Desk>,
    ask: ReportAsk,
    format: String,
    recipient: Option<String>,
) -> Result<Option<String>, Fault> {
    run(desk, move |desk| {
        let format = FileFormat::read(&format)?;
        let name = format!("{}.{}", ask.name.replace(':', "-"), format.as_str());
        let Some(path) = path(app.dialog().file().set_file_name(name).blocking_save_file()) else {
            return Ok(None);
        };
        write_report(desk, &ask, format, recipient.as_deref(), &path)?;
        let name = path.file_name();
        Ok(name.map(|name| name.to_string_lossy().into_owned()))
    })
    .await
}

/// Lets the person choose a form file and says what it would bring; none when they cancel.
#[tauri::command]
#[specta::specta]
pub(crate) async fn look_at_form(
    app: AppHandle,
    desk: State<'_, Desk>,
) -> Result<Option<FormLook>, Fault> {
    run(desk, move |desk| {
        let kinds = ["xlsx", "xls", "csv", "xml"];
        let dialog = app.dialog().file().add_filter("XLSForm", &kinds);
        let Some(path) = path(dialog.blocking_pick_file()) else {
            return Ok(None);
        };
        let (name, bytes) = read(&path, "read the form file")?;
        desk.form_look_with(&name, &bytes, files_beside(&path)?)
            .map(Some)
    })
    .await
}

/// Lets the person choose a table of targets and puts them in place; gives how many, none when they cancel.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_targets(
    app: AppHandle,
    desk: State<'_, Desk>,
) -> Result<Option<u32>, Fault> {
    run(desk, move |desk| {
        let dialog = app.dialog().file().add_filter("CSV", &["csv"]);
        let Some(path) = path(dialog.blocking_pick_file()) else {
            return Ok(None);
        };
        let (_, bytes) = read(&path, "read the targets")?;
        desk.targets_import(&bytes).map(Some)
    })
    .await
}

/// Lets the person choose a list of places and imports it; none when they cancel.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_places(
    app: AppHandle,
    desk: State<'_, Desk>,
) -> Result<Option<PlacesImported>, Fault> {
    change(app.clone(), desk, move |desk| {
        let dialog = app.dialog().file().add_filter("CSV", &["csv", "xlsx"]);
        let Some(path) = path(dialog.blocking_pick_file()) else {
            return Ok(None);
        };
        let (name, bytes) = read(&path, "read the list of places")?;
        desk.places_import(&name, &bytes).map(Some)
    })
    .await
}

/// The name and the bytes of a chosen file.
fn read(path: &Path, what: &'static str) -> Result<(String, Vec<u8>), DeskError> {
    let failed = |source| DeskError::File { what, source };
    if fs::metadata(path).map_err(failed)?.len() > FILE_BYTES_MAX {
        return Err(failed(ErrorKind::FileTooLarge.into()));
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Ok((name.into_owned(), fs::read(path).map_err(failed)?))
}
