//! What the window may ask while a form is filled: each command is one line that calls `desk`.

use desk::Desk;
use desk::view::{
    ChoicesFound, Fault, Finished, FormChange, FormView, PlacesFound, PositionAsk, PositionView,
};
use tauri::{AppHandle, State};

use crate::commands::{change, run};

type Answer<T> = Result<T, Fault>;

/// Starts a draft.
#[tauri::command]
#[specta::specta]
pub(crate) async fn draft_new(
    desk: State<'_, Desk>,
    form: String,
    link: Option<String>,
) -> Answer<FormView> {
    run(desk, move |desk| desk.draft_new(&form, link.as_deref())).await
}

/// Opens a draft.
#[tauri::command]
#[specta::specta]
pub(crate) async fn draft_open(desk: State<'_, Desk>, draft: String) -> Answer<FormView> {
    run(desk, move |desk| desk.draft_open(&draft)).await
}

/// Answers a question, and tells what differs from the view `seen`; durable when it returns.
#[tauri::command]
#[specta::specta]
pub(crate) async fn draft_set(
    desk: State<'_, Desk>,
    draft: String,
    path: String,
    value: String,
    seen: u32,
) -> Answer<FormChange> {
    run(desk, move |desk| {
        desk.draft_answer(&draft, &path, &value, seen)
    })
    .await
}

/// Answers a question for a position with one way to read what was typed, and those beside it that say how it was given.
#[tauri::command]
#[specta::specta]
pub(crate) async fn draft_position(
    desk: State<'_, Desk>,
    draft: String,
    path: String,
    stored: String,
    typed: PositionAsk,
    seen: u32,
) -> Answer<FormChange> {
    run(desk, move |desk| {
        desk.draft_position(&draft, &path, &stored, &typed, seen)
    })
    .await
}

/// What is understood of a position that is being typed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn read_position(desk: State<'_, Desk>, ask: PositionAsk) -> Answer<PositionView> {
    run(desk, move |desk| Ok(desk.read_position(&ask))).await
}

/// Finds choices of a long list by words.
#[tauri::command]
#[specta::specta]
pub(crate) async fn draft_choices(
    desk: State<'_, Desk>,
    draft: String,
    path: String,
    words: String,
) -> Answer<ChoicesFound> {
    run(desk, move |desk| desk.draft_choices(&draft, &path, &words)).await
}

/// Answers a question that asks for a place, and those beside it; no code takes the place away.
#[tauri::command]
#[specta::specta]
pub(crate) async fn draft_place(
    desk: State<'_, Desk>,
    draft: String,
    path: String,
    code: Option<String>,
) -> Answer<FormView> {
    run(desk, move |desk| {
        desk.draft_place(&draft, &path, code.as_deref())
    })
    .await
}

/// Finds places by words in any script or by code.
#[tauri::command]
#[specta::specta]
pub(crate) async fn places_find(
    desk: State<'_, Desk>,
    words: String,
    level: Option<u8>,
    within: Option<String>,
) -> Answer<PlacesFound> {
    run(desk, move |desk| {
        desk.places_find(&words, level, within.as_deref())
    })
    .await
}

/// Adds an instance to a repeat.
#[tauri::command]
#[specta::specta]
pub(crate) async fn draft_add(
    desk: State<'_, Desk>,
    draft: String,
    path: String,
) -> Answer<FormView> {
    run(desk, move |desk| desk.draft_add(&draft, &path)).await
}

/// Removes an instance of a repeat.
#[tauri::command]
#[specta::specta]
pub(crate) async fn draft_remove(
    desk: State<'_, Desk>,
    draft: String,
    path: String,
) -> Answer<FormView> {
    run(desk, move |desk| desk.draft_remove(&draft, &path)).await
}

/// Takes the last change back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn draft_undo(desk: State<'_, Desk>, draft: String) -> Answer<FormView> {
    run(desk, move |desk| desk.draft_undo(&draft)).await
}

/// Makes it again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn draft_redo(desk: State<'_, Desk>, draft: String) -> Answer<FormView> {
    run(desk, move |desk| desk.draft_redo(&draft)).await
}

/// Fills what seldom changes from the last record of this form.
#[tauri::command]
#[specta::specta]
pub(crate) async fn draft_repeat_last(desk: State<'_, Desk>, draft: String) -> Answer<FormView> {
    run(desk, move |desk| desk.draft_repeat_last(&draft)).await
}

/// Says why a warning is right as it is; durable when it returns.
#[tauri::command]
#[specta::specta]
pub(crate) async fn draft_reason(
    desk: State<'_, Desk>,
    draft: String,
    rule: String,
    path: String,
    text: String,
) -> Answer<FormView> {
    run(desk, move |desk| {
        desk.draft_reason(&draft, &rule, &path, &text)
    })
    .await
}

/// Puts a draft aside; it can be restored.
#[tauri::command]
#[specta::specta]
pub(crate) async fn draft_discard(
    app: AppHandle,
    desk: State<'_, Desk>,
    draft: String,
) -> Answer<()> {
    change(app, desk, move |desk| desk.draft_discard(&draft)).await
}

/// Brings a discarded draft back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn draft_restore(
    app: AppHandle,
    desk: State<'_, Desk>,
    draft: String,
) -> Answer<FormView> {
    change(app, desk, move |desk| desk.draft_restore(&draft)).await
}

/// Makes the record and submits it, or says what stands in the way.
#[tauri::command]
#[specta::specta]
pub(crate) async fn draft_finish(
    app: AppHandle,
    desk: State<'_, Desk>,
    draft: String,
) -> Answer<Finished> {
    change(app, desk, move |desk| desk.draft_finish(&draft)).await
}
