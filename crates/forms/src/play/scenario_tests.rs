//! Traces of another engine's own scenarios: forms, what was done, and what was expected after each action.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a failed test should stop at once, and says what it found"
)]

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::real_tests::oracle;
use super::{PlayFacts, play};
use crate::Moment;
use crate::conformance_tests::{Suite, Tally, material};

const SCENARIOS: Suite = Suite {
    name: "scenarios of the XForms engine",
    bar: 97.0,
    exceptions: "conformance/scenarios.tsv",
};

/// A trace that goes on with a submission which it does not hold.
const UNTOLD: &str = "the trace does not hold what is restored";

/// The traces are of 2026-01-15 12:00 UTC, in Arizona.
fn facts() -> PlayFacts {
    PlayFacts {
        moment: Moment {
            now_ms: 1_768_478_400_000,
            offset_minutes: -420,
            seed: 1,
            username: "oracle".to_owned(),
            device: "oracle:device".to_owned(),
        },
        known: oracle(),
        form: None,
        files: Vec::new(),
    }
}

/// What a trace came to: the form as it stood after so many actions; why it could not be played further.
struct Played {
    after: BTreeMap<u64, Value>,
    why: Option<String>,
}

/// Plays the actions of a trace. A session ends and another begins with what the first left, where the trace
/// says so.
fn trace(trace: &Value) -> Played {
    let mut played = Played {
        after: BTreeMap::new(),
        why: None,
    };
    let actions = trace["actions"].as_array().unwrap();
    let mut instance = trace["instance"].clone();
    let mut written = false;
    let mut begun = 0;
    loop {
        let rest = actions.iter().skip(begun);
        let count = rest
            .take_while(|action| action.get("session").is_none())
            .count();
        let part = &actions[begun..begun + count];
        let mut script = vec![json!({ "snapshot": begun.to_string() })];
        for (action, at) in part.iter().zip(begun + 1..) {
            let told = ["set", "add_repeat", "remove_repeat", "language"];
            if told.iter().any(|word| action.get(*word).is_some()) {
                script.push(action.clone());
            }
            script.push(json!({ "snapshot": at.to_string() }));
        }
        let result = play(
            &json!({ "xml": trace["xml"], "media_inline": trace["media"],
                "instance": instance, "actions": script }),
            &facts(),
        );
        let Some(snapshots) = result["snapshots"].as_object() else {
            played.why = Some(result["error"].to_string());
            return played;
        };
        for (name, snapshot) in snapshots {
            if let Ok(at) = name.parse() {
                played.after.insert(at, snapshot.clone());
            }
        }
        let Some(session) = actions.get(begun + count) else {
            return played;
        };
        let last = snapshots["final"].clone();
        begun += count + 1;
        match session["session"].as_str().unwrap() {
            "newInstance" => instance = Value::Null,
            "restoreWebFormsInstanceState" if !written => {
                played.why = Some(UNTOLD.to_owned());
                return played;
            }
            _ => {
                instance = last["xml"].clone();
                written = true;
            }
        }
    }
}

fn node<'s>(snapshot: &'s Value, reference: &str) -> Option<&'s Map<String, Value>> {
    let wanted: String = reference.split_whitespace().collect();
    let nodes = snapshot["nodes"].as_array().unwrap();
    let bare = |path: &str| path.replace(|c: char| c == '[' || c == ']' || c.is_ascii_digit(), "");
    let exact = nodes.iter().find(|node| node["path"] == wanted);
    let found = exact.or_else(|| {
        let mut nodes = nodes.iter();
        nodes.find(|node| {
            !wanted.contains('[') && bare(node["path"].as_str().unwrap()) == bare(&wanted)
        })
    });
    found?.as_object()
}

/// Whether an expectation holds of a node; nothing when the trace does not say what is expected.
fn holds(node: &Map<String, Value>, matcher: &str, expected: Option<&str>) -> Option<bool> {
    let get = |name: &str| node.get(name).unwrap_or(&Value::Null);
    let text = get("instance_value").as_str().unwrap_or_default();
    let violation = get("violation").as_str().unwrap_or("none");
    let own = |condition: &str| {
        let message = get("message").as_str();
        message.filter(|_| condition == violation)
    };
    Some(match (matcher, expected) {
        ("toEqualAnswer", Some(wanted)) => same(text, wanted),
        ("not.toEqualAnswer", Some(other)) => !same(text, other),
        // The trace has the names of files and not what is in them.
        ("not.toEqualUploadedAnswer", Some(other)) if same(text, other) => return None,
        ("not.toEqualUploadedAnswer", Some(_)) => true,
        ("toHaveAnswerCloseTo", Some(wanted)) => {
            let (found, wanted): (f64, f64) = (text.parse().ok()?, wanted.parse().ok()?);
            (found - wanted).abs() <= wanted.abs() * 1e-5
        }
        ("toStartWith", Some(begin)) => text.starts_with(begin),
        ("toBeRelevant", _) => get("relevant") == true,
        ("toBeNonRelevant", _) => get("relevant") == false,
        ("toBeReadonly", _) => get("readonly") == true,
        ("toBeEnabled", _) => get("readonly") == false,
        ("toBeRequired", _) => get("required") == true,
        ("toBeOptional", _) => get("required") == false,
        ("toHaveAppearance", Some(word)) => has(get("appearances"), word),
        ("notToHaveAppearance", Some(word)) => !has(get("appearances"), word),
        ("toHaveValidityStatus", Some(status)) => match status {
            "OK" => get("valid") == true,
            "CONSTRAINT_VIOLATED" => violation == "constraint",
            "REQUIRED_VALUE_EMPTY" => violation == "required",
            _ => return None,
        },
        ("toHaveConstraintMessage", wanted) => own("constraint") == wanted,
        ("toHaveRequiredMessage", wanted) => own("required") == wanted,
        ("toHaveValidityMessage", wanted) => get("message").as_str() == wanted,
        ("toHaveDefaultConstraintMessage", _) => {
            violation == "constraint" && get("message").is_null()
        }
        ("toHaveDefaultRequiredMessage", _) => violation == "required" && get("message").is_null(),
        _ => return None,
    })
}

fn has(words: &Value, word: &str) -> bool {
    let words = words.as_array().map_or(&[][..], Vec::as_slice);
    words.iter().any(|one| one == word)
}

fn same(found: &str, wanted: &str) -> bool {
    let numbers = (found.parse::<f64>(), wanted.parse::<f64>());
    found == wanted || matches!(numbers, (Ok(found), Ok(wanted)) if found == wanted)
}

#[test]
fn scenarios_come_out_as_their_own_engine_has_them() {
    let Some(bytes) = material("scenarios.json") else {
        return;
    };
    let all: Value = serde_json::from_slice(&bytes).unwrap();
    let mut tally = Tally::default();
    let (mut flagged, mut flagged_hold, mut untold) = (0, 0, 0);
    for (at, one) in all["traces"].as_array().unwrap().iter().enumerate() {
        let played = trace(one);
        for (place, expect) in one["expects"].as_array().unwrap().iter().enumerate() {
            let (matcher, wanted) = (
                expect["matcher"].as_str().unwrap(),
                expect["expected"].as_str(),
            );
            let after = expect["after"].as_u64().unwrap();
            let reference = expect["ref"].as_str().unwrap_or_default();
            let found = match (played.after.get(&after), &played.why) {
                (None, Some(why)) if why == UNTOLD => {
                    untold += 1;
                    continue;
                }
                (None, Some(why)) => Some(why.clone()),
                (None, None) => Some(format!("nothing is known after action {after}")),
                (Some(snapshot), _) => match node(snapshot, reference) {
                    None => Some(format!("no node at {reference}")),
                    Some(node) => match holds(node, matcher, wanted) {
                        None => {
                            untold += 1;
                            continue;
                        }
                        Some(true) => None,
                        Some(false) => {
                            Some(format!("{reference} {matcher} {wanted:?}, found {node:?}"))
                        }
                    },
                },
            };
            if !one["flag"].is_null() {
                flagged += 1;
                flagged_hold += usize::from(found.is_none());
                continue;
            }
            let file = one["file"].as_str().unwrap();
            let file = file.rsplit('/').next().unwrap_or(file);
            tally.note(&format!("{file} {at}.{place}"), found);
        }
    }
    println!(
        "{}: {flagged_hold} of {flagged} expectations that fail in that engine hold here; {untold} say nothing that can be compared",
        SCENARIOS.name
    );
    SCENARIOS.judge(&tally);
}
