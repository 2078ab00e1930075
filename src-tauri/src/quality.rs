//! What the window may ask about rules on several records: each command is one line that calls `desk`.

use desk::Desk;
use desk::view::{Fault, FormView, QualityFinding, ThresholdSet, ThresholdsView};
use tauri::{AppHandle, State};

use crate::commands::{change, run};

type Answer<T> = Result<T, Fault>;

/// What rules on several records found about one.
#[tauri::command]
#[specta::specta]
pub(crate) async fn findings(desk: State<'_, Desk>, record: String) -> Answer<Vec<QualityFinding>> {
    run(desk, move |desk| desk.findings(&record)).await
}

/// Places that lists no longer have as the records do.
#[tauri::command]
#[specta::specta]
pub(crate) async fn moved_places(desk: State<'_, Desk>) -> Answer<Vec<QualityFinding>> {
    run(desk, Desk::moved_places).await
}

/// Opens a draft that corrects a record with the place as it is listed now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn record_move(
    app: AppHandle,
    desk: State<'_, Desk>,
    record: String,
) -> Answer<FormView> {
    change(app, desk, move |desk| desk.record_move(&record)).await
}

/// The figures from which rules on several records speak.
#[tauri::command]
#[specta::specta]
pub(crate) async fn thresholds(desk: State<'_, Desk>) -> Answer<ThresholdsView> {
    run(desk, Desk::thresholds).await
}

/// Sets figures from which rules on several records speak.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_thresholds(
    app: AppHandle,
    desk: State<'_, Desk>,
    set: Vec<ThresholdSet>,
) -> Answer<ThresholdsView> {
    change(app, desk, move |desk| desk.set_thresholds(&set)).await
}
