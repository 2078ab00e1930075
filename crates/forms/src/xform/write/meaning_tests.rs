//! What is written means what another converter writes of the same workbook.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a failed test should stop at once"
)]

use std::collections::BTreeMap;
use std::path::PathBuf;

use roxmltree::Document;

use super::meaning::{Seen, differences, facts, languages};
use super::write_xform;
use crate::compile::conformance_tests::{cases, file, lines};
use crate::conformance_tests::Suite;
use crate::{Severity, compile, read, read_xform};

/// Forms that mean something else, with the reason for each.
fn left_aside() -> BTreeMap<String, String> {
    let mut reader = csv::Reader::from_reader(include_bytes!("left_aside.csv").as_slice());
    let rows = reader.records().map(|row| row.unwrap());
    rows.map(|row| (row[0].to_owned(), row[1].to_owned()))
        .collect()
}

/// What two XForms say differently.
fn compared(theirs: &str, ours: &str) -> Vec<String> {
    let (theirs, ours) = (
        Document::parse(theirs).unwrap(),
        Document::parse(ours).unwrap(),
    );
    let spoken = languages(&theirs);
    differences(
        &facts(&theirs, &spoken, Seen::FromSource),
        &facts(&ours, &spoken, Seen::FromTarget),
    )
}

const SAME: Suite = Suite {
    name: "workbooks that a converter accepts: the XForm means the same",
    bar: 97.0,
    exceptions: "src/xform/write/left_aside.csv",
};

const REAL: Suite = Suite {
    name: "real workbooks: the XForm means the same",
    bar: 70.0,
    exceptions: "src/xform/write/left_aside.csv",
};

fn verdict(differ: &[(String, Vec<String>)], count: usize, suite: &Suite) {
    let same = count - differ.len();
    println!("{same} of {count} forms mean the same");
    let reasons = left_aside();
    let mut unexplained = Vec::new();
    for (name, lines) in differ {
        let known = reasons.contains_key(name);
        if std::env::var("SALA_VERBOSE").is_ok() || !known {
            println!("{name}");
            lines
                .iter()
                .take(12)
                .for_each(|line| println!("    {line}"));
        }
        if !known {
            unexplained.push(name.as_str());
        }
    }
    assert!(unexplained.is_empty(), "{unexplained:#?}");
    suite.record(count, same, 0);
}

#[test]
fn forms_mean_what_another_converter_writes() {
    let Some(cases) = cases() else { return };
    let mut differ = Vec::new();
    let mut count = 0;
    for case in cases.iter().filter(|case| case["errored"] == false) {
        let Some(theirs) = case["xform"].as_str() else {
            continue;
        };
        count += 1;
        let name = case["test"].as_str().unwrap().to_owned();
        let made = read("data.md", file(case).as_bytes()).map(|book| compile(&book));
        let lines = match made {
            Ok((Some(form), _)) => compared(theirs, &write_xform(&form)),
            Ok((None, findings)) | Err(findings) => vec![lines(&findings)],
        };
        if !lines.is_empty() {
            differ.push((name, lines));
        }
    }
    verdict(&differ, count, &SAME);
}

fn real() -> Option<PathBuf> {
    let shared = std::env::var("SALA_SHARED").map_or_else(
        |_| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let folder = shared.join("conformance");
    if folder.join("real").is_dir() {
        return Some(folder);
    }
    assert!(
        std::env::var("CI").is_err(),
        "the real workbooks are missing"
    );
    println!("left out: the real workbooks are not here");
    None
}

#[test]
fn workbooks_of_other_people_are_usable_and_mean_the_same() {
    let Some(folder) = real() else { return };
    let mut differ = Vec::new();
    let mut count = 0;
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder.join("real"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending != "json"))
        .collect();
    files.sort();
    for path in &files {
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let bytes = std::fs::read(path).unwrap();
        let book = read(path.to_str().unwrap(), &bytes).expect("a workbook");
        let (form, findings) = compile(&book);
        let errors = findings.iter().any(|f| f.severity == Severity::Error);
        let form = form.unwrap_or_else(|| panic!("{stem}\n{}", lines(&findings)));
        assert!(!errors);
        let unplaced = findings.iter().find(|finding| finding.sheet.is_empty());
        assert!(unplaced.is_none(), "{stem}: {unplaced:?}");
        let ours = write_xform(&form);
        let (again, findings) = read_xform(ours.as_bytes());
        assert!(again.is_some(), "{stem}\n{}", lines(&findings));
        let theirs = folder.join("real_xml").join(format!("{stem}.xml"));
        let Ok(theirs) = std::fs::read_to_string(theirs) else {
            continue;
        };
        count += 1;
        let mut lines = compared(&theirs, &ours);
        // Older converters write a list only where it is filtered.
        lines.retain(|line| {
            let id = line
                .strip_prefix("list ")
                .and_then(|rest| rest.split([' ', ':']).next());
            id.is_none_or(|id| theirs.contains(&format!("<instance id=\"{id}\"")))
        });
        if !lines.is_empty() {
            differ.push((stem, lines));
        }
    }
    println!("{} workbooks are usable", files.len());
    verdict(&differ, count, &REAL);
}
