//! What the forms let through and what they stop: one row is one way of filling a form, and where it is wrong.

mod assistance;
mod education;
mod people;

use std::sync::Arc;

use forms::Form;

use crate::{filled, form};

type Answers<'a> = &'a [(&'a str, &'a str)];

/// Fills a form with good answers, then with the changes; gives the questions that are wrong.
fn wrong(form: &Arc<Form>, good: Answers<'_>, changes: Answers<'_>) -> Vec<String> {
    let problems = filled(form, good.iter().chain(changes)).problems("en");
    problems.into_iter().map(|problem| problem.path).collect()
}

/// The questions at the right have to be wrong, and no others.
fn check(name: &str, good: Answers<'_>, rows: &[(Answers<'_>, &[&str])]) {
    let form = Arc::new(form(name));
    for (changes, expected) in rows {
        assert_eq!(wrong(&form, good, changes), *expected, "{name} {changes:?}");
    }
}
