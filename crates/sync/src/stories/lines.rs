//! Fast, slow and narrow lines.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use crate::kit::*;
use crate::memory::{MemoryLedger, MemoryPeer};
use crate::{Ask, Go, Line, LineKind, Pace, Peer, Reply, SyncError, run};
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
        LineKind::TurnedAway { retry_s: 5 },
        LineKind::Full,
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

/// A line on which something takes only messages up to a size, and which counts revisions of each offered part.
struct Capped<P> {
    line: P,
    bytes_max: usize,
    /// Of the asks that went through.
    taken: Vec<Vec<usize>>,
    /// Of those that did not.
    refused: Vec<Vec<usize>>,
}

impl<P: Peer> Peer for Capped<P> {
    fn exchange(&mut self, ask: &Ask) -> Result<Reply, Line> {
        let counts = match ask {
            Ask::Exchange { offer, .. } => offer
                .iter()
                .map(|wire| crate::unpack(wire).unwrap().1.len()),
            Ask::Compare { .. } => return self.line.exchange(ask),
        };
        let counts = counts.collect();
        if ask.to_bytes().len() > self.bytes_max {
            self.refused.push(counts);
            return Err(Line::new(LineKind::TooLarge, ""));
        }
        self.taken.push(counts);
        self.line.exchange(ask)
    }
}

/// Parts of a sync over a line that takes messages up to a size: those that went through, those that did not, and how it ended.
fn under(bytes_max: usize) -> (Vec<Vec<usize>>, Vec<Vec<usize>>, Option<LineKind>) {
    let (mut dara, _, mut centre) = two_sides(false);
    let caller = dara.caller();
    let line = MemoryPeer {
        ledger: &mut centre,
        caller,
        now_ms: 1,
    };
    let mut line = Capped {
        line,
        bytes_max,
        taken: vec![],
        refused: vec![],
    };
    let done = over(&mut dara.local, &mut line);
    let (taken, refused) = (line.taken, line.refused);
    let failed = match done {
        Ok(outcome) => {
            assert_eq!(outcome.confirmed, 81);
            None
        }
        Err(SyncError::Line(line)) => Some(line.kind),
        Err(other) => panic!("{other}"),
    };
    if failed.is_some() {
        sync(&mut dara, &mut centre);
    }
    assert_settled(&dara, &centre);
    (taken, refused, failed)
}

#[test]
fn a_line_that_takes_a_revision_at_a_time_is_given_one_at_a_time() {
    let (taken, refused, failed) = under(700);
    assert_eq!(failed, None);
    let most = taken.iter().map(|parts| parts.iter().sum::<usize>()).max();
    assert!(most <= Some(2), "{taken:?}");
    assert!(
        refused.len() < 15,
        "it is not tried again and again: {refused:?}"
    );
}

#[test]
fn a_line_is_given_up_only_when_it_does_not_take_one_revision() {
    let (taken, refused, failed) = under(300);
    assert_eq!(failed, Some(LineKind::TooLarge));
    assert_eq!(taken.concat().iter().sum::<usize>(), 0);
    assert_eq!(refused.last(), Some(&vec![1]), "{refused:?}");
}

/// What was on a stick is sealed as it is; and what was found not to fit is not tried a dozen times.
#[test]
fn a_part_that_cannot_be_cut_is_given_up_at_once() {
    let mut centre = MemoryLedger::default();
    let (mut dara, mut sophea) = (Laptop::new(1, &["north"]), Laptop::new(2, &["north"]));
    let carried: Vec<_> = (0..9)
        .map(|number| sophea.write(0, number, records::Kind::Save, "by stick"))
        .collect();
    let part = records::Part::unsealed(&carried).unwrap();
    let seal = crate::memory::toy_seal(&part);
    dara.local.carry(part.sealed(seal), &carried);
    let mut line = Capped {
        line: MemoryPeer {
            ledger: &mut centre,
            caller: dara.caller(),
            now_ms: 1,
        },
        bytes_max: 200,
        taken: vec![],
        refused: vec![],
    };
    let failed = over(&mut dara.local, &mut line).unwrap_err();
    let kind = LineKind::TooLarge;
    assert!(matches!(failed, SyncError::Line(Line { kind: found, .. }) if found == kind));
    assert_eq!(line.refused, [[9], [9]]);
}

/// Sends one revision that does not compress away among small ones, over a line that takes messages up to a size.
fn past(large: usize, bytes_max: usize) -> (Laptop, MemoryLedger, Vec<Vec<usize>>, crate::Outcome) {
    let mut centre = MemoryLedger::default();
    let mut dara = Laptop::new(1, &["north"]);
    (0..20).for_each(|number| dara.session(number));
    let mut body = vec![0; large / 2];
    blake3::Hasher::new().finalize_xof().fill(&mut body);
    let body: String = body.iter().map(|byte| format!("{byte:02x}")).collect();
    dara.write(0, 99, records::Kind::Save, &body);
    (20..200).for_each(|number| dara.session(number));
    let mut line = Capped {
        line: MemoryPeer {
            ledger: &mut centre,
            caller: dara.caller(),
            now_ms: 1,
        },
        bytes_max,
        taken: vec![],
        refused: vec![],
    };
    let outcome = over(&mut dara.local, &mut line).unwrap();
    let refused = line.refused;
    (dara, centre, refused, outcome)
}

#[test]
fn one_that_is_too_large_for_the_line_holds_up_nothing_behind_it() {
    for (large, bytes_max) in [(900_000, 100_000), (60_000, 20_000), (40_000, 9_000)] {
        let (mut dara, mut centre, refused, outcome) = past(large, bytes_max);
        let case = format!("{large} over {bytes_max}: {refused:?}");
        assert_eq!(outcome.confirmed, 400, "{case}");
        let [named] = outcome.refused.as_slice() else {
            panic!("{:?}", outcome.refused);
        };
        assert_eq!(named.code, crate::TOO_LARGE, "{case}");
        assert_eq!(dara.local.get(named.id).unwrap().header.record.0[15], 99);
        assert!(outcome.differing.is_empty(), "{case}");
        assert!(refused.len() < 10, "{case}");
        sync(&mut dara, &mut centre);
        assert_settled(&dara, &centre);
    }
}

/// A line that says how many bytes of parts each reply brought.
struct Told<'c, P> {
    line: P,
    brought: &'c Cell<usize>,
    all: Vec<usize>,
}

impl<P: Peer> Peer for Told<'_, P> {
    fn exchange(&mut self, ask: &Ask) -> Result<Reply, Line> {
        let reply = self.line.exchange(ask)?;
        if let Reply::Exchange { incoming, .. } = &reply {
            let bytes = incoming.iter().map(|part| part.wire.len()).sum();
            self.brought.set(bytes);
            self.all.push(bytes);
        }
        Ok(reply)
    }
}

/// What each reply brings of a season in parts of 2 KiB, to a laptop that stores so many bytes in a millisecond.
fn brought(bytes_per_ms: usize) -> Vec<usize> {
    let mut centre = MemoryLedger::default();
    let (mut dara, mut sophea) = (Laptop::new(1, &["T-01"]), Laptop::new(2, &["T-01"]));
    for revision in crate::wire::sessions::of_a_season(800) {
        dara.written.push(revision.id);
        dara.local.write(revision);
    }
    let caller = dara.caller();
    let mut line = MemoryPeer {
        ledger: &mut centre,
        caller,
        now_ms: 1,
    };
    in_small_steps(&mut dara.local, &mut line).unwrap();

    let (now, looks, bytes) = (Cell::new(0), Cell::new(0), Cell::new(0));
    let mut pace = Pace::resume(usize::MAX, || {
        // The fourth look of each round is when the reply is stored.
        looks.set(looks.get() + 1);
        if looks.get() % 4 == 0 {
            now.set(now.get() + (bytes.get() / bytes_per_ms) as u64);
        }
        now.get()
    });
    let caller = sophea.caller();
    let line = MemoryPeer {
        ledger: &mut centre,
        caller,
        now_ms: 2,
    };
    let mut line = Told {
        line,
        brought: &bytes,
        all: Vec::new(),
    };
    run(&mut sophea.local, &mut line, &mut pace, &mut |_| Go::On).unwrap();
    let all = line.all;
    assert_settled(&sophea, &centre);
    all
}

#[test]
fn a_laptop_that_stores_slowly_is_brought_little_at_a_time() {
    let fast = brought(1_000);
    let slow = brought(10);
    assert_eq!(fast.iter().sum::<usize>(), slow.iter().sum::<usize>());
    assert!(fast.len() < 4, "{fast:?}");
    let part = 3 << 10;
    assert!(
        slow.iter().skip(1).all(|bytes| *bytes < (8 << 10) + part),
        "{slow:?}"
    );
}
