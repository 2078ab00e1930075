//! ODK's own form engine beside ours, in the same run and over the same answers.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use forms::{Filling, Kind, Node, read_xform};
use serde_json::{Value, json};

use crate::forms::moment;
use crate::peer::packages;
use crate::table::{Bar, Table};
use crate::words::Dice;

/// Answers that both engines are given.
const ANSWERS: usize = 500;

/// Loads the largest form that both engines read, and answers questions in it.
pub(crate) fn beside(table: &mut Table, turns: usize) {
    let engine = packages("oracle");
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("answers.json");
    let (mut passed, mut chosen) = (0, None);
    for form in candidates(folder.path()) {
        let Some(answers) = script_for(&form) else {
            println!("  our engine does not read {}", form.display());
            passed += 1;
            continue;
        };
        fs::write(&script, json!(answers).to_string()).unwrap();
        match theirs(&engine, &form, &script) {
            Some(first) => {
                chosen = Some((form, answers.len(), first));
                break;
            }
            None => {
                println!("  ODK's engine does not read {}", form.display());
                passed += 1;
            }
        }
    }
    let (form, given, first) = chosen.expect("a form that both engines read");
    let (mut theirs_best, mut ours_best) = (first, ours(&form, &script));
    for _ in 1..turns {
        theirs_best = better(theirs_best, theirs(&engine, &form, &script).unwrap());
        ours_best = better(ours_best, ours(&form, &script));
    }
    let figure =
        |run: &Value, name: &str| run.get(name).and_then(Value::as_f64).unwrap_or(f64::NAN);
    let size = fs::metadata(&form).unwrap().len();
    table.add(
        "larger forms that one engine does not read",
        f64::from(passed),
        "",
    );
    table.add("size of the form", size as f64 / 1e3, "kB");
    table.add("answers given", given as f64, "");
    for (name, run) in [("ODK's engine", &theirs_best), ("ours", &ours_best)] {
        table.add(&format!("{name}: answers taken"), figure(run, "taken"), "");
        table.add(&format!("{name}: load"), figure(run, "load"), "ms");
        table.add(
            &format!("{name}: the answers and a check"),
            figure(run, "fill"),
            "ms",
        );
        table.add(
            &format!("{name}: peak memory"),
            figure(run, "peak") / 1024.0,
            "MB",
        );
    }
    let times = |name: &str| figure(&theirs_best, name) / figure(&ours_best, name);
    table.hold("load, times faster", times("load"), "×", Bar::AtLeast, 10.0);
    table.hold(
        "answers, times faster",
        times("fill"),
        "×",
        Bar::AtLeast,
        10.0,
    );
    let memory = 1.0 / times("peak");
    table.hold(
        "peak memory, part of theirs",
        memory,
        "×",
        Bar::AtMost,
        0.25,
    );
}

/// Two runs joined: the least time and memory of each.
fn better(a: Value, b: Value) -> Value {
    let least = |name: &str| {
        let of = |run: &Value| run.get(name).and_then(Value::as_f64).unwrap_or(f64::NAN);
        of(&a).min(of(&b))
    };
    json!({"load": least("load"), "fill": least("fill"), "peak": least("peak"), "taken": least("taken")})
}

/// Real forms, the largest first; without them a made-up one.
fn candidates(folder: &Path) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let shared =
        std::env::var("SALA_SHARED").map_or_else(|_| root.join("../shared"), PathBuf::from);
    let real = fs::read_dir(shared.join("conformance/real_xml"));
    let mut forms: Vec<(u64, PathBuf)> = real
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap().path())
        .map(|path| (fs::metadata(&path).unwrap().len(), path))
        .collect();
    forms.sort();
    if forms.is_empty() {
        println!("  the real forms are not here: a made-up one of 600 questions is taken");
        let made = folder.join("made.xml");
        fs::write(&made, made_xform(600)).unwrap();
        forms.push((0, made));
    }
    forms.into_iter().rev().map(|(_, path)| path).collect()
}

/// An XForm of so many questions, half of them relevant by another answer.
fn made_xform(count: usize) -> String {
    let lines = |line: &dyn Fn(usize) -> String| -> String { (0..count).map(line).collect() };
    format!(
        "<h:html xmlns=\"http://www.w3.org/2002/xforms\" xmlns:h=\"http://www.w3.org/1999/xhtml\"><h:head><h:title>Made</h:title><model><instance><data id=\"made\" version=\"1\">{}<total/></data></instance>{}<bind nodeset=\"/data/total\" type=\"int\" calculate=\"/data/q0 + /data/q1 + /data/q2\"/></model></h:head><h:body>{}</h:body></h:html>",
        lines(&|at| format!("<q{at}/>")),
        lines(&|at| match at % 2 {
            0 => format!("<bind nodeset=\"/data/q{at}\" type=\"int\" constraint=\". &lt; 1000\"/>"),
            _ => format!(
                "<bind nodeset=\"/data/q{at}\" type=\"string\" relevant=\"/data/q{} &gt; 1\"/>",
                at - 1
            ),
        }),
        lines(&|at| format!("<input ref=\"/data/q{at}\"><label>Question {at}</label></input>")),
    )
}

fn theirs(engine: &Path, form: &Path, script: &Path) -> Option<Value> {
    let mut node = Command::new("node");
    node.arg(engine.join("fill.mjs")).arg(form).arg(script);
    run(&mut node)
}

fn ours(form: &Path, script: &Path) -> Value {
    let mut this = Command::new(std::env::current_exe().unwrap());
    this.arg("--fill").arg(form).arg(script);
    run(&mut this).expect("our engine reads what it read before")
}

/// Runs a program that writes one line of JSON.
fn run(command: &mut Command) -> Option<Value> {
    let out = command.stderr(Stdio::null()).output().unwrap();
    let text = String::from_utf8(out.stdout).unwrap();
    out.status
        .success()
        .then(|| serde_json::from_str(text.trim()).unwrap())
}

/// Our side of the comparison, in a process of its own: what `fill.mjs` does.
pub(crate) fn fill(form: &str, script: &str) -> ExitCode {
    let text = fs::read(form).unwrap();
    let answers: Vec<(String, String)> =
        serde_json::from_slice(&fs::read(script).unwrap()).unwrap();
    let begun = Instant::now();
    let form = Arc::new(read_xform(&text).0.expect("a form"));
    let mut filling = Filling::start(form, &moment());
    let load = begun.elapsed();
    let (mut taken, mut fill) = (0, Duration::ZERO);
    for (place, value) in answers {
        // Finding the question is not what is measured, and neither is it in the other engine.
        let Some(path) = named(&filling, &place) else {
            continue;
        };
        let begun = Instant::now();
        taken += usize::from(filling.set(&path, &value, &moment()).is_ok());
        fill += begun.elapsed();
    }
    let begun = Instant::now();
    let problems = filling.problems("").len();
    fill += begun.elapsed();
    let milliseconds = |time: Duration| time.as_secs_f64() * 1e3;
    let line = json!({"load": milliseconds(load), "fill": milliseconds(fill), "taken": taken, "problems": problems, "peak": peak_kb()});
    println!("{line}");
    ExitCode::SUCCESS
}

fn peak_kb() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.trim().trim_end_matches(" kB").trim().parse().ok());
    number.unwrap_or(f64::NAN)
}

/// The path with ids of a place with positions.
fn named(filling: &Filling, place: &str) -> Option<String> {
    if !place.contains('[') {
        return Some(place.to_owned());
    }
    let mut path = String::new();
    for step in place.split('/') {
        path += if path.is_empty() { "" } else { "/" };
        let Some((name, number)) = step.split_once('[') else {
            path += step;
            continue;
        };
        path += name;
        let number: usize = number.trim_end_matches(']').parse().ok()?;
        let answers = filling.answers();
        let id = (*answers.instances(&path).get(number.checked_sub(1)?)?).to_owned();
        path += &format!("[{id}]");
    }
    Some(path)
}

/// Answers that a person could give one after the other, by places that both engines know; nothing when our engine
/// does not read the form.
fn script_for(form: &Path) -> Option<Vec<(String, String)>> {
    let form = Arc::new(read_xform(&fs::read(form).unwrap()).0?);
    let mut filling = Filling::start(form.clone(), &moment());
    let mut dice = Dice::new(5);
    let mut script: Vec<(String, String)> = Vec::new();
    let mut answered: Vec<String> = Vec::new();
    while script.len() < ANSWERS {
        let open = answerable(&filling.nodes(""), "");
        let fresh = open
            .iter()
            .filter(|(_, node)| !answered.contains(&node.path));
        let fresh: Vec<&(String, Node)> = fresh.take(20).collect();
        if fresh.is_empty() {
            if answered.is_empty() {
                return None;
            }
            // Everything was answered: the same questions are answered anew.
            answered.clear();
            continue;
        }
        for (place, node) in fresh {
            answered.push(node.path.clone());
            let value = value(node, &mut dice);
            if value.is_empty() || script.len() == ANSWERS {
                continue;
            }
            if filling.set(&node.path, &value, &moment()).is_ok() {
                script.push((place.clone(), value));
            }
        }
    }
    Some(script)
}

/// The questions that can be answered now, with places by position.
fn answerable(nodes: &[Node], above: &str) -> Vec<(String, Node)> {
    let mut out = Vec::new();
    for node in nodes.iter().filter(|node| node.relevant) {
        let place = match above {
            "" => node.name.clone(),
            above => format!("{above}/{}", node.name),
        };
        if node.kind == Kind::Repeat {
            for (at, instance) in node.children.iter().enumerate() {
                out.extend(answerable(
                    &instance.children,
                    &format!("{place}[{}]", at + 1),
                ));
            }
        } else if node.kind.holds_questions() {
            out.extend(answerable(&node.children, &place));
        } else if node.kind.is_asked() && !node.read_only && node.kind != Kind::File {
            out.push((place, node.clone()));
        }
    }
    out
}

fn value(node: &Node, dice: &mut Dice) -> String {
    match node.kind {
        Kind::Integer => dice.roll(90).to_string(),
        Kind::Decimal => format!("{}.5", dice.roll(90)),
        Kind::Date => format!("2026-{:02}-{:02}", dice.roll(10) + 1, dice.roll(28) + 1),
        Kind::SelectOne | Kind::SelectMultiple if !node.choices.is_empty() => node
            .choices
            .get(dice.roll(node.choices.len()))
            .map_or_else(String::new, |choice| choice.value.clone()),
        Kind::Text => format!("Answer {}", dice.roll(1_000)),
        Kind::Acknowledge => "OK".to_owned(),
        Kind::Geopoint => format!("1{}.5 103.{} 0 0", dice.roll(4), dice.roll(90)),
        _ => String::new(),
    }
}
