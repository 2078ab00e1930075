#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use desk::view::{ReportCell, ReportColumn, ReportRow};
use print::{Cell, Grouping};

use super::*;

fn figure(value: f64) -> ReportCell {
    ReportCell {
        value: Some(value),
        text: None,
    }
}

fn row(names: &[&str], kind: Option<&str>, values: [f64; 2]) -> ReportRow {
    ReportRow {
        codes: names.iter().map(|name| name.to_lowercase()).collect(),
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        kind: kind.map(str::to_owned),
        kind_name: kind.map(str::to_owned),
        is_subtotal: false,
        cells: values.map(figure).to_vec(),
    }
}

fn subtotal(name: &str) -> ReportRow {
    ReportRow {
        is_subtotal: true,
        ..row(&[name], None, [30.0, 0.5])
    }
}

fn view(by: &str, rows: Vec<ReportRow>) -> ReportView {
    let column = |code: &str, unit: &str| ReportColumn {
        code: code.to_owned(),
        title: code.to_owned(),
        unit: unit.to_owned(),
    };
    ReportView {
        ask: ReportAsk {
            name: "sadd".to_owned(),
            from: "2026-11-01".to_owned(),
            to: "2026-11-30".to_owned(),
            by: by.to_owned(),
            ..ReportAsk::default()
        },
        title: "Monthly table".to_owned(),
        teams: vec!["Battambang 1".to_owned(), "Battambang 2".to_owned()],
        cut_off: "2026-11-26T18:12:05+07:00".to_owned(),
        closed: vec!["2026-11".to_owned()],
        watermark: None,
        tables: vec![ReportTable {
            indicator: "E1".to_owned(),
            title: "Sessions held".to_owned(),
            by: by.to_owned(),
            source: "6.1".to_owned(),
            columns: vec![column("women", "people"), column("share", "share")],
            rows,
            total: Some(vec![figure(1_234.0), ReportCell::default()]),
            before: Some(vec![figure(4.0), figure(0.25)]),
            approved: 42,
            waiting: 8,
            ..ReportTable::default()
        }],
    }
}

/// Lines of the first table, each as its kind and its cells with `|` between them.
fn lines(view: &ReportView, language: &str) -> Vec<String> {
    let report = report(view, language);
    print::pdf(&report).unwrap();
    let rows = report.parts[0].table.rows.iter();
    let cells = |cells: &[Cell]| {
        let told = cells.iter().map(|cell| print::told(cell, Grouping::Comma));
        told.collect::<Vec<_>>().join("|")
    };
    rows.map(|row| format!("{:?} {}", row.kind, cells(&row.cells)))
        .collect()
}

#[test]
fn rows_stand_under_their_places_and_sums_below_them() {
    #[track_caller]
    fn check(by: &str, rows: Vec<ReportRow>, wanted: &[&str]) {
        let told = lines(&view(by, rows), "en");
        assert_eq!(told[..told.len() - 2], *wanted);
        let named = |line: &str| line.split('|').next().unwrap().to_owned();
        let below = &told[told.len() - 2..];
        assert_eq!(named(&below[0]), "Total Total");
        assert_eq!(named(&below[1]), "Beside The time before");
    }
    check(
        "country",
        vec![row(&[], None, [1_234.0, 0.5])],
        &["Plain |1,234|50%"],
    );
    check(
        "district",
        vec![
            subtotal("Battambang"),
            row(&["Battambang", "Samlout"], None, [3.0, 0.1]),
            row(&["Battambang", "Kamrieng"], None, [5.0, 0.2]),
        ],
        &[
            "Group Battambang|30|50%",
            "Plain Samlout|3|10%",
            "Plain Kamrieng|5|20%",
        ],
    );
    check(
        "commune",
        vec![
            subtotal("Battambang"),
            row(&["Battambang", "Samlout", "Sung"], None, [3.0, 0.1]),
            row(&["Battambang", "Samlout", "Ou Samrel"], None, [5.0, 0.2]),
        ],
        &[
            "Group Battambang|30|50%",
            "Group Samlout||",
            "Plain Sung|3|10%",
            "Plain Ou Samrel|5|20%",
        ],
    );
    check(
        "district",
        vec![
            row(&["Battambang", "Samlout"], Some("mine"), [3.0, 0.1]),
            row(&["Pailin", "Pailin"], Some("mine"), [5.0, 0.2]),
        ],
        &[
            "Group Battambang|||",
            "Plain Samlout|mine|3|10%",
            "Group Pailin|||",
            "Plain Pailin|mine|5|20%",
        ],
    );
}

#[test]
fn the_columns_that_name_rows_say_what_the_rows_are() {
    #[track_caller]
    fn check(table: &str, by: &str, kind: Option<&str>, wanted: &[&str]) {
        let mut view = view(by, vec![row(&["Activity"], kind, [3.0, 0.1])]);
        // The whole report is told apart by districts.
        "district".clone_into(&mut view.ask.by);
        table.clone_into(&mut view.tables[0].indicator);
        let report = report(&view, "en");
        let columns = report.parts[0].table.columns.iter();
        let titles: Vec<&str> = columns.map(|column| column.title.as_str()).collect();
        assert_eq!(titles[..wanted.len()], *wanted, "{table} by {by}");
    }
    check("E1", "district", None, &["District", "women"]);
    check("V1", "kind", Some("Farming"), &["Row", "Kind", "women"]);
    check(
        "TARGETS",
        "project",
        Some("E1"),
        &["Project", "Kind", "women"],
    );
    check(
        "caseload",
        "commune",
        Some("KH-P-1"),
        &["Commune", "Code", "women"],
    );
}

#[test]
fn what_came_later_stands_below_a_line_of_words_and_hidden_figures_stay_hidden() {
    let mut view = view(
        "district",
        vec![row(&["Battambang", "Samlout"], None, [3.0, 0.1])],
    );
    view.tables[0].adjustments = vec![row(&["Battambang", "Kamrieng"], None, [-2.0, 0.0])];
    view.tables[0].rows[0].cells[0] = ReportCell {
        value: None,
        text: Some("<5".to_owned()),
    };
    let told = lines(&view, "en");
    assert_eq!(told[1], "Plain Samlout|<5|10%");
    assert_eq!(
        told[4..],
        [
            "Heading Added after the month was closed",
            "Later Battambang / Kamrieng|-2|0%"
        ]
    );
}

#[test]
fn what_stands_above_the_tables_is_in_the_words_of_the_screens() {
    let mut view = view(
        "district",
        vec![row(&["Battambang", "Samlout"], None, [3.0, 0.1])],
    );
    view.ask.place = Some("battambang".to_owned());
    view.ask.project = Some("P1".to_owned());
    view.watermark = Some("Bopha · 2026-11-26".to_owned());
    let english = report(&view, "en");
    let about: Vec<(&str, &str)> = english
        .about
        .iter()
        .map(|(name, words)| (name.as_str(), words.as_str()))
        .collect();
    assert_eq!(
        about,
        [
            ("Period", "01/11/2026 to 30/11/2026"),
            ("Teams", "Battambang 1, Battambang 2"),
            ("Place", "Battambang"),
            ("Project", "P1"),
            ("As of", "26/11/2026 18:12"),
        ]
    );
    assert_eq!(english.notes, ["One month of it is closed."]);
    assert_eq!(english.phrases.page, "Page {page} of {pages}");
    let mark = english.mark.unwrap();
    assert_eq!(mark, "Confidential. Made by Bopha · 2026-11-26.");
    assert_eq!(english.watermark.as_deref(), Some("Bopha · 2026-11-26"));
    let part = &english.parts[0];
    assert_eq!(part.source, "E1, paragraph 6.1");
    assert_eq!(
        part.notes,
        ["8 of 50 records (16 %) wait for approval and are not counted."]
    );
    for language in words::others() {
        let other = report(&view, language);
        assert_eq!(other.language, language);
        print::pdf(&other).unwrap();
    }
    assert_eq!(
        report(&view, "zxx").language,
        "en",
        "of which there are no words"
    );
}

#[test]
fn two_rows_with_a_length_are_drawn_and_one_is_not() {
    let place = |name: &str, women: f64| row(&["Battambang", name], None, [women, 0.1]);
    let alone = report(
        &view("district", vec![place("Samlout", 3.0), place("Sung", 0.0)]),
        "en",
    );
    assert_eq!(alone.parts[0].chart, None);
    let many = (0..20).map(|at| place(&format!("Place {at}"), f64::from(at)));
    let drawn = report(&view("district", many.collect()), "en");
    let chart = drawn.parts[0].chart.as_ref().unwrap();
    assert_eq!(chart.bars.len(), 12);
    assert_eq!(
        (chart.bars[0].name.as_str(), &chart.bars[0].values[..]),
        ("Place 19", &[19.0][..])
    );
    assert!(
        chart
            .words
            .contains("12 bars. The largest is Place 19 with 19"),
        "{}",
        chart.words
    );
    assert_eq!(chart.below, "The 12 largest of the table.");
}

#[test]
fn a_report_without_figures_says_so() {
    let report = report(&view("district", Vec::new()), "en");
    assert!(report.parts.is_empty());
    assert_eq!(report.notes[1], "Nothing was counted");
    print::pdf(&report).unwrap();
}

#[test]
fn moments_are_read_as_the_laptop_writes_them() {
    #[track_caller]
    fn check(iso: &str, told: &str, made_at: &str) {
        assert_eq!(moment(iso), told);
        assert_eq!(made(iso).to_string(), made_at);
    }
    check(
        "2026-11-26T18:12:05+07:00",
        "26/11/2026 18:12",
        "2026-11-26 18:12:05 (420 minutes ahead of UTC)",
    );
    check(
        "2026-11-26T18:12:05.123-03:30",
        "26/11/2026 18:12",
        "2026-11-26 18:12:05 (-210 minutes ahead of UTC)",
    );
    check(
        "2026-11-26T18:12:05Z",
        "26/11/2026 18:12",
        "2026-11-26 18:12:05 (0 minutes ahead of UTC)",
    );
    check(
        "no day",
        "no day",
        "2000-01-01 00:00:00 (0 minutes ahead of UTC)",
    );
}

#[test]
fn a_report_too_long_for_paper_is_told_with_what_to_do() {
    let error = refused(PrintError::TooLong {
        what: "lines",
        found: 30_000,
        most: 12_000,
    });
    assert!(matches!(error, DeskError::Misused { .. }));
    assert!(error.to_string().contains("take another kind of file"));
}

#[test]
fn paper_that_leaves_the_team_says_for_whom_it_is() {
    let english = for_whom("UNDP", "en");
    assert_eq!(
        english,
        ("For whom, outside the team".to_owned(), "UNDP".to_owned())
    );
    for language in words::others() {
        let (words, whom) = for_whom("UNDP", language);
        assert_eq!(whom, "UNDP");
        assert!(
            !words.is_empty() && words != english.0,
            "{language}: {words}"
        );
    }
}
