//! The document of the doors that speak JSON says what they do.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::kit::{Office, client, key, knock, read};

/// Holds an answer against a schema of the document: every field is named there, and none that must be there lacks.
fn check(document: &Value, schema: &str, answer: &Value) {
    let schema = &document["components"]["schemas"][schema];
    for (name, value) in answer.as_object().unwrap() {
        let field = &schema["properties"][name];
        assert!(!field.is_null(), "{name} is not in the document");
        let kind = match value {
            Value::String(_) => "string",
            Value::Number(_) => "integer",
            _ => "object",
        };
        let stands = |what: &str| field["type"] == what || field["const"] == *value;
        assert!(kind == "object" || stands(kind), "{name}: {field}");
    }
    for name in schema["required"].as_array().unwrap() {
        assert!(
            !answer[name.as_str().unwrap()].is_null(),
            "{name} is missing"
        );
    }
}

#[tokio::test]
async fn every_answer_is_as_the_document_says() {
    let office = Office::open();
    let get = |path: &str| client().get(office.url(path)).send();
    let (status, document) = read(get("/openapi.json").await.unwrap()).await;
    assert_eq!(status, 200);
    let paths = document["paths"].as_object().unwrap();
    let mut named: Vec<&str> = paths.keys().map(String::as_str).collect();
    named.sort_unstable();
    assert_eq!(
        named,
        [
            "/health",
            "/openapi.json",
            "/ready",
            "/v1/join",
            "/v1/token"
        ]
    );
    for (path, schema) in [("/health", "Health"), ("/ready", "Ready")] {
        let (status, answer) = read(get(path).await.unwrap()).await;
        assert_eq!(status, 200, "{path}");
        check(&document, schema, &answer);
    }
    let invitation = office.invite("Dara", "field", &["A"]);
    let join = |body: Value| client().post(office.url("/v1/join")).json(&body).send();
    let (status, joined) = read(join(knock(&invitation, &key(1))).await.unwrap()).await;
    assert_eq!(status, 200);
    check(&document, "Joined", &joined);
    check(&document, "Roster", &joined["roster"]);
    let doors = &document["paths"]["/v1/join"]["post"]["responses"];
    for body in [json!({}), knock(&invitation, &key(2))] {
        let (status, problem) = read(join(body).await.unwrap()).await;
        let told = doors[status.to_string()]["description"].as_str().unwrap();
        assert!(
            told.contains(problem["code"].as_str().unwrap()),
            "{problem}"
        );
        check(&document, "Problem", &problem);
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Names the first line in which two texts differ.
fn first_difference(one: &str, other: &str) -> String {
    let (mut ours, mut theirs) = (one.lines(), other.lines());
    for number in 1.. {
        match (ours.next(), theirs.next()) {
            (None, None) => break,
            (ours, theirs) if ours == theirs => {}
            (ours, theirs) => {
                let (ours, theirs) = (ours.unwrap_or("the end"), theirs.unwrap_or("the end"));
                return format!("line {number} is {ours:?} and was {theirs:?}");
            }
        }
    }
    "only the ends of lines differ".to_owned()
}

/// `docs/openapi.json` is what other people's programs were written by. When the doors are meant to change, look at the
/// difference that `UPDATE_OPENAPI=1 cargo test -p server --test story what_is_served` writes there: fields and codes are
/// added, none is taken away or gets another meaning.
#[tokio::test]
async fn what_is_served_is_what_was_promised() {
    let office = Office::open();
    let got = client().get(office.url("/openapi.json")).send().await;
    let got = got.unwrap();
    assert_eq!(got.headers()["content-type"], "application/json");
    let served = got.text().await.unwrap();
    let path = root().join("docs/openapi.json");
    if std::env::var_os("UPDATE_OPENAPI").is_some() {
        std::fs::write(&path, &served).unwrap();
        return;
    }
    let promised = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        served == promised,
        "the document of the doors is not docs/openapi.json: {}",
        first_difference(&served, &promised)
    );
}

/// Gathers what a part of the document refers to.
fn references<'d>(part: &'d Value, found: &mut BTreeSet<&'d str>) {
    match part {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value.as_str() {
                    Some(place) if name == "$ref" => {
                        found.insert(place);
                    }
                    _ => references(value, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

#[tokio::test]
async fn every_reference_in_the_document_leads_somewhere_and_no_schema_is_left_over() {
    let office = Office::open();
    let get = client().get(office.url("/openapi.json")).send();
    let (_, document) = read(get.await.unwrap()).await;
    let mut all = BTreeSet::new();
    references(&document, &mut all);
    for place in &all {
        let pointer = place.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{place}");
    }
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let there: BTreeSet<String> = schemas
        .keys()
        .map(|name| format!("#/components/schemas/{name}"))
        .collect();
    let named: BTreeSet<String> = all
        .into_iter()
        .filter(|place| place.starts_with("#/components/schemas/"))
        .map(str::to_owned)
        .collect();
    assert_eq!(named, there);
}

/// A program that makes up requests from the document, good ones and bad ones, finds no answer that it does not allow.
#[tokio::test]
async fn requests_made_up_from_the_document_find_nothing() {
    let program = root().join("target/tools/schemathesis/bin/schemathesis");
    if !program.exists() {
        assert!(
            std::env::var_os("CI").is_none(),
            "schemathesis is missing: run `cargo xtask setup`"
        );
        cluster::say_left_out("schemathesis is not on this machine (cargo xtask setup)");
        return;
    }
    let office = Office::open();
    let mut run = Command::new(program);
    run.current_dir(office.folder.path())
        .arg("--config-file")
        .arg(root().join("tests/openapi/schemathesis.toml"))
        .args(["run", &office.url("/openapi.json"), "--no-color"]);
    let run = tokio::task::spawn_blocking(move || run.output());
    let said = run.await.unwrap().unwrap();
    let told = String::from_utf8_lossy(&said.stdout);
    let errors = String::from_utf8_lossy(&said.stderr);
    assert!(said.status.success(), "{told}\n{errors}");
    office.examine();
}
