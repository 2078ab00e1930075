//! The evaluator against cases that other engines agree on, each put as one question to the evaluator's door.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failed test should stop at once, and says what it found"
)]

use serde_json::{Value as Json, json};

use super::xpath_answer;
use crate::conformance_tests::{Suite, Tally, material};

const EXPRESSIONS: Suite = Suite {
    name: "expressions of two engines",
    bar: 100.0,
    exceptions: "conformance/expressions.tsv",
};

/// Four in a hundred of 2,303 cases.
const EXCEPTIONS_MAX: usize = 92;

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

#[test]
fn other_engines_cases_are_passed_but_where_a_decision_says_otherwise() {
    let Some(bytes) = material("xpath_cases.json") else {
        return;
    };
    let all: Json = serde_json::from_slice(&bytes).unwrap();
    let generated = &all["generated"];
    let mut tally = Tally::default();
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
        let missed = checks.iter().find(|check| !agrees(&answer, check));
        let said = |check: &Json| format!("{} gives {answer}, wanted {check}", case["expr"]);
        tally.note(&case_id(at, case), missed.map(said));
    }
    EXPRESSIONS.judge(&tally);
}

#[test]
fn decisions_take_few_cases_out() {
    let listed = include_str!("../../conformance/expressions.tsv")
        .lines()
        .skip(1)
        .count();
    assert!(listed <= EXCEPTIONS_MAX, "{listed} exceptions");
}
