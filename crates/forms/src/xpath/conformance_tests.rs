//! The evaluator against cases that other engines agree on. The file is read where it lies; without it the
//! test says so and passes, unless `CI` is set. What contradicts a decision of this project is listed beside it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a failed test should stop at once, and says what it found"
)]

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::{Value as Json, json};

use super::xpath_answer;
use crate::conformance_tests::Suite;

/// Of so many cases in a hundred at most, a decision of this project may say the contrary.
const EXCEPTIONS_PERCENT_MAX: usize = 4;

/// Decisions of the form language's scope, each with the cases that contradict it, as [`case_id`] names them.
const EXCEPTIONS: &str = include_str!("conformance_exceptions.json");

/// A case by its number in the file and a fingerprint (FNV-1a) of what it asks.
fn case_id(at: usize, case: &Json) -> String {
    let asked = format!("{}\n{}\n{}", case["doc"], case["ctx"], case["expr"]);
    let hash = asked.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{at}:{:08x}", hash >> 32)
}

fn number(json: &Json) -> f64 {
    match json.as_str() {
        Some(text) => text.parse().unwrap(),
        None => json.as_f64().unwrap_or(f64::NAN),
    }
}

fn agrees(answer: &Json, check: &Json) -> bool {
    let (prop, wanted) = (check["prop"].as_str().unwrap(), &check["expected"]);
    let matcher = check["matcher"].as_str().unwrap();
    if prop == "throws" {
        return answer.get("error").is_some();
    }
    if answer.get("error").is_some() {
        return false;
    }
    let nodes = answer["nodes"].as_array();
    match (prop, matcher) {
        ("boolean", _) => answer["boolean"] == *wanted,
        ("number", "typeOf") => true,
        ("number" | "numberRounded", _) => {
            let (a, b) = (number(&answer["number"]), number(wanted));
            (a.is_nan() && b.is_nan()) || a == b || (a - b).abs() <= 1e-6 * b.abs().max(1.0)
        }
        ("string", "match") => {
            let pattern = regex::Regex::new(wanted["regex"].as_str().unwrap()).unwrap();
            pattern.is_match(answer["string"].as_str().unwrap())
        }
        ("string", _) => answer["string"] == *wanted,
        ("nodes", _) => answer["nodes"] == *wanted,
        ("count", _) => nodes.map(Vec::len) == wanted.as_u64().map(|n| n.try_into().unwrap()),
        ("nodeAt", _) => nodes.and_then(|nodes| nodes.first()) == Some(wanted),
        ("node", "not.equal") => nodes.is_some_and(|nodes| !nodes.is_empty()),
        ("node", _) => nodes.is_some_and(|nodes| nodes.is_empty() == wanted.is_null()),
        ("resultType", _) => true,
        (prop, matcher) => panic!("a check of {prop} with {matcher} is not known"),
    }
}

/// The cases that are not passed, each with what was asked, answered and wanted.
fn failures(all: &Json) -> BTreeMap<String, String> {
    let generated = &all["generated"];
    let mut failed = BTreeMap::new();
    for (at, case) in all["cases"].as_array().unwrap().iter().enumerate() {
        let answer = xpath_answer(&json!({
            "xml": all["documents"][case["doc"].as_str().unwrap()],
            "ctx": case["ctx"],
            "expr": case["expr"],
            "type": case["type"],
            "lang": case["lang"],
            "now": generated["now"],
            "tz": generated["tz"],
        }));
        let checks = case["checks"].as_array().unwrap();
        if let Some(check) = checks.iter().find(|check| !agrees(&answer, check)) {
            let file = &case["file"];
            let said = format!("{file} {} → {answer}, wanted {check}", case["expr"]);
            failed.insert(case_id(at, case), said);
        }
    }
    failed
}

const EXPRESSIONS: Suite = Suite {
    name: "expressions of other engines' tests",
    bar: 100.0,
    exceptions: "src/xpath/conformance_exceptions.json",
};

#[test]
fn other_engines_cases_are_passed_but_where_a_decision_says_otherwise() {
    let shared = std::env::var("SALA_SHARED").map_or_else(
        |_| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let Ok(bytes) = std::fs::read(shared.join("conformance/xpath_cases.json")) else {
        assert!(
            std::env::var("CI").is_err(),
            "the conformance cases are missing"
        );
        println!("left out: the conformance cases are not here");
        return;
    };
    let all: Json = serde_json::from_slice(&bytes).unwrap();
    let mut failed = failures(&all);
    let decisions: BTreeMap<String, Vec<String>> = serde_json::from_str(EXCEPTIONS).unwrap();
    let mut stale = Vec::new();
    let mut listed = 0;
    for case in decisions.values().flatten() {
        listed += 1;
        if failed.remove(case).is_none() {
            stale.push(case);
        }
    }
    for (case, said) in &failed {
        println!("{case} {said}");
    }
    let count = all["cases"].as_array().unwrap().len();
    let unlisted = failed.len();
    println!(
        "{listed} of {count} cases contradict a decision, {} fail",
        failed.len()
    );
    assert!(failed.is_empty(), "{} cases fail", failed.len());
    assert!(
        stale.is_empty(),
        "listed as exceptions, but passed: {stale:?}"
    );
    assert!(listed * 100 <= count * EXCEPTIONS_PERCENT_MAX);
    EXPRESSIONS.record(count, count - listed - unlisted, listed);
}
