//! Backup, the doctor, and what is done while nobody waits.

use std::fs;
use std::path::Path;
use std::thread;

use records::{Digest, Revision};
use rusqlite::Connection;
use store::{Came, FILE, Sight, Store, StoreError};

use crate::sample::{Laptop, TEAM, ids, key, row, save, saves, team};

/// A laptop with 30 listed records.
fn laptop() -> (Laptop, Vec<Revision>) {
    let laptop = Laptop::new();
    let saves = saves(30);
    laptop
        .store
        .write(|writer| {
            writer.append(&saves, Came::Here)?;
            saves
                .iter()
                .try_for_each(|save| writer.upsert_row(&row(save, "visit"), "visit"))
        })
        .unwrap();
    (laptop, saves)
}

/// Opens the file as a program that means no good would.
pub(crate) fn outside(dir: &Path) -> Connection {
    let conn = Connection::open(dir.join(FILE)).unwrap();
    let hex = "07".repeat(32);
    conn.execute_batch(&format!("PRAGMA key = \"x'{hex}'\";"))
        .unwrap();
    conn
}

#[test]
fn a_backup_opens_as_the_store_it_was() {
    let (laptop, saves) = laptop();
    let to = laptop.dir.path().join("2026-11-23.sala-backup");
    let done = laptop.store.backup(&to).unwrap();
    assert_eq!(done.revisions, 30);
    assert_eq!(done.bytes, fs::metadata(&to).unwrap().len());
    // What comes after it is not in it.
    laptop.append(&[save(99, 31, &[], "{}")]);
    let elsewhere = tempfile::tempdir().unwrap();
    fs::copy(&to, elsewhere.path().join(FILE)).unwrap();
    let restored = Store::open(elsewhere.path(), &key(7)).unwrap();
    restored
        .read(|reader| {
            assert_eq!(
                reader.digest(&team(TEAM))?,
                ids(&saves).iter().collect::<Digest>()
            );
            assert_eq!(
                reader
                    .search("visit", &[], &Sight::default(), 50)?
                    .rows
                    .len(),
                30
            );
            Ok(())
        })
        .unwrap();
    assert!(restored.doctor().unwrap().is_clean());
    let beside: Vec<_> = fs::read_dir(laptop.dir.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains("backup"))
        .collect();
    assert_eq!(
        beside,
        ["2026-11-23.sala-backup"],
        "one file, and nothing unfinished"
    );
}

#[test]
fn a_backup_can_be_made_while_people_work() {
    let (laptop, _) = laptop();
    let to = laptop.dir.path().join("backup");
    thread::scope(|scope| {
        let work = scope.spawn(|| {
            for n in 31..120u32 {
                laptop.append(&[save(n, u64::from(n), &[], &"x".repeat(3_000))]);
            }
        });
        for _ in 0..4 {
            let done = laptop.store.backup(&to).unwrap();
            assert!((30..120).contains(&done.revisions), "{done:?}");
        }
        work.join().unwrap();
    });
}

#[test]
fn a_backup_that_cannot_be_written_leaves_the_one_before() {
    let (laptop, _) = laptop();
    let to = laptop.dir.path().join("backup");
    laptop.store.backup(&to).unwrap();
    let before = fs::read(&to).unwrap();
    // Where the unfinished copy would go there is a folder that is not empty.
    fs::create_dir(laptop.dir.path().join("backup.unfinished")).unwrap();
    fs::write(laptop.dir.path().join("backup.unfinished/x"), "").unwrap();
    assert!(laptop.store.backup(&to).is_err());
    assert_eq!(fs::read(&to).unwrap(), before);
    let nowhere = laptop.dir.path().join("no such folder").join("backup");
    let result = laptop.store.backup(&nowhere);
    assert!(
        matches!(result, Err(StoreError::ReadOnly { .. })),
        "{result:?}"
    );
}

#[test]
fn a_whole_store_has_nothing_wrong() {
    let (laptop, _) = laptop();
    let diagnosis = laptop.store.doctor().unwrap();
    assert!(diagnosis.is_clean(), "{diagnosis:?}");
    assert!(diagnosis.findings.len() >= 9);
}

#[test]
fn the_doctor_counts_as_it_goes() {
    let (laptop, _) = laptop();
    let mut seen = Vec::new();
    laptop
        .store
        .doctor_with(&mut |done, total| seen.push((done, total)))
        .unwrap();
    assert_eq!(seen.last(), Some(&(30, 30)));
}

/// Does something to the file behind the store's back; the doctor says so in these words.
#[track_caller]
fn check(sql: &str, words: &str) {
    let (laptop, _) = laptop();
    laptop.store.tidy(10).unwrap();
    let Laptop { dir, store } = laptop;
    drop(store);
    let conn = outside(dir.path());
    conn.execute_batch(sql).unwrap();
    drop(conn);
    let store = Store::open(dir.path(), &key(7)).unwrap();
    let diagnosis = store.doctor().unwrap();
    let wrong: Vec<&str> = diagnosis
        .findings
        .iter()
        .filter(|finding| !finding.fine)
        .map(|finding| finding.text.as_str())
        .collect();
    assert!(
        wrong.iter().any(|text| text.contains(words)),
        "{words}: {wrong:?}"
    );
}

#[test]
fn the_doctor_sees_what_was_done_behind_the_stores_back() {
    check(
        "UPDATE revision SET body = x'00' WHERE seq = 3",
        "1 of 30 revisions do not prove",
    );
    check(
        "UPDATE revision SET n = 77 WHERE seq = 3",
        "1 of 30 revisions do not prove",
    );
    check(
        "DELETE FROM record WHERE id = 1; DELETE FROM revision WHERE seq = 1",
        "later ones are",
    );
    check("UPDATE revision SET n = 2 WHERE seq = 3", "given twice");
    check(
        "UPDATE team_log SET held_count = 7",
        "the sums of 1 teams are wrong",
    );
    check(
        "DELETE FROM record WHERE id = 5",
        "1 records are listed wrongly",
    );
    check(
        "UPDATE record SET id = 999 WHERE id = 5",
        "2 records are listed wrongly",
    );
    check(
        "UPDATE record_tally SET records = records + 5",
        "1 kept counts are not",
    );
    check(
        "UPDATE record SET delivery = 2 WHERE id = 5",
        "1 records are listed as delivered",
    );
    check(
        "DELETE FROM record_text WHERE id = 10",
        "records are found wrongly",
    );
    check(
        "PRAGMA foreign_keys = OFF; UPDATE revision SET part = 9 WHERE seq = 3",
        "point to what",
    );
}

#[test]
fn the_doctor_of_a_damaged_file_says_to_salvage_it() {
    let (laptop, _) = laptop();
    let Laptop { dir, store } = laptop.reopen();
    let path = dir.path().join(FILE);
    store.tidy(1).unwrap();
    let mut bytes = fs::read(&path).unwrap();
    let last = bytes.len() - 100;
    bytes[last] ^= 1;
    fs::write(&path, bytes).unwrap();
    let diagnosis = store.doctor().unwrap();
    assert_eq!(diagnosis.findings.len(), 1);
    assert_eq!(
        diagnosis.findings[0].text,
        "1 pages of the file are damaged: salvage it"
    );
}

#[test]
fn tidying_indexes_merges_and_copies_the_log() {
    let (laptop, _) = laptop();
    let log = laptop.dir.path().join(format!("{FILE}-wal"));
    assert!(fs::metadata(&log).unwrap().len() > 0);
    let mut rounds = 0;
    loop {
        let tidied = laptop.store.tidy(3).unwrap();
        rounds += 1;
        if !tidied.has_more {
            assert_eq!(tidied.log_bytes, 0);
            break;
        }
        assert!(rounds < 100);
    }
    assert!(laptop.store.doctor().unwrap().is_clean());
    assert_eq!(
        laptop
            .store
            .read(|reader| reader.search("visit", &[], &Sight::default(), 50))
            .unwrap()
            .rows
            .len(),
        30
    );
}
