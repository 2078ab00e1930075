//! Numbers as people read them.

use crate::report::{Cell, Grouping};

/// From here on a number is written with its power of ten.
const LARGE: f64 = 1e15;
/// What stands where there is no number.
const NONE: &str = "–";

/// The words of a cell; `is_figure` tells what an empty one says.
pub(crate) fn told(cell: &Cell, is_figure: bool, grouping: Grouping) -> String {
    match cell {
        Cell::Empty if is_figure => NONE.to_owned(),
        Cell::Empty => String::new(),
        Cell::Words(words) => words.clone(),
        Cell::Number(value, digits) => number(*value, *digits, grouping),
        Cell::Share(value) => {
            let share = number(*value * 100.0, 1, grouping);
            match share.as_str() {
                NONE => share,
                _ => format!("{share}%"),
            }
        }
    }
}

fn number(value: f64, digits: u8, grouping: Grouping) -> String {
    if !value.is_finite() {
        return NONE.to_owned();
    }
    if value.abs() >= LARGE {
        return format!("{value:e}");
    }
    let text = format!("{value:.*}", usize::from(digits.min(9)));
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.as_str()),
    };
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let rest = rest.trim_end_matches('0');
    let (apart, point) = match grouping {
        Grouping::Comma => (',', '.'),
        Grouping::Point => ('.', ','),
    };
    let is_nothing = rest.is_empty() && whole == "0";
    let mut told = String::from(if is_nothing { "" } else { sign });
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            told.push(apart);
        }
        told.push(digit);
    }
    if !rest.is_empty() {
        told.push(point);
        told.push_str(rest);
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_told_as_people_read_it() {
        #[track_caller]
        fn check(cell: &Cell, grouping: Grouping, told_as: &str) {
            assert_eq!(told(cell, true, grouping), told_as);
        }
        check(&Cell::Number(0.0, 2), Grouping::Comma, "0");
        check(&Cell::Number(-0.001, 2), Grouping::Comma, "0");
        check(&Cell::Number(-1204.0, 0), Grouping::Comma, "-1,204");
        check(&Cell::Number(16_482.5, 2), Grouping::Comma, "16,482.5");
        check(&Cell::Number(16_482.5, 2), Grouping::Point, "16.482,5");
        check(&Cell::Number(999_999.999, 2), Grouping::Comma, "1,000,000");
        check(&Cell::Number(2e18, 2), Grouping::Comma, "2e18");
        check(&Cell::Number(f64::NAN, 2), Grouping::Comma, "–");
        check(&Cell::Share(0.1251), Grouping::Point, "12,5%");
        check(&Cell::Share(f64::INFINITY), Grouping::Comma, "–");
        check(&Cell::Words("<5".to_owned()), Grouping::Comma, "<5");
        check(&Cell::Empty, Grouping::Comma, "–");
        assert_eq!(told(&Cell::Empty, false, Grouping::Comma), "");
    }
}
