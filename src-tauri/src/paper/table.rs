//! A table of a report as lines on paper.

use desk::view::{ReportCell, ReportRow, ReportTable};
use print::{Cell, Column, Row, RowKind, Table};

use super::words::{Words, say};

/// The figures: a line for each row under the place that it is in, then sums, and what was counted later.
pub(super) fn of(table: &ReportTable, words: &Words) -> Table {
    let mut lines = Lines {
        table,
        has_kind: kinds(table).next().is_some(),
        // A table of places without sums has a line of names above the rows of each.
        has_places: table.rows.iter().any(|row| row.names.len() > 1),
        has_sums: table.rows.iter().any(|row| row.is_subtotal),
        above: Vec::new(),
        rows: Vec::new(),
    };
    for row in &table.rows {
        lines.add(row);
    }
    let sums = [
        (RowKind::Total, say!(words, "report-total"), &table.total),
        (RowKind::Beside, say!(words, "report-before"), &table.before),
        (
            RowKind::Beside,
            say!(words, "report-year-before"),
            &table.year_before,
        ),
        (
            RowKind::Beside,
            say!(words, "report-waiting"),
            &table.provisional,
        ),
    ];
    for (kind, name, cells) in sums {
        if let Some(cells) = cells {
            lines.put(kind, name, None, cells);
        }
    }
    if !table.adjustments.is_empty() {
        lines.rows.push(Row {
            kind: RowKind::Heading,
            cells: vec![Cell::Words(say!(words, "report-adjustments"))],
        });
        for row in &table.adjustments {
            lines.put(
                RowKind::Later,
                row.names.join(" / "),
                row.kind_name.as_deref(),
                &row.cells,
            );
        }
    }
    Table {
        columns: columns(table, words, lines.has_kind),
        named: 1 + usize::from(lines.has_kind),
        rows: lines.rows,
    }
}

fn kinds(table: &ReportTable) -> impl Iterator<Item = &str> {
    let rows = table.rows.iter().chain(&table.adjustments);
    rows.filter_map(|row| row.kind_name.as_deref())
}

fn columns(table: &ReportTable, words: &Words, has_kind: bool) -> Vec<Column> {
    let named = |title: String| Column {
        title,
        is_figure: false,
    };
    let mut columns = vec![named(row_title(&table.by, words))];
    if has_kind {
        let title = match &table.split_title {
            Some(title) => title.clone(),
            None if table.indicator == "caseload" => say!(words, "paper-code"),
            None => say!(words, "paper-kind"),
        };
        columns.push(named(title));
    }
    columns.extend(table.columns.iter().map(|column| Column {
        title: column.title.clone(),
        is_figure: column.unit != "text",
    }));
    columns
}

/// What the rows are, by what they are told apart.
fn row_title(by: &str, words: &Words) -> String {
    match by {
        "province" => say!(words, "report-by-province"),
        "district" => say!(words, "report-by-district"),
        "commune" => say!(words, "report-by-commune"),
        "village" => say!(words, "report-by-village"),
        "project" => say!(words, "report-by-project"),
        "team" => say!(words, "report-by-team"),
        "month" => say!(words, "report-by-month"),
        _ => say!(words, "report-row"),
    }
}

struct Lines<'a> {
    table: &'a ReportTable,
    has_kind: bool,
    has_places: bool,
    has_sums: bool,
    /// Names above the rows that come now.
    above: Vec<String>,
    rows: Vec<Row>,
}

impl Lines<'_> {
    fn add(&mut self, row: &ReportRow) {
        let kind = row.kind_name.as_deref();
        if row.is_subtotal {
            let name = row.names.first().cloned().unwrap_or_default();
            self.put(RowKind::Group, name, kind, &row.cells);
            return;
        }
        let (last, above) = match row.names.split_last() {
            Some((last, above)) => (last.clone(), above),
            None => (String::new(), [].as_slice()),
        };
        if self.has_places && self.above != above {
            // A sum names the province; what is between it and the row is named apart.
            let named = above.get(usize::from(self.has_sums)..).unwrap_or_default();
            if !named.is_empty() {
                self.name(named.join(" / "));
            }
            self.above = above.to_vec();
        }
        self.put(RowKind::Plain, last, kind, &row.cells);
    }

    /// A line that names what is below it and has no figures.
    fn name(&mut self, name: String) {
        let columns = self.table.columns.len() + usize::from(self.has_kind);
        let blank = (0..columns).map(|_| Cell::Words(String::new()));
        let cells = [Cell::Words(name)].into_iter().chain(blank);
        self.rows.push(Row {
            kind: RowKind::Group,
            cells: cells.collect(),
        });
    }

    fn put(&mut self, kind: RowKind, name: String, of: Option<&str>, cells: &[ReportCell]) {
        let mut line = vec![Cell::Words(name)];
        if self.has_kind {
            line.push(of.map_or(Cell::Empty, |of| Cell::Words(of.to_owned())));
        }
        let columns = self.table.columns.iter().enumerate();
        line.extend(columns.map(|(at, column)| match cells.get(at) {
            Some(figure) => cell(figure, &column.unit),
            None => Cell::Words(String::new()),
        }));
        self.rows.push(Row { kind, cells: line });
    }
}

/// A figure as the screens tell it: shares in per cent, days and means with one digit behind the point.
pub(super) fn cell(figure: &ReportCell, unit: &str) -> Cell {
    match (&figure.text, figure.value) {
        (Some(text), _) => Cell::Words(text.clone()),
        (None, None) => Cell::Empty,
        (None, Some(value)) => match unit {
            "share" => Cell::Share(value),
            "days" | "mean" => Cell::Number(value, 1),
            _ => Cell::Number(value, 2),
        },
    }
}
