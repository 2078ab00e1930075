//! Made-up forms played here and by ODK's web engine: every node must stand alike.
//!
//! The other engine is an npm package below `tests/oracle`, which `cargo xtask test` installs. The comparison runs
//! where `SALA_ORACLE` is set, as `cargo xtask test` does.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a failed test should stop at once, and says what it found"
)]

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use serde_json::{Value, json};

use super::made_up_tests::form;
use super::play;
use super::real_tests::{compare, facts};
use crate::conformance_tests::{Suite, Tally};

const MADE_UP: Suite = Suite {
    name: "made-up forms, against ODK's web engine",
    bar: 99.5,
    exceptions: "conformance/made_up.tsv",
};

const FORMS: u64 = 300;
const STEPS: u64 = 40;

/// What is compared of a node. Answers are compared as they are stored.
pub(super) const COMPARED: [&str; 10] = [
    "kind",
    "relevant",
    "required",
    "readonly",
    "instance_value",
    "choices",
    "label",
    "hint",
    "violation",
    "message",
];

/// What the other engine answers to these requests; its clock stands where ours does.
pub(super) fn answered(requests: &[&Value]) -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/oracle");
    let mut oracle = Command::new("node")
        .arg("play.mjs")
        .current_dir(folder)
        .env("TZ", "UTC")
        .env("SALA_NOW", facts().moment.now_ms.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = requests.iter().map(|request| format!("{request}\n"));
    let lines: String = lines.collect();
    let mut input = oracle.stdin.take().unwrap();
    let writer = thread::spawn(move || input.write_all(lines.as_bytes()));
    let answers = BufReader::new(oracle.stdout.take().unwrap());
    let answers = answers
        .lines()
        .map(|line| serde_json::from_str(&line.unwrap()).unwrap());
    let answers: Vec<Value> = answers.collect();
    writer.join().unwrap().unwrap();
    assert!(oracle.wait().unwrap().success());
    assert_eq!(answers.len(), requests.len(), "it answers each request");
    answers
}

/// Walks through a form, and gives the request that does the same with what came of it here.
fn walked(seed: u64) -> (Value, Value) {
    let xml = form(seed);
    let walk = json!({ "fuzz": STEPS, "seed": seed + 1 });
    let first = play(&json!({ "xml": xml, "actions": [walk] }), &facts());
    assert_eq!(first["ok"], true, "{seed}: {}\n{xml}", first["error"]);
    let mut actions = vec![json!({ "snapshot": "start" })];
    for (at, step) in first["performed"].as_array().unwrap().iter().enumerate() {
        assert!(step.get("error").is_none(), "{seed}: {step}");
        actions.push(step.clone());
        if at % 10 == 9 {
            actions.push(json!({ "snapshot": format!("step{}", at + 1) }));
        }
    }
    if let Some(language) = first["languages"].get(1) {
        actions.push(json!({ "language": language }));
    }
    actions.push(json!({ "snapshot": "final" }));
    let request = json!({ "id": seed, "xml": xml, "actions": actions });
    let ours = play(&request, &facts());
    (request, ours)
}

#[test]
fn the_same_seed_makes_up_the_same_form_and_each_can_be_filled() {
    for seed in 0..40 {
        assert_eq!(form(seed), form(seed));
        let (request, ours) = walked(seed);
        let xml = request["xml"].as_str().unwrap();
        assert_eq!(ours["ok"], true, "{seed}: {}\n{xml}", ours["error"]);
    }
    assert_ne!(form(1), form(2));
}

#[test]
fn made_up_forms_stand_as_another_engine_has_them() {
    if std::env::var("SALA_ORACLE").is_err() {
        println!("left out: SALA_ORACLE is not set");
        return;
    }
    let plays: Vec<(Value, Value)> = (0..FORMS).map(walked).collect();
    let requests: Vec<&Value> = plays.iter().map(|(request, _)| request).collect();
    let answers = answered(&requests);
    let mut tally = Tally::default();
    for ((_, ours), theirs) in plays.iter().zip(&answers) {
        assert_eq!(ours["id"], theirs["id"]);
        let name = format!("form {}", theirs["id"]);
        if theirs["ok"] == false {
            let why = theirs["error"].to_string();
            tally.note(&format!("{name} load"), Some(why));
            continue;
        }
        for (at, theirs) in theirs["actions"].as_array().unwrap().iter().enumerate() {
            let agreed = ours["actions"][at]["ok"] == theirs["ok"];
            let said = format!("{} here, {theirs} there", ours["actions"][at]);
            tally.note(&format!("{name} action {at}"), (!agreed).then_some(said));
        }
        compare(&name, ours, theirs, &COMPARED, &mut tally);
    }
    MADE_UP.judge(&tally);
}
