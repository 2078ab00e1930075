//! What the window may ask beside a decision: each command is one line that calls `desk`.

use desk::Desk;
use desk::view::{Fault, FormView, MonthLocked, MonthRow, Neighbours};
use tauri::{AppHandle, State};

use crate::commands::{change, run};

type Answer<T> = Result<T, Fault>;

/// Answers a reviewer's words on a question or on what a rule found.
#[tauri::command]
#[specta::specta]
pub(crate) async fn draft_reply(
    desk: State<'_, Desk>,
    draft: String,
    path: Option<String>,
    rule: Option<String>,
    fixed: bool,
    text: String,
) -> Answer<FormView> {
    run(desk, move |desk| {
        desk.draft_reply(&draft, path.as_deref(), rule.as_deref(), fixed, &text)
    })
    .await
}

/// Verifies a record in which nothing is open.
#[tauri::command]
#[specta::specta]
pub(crate) async fn verify_clean(
    app: AppHandle,
    desk: State<'_, Desk>,
    record: String,
) -> Answer<()> {
    change(app, desk, move |desk| desk.verify_clean(&record)).await
}

/// Notes that this person saw a record when it had so many statements.
#[tauri::command]
#[specta::specta]
pub(crate) async fn record_seen(
    desk: State<'_, Desk>,
    record: String,
    statements: u32,
) -> Answer<()> {
    run(desk, move |desk| desk.record_seen(&record, statements)).await
}

/// Records that stand close to one.
#[tauri::command]
#[specta::specta]
pub(crate) async fn record_neighbours(desk: State<'_, Desk>, record: String) -> Answer<Neighbours> {
    run(desk, move |desk| desk.record_neighbours(&record)).await
}

/// How far the last months are.
#[tauri::command]
#[specta::specta]
pub(crate) async fn months(desk: State<'_, Desk>) -> Answer<Vec<MonthRow>> {
    run(desk, |desk| desk.months()).await
}

/// Locks everything that is approved of a team's month.
#[tauri::command]
#[specta::specta]
pub(crate) async fn lock_month(
    app: AppHandle,
    desk: State<'_, Desk>,
    team: String,
    month: String,
) -> Answer<MonthLocked> {
    change(app, desk, move |desk| desk.lock_month(&team, &month)).await
}
