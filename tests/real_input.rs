//! Real and other people's tables, from the command line: every row imported or rejected with a reason,
//! the same answers on another laptop byte for byte, and nothing twice.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use kit::{Laptop, Office, PASSPHRASE};
use serde_json::Value;

/// The shared samples; none when they are not on this machine, which in CI is a failure.
fn sample(name: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared =
        std::env::var_os("SALA_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    let file = shared.join("samples").join(name);
    if file.exists() {
        return Some(file);
    }
    assert!(
        std::env::var_os("CI").is_none(),
        "in CI the shared samples must be there: set SALA_SHARED"
    );
    kit::say_left_out(&format!("{name} is not on this machine (SALA_SHARED)"));
    None
}

struct Cli<'l> {
    laptop: &'l Laptop,
    secret: PathBuf,
}

impl<'l> Cli<'l> {
    fn on(laptop: &'l mut Laptop) -> Cli<'l> {
        laptop.restart();
        let secret = laptop.path().with_extension("secret");
        fs::write(&secret, format!("{PASSPHRASE}\n")).unwrap();
        Cli { laptop, secret }
    }

    fn run(&self, words: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_sala"))
            .arg("--data")
            .arg(self.laptop.path())
            .arg("--passphrase-file")
            .arg(&self.secret)
            .arg("--json")
            .args(words)
            .output()
            .unwrap()
    }

    fn json(&self, words: &[&str]) -> Value {
        let output = self.run(words);
        assert!(
            output.status.success(),
            "{words:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        serde_json::from_slice(&output.stdout).unwrap()
    }

    fn export(&self) -> Vec<u8> {
        let output = self.run(&["record", "export"]);
        assert!(output.status.success());
        output.stdout
    }
}

fn map(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/maps")
        .join(name)
        .display()
        .to_string()
}

/// Imports a file, syncs it to a second laptop, and does both again.
fn goes_through(file: &Path, map: &str, rows: u64, forms: &[(&str, u64)]) {
    let office = Office::open();
    // Whoever cares for the people of a team gives all of their records out.
    let mut first = office.laptop("Dara", "va", &["BTB2"]);
    let mut second = office.laptop("Sophea", "va", &["BTB2"]);
    let (first, second) = (Cli::on(&mut first), Cli::on(&mut second));
    let file = file.display().to_string();
    let words = ["record", "import", &file, "--map", map];

    let dry = first.json(&[&words[..], &["--dry-run"]].concat());
    assert_eq!(dry["rows"], rows);
    let report = first.json(&words);
    assert_eq!(report["rejected"], Value::Array(Vec::new()));
    for (form, count) in forms {
        assert_eq!(report["made"][*form], *count, "{form}");
        assert_eq!(
            dry["made"][*form], *count,
            "a dry run tells the truth about {form}"
        );
    }
    let synced = first.json(&["sync"]);
    assert_eq!(synced["counts"]["laptop"], 0);
    assert_eq!(synced["compared_equal"], true);
    assert_eq!(synced["batches"][0]["receipt"]["verified"], true);

    second.json(&["sync"]);
    let (ours, theirs) = (first.export(), second.export());
    assert_eq!(ours.len(), theirs.len());
    assert!(ours == theirs, "both laptops give the same bytes");
    let records: u64 = forms.iter().map(|(_, count)| count).sum();
    assert_eq!(ours.iter().filter(|b| **b == b'\n').count() as u64, records);

    let again = first.json(&words);
    for (form, count) in forms {
        assert_eq!(
            again["made"][*form], 0,
            "importing again adds nothing to {form}"
        );
        assert_eq!(again["known"][*form], *count);
    }
    let idle = first.json(&["sync"]);
    assert_eq!(
        idle["batches"], synced["batches"],
        "syncing again moves nothing"
    );
    assert_eq!(first.json(&["doctor"])["clean"], true);
    assert_eq!(second.json(&["doctor"])["clean"], true);
}

#[test]
fn a_public_register_of_victims_comes_in_whole() {
    let Some(file) = sample("colombia_victims.csv") else {
        return;
    };
    goes_through(
        &file,
        &map("colombia.toml"),
        12_390,
        &[("accident", 12_390), ("person", 12_390)],
    );
}

#[test]
fn another_programs_sessions_come_in_whole() {
    let Some(file) = sample("eore_1000.jsonl") else {
        return;
    };
    goes_through(&file, &map("eore.toml"), 1_000, &[("eore_session", 1_000)]);
}

#[test]
fn rows_that_do_not_fit_are_told_and_the_rest_comes_in() {
    let mut laptop = Laptop::alone("Dara", "field");
    let cli = Cli::on(&mut laptop);
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("table.csv");
    fs::write(
        &table,
        "place,sex,year\nSdau,Hombre,\"2,006\"\nTraeng,Otro,\"2,007\"\nOu Da,Mujer,\"20,07\"\n",
    )
    .unwrap();
    let mapping = folder.path().join("map.toml");
    fs::write(
        &mapping,
        r#"
[[record]]
form = "person"
[record.answers]
"consent/basis" = { const = "legal_duty_casualty_register" }
"who/victim_type" = { const = "indirect_family" }
"who/sex" = { from = "sex", codes = { Hombre = "male", Mujer = "female" } }
"who/birth_precision" = { const = "year" }
"who/birth_year" = { from = "year", fix = ["number"] }
"home/place_not_listed" = { const = "yes" }
"home/place_name_free" = { from = "place" }
"status/vital_status" = { const = "alive" }
"status/displacement_status" = { const = "unknown" }
"status/case_status" = { const = "registered" }
"#,
    )
    .unwrap();
    let (table, mapping) = (table.display().to_string(), mapping.display().to_string());
    let report = cli.json(&["record", "import", &table, "--map", &mapping]);
    assert_eq!(report["made"]["person"], 1);
    let why: Vec<(u64, &str)> = report["rejected"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| (r["row"].as_u64().unwrap(), r["why"].as_str().unwrap()))
        .collect();
    assert_eq!(
        why,
        [
            (3, "“Otro” has no code in the mapping"),
            (4, "“20,07” is not a number")
        ]
    );
    let told = fs::read_to_string(folder.path().join("table.rejected.csv")).unwrap();
    assert!(told.contains("“Otro”") && told.contains("“20,07”"));
}

#[test]
fn files_that_cannot_be_used_are_refused_whole() {
    let mut laptop = Laptop::alone("Dara", "field");
    let cli = Cli::on(&mut laptop);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("table.csv");
    let path = file.display().to_string();
    for (bytes, code, words) in [
        (
            b"who/name_local\nRBHraCaNacRkk\n".as_slice(),
            "wrong_encoding",
            "legacy font",
        ),
        (b"who/name_local\n\xA2\xE3\xF0\n", "wrong_encoding", "UTF-8"),
        (b"no_such_question\nx\n", "bad_input", "no_such_question"),
        (b"", "bad_input", "headings"),
    ] {
        fs::write(&file, bytes).unwrap();
        let output = cli.run(&["record", "import", "--form", "person", &path]);
        assert_eq!(output.status.code(), Some(1), "{words}");
        let said: Value = serde_json::from_slice(&output.stderr).unwrap();
        assert_eq!(said["code"], code);
        assert!(said["message"].as_str().unwrap().contains(words), "{said}");
    }
    assert_eq!(cli.export(), b"");
}
