//! House rules that no compiler knows, each with its reason.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a failed test should stop at once, and says what it found"
)]

use rules::source::{self, code, definitions, functions, without_tests};
use rules::tree::{self, File};

/// Beyond this a file answers more than one question.
const FILE_LINES_MAX: usize = 600;
/// What a file should stay under; more is reported, and allowed.
const FILE_LINES_AIM: usize = 400;
/// Beyond this a function cannot be seen at once.
const FUNCTION_LINES_MAX: usize = 70;

/// Rooms whose results depend on their arguments alone.
const PURE: &[&str] = &["forms", "records", "programme", "vault", "sync", "print"];

fn files(extensions: &[&str]) -> Vec<File> {
    let mut files = tree::files().expect("the repository can be read");
    files.retain(|file| extensions.contains(&file.extension()) && !is_generated(file));
    assert!(!files.is_empty(), "no files ending in {extensions:?}");
    files
}

fn is_generated(file: &File) -> bool {
    file.path == "ui/src/bindings.ts" || file.name() == "package-lock.json"
}

/// Tests are files below `tests/`, examples, and those that a module includes for tests only.
fn is_test(file: &File) -> bool {
    let stem = file.name().trim_end_matches(".rs");
    file.is_below("tests")
        || file.is_below("examples")
        || stem == "tests"
        || stem.ends_with("_tests")
}

/// The code of the programs themselves.
fn production() -> impl Iterator<Item = (File, String)> {
    let files = files(&["rs"]).into_iter().filter(|file| !is_test(file));
    files.map(|file| {
        let text = without_tests(&code(&file.text));
        (file, text)
    })
}

#[track_caller]
fn nothing(found: &[String], rule: &str) {
    assert!(found.is_empty(), "{rule}:\n  {}", found.join("\n  "));
}

/// Where `find` stands in the text, as `path:line: what`.
fn places(file: &File, text: &str, find: &str) -> Vec<String> {
    let lines = text.lines().enumerate();
    lines
        .filter(|(_, line)| line.contains(find))
        .map(|(at, _)| format!("{}:{}: {find}", file.path, at + 1))
        .collect()
}

#[test]
fn a_file_answers_one_question() {
    let mut found = Vec::new();
    for file in files(&["rs", "ts", "tsx", "sql", "css"]) {
        let lines = file.text.lines().count();
        if lines > FILE_LINES_MAX {
            found.push(format!("{}: {lines} lines", file.path));
        } else if lines > FILE_LINES_AIM {
            println!("over {FILE_LINES_AIM} lines: {} has {lines}", file.path);
        }
    }
    nothing(
        &found,
        &format!("a file has at most {FILE_LINES_MAX} lines"),
    );
}

#[test]
fn a_function_can_be_seen_at_once() {
    let mut found = Vec::new();
    for (file, text) in production() {
        for function in functions(&text) {
            if function.lines > FUNCTION_LINES_MAX {
                let source::Function { name, line, lines } = function;
                found.push(format!("{}:{line}: {name} has {lines}", file.path));
            }
        }
    }
    nothing(
        &found,
        &format!("a function has at most {FUNCTION_LINES_MAX} lines"),
    );
}

/// A thing lives in the room that owns its concept; these names are where things go that nobody
/// named.
#[test]
fn nothing_is_named_after_having_no_name() {
    const NOT_AS_A_WORD: &[&str] = &["util", "utils", "helper", "helpers", "manager"];
    const NOT_ALONE: &[&str] = &["common", "misc", "stuff"];
    let is_bad = |name: &str| {
        let words = source::words(name);
        words
            .iter()
            .any(|word| NOT_AS_A_WORD.contains(&word.as_str()))
            || NOT_ALONE.contains(&name.to_lowercase().as_str())
    };
    let mut found = Vec::new();
    for file in files(&["rs", "ts", "tsx", "css", "sql", "toml"]) {
        let steps = file
            .path
            .split('/')
            .map(|step| step.split('.').next().unwrap_or(step));
        found.extend(
            steps
                .filter(|step| is_bad(step))
                .map(|step| format!("{}: {step}", file.path)),
        );
        if file.extension() != "rs" {
            continue;
        }
        let text = code(&file.text);
        for keyword in ["mod", "struct", "enum", "trait", "type", "fn"] {
            let names = definitions(&text, keyword)
                .into_iter()
                .map(|(_, name)| name);
            let bad = names.filter(|name| is_bad(name));
            found.extend(bad.map(|name| format!("{}: {keyword} {name}", file.path)));
        }
    }
    nothing(&found, "name a thing by what it answers");
}

#[test]
fn nothing_is_left_for_later_or_left_out() {
    let mut found = Vec::new();
    for file in files(&["rs"]) {
        let text = code(&file.text);
        for left in ["todo!", "unimplemented!", "#[ignore"] {
            found.extend(places(&file, &text, left));
        }
    }
    let marks = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("XX", "X:"),
    ];
    let skipped = [
        ".only(",
        ".skip(",
        "@ts-ignore",
        "@ts-nocheck",
        "@ts-expect-error",
    ];
    for file in files(&["rs", "ts", "tsx", "sql", "css", "sh", "toml", "md"]) {
        let is_screen = ["ts", "tsx"].contains(&file.extension());
        let skipped = if is_screen { &skipped[..] } else { &[] };
        for left in marks.iter().chain(skipped) {
            found.extend(places(&file, &file.text, left));
        }
    }
    nothing(&found, "what is here works and is tested");
}

#[test]
fn a_lint_is_relaxed_with_a_reason_only() {
    let mut found = Vec::new();
    for file in files(&["rs"]) {
        let text = code(&file.text);
        for opening in ["#[allow(", "#![allow(", "#[expect(", "#![expect("] {
            for (at, _) in text.match_indices(opening) {
                let attribute = text[at..].split(']').next().unwrap_or_default();
                if !attribute.contains("reason =") {
                    let line = 1 + text[..at].matches('\n').count();
                    found.push(format!("{}:{line}: {opening}…)]", file.path));
                }
            }
        }
    }
    nothing(&found, "say why a lint does not hold here");
}

/// A path of one machine means nothing on another.
#[test]
fn no_path_of_a_machine_is_written_down() {
    let everywhere = [
        concat!("/wo", "rk/"),
        concat!("/fa", "rm/"),
        concat!("/Us", "ers/"),
    ];
    let homes = [
        concat!("/ro", "ot/"),
        concat!("/ho", "me/"),
        concat!("C:\\Us", "ers"),
    ];
    let mut found = Vec::new();
    let mut files = tree::files().expect("the repository can be read");
    files.retain(|file| file.name() != "Cargo.lock" && !is_generated(file));
    for file in files {
        // In forms, a path that begins so is one of XPath.
        let is_about_forms =
            file.path.starts_with("crates/forms/") || file.path.starts_with("forms/");
        let homes = if is_about_forms { &[] } else { &homes[..] };
        // So does the root of a list that an expression reads.
        let text = file.text.replace("')/root/item", "");
        for path in everywhere.iter().chain(homes) {
            found.extend(places(&file, &text, path));
        }
    }
    nothing(
        &found,
        "write paths from the repository's root, or take them as arguments",
    );
}

/// Time, chance, files and the network come in as arguments: so the same revisions give the same
/// state everywhere, and a test can stop the clock.
#[test]
fn rooms_that_compute_do_nothing_else() {
    const REACHES_OUT: &[&str] = &[
        "std::fs",
        "std::net",
        "std::env",
        "std::process",
        "std::thread",
        "std::io::std",
        "SystemTime",
        "Instant::now",
        "Utc::now",
        "Local::now",
        "async fn",
        "async move",
        "thread_rng",
        "getrandom",
        "OsRng",
        "RandomState",
    ];
    let mut found = Vec::new();
    for (file, text) in production() {
        let is_pure = PURE
            .iter()
            .any(|room| file.path.starts_with(&format!("crates/{room}/src/")));
        if is_pure {
            found.extend(
                REACHES_OUT
                    .iter()
                    .flat_map(|token| places(&file, &text, token)),
            );
        }
    }
    nothing(
        &found,
        "forms, records, programme, vault, sync and print compute and do nothing else",
    );
}

/// The clock and the environment are read in few places, so that the rest can be tested.
#[test]
fn the_clock_and_the_environment_are_read_at_the_edges() {
    const CLOCK: &[&str] = &["SystemTime::now", "Utc::now", "Local::now", "Instant::now"];
    const CLOCK_READERS: &[&str] = &[
        "crates/desk/src/clock.rs",
        "crates/desk/src/syncing/",
        "crates/client/",
        "crates/hub/",
        "crates/server/",
        "src-tauri/",
        "xtask/",
    ];
    const ENVIRONMENT: &[&str] = &["env::var", "env::vars", "env::args", "env::temp_dir"];
    const ENVIRONMENT_READERS: &[&str] = &["crates/server/src/main.rs", "src-tauri/", "xtask/"];
    let mut found = Vec::new();
    for (file, text) in production() {
        let reads = |tokens: &[&str], readers: &[&str]| -> Vec<String> {
            match readers.iter().any(|reader| file.path.starts_with(reader)) {
                true => Vec::new(),
                false => tokens
                    .iter()
                    .flat_map(|token| places(&file, &text, token))
                    .collect(),
            }
        };
        found.extend(reads(CLOCK, CLOCK_READERS));
        found.extend(reads(ENVIRONMENT, ENVIRONMENT_READERS));
    }
    nothing(&found, "take a clock, or the setting, as an argument");
}
