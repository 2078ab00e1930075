//! How wide columns are, whether the paper lies on its side, and where a table that is wider than that is cut.

use std::ops::Range;

use crate::fonts::WIDTHS;
use crate::report::Table;

/// What is between the margins of A4, in points: upright, and on its side.
const UPRIGHT: f32 = 510.0;
const ON_ITS_SIDE: f32 = 756.0;
/// Sizes of letters, the most readable first.
const SIZES: [f32; 3] = [8.5, 7.5, 6.5];
/// What is left and right of the words of a cell, with room for how the real line differs from our measure.
const AROUND: f32 = 10.0;
/// Parts of the size of letters: the widest that one word of a heading makes a column, and that words of a cell do.
const HEADING_MOST: f32 = 11.0;
const WORDS_ENOUGH: f32 = 11.0;
const WORDS_MOST: f32 = 30.0;
/// How much wider than it needs a column becomes where there is room.
const SPARE_MOST: f32 = 5.0;
/// Letters of headings are heavier than those that are measured.
const HEAVY: f32 = 1.08;

/// What a column needs, in parts of the size of letters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Need {
    least: f32,
    most: f32,
}

/// Columns of a table that stand beside each other on a page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Band {
    /// The size of its letters, in points.
    pub(crate) size: f32,
    /// Its columns, with how wide each is in points.
    pub(crate) columns: Vec<(usize, f32)>,
}

/// What each column of a table needs for these words.
pub(crate) fn needs(table: &Table, words: &[Vec<String>]) -> Vec<Need> {
    let columns = table.columns.iter().enumerate();
    let need = |(at, column): (usize, &crate::Column)| {
        let mut longest: f32 = 0.0;
        let cells = words.iter().filter(|row| row.len() == table.columns.len());
        for line in cells
            .filter_map(|row| row.get(at))
            .flat_map(|cell| cell.lines())
        {
            longest = longest.max(WIDTHS.of_words(line));
        }
        let heading = WIDTHS.of_words(&column.title) * HEAVY;
        let word = column.title.split_whitespace();
        let word = word.fold(0.0_f32, |most, word| most.max(WIDTHS.of_words(word)));
        let word = (word * HEAVY).min(HEADING_MOST);
        match column.is_figure {
            true => {
                let least = (longest * HEAVY).min(WORDS_MOST).max(word).max(2.0);
                Need { least, most: least }
            }
            false => {
                let most = (longest * HEAVY).max(heading).clamp(3.0, WORDS_MOST);
                Need {
                    least: most.min(WORDS_ENOUGH).max(word),
                    most,
                }
            }
        }
    };
    columns.map(need).collect()
}

/// Whether a table is too wide for a page that stands upright.
pub(crate) fn is_wide(needs: &[Need]) -> bool {
    least(needs, SIZES[0]) > UPRIGHT
}

/// The table's columns on the page: in one band if they fit in some size of letters, else in several, each with the
/// first `named` columns again.
pub(crate) fn bands(needs: &[Need], named: usize, is_on_its_side: bool) -> Vec<Band> {
    let room = if is_on_its_side { ON_ITS_SIDE } else { UPRIGHT };
    let all: Vec<usize> = (0..needs.len()).collect();
    let fits = SIZES.into_iter().find(|size| least(needs, *size) <= room);
    if let Some(size) = fits {
        return vec![band(needs, all, size, room)];
    }
    let [.., size] = SIZES;
    let named = named.min(needs.len());
    let width = |range: Range<usize>| least(needs.get(range).unwrap_or_default(), size);
    let before = width(0..named);
    let mut bands = Vec::new();
    let mut from = named;
    while from < needs.len() {
        let mut to = from + 1;
        while to < needs.len() && before + width(from..to + 1) <= room {
            to += 1;
        }
        let columns = (0..named).chain(from..to).collect();
        bands.push(band(needs, columns, size, room));
        from = to;
    }
    if bands.is_empty() {
        bands.push(band(needs, all, size, room));
    }
    bands
}

fn least(needs: &[Need], size: f32) -> f32 {
    needs.iter().map(|need| need.least * size + AROUND).sum()
}

/// Gives columns of words what they would like, then everybody the same of what is left.
fn band(needs: &[Need], columns: Vec<usize>, size: f32, room: f32) -> Band {
    let need = |at: &usize| {
        needs.get(*at).copied().unwrap_or(Need {
            least: 0.0,
            most: 0.0,
        })
    };
    let mut widths: Vec<f32> = columns
        .iter()
        .map(|at| need(at).least * size + AROUND)
        .collect();
    let left = room - widths.iter().sum::<f32>();
    let wish = |at: &usize| (need(at).most - need(at).least) * size;
    let wishes: f32 = columns.iter().map(wish).sum();
    if left < 0.0 {
        let shrink = room / (room - left);
        widths.iter_mut().for_each(|width| *width *= shrink);
    } else if wishes > 0.0 {
        let share = (left / wishes).min(1.0);
        for (width, at) in widths.iter_mut().zip(&columns) {
            *width += wish(at) * share;
        }
    }
    let left = (room - widths.iter().sum::<f32>()).max(0.0);
    let spare = (left / widths.len().max(1) as f32).min(SPARE_MOST * size);
    let columns = columns
        .into_iter()
        .zip(widths.into_iter().map(|width| width + spare));
    Band {
        size,
        columns: columns.collect(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, reason = "a failed test should stop at once")]

    use proptest::prelude::*;

    use super::*;
    use crate::report::Column;

    fn table(columns: usize, digits: usize) -> (Table, Vec<Vec<String>>) {
        let heading = |at: usize| Column {
            title: format!("Column {at}"),
            is_figure: at > 0,
        };
        let table = Table {
            columns: (0..columns).map(heading).collect(),
            named: 1,
            rows: Vec::new(),
        };
        (table, vec![vec!["9".repeat(digits); columns]])
    }

    #[test]
    fn a_table_stands_upright_then_lies_on_its_side_then_is_cut() {
        #[track_caller]
        fn check(columns: usize, digits: usize, is_wide_one: bool, size: f32, bands_of: usize) {
            let (table, words) = table(columns, digits);
            let needs = needs(&table, &words);
            assert_eq!(is_wide(&needs), is_wide_one);
            let bands = bands(&needs, 1, is_wide_one);
            assert_eq!((bands[0].size, bands.len()), (size, bands_of));
        }
        check(3, 4, false, 8.5, 1);
        check(10, 6, false, 8.5, 1);
        check(14, 7, true, 8.5, 1);
        check(17, 7, true, 7.5, 1);
        check(18, 7, true, 6.5, 1);
        check(30, 9, true, 6.5, 2);
    }

    proptest! {
        #[test]
        fn every_column_is_there_once_and_no_band_is_wider_than_the_page(
            columns in 1_usize..60,
            digits in 0_usize..40,
            named in 0_usize..4,
            side in any::<bool>(),
        ) {
            let (table, words) = table(columns, digits);
            let bands = bands(&needs(&table, &words), named, side);
            let room = if side { ON_ITS_SIDE } else { UPRIGHT };
            let named = named.min(columns);
            let mut seen = vec![0; columns];
            for band in &bands {
                let width: f32 = band.columns.iter().map(|(_, width)| width).sum();
                prop_assert!(width <= room + 0.5, "{width} of {room}");
                for (at, _) in &band.columns {
                    seen[*at] += 1;
                }
            }
            for (at, times) in seen.iter().enumerate() {
                let is_right = if at < named { *times == bands.len() } else { *times == 1 };
                prop_assert!(is_right, "column {at} is there {times} times");
            }
        }
    }
}
