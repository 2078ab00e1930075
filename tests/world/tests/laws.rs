//! A hundred thousand histories, and programs with a mistake that the laws must notice.
#![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]
#![allow(clippy::print_stdout, reason = "a test says how far it went")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use world::{Broken, Fault, history};

const HISTORIES: u64 = 100_000;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Plays one history; a program that stops is a law broken too.
fn play(seed: u64, fault: Option<Fault>) -> Result<(), Broken> {
    catch_unwind(AssertUnwindSafe(|| history(seed, fault, None)))
        .unwrap_or_else(|_| Err(Broken("no program stops".to_owned())))
}

fn replay(seed: u64) {
    let mut told = Vec::new();
    let ended = history(seed, None, Some(&mut told));
    println!("{}", told.join("\n"));
    assert_eq!(ended, Ok(()), "SALA_SEED={seed}");
}

/// `SALA_SEED=n` plays history n alone and tells it. `SALA_HISTORIES=n` plays so many, `SALA_MINUTES=n` as many as
/// fit, beginning with `SALA_FROM`.
#[test]
fn whatever_happens_the_laws_hold() {
    if let Some(seed) = number("SALA_SEED") {
        return replay(seed);
    }
    let first = number("SALA_FROM").unwrap_or(0);
    let minutes = number("SALA_MINUTES").map(|minutes| Duration::from_secs(minutes * 60));
    let most = match minutes {
        Some(_) => u64::MAX,
        None => first + number("SALA_HISTORIES").unwrap_or(HISTORIES),
    };
    let (next, failed) = (AtomicU64::new(first), AtomicU64::new(u64::MAX));
    let (stop, begun) = (AtomicBool::new(false), Instant::now());
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while !stop.load(Ordering::Relaxed) {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    let is_over = minutes.is_some_and(|minutes| begun.elapsed() > minutes);
                    if seed >= most || is_over {
                        break;
                    }
                    if play(seed, None).is_err() {
                        failed.fetch_min(seed, Ordering::Relaxed);
                        stop.store(true, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    let played = next.load(Ordering::Relaxed).min(most) - first;
    println!(
        "{played} histories in {:.1} s",
        begun.elapsed().as_secs_f64()
    );
    let seed = failed.load(Ordering::Relaxed);
    if seed != u64::MAX {
        replay(seed);
    }
}

/// A mistake is noticed within so many histories, or the laws are too weak.
#[track_caller]
fn check(fault: Fault) {
    let noticed = (0..5_000).find_map(|seed| Some((seed, play(seed, Some(fault)).err()?)));
    let (seed, broken) = noticed.unwrap();
    println!("{fault:?}: history {seed}, {broken}");
}

#[test]
fn the_laws_notice_every_mistake() {
    check(Fault::CentreAnswersFirst);
    check(Fault::CentreKeepsTwice);
    check(Fault::CentreShowsAll);
    check(Fault::CentreSignsUnseen);
    check(Fault::CentreSkips);
    check(Fault::CentreRemembers);
    check(Fault::HubShowsAll);
    check(Fault::HubNotesFirst);
    check(Fault::LaptopBelievesAHub);
    check(Fault::LaptopForgets);
    check(Fault::LaptopBelieves);
    check(Fault::LaptopStoresHalf);
    check(Fault::LaptopTrustsItsClock);
    check(Fault::LaptopBelievesAStick);
    check(Fault::LaptopTakesAnyStick);
    check(Fault::LaptopTakesOldSticks);
    check(Fault::SticksAreReadAsTheyCome);
}

#[test]
fn a_history_is_the_same_every_time() {
    for seed in 0..20 {
        let tell = || {
            let mut told = Vec::new();
            (history(seed, None, Some(&mut told)), told)
        };
        assert_eq!(tell(), tell());
    }
}
