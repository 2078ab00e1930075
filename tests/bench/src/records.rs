//! Lists of a hundred thousand records: their first slice, the ones that follow, and a jump into the middle; one
//! person's life among them.

use std::time::{Duration, Instant};

use desk::Desk;
use desk::import::ImportOptions;
use desk::view::{RecordPage, RecordQuery};
use kit::{PEOPLE_MAP, people};

use crate::field::{fill, laptop};
use crate::table::{Bar, Table, part};
use crate::words::Dice;

/// Rows that the screen asks for at a time.
const SLICE: u32 = 100;
/// A frame, within which nobody sees that anything was waited for.
const FRAME_MS: f64 = 16.0;
const ORDERS: [&str; 6] = ["changed", "date", "title", "team", "people", "state"];
const VISITS: usize = 200;
const VISITS_MAP: &str = r#"
[[record]]
form = "service_session"
[record.answers]
"who/person_id" = { from = "person" }
"service/activity_date" = { const = "2026-11-20" }
"service/pillar" = { const = "rehabilitation" }
"service/service" = { const = "physiotherapy" }
"service/provider" = { const = "Battambang centre" }
"service/delivered_by" = { const = "own_team" }
"finish/report_date" = { const = "2026-11-21" }
"finish/remarks" = { from = "remarks" }
"#;

/// Walks through lists in every order, and opens the page of a person.
pub(crate) fn records(quick: bool) -> Table {
    let count = if quick { 5_000 } else { 100_000 };
    let (_folder, desk) = laptop();
    let person = life(&desk);
    fill(&desk, count);
    let mut table = Table::default();
    table.add("records", count as f64, "");
    for order in ORDERS {
        walk(&desk, order, count, &mut table);
    }
    let mut times: Vec<Duration> = Vec::new();
    for _ in 0..100 {
        let begun = Instant::now();
        let life = desk.timeline(&person).unwrap();
        times.push(begun.elapsed());
        assert_eq!(life.entries.len(), VISITS);
    }
    hold(&mut table, "a life of 200 visits, p95", &mut times);
    table
}

fn walk(desk: &Desk, order: &str, count: usize, table: &mut Table) {
    let (mut first, mut next, mut jump) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..100 {
        first.push(timed(|| slice(desk, order, 0, None)).0);
    }
    let middle = u32::try_from(count / 2).unwrap();
    let mut last = slice(desk, order, middle, None).slice;
    for turn in 1..=100.min(middle / SLICE - 1) {
        let (took, page) = timed(|| slice(desk, order, middle + turn * SLICE, Some(last)));
        assert_eq!(page.rows.len(), SLICE as usize);
        last = page.slice;
        next.push(took);
    }
    let mut dice = Dice::new(5);
    for _ in 0..100 {
        let to = u32::try_from(dice.roll(count)).unwrap();
        jump.push(timed(|| slice(desk, order, to, None)).0);
    }
    for (what, times) in [
        ("the first slice", &mut first),
        ("the next slice in the middle", &mut next),
        ("a jump", &mut jump),
    ] {
        hold(table, &format!("by {order}: {what}, p95"), times);
    }
}

fn slice(desk: &Desk, order: &str, offset: u32, after: Option<u32>) -> RecordPage {
    let query = RecordQuery {
        sort: order.to_owned(),
        offset,
        after,
        limit: SLICE,
        ..RecordQuery::default()
    };
    desk.records(&query).unwrap()
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let begun = Instant::now();
    let done = work();
    (begun.elapsed(), done)
}

fn hold(table: &mut Table, what: &str, times: &mut [Duration]) {
    table.hold(what, part(times, 0.95), "ms", Bar::AtMost, FRAME_MS);
}

/// Records a person who was visited often, and says which record that is.
fn life(desk: &Desk) -> String {
    let options = ImportOptions::default();
    desk.import(people(1).as_bytes(), Some(PEOPLE_MAP), &options)
        .unwrap();
    let query = RecordQuery {
        form: Some("person".into()),
        limit: 1,
        ..RecordQuery::default()
    };
    let person = desk.records(&query).unwrap().rows.pop().unwrap().record;
    let mut visits = String::from("person,remarks\n");
    for number in 0..VISITS {
        visits += &format!("{person},Visit {number}\n");
    }
    let report = desk
        .import(visits.as_bytes(), Some(VISITS_MAP), &options)
        .unwrap();
    assert!(report.rejected.is_empty(), "{:?}", report.rejected.first());
    person
}
