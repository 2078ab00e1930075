//! What a person does: the use cases.

pub mod view;

use view::*;

/// What went wrong.
#[derive(Debug, thiserror::Error)]
#[error("not there yet")]
pub struct DeskError;

impl From<DeskError> for Fault {
    fn from(error: DeskError) -> Fault {
        Fault {
            code: Code::Other,
            message: error.to_string(),
            wait_seconds: None,
        }
    }
}

impl Fault {
    /// The work was stopped before it could answer.
    pub fn stopped() -> Fault {
        Fault {
            code: Code::Other,
            message: "the program stopped this work".into(),
            wait_seconds: None,
        }
    }
}

/// One laptop.
#[derive(Clone)]
pub struct Desk;

#[allow(
    missing_docs,
    unused_variables,
    reason = "stands only until the use cases do"
)]
impl Desk {
    pub fn app_state(&self) -> AppState {
        unimplemented!()
    }
    pub fn passphrase_strength(passphrase: &str) -> StrengthView {
        unimplemented!()
    }
    pub fn set_preferences(&self, preferences: &Preferences) -> Result<AppState, DeskError> {
        Err(DeskError)
    }
    pub fn try_here(
        &self,
        name: &str,
        passphrase: &str,
        language: &str,
    ) -> Result<Opened, DeskError> {
        Err(DeskError)
    }
    pub fn join(&self, invitation: &str, passphrase: &str) -> Result<Opened, DeskError> {
        Err(DeskError)
    }
    pub fn add_person(&self, invitation: &str, passphrase: &str) -> Result<AppState, DeskError> {
        Err(DeskError)
    }
    pub fn unlock(&self, person: &str, passphrase: &str) -> Result<AppState, DeskError> {
        Err(DeskError)
    }
    pub fn change_passphrase(&self, old: &str, new: &str) -> Result<(), DeskError> {
        Err(DeskError)
    }
    pub fn lock(&self) -> Result<AppState, DeskError> {
        Err(DeskError)
    }
    pub fn home(&self) -> Result<Home, DeskError> {
        Err(DeskError)
    }
    pub fn pill(&self) -> Result<Pill, DeskError> {
        Err(DeskError)
    }
    pub fn draft_new(&self, form: &str, link: Option<&str>) -> Result<FormView, DeskError> {
        Err(DeskError)
    }
    pub fn draft_open(&self, draft: &str) -> Result<FormView, DeskError> {
        Err(DeskError)
    }
    pub fn draft_set(&self, draft: &str, path: &str, value: &str) -> Result<FormView, DeskError> {
        Err(DeskError)
    }
    pub fn draft_add(&self, draft: &str, path: &str) -> Result<FormView, DeskError> {
        Err(DeskError)
    }
    pub fn draft_remove(&self, draft: &str, path: &str) -> Result<FormView, DeskError> {
        Err(DeskError)
    }
    pub fn draft_undo(&self, draft: &str) -> Result<FormView, DeskError> {
        Err(DeskError)
    }
    pub fn draft_redo(&self, draft: &str) -> Result<FormView, DeskError> {
        Err(DeskError)
    }
    pub fn draft_repeat_last(&self, draft: &str) -> Result<FormView, DeskError> {
        Err(DeskError)
    }
    pub fn draft_discard(&self, draft: &str) -> Result<(), DeskError> {
        Err(DeskError)
    }
    pub fn draft_restore(&self, draft: &str) -> Result<FormView, DeskError> {
        Err(DeskError)
    }
    pub fn draft_finish(&self, draft: &str) -> Result<Finished, DeskError> {
        Err(DeskError)
    }
    pub fn records(&self, query: &RecordQuery) -> Result<RecordPage, DeskError> {
        Err(DeskError)
    }
    pub fn record(&self, record: &str) -> Result<RecordView, DeskError> {
        Err(DeskError)
    }
    pub fn record_diff(
        &self,
        record: &str,
        from: &str,
        to: &str,
    ) -> Result<Vec<DiffRow>, DeskError> {
        Err(DeskError)
    }
    pub fn record_edit(&self, record: &str) -> Result<FormView, DeskError> {
        Err(DeskError)
    }
    pub fn review(
        &self,
        record: &str,
        decision: &str,
        comments: &[NewComment],
        reason: Option<&str>,
    ) -> Result<RecordView, DeskError> {
        Err(DeskError)
    }
    pub fn review_queue(&self) -> Result<Queue, DeskError> {
        Err(DeskError)
    }
    pub fn search(&self, text: &str) -> Result<Vec<Hit>, DeskError> {
        Err(DeskError)
    }
    pub fn sync_view(&self) -> Result<SyncView, DeskError> {
        Err(DeskError)
    }
    pub fn receipt_check(&self, batch: &str) -> Result<ReceiptView, DeskError> {
        Err(DeskError)
    }
    pub fn doctor(&self) -> Result<DoctorView, DeskError> {
        Err(DeskError)
    }
}
