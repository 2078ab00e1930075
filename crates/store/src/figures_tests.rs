//! What a lock costs: as much in a month that thousands of records closed as in one that a few did.
#![allow(clippy::unwrap_used, reason = "a failed test stops at once")]

use rusqlite::StatementStatus;

use super::*;
use crate::sample::Laptop;

/// The steps that closing a month takes which so many records closed before.
fn steps(records: i64) -> i32 {
    let laptop = Laptop::new();
    laptop
        .store
        .write(|writer| {
            for id in 0..records {
                let sql = "INSERT INTO closed_by (id, team, month, at) VALUES (?1, 'BTB2', '2026-10', 9 + ?1)";
                writer.run(WRITE, sql, [id])?;
            }
            let mut close = writer.conn().prepare(CLOSE).unwrap();
            close
                .execute(named_params! { ":team": "BTB2", ":month": "2026-10" })
                .unwrap();
            let sql = "SELECT at FROM closing WHERE team = 'BTB2' AND month = '2026-10'";
            let first = writer.one(READ, sql, [], |row| row.get::<_, i64>(0))?;
            assert_eq!(first, Some(9), "the first that closed it");
            Ok(close.get_status(StatementStatus::VmStep))
        })
        .unwrap()
}

#[test]
fn a_lock_costs_the_same_however_many_records_closed_the_month() {
    assert_eq!(steps(3), steps(3_000));
}
