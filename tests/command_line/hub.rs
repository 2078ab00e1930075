//! Two programs on one machine, one of them a hub.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use kit::Office;
use serde_json::Value;
use tempfile::TempDir;

use super::{PASSPHRASE, sala};

fn joined(office: &Office, name: &str, role: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("secret"), PASSPHRASE).unwrap();
    let invitation = office.invite(name, role, &["BTB2"]);
    told(&folder, &["join", &invitation]);
    folder
}

/// What a command says in JSON, when it does what it is asked.
fn told(folder: &TempDir, words: &[&str]) -> Value {
    let words: Vec<&str> = ["--json"]
        .into_iter()
        .chain(words.iter().copied())
        .collect();
    let done = sala(folder, &words);
    let why = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(0), "{words:?}: {why}");
    serde_json::from_slice(&done.stdout).unwrap()
}

/// A hub until it is dropped.
struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        let _it_ended = self.0.kill();
        let _it_ended = self.0.wait();
    }
}

fn serve(folder: &TempDir) -> (Serving, Value) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_sala"))
        .arg("--data")
        .arg(folder.path().join("laptop"))
        .arg("--passphrase-file")
        .arg(folder.path().join("secret"))
        .args(["--json", "hub", "serve", "--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    out.read_line(&mut line).unwrap();
    (Serving(child), serde_json::from_str(&line).unwrap())
}

#[test]
fn a_hub_is_served_paired_with_and_visited_from_the_command_line() {
    let office = Office::open();
    let hub = joined(&office, "Vanna", "coordinator");
    let guest = joined(&office, "Dara", "field");
    let refused = sala(&guest, &["hub", "sync"]);
    assert_eq!(refused.status.code(), Some(1), "no hub was met yet");

    let (serving, view) = serve(&hub);
    let shown = &view["serving"];
    let address = shown["addresses"][0].as_str().unwrap();
    let short = shown["short_code"].as_str().unwrap();
    let wrong = sala(
        &guest,
        &["--json", "hub", "pair", "0000-0000", "--at", address],
    );
    let said: Value = serde_json::from_slice(&wrong.stderr).unwrap();
    assert_eq!(
        (wrong.status.code(), said["code"].as_str()),
        (Some(1), Some("hub_refused"))
    );
    let visit = told(&guest, &["hub", "pair", short, "--at", address]);
    assert_eq!(
        (visit["equal"].as_bool(), &visit["people"][0]),
        (Some(true), &Value::from("Vanna"))
    );
    let again = told(&guest, &["hub", "sync"]);
    assert_eq!(again["handed"], 0);
    let bad = sala(&guest, &["--json", "hub", "pair", "nonsense"]);
    let said: Value = serde_json::from_slice(&bad.stderr).unwrap();
    assert_eq!(said["code"], "bad_hub_code");
    drop(serving);

    let gone = sala(&guest, &["--json", "hub", "sync"]);
    let said: Value = serde_json::from_slice(&gone.stderr).unwrap();
    assert_eq!(said["code"], "hub_offline");
    let view = told(&hub, &["hub", "show"]);
    assert_eq!(view["guests"][0]["people"][0], "Dara");
    let field = sala(
        &guest,
        &[
            "--json",
            "hub",
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--seconds",
            "0",
        ],
    );
    let said: Value = serde_json::from_slice(&field.stderr).unwrap();
    assert_eq!(said["code"], "not_allowed");
}
