//! `cargo xtask test`: every check, one after the other, and a table of how they ended.

use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::children::{Child, ask, failed, go_on, hear, run};
use crate::setup::{For, setup};
use crate::trouble::Trouble;
use crate::{cargo, root, say};

/// The screen that tests in the real window draw on: a field laptop's.
const SCREEN: &str = "-screen 0 1366x768x24";

/// How a check ended that did not fail.
enum Ended {
    Passed,
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
    long("examples in documentation", doc_tests),
    long("documentation", documentation),
    long("licences and sources", licences),
    long("known weaknesses", advisories),
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
            Ok(Ended::LeftOut(why)) => format!("left out: {why}"),
            Err(Trouble::Stopped) => "stopped".to_owned(),
            Err(_) => "FAILED".to_owned(),
        };
        format!("{name:width$}  {:>7.1} s  {how}", took.as_secs_f64())
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn make_ready() -> Result<Ended, Trouble> {
    setup(For::Testing).map(|()| Ended::Passed)
}

fn passes(name: &str, command: &mut Command) -> Result<Ended, Trouble> {
    run(name, command).map(|()| Ended::Passed)
}

fn npm(words: &[&str]) -> Command {
    let mut npm = Command::new("npm");
    npm.args(["--silent"])
        .args(words)
        .current_dir(root().join("ui"));
    npm
}

fn format() -> Result<Ended, Trouble> {
    passes("rustfmt", cargo().args(["fmt", "--all", "--check"]))
}

fn screens_checked() -> Result<Ended, Trouble> {
    passes("npm run check", &mut npm(&["run", "check"]))
}

fn screens_tested() -> Result<Ended, Trouble> {
    passes("npm test", &mut npm(&["test"]))
}

fn lints() -> Result<Ended, Trouble> {
    let words = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--quiet",
        "--locked",
    ];
    passes("clippy", cargo().args(words).args(["--", "-D", "warnings"]))
}

/// The two programs, which the tests in the real window and the stories start.
fn build() -> Result<Ended, Trouble> {
    let words = ["build", "--workspace", "--bins", "--quiet", "--locked"];
    passes("cargo build", cargo().args(words))
}

/// All Rust tests but those that need a window, with nextest where it is installed.
fn tests() -> Result<Ended, Trouble> {
    let nextest = hear("cargo nextest", cargo().args(["nextest", "--version"]));
    if nextest.is_ok_and(|said| said.status.success()) {
        let mut cargo = cargo();
        cargo.args([
            "nextest",
            "run",
            "--workspace",
            "--locked",
            "--no-tests",
            "pass",
        ]);
        cargo.args([
            "--no-fail-fast",
            "--status-level",
            "fail",
            "--final-status-level",
            "fail",
        ]);
        return passes("cargo nextest", cargo.args(["-E", "not binary(=window)"]));
    }
    let words = ["test", "--quiet", "--locked", "--no-fail-fast"];
    let all = ["--workspace", "--exclude", "sala", "--all-targets"];
    run("cargo test", cargo().args(words).args(all))?;
    let mut cargo = cargo();
    cargo
        .args(words)
        .args(["--package", "sala", "--lib", "--bins"]);
    for name in tests_without_a_window()? {
        cargo.args(["--test", &name]);
    }
    passes("cargo test", &mut cargo)
}

fn tests_without_a_window() -> Result<Vec<String>, Trouble> {
    let folder = root().join("tests");
    let doing = || format!("reading {}", folder.display());
    let mut names = Vec::new();
    for entry in folder.read_dir().map_err(Trouble::files(doing()))? {
        let name = entry.map_err(Trouble::files(doing()))?.file_name();
        let name = name.to_string_lossy();
        names.extend(
            name.strip_suffix(".rs")
                .filter(|name| *name != "window")
                .map(str::to_owned),
        );
    }
    names.sort();
    Ok(names)
}

fn doc_tests() -> Result<Ended, Trouble> {
    let words = [
        "test",
        "--doc",
        "--workspace",
        "--exclude",
        "sala",
        "--quiet",
        "--locked",
    ];
    passes("cargo test --doc", cargo().args(words))
}

fn documentation() -> Result<Ended, Trouble> {
    let words = [
        "doc",
        "--workspace",
        "--no-deps",
        "--document-private-items",
        "--quiet",
        "--locked",
    ];
    passes(
        "cargo doc",
        cargo().args(words).env("RUSTDOCFLAGS", "-D warnings"),
    )
}

/// `cargo deny`, fetched once into `target/tools` where it is not installed. The tests have checked
/// every licence already, so a machine that cannot have it does not fail.
fn licences() -> Result<Ended, Trouble> {
    let Some(deny) = deny()? else {
        return Ok(Ended::LeftOut(
            "cargo-deny could not be had; the tests have checked every licence".to_owned(),
        ));
    };
    let words = [
        "--log-level",
        "error",
        "--locked",
        "check",
        "licenses",
        "bans",
        "sources",
    ];
    passes("cargo deny", deny_command(deny).args(words))
}

/// Known weaknesses of what is used, where the public list of them can be fetched.
fn advisories() -> Result<Ended, Trouble> {
    let Some(deny) = deny()? else {
        return Ok(Ended::LeftOut("cargo-deny could not be had".to_owned()));
    };
    let words = ["--log-level", "error", "--locked", "check", "advisories"];
    let said = hear("cargo deny", deny_command(deny).args(words))?;
    if said.status.success() {
        return Ok(Ended::Passed);
    }
    if said.errors.contains("failed to fetch advisory database") {
        return Ok(Ended::LeftOut(
            "the list of advisories could not be fetched".to_owned(),
        ));
    }
    Err(failed("cargo deny", said.status, &said.errors))
}

fn deny_command(program: PathBuf) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

fn deny() -> Result<Option<PathBuf>, Trouble> {
    let installed = PathBuf::from("cargo-deny");
    let tools = root().join("target/tools");
    let own = tools.join("bin/cargo-deny");
    for program in [&installed, &own] {
        if ask("cargo deny", Command::new(program).arg("--version")).is_ok() {
            return Ok(Some(program.clone()));
        }
    }
    say!("Building cargo-deny, once");
    let mut install = cargo();
    install
        .args([
            "install",
            "cargo-deny",
            "--locked",
            "--debug",
            "--quiet",
            "--root",
        ])
        .arg(&tools);
    match run("cargo install", &mut install) {
        Ok(()) => Ok(Some(own)),
        Err(Trouble::Stopped) => Err(Trouble::Stopped),
        Err(trouble) => {
            say!("{trouble}");
            Ok(None)
        }
    }
}

/// The app in its real window, on a screen of its own. Whatever the window's engine leaves running is
/// ended with the group.
fn window() -> Result<Ended, Trouble> {
    let mut command = Command::new("xvfb-run");
    command
        .args(["-a", "-s", SCREEN])
        .arg(cargo().get_program());
    command.args(["test", "--package", "sala", "--test", "window", "--locked"]);
    command
        .current_dir(root())
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY");
    let mut child = Child::start("the window's tests", &mut command)?;
    let status = child.wait()?;
    child.stop();
    match status.success() {
        true => Ok(Ended::Passed),
        false => Err(failed("the window's tests", status, "")),
    }
}

#[cfg(test)]
mod tests {
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
