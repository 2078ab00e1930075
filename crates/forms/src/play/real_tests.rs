//! Real forms, walked through at random by another engine: what it did is done again, and every node compared.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a failed test should stop at once, and says what it found"
)]

use std::collections::HashMap;
use std::time::Instant;

use serde_json::{Map, Value, json};

use super::{PlayFacts, play};
use crate::conformance_tests::{Suite, Tally, material, shared, unpacked};
use crate::{Known, Moment};

const WALKS: Suite = Suite {
    name: "random walks through real forms",
    bar: 99.5,
    exceptions: "conformance/real_walks.tsv",
};

const WORKBOOK_WALKS: Suite = Suite {
    name: "the same walks, through the workbooks",
    bar: 99.5,
    exceptions: "conformance/workbook_walks.tsv",
};

/// What of a node is compared. The stored text is not: the value says the same, and two spellings of a number
/// are one number.
const COMPARED: [&str; 10] = [
    "kind",
    "relevant",
    "required",
    "readonly",
    "value",
    "choices",
    "label",
    "hint",
    "violation",
    "message",
];

/// Whom the other engine took for the person.
pub(super) fn oracle() -> Known {
    Known {
        email: "o@example.org".to_owned(),
        phone: "+000".to_owned(),
        position: String::new(),
    }
}

pub(super) fn facts() -> PlayFacts {
    PlayFacts {
        moment: Moment {
            now_ms: 1_768_478_400_000,
            offset_minutes: 0,
            seed: 1,
            username: "oracle".to_owned(),
            device: "oracle:device".to_owned(),
        },
        known: oracle(),
        form: None,
        files: Vec::new(),
    }
}

/// The properties in which two rows differ, with what was found.
fn differences(
    ours: Option<&Map<String, Value>>,
    theirs: &Map<String, Value>,
    compared: &[&str],
) -> Vec<(String, String)> {
    let Some(ours) = ours else {
        return vec![("missing".to_owned(), String::new())];
    };
    let differing = compared.iter().filter(|name| {
        let (a, b) = (ours.get(**name), theirs.get(**name));
        !alike(a.unwrap_or(&Value::Null), b.unwrap_or(&Value::Null))
    });
    differing
        .map(|name| {
            let (a, b) = (ours.get(*name), theirs.get(*name));
            ((*name).to_owned(), format!("{a:?} and not {b:?}"))
        })
        .collect()
}

/// Whether two values say the same; numbers by what they are and not by how they are written.
fn alike(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| alike(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|(name, a)| b.get(name).is_some_and(|b| alike(a, b)))
        }
        (Value::String(a), Value::String(b)) => {
            let numbers = (a.parse::<f64>(), b.parse::<f64>());
            a == b || matches!(numbers, (Ok(a), Ok(b)) if a == b)
        }
        (a, b) => a == b,
    }
}

/// Compares every node of the snapshots that both have.
pub(super) fn compare(
    form: &str,
    ours: &Value,
    theirs: &Value,
    compared: &[&str],
    tally: &mut Tally,
) {
    for (step, theirs) in theirs["snapshots"].as_object().unwrap() {
        let empty = Vec::new();
        let found = ours["snapshots"][step]["nodes"]
            .as_array()
            .unwrap_or(&empty);
        let found: HashMap<&str, &Map<String, Value>> = found
            .iter()
            .map(|node| (node["path"].as_str().unwrap(), node.as_object().unwrap()))
            .collect();
        let wanted = theirs["nodes"].as_array().unwrap();
        for node in wanted {
            let path = node["path"].as_str().unwrap();
            let differences = differences(
                found.get(path).copied(),
                node.as_object().unwrap(),
                compared,
            );
            let names: Vec<&str> = differences.iter().map(|(name, _)| name.as_str()).collect();
            let said: Vec<&str> = differences.iter().map(|(_, said)| said.as_str()).collect();
            let case = format!("{form} {path} {}", names.join("+"));
            let said = (!names.is_empty()).then(|| format!("{step}: {}", said.join("; ")));
            tally.note(&case, said);
        }
        let known: Vec<&str> = wanted
            .iter()
            .filter_map(|node| node["path"].as_str())
            .collect();
        let surplus = |path: &&&str| !known.contains(path) && !path.contains('@');
        for path in found.keys().filter(surplus) {
            let case = format!("{form} {path} surplus");
            tally.note(&case, Some(format!("{step}: it is not there")));
        }
    }
}

/// The actions with a snapshot wherever the other engine made one.
fn script(theirs: &Value) -> Vec<Value> {
    let mut script = Vec::new();
    for (at, action) in theirs["performed"].as_array().unwrap().iter().enumerate() {
        script.push(action.clone());
        let name = format!("step{}", at + 1);
        if theirs["snapshots"].get(&name).is_some() {
            script.push(json!({ "snapshot": name }));
        }
    }
    script
}

/// The file that a real form was published as.
fn workbook(form: &str) -> (String, Vec<u8>) {
    let names = [format!("{form}.xlsx"), format!("{form}.xls")];
    let there = |name: &&String| shared(&format!("real/{name}")).is_file();
    let name = names.iter().find(there).unwrap();
    (name.clone(), material(&format!("real/{name}")).unwrap())
}

/// Texts as the converter writes them: quotes are straight there, and blanks at the ends are its own.
pub(super) fn straighten(value: &mut Value) {
    match value {
        Value::String(text) => {
            let straight = text.replace(['“', '”'], "\"").replace(['‘', '’'], "'");
            straight.trim().clone_into(text);
        }
        Value::Array(all) => all.iter_mut().for_each(straighten),
        Value::Object(members) => members.values_mut().for_each(straighten),
        _ => {}
    }
}

/// Does all walks again, in forms read from XML or from the workbooks that the XML was made of.
fn walk_all(suite: &Suite, from_workbooks: bool) {
    let Some(bytes) = material("real_fuzz.jsonl.gz") else {
        return;
    };
    let mut tally = Tally::default();
    for line in unpacked(&bytes).lines() {
        let theirs: Value = serde_json::from_str(line).unwrap();
        let form = theirs["id"].as_str().unwrap();
        let begun = Instant::now();
        let loads = theirs["ok"] == true;
        let actions = if loads { script(&theirs) } else { Vec::new() };
        let mut request = json!({ "actions": actions });
        let mut facts = facts();
        if from_workbooks {
            facts.form = Some(workbook(form));
        } else {
            let xml = material(&format!("real_xml/{form}.xml")).unwrap();
            request["xml"] = json!(String::from_utf8(xml).unwrap());
        }
        let ours = play(&request, &facts);
        let failed = (ours["ok"] == false).then(|| ours["error"].to_string());
        let is_played = failed.is_none();
        tally.note(&format!("{form} load"), failed);
        if !(loads && is_played) {
            continue;
        }
        let (mut ours, mut theirs) = (ours, theirs.clone());
        if from_workbooks {
            straighten(&mut ours);
            straighten(&mut theirs);
        }
        compare(form, &ours, &theirs, &COMPARED, &mut tally);
        println!("{form}: {} ms", begun.elapsed().as_millis());
    }
    suite.judge(&tally);
}

#[test]
fn real_forms_stand_where_another_engine_has_them() {
    walk_all(&WALKS, false);
}

#[test]
fn real_workbooks_stand_where_another_engine_has_their_xml() {
    walk_all(&WORKBOOK_WALKS, true);
}
