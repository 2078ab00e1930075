//! The laws of joining, proven on answers of every shape: texts, groups and repeats under the same names.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::{Map, Value};

use super::{Answers, Conflict, Merged, diff, merge};

/// Answers in which a name is a text here and a group or repeat there.
fn answers() -> impl Strategy<Value = Answers> {
    let path = prop_oneof![
        3 => "[a-b]",
        2 => "g/[a-b]",
        1 => "[gr]",
        1 => "g/g/a",
        1 => "r/a",
        4 => "r\\[[1-4]\\]/[a-b]",
        2 => "r\\[[1-3]\\]/s\\[[1-2]\\]/a",
        1 => "r\\[[1-2]\\]/s",
    ];
    proptest::collection::vec((path, "[1-3]"), 0..12).prop_map(|all| {
        let mut answers = Answers::default();
        for (path, text) in all {
            answers.put(&path, &text);
        }
        answers
    })
}

/// An edit of answers: some put, some taken away, some instances removed.
fn edit() -> impl Strategy<Value = Vec<(String, String)>> {
    let path = prop_oneof![
        2 => "[a-b]",
        2 => "g/[a-b]",
        3 => "r\\[[1-5]\\]/[a-b]",
        2 => "r\\[[1-3]\\]",
        1 => "r\\[[1-3]\\]/s\\[[1-2]\\]/a",
    ];
    proptest::collection::vec((path, "[1-3]?"), 0..6)
}

fn edited(base: &Answers, edit: &[(String, String)]) -> Answers {
    let mut out = base.clone();
    for (path, text) in edit {
        if path.ends_with(']') {
            let id = path.trim_start_matches("r[").trim_end_matches(']');
            if let Some(Value::Array(list)) = out.0.get_mut("r") {
                list.retain(|one| one["__id"] != id);
            }
        } else {
            out.put(path, text);
        }
    }
    // As stored: without empty lists.
    Answers::from_bytes(&out.to_bytes()).unwrap()
}

/// A base with edits of it.
fn heads(count: usize) -> impl Strategy<Value = (Answers, Vec<Answers>)> {
    (answers(), proptest::collection::vec(edit(), count)).prop_map(|(base, edits)| {
        let base = Answers::from_bytes(&base.to_bytes()).unwrap();
        let heads = edits.iter().map(|edit| edited(&base, edit)).collect();
        (base, heads)
    })
}

/// The answers that a text of a conflict stands for: one, or all of a group or repeat.
fn told(path: &str, text: &Option<String>) -> Vec<(String, String)> {
    let Some(text) = text else { return Vec::new() };
    match serde_json::from_str::<Value>(text) {
        Ok(value @ (Value::Object(_) | Value::Array(_))) => {
            let whole = Answers(Map::from_iter([("x".to_owned(), value)]));
            let rename = |(inner, text): (String, String)| {
                (format!("{path}{}", inner.trim_start_matches('x')), text)
            };
            whole.flat().into_iter().map(rename).collect()
        }
        _ => vec![(path.to_owned(), text.clone())],
    }
}

fn every_side(conflict: &Conflict) -> Vec<(String, String)> {
    let mut all = told(&conflict.path, &conflict.ours);
    all.extend(told(&conflict.path, &conflict.theirs));
    all
}

/// What a merge shows apart from where it is in conflict.
fn settled(merged: &Merged) -> Vec<(String, String)> {
    let disputed = |path: &str| {
        merged.conflicts.iter().any(|c| {
            let rest = path.strip_prefix(c.path.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '[']))
        })
    };
    let mut flat = merged.answers.flat();
    flat.retain(|(path, _)| !disputed(path));
    flat
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn one_edit_alone_is_taken_whole(base in answers(), edit in answers()) {
        for merged in [merge(&base, &edit, &edit), merge(&base, &edit, &base), merge(&base, &base, &edit)] {
            prop_assert_eq!(merged.answers.to_bytes(), edit.to_bytes());
            prop_assert!(merged.conflicts.is_empty());
        }
    }

    #[test]
    fn what_joins_does_not_depend_on_whose_side_it_is(base in answers(), a in answers(), b in answers()) {
        let (one, two) = (merge(&base, &a, &b), merge(&base, &b, &a));
        prop_assert_eq!(settled(&one), settled(&two));
        let mirrored: Vec<Conflict> = two.conflicts.into_iter().map(|c| Conflict { ours: c.theirs, theirs: c.ours, ..c }).collect();
        prop_assert_eq!(one.conflicts, mirrored);
    }

    #[test]
    fn no_answer_of_either_side_is_lost(base in answers(), ours in answers(), theirs in answers()) {
        let merged = merge(&base, &ours, &theirs);
        let mut kept: BTreeSet<(String, String)> = merged.answers.flat().into_iter().collect();
        kept.extend(merged.conflicts.iter().flat_map(every_side));
        for side in [&ours, &theirs] {
            for change in diff(&base, side) {
                if let Some(text) = change.new {
                    prop_assert!(kept.contains(&(change.path.clone(), text.clone())), "{} = {text} is gone", change.path);
                }
            }
        }
    }

    #[test]
    fn nothing_is_shown_that_neither_side_says(base in answers(), ours in answers(), theirs in answers()) {
        let merged = merge(&base, &ours, &theirs);
        for (path, text) in merged.answers.flat() {
            let said = [&ours, &theirs].iter().any(|side| side.get(&path) == Some(text.as_str()));
            prop_assert!(said, "{path} = {text} comes from nowhere");
        }
    }

    #[test]
    fn a_conflict_is_named_once_and_is_one(base in answers(), ours in answers(), theirs in answers()) {
        let conflicts = merge(&base, &ours, &theirs).conflicts;
        let paths: BTreeSet<&str> = conflicts.iter().map(|c| c.path.as_str()).collect();
        prop_assert_eq!(paths.len(), conflicts.len());
        for conflict in &conflicts {
            prop_assert_ne!(&conflict.ours, &conflict.theirs);
        }
    }

    #[test]
    fn joining_again_with_either_side_changes_nothing(base in answers(), ours in answers(), theirs in answers()) {
        let merged = merge(&base, &ours, &theirs).answers;
        // The order of instances may follow a side that turned it round.
        let sorted = |answers: &Answers| answers.flat().into_iter().collect::<BTreeSet<_>>();
        for side in [&ours, &theirs] {
            prop_assert_eq!(sorted(&merge(&base, &merged, side).answers), sorted(&merged));
        }
    }

    #[test]
    fn what_one_removed_and_the_other_edited_stays_as_edited((base, heads) in heads(2)) {
        let (ours, theirs) = (&heads[0], &heads[1]);
        let merged = merge(&base, ours, theirs);
        let before = base.instances("r");
        for id in theirs.instances("r") {
            let removed = before.contains(&id) && !ours.instances("r").contains(&id);
            let inside = format!("r[{id}]/");
            let edits: Vec<_> = diff(&base, theirs).into_iter().filter(|c| c.path.starts_with(&inside) && c.new.is_some()).collect();
            if !removed || base.get("r").is_some() || edits.is_empty() {
                continue;
            }
            prop_assert!(merged.answers.instances("r").contains(&id), "{id} stays");
            for edit in edits {
                let conflict = merged.conflicts.iter().find(|c| c.path == edit.path);
                prop_assert!(conflict.is_some_and(|c| c.ours.is_none() && c.theirs == edit.new), "{:?}", edit);
            }
        }
    }

    #[test]
    fn additions_of_one_side_stay_in_their_order((base, heads) in heads(2)) {
        let merged = merge(&base, &heads[0], &heads[1]).answers;
        let joined = merged.instances("r");
        let once: BTreeSet<&str> = joined.iter().copied().collect();
        prop_assert_eq!(once.len(), joined.len());
        let place = |id: &str| joined.iter().position(|one| *one == id);
        for head in &heads {
            let added: Vec<&str> = head.instances("r").into_iter().filter(|id| !base.instances("r").contains(id)).collect();
            // Two edits may add the same id; then the other one may turn the order round.
            let alone = heads.iter().filter(|h| added.iter().any(|id| h.instances("r").contains(id))).count() == 1;
            let places: Vec<Option<usize>> = added.iter().map(|id| place(id)).collect();
            prop_assert!(!alone || places.is_sorted(), "{joined:?} and {added:?}");
        }
    }

    #[test]
    fn several_heads_that_agree_join_to_the_same_in_any_order((base, heads) in heads(3)) {
        let agree = |a: usize, b: usize| merge(&base, &heads[a], &heads[b]).conflicts.is_empty();
        prop_assume!(agree(0, 1) && agree(1, 2) && agree(0, 2));
        let mut seen: BTreeMap<Vec<u8>, Vec<usize>> = BTreeMap::new();
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            let [a, b, c] = order.map(|at| &heads[at]);
            let first = merge(&base, a, b);
            let both = merge(&base, &first.answers, c);
            prop_assert!(both.conflicts.is_empty(), "{:?} {:?}", order, both.conflicts);
            seen.insert(both.answers.to_bytes(), order.to_vec());
        }
        let texts: Vec<String> = seen.keys().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect();
        prop_assert_eq!(texts.len(), 1, "{:#?}", texts);
    }

    #[test]
    fn every_machine_joins_the_same(base in answers(), ours in answers(), theirs in answers()) {
        let again = |answers: &Answers| Answers::from_bytes(&answers.to_bytes()).unwrap();
        let (here, there) = (merge(&base, &ours, &theirs), merge(&again(&base), &again(&ours), &again(&theirs)));
        prop_assert_eq!(here.answers.to_bytes(), there.answers.to_bytes());
        prop_assert_eq!(here.conflicts, there.conflicts);
    }
}

#[test]
fn ten_thousand_instances_on_each_side_join_soon() {
    let side = |name: char, count: usize| {
        let rows: Vec<String> = (0..count)
            .map(|at| format!(r#"{{"__id":"{name}{at}","q":"{at}"}}"#))
            .collect();
        Answers::from_bytes(format!(r#"{{"r":[{}]}}"#, rows.join(",")).as_bytes()).unwrap()
    };
    let merged = merge(&Answers::default(), &side('a', 10_000), &side('b', 10_000));
    let joined = merged.answers.instances("r");
    assert_eq!(joined.len(), 20_000);
    assert_eq!((joined[0], joined[19_999]), ("a0", "b9999"));
}
