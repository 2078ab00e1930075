//! Rules on several records: judging a whole laptop anew, a piece at a time, and what one more record costs. The queue of
//! a review over as many.

use std::time::{Duration, Instant};

use desk::Desk;
use desk::view::{QueueAsk, ThresholdSet};

use crate::centre::resident_mb;
use crate::field::{fill, laptop};
use crate::table::{Bar, Table, part};

/// Judges as many records as an office has, from nothing and anew.
pub(crate) fn quality(quick: bool) -> Table {
    let count = if quick { 5_000 } else { 100_000 };
    let (_folder, desk) = laptop();
    let mut table = Table::default();
    table.add("records", count as f64, "");
    table.add("import", fill(&desk, count).as_secs_f64(), "s");
    let mut pieces = judged(&desk);
    let first: Duration = pieces.iter().sum();
    table.hold(
        "judged for the first time",
        first.as_secs_f64(),
        "s",
        Bar::AtMost,
        60.0,
    );
    table.add("the longest piece", part(&mut pieces, 1.0), "ms");
    desk.judge_anew().unwrap();
    let mut pieces = judged(&desk);
    let anew: Duration = pieces.iter().sum();
    table.hold(
        "all judged anew",
        anew.as_secs_f64(),
        "s",
        Bar::AtMost,
        60.0,
    );
    table.add("pieces", pieces.len() as f64, "");
    table.add("a piece, p50", part(&mut pieces, 0.5), "ms");
    table.hold(
        "the longest piece, anew",
        part(&mut pieces, 1.0),
        "ms",
        Bar::AtMost,
        500.0,
    );
    let found = desk.all_findings().unwrap();
    table.add("findings that are told", found.len() as f64, "");
    let mut times = Vec::new();
    let earlier = [
        ("session/start_time", "05:40"),
        ("session/end_time", "06:30"),
    ];
    let earlier = earlier.map(|(path, value)| (path.to_owned(), value.to_owned()));
    for record in first_records(&desk, 50) {
        let begun = Instant::now();
        desk.record_correct(&record, &earlier).unwrap();
        times.push(begun.elapsed());
        desk.judge_waiting().unwrap();
    }
    table.add(
        "a correction, with what it concerns judged, p95",
        part(&mut times, 0.95),
        "ms",
    );
    // Last: with it most sessions warn, and a correction asks for a reason.
    after_a_figure(&desk, &mut table);
    table
}

/// A programme sets a figure of a rule on answers: every line is worked out anew, and every group judged.
fn after_a_figure(desk: &Desk, table: &mut Table) {
    let set = ThresholdSet {
        name: "session_people".to_owned(),
        text: "60".to_owned(),
    };
    desk.set_thresholds(&[set]).unwrap();
    let mut pieces = judged(desk);
    let looked: Duration = pieces.iter().sum();
    table.hold(
        "looked through after a figure of a rule on answers",
        looked.as_secs_f64(),
        "s",
        Bar::AtMost,
        60.0,
    );
    table.add("its longest piece", part(&mut pieces, 1.0), "ms");
}

/// The pieces of everything that waits.
fn judged(desk: &Desk) -> Vec<Duration> {
    let mut pieces = Vec::new();
    loop {
        let begun = Instant::now();
        let piece = desk.judge_some().unwrap();
        pieces.push(begun.elapsed());
        if !piece.more {
            return pieces;
        }
    }
}

fn first_records(desk: &Desk, count: usize) -> Vec<String> {
    let queue = desk
        .review_queue(&QueueAsk::default())
        .unwrap()
        .rows
        .into_iter();
    queue.take(count).map(|row| row.row.record).collect()
}

/// The queue of a supervisor, and the next record in it, over all sessions of a country.
pub(crate) fn review(quick: bool) -> Table {
    let count = if quick { 5_000 } else { 250_000 };
    let (folder, desk) = laptop();
    let mut table = Table::default();
    table.add("records that wait", count as f64, "");
    table.add("import", fill(&desk, count).as_secs_f64(), "s");
    let bytes = std::fs::metadata(folder.path().join("sala.db"))
        .unwrap()
        .len();
    table.add("file", bytes as f64 / 1e6, "MB");
    let mut times = Vec::new();
    for _ in 0..100 {
        let begun = Instant::now();
        let queue = desk.review_queue(&QueueAsk::default()).unwrap();
        times.push(begun.elapsed());
        assert_eq!(queue.waiting as usize, count);
    }
    table.hold(
        "the queue's first page, p95",
        part(&mut times, 0.95),
        "ms",
        Bar::AtMost,
        50.0,
    );
    desk.judge_waiting().unwrap();
    let mut times = Vec::new();
    for record in first_records(&desk, 100) {
        let begun = Instant::now();
        desk.record(&record).unwrap();
        desk.findings(&record).unwrap();
        times.push(begun.elapsed());
    }
    table.hold(
        "the next record with its findings, p95",
        part(&mut times, 0.95),
        "ms",
        Bar::AtMost,
        100.0,
    );
    table.add("resident memory", resident_mb(std::process::id()), "MB");
    table
}
