#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::{Answers, Merged, merge};

fn read(json: &str) -> Answers {
    Answers::from_bytes(json.as_bytes()).unwrap()
}

/// Merges three JSON texts; gives the joined JSON and the conflicts as `path base ours theirs`.
fn joined(base: &str, ours: &str, theirs: &str) -> (String, Vec<String>) {
    let merged = merge(&read(base), &read(ours), &read(theirs));
    let word = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".into());
    let conflicts = merged.conflicts.iter();
    let conflicts = conflicts.map(|c| {
        format!(
            "{} {} {} {}",
            c.path,
            word(&c.base),
            word(&c.ours),
            word(&c.theirs)
        )
    });
    (
        String::from_utf8(merged.answers.to_bytes()).unwrap(),
        conflicts.collect(),
    )
}

#[track_caller]
fn check(base: &str, ours: &str, theirs: &str, want: &str, conflicts: &[&str]) {
    assert_eq!(
        joined(base, ours, theirs),
        (
            want.to_owned(),
            conflicts.iter().map(|c| (*c).to_owned()).collect()
        )
    );
}

#[test]
fn different_questions_and_equal_changes_join() {
    check(
        r#"{"a":"1","b":"1"}"#,
        r#"{"a":"2","b":"1"}"#,
        r#"{"a":"1","b":"2"}"#,
        r#"{"a":"2","b":"2"}"#,
        &[],
    );
    check(
        r#"{"a":"1"}"#,
        r#"{"a":"2"}"#,
        r#"{"a":"2"}"#,
        r#"{"a":"2"}"#,
        &[],
    );
    check(r#"{"a":"1"}"#, "{}", r#"{"a":"1"}"#, "{}", &[]);
    check(
        "{}",
        r#"{"g":{"a":"1"}}"#,
        r#"{"g":{"b":"1"}}"#,
        r#"{"g":{"a":"1","b":"1"}}"#,
        &[],
    );
}

#[test]
fn the_same_question_changed_differently_shows_ours_and_is_a_conflict() {
    check(
        r#"{"a":"1"}"#,
        r#"{"a":"2"}"#,
        r#"{"a":"3"}"#,
        r#"{"a":"2"}"#,
        &["a 1 2 3"],
    );
    check(
        r#"{"g":{"a":"1"}}"#,
        "{}",
        r#"{"g":{"a":"3"}}"#,
        "{}",
        &["g/a 1 - 3"],
    );
    check(
        "{}",
        r#"{"a":"x"}"#,
        r#"{"a":{"b":"y"}}"#,
        r#"{"a":"x"}"#,
        &[r#"a - x {"b":"y"}"#],
    );
}

#[test]
fn instances_join_by_their_id() {
    let base = r#"{"r":[{"__id":"k","q":"1"}]}"#;
    let mine = r#"{"r":[{"__id":"k","q":"1"},{"__id":"m","q":"2"}]}"#;
    let yours = r#"{"r":[{"__id":"k","q":"5"},{"__id":"n","q":"3"}]}"#;
    let both = r#"{"r":[{"__id":"k","q":"5"},{"__id":"m","q":"2"},{"__id":"n","q":"3"}]}"#;
    check(base, mine, yours, both, &[]);
    check(base, yours, mine, both, &[]);
    check(base, "{}", mine, r#"{"r":[{"__id":"m","q":"2"}]}"#, &[]);
}

#[test]
fn an_instance_that_one_removed_and_one_changed_stays() {
    let base = r#"{"r":[{"__id":"k","p":"0","q":"1"}]}"#;
    let changed = r#"{"r":[{"__id":"k","p":"0","q":"2"}]}"#;
    check(base, "{}", changed, changed, &["r[k]/q 1 - 2"]);
    check(base, changed, "{}", changed, &["r[k]/q 1 2 -"]);
}

fn answers() -> impl Strategy<Value = Answers> {
    let path = prop_oneof![
        "[a-b]",
        "g/[a-b]",
        "r\\[[1-3]\\]/[a-b]",
        "r\\[[1-2]\\]/s\\[[1-2]\\]/a"
    ];
    proptest::collection::vec((path, "[1-3]"), 0..10).prop_map(|all| {
        let mut answers = Answers::default();
        for (path, text) in all {
            answers.put(&path, &text);
        }
        answers
    })
}

fn by_path(merged: &Merged) -> BTreeMap<String, String> {
    let disputed: BTreeSet<&str> = merged.conflicts.iter().map(|c| c.path.as_str()).collect();
    merged
        .answers
        .flat()
        .into_iter()
        .filter(|(path, _)| !disputed.contains(path.as_str()))
        .collect()
}

proptest! {
    #[test]
    fn an_edit_joined_with_itself_or_with_its_base_is_itself(base in answers(), edit in answers()) {
        for merged in [merge(&base, &edit, &edit), merge(&base, &edit, &base), merge(&base, &base, &edit)] {
            prop_assert_eq!(merged.answers.to_bytes(), edit.to_bytes());
            prop_assert!(merged.conflicts.is_empty());
        }
    }

    #[test]
    fn what_joins_does_not_depend_on_whose_side_it_is(base in answers(), a in answers(), b in answers()) {
        let (one, two) = (merge(&base, &a, &b), merge(&base, &b, &a));
        prop_assert_eq!(by_path(&one), by_path(&two));
        prop_assert_eq!(one.answers.instances("r"), two.answers.instances("r"));
        let mirrored: Vec<_> = two.conflicts.iter().cloned().map(|c| super::Conflict { ours: c.theirs.clone(), theirs: c.ours.clone(), ..c }).collect();
        prop_assert_eq!(one.conflicts, mirrored);
    }

    #[test]
    fn no_answer_is_lost(base in answers(), ours in answers(), theirs in answers()) {
        let merged = merge(&base, &ours, &theirs);
        let kept: BTreeMap<String, String> = merged.answers.flat().into_iter().collect();
        for side in [&ours, &theirs] {
            for (path, text) in side.flat() {
                let new = base.get(&path) != Some(text.as_str());
                let held = kept.get(&path) == Some(&text);
                let disputed = merged.conflicts.iter().any(|c| c.path == path && (c.ours.as_ref() == Some(&text) || c.theirs.as_ref() == Some(&text)));
                prop_assert!(!new || held || disputed, "{} = {} is gone", path, text);
            }
        }
    }

    #[test]
    fn a_conflict_is_a_question_that_both_changed(base in answers(), ours in answers(), theirs in answers()) {
        for conflict in merge(&base, &ours, &theirs).conflicts {
            prop_assert_ne!(&conflict.ours, &conflict.theirs);
            prop_assert!(conflict.ours != conflict.base || conflict.theirs != conflict.base);
        }
    }

    #[test]
    fn every_machine_joins_the_same(base in answers(), ours in answers(), theirs in answers()) {
        let again = |answers: &Answers| Answers::from_bytes(&answers.to_bytes()).unwrap();
        let (here, there) = (merge(&base, &ours, &theirs), merge(&again(&base), &again(&ours), &again(&theirs)));
        prop_assert_eq!(here.answers.to_bytes(), there.answers.to_bytes());
        prop_assert_eq!(here.conflicts, there.conflicts);
    }
}
