//! What the window may ask about records that look like one: each command is one line that calls `desk`.

use desk::Desk;
use desk::view::{ConsentStanding, DoubleView, Doubles, Fault};
use tauri::{AppHandle, State};

use crate::commands::{change, run};

type Answer<T> = Result<T, Fault>;

/// Records that look like one and wait for a decision.
#[tauri::command]
#[specta::specta]
pub(crate) async fn duplicates(desk: State<'_, Desk>) -> Answer<Doubles> {
    run(desk, move |desk| desk.duplicates()).await
}

/// Two records side by side.
#[tauri::command]
#[specta::specta]
pub(crate) async fn double(
    desk: State<'_, Desk>,
    one: String,
    other: String,
) -> Answer<DoubleView> {
    run(desk, move |desk| desk.double(&one, &other)).await
}

/// What a person agreed to, over two records of them.
#[tauri::command]
#[specta::specta]
pub(crate) async fn double_consents(
    desk: State<'_, Desk>,
    one: String,
    other: String,
) -> Answer<Vec<ConsentStanding>> {
    run(desk, move |desk| desk.double_consents(&one, &other)).await
}

/// Says that two records speak of one.
#[tauri::command]
#[specta::specta]
pub(crate) async fn merge(
    app: AppHandle,
    desk: State<'_, Desk>,
    kept: String,
    gone: String,
    reason: Option<String>,
) -> Answer<DoubleView> {
    change(app, desk, move |desk| {
        desk.merge(&kept, &gone, reason.as_deref())
    })
    .await
}

/// Says that two records do not speak of one.
#[tauri::command]
#[specta::specta]
pub(crate) async fn distinct(
    app: AppHandle,
    desk: State<'_, Desk>,
    one: String,
    other: String,
    reason: Option<String>,
) -> Answer<DoubleView> {
    change(app, desk, move |desk| {
        desk.distinct(&one, &other, reason.as_deref())
    })
    .await
}

/// Takes back what was decided about two records.
#[tauri::command]
#[specta::specta]
pub(crate) async fn untie(
    app: AppHandle,
    desk: State<'_, Desk>,
    one: String,
    other: String,
    reason: Option<String>,
) -> Answer<DoubleView> {
    change(app, desk, move |desk| {
        desk.untie(&one, &other, reason.as_deref())
    })
    .await
}
