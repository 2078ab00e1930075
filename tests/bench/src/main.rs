//! Measurements of what people wait for. Ratios are taken in one run, for machines are noisy.
//!
//! `bench NAME --json FILE [--quick]`, `bench --list`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a measurement that cannot be made should stop"
)]
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "tables on the screen are what this program is for"
)]

mod badlink;
mod beside;
mod centre;
mod duplicates;
mod field;
mod files;
mod forms;
mod growth;
mod ingest;
mod lists;
mod paint;
mod paper;
mod peer;
#[allow(
    dead_code,
    clippy::indexing_slicing,
    reason = "the made-up people of the tests, of which only a register is used here"
)]
#[path = "../../../crates/programme/tests/duplicates/people/mod.rs"]
mod people;
mod places;
mod quality;
mod records;
mod report;
mod table;
mod window;
mod words;

use std::process::ExitCode;

use table::Table;

type Bench = fn(quick: bool) -> Table;

const BENCHES: [(&str, Bench); 21] = [
    ("save", field::save),
    ("open", field::open),
    ("records", records::records),
    ("search", field::search),
    ("import", field::import),
    ("places", places::places),
    ("lists", lists::lists),
    ("sync", centre::sync),
    ("centre", centre::centre),
    ("ingest", ingest::ingest),
    ("growth", growth::growth),
    ("badlink", badlink::badlink),
    ("forms", forms::forms),
    ("files", files::files),
    ("duplicates", duplicates::duplicates),
    ("quality", quality::quality),
    ("review", quality::review),
    ("report", report::report),
    ("print", paper::print),
    ("typing", window::typing),
    ("paint", paint::paint),
];

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let flag = |name: &str| args.iter().position(|arg| arg == name);
    if flag("--list").is_some() {
        for (name, _) in BENCHES {
            println!("{name}");
        }
        return ExitCode::SUCCESS;
    }
    if let Some(at) = flag("--fill") {
        let file = |place: usize| args.get(at + place).expect("a form and answers");
        return beside::fill(file(1), file(2));
    }
    let Some((name, bench)) = BENCHES
        .into_iter()
        .find(|(name, _)| args.first().is_some_and(|a| a == name))
    else {
        eprintln!(
            "name a measurement: {}",
            BENCHES.map(|(name, _)| name).join(", ")
        );
        return ExitCode::from(2);
    };
    let table = bench(flag("--quick").is_some());
    print!("{}", table.text(name));
    if let Some(at) = flag("--json") {
        let file = args.get(at + 1).expect("a file after --json");
        std::fs::write(file, table.json(name).to_string()).unwrap();
    }
    ExitCode::SUCCESS
}
