//! What the conformance suites share: where the material lies, what may fail and why, and the table of results in
//! `docs/conformance.md`.
//!
//! The material is read where it lies (`SALA_SHARED`) and never copied. Without it a suite says so and passes,
//! unless `CI` is set. What fails is written down with its reason in `crates/forms/conformance/`; a failure that
//! is not written there, and a reason that is no longer needed, fail the suite.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a failed test should stop at once, and says what it found"
)]

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

/// The bytes of a file of the material.
pub(crate) fn material(file: &str) -> Option<Vec<u8>> {
    let path = shared(file);
    if let Ok(bytes) = fs::read(&path) {
        return Some(bytes);
    }
    assert!(
        std::env::var("CI").is_err(),
        "the conformance material is missing: {file}"
    );
    println!("left out: {file} of the conformance material is not here");
    None
}

/// Where a file of the material lies.
pub(crate) fn shared(file: &str) -> PathBuf {
    let shared = std::env::var("SALA_SHARED").map_or_else(
        |_| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    shared.join("conformance").join(file)
}

/// The lines of a packed file.
pub(crate) fn unpacked(bytes: &[u8]) -> String {
    let mut out = String::new();
    let mut reader = flate2::read::GzDecoder::new(bytes);
    reader.read_to_string(&mut out).expect("packed text");
    out
}

/// A suite with the bar that it has to reach.
pub(crate) struct Suite {
    /// Its name in the table.
    pub name: &'static str,
    /// The share that must pass, in percent, of the cases that no decision takes out.
    pub bar: f64,
    /// The file of its exceptions, below `crates/forms/`; `-` when there are none.
    pub exceptions: &'static str,
}

/// How the cases of a suite ended.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    passed: usize,
    /// By the name of the case: how often it failed, and what was found the first time.
    failed: BTreeMap<String, (usize, String)>,
}

impl Tally {
    /// Notes one case: nothing when it passed, else what was found instead.
    pub(crate) fn note(&mut self, case: &str, found: Option<String>) {
        match found {
            None => self.passed += 1,
            Some(found) => {
                let entry = self.failed.entry(case.to_owned());
                entry.or_insert_with(|| (0, found)).0 += 1;
            }
        }
    }
}

/// Why a case may fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Excuse {
    /// A decision of this project is against the case: it does not count.
    Decided,
    /// It is not done yet, or not to be told from what the case says: it counts as failed.
    Open,
}

impl Suite {
    /// Says how the suite ended, and stops when it is below its bar, when something failed that is not among the
    /// exceptions, when an exception is not needed, or when the table says better numbers.
    pub(crate) fn judge(&self, tally: &Tally) {
        let (cases, decided) = self.explained(tally);
        self.record(cases, tally.passed, decided);
    }

    /// Stops when something failed that is not among the exceptions, or when an exception is not needed; gives how many
    /// cases there were, and how many are decided otherwise.
    pub(crate) fn explained(&self, tally: &Tally) -> (usize, usize) {
        let excused = self.excused();
        let excuse = |case: &str| {
            let mut fitting = excused.iter().filter(|(pattern, _)| fits(pattern, case));
            fitting.next().map(|(_, excuse)| *excuse)
        };
        let times = |wanted: Option<Excuse>| -> usize {
            let failed = tally.failed.iter();
            let failed = failed.filter(|(case, _)| excuse(case) == wanted);
            failed.map(|(_, (times, _))| times).sum()
        };
        let (decided, open) = (times(Some(Excuse::Decided)), times(Some(Excuse::Open)));
        let unknown = times(None);
        let cases = tally.passed + decided + open + unknown;
        println!(
            "{}: {open} are open, {unknown} are not explained",
            self.name
        );
        let mut wrong = Vec::new();
        for (case, (times, found)) in &tally.failed {
            if excuse(case).is_none() {
                wrong.push(format!("{case}\t({times} times)\t{found}"));
            }
        }
        let stale = excused
            .keys()
            .filter(|pattern| !tally.failed.keys().any(|case| fits(pattern, case)));
        wrong.extend(stale.map(|case| format!("{case}\tis an exception and passes")));
        if !wrong.is_empty() {
            println!("{}:\n{}", self.name, wrong.join("\n"));
        }
        assert!(wrong.is_empty(), "{} cases are not explained", wrong.len());
        (cases, decided)
    }

    /// Says how many of a suite's cases passed and how many are decided otherwise; stops when that is below the bar
    /// or worse than the table says. Writes the table where `UPDATE_CONFORMANCE` is set.
    pub(crate) fn record(&self, cases: usize, passed: usize, decided: usize) {
        let counted = cases - decided;
        let row = Row {
            cases,
            passed,
            decided,
            share: share(passed, counted),
        };
        println!(
            "{}: {passed} of {counted} pass ({:.2} %, bar {} %); {decided} more are decided otherwise",
            self.name, row.share, self.bar
        );
        assert!(
            row.share >= self.bar,
            "{}: {:.2} % is below the bar of {} %",
            self.name,
            row.share,
            self.bar
        );
        if std::env::var("UPDATE_CONFORMANCE").is_ok() {
            row.write(self);
        }
        row.compare(self);
    }

    fn excused(&self) -> BTreeMap<String, Excuse> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(self.exceptions);
        let text = fs::read_to_string(&path).unwrap_or_default();
        let lines = text
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'));
        lines
            .map(|line| {
                let mut parts = line.splitn(3, '\t');
                let (case, excuse, reason) = (parts.next(), parts.next(), parts.next());
                let excuse = match excuse {
                    Some("decided") => Excuse::Decided,
                    Some("open") => Excuse::Open,
                    _ => panic!("{}: {line}: say decided or open", self.exceptions),
                };
                let said = reason.is_some_and(|reason| !reason.trim().is_empty());
                assert!(said, "{}: {line}: say why", self.exceptions);
                (case.unwrap_or_default().to_owned(), excuse)
            })
            .collect()
    }
}

/// Whether an exception is about a case: by its whole name, or with one `*` for any part of it.
fn fits(pattern: &str, case: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == case,
        Some((begin, end)) => {
            case.len() >= begin.len() + end.len() && case.starts_with(begin) && case.ends_with(end)
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "small numbers")]
fn share(passed: usize, counted: usize) -> f64 {
    100.0 * passed as f64 / counted.max(1) as f64
}

/// A line of the table.
struct Row {
    cases: usize,
    passed: usize,
    decided: usize,
    share: f64,
}

impl Row {
    fn line(&self, suite: &Suite) -> String {
        format!(
            "| {} | {} | {} | {} | {:.2} % | {} % | `{}` |",
            suite.name,
            self.cases,
            self.passed,
            self.decided,
            self.share,
            suite.bar,
            suite.exceptions
        )
    }

    fn table() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/conformance.md")
    }

    fn is_of(line: &str, suite: &Suite) -> bool {
        line.strip_prefix("| ")
            .is_some_and(|rest| rest.split(" | ").next() == Some(suite.name))
    }

    /// Puts the row into the table, in the place of the old one. Suites run side by side: one at a time writes.
    fn write(&self, suite: &Suite) {
        let mut file = fs::File::options()
            .read(true)
            .write(true)
            .open(Row::table())
            .expect("docs/conformance.md is there");
        file.lock().expect("the table can be locked");
        let mut text = String::new();
        file.read_to_string(&mut text).expect("the table is text");
        let old = text.lines().find(|line| Row::is_of(line, suite));
        let new = self.line(suite);
        let text = match old {
            Some(old) => text.replace(old, &new),
            None => format!("{}\n{new}\n", text.trim_end()),
        };
        file.set_len(0).expect("the table can be written");
        std::io::Seek::rewind(&mut file).expect("the table can be written");
        file.write_all(text.as_bytes())
            .expect("the table can be written");
    }

    /// Fails when the table says more than is true.
    fn compare(&self, suite: &Suite) {
        let text = fs::read_to_string(Row::table()).unwrap_or_default();
        let line = text.lines().find(|line| Row::is_of(line, suite));
        let told = line.map(|line| {
            let cells: Vec<&str> = line.split(" | ").collect();
            let number = |at: usize| cells.get(at).and_then(|cell| cell.parse::<usize>().ok());
            (number(1), number(2), number(3))
        });
        let update = "make the table anew with UPDATE_CONFORMANCE=1";
        let Some((Some(cases), Some(passed), Some(decided))) = told else {
            panic!("docs/conformance.md has no row of {}: {update}", suite.name);
        };
        assert!(
            self.cases >= cases && self.passed >= passed && self.decided <= decided,
            "docs/conformance.md says better of {}: {}; if that is meant, {update}",
            suite.name,
            self.line(suite)
        );
        if (self.cases, self.passed, self.decided) != (cases, passed, decided) {
            println!(
                "{} is better than docs/conformance.md says: {update}",
                suite.name
            );
        }
    }
}
