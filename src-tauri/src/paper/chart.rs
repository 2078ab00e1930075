//! The bars of a table on paper, chosen as on the screens.

use desk::view::{ReportCell, ReportRow, ReportTable};
use print::{Bar, Chart};

use super::table::cell;
use super::words::{Words, say};

/// So many bars are read at a glance; the table has the rest.
const BARS_MAX: usize = 12;
/// People by sex and age, where they are told.
const GROUPS: [&str; 5] = ["women", "men", "girls", "boys", "unknown"];
/// So many of these are a picture of their own.
const GROUPS_LEAST: usize = 4;
/// Units whose figures have a length.
const COUNTED: [&str; 4] = ["people", "count", "money", "share"];

/// The bars of the largest rows; none where fewer than two have a length.
pub(super) fn of(table: &ReportTable, words: &Words) -> Option<Chart> {
    let series = series(table);
    let size = |row: &&ReportRow| -> f64 { lengths(row, &series).iter().sum() };
    let own: Vec<&ReportRow> = table.rows.iter().filter(|row| !row.is_subtotal).collect();
    let mut drawn: Vec<&ReportRow> = own.iter().copied().filter(|row| size(row) > 0.0).collect();
    drawn.sort_by(|one, other| size(other).total_cmp(&size(one)));
    drawn.truncate(BARS_MAX);
    let [first, .., last] = drawn.as_slice() else {
        return None;
    };
    let unit = series
        .first()
        .and_then(|at| table.columns.get(*at))?
        .unit
        .as_str();
    let end = |row: &&ReportRow| {
        let sum = ReportCell {
            value: Some(size(row)),
            text: None,
        };
        cell(&sum, unit)
    };
    let told = |row: &&ReportRow| print::told(&end(row), words.grouping());
    let titles = series.iter().filter_map(|at| table.columns.get(*at));
    Some(Chart {
        words: say!(
            words, "report-chart",
            "title" => table.title.clone(), "count" => drawn.len(),
            "most" => name(first), "value" => told(first),
            "least" => name(last), "small" => told(last)
        ),
        series: titles.map(|column| column.title.clone()).collect(),
        bars: drawn
            .iter()
            .map(|row| Bar {
                name: name(row),
                values: lengths(row, &series),
                size: end(row),
            })
            .collect(),
        below: match own.len() > drawn.len() {
            true => say!(words, "report-chart-most", "count" => drawn.len()),
            false => say!(words, "report-chart-all"),
        },
    })
}

/// The columns that are drawn: people by sex and age where they are told, else the first that is counted.
fn series(table: &ReportTable) -> Vec<usize> {
    let of = |code: &&str| {
        table
            .columns
            .iter()
            .position(|column| column.code == **code)
    };
    let people: Vec<usize> = GROUPS.iter().filter_map(of).collect();
    if people.len() >= GROUPS_LEAST {
        return people;
    }
    let is_counted = |unit: &str| COUNTED.contains(&unit);
    let counted = table
        .columns
        .iter()
        .position(|column| is_counted(&column.unit));
    counted.into_iter().collect()
}

fn lengths(row: &ReportRow, series: &[usize]) -> Vec<f64> {
    let value = |at: &usize| {
        row.cells
            .get(*at)
            .and_then(|cell| cell.value)
            .unwrap_or(0.0)
    };
    series.iter().map(value).collect()
}

/// The name of a row: its place or project, and which one of a split.
fn name(row: &ReportRow) -> String {
    let names = row.names.last().into_iter().chain(&row.kind_name);
    names.cloned().collect::<Vec<_>>().join(" · ")
}
