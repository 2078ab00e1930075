//! `cargo xtask test`: every check, one after the other, and a table of how they ended.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::children::{Child, ask, failed, go_on, hear, run};
use crate::headless::headless;
use crate::setup::{For, converter, setup};
use crate::stage::{list, text};
use crate::trouble::Trouble;
use crate::{cargo, deny, root, say};

/// The screen that tests in the real window draw on: a field laptop's.
pub(crate) const SCREEN: &str = "-screen 0 1366x768x24";

/// Paints the screens, where it is installed.
const CHROMIUM: &str = "/usr/bin/chromium";

/// The test that drives the real window.
const WINDOW: &str = "window";

/// Names the file in which tests note what they leave out, one a line.
const LEFT_OUT: &str = "SALA_LEFT_OUT";

/// How a check ended that did not fail.
pub(crate) enum Ended {
    Passed,
    /// All that could be made here did; and what could not.
    Without(Vec<String>),
    /// It could not be made here, and why.
    LeftOut(String),
}

struct Check {
    name: &'static str,
    /// Takes minutes, or more than this machine: left out by `--quick`.
    long: bool,
    make: fn() -> Result<Ended, Trouble>,
}

/// Cheap ones first, so that a mistake is told early.
const CHECKS: &[Check] = &[
    short("setup", make_ready),
    short("format", format),
    short("screens: types and style", screens_checked),
    short("screens: tests", screens_tested),
    short("lints", lints),
    short("programs build", build),
    short("tests", tests),
    long("screens: nothing is cut", screens_fit),
    long("forms beside another engine", compared),
    long("a thousand records of each form", thousands),
    long("every indicator counted twice", counted_twice),
    long("examples in documentation", doc_tests),
    long("documentation", documentation),
    long("licences and sources", deny::licences),
    long("known weaknesses", deny::advisories),
    long("the demonstration", demonstration),
    long("the real window", window),
];

const fn short(name: &'static str, make: fn() -> Result<Ended, Trouble>) -> Check {
    Check {
        name,
        long: false,
        make,
    }
}

const fn long(name: &'static str, make: fn() -> Result<Ended, Trouble>) -> Check {
    Check {
        name,
        long: true,
        make,
    }
}

struct Row {
    name: &'static str,
    ended: Result<Ended, Trouble>,
    took: Duration,
}

/// Makes the checks; stops at the first that fails unless `keep_going`.
pub(crate) fn test(quick: bool, keep_going: bool) -> Result<(), Trouble> {
    let mut rows = Vec::new();
    for check in CHECKS.iter().filter(|check| !(quick && check.long)) {
        go_on()?;
        say!("\n== {}", check.name);
        let begun = Instant::now();
        let ended = (check.make)();
        if let Err(trouble) = &ended {
            say!("\n{trouble}");
        }
        let stops = match &ended {
            Ok(_) => false,
            Err(Trouble::Stopped) => true,
            Err(_) => !keep_going,
        };
        rows.push(Row {
            name: check.name,
            ended,
            took: begun.elapsed(),
        });
        if stops {
            break;
        }
    }
    say!("\n{}", table(&rows));
    if quick {
        let long = CHECKS
            .iter()
            .filter(|check| check.long)
            .map(|check| check.name);
        say!(
            "Not checked, because of --quick: {}.",
            long.collect::<Vec<_>>().join(", ")
        );
    }
    verdict(&rows)
}

fn verdict(rows: &[Row]) -> Result<(), Trouble> {
    if rows
        .iter()
        .any(|row| matches!(row.ended, Err(Trouble::Stopped)))
    {
        return Err(Trouble::Stopped);
    }
    let failed: Vec<&str> = rows
        .iter()
        .filter(|row| row.ended.is_err())
        .map(|row| row.name)
        .collect();
    match failed.is_empty() {
        true => Ok(()),
        false => Err(Trouble::Wrong(format!("Failed: {}.", failed.join(", ")))),
    }
}

fn table(rows: &[Row]) -> String {
    let width = rows
        .iter()
        .map(|row| row.name.chars().count())
        .max()
        .unwrap_or(0);
    let lines = rows.iter().map(|Row { name, ended, took }| {
        let how = match ended {
            Ok(Ended::Passed) => "passed".to_owned(),
            Ok(Ended::Without(left)) => format!("passed, left out: {}", left.join("; ")),
            Ok(Ended::LeftOut(why)) => format!("left out: {why}"),
            Err(Trouble::Stopped) => "stopped".to_owned(),
            Err(_) => "FAILED".to_owned(),
        };
        format!("{name:width$}  {:>7.1} s  {how}", took.as_secs_f64())
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn is_in_ci() -> bool {
    std::env::var_os("CI").is_some()
}

/// How a check ends for which this machine lacks something: in CI it has to be there.
fn left_out(why: String, in_ci: bool) -> Result<Ended, Trouble> {
    match in_ci {
        true => Err(Trouble::Missing {
            what: why,
            remedy: "Install it, or unset CI to leave this check out.".to_owned(),
        }),
        false => Ok(Ended::LeftOut(why)),
    }
}

fn make_ready() -> Result<Ended, Trouble> {
    setup(For::Testing).map(|()| Ended::Passed)
}

pub(crate) fn passes(name: &str, command: &mut Command) -> Result<Ended, Trouble> {
    run(name, command).map(|()| Ended::Passed)
}

/// Passes when the tests do, but for the proofs that they note as left out.
fn passes_noting(name: &str, command: &mut Command) -> Result<Ended, Trouble> {
    let notes = notes(name)?;
    passes(name, command.env(LEFT_OUT, &notes))?;
    without(&notes)
}

/// A file for what a check leaves out, which is not there yet.
fn notes(name: &str) -> Result<PathBuf, Trouble> {
    let file = std::env::temp_dir().join(format!("sala-left-out-{}", std::process::id()));
    match fs::remove_file(&file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Trouble::files(format!(
            "clearing the notes of {name}"
        ))(error)),
        _ => Ok(file),
    }
}

/// What tests noted, each once; when they noted nothing, there is no file.
fn without(notes: &Path) -> Result<Ended, Trouble> {
    let noted = match fs::read_to_string(notes) {
        Ok(noted) => noted,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Ended::Passed),
        Err(error) => {
            return Err(Trouble::files("reading what was left out".to_owned())(
                error,
            ));
        }
    };
    // They are read; the system clears the rest away.
    let _gone = fs::remove_file(notes);
    let mut left: Vec<String> = noted.lines().map(str::to_owned).collect();
    left.sort();
    left.dedup();
    Ok(match left.is_empty() {
        true => Ended::Passed,
        false => Ended::Without(left),
    })
}

fn npm(words: &[&str]) -> Command {
    let mut npm = Command::new("npm");
    npm.args(["--silent"])
        .args(words)
        .current_dir(root().join("ui"));
    npm
}

/// A cargo command of these words.
fn cargo_to(words: &str) -> Command {
    let mut command = cargo();
    command.args(words.split_whitespace());
    command
}

fn format() -> Result<Ended, Trouble> {
    passes("rustfmt", &mut cargo_to("fmt --all -- --check -l"))
}

fn screens_checked() -> Result<Ended, Trouble> {
    passes("npm run check", &mut npm(&["run", "check"]))
}

fn screens_tested() -> Result<Ended, Trouble> {
    passes("npm test", &mut npm(&["test"]))
}

/// Every screen with large and with long words, painted by another browser than the window's own.
fn screens_fit() -> Result<Ended, Trouble> {
    if !Path::new(CHROMIUM).exists() {
        return left_out(format!("there is no {CHROMIUM}"), is_in_ci());
    }
    passes("npm run fits", &mut npm(&["run", "--silent", "fits"]))
}

fn lints() -> Result<Ended, Trouble> {
    let words = "clippy --workspace --all-targets --quiet --locked -- -D warnings";
    passes("clippy", &mut cargo_to(words))
}

/// The two programs, which the tests in the real window and the stories start.
fn build() -> Result<Ended, Trouble> {
    passes(
        "cargo build",
        &mut cargo_to("build --workspace --bins --quiet --locked"),
    )
}

/// All Rust tests but those that need a window, with nextest where it is installed.
///
/// Always the whole workspace: to build a part of it would compile shared packages once more, with
/// other features.
fn tests() -> Result<Ended, Trouble> {
    let targets = test_targets()?;
    if hear("nextest", &mut cargo_to("nextest --version")).is_ok_and(|it| it.status.success()) {
        let mut cargo = cargo_to("nextest run --workspace --locked --no-fail-fast");
        cargo.args("--status-level fail --final-status-level fail".split(' '));
        if targets.iter().any(|name| name == WINDOW) {
            cargo.args(["-E", &format!("not binary(={WINDOW})")]);
        }
        return passes_noting("cargo nextest", &mut cargo);
    }
    let mut cargo = cargo_to("test --workspace --locked --quiet --no-fail-fast --lib --bins");
    for name in targets.iter().filter(|name| *name != WINDOW) {
        cargo.args(["--test", name]);
    }
    passes_noting("cargo test", &mut cargo)
}

/// Made-up complete records of each form, far more than in every run of the tests.
///
/// Not with nextest, which ends a test that takes so long.
fn thousands() -> Result<Ended, Trouble> {
    let words = "test --workspace --locked --quiet --test stories -- all_forms:: --nocapture";
    let mut cargo = cargo_to(words);
    passes("all_forms", cargo.env("SALA_RECORDS", "1000"))
}

/// Every indicator counted by its query and again from the answers of ten thousand made-up records.
fn counted_twice() -> Result<Ended, Trouble> {
    let words = "test --workspace --locked --quiet --lib -- reports::brute_tests";
    let mut cargo = cargo_to(words);
    passes("the recount", cargo.env("SALA_RECORDS", "10000"))
}

/// The names of all files of integration tests.
fn test_targets() -> Result<Vec<String>, Trouble> {
    let words = "metadata --format-version 1 --no-deps --locked";
    let metadata = ask("cargo metadata", &mut cargo_to(words))?;
    let metadata: Value = serde_json::from_str(&metadata)
        .map_err(|error| Trouble::Wrong(format!("cargo metadata is no JSON: {error}")))?;
    let packages = list(&metadata, "/packages").iter();
    let targets = packages.flat_map(|package| list(package, "/targets"));
    let tests = targets.filter(|target| text(target, "/kind/0") == "test");
    let mut names: Vec<String> = tests
        .map(|target| text(target, "/name").to_owned())
        .collect();
    names.sort();
    names.dedup();
    Ok(names)
}

/// Made-up forms and the programme's own, filled in here and by ODK's web engine, the own ones as a converter writes
/// them. Built as the other tests are, with the whole workspace.
fn compared() -> Result<Ended, Trouble> {
    let words = "test --workspace --locked --quiet --lib -- differential_tests";
    let mut tests = cargo_to(words);
    tests.env("SALA_ORACLE", "1");
    let converter = converter();
    if let Some(converter) = &converter {
        tests.env("SALA_PYXFORM", converter);
    }
    let ended = passes("cargo test", &mut tests)?;
    match converter {
        Some(_) => Ok(ended),
        None => left_out(
            "the programme's own forms: there is no Python".to_owned(),
            is_in_ci(),
        ),
    }
}

fn doc_tests() -> Result<Ended, Trouble> {
    passes(
        "cargo test --doc",
        &mut cargo_to("test --doc --workspace --quiet --locked"),
    )
}

fn documentation() -> Result<Ended, Trouble> {
    let words = "doc --workspace --no-deps --document-private-items --quiet --locked";
    passes(
        "cargo doc",
        cargo_to(words).env("RUSTDOCFLAGS", "-D warnings"),
    )
}

/// The whole work as `cargo xtask run --headless` shows it.
fn demonstration() -> Result<Ended, Trouble> {
    headless().map(|()| Ended::Passed)
}

/// The app in its real window, on a screen of its own. Whatever the window's engine leaves running
/// is ended with the group.
fn window() -> Result<Ended, Trouble> {
    let notes = notes(WINDOW)?;
    let mut command = Command::new("xvfb-run");
    command
        .env(LEFT_OUT, &notes)
        .args(["-a", "-s", SCREEN])
        .arg(cargo().get_program());
    command.args(["test", "--workspace", "--locked", "--test", WINDOW]);
    command
        .current_dir(root())
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY");
    let mut child = Child::start("the window's tests", &mut command)?;
    let status = child.wait()?;
    child.stop();
    match status.success() {
        true => without(&notes),
        false => Err(failed("the window's tests", status, "")),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]
    use super::*;

    fn row(name: &'static str, ended: Result<Ended, Trouble>) -> Row {
        let took = Duration::from_millis(1250);
        Row { name, ended, took }
    }

    #[test]
    fn the_table_says_of_each_check_how_it_ended() {
        let rows = [
            row("format", Ok(Ended::Passed)),
            row(
                "known weaknesses",
                Ok(Ended::LeftOut("no network".to_owned())),
            ),
            row("lints", Err(Trouble::Wrong("3 warnings".to_owned()))),
        ];
        assert_eq!(
            table(&rows),
            "format                1.2 s  passed\n\
             known weaknesses      1.2 s  left out: no network\n\
             lints                 1.2 s  FAILED"
        );
    }

    #[test]
    fn what_tests_noted_as_left_out_stands_beside_passed() {
        let file = notes("a check").unwrap();
        let told = || table(&[row("tests", without(&file))]);
        assert!(told().ends_with("s  passed"), "{}", told());
        fs::write(&file, "there is no moto\nno small disk\nthere is no moto\n").unwrap();
        let rows = [row("tests", without(&file))];
        let how = "passed, left out: no small disk; there is no moto";
        assert!(table(&rows).ends_with(how), "{}", table(&rows));
        assert!(verdict(&rows).is_ok());
        assert!(!file.exists(), "the next check begins with an empty file");
    }

    #[test]
    fn what_is_missing_leaves_a_check_out_but_in_ci() {
        let check = |in_ci: bool, how: &str| {
            let rows = [row("screens", left_out("no browser".to_owned(), in_ci))];
            assert!(table(&rows).ends_with(how), "{}", table(&rows));
            assert_eq!(verdict(&rows).is_err(), in_ci);
        };
        check(false, "left out: no browser");
        check(true, "FAILED");
    }

    #[test]
    fn one_failure_fails_all_and_is_named() {
        let told = |rows: &[Row]| verdict(rows).map_err(|trouble| trouble.to_string());
        assert_eq!(told(&[row("format", Ok(Ended::Passed))]), Ok(()));
        assert_eq!(told(&[row("x", Ok(Ended::LeftOut(String::new())))]), Ok(()));
        let wrong = || Err(Trouble::Wrong(String::new()));
        assert_eq!(
            told(&[row("a", wrong()), row("b", wrong())]),
            Err("Failed: a, b.".to_owned())
        );
        assert_eq!(
            told(&[row("a", wrong()), row("b", Err(Trouble::Stopped))]),
            Err("stopped".to_owned())
        );
    }
}
