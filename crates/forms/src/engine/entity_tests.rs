//! Entities: which entries a record makes and changes, and what is kept with them.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use std::sync::Arc;

use super::*;
use crate::{compile, read};

fn moment() -> Moment {
    Moment {
        now_ms: 1_795_399_200_000,
        offset_minutes: 420,
        seed: 7,
        username: "u".into(),
        device: "d".into(),
    }
}

/// A form written as a markdown table, begun and answered.
fn filled(sheets: &str, answers: &[(&str, &str)]) -> Filling {
    let book = read("f.md", sheets.as_bytes()).unwrap();
    let (form, findings) = compile(&book);
    let form = form.unwrap_or_else(|| panic!("{findings:#?}"));
    let mut filling = Filling::start(Arc::new(form), &moment());
    for (path, value) in answers {
        if let Some(repeat) = path.strip_suffix("[]") {
            filling.add_repeat(repeat, &moment()).unwrap();
        } else {
            filling.set(path, value, &moment()).unwrap();
        }
    }
    filling
}

/// Entities as `list +/~ label {properties} within`, `+` for one that is made and `~` for one that is changed.
#[track_caller]
fn check(sheets: &str, answers: &[(&str, &str)], told: &[&str]) {
    let found: Vec<String> = filled(sheets, answers)
        .entities()
        .into_iter()
        .map(|one| {
            let made = if one.creates { "+" } else { "" };
            let changed = if one.updates { "~" } else { "" };
            let properties: Vec<String> = one
                .properties
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            let id = if one.names_itself {
                one.id
            } else {
                String::new()
            };
            let repeat = one.within.map_or_else(String::new, |path| {
                path.split('[').next().unwrap_or_default().to_owned()
            });
            let label = one.label.unwrap_or_else(|| "-".to_owned());
            format!(
                "{} {made}{changed} {label} {{{}}} {id}{repeat}",
                one.list,
                properties.join(" ")
            )
            .trim_end()
            .to_owned()
        })
        .collect();
    assert_eq!(found, told);
}

const TREES: &str = "| survey |\n| | type | name | label | save_to | relevant |\n\
| | text | kind | Kind | species | |\n\
| | begin group | g | G | | |\n\
| | integer | age | Age | age | ${kind} != 'palm' |\n\
| | end group | | | | |\n\
| | text | note | Note | | |\n\
| entities |\n| | list_name | label | create_if |\n\
| | trees | concat(${kind}, ' tree') | ${kind} != '' |\n";

#[test]
fn a_record_makes_an_entry_of_its_list() {
    check(TREES, &[], &[]);
    check(
        TREES,
        &[("kind", "oak"), ("g/age", "7"), ("note", "by the road")],
        &["trees + oak tree {age=7 species=oak}"],
    );
    check(
        TREES,
        &[("kind", "oak")],
        &["trees + oak tree {age= species=oak}"],
    );
    check(
        TREES,
        &[("g/age", "7"), ("kind", "palm")],
        &["trees + palm tree {species=palm}"],
    );
}

#[test]
fn a_record_changes_an_entry_that_was_chosen() {
    let sheets = "| survey |\n| | type | name | label | save_to |\n\
| | text | pick | Pick | |\n| | integer | age | Age | age |\n\
| entities |\n| | list_name | entity_id | update_if |\n\
| | trees | ${pick} | ${pick} != '' |\n";
    check(sheets, &[("age", "8")], &[]);
    check(
        sheets,
        &[("age", "8"), ("pick", "uuid-1")],
        &["trees ~ - {age=8} uuid-1"],
    );
}

#[test]
fn each_instance_of_a_repeat_makes_its_own() {
    let sheets = "| survey |\n| | type | name | label | save_to |\n\
| | text | where | Where | |\n\
| | begin repeat | trees | Trees | |\n| | text | kind | Kind | species |\n| | end repeat | | | |\n\
| entities |\n| | list_name | label |\n| | trees | ${kind} |\n";
    let mut filling = filled(sheets, &[("trees[]", "")]);
    let paths: Vec<String> = filling.nodes("")[1]
        .children
        .iter()
        .map(|instance| instance.path.clone())
        .collect();
    for (path, kind) in paths.iter().zip(["oak", "palm"]) {
        let path = format!("{path}/kind");
        filling.set(&path, kind, &moment()).unwrap();
    }
    let found = filling.entities();
    let told: Vec<(Option<&str>, Option<&str>, Option<&str>)> = found
        .iter()
        .map(|one| {
            let species = one.properties.get("species").map(String::as_str);
            (one.within.as_deref(), one.label.as_deref(), species)
        })
        .collect();
    assert_eq!(
        told,
        [
            (Some(&*paths[0]), Some("oak"), Some("oak")),
            (Some(&*paths[1]), Some("palm"), Some("palm")),
        ]
    );
    assert!(!found[0].id.is_empty() && found[0].id != found[1].id);
}

#[test]
fn stored_answers_say_the_same_as_they_did_when_they_were_given() {
    let before = filled(TREES, &[("kind", "oak"), ("g/age", "7")]);
    let again = Filling::resume(before.form().clone(), &before.submission(), &moment());
    assert_eq!(again.entities(), before.entities());
}
