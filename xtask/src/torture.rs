//! `cargo xtask torture`: what is tried at some points in the daily checks is tried at all of them, and for as long as wanted.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::children::{go_on, run};
use crate::setup::{For, setup};
use crate::trouble::Trouble;
use crate::{cargo, say};

/// Without a word on how long.
pub(crate) const MINUTES: u64 = 30;

/// Programs that are killed in the middle of their work, on SQLite and on PostgreSQL.
const KILLS: &[&str] = &[
    "test --workspace --test killed --locked --quiet",
    "test --workspace --test story --locked --quiet -- kill",
    "test --workspace --test story --locked --quiet -- fall_in_turn",
];
/// How often laptop, centre and database are killed each time.
const TIMES: &str = "500";

/// Plays histories for half of the time, cuts at every byte, sends over a bad line, and kills until the time is over. Each is
/// done once at least.
pub(crate) fn torture(minutes: u64) -> Result<(), Trouble> {
    setup(For::Testing)?;
    let end = Instant::now() + Duration::from_secs(minutes * 60);
    say!("\n== histories, {} minutes", minutes.div_ceil(2));
    let mut histories = words("test --release --package world --locked --quiet -- --nocapture");
    histories
        .env("SALA_MINUTES", minutes.div_ceil(2).to_string())
        // Others than those of the daily checks.
        .env("SALA_FROM", "1000000");
    run("the histories", &mut histories)?;
    say!("\n== cut at every byte");
    let mut bytes =
        words("test --workspace --test stories --locked --quiet -- cut_bytes:: --nocapture");
    run("the cuts", bytes.env("SALA_EVERY_BYTE", "1"))?;
    say!("\n== a bad line, as slow as it is");
    let mut line =
        words("test --workspace --test stories --locked --quiet -- bad_line:: --nocapture");
    run("the bad line", line.env("SALA_BAD_LINE", "1"))?;
    run(
        "cargo build",
        &mut words("build --workspace --bins --quiet --locked"),
    )?;
    let mut times = 0;
    loop {
        for kill in KILLS {
            go_on()?;
            say!("\n== {kill}");
            run("the kills", words(kill).env("SALA_KILLS", TIMES))?;
        }
        times += 1;
        if Instant::now() >= end {
            say!("\nEverything held. Killed {times} times over.");
            return Ok(());
        }
    }
}

fn words(words: &str) -> Command {
    let mut command = cargo();
    command.args(words.split_whitespace());
    command
}

/// How many minutes the words ask for.
pub(crate) fn minutes(words: &[&str]) -> Option<u64> {
    match words {
        [] => Some(MINUTES),
        ["--minutes", number] => number.parse().ok().filter(|minutes| *minutes > 0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_are_asked_for_or_half_an_hour() {
        assert_eq!(minutes(&[]), Some(MINUTES));
        assert_eq!(minutes(&["--minutes", "3"]), Some(3));
        for words in [
            &["--minutes"][..],
            &["--minutes", "0"],
            &["--minutes", "x"],
            &["5"],
        ] {
            assert_eq!(minutes(words), None, "{words:?}");
        }
    }
}
