//! What every [`crate::Ledger`] and every [`crate::Local`] promises, as functions that each
//! implementation's tests call.

#![expect(
    clippy::expect_used,
    reason = "a broken promise should stop the test at once"
)]

mod ledger;
mod local;

pub use ledger::ledger_contract;
pub use local::{Stage, local_contract};
