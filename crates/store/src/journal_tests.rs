#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test stops at once"
)]

use super::*;
use crate::sample::{Laptop, save};
use crate::{Came, FILE};

/// The log of a laptop that made ten commits.
fn log() -> Vec<u8> {
    let laptop = Laptop::new();
    for n in 1..=10u32 {
        let save = save(n, u64::from(n), &[], &"x".repeat(3_000));
        laptop
            .store
            .write(|writer| writer.append(&[save], Came::Here))
            .unwrap();
    }
    fs::read(laptop.dir.path().join(format!("{FILE}-wal"))).unwrap()
}

#[test]
fn what_it_takes_in_is_what_sqlite_takes_in() {
    let laptop = Laptop::new();
    for n in 1..=10u32 {
        let save = save(n, u64::from(n), &[], &"x".repeat(3_000));
        laptop
            .store
            .write(|writer| writer.append(&[save], Came::Here))
            .unwrap();
    }
    let (file, log) = (
        laptop.dir.path().join(FILE),
        laptop.dir.path().join(format!("{FILE}-wal")),
    );
    let by_hand = laptop.dir.path().join("by-hand");
    fs::copy(&file, &by_hand).unwrap();
    assert!(take_in(&log, &by_hand).unwrap() > 10);
    laptop.store.tidy(0).unwrap();
    assert_eq!(fs::read(&file).unwrap(), fs::read(&by_hand).unwrap());
}

#[test]
fn a_broken_frame_is_passed_over_and_those_after_it_are_taken() {
    let log = log();
    let whole = committed(&log).len();
    let frame_bytes = FRAME_HEADER_BYTES + PAGE_BYTES as usize;
    for frame in 0..(log.len() - HEADER_BYTES) / frame_bytes {
        let mut broken = log.clone();
        broken[HEADER_BYTES + frame * frame_bytes + 500] ^= 1;
        let taken = committed(&broken);
        assert!(taken.len() + 1 >= whole, "frame {frame}");
        let same = taken
            .iter()
            .filter(|(at, page)| committed(&log).get(at) == Some(page))
            .count();
        assert!(
            same + 1 >= whole,
            "frame {frame}: an older state of one page at most"
        );
    }
}

#[test]
fn a_commit_that_was_cut_off_is_left_out() {
    let log = log();
    let (mut before, mut steps) = (0, 0);
    for length in (0..log.len()).step_by(700) {
        let taken = committed(&log[..length]).len();
        assert!(taken >= before, "a longer log gives no less");
        steps += usize::from(taken > before);
        before = taken;
    }
    assert!(
        (5..=10).contains(&steps),
        "as many as commits that touch new pages: {steps}"
    );
}

#[test]
fn what_is_no_log_gives_nothing() {
    assert!(committed(b"").is_empty());
    assert!(committed(&[7; 9_000]).is_empty());
    assert!(committed(&log()[4..]).is_empty());
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(
        take_in(&dir.path().join("none"), &dir.path().join("none")).unwrap(),
        0
    );
}
