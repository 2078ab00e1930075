//! What people outside the team are not told: small numbers of places below the provinces, and what would give them away.
//! The tables of one indicator are looked at together, since the kinds of one add up to the rows of another, and the same
//! sums stand below places, projects and kinds, and in the bulletin.

use std::collections::BTreeMap;

use programme::indicators::{Line, SMALLEST_SHOWN, ShownCell, hide_small};

use crate::view::{ReportCell, ReportColumn, ReportRow, ReportTable};

/// The column of all people of a row.
const TOTAL: &str = "total";

/// Columns that add up to another of the same row.
const ADDED_UP: [(&[&str], &str); 2] = [
    (&["women", "men", "girls", "boys", "unknown"], TOTAL),
    (&["female", "male"], TOTAL),
];

/// The numbers of tables.
#[derive(Default)]
struct Grid {
    numbers: Vec<u64>,
}

/// Where the cells of some rows of a table are among all numbers: by row the guarded columns.
#[derive(Default)]
struct Sheet {
    rows: Vec<Vec<usize>>,
    total: Option<Vec<usize>>,
}

/// Hides small numbers of the tables of one indicator for the public, and what would give them away: other parts of the same
/// sums, shares and means, the sums of provinces, and the figures of other times. What counts no people, such as sessions,
/// stays in tables that are not of single persons.
pub(super) fn hide(tables: &mut [ReportTable], of_persons: bool) {
    let mut grid = Grid::default();
    let mut sheets: Vec<[Sheet; 2]> = Vec::new();
    for table in tables.iter_mut() {
        let guarded = guarded(&table.columns, of_persons);
        if !guarded.is_empty() {
            table.rows.retain(|row| !row.is_subtotal);
        }
        let total = table.total.as_deref();
        let rows = grid.add(&table.rows, total, &guarded);
        let later = grid.add(&table.adjustments, None, &guarded);
        sheets.push([rows, later]);
    }
    let lines = lines(tables, &sheets, &grid.numbers, of_persons);
    let shown = hide_small(&grid.numbers, &lines);
    for (table, [rows, later]) in tables.iter_mut().zip(&sheets) {
        let columns = Columns::of(&table.columns, of_persons);
        if columns.guarded.is_empty() {
            continue;
        }
        for (row, places) in table.rows.iter_mut().zip(&rows.rows) {
            columns.tell(&mut row.cells, places, &shown);
        }
        for (row, places) in table.adjustments.iter_mut().zip(&later.rows) {
            columns.tell(&mut row.cells, places, &shown);
        }
        if let (Some(total), Some(places)) = (&mut table.total, &rows.total) {
            columns.tell(total, places, &shown);
        }
        (table.before, table.year_before, table.provisional) = (None, None, None);
    }
}

/// What is added up in the tables of one indicator and from one to another.
fn lines(
    tables: &[ReportTable],
    sheets: &[[Sheet; 2]],
    numbers: &[u64],
    of_persons: bool,
) -> Vec<Line> {
    let mut lines = Vec::new();
    let base = tables
        .iter()
        .position(|table| table.split.is_none() && !is_bulletin(table));
    for (at, (table, [rows, later])) in tables.iter().zip(sheets).enumerate() {
        let base = base.filter(|base| *base != at);
        let base = base.and_then(|base| Some((tables.get(base)?, sheets.get(base)?)));
        let codes = codes(table, of_persons);
        let (of_rows, of_later) = match base {
            Some((base, [rows, later])) => (
                by_place(&base.rows, rows),
                by_place(&base.adjustments, later),
            ),
            None => Default::default(),
        };
        for (table_rows, sheet, base) in [
            (&table.rows, rows, of_rows),
            (&table.adjustments, later, of_later),
        ] {
            let cells = sheet.rows.iter().chain(&sheet.total);
            lines.extend(cells.flat_map(|places| across(&codes, places)));
            lines.extend(down(table_rows, sheet, is_bulletin(table), &base));
        }
        if let Some((base, [of_base, _])) = base {
            let base_codes = self::codes(base, of_persons);
            lines.extend(same_totals((&codes, rows), (&base_codes, of_base), numbers));
        }
        if is_bulletin(table) {
            let others = tables.iter().zip(sheets);
            for (other, of_other) in others.filter(|(other, _)| !is_bulletin(other)) {
                let other_codes = self::codes(other, of_persons);
                let column = |codes: &[&str]| codes.iter().position(|code| *code == TOTAL);
                let Some(columns) = column(&codes).zip(column(&other_codes)) else {
                    continue;
                };
                let [of_rows, of_later] = of_other;
                let split = other.split.as_deref();
                lines.extend(same_kinds(
                    columns,
                    (&table.rows, rows),
                    (split, &other.rows, of_rows),
                ));
                lines.extend(same_kinds(
                    columns,
                    (&table.adjustments, later),
                    (split, &other.adjustments, of_later),
                ));
            }
        }
    }
    lines
}

/// Whether a table is the first one of the casualty bulletin.
fn is_bulletin(table: &ReportTable) -> bool {
    table.by == "kind"
}

/// The codes of the guarded columns.
fn codes(table: &ReportTable, of_persons: bool) -> Vec<&str> {
    let guarded = guarded(&table.columns, of_persons).into_iter();
    let columns = guarded.filter_map(|at| table.columns.get(at));
    columns.map(|column| column.code.as_str()).collect()
}

/// Totals that stand below two tables: what is not told in one is not told in the other.
fn same_totals(
    (codes, sheet): (&[&str], &Sheet),
    (base_codes, base): (&[&str], &Sheet),
    numbers: &[u64],
) -> Vec<Line> {
    let cell = |of: &[&str], sheet: &Sheet, code: &str| {
        let at = of.iter().position(|known| *known == code)?;
        sheet.total.as_ref()?.get(at).copied()
    };
    let lines = codes.iter().filter_map(|code| {
        let own = cell(codes, sheet, code)?;
        let other = cell(base_codes, base, code)?;
        (numbers.get(own) == numbers.get(other)).then(|| Line {
            parts: vec![own],
            sum: Some(other),
        })
    });
    lines.collect()
}

/// What the places of a kind come to is what the bulletin has of that kind, each in its own column.
fn same_kinds(
    (of_bulletin, of_places): (usize, usize),
    (bulletin, bulletin_sheet): (&[ReportRow], &Sheet),
    (split, rows, sheet): (Option<&str>, &[ReportRow], &Sheet),
) -> Vec<Line> {
    let mut by_kind: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (row, places) in rows.iter().zip(&sheet.rows) {
        if let Some((kind, place)) = row.kind.as_deref().zip(places.get(of_places)) {
            by_kind.entry(kind).or_default().push(*place);
        }
    }
    let lines = bulletin.iter().zip(&bulletin_sheet.rows);
    let lines = lines.filter(|(row, _)| row.codes.first().map(String::as_str) == split);
    let lines = lines.filter_map(|(row, places)| {
        Some(Line {
            parts: by_kind.get(row.kind.as_deref()?)?.clone(),
            sum: Some(*places.get(of_bulletin)?),
        })
    });
    lines.collect()
}

/// The columns whose numbers are kept small ones of: people, and in tables of single persons whatever is counted.
fn guarded(columns: &[ReportColumn], of_persons: bool) -> Vec<usize> {
    let is_guarded = |column: &ReportColumn| match column.unit.as_str() {
        "people" => true,
        "count" => of_persons,
        _ => false,
    };
    let all = columns.iter().enumerate();
    let guarded = all.filter(|(_, column)| is_guarded(column));
    guarded.map(|(at, _)| at).collect()
}

/// Which columns of a table are guarded, and which stay as they are.
struct Columns {
    guarded: Vec<usize>,
    stay: Vec<bool>,
}

impl Columns {
    fn of(columns: &[ReportColumn], of_persons: bool) -> Self {
        let stay = columns
            .iter()
            .map(|column| column.unit == "count" && !of_persons);
        Self {
            guarded: guarded(columns, of_persons),
            stay: stay.collect(),
        }
    }

    /// Tells the cells of a row as they are shown; what is neither guarded nor stays is left out.
    fn tell(&self, cells: &mut [ReportCell], places: &[usize], shown: &[ShownCell]) {
        for (at, cell) in cells.iter_mut().enumerate() {
            let of_guarded = self.guarded.iter().position(|column| *column == at);
            let place = of_guarded.and_then(|one| places.get(one));
            let text = |text: String| ReportCell {
                value: None,
                text: Some(text),
            };
            *cell = match place.and_then(|place| shown.get(*place)) {
                Some(ShownCell::Number(_)) => continue,
                Some(ShownCell::Few) => text(format!("<{SMALLEST_SHOWN}")),
                Some(ShownCell::Withheld) => text("…".to_owned()),
                None if self.stay.get(at) == Some(&true) => continue,
                None => ReportCell::default(),
            };
        }
    }
}

impl Grid {
    /// Adds the guarded cells of rows and of their total.
    fn add(
        &mut self,
        rows: &[ReportRow],
        total: Option<&[ReportCell]>,
        guarded: &[usize],
    ) -> Sheet {
        let mut places = |cells: &[ReportCell]| {
            let mut of = Vec::with_capacity(guarded.len());
            for at in guarded {
                let value = cells.get(*at).and_then(|cell| cell.value).unwrap_or(0.0);
                of.push(self.numbers.len());
                self.numbers.push(value.abs() as u64);
            }
            of
        };
        Sheet {
            rows: rows.iter().map(|row| places(&row.cells)).collect(),
            total: total.map(places),
        }
    }
}

/// The cells of each place, by its codes.
type ByPlace<'t> = BTreeMap<&'t [String], &'t [usize]>;

fn by_place<'t>(rows: &'t [ReportRow], sheet: &'t Sheet) -> ByPlace<'t> {
    let codes = rows.iter().map(|row| row.codes.as_slice());
    codes.zip(sheet.rows.iter().map(Vec::as_slice)).collect()
}

/// What is added up in the columns of some rows: all of a kind, those of a kind in a wider place, and the kinds of a place,
/// which come to what `base` has of it. Rows of a bulletin are kinds of what their code names, and add up to all.
fn down(rows: &[ReportRow], sheet: &Sheet, is_bulletin: bool, base: &ByPlace<'_>) -> Vec<Line> {
    let mut of_kind: BTreeMap<(Option<&str>, &[String]), Vec<usize>> = BTreeMap::new();
    let mut of_place: BTreeMap<&[String], Vec<usize>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        let kind = row.kind.as_deref().filter(|_| !is_bulletin);
        let depths = match is_bulletin {
            true => 1..row.codes.len() + 1,
            false => 0..row.codes.len().max(1),
        };
        for depth in depths {
            let wider = row.codes.get(..depth).unwrap_or_default();
            of_kind.entry((kind, wider)).or_default().push(at);
        }
        if kind.is_some() {
            of_place.entry(&row.codes).or_default().push(at);
        }
    }
    let width = sheet.rows.first().map_or(0, Vec::len);
    let line = |of: &[usize], column: usize, sum: Option<&[usize]>| {
        let cell = |row: &usize| sheet.rows.get(*row)?.get(column).copied();
        Line {
            parts: of.iter().filter_map(cell).collect(),
            sum: sum.and_then(|sum| sum.get(column).copied()),
        }
    };
    let total = sheet.total.as_deref();
    let mut added: Vec<(Vec<usize>, Option<&[usize]>)> = Vec::new();
    if !of_place.is_empty() {
        added.push(((0..rows.len()).collect(), total));
    }
    for ((kind, wider), of) in of_kind {
        let is_all = is_bulletin || (kind.is_none() && wider.is_empty());
        added.push((of, total.filter(|_| is_all)));
    }
    for (place, of) in of_place {
        let sum = base.get(place).copied();
        added.push((of, sum.filter(|cells| cells.len() == width)));
    }
    let columns = added
        .iter()
        .flat_map(|(of, sum)| (0..width).map(move |column| line(of, column, *sum)));
    columns.collect()
}

/// Columns of one row that add up to another.
fn across<'s>(codes: &'s [&str], places: &'s [usize]) -> impl Iterator<Item = Line> + 's {
    let place = |code: &str| {
        let at = codes.iter().position(|known| *known == code)?;
        places.get(at).copied()
    };
    ADDED_UP.iter().filter_map(move |(parts, sum)| {
        let parts: Vec<usize> = parts.iter().filter_map(|part| place(part)).collect();
        (!parts.is_empty()).then(|| Line {
            parts,
            sum: place(sum),
        })
    })
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::indexing_slicing,
        clippy::unwrap_used,
        reason = "a failed test should stop at once"
    )]

    use super::*;

    fn table(columns: &[&str], split: Option<&str>, rows: &[(&str, &[f64])]) -> ReportTable {
        let cells = |values: &[f64]| {
            let cells = values.iter().map(|value| ReportCell {
                value: Some(*value),
                text: None,
            });
            cells.collect::<Vec<_>>()
        };
        let row = |(name, values): &(&str, &[f64])| {
            let (place, kind) = name.split_once(' ').unwrap_or((name, ""));
            ReportRow {
                codes: place.split('/').map(str::to_owned).collect(),
                names: Vec::new(),
                kind: Some(kind.to_owned()).filter(|kind| !kind.is_empty()),
                kind_name: None,
                is_subtotal: false,
                cells: cells(values),
            }
        };
        let sum = |at: usize| rows.iter().map(|(_, values)| values[at]).sum();
        let total: Vec<f64> = (0..columns.len()).map(sum).collect();
        ReportTable {
            split: split.map(str::to_owned),
            columns: columns
                .iter()
                .map(|code| ReportColumn {
                    code: (*code).to_owned(),
                    title: String::new(),
                    unit: "people".to_owned(),
                })
                .collect(),
            rows: rows.iter().map(row).collect(),
            total: Some(cells(&total)),
            ..ReportTable::default()
        }
    }

    fn told(table: &ReportTable) -> String {
        let cells = |cells: &[ReportCell]| {
            let cells = cells.iter().map(|cell| match (&cell.text, cell.value) {
                (Some(text), _) => text.clone(),
                (None, value) => value.unwrap_or(-1.0).to_string(),
            });
            cells.collect::<Vec<_>>().join(" ")
        };
        let rows = table.rows.iter().map(|row| cells(&row.cells));
        let total = table.total.iter().map(|total| cells(total));
        rows.chain(total).collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn a_number_of_a_province_or_of_all_kinds_gives_no_small_one_away() {
        let check = |mut tables: Vec<ReportTable>, expected: &[&str]| {
            hide(&mut tables, true);
            assert_eq!(tables.iter().map(told).collect::<Vec<_>>(), expected);
        };
        // Two provinces have one small district each: whoever knows what a province has would know it.
        let rows: &[(&str, &[f64])] = &[
            ("02/01", &[3.0]),
            ("02/02", &[20.0]),
            ("25/01", &[2.0]),
            ("25/02", &[30.0]),
            ("25/03", &[40.0]),
        ];
        check(
            vec![table(&["total"], None, rows)],
            &["<5 | … | <5 | … | 40 | 95"],
        );
        // Of two kinds in a district one is small, and the district as a whole is not.
        let all: &[(&str, &[f64])] = &[("02/01", &[23.0]), ("02/02", &[33.0])];
        let kinds: &[(&str, &[f64])] = &[
            ("02/01 killed", &[3.0]),
            ("02/01 injured", &[20.0]),
            ("02/02 killed", &[4.0]),
            ("02/02 injured", &[29.0]),
        ];
        check(
            vec![
                table(&["total"], None, all),
                table(&["total"], Some("outcome"), kinds),
            ],
            &["23 | 33 | 56", "<5 | … | <5 | … | 56"],
        );
        // What is withheld of all is withheld of the kinds that come to it.
        let columns = &["women", "men", "total"];
        let all: &[(&str, &[f64])] = &[("02/01", &[3.0, 20.0, 23.0])];
        let kinds: &[(&str, &[f64])] = &[
            ("02/01 killed", &[3.0, 8.0, 11.0]),
            ("02/01 injured", &[0.0, 12.0, 12.0]),
        ];
        let mut tables = vec![
            table(columns, None, all),
            table(columns, Some("outcome"), kinds),
        ];
        hide(&mut tables, true);
        let men = |at: usize| tables[1].rows[at].cells[1].text.is_some();
        assert!(men(0) || men(1), "{}", told(&tables[1]));
        assert!(tables[0].rows[0].cells[1].text.is_some());
    }

    #[test]
    fn a_sum_that_is_withheld_in_one_table_is_told_in_no_other() {
        let check = |mut tables: Vec<ReportTable>, expected: &[&str]| {
            hide(&mut tables, true);
            assert_eq!(tables.iter().map(told).collect::<Vec<_>>(), expected);
        };
        let columns = &["women", "men", "total"];
        let communes: &[(&str, &[f64])] = &[
            ("02/01/01", &[4.0, 20.0, 24.0]),
            ("02/01/02", &[4.0, 30.0, 34.0]),
        ];
        let projects: &[(&str, &[f64])] = &[("P1", &[8.0, 50.0, 58.0])];
        check(
            vec![
                table(columns, None, communes),
                table(columns, Some("project"), projects),
            ],
            &["<5 … 24 | <5 … 34 | … … 58", "… … 58 | … … 58"],
        );
        // Kinds that are each told as few of a number that two fours give.
        let kinds: &[(&str, &[f64])] = &[
            ("02/01 killed", &[2.0]),
            ("02/01 injured", &[2.0]),
            ("02/02 killed", &[3.0]),
            ("02/02 injured", &[1.0]),
        ];
        check(
            vec![
                table(&["women"], None, &[("02/01", &[4.0]), ("02/02", &[4.0])]),
                table(&["women"], Some("outcome"), kinds),
            ],
            &["<5 | <5 | …", "<5 | <5 | <5 | <5 | …"],
        );
    }

    #[test]
    fn the_bulletin_tells_no_number_that_is_withheld_below_it() {
        let columns = &["women", "girls", "total"];
        let all: &[(&str, &[f64])] = &[("02/01", &[14.0, 9.0, 23.0])];
        let kinds: &[(&str, &[f64])] = &[
            ("02/01 killed", &[4.0, 4.0, 8.0]),
            ("02/01 injured", &[10.0, 5.0, 15.0]),
        ];
        let rows: &[(&str, &[f64])] = &[("outcome killed", &[8.0]), ("outcome injured", &[15.0])];
        let mut bulletin = table(&[TOTAL], None, rows);
        "kind".clone_into(&mut bulletin.by);
        let mut tables = vec![
            bulletin,
            table(columns, None, all),
            table(columns, Some("outcome"), kinds),
        ];
        hide(&mut tables, true);
        let text = |table: usize, row: usize, column: usize| {
            let row: &ReportRow = &tables[table].rows[row];
            row.cells[column].text.as_deref()
        };
        assert_eq!(text(2, 0, 0), Some("<5"));
        assert_eq!(text(2, 0, 2), Some("…"));
        assert_eq!(text(0, 0, 0), Some("…"));
        let total =
            |table: usize, column: usize| tables[table].total.as_ref().unwrap()[column].value;
        assert_eq!(total(0, 0), total(1, 2));
    }

    #[test]
    fn a_table_without_people_stays_as_it_is() {
        let mut one = table(&["sessions"], None, &[("02", &[3.0]), ("02/01", &[3.0])]);
        "count".clone_into(&mut one.columns[0].unit);
        one.rows[0].is_subtotal = true;
        let before = told(&one);
        hide(std::slice::from_mut(&mut one), false);
        assert_eq!(told(&one), before);
    }

    #[test]
    fn sessions_stay_and_what_is_no_number_of_people_goes() {
        let mut one = table(
            &["sessions", "women", "share"],
            None,
            &[("02/01", &[1.0, 2.0, 0.5])],
        );
        for (column, unit) in one.columns.iter_mut().zip(["count", "people", "share"]) {
            unit.clone_into(&mut column.unit);
        }
        hide(std::slice::from_mut(&mut one), false);
        assert_eq!(told(&one), "1 <5 -1 | 1 <5 -1");
    }
}
