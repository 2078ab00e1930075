//! The developer's commands: `cargo xtask run`, `cargo xtask test`, `cargo xtask bench`.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "what a command says on the screen is its result"
)]

mod bench;
mod check;
mod children;
mod demo;
mod deny;
mod headless;
mod sessions;
mod setup;
mod stage;
mod torture;
mod trouble;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use setup::For;
use trouble::Trouble;

const USAGE: &str = "\
cargo xtask run [--headless] [--fresh]     a local centre, sample records, and the app joined to it
                                           --headless: the whole work on the command line, told in words
                                           --fresh: begin anew
cargo xtask test [--quick] [--keep-going]  every check; --quick leaves out what takes minutes
cargo xtask bench [NAME] [--quick]         measurements, as tables and in target/bench/NAME.json
cargo xtask torture [--minutes N]          histories, cuts at every byte and kills, for half an hour or as long
cargo xtask types                          writes the types that the screens are written against
cargo xtask setup                          brings what a fresh machine lacks";

/// Says one line on the screen.
macro_rules! say {
    ($($words:tt)*) => { println!($($words)*) };
}
use say;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match children::listen_for_stop().and_then(|()| command(&words)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("\n{trouble}");
            ExitCode::from(trouble.exit_code())
        }
    }
}

fn command(words: &[String]) -> Result<(), Trouble> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.split_first() {
        Some((&"setup", [])) => setup::setup(For::Testing),
        Some((&"run", rest)) => match flags(["--headless", "--fresh"], rest)? {
            [true, _] => headless::headless(),
            [false, fresh] => demo::run(fresh),
        },
        Some((&"test", rest)) => {
            let [quick, keep_going] = flags(["--quick", "--keep-going"], rest)?;
            check::test(quick, keep_going)
        }
        Some((&"types", [])) => types(),
        Some((&"bench", rest)) => {
            let (names, rest): (Vec<&str>, Vec<&str>) =
                rest.iter().partition(|word| !word.starts_with('-'));
            let [quick] = flags(["--quick"], &rest)?;
            bench::bench(&names, quick)
        }
        Some((&"torture", rest)) => match torture::minutes(rest) {
            Some(minutes) => torture::torture(minutes),
            None => Err(Trouble::Misused(USAGE.to_owned())),
        },
        Some((&("help" | "--help" | "-h"), _)) => {
            say!("{USAGE}");
            Ok(())
        }
        Some(_) | None => Err(Trouble::Misused(USAGE.to_owned())),
    }
}

/// Which of the known flags are given; a word that is none of them is a mistake.
fn flags<const N: usize>(known: [&str; N], words: &[&str]) -> Result<[bool; N], Trouble> {
    match words.iter().find(|word| !known.contains(word)) {
        Some(word) => Err(Trouble::Misused(format!(
            "{word} is not known here.\n{USAGE}"
        ))),
        None => Ok(known.map(|flag| words.contains(&flag))),
    }
}

/// Writes the types of what the window may ask and hear.
fn types() -> Result<(), Trouble> {
    setup::setup(For::Running)?;
    let mut cargo = cargo();
    cargo.args(["test", "--quiet", "--workspace", "--test", "bindings"]);
    children::run("the type test", cargo.env("UPDATE_BINDINGS", "1"))?;
    say!("ui/src/bindings.ts is what Rust says.");
    Ok(())
}

/// The repository's root.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// The cargo that runs this, at the repository's root.
fn cargo() -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(root());
    command
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]

    use super::*;

    #[test]
    fn flags_are_read_in_any_order_and_mistakes_are_named() {
        let known = ["--quick", "--keep-going"];
        assert_eq!(flags(known, &[]).unwrap(), [false, false]);
        assert_eq!(
            flags(known, &["--keep-going", "--quick"]).unwrap(),
            [true, true]
        );
        let mistake = flags(known, &["--quik"]).unwrap_err();
        assert_eq!(mistake.exit_code(), 2);
        assert!(mistake.to_string().starts_with("--quik is not known here."));
    }

    #[test]
    fn a_command_that_is_none_shows_how_to_use_it() {
        for words in [&["dance"][..], &[], &["setup", "now"]] {
            let words: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
            assert_eq!(command(&words).unwrap_err().to_string(), USAGE);
        }
    }
}
