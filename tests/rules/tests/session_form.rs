//! The programme's rules speak of questions that the built-in form of a session asks.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed test should stop at once"
)]

use std::collections::BTreeSet;
use std::fs;

use programme::position::{Area, COUNTRIES};
use programme::rules::{Condition, Rule, SADD, Term};
use rules::tree;

/// Paths of the questions, from the sheet `survey`: its second column is the type, its third the name.
fn questions() -> BTreeSet<String> {
    let sheet = tree::root().join("forms/eore_session.csv");
    let sheet = fs::read_to_string(sheet).expect("the built-in form of a session");
    let rows = sheet.lines().skip(2).take_while(|row| row.starts_with(','));
    let mut groups: Vec<&str> = Vec::new();
    let mut found = BTreeSet::new();
    for row in rows {
        let mut cells = row.split(',').skip(1);
        let (kind, name) = (cells.next().unwrap(), cells.next().unwrap());
        match kind {
            "begin_group" | "begin_repeat" => groups.push(name),
            "end_group" | "end_repeat" => drop(groups.pop()),
            _ => drop(found.insert([&groups[..], &[name]].concat().join("/"))),
        }
    }
    found
}

fn terms(rule: &Rule) -> impl Iterator<Item = &'static str> {
    let all = rule.left.iter().chain(rule.right);
    all.filter_map(|term| match term {
        Term::Answer(path) | Term::OrZero(path) => Some(*path),
        Term::Number(_) => None,
    })
}

/// A programme may leave out the fine age bands and some parts; the rules on them then stay silent.
fn may_be_left_out(rule: &Rule) -> bool {
    rule.id == "S2" || rule.at == "sadd/indigenous"
}

#[test]
fn every_figure_that_a_rule_reads_is_asked() {
    let questions = questions();
    assert!(questions.contains("sadd/total"), "{questions:?}");
    for rule in SADD.iter().filter(|rule| !may_be_left_out(rule)) {
        for path in terms(rule).chain([rule.at]) {
            assert!(questions.contains(path), "{} reads {path}", rule.id);
        }
        if let Condition::Is(path, _) | Condition::IsNot(path, _) = rule.when {
            assert!(questions.contains(path), "{} depends on {path}", rule.id);
        }
    }
}

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
