//! The boxes of countries are the same in the program and in the built-in form of a session.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed test should stop at once"
)]

use std::collections::BTreeSet;
use std::fs;

use programme::position::{Area, COUNTRIES};
use rules::tree;

#[test]
fn a_country_lies_where_the_form_says() {
    let sheet = tree::root().join("forms/eore_session.csv");
    let sheet = fs::read_to_string(sheet).expect("the built-in form of a session");
    let boxes: BTreeSet<String> = sheet
        .lines()
        .filter_map(|row| row.strip_prefix(",country,"))
        .map(|row| {
            let cells: Vec<&str> = row.split(',').collect();
            let figures = cells.iter().rev().take(4).rev();
            let figures = figures.map(|it| it.parse::<f64>().unwrap().to_string());
            let code = cells.first().copied().map(str::to_owned);
            code.into_iter()
                .chain(figures)
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect();
    let ours: BTreeSet<String> = COUNTRIES
        .iter()
        .map(|it| {
            let Area {
                south,
                north,
                west,
                east,
            } = it.area;
            format!("{} {south} {north} {west} {east}", it.code)
        })
        .collect();
    assert_eq!(boxes, ours);
}
