//! What a reader of the file finds in it: words, fonts, tags, and the same bytes each time.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]
#![allow(
    clippy::print_stdout,
    reason = "a test that is left out on a machine says so"
)]

use std::io::ErrorKind;
use std::process::Command;

use print::{Bar, Cell, Chart, Column, Grouping, Made, Part, Phrases, Report, Row, RowKind, Table};

fn words(text: &str) -> Cell {
    Cell::Words(text.to_owned())
}

/// The monthly table of a district in a language: its title, a place, and a heading.
fn monthly(language: &str, [title, place, women]: [&str; 3]) -> Report {
    let column = |title: &str, is_figure| Column {
        title: title.to_owned(),
        is_figure,
    };
    let row = |kind, name: &str, women: f64| Row {
        kind,
        cells: vec![
            words(name),
            Cell::Number(women, 0),
            Cell::Share(women / 2_000.0),
        ],
    };
    Report {
        language: language.to_owned(),
        title: title.to_owned(),
        period: "01/11/2026 to 30/11/2026".to_owned(),
        about: vec![("Teams".to_owned(), "Battambang 1".to_owned())],
        notes: vec!["One month of it is closed.".to_owned()],
        foot: "Battambang 1".to_owned(),
        parts: vec![Part {
            title: title.to_owned(),
            source: "SADD, paragraph 6.3".to_owned(),
            chart: Some(Chart {
                words: "Two bars.".to_owned(),
                series: vec![women.to_owned()],
                bars: vec![Bar {
                    name: place.to_owned(),
                    values: vec![258.0],
                    size: Cell::Number(258.0, 0),
                }],
                below: "As the table has it.".to_owned(),
            }),
            table: Table {
                columns: vec![column(place, false), column(women, true), column("%", true)],
                named: 1,
                rows: vec![
                    row(RowKind::Group, place, 1_258.0),
                    row(RowKind::Plain, "Samlout & #[Rotonak]", 258.0),
                    row(RowKind::Total, "Total", 1_258.0),
                ],
            },
            notes: vec!["8 of 50 records wait.".to_owned()],
        }],
        made: Made {
            year: 2026,
            month: 11,
            day: 26,
            hour: 18,
            minute: 12,
            second: 5,
            ahead_minutes: 420,
        },
        phrases: Phrases {
            page: "Page {page} of {pages}".to_owned(),
            missing: String::new(),
        },
        ..Report::default()
    }
}

const LANGUAGES: [(&str, [&str; 3], &[&str]); 6] = [
    ("en", ["Monthly table", "Samlout", "Women"], &[]),
    ("vi", ["Bảng hằng tháng", "Hướng Hóa", "Nữ"], &[]),
    ("km", ["តារាងប្រចាំខែ", "សំឡូត", "ស្ត្រី"], &["NotoSansKhmer"]),
    ("lo", ["ຕາຕະລາງປະຈຳເດືອນ", "ເຊໂປນ", "ແມ່ຍິງ"], &["NotoSansLao"]),
    ("th", ["ตารางรายเดือน", "ตาพระยา", "หญิง"], &["NotoSansThai"]),
    ("my", ["လစဉ်ဇယား", "မြဝတီ", "အမျိုးသမီး"], &["NotoSansMyanmar"]),
];

/// The objects of a file are written in the clear, streams aside.
fn file_of(report: &Report) -> String {
    String::from_utf8_lossy(&print::pdf(report).unwrap()).into_owned()
}

#[test]
fn every_font_of_a_file_is_in_it() {
    for (language, texts, own) in LANGUAGES {
        let file = file_of(&monthly(language, texts));
        let descriptors = file.matches("/Type/FontDescriptor").count();
        let embedded = file.matches("/FontFile2 ").count() + file.matches("/FontFile3 ").count();
        assert!(descriptors >= 2, "{language}: {descriptors} fonts");
        assert_eq!(descriptors, embedded, "{language}");
        for family in ["NotoSans", own.first().unwrap_or(&"NotoSans")] {
            for weight in ["Regular", "SemiBold"] {
                let name = format!("+{family}-{weight}/");
                assert!(file.contains(&name), "{language}: no {name}");
            }
        }
        assert!(!file.contains("/Subtype/Type1"), "{language}");
        assert!(!file.contains("/Subtype/Type3"), "{language}");
    }
}

#[test]
fn a_file_is_tagged_and_says_its_language_and_title() {
    for (language, texts, _) in LANGUAGES {
        let file = file_of(&monthly(language, texts));
        for mark in [
            format!("/Lang({language})").as_str(),
            "/MarkInfo<</Marked true",
            "/Type/StructTreeRoot",
            "/DisplayDocTitle true",
            "<pdfuaid:part>1</pdfuaid:part>",
            "/S/Table",
            "/S/TH",
            "/Scope/Row",
            "/Scope/Column",
            "/S/H1",
            "/S/H2",
            "/S/Figure",
            "/Alt(Two bars.)",
            "/Creator(Sala)",
            "/CreationDate(D:20261126181205+07'00",
        ] {
            assert!(file.contains(mark), "{language}: no {mark}");
        }
        let title = texts[0].encode_utf16().map(|unit| format!("{unit:04X}"));
        let title = format!("/Title<FEFF{}>", title.collect::<String>());
        let plain = format!("/Title({})", texts[0]);
        assert!(file.contains(&title) || file.contains(&plain), "{language}");
    }
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    let report = monthly("km", LANGUAGES[2].1);
    let first = print::pdf(&report).unwrap();
    print::pdf(&monthly("en", LANGUAGES[0].1)).unwrap();
    assert_eq!(print::pdf(&report).unwrap(), first);
    let mut later = report.clone();
    later.made.second = 6;
    assert_ne!(print::pdf(&later).unwrap(), first);
}

/// What `pdftotext` of poppler reads, line by line; none where it is not installed.
fn read(report: &Report) -> Option<Vec<String>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.pdf");
    std::fs::write(&path, print::pdf(report).unwrap()).unwrap();
    let mut program = Command::new("pdftotext");
    let output = match program.arg("-layout").arg(&path).arg("-").output() {
        Ok(output) => output,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            assert!(std::env::var_os("CI").is_none(), "pdftotext is missing");
            println!("pdftotext is not here: what a file says was not read back");
            return None;
        }
        Err(error) => panic!("{error}"),
    };
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    let lines = text.lines().map(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        words.join(" ")
    });
    Some(lines.filter(|line| !line.is_empty()).collect())
}

#[test]
fn what_is_read_back_is_what_was_written() {
    #[track_caller]
    fn check(report: &Report, wanted: &[&str]) {
        let Some(lines) = read(report) else { return };
        assert_eq!(lines, wanted);
    }
    check(
        &monthly("en", LANGUAGES[0].1),
        &[
            "Monthly table",
            "Teams Battambang 1",
            "One month of it is closed.",
            "Monthly table SADD, paragraph 6.3",
            "Samlout 258",
            "As the table has it.",
            "Samlout Women %",
            "Samlout 1,258 62.9%",
            "Samlout & #[Rotonak] 258 12.9%",
            "Total 1,258 62.9%",
            "8 of 50 records wait.",
            "Battambang 1 Page 1 of 1",
        ],
    );
    let vietnamese = Report {
        grouping: Grouping::Point,
        ..monthly("vi", LANGUAGES[1].1)
    };
    check(
        &vietnamese,
        &[
            "Bảng hằng tháng",
            "Teams Battambang 1",
            "One month of it is closed.",
            "Bảng hằng tháng SADD, paragraph 6.3",
            "Hướng Hóa 258",
            "As the table has it.",
            "Hướng Hóa Nữ %",
            "Hướng Hóa 1.258 62,9%",
            "Samlout & #[Rotonak] 258 12,9%",
            "Total 1.258 62,9%",
            "8 of 50 records wait.",
            "Battambang 1 Page 1 of 1",
        ],
    );
}

#[test]
fn a_mark_is_above_the_tables_and_at_the_foot() {
    let mut report = monthly("en", LANGUAGES[0].1);
    report.mark = Some("Confidential. Made by Bopha.".to_owned());
    let Some(lines) = read(&report) else { return };
    assert_eq!(lines[1], "Confidential. Made by Bopha.");
    assert_eq!(
        lines.last().unwrap(),
        "Confidential. Made by Bopha. Page 1 of 1"
    );
}
