//! A register of people: looking through all of it for duplicates, and for those of one new person.

use std::time::{Duration, Instant};

use programme::duplicates::Index;

use crate::people;
use crate::table::{Bar, Table, part};

/// Looks for duplicates among as many made-up people as a country's register holds.
pub(crate) fn duplicates(quick: bool) -> Table {
    let count = if quick { 6_000 } else { 60_000 };
    let people = people::register(count, 23);
    let mut table = Table::default();
    table.add("people", count as f64, "");
    let before = resident();
    let begun = Instant::now();
    let mut index = Index::new();
    for (at, person) in people.iter().enumerate() {
        index.put(id(at), person.profile());
    }
    let built = begun.elapsed();
    table.add("index made", built.as_secs_f64(), "s");
    table.add("memory of the index", resident() - before, "MB");
    let begun = Instant::now();
    let sweep = index.sweep();
    let swept = begun.elapsed();
    table.add("pairs compared", sweep.compared as f64, "");
    table.add("pairs to ask about", sweep.doubles.len() as f64, "");
    table.add("keys passed over", sweep.passed_over as f64, "");
    let whole = (built + swept).as_secs_f64();
    table.hold("all compared, the index made", whole, "s", Bar::AtMost, 5.0);
    let mut times: Vec<Duration> = people::register(1_000, 29)
        .iter()
        .map(|person| {
            let begun = Instant::now();
            let found = index.alike(&person.profile(), None);
            let took = begun.elapsed();
            assert!(found.len() <= count);
            took
        })
        .collect();
    table.add("a new person, p50", part(&mut times, 0.5), "ms");
    table.add("a new person, p99", part(&mut times, 0.99), "ms");
    table.hold(
        "a new person, the slowest of 1,000",
        part(&mut times, 1.0),
        "ms",
        Bar::AtMost,
        20.0,
    );
    table
}

fn id(number: usize) -> [u8; 16] {
    u128::try_from(number).unwrap().to_be_bytes()
}

/// Resident memory of this program in MB; nought where the system does not say.
fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|it| it.strip_prefix("VmRSS:"));
    let kib = line.and_then(|it| it.split_whitespace().next()?.parse::<f64>().ok());
    kib.unwrap_or(0.0) / 1024.0
}
