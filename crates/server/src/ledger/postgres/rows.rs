//! Values between Rust and PostgreSQL.

use records::TeamId;
use tokio_postgres::Row;
use tokio_postgres::types::FromSql;

use crate::ledger::LedgerError;
use crate::ledger::book::Found;

/// Turns a count or a time into what PostgreSQL stores; nothing real comes near the limit.
pub(super) fn int(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// Reads a value as it stands.
pub(super) fn value<'r, T: FromSql<'r>>(row: &'r Row, column: &'static str) -> Found<T> {
    row.try_get(column)
        .map_err(|_type| LedgerError::Damaged { what: column })
}

/// Reads a count or a time.
pub(super) fn uint(row: &Row, column: &'static str) -> Found<u64> {
    let number: i64 = value(row, column)?;
    u64::try_from(number).map_err(|_| LedgerError::Damaged { what: column })
}

/// Reads so many bytes: an id, a key, a hash.
pub(super) fn array<const N: usize>(row: &Row, column: &'static str) -> Found<[u8; N]> {
    let bytes: &[u8] = value(row, column)?;
    bytes
        .try_into()
        .map_err(|_| LedgerError::Damaged { what: column })
}

/// Reads so many bytes, or none.
pub(super) fn array_or_none<const N: usize>(
    row: &Row,
    column: &'static str,
) -> Found<Option<[u8; N]>> {
    let bytes: Option<&[u8]> = value(row, column)?;
    bytes
        .map(|bytes| {
            bytes
                .try_into()
                .map_err(|_| LedgerError::Damaged { what: column })
        })
        .transpose()
}

/// Reads the code of a team.
pub(super) fn team(row: &Row, column: &'static str) -> Found<TeamId> {
    let code: String = value(row, column)?;
    TeamId::new(code).map_err(|_| LedgerError::Damaged { what: column })
}
