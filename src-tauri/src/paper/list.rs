//! A list of chosen records on paper: what the screen shows of it, as the room `print` takes it.

use std::path::Path;

use desk::view::{ListColumn, ListOnPaper, ReportCell};
use desk::{Desk, DeskError, FileFormat, ListFile, write_bytes_out};
use print::{Cell, Column, Part, Report, Row, RowKind, Table};

use super::table::cell;
use super::words::{Words, say};
use super::{foot_of, made, moment, phrases, refused};

/// The columns of a list whose maker chose none.
const USUAL: [&str; 7] = [
    "date",
    "what",
    "reference",
    "team",
    "adm1",
    "people",
    "state",
];

/// Chosen records as a file of any format that lists have, as [`Desk::list_file`] makes it.
pub(crate) fn list_file(
    desk: &Desk,
    records: &[String],
    columns: &[ListColumn],
    format: FileFormat,
) -> Result<ListFile, DeskError> {
    let language = desk.language();
    let on_paper =
        |list: &ListOnPaper| print::pdf(&on_paper(list, &Words::of(&language))).map_err(refused);
    desk.list_file(records, columns, format, &on_paper)
}

/// As [`list_file`], into a file, whole or not at all.
pub(crate) fn write_list(
    desk: &Desk,
    records: &[String],
    columns: &[ListColumn],
    format: FileFormat,
    path: &Path,
) -> Result<ListFile, DeskError> {
    let list = list_file(desk, records, columns, format)?;
    write_bytes_out(path, "write the list", &list.bytes)?;
    Ok(list)
}

/// The usual columns with their headings in the language of the person.
pub(crate) fn usual_columns(desk: &Desk) -> Vec<ListColumn> {
    let words = Words::of(&desk.language());
    let column = |key: &str| ListColumn {
        heading: heading(key, &words),
        key: key.to_owned(),
    };
    USUAL.iter().map(|key| column(key)).collect()
}

fn heading(key: &str, words: &Words) -> String {
    match key {
        "date" => say!(words, "column-date"),
        "what" => say!(words, "column-what"),
        "reference" => say!(words, "paper-code"),
        "team" => say!(words, "paper-teams"),
        "adm1" => say!(words, "report-by-province"),
        "people" => say!(words, "column-people"),
        _ => say!(words, "column-state"),
    }
}

fn on_paper(list: &ListOnPaper, words: &Words) -> Report {
    let cut_off = moment(&list.cut_off);
    let teams = list.teams.join(", ");
    Report {
        language: words.language().to_owned(),
        title: say!(words, "records-title"),
        period: cut_off.clone(),
        about: vec![
            (say!(words, "paper-teams"), teams.clone()),
            (say!(words, "paper-cut-off"), cut_off.clone()),
        ],
        notes: Vec::new(),
        mark: list
            .watermark
            .as_ref()
            .map(|who| say!(words, "report-confidential", "who" => who.clone())),
        watermark: list.watermark.clone(),
        foot: foot_of(&teams, &cut_off),
        parts: vec![Part {
            title: say!(words, "records-count", "count" => list.rows.len()),
            table: table(list, words),
            ..Part::default()
        }],
        made: made(&list.cut_off),
        grouping: words.grouping(),
        phrases: phrases(words),
    }
}

fn table(list: &ListOnPaper, words: &Words) -> Table {
    let counts = list.columns.iter().zip(&list.counts);
    let columns = counts.map(|(column, is_count)| Column {
        title: column.heading.clone(),
        is_figure: *is_count,
    });
    let line = |kind: RowKind, cells: &[ReportCell]| {
        let told = list.columns.iter().zip(cells);
        Row {
            kind,
            cells: told
                .map(|(column, told)| said(&column.key, told, words))
                .collect(),
        }
    };
    let rows = list.rows.iter().map(|row| line(RowKind::Plain, &row.cells));
    let total = list.total.iter().map(|sum| line(RowKind::Total, sum));
    Table {
        columns: columns.collect(),
        named: 1,
        rows: rows.chain(total).collect(),
    }
}

/// A cell as the screens tell it: days as they are written there, states of review in words.
fn said(key: &str, told: &ReportCell, words: &Words) -> Cell {
    let Some(text) = &told.text else {
        return match told.value {
            Some(_) => cell(told, "count"),
            None => Cell::Words(String::new()),
        };
    };
    Cell::Words(match (key, text.as_str()) {
        ("date" | "changed", text) => moment(text),
        ("state", "draft") => say!(words, "review-draft"),
        ("state", "submitted") => say!(words, "review-submitted"),
        ("state", "returned") => say!(words, "review-returned"),
        ("state", "verified") => say!(words, "review-verified"),
        ("state", "approved") => say!(words, "review-approved"),
        ("state", "locked") => say!(words, "review-locked"),
        ("state", "rejected") => say!(words, "review-rejected"),
        ("state", "withdrawn") => say!(words, "review-withdrawn"),
        (_, text) => text.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, reason = "a failed test should stop at once")]
    use super::*;

    fn list() -> ListOnPaper {
        let text = |text: &str| ReportCell {
            text: Some(text.to_owned()),
            value: None,
        };
        let count = |value: f64| ReportCell {
            text: None,
            value: Some(value),
        };
        let columns = ["date", "people", "state"].map(|key| ListColumn {
            key: key.to_owned(),
            heading: key.to_uppercase(),
        });
        let row = |day, people, state| desk::view::ListRow {
            cells: vec![text(day), people, text(state)],
        };
        ListOnPaper {
            columns: columns.into(),
            counts: vec![false, true, false],
            rows: vec![
                row("2026-11-20", count(15.0), "approved"),
                row("2026-11-21", ReportCell::default(), "returned"),
            ],
            total: Some(vec![text("Total"), count(15.0), ReportCell::default()]),
            teams: vec!["BTB2".to_owned()],
            cut_off: "2026-11-23T09:05:00+07:00".to_owned(),
            watermark: None,
        }
    }

    #[test]
    fn a_list_is_on_paper_as_the_screen_has_it() {
        let report = on_paper(&list(), &Words::of("en"));
        assert_eq!(report.title, "Records");
        assert_eq!(report.foot, "BTB2 · 23/11/2026 09:05");
        let table = &report.parts[0].table;
        let cells = |at: usize| format!("{:?}", table.rows[at].cells);
        assert!(
            cells(0).contains("20/11/2026") && cells(0).contains("Number(15.0"),
            "{}",
            cells(0)
        );
        assert!(cells(0).contains("approved"));
        assert!(cells(1).contains("Words(\"\")"), "nobody was counted");
        assert_eq!(table.rows[2].kind, RowKind::Total);
        assert!(
            cells(2).contains("Total"),
            "a sum names itself, also under days"
        );
        assert!(table.columns[1].is_figure && !table.columns[0].is_figure);
        assert!(report.mark.is_none());
    }

    #[test]
    fn guarded_lists_say_who_had_them_made_across_every_page() {
        let guarded = ListOnPaper {
            watermark: Some("Sok Bopha".to_owned()),
            ..list()
        };
        for language in ["en", "km", "lo", "my", "th", "vi"] {
            let report = on_paper(&guarded, &Words::of(language));
            assert_eq!(report.watermark.as_deref(), Some("Sok Bopha"));
            assert!(report.mark.is_some_and(|mark| mark.contains("Sok Bopha")));
            assert!(
                print::pdf(&on_paper(&guarded, &Words::of(language))).is_ok(),
                "{language}"
            );
        }
    }
}
