//! What the window may ask of reports: each command is one line that calls `desk`.

use desk::Desk;
use desk::view::{Fault, GivenOut, ReportAsk, ReportChoice, ReportPoints, ReportView, RevealRow};
use tauri::State;

use crate::commands::run;

type Answer<T> = Result<T, Fault>;

/// The reports that this person may choose.
#[tauri::command]
#[specta::specta]
pub(crate) async fn report_choices(desk: State<'_, Desk>) -> Answer<Vec<ReportChoice>> {
    run(desk, |desk| desk.report_choices()).await
}

/// The sets of records that this person may give out, as they are named after `rows:`.
#[tauri::command]
#[specta::specta]
pub(crate) async fn row_choices(desk: State<'_, Desk>) -> Answer<Vec<String>> {
    run(desk, |desk| desk.row_choices()).await
}

/// Makes a report.
#[tauri::command]
#[specta::specta]
pub(crate) async fn report(desk: State<'_, Desk>, ask: ReportAsk) -> Answer<ReportView> {
    run(desk, move |desk| desk.report(&ask)).await
}

/// The points of what a report counts.
#[tauri::command]
#[specta::specta]
pub(crate) async fn report_points(desk: State<'_, Desk>, ask: ReportAsk) -> Answer<ReportPoints> {
    run(desk, move |desk| desk.report_points(&ask)).await
}

/// What was given out on this laptop.
#[tauri::command]
#[specta::specta]
pub(crate) async fn given_out(desk: State<'_, Desk>) -> Answer<Vec<GivenOut>> {
    run(desk, |desk| desk.given_out()).await
}

/// Who had guarded answers shown on this laptop.
#[tauri::command]
#[specta::specta]
pub(crate) async fn reveals(desk: State<'_, Desk>) -> Answer<Vec<RevealRow>> {
    run(desk, |desk| desk.reveals(None)).await
}
