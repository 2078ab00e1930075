//! What two versions promise each other, proven on forms made by chance.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::prelude::*;

use super::{ChangeKind, Verdict, compare_versions, fits, verdict};
use crate::survey_tests::{compiled, moment};
use crate::{Answers, Filling, Form, ProblemKind, check, sample};

/// One question of a made-up form: in which of four groups, under which name, of which type, with which words.
type Row = (usize, char, usize, usize);

const TYPES: [&str; 10] = [
    "text",
    "integer",
    "decimal",
    "date",
    "select_one l",
    "select_multiple l",
    "select_one k",
    "note",
    "geopoint",
    "acknowledge",
];

/// A form of the rows: the first group is the form itself, the second a group, the third and fourth repeats, one in
/// the other. `choices` says which of the choices a to d the lists have.
fn made(rows: &[Row], choices: &BTreeSet<char>) -> Arc<Form> {
    let begins = [
        "",
        "begin group,g,G\n",
        "begin repeat,r,R\n",
        "begin repeat,s,S\n",
    ];
    let mut groups = begins.map(str::to_owned);
    for (group, name, kind, label) in rows {
        let line = format!("{},{name},Label {label}\n", TYPES[*kind]);
        groups[*group] += &line;
    }
    let [top, group, outer, inner] = groups;
    let survey = format!(
        "type,name,label\ntext,first,First\n{top}{group}end group\n{outer}{inner}end repeat\nend repeat\n"
    );
    let mut lists = String::from("list_name,name,label\n");
    for choice in choices {
        lists += &format!("l,{choice},Choice {choice}\nk,{choice},Choice {choice}\n");
    }
    let (form, findings) = compiled(&survey, &lists);
    assert!(form.is_some(), "{findings:?}\n{survey}");
    Arc::new(form.unwrap())
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let row = (
        0..4_usize,
        proptest::char::range('a', 'h'),
        0..TYPES.len(),
        0..4_usize,
    );
    proptest::collection::vec(row, 0..10).prop_map(|mut rows| {
        // Two questions of one name in one group would be renamed by the compiler.
        let mut seen = BTreeSet::new();
        rows.retain(|(group, name, ..)| seen.insert((*group, *name)));
        rows
    })
}

/// A form and another that grew from it: rows taken away, changed and added.
fn versions() -> impl Strategy<Value = (Arc<Form>, Arc<Form>)> {
    let lists = || proptest::collection::btree_set(proptest::char::range('a', 'd'), 1..4);
    let edits = proptest::collection::vec(0..6_u8, 10);
    (rows(), rows(), edits, lists(), lists()).prop_map(|(old, more, edits, before, after)| {
        let mut new: Vec<Row> = Vec::new();
        for (row, edit) in old.iter().zip(&edits) {
            let (group, name, kind, label) = *row;
            match edit {
                0 => {}
                1 => new.push((group, name, (kind + 1) % TYPES.len(), label)),
                2 => new.push(((group + 1) % 4, name, kind, label)),
                3 => new.push((group, char::from(name as u8 + 8), kind, label)),
                _ => new.push(*row),
            }
        }
        new.extend(more.iter().take(3));
        let mut seen = BTreeSet::new();
        new.retain(|(group, name, ..)| seen.insert((*group, *name)));
        (made(&old, &before), made(&new, &after))
    })
}

/// Answers as people and other programs may leave them.
fn answers() -> impl Strategy<Value = Answers> {
    let path = prop_oneof![
        "[a-p]",
        "g/[a-p]",
        "r\\[[1-2]\\]/[a-p]",
        "r\\[[1-2]\\]/s\\[[1-2]\\]/[a-p]",
        "s\\[[1-2]\\]/[a-p]",
        "[grs]",
        "[a-c]/[a-c]",
    ];
    let value = prop_oneof![
        "[a-d]",
        "[a-d] [a-d]",
        "[0-9]{1,3}",
        "2026-0[1-9]-3[0-1]",
        "OK",
        "1[0-9].5 103.[0-9]"
    ];
    proptest::collection::vec((path, value), 0..14).prop_map(|all| {
        let mut answers = Answers::default();
        for (path, value) in all {
            answers.put(&path, &value);
        }
        answers
    })
}

fn left(answers: &Answers) -> Vec<String> {
    answers.flat().into_iter().map(|(path, _)| path).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn leftovers_are_those_of_a_record_that_is_opened(rows in rows(), answers in answers()) {
        let form = made(&rows, &BTreeSet::from(['a', 'b']));
        let filling = Filling::resume(form.clone(), &answers, &moment());
        prop_assert_eq!(fits(&form, &answers).leftovers, left(filling.leftover()));
    }

    #[test]
    fn misfits_are_those_that_a_check_reports(rows in rows(), answers in answers()) {
        let form = made(&rows, &BTreeSet::from(['a', 'b']));
        let fit = fits(&form, &answers);
        let told: Vec<&str> = fit.misfits.iter().map(|misfit| misfit.path.as_str()).collect();
        let problems = check(&form, &answers, &moment(), "en");
        let kinds = [ProblemKind::Type, ProblemKind::TooLong];
        let met: Vec<&str> = problems.iter().filter(|p| kinds.contains(&p.kind)).map(|p| p.path.as_str()).collect();
        prop_assert_eq!(told, met);
    }

    #[test]
    fn records_of_the_older_version_fare_no_worse_than_the_changes_say((old, new) in versions(), seed in 0..1_000_u64) {
        let changes = compare_versions(&old, &new);
        let answers = sample::fill(&old, seed);
        prop_assert_eq!(fits(&old, &answers).verdict, Verdict::Whole);
        let fit = fits(&new, &answers);
        prop_assert!(fit.verdict <= verdict(&changes), "{:?}\n{:#?}", fit, changes);
        let filling = Filling::resume(new.clone(), &answers, &moment());
        prop_assert_eq!(&fit.leftovers, &left(filling.leftover()));
        // Whatever has no place any more is named by a change.
        let named: Vec<&str> = changes.iter().filter(|c| c.effect == Verdict::WithLeftovers).map(|c| match c.kind {
            ChangeKind::Renamed | ChangeKind::Moved => c.old.as_deref().unwrap(),
            _ => c.path.as_str(),
        }).collect();
        for path in fit.leftovers {
            let path: String = path.split('/').map(|step| step.split('[').next().unwrap()).collect::<Vec<_>>().join("/");
            let known = named.iter().any(|name| path == *name || path.starts_with(&format!("{name}/")));
            prop_assert!(known, "{} is left over and {:?} are named", path, named);
        }
    }

    #[test]
    fn every_question_is_in_both_versions_or_said_to_be_in_one((old, new) in versions()) {
        let changes = compare_versions(&old, &new);
        let count = |kind: ChangeKind| changes.iter().filter(|c| c.kind == kind).count();
        let (before, after) = (old.questions().count(), new.questions().count());
        prop_assert_eq!(before + count(ChangeKind::Added), after + count(ChangeKind::Removed));
    }

    #[test]
    fn a_version_compared_with_itself_changed_nothing((old, _) in versions()) {
        prop_assert!(compare_versions(&old, &old).is_empty());
    }
}
