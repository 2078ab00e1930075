//! Files for somebody else that cannot be written where they were to go.

use std::fs;

use serde_json::Value;

use crate::{laptop, sala};

#[test]
fn a_place_that_cannot_be_written_is_named_as_that() {
    let folder = laptop();
    let file = folder.path().join("a file");
    fs::write(&file, "as it was").unwrap();
    fs::create_dir(folder.path().join("taken")).unwrap();
    let places = [
        folder.path().join("no folder").join("out"),
        file.join("out"),
        // A folder has the name already.
        folder.path().join("taken"),
    ];
    let commands: [&[&str]; 5] = [
        &[
            "report",
            "E1",
            "--from",
            "2026-11-01",
            "--to",
            "2026-11-30",
            "--format",
            "csv",
            "--out",
        ],
        &[
            "report",
            "E1",
            "--from",
            "2026-11-01",
            "--to",
            "2026-11-30",
            "--format",
            "pdf",
            "--out",
        ],
        &["record", "export", "--out"],
        &[
            "record", "export", "--form", "person", "--format", "xlsx", "--out",
        ],
        &["backup"],
    ];
    for words in commands {
        for place in &places {
            let all = [&["--json"], words, &[place.to_str().unwrap()]].concat();
            let output = sala(&folder, &all);
            let said = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(1), "{all:?}: {said}");
            let told: Value = serde_json::from_str(said.trim()).unwrap();
            assert_eq!(told["code"], "unwritable", "{all:?}: {said}");
            let message = told["message"].as_str().unwrap();
            assert!(message.starts_with("write the "), "{all:?}: {said}");
        }
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), "as it was");
    let mut left: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    left.sort();
    assert_eq!(
        left,
        ["a file", "laptop", "secret", "taken"],
        "nothing half-written stays"
    );
}
