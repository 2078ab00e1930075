//! The `sala` command line: what it prints, and how it ends: 0 done, 1 refused, 2 misused.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use std::fs;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

const PASSPHRASE: &str = "nine green mangoes on a gate";

fn sala(folder: &TempDir, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sala"))
        .arg("--data")
        .arg(folder.path().join("laptop"))
        .arg("--passphrase-file")
        .arg(folder.path().join("secret"))
        .args(words)
        .output()
        .unwrap()
}

/// A laptop with a programme of its own.
fn laptop() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("secret"), PASSPHRASE).unwrap();
    let init = [
        "init",
        "--programme",
        "Test",
        "--team",
        "BTB2",
        "--person",
        "Dara",
    ];
    assert_eq!(sala(&folder, &init).status.code(), Some(0));
    folder
}

#[test]
fn refusals_and_misuse_are_told_apart() {
    let folder = laptop();
    let check = |words: &[&str], status: i32, code: Option<&str>| {
        let words: Vec<&str> = ["--json"]
            .into_iter()
            .chain(words.iter().copied())
            .collect();
        let output = sala(&folder, &words);
        assert_eq!(output.status.code(), Some(status), "{words:?}");
        if let Some(code) = code {
            let said: Value = serde_json::from_slice(&output.stderr).unwrap();
            assert_eq!(said["code"], code, "{words:?}");
            assert!(!said["message"].as_str().unwrap().is_empty());
        }
    };
    check(&["record", "list"], 0, None);
    check(&["doctor"], 0, None);
    check(&["record", "show", "nothing"], 1, Some("not_found"));
    check(
        &["record", "new", "--form", "nothing"],
        1,
        Some("not_found"),
    );
    check(&["record", "new", "--form", "person"], 1, Some("not_valid"));
    check(&["sync"], 1, Some("no_centre"));
    check(
        &["init", "--programme", "T", "--team", "A", "--person", "B"],
        1,
        Some("already_set_up"),
    );
    check(&["join", "sala-invite:x"], 2, Some("misused"));
    check(
        &[
            "record",
            "new",
            "--form",
            "person",
            "--set",
            "no equals sign",
        ],
        2,
        Some("misused"),
    );
    check(&["nonsense"], 2, None);
    check(&["--as", "Nobody", "record", "list"], 1, Some("not_found"));
    fs::write(folder.path().join("secret"), "some other passphrase").unwrap();
    check(&["record", "list"], 1, Some("wrong_passphrase"));
}

#[test]
fn an_error_is_one_sentence_on_standard_error() {
    let folder = laptop();
    let output = sala(&folder, &["record", "show", "nothing"]);
    assert!(output.stdout.is_empty());
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "there is no such record here\n"
    );
}

#[test]
fn a_form_that_cannot_be_used_says_where() {
    let folder = laptop();
    let form = folder.path().join("bad.csv");
    fs::write(
        &form,
        "survey,,,,\n,type,name,label,constraint\n,integer,men,Men,. >\n",
    )
    .unwrap();
    let output = sala(&folder, &["form", "import", form.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("row") && said.contains("survey"), "{said}");
}

#[test]
fn a_backup_comes_back_in_another_folder() {
    let folder = laptop();
    let file = folder.path().join("all.sala-backup");
    let path = file.to_str().unwrap();
    assert_eq!(sala(&folder, &["backup", path]).status.code(), Some(0));
    let other = tempfile::tempdir().unwrap();
    fs::write(other.path().join("secret"), PASSPHRASE).unwrap();
    assert_eq!(sala(&other, &["restore", path]).status.code(), Some(0));
    assert_eq!(sala(&other, &["doctor"]).status.code(), Some(0));
}
