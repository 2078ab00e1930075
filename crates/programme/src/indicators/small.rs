//! The small-cell rule of the domain dictionary (§7.4 no. 6): in a table for the public, below the level of provinces,
//! one to four people are told as fewer than five, and nobody can work the number out from what it is added up with.

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

/// Cells that are added up: a row, a column, the kinds of one place, the places of one province.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// The places of the cells that are added up.
    pub parts: Vec<usize>,
    /// The place of their sum; none where it stands in another table, which whoever reads this one may have.
    pub sum: Option<usize>,
}

/// Hides small numbers, and of every line as much more as keeps them from being worked out: no line has exactly one hidden
/// cell, and no sum is told that its hidden cells reach only when each of them is one, or each four. What is withheld is
/// the smallest part that is told, else the sum, else a part that is none.
pub fn hide_small(numbers: &[u64], lines: &[Line]) -> Vec<ShownCell> {
    let mut shown: Vec<ShownCell> = numbers.iter().map(|number| first(*number)).collect();
    // Each round hides a cell more or is the last.
    loop {
        let mut is_last = true;
        for line in lines {
            while let Some(place) = to_withhold(line, numbers, &shown) {
                let Some(cell) = shown.get_mut(place) else {
                    break;
                };
                *cell = ShownCell::Withheld;
                is_last = false;
            }
        }
        if is_last {
            return shown;
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

fn is_told(cell: ShownCell) -> bool {
    matches!(cell, ShownCell::Number(_))
}

/// The cell of a line that must go too; none where nothing hidden in it can be worked out, or nothing else is left.
fn to_withhold(line: &Line, numbers: &[u64], shown: &[ShownCell]) -> Option<usize> {
    let told = |place: usize| shown.get(place).copied().is_some_and(is_told);
    let number = |place: usize| numbers.get(place).copied().unwrap_or(0);
    let hidden = || line.parts.iter().copied().filter(|place| !told(*place));
    let is_sum_told = line.sum.is_none_or(told);
    let count = hidden().count() as u64;
    let all_few = hidden().all(|place| shown.get(place) == Some(&ShownCell::Few));
    let of_few: u64 = hidden().map(number).sum();
    let given_away = match count {
        0 => !is_sum_told,
        1 => is_sum_told,
        n => is_sum_told && all_few && (of_few == n || of_few == n * (SMALLEST_SHOWN - 1)),
    };
    if !given_away {
        return None;
    }
    let parts = line.parts.iter().copied().filter(|place| told(*place));
    let least = parts.min_by_key(|place| (number(*place) == 0, number(*place), *place));
    let sum = line.sum.filter(|place| told(*place));
    match least {
        Some(part) if number(part) == 0 => sum.or(least),
        None => sum,
        part => part,
    }
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

    fn text(cell: ShownCell) -> String {
        match cell {
            ShownCell::Number(number) => number.to_string(),
            ShownCell::Few => "<5".to_owned(),
            ShownCell::Withheld => "x".to_owned(),
        }
    }

    /// The rows and columns of a table whose sums stand elsewhere.
    fn grid(height: usize, width: usize) -> Vec<Line> {
        let line = |parts: Vec<usize>| Line { parts, sum: None };
        let columns =
            (0..width).map(|column| line((0..height).map(|row| row * width + column).collect()));
        let rows = (0..height).map(|row| line((row * width..(row + 1) * width).collect()));
        columns.chain(rows).collect()
    }

    #[test]
    fn few_people_are_told_as_few_and_cannot_be_worked_out() {
        #[track_caller]
        fn check(cells: &[&[u64]], expected: &str) {
            let width = cells.first().map_or(0, |row| row.len());
            let shown = hide_small(&cells.concat(), &grid(cells.len(), width));
            let rows = shown.chunks(width.max(1));
            let told = rows.map(|row| row.iter().copied().map(text).collect::<Vec<_>>().join(" "));
            assert_eq!(told.collect::<Vec<_>>().join(" | "), expected);
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
        // What two or five come to when each is one, and when each is four, is told by their sum.
        check(&[&[1, 1, 40]], "<5 <5 x");
        check(&[&[4, 4, 40, 50]], "<5 <5 x 50");
    }

    #[test]
    fn a_sum_that_would_give_its_parts_away_is_not_told() {
        #[track_caller]
        fn check(parts: &[u64], sum: u64, expected: &str) {
            let line = Line {
                parts: (0..parts.len()).collect(),
                sum: Some(parts.len()),
            };
            let numbers: Vec<u64> = parts.iter().copied().chain([sum]).collect();
            let shown = hide_small(&numbers, &[line]);
            let told: Vec<String> = shown.into_iter().map(text).collect();
            assert_eq!(told.join(" "), expected);
        }
        check(&[10, 20], 30, "10 20 30");
        check(&[3, 20], 23, "<5 x 23");
        check(&[3, 4], 7, "<5 <5 7");
        // Each is one, each is four: nothing else is left than the sum.
        check(&[1, 1, 1, 1, 1], 5, "<5 <5 <5 <5 <5 x");
        check(&[4, 4], 8, "<5 <5 x");
        check(&[4, 4, 0], 8, "<5 <5 0 x");
        // A sum that is few itself stands beside parts of which one is few.
        check(&[3, 0, 0], 3, "<5 0 0 <5");
    }

    proptest! {
        #[test]
        fn no_line_has_exactly_one_hidden_cell(
            cells in prop::collection::vec(prop::collection::vec(0u64..12, 4), 2..7)
        ) {
            let numbers = cells.concat();
            let lines = grid(cells.len(), 4);
            let shown = hide_small(&numbers, &lines);
            for line in &lines {
                let hidden = line.parts.iter().filter(|place| !is_told(shown[**place]));
                prop_assert_ne!(hidden.count(), 1);
            }
            for (number, told) in numbers.iter().zip(&shown) {
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
