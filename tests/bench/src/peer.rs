//! Another program that syncs beside ours, in the same run and over the same records: PouchDB, each side with its
//! own store, over the same counting line.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use desk::Desk;
use kit::{Carried, Forwarder, Link};
use serde_json::Value;

/// What the other program did.
pub(crate) struct Theirs {
    /// Records in a second.
    pub(crate) rate: f64,
    /// Bytes on the wire.
    pub(crate) carried: Carried,
}

/// Sends the records of a laptop, as it exports them, from PouchDB to a server of its own.
pub(crate) fn push(desk: &Desk) -> Theirs {
    let program = packages("peers").join("couch.mjs");
    let folder = tempfile::tempdir().unwrap();
    let lines = folder.path().join("records.jsonl");
    desk.export(None, &mut File::create(&lines).unwrap())
        .unwrap();
    let (mut server, address) = serve(&program, folder.path());
    let line = Forwarder::open(&address, Link::default());
    let out = Command::new("node")
        .arg(&program)
        .args(["push", &line.url()])
        .arg(&lines)
        .current_dir(folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&out.stdout);
    let done: Value = serde_json::from_str(said.trim())
        .unwrap_or_else(|_| panic!("{said}{}", String::from_utf8_lossy(&out.stderr)));
    let figure = |name: &str| done.get(name).and_then(Value::as_f64).expect("a figure");
    let count = fs::read_to_string(&lines).unwrap().lines().count() as f64;
    assert_eq!(
        (figure("written"), figure("held")),
        (count, count),
        "{done}"
    );
    drop(server.stdin.take());
    server.wait().unwrap();
    Theirs {
        rate: count / (figure("ms") / 1e3),
        carried: line.carried(),
    }
}

fn serve(program: &Path, folder: &Path) -> (Child, String) {
    let mut server = Command::new("node")
        .arg(program)
        .arg("serve")
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let out = server.stdout.as_mut().unwrap();
    BufReader::new(out).read_line(&mut line).unwrap();
    (server, line.trim().to_owned())
}

/// The folder of another program beside this package, with what it needs in it.
pub(crate) fn packages(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name);
    if !folder.join("node_modules/.package-lock.json").exists() {
        let words = ["ci", "--ignore-scripts", "--no-fund", "--no-audit"];
        let mut npm = Command::new("npm");
        let done = npm.args(words).current_dir(&folder).status().expect("npm");
        assert!(done.success(), "{name} cannot be installed");
    }
    folder.canonicalize().unwrap()
}
