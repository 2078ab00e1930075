//! Files of forms, and what is said of them.
#![allow(dead_code, reason = "each test program uses a part of it")]

use std::path::PathBuf;
use std::sync::Arc;

use forms::{Form, Moment, compile, read};

pub(crate) fn moment() -> Moment {
    Moment {
        now_ms: 1_795_399_200_000,
        offset_minutes: 420,
        seed: 7,
        username: "u".into(),
        device: "d".into(),
    }
}

/// What is said of a file, one finding a line, after whether it makes a form.
pub(crate) fn told(name: &str, bytes: &[u8]) -> String {
    let (form, findings) = match read(name, bytes) {
        Err(findings) => (None, findings),
        Ok(book) => compile(&book),
    };
    let words: Vec<String> = findings.iter().map(ToString::to_string).collect();
    let form = if form.is_some() { "a form" } else { "no form" };
    format!("{form}\n{}", words.join("\n"))
}

#[track_caller]
pub(crate) fn check(bytes: &[u8], form: bool, want: &str) {
    let words = told("trial.xlsx", bytes);
    let head: String = words.chars().take(600).collect();
    assert_eq!(words.starts_with("a form"), form, "{head}");
    assert!(words.contains(want), "\"{want}\" is not in: {head}");
}

/// A form in the layout of converters.
pub(crate) fn csv(survey: &str, choices: &str) -> Vec<u8> {
    let sheet = |name: &str, rows: &str| {
        let rows: Vec<String> = rows.lines().map(|row| format!(",{row}")).collect();
        format!("{name}\n{}\n", rows.join("\n"))
    };
    format!("{}{}", sheet("survey", survey), sheet("choices", choices)).into_bytes()
}

pub(crate) fn form(survey: &str) -> Arc<Form> {
    let (form, findings) = compile(&read("f.csv", &csv(survey, "list_name,name,label")).unwrap());
    let words: Vec<String> = findings.iter().map(ToString::to_string).collect();
    Arc::new(form.unwrap_or_else(|| panic!("{words:#?}")))
}

pub(crate) fn shared(path: &str) -> Vec<(String, Vec<u8>)> {
    let shared = std::env::var("SALA_SHARED").map_or_else(
        |_| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let Ok(folder) = std::fs::read_dir(shared.join(path)) else {
        assert!(std::env::var("CI").is_err(), "{path} is missing");
        println!("left out: {path} is not here");
        return Vec::new();
    };
    let mut files: Vec<(String, Vec<u8>)> = folder
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end != "json"))
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read(&path).unwrap())
        })
        .collect();
    files.sort();
    files
}
