#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a failed test should stop at once"
)]

use proptest::prelude::*;
use typst::layout::{Frame, FrameItem, Point};

use super::*;
use crate::data;
use crate::report::{Bar, Cell, Chart, Column, Part, Phrases, Report, Row, RowKind, Table};

fn words(text: &str) -> Cell {
    Cell::Words(text.to_owned())
}

fn column(title: &str, is_figure: bool) -> Column {
    Column {
        title: title.to_owned(),
        is_figure,
    }
}

/// A report whose every part says `text`, with so many lines.
fn saying(text: &str, lines: usize) -> Report {
    let line = || Row {
        kind: RowKind::Plain,
        cells: vec![words(text), Cell::Number(12_345.0, 0)],
    };
    let text = || text.to_owned();
    Report {
        language: "en".to_owned(),
        title: text(),
        period: text(),
        about: vec![(text(), text())],
        notes: vec![text()],
        foot: text(),
        parts: vec![Part {
            title: text(),
            source: text(),
            chart: Some(Chart {
                words: text(),
                series: vec![text(), text()],
                bars: vec![Bar {
                    name: text(),
                    values: vec![3.0, f64::NAN, -1.0],
                    size: Cell::Number(3.0, 0),
                }],
                below: text(),
            }),
            table: Table {
                columns: vec![column(&text(), false), column("Total", true)],
                named: 1,
                rows: (0..lines).map(|_| line()).collect(),
            },
            notes: vec![text()],
        }],
        phrases: Phrases {
            page: "Page {page} of {pages}".to_owned(),
            missing: "Some signs are missing.".to_owned(),
        },
        ..Report::default()
    }
}

fn laid_out(report: &Report) -> PagedDocument {
    document(&data::of(report).unwrap()).unwrap()
}

/// Signs at different heights of one line, and a line below it, differ by this many points.
const SAME_LINE: f64 = 4.0;

/// Lines of text with where they stand on a page, in the order in which they were set.
fn lines(frame: &Frame, at: Point, found: &mut Vec<(f64, Vec<String>)>) {
    for (place, item) in frame.items() {
        let place = at + *place;
        match item {
            FrameItem::Group(group) => lines(&group.frame, place, found),
            FrameItem::Text(text) => {
                let height = place.y.to_pt();
                match found.last_mut() {
                    Some((last, line)) if (*last - height).abs() < SAME_LINE => {
                        line.push(text.text.to_string());
                    }
                    _ => found.push((height, vec![text.text.to_string()])),
                }
            }
            _ => {}
        }
    }
}

/// Pages of lines of pieces.
fn pieces(report: &Report) -> Vec<Vec<Vec<String>>> {
    let document = laid_out(report);
    let page = |page: &typst_layout::Page| {
        let mut found = Vec::new();
        lines(&page.frame, Point::zero(), &mut found);
        found.into_iter().map(|(_, line)| line).collect()
    };
    document.pages().iter().map(page).collect()
}

fn pages(report: &Report) -> Vec<Vec<String>> {
    let lines = |page: Vec<Vec<String>>| page.iter().map(|line| line.concat()).collect();
    pieces(report).into_iter().map(lines).collect()
}

/// The words of a line whose clusters are set in parts, each part with the words of all its cluster.
fn joined(pieces: &[String]) -> String {
    let mut line = String::new();
    for piece in pieces {
        let ends = piece.char_indices().map(|(at, sign)| at + sign.len_utf8());
        let again = ends.rev().find(|end| line.ends_with(&piece[..*end]));
        line.push_str(&piece[again.unwrap_or(0)..]);
    }
    line
}

fn without_blanks(text: &str) -> String {
    text.chars()
        .filter(|sign| !sign.is_whitespace() && *sign != '\u{200b}')
        .collect()
}

#[test]
fn a_table_goes_on_over_pages_with_its_heading_and_their_numbers() {
    let pages = pages(&saying("Samlout", 120));
    assert_eq!(pages.len(), 3);
    for (at, page) in pages.iter().enumerate() {
        let of = format!("Page {} of 3", at + 1);
        let has = |words: &str| page.iter().any(|line| line.contains(words));
        assert!(has(&of), "{page:?}");
        assert!(has("Total"), "{page:?}");
    }
}

#[test]
fn a_line_ends_between_words_where_there_are_no_blanks() {
    #[track_caller]
    fn check(language: &str, sentence: &[&str]) {
        let mut report = saying("", 0);
        report.language = language.to_owned();
        report.notes = vec![sentence.concat().repeat(12)];
        let whole = sentence.concat().repeat(12);
        let page: Vec<String> = pieces(&report)[0].iter().map(|line| joined(line)).collect();
        let told: Vec<&String> = page
            .iter()
            .filter(|line| line.len() > 40 && whole.contains(line.as_str()))
            .collect();
        assert!(told.len() > 1, "{page:?}");
        for line in told {
            // From some word of the sentence on, words follow each other to the end of the line.
            let is_whole = (0..sentence.len()).any(|from| {
                let mut rest = line.as_str();
                for word in sentence.iter().cycle().skip(from) {
                    match rest.strip_prefix(word) {
                        Some(after) => rest = after,
                        None => break,
                    }
                }
                rest.is_empty()
            });
            assert!(is_whole, "a word is torn at an end of {line:?}");
        }
    }
    check("km", &["ក្រុម", "បាន", "ជួប", "ជនរងគ្រោះ", "នៅ", "ភូមិ"]);
    check("lo", &["ທີມ", "ໄດ້", "ພົບ", "ຜູ້", "ຢູ່", "ບ້ານ"]);
    check("th", &["ทีม", "ได้", "พบ", "ครอบครัว", "ใน", "หมู่", "บ้าน"]);
    check("my", &["အဖွဲ့", "က", "ရွာ", "တွင်", "ကလေး", "များ"]);
}

#[test]
fn what_is_too_long_or_does_not_fit_is_told() {
    #[track_caller]
    fn check(change: impl FnOnce(&mut Report), said: &str) {
        let mut report = saying("x", 1);
        change(&mut report);
        let refused = crate::pdf(&report).unwrap_err().to_string();
        assert!(refused.contains(said), "{refused}");
    }
    check(
        |it| it.parts[0].table.rows[0].cells.truncate(1),
        "line 1 of table 1 has 1 cells for 2",
    );
    check(
        |it| {
            let row = it.parts[0].table.rows[0].clone();
            it.parts[0].table.rows = vec![row; crate::ROWS_MAX + 1];
        },
        "12001 lines",
    );
    check(
        |it| it.parts[0].table.columns = vec![column("x", true); 201],
        "201 columns",
    );
    check(|it| it.title = "x".repeat(17 << 20), "bytes of words");
    check(|it| it.made.month = 13, "no moment");
}

#[test]
fn what_is_empty_or_strange_gives_a_file() {
    #[track_caller]
    fn check(change: impl FnOnce(&mut Report)) {
        let mut report = saying("Samlout", 3);
        change(&mut report);
        assert!(crate::pdf(&report).unwrap().starts_with(b"%PDF-1.7"));
    }
    check(|_| {});
    check(|it| *it = Report::default());
    check(|it| it.parts[0].table = Table::default());
    check(|it| it.parts[0].table.rows.clear());
    check(|it| it.parts[0].chart = Some(Chart::default()));
    check(|it| it.watermark = Some("Confidential".to_owned()));
    check(|it| it.parts[0].table.named = 9);
    check(|it| it.parts[0].table.rows[1].cells[0] = words(&"a very long cell ".repeat(2_000)));
    check(|it| it.parts[0].table.rows[1].cells[0] = words(&"x".repeat(5_000)));
    check(|it| it.parts[0].table.rows[1].cells[0] = words(&"line\n".repeat(300)));
    check(|it| {
        it.parts[0].table.rows[1] = Row {
            kind: RowKind::Heading,
            cells: vec![words("Later")],
        };
    });
    check(|it| {
        let table = &mut it.parts[0].table;
        table.columns = (0..30)
            .map(|at| column(&format!("Column {at}"), at > 0))
            .collect();
        for row in &mut table.rows {
            row.cells = (0..30)
                .map(|at| Cell::Number(f64::from(at) * 1e6, 2))
                .collect();
        }
    });
}

#[test]
fn signs_that_no_font_has_are_told() {
    let pages = pages(&saying("中文", 1));
    let text = pages.concat().concat();
    assert!(text.contains("��"), "{text}");
    assert!(text.contains("Some signs are missing."), "{text}");
}

#[test]
fn a_file_promises_to_be_read_aloud_whatever_it_says() {
    #[track_caller]
    fn check(text: &str) {
        let bytes = crate::pdf(&saying(text, 1)).unwrap();
        let file = String::from_utf8_lossy(&bytes);
        assert!(file.contains("<pdfuaid:part>1<"), "{text:?}");
    }
    check("Samlout");
    check("ស្រី កម្ពុជា");
    check("中文 \u{0} \u{e000} 🙂 1\u{fe0f}\u{20e3}");
    // Clusters of signs of which no font has all.
    check("ក\u{102d}");
    check("x\u{0900}\u{17b6}\u{0e48}");
    check("\u{1039}\u{0eb1}\u{17d2}");
    // Nothing is left of these, so that no words stand for the chart.
    check("");
    check("\u{fe00}");
    check("\u{feff}\n\u{200e} ");
    check("\u{200b} \u{200b}");
    check("\u{fe00}\u{b}\u{2028}\u{3000}");
    check("\u{200c}\u{200d}\u{34f}");
}

#[test]
fn a_mark_is_on_every_page_and_lies_across_it() {
    let mut report = saying("Samlout", 120);
    report.mark = Some("Confidential".to_owned());
    report.watermark = Some("Bopha".to_owned());
    crate::pdf(&report).unwrap();
    for page in pages(&report) {
        let text = page.concat();
        assert!(
            text.contains("Confidential") && text.contains("Bopha"),
            "{page:?}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_name_prints_as_itself(text in "[ -~]{1,20}|[#$*_`<>@\\[\\]\\\\/~=+\"'-]{1,12}|[ក-រៀ-ៅ ]{1,8}|[ -~Ạ-ỹ]{1,12}") {
        let said = without_blanks(&text);
        let pages = pages(&saying(&text, 1));
        let page = without_blanks(&pages[0].concat());
        // Title, name and words above, note, heading, source, chart's two series, bar and end, column, cell, note, foot.
        let times = 14;
        let found = if said.is_empty() { times } else { page.matches(&said).count() };
        prop_assert!(found >= times, "{text:?} is there {found} times: {page}");
    }

    #[test]
    fn no_words_stop_it(text in "\\PC{0,30}|.{0,12}|\\u{1780}[\\u{1780}-\\u{17dd}]{0,12}") {
        let made = crate::pdf(&saying(&text, 1));
        prop_assert!(made.is_ok(), "{made:?}");
    }
}
