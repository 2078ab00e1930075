//! The programme's own forms, as their workbooks are read here, beside what a converter makes of them and ODK's web
//! engine of that: after each of two hundred random answers every node must stand alike.
//!
//! The converter is *pyxform*, which `cargo xtask test` installs and names in `SALA_PYXFORM`. Without it, or without
//! `SALA_ORACLE`, the comparison says that it was left out; where `CI` is set it fails instead.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a failed test should stop at once, and says what it found"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use super::differential_tests::{COMPARED, answered};
use super::real_tests::{compare, facts, straighten};
use super::{PlayFacts, play};
use crate::conformance_tests::{Suite, Tally};

const OWN: Suite = Suite {
    name: "the programme's forms, against ODK's web engine",
    bar: 99.5,
    exceptions: "conformance/own_forms.tsv",
};

const ACTIONS: usize = 200;
/// Actions between two looks at all nodes.
const LOOK_EVERY: usize = 10;

/// The workbooks in `forms/`: whatever begins with the sheet of questions.
fn workbooks() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../forms");
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let is_workbook = |file: &PathBuf| {
        file.extension().is_some_and(|it| it == "csv")
            && fs::read(file).unwrap().starts_with(b"survey")
    };
    let mut files: Vec<PathBuf> = files.filter(is_workbook).collect();
    files.sort();
    assert_eq!(files.len(), 11, "{files:?}");
    files
}

fn read(workbook: &Path) -> PlayFacts {
    let name = workbook.file_name().unwrap().to_str().unwrap().to_owned();
    PlayFacts {
        form: Some((name, fs::read(workbook).unwrap())),
        ..facts()
    }
}

fn name_of(workbook: &Path) -> &str {
    workbook.file_stem().unwrap().to_str().unwrap()
}

/// What was done in a random walk, with a snapshot now and then.
fn walked(workbook: &Path, seed: u64) -> Vec<Value> {
    // Not every step of a walk finds something to do.
    let fuzz = (0..5).map(|walk| json!({ "fuzz": 3 * ACTIONS, "seed": seed + 100 * walk }));
    let walk = json!({ "actions": fuzz.collect::<Vec<_>>() });
    let first = play(&walk, &read(workbook));
    let name = name_of(workbook);
    assert_eq!(first["ok"], true, "{name}: {}", first["error"]);
    let performed = first["performed"].as_array().unwrap();
    assert!(performed.len() >= ACTIONS, "{name}: {}", performed.len());
    let mut actions = vec![json!({ "snapshot": "start" })];
    for (at, step) in performed.iter().take(ACTIONS).enumerate() {
        actions.push(step.clone());
        if (at + 1) % LOOK_EVERY == 0 {
            actions.push(json!({ "snapshot": format!("step{}", at + 1) }));
        }
    }
    if let Some(language) = first["languages"].get(1) {
        actions.push(json!({ "language": language }));
        actions.push(json!({ "snapshot": "other language" }));
    }
    actions
}

/// The XML that the converter makes of a workbook.
fn converted(converter: &str, workbook: &Path, folder: &Path) -> String {
    let xml = folder.join(name_of(workbook)).with_extension("xml");
    let done = Command::new(converter)
        .arg(workbook)
        .arg(&xml)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{}: {said}", name_of(workbook));
    assert!(!said.contains("Warning"), "{}: {said}", name_of(workbook));
    fs::read_to_string(xml).unwrap()
}

#[test]
fn every_own_form_is_walked_through() {
    for (seed, workbook) in (1..).zip(workbooks()) {
        assert_eq!(walked(&workbook, seed), walked(&workbook, seed));
    }
}

#[test]
fn own_forms_stand_as_another_engine_has_what_a_converter_makes_of_them() {
    let converter = std::env::var("SALA_PYXFORM").ok();
    let (Ok(_), Some(converter)) = (std::env::var("SALA_ORACLE"), converter) else {
        assert!(
            std::env::var("CI").is_err() || std::env::var("SALA_ORACLE").is_err(),
            "the converter is missing: SALA_PYXFORM"
        );
        println!("left out: SALA_ORACLE and SALA_PYXFORM are not both set");
        return;
    };
    let folder = std::env::temp_dir().join(format!("sala-own-forms-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let plays: Vec<(String, Value, Value)> = (1..)
        .zip(workbooks())
        .map(|(seed, workbook)| {
            let actions = walked(&workbook, seed);
            let xml = converted(&converter, &workbook, &folder);
            let ours = play(&json!({ "actions": actions }), &read(&workbook));
            let name = name_of(&workbook).to_owned();
            (
                name.clone(),
                json!({ "id": name, "xml": xml, "actions": actions }),
                ours,
            )
        })
        .collect();
    fs::remove_dir_all(&folder).unwrap();
    let requests: Vec<&Value> = plays.iter().map(|(_, request, _)| request).collect();
    let mut tally = Tally::default();
    for ((name, _, ours), theirs) in plays.iter().zip(answered(&requests)) {
        assert_eq!(theirs["ok"], true, "{name}: {}", theirs["error"]);
        let (mut ours, mut theirs) = (ours.clone(), theirs);
        straighten(&mut ours);
        straighten(&mut theirs);
        for (at, theirs) in theirs["actions"].as_array().unwrap().iter().enumerate() {
            let agreed = ours["actions"][at]["ok"] == theirs["ok"];
            let said = format!("{} here, {theirs} there", ours["actions"][at]);
            tally.note(&format!("{name} action"), (!agreed).then_some(said));
        }
        compare(name, &ours, &theirs, &COMPARED, &mut tally);
    }
    let (cases, decided) = OWN.explained(&tally);
    println!(
        "{}: {cases} cases, of which {decided} are decided otherwise",
        OWN.name
    );
}
