//! The small-cell rule of the domain dictionary (§7.4 no. 6): in a table for the public, below the level of provinces,
//! one to four people are told as fewer than five, and nobody can work the number out from its row or its column.

/// The smallest number that is told.
pub const SMALLEST_SHOWN: u64 = 5;

/// A cell of a table for the public.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShownCell {
    /// The number.
    Number(u64),
    /// Fewer than [`SMALLEST_SHOWN`], and more than none.
    Few,
    /// Not told, so that another that is not told cannot be worked out.
    Withheld,
}

/// Hides small numbers in rows that add up to a row of totals, and in columns that add up to a column of totals; the
/// totals themselves are not in `cells`. Rows are equally long; what a row lacks counts as none.
///
/// A line with one hidden cell hides its smallest other too, or the hidden one could be worked out from the total.
pub fn hide_small(cells: &[Vec<u64>]) -> Vec<Vec<ShownCell>> {
    let mut shown: Vec<Vec<ShownCell>> = cells
        .iter()
        .map(|row| row.iter().map(|number| first(*number)).collect())
        .collect();
    let width = cells.iter().map(Vec::len).max().unwrap_or(0);
    let rows = |at: usize| (0..width).map(move |column| (at, column)).collect();
    let columns = |at: usize| (0..cells.len()).map(move |row| (row, at)).collect();
    // Each pass hides a cell more or is the last.
    loop {
        let lines: Vec<Vec<(usize, usize)>> = (0..width)
            .map(columns)
            .chain((0..cells.len()).map(rows))
            .collect();
        let next = lines
            .iter()
            .find_map(|line| to_withhold(line, cells, &shown));
        let Some((row, column)) = next else {
            return shown;
        };
        if let Some(cell) = shown.get_mut(row).and_then(|cells| cells.get_mut(column)) {
            *cell = ShownCell::Withheld;
        }
    }
}

fn first(number: u64) -> ShownCell {
    match number {
        0 => ShownCell::Number(0),
        few if few < SMALLEST_SHOWN => ShownCell::Few,
        number => ShownCell::Number(number),
    }
}

/// The cell of a line that must go too: the smallest that is told, when exactly one is hidden. Where all others are
/// none, one of those goes.
fn to_withhold(
    line: &[(usize, usize)],
    cells: &[Vec<u64>],
    shown: &[Vec<ShownCell>],
) -> Option<(usize, usize)> {
    let at = |(row, column): (usize, usize)| {
        let number = cells.get(row)?.get(column)?;
        Some((*number, *shown.get(row)?.get(column)?))
    };
    let told = |cell: ShownCell| matches!(cell, ShownCell::Number(_));
    let known = || line.iter().filter_map(|place| Some((*place, at(*place)?)));
    if known().filter(|(_, (_, cell))| !told(*cell)).count() != 1 {
        return None;
    }
    let others = known().filter(|(_, (_, cell))| told(*cell));
    let least = others.min_by_key(|(place, (number, _))| (*number == 0, *number, *place));
    least.map(|(place, _)| place)
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::indexing_slicing,
        clippy::unwrap_used,
        reason = "a failed test should stop at once"
    )]

    use proptest::prelude::*;

    use super::*;

    fn text(shown: &[Vec<ShownCell>]) -> String {
        let cell = |cell: &ShownCell| match cell {
            ShownCell::Number(number) => number.to_string(),
            ShownCell::Few => "<5".to_owned(),
            ShownCell::Withheld => "x".to_owned(),
        };
        let row = |row: &Vec<ShownCell>| row.iter().map(cell).collect::<Vec<_>>().join(" ");
        shown.iter().map(row).collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn few_people_are_told_as_few_and_cannot_be_worked_out() {
        #[track_caller]
        fn check(cells: &[&[u64]], expected: &str) {
            let cells: Vec<Vec<u64>> = cells.iter().map(|row| row.to_vec()).collect();
            assert_eq!(text(&hide_small(&cells)), expected);
        }
        check(&[], "");
        check(&[&[0, 5, 100]], "0 5 100");
        check(&[&[4]], "<5");
        // Alone in its row and its column: another of the row goes, then one of each column.
        check(&[&[3, 20], &[10, 30]], "<5 x | x x");
        check(&[&[1, 2, 40]], "<5 <5 40");
        check(&[&[1, 2, 40], &[9, 8, 7]], "<5 <5 40 | x x 7");
        // All others are none: one of these goes.
        check(&[&[2, 0, 0]], "<5 x 0");
    }

    proptest! {
        #[test]
        fn no_line_has_exactly_one_hidden_cell(
            cells in prop::collection::vec(prop::collection::vec(0u64..12, 4), 2..7)
        ) {
            let shown = hide_small(&cells);
            let hidden = |cell: &ShownCell| !matches!(cell, ShownCell::Number(_));
            for row in &shown {
                prop_assert_ne!(row.iter().filter(|cell| hidden(cell)).count(), 1);
            }
            for column in 0..4 {
                prop_assert_ne!(shown.iter().filter(|row| hidden(&row[column])).count(), 1);
            }
            for (row, told) in cells.iter().zip(&shown) {
                for (number, told) in row.iter().zip(told) {
                    match told {
                        ShownCell::Number(told) => {
                            prop_assert_eq!(number, told);
                            prop_assert!(*number == 0 || *number >= SMALLEST_SHOWN);
                        }
                        ShownCell::Few => prop_assert!((1..SMALLEST_SHOWN).contains(number)),
                        ShownCell::Withheld => {}
                    }
                }
            }
        }
    }
}
