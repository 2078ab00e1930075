//! Fast, slow and narrow lines.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use crate::kit::*;
use crate::memory::{MemoryLedger, MemoryPeer};
use crate::{Go, Line, LineKind, Pace, SyncError, run};
use std::cell::Cell;

/// How a narrow line is got through: how many asks, and how large the largest.
fn through(bytes_max: usize, kind: LineKind, bytes_per_second: u64) -> (Pace<'static>, Vec<usize>) {
    let mut centre = MemoryLedger::default();
    let mut dara = Laptop::new(1, &["north"]);
    for revision in crate::wire::sessions::of_a_season(800) {
        dara.written.push(revision.id);
        dara.local.write(revision);
    }
    dara.pens[0].team = team("T-01");
    let clock: &'static Cell<u64> = Box::leak(Box::new(Cell::new(0)));
    let caller = caller(1, &["T-01"]);
    let line = MemoryPeer {
        ledger: &mut centre,
        caller,
        now_ms: 1,
    };
    let mut line = NarrowLine {
        line,
        bytes_max,
        kind,
        bytes_per_second,
        clock_ms: clock,
        sizes: Vec::new(),
    };
    let mut pace = Pace::new(|| clock.get());
    let outcome = run(&mut dara.local, &mut line, &mut pace, &mut |_| Go::On).unwrap();
    assert_eq!(outcome.confirmed, 1600);
    let sizes = line.sizes;
    assert_settled(&dara, &centre);
    (pace, sizes)
}

#[test]
fn a_fast_line_is_given_more_each_time() {
    let (pace, sizes) = through(usize::MAX, LineKind::Stalled, 10_000_000);
    assert!(
        sizes.windows(2).take(1).all(|two| two[0] < two[1]),
        "{sizes:?}"
    );
    assert!(
        pace.bytes() >= 64 << 10 && sizes.len() < 6,
        "{pace:?} {sizes:?}"
    );
}

#[test]
fn a_slow_line_is_given_little_at_a_time() {
    let (pace, sizes) = through(usize::MAX, LineKind::Stalled, 1_000);
    assert!(pace.bytes() <= 8 << 10, "{pace:?}");
    assert!(
        sizes.iter().skip(2).all(|size| *size < 10 << 10),
        "{sizes:?}"
    );
}

#[test]
fn a_line_that_takes_only_small_messages_gets_them() {
    for kind in [LineKind::TooLarge, LineKind::Stalled] {
        let (_, sizes) = through(9_000, kind, 10_000_000);
        assert!(sizes.len() > 8, "{sizes:?}");
    }
}

#[test]
fn a_line_that_takes_nothing_is_given_up() {
    for kind in [
        LineKind::TooLarge,
        LineKind::Stalled,
        LineKind::Busy { retry_s: 5 },
    ] {
        let (mut dara, _, mut centre) = two_sides(false);
        let caller = dara.caller();
        let line = MemoryPeer {
            ledger: &mut centre,
            caller,
            now_ms: 1,
        };
        let clock_ms = &Cell::new(0);
        let bytes_per_second = 1;
        let mut line = NarrowLine {
            line,
            bytes_max: 10,
            kind,
            bytes_per_second,
            clock_ms,
            sizes: vec![],
        };
        let failed = over(&mut dara.local, &mut line).unwrap_err();
        assert!(matches!(failed, SyncError::Line(Line { kind: found, .. }) if found == kind));
        sync(&mut dara, &mut centre);
        assert_settled(&dara, &centre);
    }
}
