#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use records::contract::Pen;
use records::{Part, Revision, TeamId};
use sync::Ask;
use tempfile::TempDir;
use vault::DeviceKey;

use super::*;
use crate::ledger::calls::CallByCall;
use crate::ledger::transfer::TABLES;
use crate::ledger::{Clocks, Ledger, contract};

/// A ledger in a folder that goes with it.
fn fresh(folders: &mut Vec<TempDir>) -> SqliteLedger {
    let folder = tempfile::tempdir().unwrap();
    let ledger = SqliteLedger::open(&folder.path().join("centre.db")).unwrap();
    folders.push(folder);
    ledger
}

#[test]
fn sqlite_keeps_the_contract() {
    let mut folders = Vec::new();
    contract::ledger_contract(|| fresh(&mut folders));
}

/// The same, with its folder.
fn with_folder() -> (SqliteLedger, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let ledger = SqliteLedger::open(&folder.path().join("centre.db")).unwrap();
    (ledger, folder)
}

#[test]
fn several_programs_on_one_file_keep_the_contract() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("centre.db");
    contract::several_ledgers_contract(|| SqliteLedger::open(&path).unwrap());
}

#[test]
fn its_log_keeps_the_contract_of_sync() {
    sync::contract::ledger_contract(|| CallByCall::with_pens(with_folder()));
}

#[test]
fn want_of_room_is_told_by_sqlite_or_by_what_the_system_said_of_a_write() {
    let check = |code: i32, said: io::ErrorKind, wanted: bool| {
        let error = rusqlite::Error::SqliteFailure(ffi::Error::new(code), None);
        assert_eq!(is_full(&error, said), wanted, "{code} {said:?}");
    };
    check(ffi::SQLITE_FULL, io::ErrorKind::Other, true);
    check(ffi::SQLITE_IOERR_WRITE, io::ErrorKind::QuotaExceeded, true);
    check(ffi::SQLITE_IOERR_FSYNC, io::ErrorKind::QuotaExceeded, true);
    check(ffi::SQLITE_IOERR_WRITE, io::ErrorKind::FileTooLarge, true);
    check(ffi::SQLITE_IOERR_WRITE, io::ErrorKind::Other, false);
    check(ffi::SQLITE_IOERR_READ, io::ErrorKind::QuotaExceeded, false);
    check(ffi::SQLITE_CORRUPT, io::ErrorKind::StorageFull, false);
}

#[test]
fn every_commit_is_on_the_disk_before_it_counts() {
    let ledger = fresh(&mut Vec::new());
    let connection = hold(&ledger.writer);
    let pragma = |name| connection.pragma_query_value(None, name, |row| row.get(0));
    let mode: String = connection
        .pragma_query_value(None, "journal_mode", |row| row.get(0))
        .unwrap();
    let (synchronous, keys): (i64, i64) = (
        pragma("synchronous").unwrap(),
        pragma("foreign_keys").unwrap(),
    );
    assert_eq!(
        (mode.as_str(), synchronous, keys),
        ("wal", 2, 1),
        "2 is FULL"
    );
}

#[test]
fn a_reader_cannot_write() {
    let ledger = fresh(&mut Vec::new());
    let wrote = ledger.in_reader(|tx| tx.execute("DELETE FROM team", []).doing("write"));
    assert!(wrote.is_err());
}

#[test]
fn a_panic_undoes_its_transaction_and_the_next_one_works() {
    let ledger = fresh(&mut Vec::new());
    let broke = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        ledger.in_writer(|tx| -> Result<(), LedgerError> {
            tx.execute("INSERT INTO team (id, name) VALUES ('A', 'A')", [])
                .doing("add")?;
            panic!("a defect");
        })
    }));
    assert!(broke.is_err());
    let left: i64 = ledger
        .in_writer(|tx| {
            tx.query_row("SELECT count(*) FROM team", [], |row| row.get(0))
                .doing("count")
        })
        .unwrap();
    assert_eq!(left, 0);
}

#[test]
fn a_newer_file_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("centre.db");
    drop(SqliteLedger::open(&path).unwrap());
    let connection = Connection::open(&path).unwrap();
    connection
        .execute_batch(
            "INSERT INTO refinery_schema_history (version, name, applied_on, checksum)
             VALUES (9999, 'later', '2030-01-01T00:00:00Z', '1')",
        )
        .unwrap();
    drop(connection);
    let before = std::fs::read(&path).unwrap();
    let known = open::schema_known();
    let error = SqliteLedger::open(&path).err().unwrap();
    assert!(
        matches!(error, LedgerError::Newer { found: 9999, known: k } if k == known),
        "{error}"
    );
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn what_is_no_database_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("centre.db");
    let text = "a letter, not a database\n".repeat(400);
    std::fs::write(&path, &text).unwrap();
    let error = SqliteLedger::open(&path).err().unwrap();
    assert!(matches!(error, LedgerError::Storage { .. }), "{error}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
}

#[test]
fn migrations_that_fail_leave_the_file_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("centre.db");
    let connection = Connection::open(&path).unwrap();
    // A table of another program is in the way of one that a migration makes late.
    connection
        .execute_batch("CREATE TABLE receipt (a)")
        .unwrap();
    drop(connection);
    assert!(matches!(
        SqliteLedger::open(&path).err(),
        Some(LedgerError::Storage { .. })
    ));
    let connection = Connection::open(&path).unwrap();
    let tables: i64 = connection
        .query_row(
            "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'refinery%'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(tables, 1, "none of the tables before it stayed");
}

/// A part of one device with so many saves.
fn part(key: &DeviceKey, pen: &mut Pen, count: u8) -> Vec<u8> {
    let saves: Vec<Revision> = (0..count)
        .map(|number| pen.save(number, &[], "{}"))
        .collect();
    let part = Part::unsealed(&saves).unwrap();
    let seal = key.sign(&part.statement());
    sync::pack(&part.sealed(seal), &saves).unwrap()
}

#[test]
fn a_disk_that_fills_up_anywhere_leaves_all_of_an_exchange_or_nothing() {
    let CallByCall { ledger, key, kept } = CallByCall::with_pens(with_folder());
    let sql = "UPDATE device SET public = ?1, token_hash = ?2 WHERE id = ?3";
    hold(&ledger.writer)
        .execute(sql, (key.device_public(), [7; 32], [1; 16]))
        .unwrap();
    hold(&ledger.writer)
        .execute(
            "INSERT INTO programme VALUES (1, 'P', 'KH', '', ?1, 1, 0, 0, 1)",
            [key.device_public()],
        )
        .unwrap();
    let mut pen = Pen::new(1, "north");
    let offer: Vec<Vec<u8>> = (0..4).map(|_| part(&key, &mut pen, 200)).collect();
    let (batch, cursors) = ([1; 16], Default::default());
    let ask = Ask::Exchange {
        batch,
        offer,
        last: true,
        cursors,
        room: 0,
        roster: 0,
        marks: Default::default(),
    };
    let pages: i64 = hold(&ledger.writer)
        .pragma_query_value(None, "page_count", |row| row.get(0))
        .unwrap();
    let mut failed = 0;
    for more in 0.. {
        hold(&ledger.writer)
            .pragma_update(None, "max_page_count", pages + more)
            .unwrap();
        let answered = ledger.answer(&[7; 32], &ask, &key, Clocks::of(5));
        let found = ledger.examine(&key.device_public()).unwrap();
        assert_eq!(found.findings, [], "with {more} more pages");
        let held = (
            found.counts.parts,
            found.counts.revisions,
            found.counts.receipts,
        );
        match answered {
            Ok(_) => {
                assert_eq!(held, (4, 800, 1));
                break;
            }
            Err(LedgerError::Full { .. }) => assert_eq!(held, (0, 0, 0)),
            Err(error) => panic!("{error}"),
        }
        failed += 1;
    }
    drop(kept);
    assert!(
        failed > 10,
        "the disk was full {failed} times: too seldom to prove anything"
    );
}

#[test]
fn every_question_about_a_record_finds_it_by_its_index() {
    let ledger = fresh(&mut Vec::new());
    let connection = hold(&ledger.writer);
    for (sql, index) in [
        (parts::PLACES, "revision_of_record"),
        (parts::HAS_ERASE, "erase_of_record"),
    ] {
        let plan: String = connection
            .query_row(
                &format!("EXPLAIN QUERY PLAN {sql}"),
                [[0u8; 1], [0; 1]],
                |row| row.get(3),
            )
            .unwrap();
        assert!(
            plan.contains(index) && plan.contains("team=? AND record=?"),
            "{plan}"
        );
    }
}

#[test]
fn what_was_done_cannot_be_taken_out_of_the_list() {
    let mut folders = Vec::new();
    let ledger = fresh(&mut folders);
    ledger.use_rules(None, 5).unwrap();
    for sql in ["UPDATE act SET by = 'another'", "DELETE FROM act"] {
        let error = hold(&ledger.writer).execute(sql, []).unwrap_err();
        assert!(error.to_string().contains("acts are only added"), "{error}");
    }
    assert_eq!(ledger.acts(0, 10).unwrap().len(), 1);
}

#[test]
fn marks_of_an_older_program_are_kept_and_get_their_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("centre.db");
    let older = open::as_of(&path, 1);
    let told = |connection: &Connection, code: &str, at_ms: u32| {
        let sql =
            "INSERT INTO mark (team, id, code, detail, at_ms) VALUES ('A', zeroblob(32), ?, '', ?)";
        connection.execute(sql, (code, at_ms)).unwrap();
    };
    let rows = "INSERT INTO team (id, name) VALUES ('A', 'A');
                INSERT INTO revision VALUES ('A', zeroblob(32), zeroblob(16), 1, 1, 1)";
    older.execute_batch(rows).unwrap();
    told(&older, "state", 9);
    told(&older, "author", 4);
    drop(older);
    let ledger = SqliteLedger::open(&path).unwrap();
    let team: TeamId = "A".parse().unwrap();
    let numbered = || {
        let marks = ledger.read(|book| book.marks_after(&team, 0, 10)).unwrap();
        let numbered = marks.into_iter().map(|(number, mark)| (number, mark.code));
        numbered.collect::<Vec<_>>()
    };
    let expected = [(1, "author".to_owned()), (2, "state".to_owned())];
    assert_eq!(numbered(), expected);
    // It may still run beside a newer one for a while.
    told(&hold(&ledger.writer), "role", 10);
    told(&hold(&ledger.writer), "twice", 10);
    assert_eq!(numbered(), expected, "it told those itself");
    let id = records::RevisionId([0; 32]);
    let held = ledger.read(|book| book.marks(&team, &[id])).unwrap();
    assert_eq!(held.len(), 4, "and none is lost");
}

#[test]
fn a_centre_that_learned_to_tell_names_has_a_new_roster() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("centre.db");
    let older = open::as_of(&path, 4);
    let row = "INSERT INTO programme VALUES (1, 'P', 'KH', '', zeroblob(32), 7, 5, 0)";
    older.execute_batch(row).unwrap();
    drop(older);
    let census = SqliteLedger::open(&path).unwrap().census().unwrap();
    assert_eq!((census.version, census.issued_ms), (8, 5));
    assert_eq!(census.names, 1, "by the secret that there was always");
}

#[test]
fn every_table_is_in_what_a_backup_carries() {
    let ledger = fresh(&mut Vec::new());
    let connection = hold(&ledger.writer);
    let columns = |table: &str| -> Vec<String> {
        let sql = "SELECT name FROM pragma_table_info(?) ORDER BY cid";
        let mut statement = connection.prepare(sql).unwrap();
        let names = statement.query_map([table], |row| row.get(0)).unwrap();
        names.collect::<Result<_, _>>().unwrap()
    };
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table'
               AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'refinery%' ORDER BY name";
    let mut statement = connection.prepare(sql).unwrap();
    let tables = statement.query_map([], |row| row.get(0)).unwrap();
    let tables: Vec<String> = tables.collect::<Result<_, _>>().unwrap();
    let mut carried: Vec<&str> = TABLES.iter().map(|table| table.name).collect();
    carried.sort_unstable();
    assert_eq!(tables, carried);
    for table in TABLES {
        let mut carried: Vec<&str> = table.columns.split(", ").collect();
        let mut there = columns(table.name);
        carried.sort_unstable();
        there.sort_unstable();
        assert_eq!(there, carried, "{}", table.name);
    }
}
