//! Small forms for tests, written as the rows of their sheets.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed test should stop at once"
)]

use std::sync::Arc;

use crate::{Filling, Finding, Form, Moment, Problem, compile, read};

/// A form file of a survey, choices and settings.
pub(crate) fn source(survey: &str, choices: &str) -> String {
    let sheet = |name: &str, rows: &str| {
        let rows: Vec<String> = rows
            .trim()
            .lines()
            .map(|row| format!(",{}", row.trim()))
            .collect();
        format!("{name}\n{}\n", rows.join("\n"))
    };
    let settings = "form_title,form_id,version\nTrial,trial,1";
    format!(
        "{}{}{}",
        sheet("survey", survey),
        sheet("choices", choices),
        sheet("settings", settings)
    )
}

/// Compiles; gives the form, if there is one, and the findings as words.
pub(crate) fn compiled(survey: &str, choices: &str) -> (Option<Form>, Vec<Finding>) {
    compile(&read("trial.csv", source(survey, choices).as_bytes()).unwrap())
}

pub(crate) fn form(survey: &str, choices: &str) -> Arc<Form> {
    let (form, findings) = compiled(survey, choices);
    let words: Vec<String> = findings.iter().map(ToString::to_string).collect();
    Arc::new(form.unwrap_or_else(|| panic!("{words:#?}")))
}

/// 2026-11-23 09:30 in Cambodia.
pub(crate) fn moment() -> Moment {
    Moment {
        now_ms: 1_795_401_000_000,
        offset_minutes: 420,
        seed: 11,
        username: "sok".into(),
        device: "laptop".into(),
    }
}

pub(crate) fn start(survey: &str, choices: &str) -> Filling {
    Filling::start(form(survey, choices), &moment())
}

/// Answers a question that takes it.
pub(crate) fn set(filling: &mut Filling, path: &str, value: &str) {
    filling.set(path, value, &moment()).unwrap();
}

/// The submitted answers as `path=value` lines.
pub(crate) fn submitted(filling: &Filling) -> Vec<String> {
    filling
        .submission()
        .flat()
        .into_iter()
        .map(|(path, text)| format!("{path}={text}"))
        .collect()
}

/// The problems as `path kind`.
pub(crate) fn wrong(filling: &Filling) -> Vec<String> {
    let word = |problem: Problem| format!("{} {:?}", problem.path, problem.kind);
    filling.problems("en").into_iter().map(word).collect()
}
