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

/// Hides small numbers, and of every line as much more as keeps them from being worked out: where its sum is told, each of
/// its hidden cells can have more than one value within what is told of it. What is withheld is the smallest part that is
/// told, else the sum, else a part that is none. A line of nothing but small numbers and none, whose sum stands in another
/// table, cannot be kept.
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
    let is_few = |place: &usize| shown.get(*place) == Some(&ShownCell::Few);
    let few = hidden().filter(is_few).count() as u64;
    let left = Hidden {
        few,
        withheld: hidden().count() as u64 - few,
        sum: hidden().map(number).sum(),
    };
    if let Some(sum) = line.sum.filter(|place| !told(*place))
        && left != Hidden::default()
    {
        return too_few(&left, hidden().next(), sum, shown);
    }
    let is_kept = match left == Hidden::default() {
        true => line.sum.is_none_or(told),
        false => left.is_kept(),
    };
    if is_kept {
        return None;
    }
    let parts = line.parts.iter().copied().filter(|place| told(*place));
    let least = parts.min_by_key(|place| (number(*place) == 0, number(*place), *place));
    let sum = line.sum.filter(|place| told(*place));
    match least {
        Some(part) if number(part) == 0 => {
            let may_be_more =
                left.few + left.withheld == 0 || left.sum >= left.few + SMALLEST_SHOWN;
            sum.or(least.filter(|_| may_be_more))
        }
        None => sum,
        part => part,
    }
}

/// The cell of a line whose sum is hidden that tells how few the others are: a sum that is few of so many parts that each
/// is one, or the same number that is told as few in one place and withheld in the other.
fn too_few(left: &Hidden, part: Option<usize>, sum: usize, shown: &[ShownCell]) -> Option<usize> {
    let is_few = |place: usize| shown.get(place) == Some(&ShownCell::Few);
    if left.few + 1 >= SMALLEST_SHOWN {
        return Some(sum).filter(|sum| is_few(*sum));
    }
    let is_same = left.few + left.withheld == 1 && (1..SMALLEST_SHOWN).contains(&left.sum);
    let part = part.filter(|_| is_same)?;
    match (is_few(part), is_few(sum)) {
        (true, false) => Some(part),
        (false, true) => Some(sum),
        _ => None,
    }
}

/// The hidden cells of a line: each that is few is one to four, each that is withheld is none or at least five.
#[derive(Debug, Default, PartialEq, Eq)]
struct Hidden {
    few: u64,
    withheld: u64,
    sum: u64,
}

impl Hidden {
    /// Whether cells of what is told of these come to their sum.
    fn is_possible(&self) -> bool {
        let most = self.few * (SMALLEST_SHOWN - 1);
        (self.few..=most).contains(&self.sum)
            || (self.withheld > 0 && self.sum >= self.few + SMALLEST_SHOWN)
    }

    /// Whether each can have more than one value for whoever knows the sum.
    fn is_kept(&self) -> bool {
        let is_left = |few: u64, withheld: u64, value: u64| {
            let sum = self.sum.checked_sub(value);
            sum.is_some_and(|sum| Hidden { few, withheld, sum }.is_possible())
        };
        if let Some(others) = self.few.checked_sub(1) {
            let values = (1..SMALLEST_SHOWN).filter(|value| is_left(others, self.withheld, *value));
            if values.count() < 2 {
                return false;
            }
        }
        let Some(others) = self.withheld.checked_sub(1) else {
            return true;
        };
        // None, and the most that the others leave, and one less: if there are two values, two of these are.
        let most = self.sum.saturating_sub(self.few);
        let large = [most, most.saturating_sub(1)];
        let large = large.into_iter().filter(|value| *value >= SMALLEST_SHOWN);
        let values = std::iter::once(0).chain(large);
        values
            .filter(|value| is_left(self.few, others, *value))
            .count()
            > 1
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
        // All others are none: to withhold these would keep nothing from whoever has the sum.
        check(&[&[2, 0, 0]], "<5 0 0");
        // Each is four: a part that is none might be the rest of their sum.
        check(&[&[4, 4, 0, 0]], "<5 <5 x 0");
        // One and five are the only few and more that come to six.
        check(&[&[1, 5, 40, 50]], "<5 x x 50");
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
        // Four parts of a sum that is few are each one.
        check(&[1, 1, 1, 1], 4, "<5 <5 <5 <5 x");
        check(&[1, 1, 1], 3, "<5 <5 <5 <5");
        // One and five are the only few and more that come to six, and so with seven.
        check(&[1, 5, 40], 46, "<5 x x 46");
        check(&[1, 1, 5, 40], 47, "<5 <5 x 40 47");
        check(&[1, 5, 0], 6, "<5 x 0 x");
        check(&[2, 5, 0], 7, "<5 x 0 7");
        check(&[2, 0, 0], 2, "<5 0 0 <5");
    }

    /// Every way in which hidden cells of a line can come to what they come to.
    fn ways(shown: &[ShownCell], left: u64) -> Vec<Vec<u64>> {
        let Some((first, others)) = shown.split_first() else {
            return match left {
                0 => vec![Vec::new()],
                _ => Vec::new(),
            };
        };
        let can_be = |value: &u64| match first {
            ShownCell::Few => (1..SMALLEST_SHOWN).contains(value),
            _ => *value == 0 || *value >= SMALLEST_SHOWN,
        };
        let values = (0..=left).filter(can_be);
        let with = |value: u64| {
            let ways = ways(others, left - value).into_iter();
            ways.map(move |way| [vec![value], way].concat())
        };
        values.flat_map(with).collect()
    }

    proptest! {
        #[test]
        fn no_hidden_cell_of_a_line_can_be_worked_out_from_its_sum(
            parts in prop::collection::vec(0u64..12, 1..6)
        ) {
            let sum = parts.iter().sum();
            let line = Line { parts: (0..parts.len()).collect(), sum: Some(parts.len()) };
            let numbers = [parts.clone(), vec![sum]].concat();
            let shown = hide_small(&numbers, &[line]);
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
            if !is_told(shown[parts.len()]) {
                return Ok(());
            }
            let hidden: Vec<usize> = (0..parts.len()).filter(|at| !is_told(shown[*at])).collect();
            let cells: Vec<ShownCell> = hidden.iter().map(|at| shown[*at]).collect();
            let ways = ways(&cells, hidden.iter().map(|at| parts[*at]).sum());
            for at in 0..hidden.len() {
                let values: std::collections::BTreeSet<u64> = ways.iter().map(|way| way[at]).collect();
                prop_assert!(values.len() > 1, "{:?} is told as {:?}", numbers, shown);
            }
        }

        #[test]
        fn no_line_has_exactly_one_hidden_cell(
            cells in prop::collection::vec(prop::collection::vec(0u64..12, 4), 2..7)
        ) {
            let numbers = cells.concat();
            let lines = grid(cells.len(), 4);
            let shown = hide_small(&numbers, &lines);
            for line in &lines {
                let hidden: Vec<usize> =
                    line.parts.iter().copied().filter(|place| !is_told(shown[*place])).collect();
                let has_more = line.parts.iter().any(|place| numbers[*place] >= SMALLEST_SHOWN);
                prop_assert!(hidden.len() != 1 || !has_more || line.parts.len() == 1);
            }
        }
    }
}
