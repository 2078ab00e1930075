//! What the window may ask: each command is one line that calls `desk` off the main thread.

use desk::Desk;
use desk::view::{
    About, AppState, Changed, Changes, DiffRow, DoctorView, Fault, FormView, Hit, Home,
    LaptopPerson, NewComment, Opened, Pill, PlaceListVersion, PlaceOption, Preferences, Queue,
    QueueAsk, ReceiptView, RecordPage, RecordQuery, RecordView, RecordViews, ReportPoints,
    Revealed, StrengthView, SyncView, TargetRow, Timeline,
};
use tauri::{AppHandle, State};
use tauri_specta::Event as _;

use crate::window::StoreChanged;

type Answer<T> = Result<T, Fault>;

/// Runs one use case on a thread that may block.
pub(crate) async fn run<T, F>(desk: State<'_, Desk>, case: F) -> Answer<T>
where
    T: Send + 'static,
    F: FnOnce(&Desk) -> Result<T, desk::DeskError> + Send + 'static,
{
    let desk = desk.inner().clone();
    match tauri::async_runtime::spawn_blocking(move || case(&desk).map_err(Fault::from)).await {
        Ok(answer) => answer,
        Err(_) => Err(Fault::stopped()),
    }
}

/// Runs a use case that signs somebody in, and has the lists of forms read beside it: the first draft need not wait for them.
async fn enter<T, F>(desk: State<'_, Desk>, case: F) -> Answer<T>
where
    T: Send + 'static,
    F: FnOnce(&Desk) -> Result<T, desk::DeskError> + Send + 'static,
{
    let beside = desk.inner().clone();
    let done = run(desk, case).await;
    if done.is_ok() {
        // What cannot be read is told to whoever opens a draft.
        tauri::async_runtime::spawn_blocking(move || drop(beside.warm_lists()));
    }
    done
}

/// Runs a use case that changes records, and tells every screen when it says that it did: the line on top, lists and
/// sums are never older than what the person just did.
pub(crate) async fn change<T, F>(app: AppHandle, desk: State<'_, Desk>, case: F) -> Answer<T>
where
    T: Changes + Send + 'static,
    F: FnOnce(&Desk) -> Result<T, desk::DeskError> + Send + 'static,
{
    let done = run(desk, case).await;
    if done.as_ref().is_ok_and(Changes::has_changed) {
        let changed = Changed {
            drafts: true,
            records: true,
            delivery: true,
        };
        // A window that is closing need not hear it.
        let _closed = StoreChanged(changed).emit(&app);
    }
    done
}

/// Where the program stands.
#[tauri::command]
#[specta::specta]
pub(crate) async fn app_state(desk: State<'_, Desk>) -> Answer<AppState> {
    run(desk, |desk| Ok(desk.app_state())).await
}

/// How good a passphrase is.
#[tauri::command]
#[specta::specta]
pub(crate) fn passphrase_strength(passphrase: String) -> StrengthView {
    Desk::passphrase_strength(&passphrase)
}

/// Keeps how the window looks.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_preferences(
    desk: State<'_, Desk>,
    preferences: Preferences,
) -> Answer<AppState> {
    run(desk, move |desk| desk.set_preferences(&preferences)).await
}

/// Makes a local programme with sample records.
#[tauri::command]
#[specta::specta]
pub(crate) async fn try_here(
    desk: State<'_, Desk>,
    name: String,
    passphrase: String,
    language: String,
) -> Answer<Opened> {
    run(desk, move |desk| {
        desk.try_here(&name, &passphrase, &language)
    })
    .await
}

/// Signs a person in.
#[tauri::command]
#[specta::specta]
pub(crate) async fn unlock(
    desk: State<'_, Desk>,
    person: String,
    passphrase: String,
) -> Answer<AppState> {
    enter(desk, move |desk| desk.unlock(&person, &passphrase)).await
}

/// Gives a person a new passphrase by the code of the recovery sheet, and signs them in.
#[tauri::command]
#[specta::specta]
pub(crate) async fn recover(
    desk: State<'_, Desk>,
    person: String,
    code: String,
    fresh: String,
) -> Answer<AppState> {
    enter(desk, move |desk| desk.recover(&person, &code, &fresh)).await
}

/// Changes the passphrase of the person signed in.
#[tauri::command]
#[specta::specta]
pub(crate) async fn change_passphrase(
    desk: State<'_, Desk>,
    old: String,
    fresh: String,
) -> Answer<()> {
    run(desk, move |desk| desk.change_passphrase(&old, &fresh)).await
}

/// Signs out.
#[tauri::command]
#[specta::specta]
pub(crate) async fn lock(desk: State<'_, Desk>) -> Answer<AppState> {
    run(desk, move |desk| desk.lock()).await
}

/// The first screen of the day.
#[tauri::command]
#[specta::specta]
pub(crate) async fn home(desk: State<'_, Desk>) -> Answer<Home> {
    run(desk, move |desk| desk.home()).await
}

/// Where everything is, in one line.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pill(desk: State<'_, Desk>) -> Answer<Pill> {
    run(desk, move |desk| desk.pill()).await
}

/// Lists records.
#[tauri::command]
#[specta::specta]
pub(crate) async fn records(desk: State<'_, Desk>, query: RecordQuery) -> Answer<RecordPage> {
    run(desk, move |desk| desk.records(&query)).await
}

/// The points of the records that a list has.
#[tauri::command]
#[specta::specta]
pub(crate) async fn record_points(
    desk: State<'_, Desk>,
    query: RecordQuery,
) -> Answer<ReportPoints> {
    run(desk, move |desk| desk.record_points(&query)).await
}

/// One record, whole.
#[tauri::command]
#[specta::specta]
pub(crate) async fn record(desk: State<'_, Desk>, record: String) -> Answer<RecordView> {
    run(desk, move |desk| desk.record(&record)).await
}

/// What changed between two revisions.
#[tauri::command]
#[specta::specta]
pub(crate) async fn record_diff(
    desk: State<'_, Desk>,
    record: String,
    from: String,
    to: String,
) -> Answer<Vec<DiffRow>> {
    run(desk, move |desk| desk.record_diff(&record, &from, &to)).await
}

/// Opens a draft that corrects a record, or joins a conflict.
#[tauri::command]
#[specta::specta]
pub(crate) async fn record_edit(desk: State<'_, Desk>, record: String) -> Answer<FormView> {
    run(desk, move |desk| desk.record_edit(&record)).await
}

/// Shows masked answers of a record, after that was written down.
#[tauri::command]
#[specta::specta]
pub(crate) async fn reveal(
    desk: State<'_, Desk>,
    record: String,
    path: Option<String>,
    why: Option<String>,
) -> Answer<Revealed> {
    run(desk, move |desk| {
        desk.reveal(&record, path.as_deref(), why.as_deref())
    })
    .await
}

/// The page of a person, an accident or a session.
#[tauri::command]
#[specta::specta]
pub(crate) async fn timeline(desk: State<'_, Desk>, record: String) -> Answer<Timeline> {
    run(desk, move |desk| desk.timeline(&record)).await
}

/// Places that lists can be narrowed to.
#[tauri::command]
#[specta::specta]
pub(crate) async fn record_places(
    desk: State<'_, Desk>,
    adm1: Option<String>,
    adm2: Option<String>,
) -> Answer<Vec<PlaceOption>> {
    run(desk, move |desk| {
        desk.record_places(adm1.as_deref(), adm2.as_deref())
    })
    .await
}

/// The columns and views that this person keeps.
#[tauri::command]
#[specta::specta]
pub(crate) async fn record_views(desk: State<'_, Desk>) -> Answer<RecordViews> {
    run(desk, move |desk| desk.record_views()).await
}

/// Keeps this person's columns and views.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keep_record_views(
    desk: State<'_, Desk>,
    views: RecordViews,
) -> Answer<RecordViews> {
    run(desk, move |desk| desk.keep_record_views(&views)).await
}

/// Decides on a record.
#[tauri::command]
#[specta::specta]
pub(crate) async fn review(
    app: AppHandle,
    desk: State<'_, Desk>,
    record: String,
    decision: String,
    comments: Vec<NewComment>,
    reason: Option<String>,
) -> Answer<RecordView> {
    change(app, desk, move |desk| {
        desk.review(&record, &decision, &comments, reason.as_deref())
    })
    .await
}

/// What waits for a decision.
#[tauri::command]
#[specta::specta]
pub(crate) async fn review_queue(desk: State<'_, Desk>, ask: QueueAsk) -> Answer<Queue> {
    run(desk, move |desk| desk.review_queue(&ask)).await
}

/// Finds records by words.
#[tauri::command]
#[specta::specta]
pub(crate) async fn search(desk: State<'_, Desk>, text: String) -> Answer<Vec<Hit>> {
    run(desk, move |desk| desk.search(&text)).await
}

/// The sync screen.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sync_view(desk: State<'_, Desk>) -> Answer<SyncView> {
    run(desk, move |desk| desk.sync_view()).await
}

/// Checks a receipt's signature and what it covers, here and now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn receipt_check(desk: State<'_, Desk>, batch: String) -> Answer<ReceiptView> {
    run(desk, move |desk| desk.receipt_check(&batch)).await
}

/// Checks this laptop's store.
#[tauri::command]
#[specta::specta]
pub(crate) async fn doctor(desk: State<'_, Desk>) -> Answer<DoctorView> {
    run(desk, move |desk| desk.doctor()).await
}

/// Who may open this laptop.
#[tauri::command]
#[specta::specta]
pub(crate) async fn people_here(desk: State<'_, Desk>) -> Answer<Vec<LaptopPerson>> {
    run(desk, move |desk| desk.people_here()).await
}

/// The targets of projects that are set on this laptop.
#[tauri::command]
#[specta::specta]
pub(crate) async fn targets(desk: State<'_, Desk>) -> Answer<Vec<TargetRow>> {
    run(desk, Desk::targets).await
}

/// Every version of every list of places.
#[tauri::command]
#[specta::specta]
pub(crate) async fn places_lists(desk: State<'_, Desk>) -> Answer<Vec<PlaceListVersion>> {
    run(desk, move |desk| desk.places_lists()).await
}

/// Which program this is.
#[tauri::command]
#[specta::specta]
pub(crate) fn about() -> About {
    Desk::about()
}
