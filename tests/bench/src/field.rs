//! What the field officer waits for: saving, opening, finding, importing.

use std::time::{Duration, Instant};

use desk::import::ImportOptions;
use desk::view::RecordQuery;
use desk::{Desk, LocalProgramme, Randomness, SystemClock};
use kit::PASSPHRASE;
use rusqlite::Connection;
use tempfile::TempDir;
use vault::Cost;

use crate::table::{Bar, Table, part};
use crate::words::{Dice, mapping, session, sessions, word};

/// A laptop as people have it, with the passphrase cost of real ones.
pub(crate) fn laptop() -> (TempDir, Desk) {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(&folder);
    let local = LocalProgramme {
        programme: "Synthetic".into(),
        country: "KH".into(),
        team: "BTB2".into(),
        name: "Dara".into(),
        role: "supervisor".into(),
        with_samples: false,
    };
    desk.init(&local, PASSPHRASE).unwrap();
    (folder, desk)
}

pub(crate) fn desk(folder: &TempDir) -> Desk {
    Desk::with(
        folder.path(),
        Box::new(SystemClock),
        Randomness::system().unwrap(),
        Cost::standard(),
    )
}

/// Sessions of one import: more come in several, as tables do that people have.
const TABLE: usize = 20_000;

/// Imports sessions, always the same; tells how long it took.
pub(crate) fn fill(desk: &Desk, count: usize) -> Duration {
    let (mut dice, map) = (Dice::new(7), mapping());
    let mut took = Duration::ZERO;
    for first in (0..count).step_by(TABLE) {
        let table = sessions(&mut dice, first..count.min(first + TABLE));
        let begun = Instant::now();
        let report = desk
            .import(table.as_bytes(), Some(&map), &ImportOptions::default())
            .unwrap();
        took += begun.elapsed();
        assert!(report.rejected.is_empty(), "{:?}", report.rejected.first());
    }
    took
}

/// Saving one record against a bare commit of the same bytes into the same kind of file.
pub(crate) fn save(quick: bool) -> Table {
    let count = if quick { 100 } else { 400 };
    let (_folder, desk) = laptop();
    fill(&desk, if quick { 500 } else { 5_000 });
    let (_bare_folder, bare) = bare();
    let mut dice = Dice::new(3);
    let (mut ours, mut theirs, mut next) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..count {
        let answers = session(&mut dice, number);
        let draft = desk
            .record_new("eore_session", Some(answers.as_bytes()), &[], true)
            .unwrap()
            .draft
            .unwrap();
        let begun = Instant::now();
        let finished = desk.draft_finish(&draft).unwrap();
        ours.push(begun.elapsed());
        assert!(finished.record.is_some(), "{:?}", finished.problems);
        let begun = Instant::now();
        bare.execute("INSERT INTO bare (bytes) VALUES (?1)", [answers.as_bytes()])
            .unwrap();
        theirs.push(begun.elapsed());
        // What the screen asks for next; it also puts the record into the lists and the search.
        let begun = Instant::now();
        let page = desk.records(&first_page()).unwrap();
        next.push(begun.elapsed());
        assert_eq!(
            page.rows.first().map(|row| &row.record),
            finished.record.as_ref()
        );
    }
    let mut table = Table::default();
    let figures = [0.5, 0.99].map(|p| (part(&mut ours, p), part(&mut theirs, p)));
    for ((ours, theirs), name) in figures.into_iter().zip(["p50", "p99"]) {
        table.add(&format!("save, {name}"), ours, "ms");
        table.add(&format!("bare SQLCipher commit, {name}"), theirs, "ms");
        table.hold(
            &format!("ratio, {name}"),
            ours / theirs,
            "×",
            Bar::AtMost,
            2.0,
        );
    }
    table.add("the list after a save, p50", part(&mut next, 0.5), "ms");
    table.add("the list after a save, p99", part(&mut next, 0.99), "ms");
    table
}

fn first_page() -> RecordQuery {
    RecordQuery {
        limit: 50,
        ..RecordQuery::default()
    }
}

fn bare() -> (TempDir, Connection) {
    let folder = tempfile::tempdir().unwrap();
    let conn = Connection::open(folder.path().join("bare.db")).unwrap();
    conn.execute_batch(&format!(
        "PRAGMA key = \"x'{}'\"; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         CREATE TABLE bare (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;",
        "5a".repeat(32)
    ))
    .unwrap();
    (folder, conn)
}

/// From the passphrase to the first list, over many records.
pub(crate) fn open(quick: bool) -> Table {
    let count = if quick { 5_000 } else { 100_000 };
    let (folder, desk) = laptop();
    fill(&desk, count);
    drop(desk);
    let mut table = Table::default();
    table.add("records", count as f64, "");
    let size = std::fs::metadata(folder.path().join("sala.db"))
        .unwrap()
        .len();
    table.add("size of the file", size as f64 / 1e6, "MB");
    let mut times = Vec::new();
    for _ in 0..5 {
        let desk = self::desk(&folder);
        let begun = Instant::now();
        desk.unlock("Dara", PASSPHRASE).unwrap();
        let page = desk.records(&first_page()).unwrap();
        times.push(begun.elapsed());
        assert_eq!(page.total as usize, count);
    }
    table.hold(
        "unlock to first list, median of 5",
        part(&mut times, 0.5),
        "ms",
        Bar::AtMost,
        1_000.0,
    );
    table
}

/// Finding records by words in both scripts, and a list of one district.
pub(crate) fn search(quick: bool) -> Table {
    let count = if quick { 5_000 } else { 100_000 };
    let (_folder, desk) = laptop();
    fill(&desk, count);
    let mut table = Table::default();
    table.add("records", count as f64, "");
    let mut dice = Dice::new(11);
    for (name, khmer) in [("Latin", false), ("Khmer", true)] {
        let mut times = Vec::new();
        for turn in 0..300 {
            let first = word(&mut dice, khmer).to_owned();
            let text = if turn % 3 == 0 {
                format!("{first} {}", word(&mut dice, khmer))
            } else {
                first
            };
            let begun = Instant::now();
            let hits = desk.search(&text).unwrap();
            times.push(begun.elapsed());
            assert!(hits.len() <= 50);
        }
        table.hold(
            &format!("first 50 hits, {name}, p50"),
            part(&mut times, 0.5),
            "ms",
            Bar::AtMost,
            5.0,
        );
        table.hold(
            &format!("first 50 hits, {name}, p99"),
            part(&mut times, 0.99),
            "ms",
            Bar::AtMost,
            25.0,
        );
    }
    let mut times = Vec::new();
    for _ in 0..300 {
        let district = format!("{:02}{:02}", dice.roll(25) + 1, dice.roll(9) + 1);
        let query = RecordQuery {
            adm2: Some(district),
            limit: 50,
            sort: "date".into(),
            ..RecordQuery::default()
        };
        let begun = Instant::now();
        desk.records(&query).unwrap();
        times.push(begun.elapsed());
    }
    table.hold(
        "a list filtered by district, p50",
        part(&mut times, 0.5),
        "ms",
        Bar::AtMost,
        1.0,
    );
    table
}

/// Importing a table with the lists and the search kept up.
pub(crate) fn import(quick: bool) -> Table {
    let count = if quick { 2_000 } else { 20_000 };
    let (_folder, desk) = laptop();
    let took = fill(&desk, count);
    let again = fill(&desk, count);
    let mut table = Table::default();
    table.hold(
        "import",
        count as f64 / took.as_secs_f64(),
        "records/s",
        Bar::AtLeast,
        2_000.0,
    );
    table.add(
        "the same file again, adding nothing",
        count as f64 / again.as_secs_f64(),
        "records/s",
    );
    table
}
