#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use proptest::prelude::*;

use super::{Answers, diff};

fn read(json: &str) -> Answers {
    Answers::from_bytes(json.as_bytes()).unwrap()
}

#[test]
fn the_bytes_are_canonical_whatever_the_order_was() {
    let check = |json: &str, want: &str| {
        assert_eq!(
            String::from_utf8(read(json).to_bytes()).unwrap(),
            want,
            "{json}"
        );
    };
    check("{}", "{}");
    check(r#"{"b":"2","a":"1"}"#, r#"{"a":"1","b":"2"}"#);
    check(
        r#"{"g":{"y":"1","x":"2"},"a":""}"#,
        r#"{"g":{"x":"2","y":"1"}}"#,
    );
    check(r#"{"g":{"x":""}}"#, "{}");
    check(r#"{"n":12,"t":true,"z":null}"#, r#"{"n":"12","t":"true"}"#);
    check(
        r#"{"r":[{"q":"1","__id":"k"}]}"#,
        r#"{"r":[{"__id":"k","q":"1"}]}"#,
    );
    check(r#"{"r":[]}"#, "{}");
    check("{\"a\":\"\\u1797\\u0001\\n\"}", "{\"a\":\"ភ\\u0001\\n\"}");
    check(
        "{\"\u{ff61}\":\"1\",\"\u{10000}\":\"2\"}",
        "{\"\u{10000}\":\"2\",\"\u{ff61}\":\"1\"}",
    );
}

#[test]
fn instances_without_a_usable_id_get_one_from_their_place() {
    let answers = read(
        r#"{"r":[{"q":"1"},{"__id":"k","q":"2"},{"__id":"k","q":"3"},{"__id":"a/b","q":"4"}]}"#,
    );
    assert_eq!(answers.instances("r"), ["1", "k", "k-", "4"]);
    assert_eq!(answers.get("r[k-]/q"), Some("3"));
    assert_eq!(
        read(std::str::from_utf8(&answers.to_bytes()).unwrap()),
        answers
    );
}

#[test]
fn what_is_not_answers_is_refused_with_its_place() {
    let check = |json: &str, want: &str| {
        let error = Answers::from_bytes(json.as_bytes())
            .unwrap_err()
            .to_string();
        assert!(error.contains(want), "{json}: {error}");
    };
    check("", "not readable JSON");
    check("[1]", "the whole");
    check(r#"{"a":["x"]}"#, "a is something else");
    check(r#"{"g":{"a":[["x"]]}}"#, "g/a is something else");
    check(r#"{"a/b":"1"}"#, "a/b is something else");
    check(
        &format!("{}\"x\"{}", r#"{"a":"#.repeat(100), "}".repeat(100)),
        "deeper than 64",
    );
}

#[test]
fn paths_lead_into_groups_and_instances() {
    let mut answers = Answers::default();
    answers.put("sadd/women", "3");
    answers.put("materials[3f]/quantity", "10");
    answers.put("materials[3f]/inner[1]/x", "y");
    assert_eq!(answers.get("sadd/women"), Some("3"));
    assert_eq!(answers.get("materials[3f]/inner[1]/x"), Some("y"));
    for nowhere in [
        "sadd",
        "sadd/men",
        "materials/quantity",
        "materials[x]/quantity",
        "",
        "a//b",
        "a[",
        "a[]",
        "]",
    ] {
        assert_eq!(answers.get(nowhere), None, "{nowhere}");
    }
    let flat = [
        ("materials[3f]/inner[1]/x", "y"),
        ("materials[3f]/quantity", "10"),
        ("sadd/women", "3"),
    ];
    assert_eq!(
        answers.flat(),
        flat.map(|(path, text)| (path.to_owned(), text.to_owned()))
    );
    answers.put("sadd/women", "");
    assert_eq!(answers.get("sadd/women"), None);
    answers.put("materials[3f]/quantity/deeper", "lost");
    assert_eq!(
        answers.get("materials[3f]/quantity"),
        Some("10"),
        "a path through an answer changes nothing"
    );
}

#[test]
fn a_difference_names_both_sides() {
    let changes = diff(
        &read(r#"{"a":"1","b":"2"}"#),
        &read(r#"{"b":"3","g":{"c":"4"}}"#),
    );
    let seen: Vec<(&str, Option<&str>, Option<&str>)> = changes
        .iter()
        .map(|c| (c.path.as_str(), c.old.as_deref(), c.new.as_deref()))
        .collect();
    assert_eq!(
        seen,
        [
            ("a", Some("1"), None),
            ("b", Some("2"), Some("3")),
            ("g/c", None, Some("4"))
        ]
    );
}

fn path() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-c]",
        "[a-c]/[d-e]",
        "r\\[[1-3]\\]/[a-b]",
        "r\\[[1-3]\\]/s\\[[1-2]\\]/[a-b]"
    ]
}

proptest! {
    #[test]
    fn bytes_read_back_as_the_same_answers(all in proptest::collection::vec((path(), "\\PC{0,8}"), 0..20)) {
        let mut answers = Answers::default();
        for (path, text) in &all {
            answers.put(path, text);
        }
        let bytes = answers.to_bytes();
        let read = Answers::from_bytes(&bytes).unwrap();
        prop_assert_eq!(read.to_bytes(), bytes);
        prop_assert_eq!(read.flat(), answers.flat());
        let mut again = Answers::default();
        for (path, text) in answers.flat() {
            prop_assert_eq!(answers.get(&path), Some(text.as_str()));
            again.put(&path, &text);
        }
        prop_assert!(diff(&again, &answers).is_empty());
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = Answers::from_bytes(&bytes);
    }

    #[test]
    fn no_path_makes_anything_panic(path in "[a-b\\[\\]/0-2]{0,12}", text in "[x-z]{0,2}") {
        let mut answers = Answers::default();
        answers.put(&path, &text);
        let _ = answers.get(&path);
    }
}
