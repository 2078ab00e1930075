#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
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
fn many_instances_of_one_id_get_ids_of_their_own_that_stay() {
    let check = |id: &str, count: usize| {
        let one = format!(r#"{{"__id":"{id}","q":"1"}}"#);
        let json = format!(r#"{{"r":[{}]}}"#, vec![one; count].join(","));
        let answers = read(&json);
        let ids = answers.instances("r");
        let apart: std::collections::BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(apart.len(), count, "{id}");
        assert!(
            ids.iter().all(|id| super::is_id(id)),
            "{id}: all of them are ids"
        );
        let bytes = answers.to_bytes();
        assert_eq!(
            Answers::from_bytes(&bytes).unwrap(),
            answers,
            "{id}: read back the same"
        );
        // Ids of a few bytes: ten times as many instances take about ten times as many bytes.
        assert!(
            bytes.len() < json.len() * 3,
            "{id}: {} of {}",
            bytes.len(),
            json.len()
        );
    };
    check("k", 20_000);
    check("1", 300);
    check("k-", 300);
    check(&"long".repeat(32), 300);
    check(&"ភ".repeat(42), 300);
}

#[test]
fn numbers_are_stored_as_written_or_refused_with_their_place() {
    let check = |number: &str, want: Option<&str>| {
        let json = format!(r#"{{"g":{{"n":{number}}}}}"#);
        let answers = Answers::from_bytes(json.as_bytes());
        match (answers, want) {
            (Ok(answers), want) => assert_eq!(answers.get("g/n"), want, "{number}"),
            (Err(error), None) => {
                let words = error.to_string();
                assert!(
                    words.contains("g/n") || words.contains("not readable JSON"),
                    "{number}: {words}"
                );
            }
            (Err(error), Some(_)) => panic!("{number}: {error}"),
        }
    };
    for number in [
        "0",
        "-7",
        "18446744073709551615",
        "-9223372036854775808",
        "0.5",
        "-12.25",
    ] {
        check(number, Some(number));
    }
    check("1e3", Some("1000"));
    check("1E-7", Some("0.0000001"));
    check("18446744073709551616", None);
    check("123456789012345678901234567890", None);
    check("1e22", None);
    check("1e999", None);
    check("-1e999", None);
}

#[test]
fn odd_names_and_signs_are_kept_or_refused_and_never_mixed_up() {
    let kept =
        |json: &str, path: &str, want: &str| assert_eq!(read(json).get(path), Some(want), "{json}");
    kept(r#"{"a b":"1"}"#, "a b", "1");
    kept(r#"{"ភូមិ":"១"}"#, "ភូមិ", "១");
    kept("{\"a\\u0000b\":\"x\\u0000y\"}", "a\u{0}b", "x\u{0}y");
    kept(r#"{"a":"\ud83d\ude00"}"#, "a", "😀");
    kept(r#"{"a":"1","a":"2"}"#, "a", "2");
    let refused = |json: &str| assert!(Answers::from_bytes(json.as_bytes()).is_err(), "{json}");
    for json in [
        r#"{"":"1"}"#,
        r#"{"a[1]":"1"}"#,
        r#"{"a]":"1"}"#,
        r#"{"a/b":"1"}"#,
        r#"{"a":"\ud800"}"#,
        r#"{"a":"\udc00\ud800"}"#,
        r#"{"a":"1"} "#.trim_end_matches([' ', '}']),
        "{\"a\":\"tab\tinside\"}",
        "\u{feff}{}",
    ] {
        refused(json);
    }
    assert!(
        Answers::from_bytes(b"{\"a\":\"\xff\"}").is_err(),
        "no UTF-8"
    );
    let deep = |levels: usize| format!("{}\"x\"{}", r#"{"a":"#.repeat(levels), "}".repeat(levels));
    assert!(Answers::from_bytes(deep(65).as_bytes()).is_ok());
    assert!(Answers::from_bytes(deep(66).as_bytes()).is_err());
    assert!(Answers::from_bytes("[".repeat(1_000_000).as_bytes()).is_err());
    assert!(Answers::from_bytes(r#"{"a":"#.repeat(1_000_000).as_bytes()).is_err());
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

/// JSON of any kind, with the names and ids that mean something among others.
fn json(depth: u32) -> impl Strategy<Value = serde_json::Value> {
    use serde_json::Value;
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,6}".prop_map(Value::String),
        ".{0,3}".prop_map(Value::String),
    ];
    leaf.prop_recursive(depth, 40, 6, |inner| {
        let name = prop_oneof![4 => "[a-c]", 2 => Just("__id".to_owned()), 1 => "\\PC{0,4}"];
        let id = prop_oneof!["[k-m1-3]-?", "k{120,140}", "[/\\[\\]]"];
        let members = proptest::collection::vec((name, inner.clone()), 0..5);
        let members = (members, proptest::option::of(id));
        let object = members.prop_map(|(members, id)| {
            let id = id.map(|id| ("__id".to_owned(), Value::String(id)));
            Value::Object(members.into_iter().chain(id).collect())
        });
        let objects = proptest::collection::vec(object.clone(), 0..5).prop_map(Value::Array);
        prop_oneof![3 => object, 3 => objects, 1 => proptest::collection::vec(inner, 0..3).prop_map(Value::Array)]
    })
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
    fn whatever_is_read_is_written_so_that_it_reads_the_same(json in json(4)) {
        if let Ok(answers) = Answers::from_bytes(json.to_string().as_bytes()) {
            let bytes = answers.to_bytes();
            let again = Answers::from_bytes(&bytes).unwrap();
            prop_assert_eq!(again.to_bytes(), bytes);
            prop_assert_eq!(again, answers);
        }
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
