//! What may come into the programs, by `cargo deny` and deny.toml.

use std::path::PathBuf;
use std::process::Command;

use crate::check::{Ended, passes};
use crate::children::{ask, failed, hear, run};
use crate::trouble::Trouble;
use crate::{cargo, root, say};

/// Licences, sources and banned packages. The Rust tests have checked every licence already, so a
/// machine that cannot have `cargo deny` does not fail.
pub(crate) fn licences() -> Result<Ended, Trouble> {
    let Some(mut deny) = installed()? else {
        return Ok(left_out(
            "cargo-deny could not be had; the tests have checked every licence",
        ));
    };
    passes(
        "cargo deny",
        deny_to(&mut deny, "check licenses bans sources"),
    )
}

/// Known weaknesses of what is used, where the public list of them can be fetched.
pub(crate) fn advisories() -> Result<Ended, Trouble> {
    let Some(mut deny) = installed()? else {
        return Ok(left_out("cargo-deny could not be had"));
    };
    let said = hear("cargo deny", deny_to(&mut deny, "check advisories"))?;
    if said.status.success() {
        return Ok(Ended::Passed);
    }
    if said.errors.contains("failed to fetch advisory database") {
        return Ok(left_out("the list of advisories could not be fetched"));
    }
    Err(failed("cargo deny", said.status, &said.errors))
}

fn left_out(why: &str) -> Ended {
    Ended::LeftOut(why.to_owned())
}

fn deny_to<'c>(deny: &'c mut Command, words: &str) -> &'c mut Command {
    deny.args(["--log-level", "error", "--locked"])
        .args(words.split(' '))
}

/// The installed program, or one of our own in `target/tools`, built once.
fn installed() -> Result<Option<Command>, Trouble> {
    let tools = root().join("target/tools");
    let own = tools.join("bin/cargo-deny");
    for program in [PathBuf::from("cargo-deny"), own.clone()] {
        if ask("cargo deny", Command::new(&program).arg("--version")).is_ok() {
            return Ok(Some(here(program)));
        }
    }
    say!("Building cargo-deny, once");
    let mut install = cargo();
    install.args([
        "install",
        "cargo-deny",
        "--locked",
        "--debug",
        "--quiet",
        "--root",
    ]);
    match run("cargo install", install.arg(&tools)) {
        Ok(()) => Ok(Some(here(own))),
        Err(Trouble::Stopped) => Err(Trouble::Stopped),
        Err(trouble) => {
            say!("{trouble}");
            Ok(None)
        }
    }
}

fn here(program: PathBuf) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}
