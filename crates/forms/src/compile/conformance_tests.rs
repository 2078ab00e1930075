//! Forms of another converter's tests: those it accepts make a form here, and what it refuses is said here at the
//! same place.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a failed test should stop at once"
)]

use regex::Regex;
use serde_json::Value as Json;

use crate::conformance_tests::{Suite, material};
use crate::{Finding, compile, read};

const ACCEPTED: Suite = Suite {
    name: "workbooks that a converter accepts: a form comes of each",
    bar: 100.0,
    exceptions: "-",
};

const REFUSED: Suite = Suite {
    name: "workbooks that a converter refuses: it is said at the same place",
    bar: 95.0,
    exceptions: "-",
};

pub(crate) fn cases() -> Option<Vec<Json>> {
    let bytes = material("xlsform_cases.json")?;
    let mut all: Json = serde_json::from_slice(&bytes).unwrap();
    match all["cases"].take() {
        Json::Array(cases) => Some(cases),
        _ => Some(Vec::new()),
    }
}

/// The form as a file; sheets given as rows of cells are written as CSV.
pub(crate) fn file(case: &Json) -> String {
    if let Some(table) = case["md"].as_str() {
        return table.to_owned();
    }
    let mut out = csv::WriterBuilder::new()
        .flexible(true)
        .from_writer(Vec::new());
    for (name, rows) in case["ss"].as_object().unwrap() {
        let rows = rows.as_array().unwrap();
        let mut headings: Vec<&String> = Vec::new();
        for heading in rows.iter().flat_map(|row| row.as_object().unwrap().keys()) {
            if !headings.contains(&heading) {
                headings.push(heading);
            }
        }
        out.write_record([name]).unwrap();
        let line = headings.iter().map(|heading| heading.as_str());
        out.write_record(std::iter::once("").chain(line)).unwrap();
        for row in rows {
            let cells = headings
                .iter()
                .map(|heading| row[heading.as_str()].as_str().unwrap_or(""));
            out.write_record(std::iter::once("").chain(cells)).unwrap();
        }
    }
    String::from_utf8(out.into_inner().unwrap()).unwrap()
}

/// Whether a form comes of it, and what was noticed.
fn outcome(case: &Json) -> (bool, Vec<Finding>) {
    match read("data.md", file(case).as_bytes()) {
        Ok(book) => {
            let (form, findings) = compile(&book);
            (form.is_some(), findings)
        }
        Err(findings) => (false, findings),
    }
}

pub(crate) fn lines(findings: &[Finding]) -> String {
    let lines = findings
        .iter()
        .map(|finding| format!("        {:?} {finding}\n", finding.severity));
    lines.collect()
}

#[test]
fn every_form_that_converters_accept_makes_a_form() {
    let Some(cases) = cases() else { return };
    let mut failed = Vec::new();
    let mut count = 0;
    for case in cases.iter().filter(|case| case["errored"] == false) {
        count += 1;
        let (usable, findings) = outcome(case);
        if !usable {
            failed.push(format!("{}\n{}", case["test"], lines(&findings)));
        }
    }
    println!("{} of {count} accepted forms load", count - failed.len());
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    ACCEPTED.record(count, count - failed.len(), 0);
}

/// The place that another converter's message names.
#[derive(Debug, Default)]
struct Place {
    sheet: Option<String>,
    row: Option<u32>,
    column: Option<String>,
    /// When neither row nor column is named: words of which the finding has to say one.
    words: Vec<String>,
}

impl Place {
    fn named(message: &str) -> Place {
        let first = |pattern: &str| {
            let found = Regex::new(pattern).unwrap().captures(message)?;
            found.get(1).map(|found| found.as_str().to_owned())
        };
        let sheets = "survey|choices|settings|entities|external_choices|osm";
        let sheet = first(&format!("'({sheets})' sheet"));
        let mut place = Place {
            sheet: sheet.or_else(|| first(&format!("sheet: '({sheets})'"))),
            row: first(r"\[row : (\d+)\]").and_then(|row| row.parse().ok()),
            column: first(r"the '([a-zA-Z_ ]+)[^']*' value"),
            words: Vec::new(),
        };
        place.column = place.column.map(|column| column.trim().to_owned());
        if place.row.is_none() && place.column.is_none() {
            let words = message.split(|c: char| !(c.is_alphanumeric() || "_-.".contains(c)));
            place.words = words
                .map(|word| word.trim_matches('.').to_lowercase())
                .filter(|word| word.len() > 4)
                .collect();
        }
        place
    }

    fn is_at(&self, finding: &Finding) -> bool {
        let text = finding.to_string().to_lowercase();
        let column = |wanted: &String| {
            let spelled = |name: &str| match name {
                "dataset" => "list_name".to_owned(),
                "caption" => "label".to_owned(),
                name => name.to_owned(),
            };
            finding.column.as_ref().is_some_and(|column| {
                spelled(column.split("::").next().unwrap_or_default()) == spelled(wanted)
            })
        };
        self.sheet
            .as_ref()
            .is_none_or(|sheet| *sheet == finding.sheet)
            && self
                .row
                .is_none_or(|row| finding.row == Some(row) || row == 1 && finding.row.is_none())
            && self.column.as_ref().is_none_or(column)
            && (self.words.is_empty() || self.words.iter().any(|word| text.contains(word)))
    }
}

#[test]
fn what_converters_refuse_is_said_at_the_same_place() {
    let Some(cases) = cases() else { return };
    let mut failed = Vec::new();
    let mut count = 0;
    for case in cases.iter().filter(|case| case["errored"] == true) {
        let wanted: Vec<&str> = match &case["error__contains"] {
            Json::Array(all) => all.iter().filter_map(Json::as_str).collect(),
            _ => continue,
        };
        count += 1;
        let (_, findings) = outcome(case);
        let lost = wanted.iter().find(|message| {
            !findings
                .iter()
                .any(|finding| Place::named(message).is_at(finding))
        });
        if let Some(message) = lost {
            let table = case["md"].as_str().unwrap_or_default();
            failed.push(format!(
                "{}{table}\n    wanted: {message}\n{}",
                case["test"],
                lines(&findings)
            ));
        }
    }
    println!(
        "{} of {count} refused forms have a finding at the place",
        count - failed.len()
    );
    if std::env::var("SALA_VERBOSE").is_ok() {
        failed.iter().for_each(|case| println!("{case}"));
    }
    REFUSED.record(count, count - failed.len(), 0);
}
