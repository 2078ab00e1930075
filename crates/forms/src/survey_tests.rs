//! Small forms for tests, written as the rows of their sheets.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed test should stop at once"
)]

use std::sync::Arc;

use crate::{Filling, Finding, Form, Moment, Problem, compile, read, read_xform};

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

/// A form in XML of what its main instance holds, the rest of its model, and its body.
pub(crate) fn xform(instance: &str, model: &str, body: &str) -> Arc<Form> {
    let xml = format!(
        r#"<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa" xmlns:odk="http://www.opendatakit.org/xforms" xmlns:orx="http://openrosa.org/xforms"><h:head><h:title>T</h:title><model><instance><data id="t" version="7">{instance}</data></instance>{model}</model></h:head><h:body>{body}</h:body></h:html>"#
    );
    let (form, findings) = read_xform(xml.as_bytes());
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

/// Answers in a form of XML, with places instead of ids in its repeats: `r[2]/a`.
pub(crate) fn set_at(filling: &mut Filling, path: &str, value: &str) {
    let path = with_ids(filling, path);
    set(filling, &path, value);
}

/// The stored answer at a path with places in it; empty when there is none.
pub(crate) fn at(filling: &Filling, path: &str) -> String {
    let path = with_ids(filling, path);
    filling.answers().get(&path).unwrap_or_default().to_owned()
}

/// A path with the ids of the instances that stand at its places, counted from 1.
pub(crate) fn with_ids(filling: &Filling, path: &str) -> String {
    let answers = filling.answers();
    let mut out = String::new();
    for step in path.split('/') {
        if !out.is_empty() {
            out.push('/');
        }
        let Some((name, place)) = step.trim_end_matches(']').split_once('[') else {
            out.push_str(step);
            continue;
        };
        out.push_str(name);
        let place: usize = place.parse().unwrap();
        let ids = answers.instances(&out);
        let id = ids.get(place - 1).unwrap_or(&"none").to_string();
        out = format!("{out}[{id}]");
    }
    out
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
