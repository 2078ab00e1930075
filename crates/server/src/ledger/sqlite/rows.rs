//! Values between Rust and SQLite.

use records::{DeviceId, PersonId, TeamId};
use rusqlite::Row;

use super::{Doing, LedgerError};

/// Turns a count or a time into what SQLite stores; nothing real comes near the limit.
pub(super) fn int(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// Turns a stored count or time back.
pub(super) fn uint(row: &Row<'_>, column: &'static str) -> Result<u64, LedgerError> {
    let value: i64 = row.get(column).doing("read a number")?;
    u64::try_from(value).map_err(|_| LedgerError::Damaged { what: column })
}

pub(super) fn team(row: &Row<'_>, column: &'static str) -> Result<TeamId, LedgerError> {
    let text: String = row.get(column).doing("read the code of a team")?;
    TeamId::new(text).map_err(|_| LedgerError::Damaged { what: column })
}

pub(super) fn device(row: &Row<'_>, column: &'static str) -> Result<DeviceId, LedgerError> {
    row.get(column)
        .map(DeviceId)
        .doing("read the id of a device")
}

pub(super) fn person(row: &Row<'_>, column: &'static str) -> Result<PersonId, LedgerError> {
    row.get(column)
        .map(PersonId)
        .doing("read the id of a person")
}
