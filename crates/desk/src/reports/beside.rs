//! What stands below and beside the rows of a table: sums, what came after a month was closed, and the casualty bulletin.

use std::collections::BTreeMap;

use programme::indicators::{self, Indicator, split};
use store::reports::{Block, Counted, Counts, Span};

use super::span::Period;
use super::table::{Kind, Making, add, cell};
use super::{blocks, records_of};
use crate::DeskError;
use crate::view::{ReportCell, ReportColumn, ReportRow, ReportTable};

/// What the bulletin's table compares: this time, the year before, the year so far, and all years.
const BULLETIN: [&str; 4] = ["total", "month_before", "year", "ever"];

impl Making<'_> {
    /// The first table of the casualty bulletin: every kind of casualty in this time, the year before, the year so far
    /// and all years; those whose day nobody knows are in all years. Closed months stay as they were closed, and what
    /// came to them since is told apart.
    pub(super) fn bulletin(
        &self,
        part: &Indicator,
        period: Period,
    ) -> Result<ReportTable, DeskError> {
        let ever = Span {
            from: String::new(),
            ..self.span.clone()
        };
        let has_closed = !self.reader.closed_months(&ever)?.is_empty();
        let spans = [
            Some(self.span_of(period)),
            period.year_before().map(|it| self.span_of(it)),
            period.year_to_date().map(|it| self.span_of(it)),
            Some(ever),
        ];
        let (block, later) = blocks(has_closed);
        let found = self.casualties(part, &spans, block)?;
        let measures: Vec<String> = BULLETIN.iter().map(|name| (*name).to_owned()).collect();
        let mut table = self.empty(part, None, &measures);
        "kind".clone_into(&mut table.by);
        // Its indicator stands below it, under its own name.
        if let Some(bulletin) = indicators::report(&self.ask.name) {
            table.title = self.say(&bulletin.title);
        }
        if let Some(later) = later {
            let since = self.casualties(part, &spans, later)?;
            let closed = found.iter().map(|(kind, cells)| (kind.clone(), *cells));
            for (kind, both) in side_by_side(closed, since) {
                let [closed, since] = both.map(Option::unwrap_or_default);
                let cells: [f64; 4] =
                    std::array::from_fn(|at| difference(since.get(at), closed.get(at)));
                if cells.iter().any(|cell| *cell != 0.0) {
                    table.adjustments.push(self.of_kind(kind, cells)?);
                }
            }
        }
        for (kind, cells) in found {
            match kind.0 {
                None => table.total = Some(told(cells)),
                Some(_) => table.rows.push(self.of_kind(kind, cells)?),
            }
        }
        (table.approved, table.waiting) = records_of(self.reader, part, self.span)?;
        Ok(table)
    }

    /// How many casualties of every kind there were in each span.
    fn casualties(
        &self,
        part: &Indicator,
        spans: &[Option<Span>; 4],
        block: Block,
    ) -> Result<BTreeMap<Kind, [f64; 4]>, DeskError> {
        let mut found: BTreeMap<Kind, [f64; 4]> = BTreeMap::new();
        for (at, span) in spans.iter().enumerate() {
            let Some(span) = span else { continue };
            let counts = self
                .reader
                .count_for(part.query, &self.in_one(span), block)?;
            let column = counts.measures.iter().position(|name| name == "total");
            for row in &counts.rows {
                let value = column.and_then(|at| row.values.get(at).copied().flatten());
                let cells = found
                    .entry((row.split.clone(), row.kind.clone()))
                    .or_default();
                if let Some(cell) = cells.get_mut(at) {
                    *cell += value.unwrap_or(0.0);
                }
            }
        }
        Ok(found)
    }

    /// A row of the bulletin.
    fn of_kind(&self, (code, kind): Kind, cells: [f64; 4]) -> Result<ReportRow, DeskError> {
        let words = code.as_deref().and_then(split);
        let names = words.map(|split| self.say(&split.words));
        Ok(ReportRow {
            kind_name: self.kind_name(code.as_deref(), kind.as_deref())?,
            codes: code.into_iter().collect(),
            names: names.into_iter().collect(),
            kind,
            is_subtotal: false,
            cells: told(cells),
        })
    }

    /// All rows of a split together.
    pub(super) fn summed(
        &self,
        counts: &Counts,
        split: Option<&str>,
        columns: &[ReportColumn],
    ) -> Option<Vec<ReportCell>> {
        let mut rows = counts
            .rows
            .iter()
            .filter(|row| row.split.as_deref() == split);
        let first = rows.next()?;
        let mut values = first.values.clone();
        let mut many = false;
        for row in rows {
            add(&mut values, &row.values);
            many = true;
        }
        // Shares and means of several kinds add up to nothing.
        let is_sum = |column: &ReportColumn| matches!(column.unit.as_str(), "people" | "count");
        let cells =
            values
                .into_iter()
                .zip(columns)
                .map(|(value, column)| match many && !is_sum(column) {
                    true => ReportCell::default(),
                    false => cell(value),
                });
        // Persons are counted once in each pillar, so that pillars do not add up to all.
        let repeats = many && matches!(split, Some("pillar" | "domain"));
        (!repeats).then(|| cells.collect())
    }

    /// What is counted now less what was counted when the months were closed.
    pub(super) fn adjustments<'c>(
        &self,
        closed: &'c Counts,
        now: &'c Counts,
        split: Option<&'c str>,
        columns: &[ReportColumn],
    ) -> Result<Vec<ReportRow>, DeskError> {
        let rows_of = |counts: &'c Counts| {
            let rows = counts.rows.iter();
            let rows = rows.filter(move |row| row.split.as_deref() == split);
            rows.map(|row| ((row.place.as_str(), row.kind.as_deref()), row))
        };
        let both = side_by_side(rows_of(closed), rows_of(now));
        let mut rows = Vec::new();
        for [closed, now] in both.into_values() {
            let Some(any) = now.or(closed) else { continue };
            let value = |row: Option<&Counted>, at: usize| {
                row.and_then(|row| row.values.get(at).copied().flatten())
            };
            let differs = (0..columns.len()).any(|at| value(closed, at) != value(now, at));
            if !differs {
                continue;
            }
            let cells = columns
                .iter()
                .enumerate()
                .map(|(at, column)| match column.unit.as_str() {
                    "people" | "count" | "money" => cell(Some(difference(
                        value(now, at).as_ref(),
                        value(closed, at).as_ref(),
                    ))),
                    _ => ReportCell::default(),
                });
            rows.push(ReportRow {
                cells: cells.collect(),
                ..self.row(any)?
            });
        }
        Ok(rows)
    }
}

/// What was counted when months were closed and what is counted now, each beside the other.
fn side_by_side<K: Ord, V>(
    closed: impl IntoIterator<Item = (K, V)>,
    now: impl IntoIterator<Item = (K, V)>,
) -> BTreeMap<K, [Option<V>; 2]> {
    let mut both: BTreeMap<K, [Option<V>; 2]> = BTreeMap::new();
    for (key, value) in closed {
        let [before, _] = both.entry(key).or_insert([None, None]);
        *before = Some(value);
    }
    for (key, value) in now {
        let [_, after] = both.entry(key).or_insert([None, None]);
        *after = Some(value);
    }
    both
}

/// How much more is counted now than when months were closed; what is in neither is nought.
fn difference(now: Option<&f64>, closed: Option<&f64>) -> f64 {
    now.unwrap_or(&0.0) - closed.unwrap_or(&0.0)
}

fn told(cells: [f64; 4]) -> Vec<ReportCell> {
    cells.map(|value| cell(Some(value))).to_vec()
}
