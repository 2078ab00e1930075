//! A report of two hundred pages on paper, in English and in Khmer.

use std::time::Instant;

use print::{Cell, Column, Part, Phrases, Report, Row, RowKind, Table};

use crate::table::{Bar, Table as Figures};

/// Lines on a page, a little less than there is room for.
const LINES_OF_A_PAGE: usize = 46;

/// Sets long tables of places with ten columns.
pub(crate) fn print(quick: bool) -> Figures {
    let pages = if quick { 20 } else { 200 };
    let mut figures = Figures::default();
    figures.add("pages, at least", pages as f64, "");
    for (language, places) in [
        ("en", ["Rotonak Mondol", "Samlout", "Kamrieng"]),
        ("km", ["រតនមណ្ឌល", "សំឡូត", "កំរៀង"]),
    ] {
        let report = long(language, &places, pages * LINES_OF_A_PAGE);
        let begun = Instant::now();
        let bytes = print::pdf(&report).unwrap();
        let seconds = begun.elapsed().as_secs_f64();
        let what = format!("set in {language}");
        figures.hold(&what, seconds, "s", Bar::AtMost, 20.0);
        let written = String::from_utf8_lossy(&bytes);
        let found = written.matches("/Type/Page/").count();
        assert!(found >= pages, "{found} pages");
        figures.add(&format!("pages in {language}"), found as f64, "");
        figures.add(
            &format!("file in {language}"),
            bytes.len() as f64 / 1e6,
            "MB",
        );
    }
    figures
}

fn long(language: &str, places: &[&str], lines: usize) -> Report {
    let column = |at: usize| Column {
        title: format!("{} {at}", places.first().unwrap_or(&"")),
        is_figure: at > 0,
    };
    let row = |line: usize| {
        let name = places.get(line % places.len()).copied().unwrap_or("");
        let figures = (1..10).map(|at| Cell::Number((line * 7919 * at % 9973) as f64, 0));
        Row {
            kind: if line.is_multiple_of(24) {
                RowKind::Group
            } else {
                RowKind::Plain
            },
            cells: [Cell::Words(format!("{name} {line}"))]
                .into_iter()
                .chain(figures)
                .collect(),
        }
    };
    Report {
        language: language.to_owned(),
        title: places.join(" "),
        period: "2026".to_owned(),
        parts: vec![Part {
            title: places.join(" "),
            table: Table {
                columns: (0..10).map(column).collect(),
                named: 1,
                rows: (0..lines).map(row).collect(),
            },
            ..Part::default()
        }],
        phrases: Phrases {
            page: "{page} / {pages}".to_owned(),
            missing: String::new(),
        },
        ..Report::default()
    }
}
