//! Fail at every point, until it no longer fails: after each failure the file holds all or nothing.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test stops at once"
)]

use std::collections::BTreeMap;

use records::Revision;
use rusqlite::Connection;

use crate::connect::{self, Access};
use crate::open::migrate;
use crate::sample::{
    Laptop, TEAM, finish, ids, key, part, record, row, save, saves, team, unfinished,
};
use crate::{Came, Draft, OpenError, PartState, Receipt, Sight, Store, StoreError, Writer};

/// Everything that a busy moment writes, in one transaction.
fn busy_moment(writer: &mut Writer<'_>, made: &[Revision]) -> Result<(), StoreError> {
    writer.append(made, Came::Here)?;
    for (n, revision) in made.iter().enumerate() {
        writer.upsert_row(
            &row(revision, "Session"),
            &format!("Session {n} ភូមិថ្មី {}", "x".repeat(n)),
        )?;
    }
    writer.index_pending()?;
    writer.add_part(&part(made), &ids(made), PartState::Unsent, None)?;
    let receipt = Receipt {
        batch: [1; 16],
        bytes: vec![1; 100],
        signature: vec![2; 64],
        revisions: 1,
        time_ms: 1,
        verified: true,
    };
    let receipt = writer.add_receipt(&receipt)?;
    writer.confirm(&ids(&made[..1]), receipt)?;
    writer.remove_draft([3; 16])?;
    writer.set_setting("done", Some("yes"))
}

fn draft() -> Draft {
    Draft {
        id: [3; 16],
        form: "f".into(),
        form_version: "1".into(),
        team: team("t"),
        record: None,
        parents: Vec::new(),
        title: String::new(),
        problems: 0,
        touched_ms: 1,
        discarded_ms: None,
        answers: vec![1; 9_000],
        reasons: String::new(),
        replies: String::new(),
    }
}

/// A laptop that has had a day already.
fn laptop() -> Laptop {
    let laptop = Laptop::new();
    let before = saves(20);
    laptop
        .store
        .write(|writer| {
            writer.append(&before, Came::Here)?;
            before
                .iter()
                .try_for_each(|save| writer.upsert_row(&row(save, "Before"), "before"))
        })
        .unwrap();
    laptop.store.save_draft(&draft()).unwrap();
    laptop
}

fn made() -> Vec<Revision> {
    (21..=32u32)
        .map(|n| save(n, u64::from(n), &[], &"y".repeat(n as usize * 90)))
        .collect()
}

/// How many rows each table has, and what the log adds up to.
fn fingerprint(store: &Store) -> BTreeMap<String, i64> {
    store
        .read(|reader| {
            let tables = reader.all(
                "read the tables",
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search%'",
                [],
                |row| row.get::<_, String>("name"),
            )?;
            let mut counts = BTreeMap::new();
            for table in tables {
                let sql = format!("SELECT count(*) AS n FROM {table}");
                let count = reader.one("count", &sql, [], |row| row.get("n"))?;
                counts.insert(table, count.unwrap_or(0));
            }
            let found = reader
                .search("session", &[], &Sight::default(), 100)?
                .rows
                .len();
            counts.insert("found".into(), i64::try_from(found).unwrap());
            Ok(counts)
        })
        .unwrap()
}

/// Later than any obstacle can be met.
const LATENESS_MAX: u64 = 10_000;

/// Runs the busy moment with an obstacle of growing lateness until it goes through.
fn fail_everywhere(
    step: u64,
    obstacle: impl Fn(&Connection, u64),
    remove: impl Fn(&Connection),
    expected: impl Fn(&StoreError) -> bool,
) -> u64 {
    let laptop = laptop();
    let made = made();
    let before = fingerprint(&laptop.store);
    let mut failures = 0;
    for lateness in 0.. {
        obstacle(&laptop.store.writer(), lateness * step);
        let result = laptop.store.write(|writer| busy_moment(writer, &made));
        remove(&laptop.store.writer());
        match result {
            Ok(()) => break,
            Err(error) => {
                assert!(expected(&error), "at {lateness}: {error:?}");
                assert!(lateness < LATENESS_MAX, "it never goes through: {error:?}");
            }
        }
        failures += 1;
        assert_eq!(
            fingerprint(&laptop.store),
            before,
            "nothing happened at {lateness}"
        );
    }
    let after = fingerprint(&laptop.store);
    assert_eq!(after["revision"], 32);
    assert_eq!(
        (after["draft"], after["found"], after["setting"]),
        (0, 12, 1)
    );
    let laptop = laptop.reopen();
    assert_eq!(
        fingerprint(&laptop.store),
        after,
        "and it is there in the morning"
    );
    assert!(laptop.store.doctor().unwrap().is_clean());
    failures
}

#[test]
fn a_full_disk_loses_nothing_at_any_page() {
    let failures = fail_everywhere(
        1,
        |conn, pages| leave_room(conn, i64::try_from(pages).unwrap()),
        |conn| {
            conn.pragma_update(None, "max_page_count", i64::from(u32::MAX - 1))
                .unwrap()
        },
        |error| matches!(error, StoreError::DiskFull { .. }) && error.is_disk_full(),
    );
    assert!(failures > 8, "{failures}");
}

#[test]
fn being_stopped_loses_nothing_at_any_instruction() {
    let failures = fail_everywhere(
        37,
        |conn, steps| {
            let mut left = i64::try_from(steps).unwrap();
            let stop = move || {
                left -= 1;
                left < 0
            };
            conn.progress_handler(1, Some(stop)).unwrap();
        },
        |conn| conn.progress_handler(1, None::<fn() -> bool>).unwrap(),
        |error| matches!(error, StoreError::Sql { .. } | StoreError::Damaged { .. }),
    );
    assert!(failures > 40, "{failures}");
}

#[test]
fn what_could_not_be_taken_back_is_before_the_next_change() {
    let laptop = laptop();
    let before = fingerprint(&laptop.store);
    let left = "BEGIN IMMEDIATE; INSERT INTO setting (key, value) VALUES ('half', 'done');";
    laptop.store.writer().execute_batch(left).unwrap();
    laptop
        .store
        .write(|writer| busy_moment(writer, &made()))
        .unwrap();
    let after = fingerprint(&laptop.store);
    assert_eq!(
        after["setting"],
        before["setting"] + 1,
        "only what is whole"
    );
}

#[test]
fn a_commit_that_is_refused_loses_nothing() {
    let laptop = laptop();
    let before = fingerprint(&laptop.store);
    laptop.store.writer().commit_hook(Some(|| true)).unwrap();
    let result = laptop.store.write(|writer| busy_moment(writer, &made()));
    assert!(result.is_err());
    laptop
        .store
        .writer()
        .commit_hook(None::<fn() -> bool>)
        .unwrap();
    assert_eq!(fingerprint(&laptop.store), before);
    laptop
        .store
        .write(|writer| busy_moment(writer, &made()))
        .unwrap();
}

#[test]
fn a_full_disk_keeps_the_draft_as_it_was_last_saved() {
    let laptop = laptop();
    let larger = Draft {
        answers: vec![7; 60_000],
        touched_ms: 2,
        ..draft()
    };
    for room in 0.. {
        leave_room(&laptop.store.writer(), room);
        match laptop.store.save_draft(&larger) {
            Ok(()) => break,
            Err(error) => assert!(error.is_disk_full(), "{error:?}"),
        }
        let held = laptop.store.read(|reader| reader.draft([3; 16])).unwrap();
        assert_eq!(held, Some(draft()));
    }
    assert_eq!(
        laptop.store.read(|reader| reader.draft([3; 16])).unwrap(),
        Some(larger)
    );
}

/// Has room for so many more pages.
fn leave_room(conn: &Connection, pages: i64) {
    let now: i64 = conn
        .query_row("PRAGMA page_count", [], |row| row.get(0))
        .unwrap();
    conn.pragma_update(None, "max_page_count", now + pages)
        .unwrap();
}

#[test]
fn what_was_finished_waits_on_a_full_disk_until_there_is_room() {
    let laptop = laptop();
    let finished = finish(40, 21, "{}");
    laptop.store.save_draft(&unfinished(40, "{}")).unwrap();
    let before = fingerprint(&laptop.store);
    let pages = |room: i64| leave_room(&laptop.store.writer(), room);
    // Large enough that settling it needs room, and finishing it does too.
    let body = "y".repeat(9_000);
    let large = finish(41, 23, &body);
    laptop.store.save_draft(&unfinished(41, &body)).unwrap();
    let mut refused = 0;
    for room in 0.. {
        pages(room);
        match laptop
            .store
            .finish_as(|_| Ok::<_, StoreError>(large.clone()))
        {
            Ok(_) => break,
            Err(error) => assert!(error.is_disk_full(), "{error:?}"),
        }
        refused += 1;
        pages(1_000);
        assert!(
            laptop
                .store
                .read(|reader| reader.draft(large.draft))
                .unwrap()
                .is_some()
        );
    }
    assert!(refused > 0);
    let mut waited = 0;
    for room in 0.. {
        pages(room);
        // Whoever reads finds it in its place, whether or not there is room to put it there.
        let (row, words, draft) = laptop
            .store
            .read(|reader| {
                let found = reader.search("record 41", &[], &Sight::default(), 9)?.rows;
                Ok((
                    reader.row(&team(TEAM), record(41))?,
                    found.len(),
                    reader.draft(large.draft)?,
                ))
            })
            .unwrap();
        assert_eq!((row, words, draft), (Some(large.row.clone()), 1, None));
        let waits = laptop.store.read_unsettled(|reader| reader.has_fresh());
        if !waits.unwrap() {
            assert!(laptop.store.ahead().is_none(), "and none any more");
            break;
        }
        assert!(laptop.store.ahead().is_some(), "one for all looks");
        // Whoever would write on top of it cannot.
        let write = laptop.store.save_draft(&unfinished(42, "{}"));
        assert!(write.unwrap_err().is_disk_full());
        waited += 1;
    }
    assert!(waited > 0, "there was room at once");
    pages(1_000);
    laptop
        .store
        .finish_as(|_| Ok::<_, StoreError>(finished.clone()))
        .unwrap();
    let after = fingerprint(&laptop.store);
    assert_eq!(after["revision"], before["revision"] + 4);
    assert_eq!(after["draft"], before["draft"] - 1, "after {waited} tries");
    assert!(laptop.store.doctor().unwrap().is_clean());
}

#[test]
fn being_stopped_while_settling_loses_nothing_at_any_instruction() {
    let laptop = laptop();
    let finished = finish(40, 21, &"y".repeat(3_000));
    laptop.store.save_draft(&unfinished(40, "{}")).unwrap();
    laptop
        .store
        .finish_as(|_| Ok::<_, StoreError>(finished.clone()))
        .unwrap();
    let mut failures = 0;
    for steps in 0.. {
        let mut left = steps * 23;
        let stop = move || {
            left -= 1;
            left < 0
        };
        laptop
            .store
            .writer()
            .progress_handler(1, Some(stop))
            .unwrap();
        let result = laptop.store.settle();
        laptop
            .store
            .writer()
            .progress_handler(1, None::<fn() -> bool>)
            .unwrap();
        if result.is_ok() {
            break;
        }
        failures += 1;
        let waits = laptop.store.read_unsettled(|reader| {
            Ok((reader.has_fresh()?, reader.draft(finished.draft)?.is_some()))
        });
        // Stopped in the last instruction of the commit, it is settled all the same.
        let (waits, drafted) = waits.unwrap();
        assert_eq!(waits, drafted, "all of it waits, or nothing does");
    }
    assert!(failures > 10, "{failures}");
    let held = laptop
        .store
        .read(|reader| reader.revisions_of(&team(TEAM), record(40)));
    assert_eq!(held.unwrap().len(), 2);
    assert!(laptop.store.doctor().unwrap().is_clean());
}

#[test]
fn a_migration_that_fails_leaves_the_file_as_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("old.db");
    let mut conn = connect::connect(&path, &key(7), Access::Create).unwrap();
    conn.execute_batch("CREATE TABLE old (kept TEXT); INSERT INTO old VALUES ('here');")
        .unwrap();
    let tables = |conn: &Connection| -> i64 {
        let sql = "SELECT count(*) FROM sqlite_schema WHERE tbl_name NOT LIKE 'refinery%'";
        conn.query_row(sql, [], |row| row.get(0)).unwrap()
    };
    let mut failures = 0;
    for room in 3.. {
        conn.pragma_update(None, "max_page_count", room).unwrap();
        match migrate(&mut conn) {
            Ok(()) => break,
            Err(OpenError::Store { source }) => assert!(source.is_disk_full(), "{source:?}"),
            Err(error) => panic!("{error:?}"),
        }
        failures += 1;
        assert_eq!(tables(&conn), 1, "with room for {room} pages");
    }
    assert!(failures > 10 && tables(&conn) > 10, "{failures}");
    let kept: String = conn
        .query_row("SELECT kept FROM old", [], |row| row.get(0))
        .unwrap();
    assert_eq!(kept, "here");
}
