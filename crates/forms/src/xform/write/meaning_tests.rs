//! What is written means what another converter writes of the same workbook.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a failed test should stop at once"
)]

use std::path::PathBuf;

use roxmltree::Document;

use super::meaning::{Seen, differences, facts, languages};
use super::write_xform;
use crate::compile::conformance_tests::{cases, file, lines};
use crate::conformance_tests::{Suite, Tally, shared};
use crate::{Severity, compile, read, read_xform};

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

/// The first of what is said differently; nothing when all is said the same.
fn found(differ: Vec<String>) -> Option<String> {
    if std::env::var("SALA_VERBOSE").is_ok() {
        differ.iter().for_each(|line| println!("    {line}"));
    }
    differ.into_iter().next()
}

#[test]
fn forms_mean_what_another_converter_writes() {
    let Some(cases) = cases() else { return };
    let mut tally = Tally::default();
    for case in cases.iter().filter(|case| case["errored"] == false) {
        let Some(theirs) = case["xform"].as_str() else {
            continue;
        };
        let made = read("data.md", file(case).as_bytes()).map(|book| compile(&book));
        let differ = match made {
            Ok((Some(form), _)) => compared(theirs, &write_xform(&form)),
            Ok((None, findings)) | Err(findings) => vec![lines(&findings)],
        };
        tally.note(case["test"].as_str().unwrap(), found(differ));
    }
    let suite = Suite {
        name: "workbooks as XForms",
        bar: 97.0,
        exceptions: "conformance/xlsform.tsv",
    };
    suite.judge(&tally);
}

fn real() -> Option<Vec<PathBuf>> {
    let Ok(folder) = std::fs::read_dir(shared("real")) else {
        assert!(
            std::env::var("CI").is_err(),
            "the real workbooks are missing"
        );
        println!("left out: the real workbooks are not here");
        return None;
    };
    let mut files: Vec<PathBuf> = folder
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending != "json"))
        .collect();
    files.sort();
    Some(files)
}

#[test]
fn workbooks_of_other_people_are_usable_and_mean_the_same() {
    let Some(files) = real() else { return };
    let mut tally = Tally::default();
    for path in &files {
        let stem = path.file_stem().unwrap().to_str().unwrap();
        let bytes = std::fs::read(path).unwrap();
        let book = read(path.to_str().unwrap(), &bytes).expect("a workbook");
        let (form, findings) = compile(&book);
        let form = form.unwrap_or_else(|| panic!("{stem}\n{}", lines(&findings)));
        let errors = findings.iter().any(|f| f.severity == Severity::Error);
        let unplaced = findings.iter().find(|finding| finding.sheet.is_empty());
        assert!(!errors && unplaced.is_none(), "{stem}: {unplaced:?}");
        let ours = write_xform(&form);
        let (again, findings) = read_xform(ours.as_bytes());
        assert!(again.is_some(), "{stem}\n{}", lines(&findings));
        let theirs = shared(&format!("real_xml/{stem}.xml"));
        let Ok(theirs) = std::fs::read_to_string(theirs) else {
            continue;
        };
        let mut differ = compared(&theirs, &ours);
        // Older converters write a list only where it is filtered.
        differ.retain(|line| {
            let id = line.strip_prefix("list ");
            let id = id.and_then(|rest| rest.split([' ', ':']).next());
            id.is_none_or(|id| theirs.contains(&format!("<instance id=\"{id}\"")))
        });
        tally.note(stem, found(differ));
    }
    println!("{} workbooks are usable", files.len());
    let suite = Suite {
        name: "workbooks of other people as XForms",
        bar: 95.0,
        exceptions: "conformance/workbooks.tsv",
    };
    suite.judge(&tally);
}
