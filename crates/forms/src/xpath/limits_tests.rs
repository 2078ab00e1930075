//! Whatever an expression asks for, it is answered in bounded time and room.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use std::fmt::Write as _;

use proptest::prelude::*;
use serde_json::json;

use super::xpath_tests::{check, eval};
use super::{functions, parse, xpath_answer};

#[test]
fn numbers_and_lengths_beyond_reason_are_answered() {
    let long = "9".repeat(400);
    check(&[
        (&format!("number('{long}')"), "Infinity"),
        (&format!("-{long} * 2"), "-Infinity"),
        ("exp10(1000000000)", "Infinity"),
        ("string-length(exp10(308))", "309"),
        ("round(1.5, 1000000000000)", "1.5"),
        ("round(15, -1000000000000)", "0"),
        ("substr('hello', -1000000000000, 1000000000000)", "hello"),
        ("substring('hello', -1 div 0, 1 div 0)", ""),
        ("string-length(uuid(1000000000000))", "1024"),
        ("string-length(uuid(-1))", "0"),
        ("string-length(uuid(0 div 0))", "0"),
        ("selected-at('a b', 1000000000000000000)", ""),
        ("date(1000000000000)", ""),
        ("date-time(-1000000000000)", ""),
        ("format-date(1000000000000, '%Y')", ""),
        ("date('99999-01-01')", ""),
        ("date('-0001-01-01')", ""),
        ("add-date('2024-01-01', 1000000000000)", "2024-01-01"),
        ("parse-timestamp-to-date(1000000000000000000)", ""),
        ("count(randomize(../r, 1 div 0))", "3"),
        ("count(randomize(../r, 0 div 0))", "3"),
        ("../r[1000000000000]", ""),
        ("../r[-1]", ""),
        ("string-length(substr('😀', 0, 1))", "1"),
    ]);
}

#[test]
fn patterns_take_linear_time_and_those_that_cannot_are_refused() {
    let text = "a".repeat(30_000);
    check(&[(&format!("regex('{text}', '(a+)+b')"), "false")]);
    for pattern in [
        "(?=a)b",
        "(a)\\1",
        "(?<!a)b",
        "(",
        "a{1000000}",
        "((a{1000}){1000}){1000}",
    ] {
        let error = eval(&format!("regex('ab', '{pattern}')")).unwrap_err();
        assert!(
            error.message.contains("cannot be used"),
            "{pattern}: {error}"
        );
    }
}

#[test]
fn texts_do_not_grow_without_end() {
    let xml = format!(
        "<r><t>{}</t>{}</r>",
        "x".repeat(1 << 20),
        "<a/>".repeat(3_000)
    );
    let check = |expr: &str, want: &str| {
        let answer = xpath_answer(&json!({"xml": xml, "expr": expr}));
        let got = answer["error"].as_str().or(answer["string"].as_str());
        assert!(got.unwrap_or_default().contains(want), "{expr}");
    };
    let times = |count: usize| vec!["/r/t"; count].join(", ");
    check(&format!("string-length(concat({}))", times(10)), "10485760");
    check(&format!("concat({})", times(30)), "longer than");
    check(
        &format!("join('{}', //a)", "x".repeat(1 << 16)),
        "longer than",
    );
    check("join(/r/t, //a)", "longer than");
    check(
        "concat(//*, //*, //*, //*, //*, //*, //*, //*, //*, //*)",
        "longer than",
    );
}

/// A document of many elements, each a few levels deep.
fn broad(rows: usize) -> String {
    let mut xml = "<r>".to_owned();
    for at in 0..rows {
        write!(xml, "<a><b><c>{at}</c></b></a>").unwrap();
    }
    xml + "</r>"
}

#[test]
fn an_evaluation_that_reads_too_much_is_given_up() {
    let xml = broad(2_000);
    for expr in [
        "count(//*[//*[//*[//*[. = 'x']]]])",
        "count(//*/following::*/preceding::*)",
        "//* = //*/following::*",
    ] {
        let answer = xpath_answer(&json!({"xml": xml, "expr": expr}));
        let error = answer["error"].as_str().unwrap_or_default();
        assert!(error.contains("reads too much"), "{expr}: {answer}");
    }
    let answer = xpath_answer(
        &json!({"xml": xml, "expr": "sum(//c[. > 10]) + count(//a/following-sibling::*[1])"}),
    );
    assert_eq!(answer.get("error"), None, "what forms do is not too much");
}

#[test]
fn conditions_within_conditions_are_not_evaluated_ever_more_often() {
    let mut expr = "../nowhere".to_owned();
    for _ in 0..30 {
        expr = format!("if({expr} = '', ../nowhere, ../nowhere)");
    }
    let _ = eval(&expr);
}

#[test]
fn what_is_nested_as_deep_as_may_be_is_evaluated() {
    for (open, inner, close) in [
        ("..[", ".", "]"),
        ("if(. = '', 1, ", "2", ")"),
        ("concat('', ", ".", ")"),
        ("-(", "1", ")"),
        ("1 = (", "1", ")"),
        ("(", "..", ")[1]"),
    ] {
        let nested = |depth: usize| format!("{}{inner}{}", open.repeat(depth), close.repeat(depth));
        let deepest = (1..200)
            .rev()
            .find(|depth| parse(&nested(*depth)).is_ok())
            .unwrap();
        assert!(deepest >= 70, "{open} {deepest}");
        let value = eval(&nested(deepest));
        assert!(value.is_ok(), "{open} {deepest}: {value:?}");
    }
}

#[test]
fn an_expression_has_a_length() {
    let long = format!("'{}'", "x".repeat(1 << 21));
    assert!(parse(&long).unwrap_err().message.contains("longer than"));
}

/// Pieces that expressions are made of.
fn piece() -> impl Strategy<Value = String> {
    let names: Vec<String> = functions::all().map(|f| format!("{}(", f.name)).collect();
    prop_oneof![
        3 => proptest::sample::select(names),
        3 => proptest::sample::select(vec![
            "../a", "../r", "../r/n", "..", ".", "/", "//", "@x", "*", "node()", "text()", "ancestor::*", "preceding::*",
            "following-sibling::r", "namespace::*", "current()", "instance('places')/root/item",
        ]).prop_map(str::to_owned),
        3 => proptest::sample::select(vec![
            "1", "-1", "0.5", "''", "'2024-02-28'", "'x y'", "'😀'", "1e9", "99999999999999999999", "'%Y-%'", "'MD5'",
            "'1 1;2 2'", "${a}", "true()",
        ]).prop_map(str::to_owned),
        4 => proptest::sample::select(vec![
            "+", "-", "*", "div", "mod", "=", "!=", "<", "<=", ">", ">=", "and", "or", "|", "[", "]", "(", ")", ")", ")", ",", ",",
            "::", "$", "!", "\"", "'", "#",
        ]).prop_map(str::to_owned),
    ]
}

/// A call of any function with any values, which mostly can be read.
fn call() -> impl Strategy<Value = String> {
    let names: Vec<&str> = functions::all().map(|f| f.name).collect();
    let value = proptest::sample::select(vec![
        "1",
        "-1",
        "0.5",
        "1 div 0",
        "0 div 0",
        "1000000000000",
        "''",
        "'2024-02-28'",
        "'x y'",
        "'😀'",
        "'(a+)+'",
        "'%Y%%%'",
        "'1 1;2 2;0 1'",
        "../a",
        "../r",
        "../r/n",
        "../nowhere",
        "../hidden",
        "/",
        "true()",
        "//*",
        "current()",
        "'a/b'",
    ]);
    (
        proptest::sample::select(names),
        proptest::collection::vec(value, 0..5),
    )
        .prop_map(|(name, values)| format!("{name}({})", values.join(", ")))
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
        let text = String::from_utf8_lossy(&bytes);
        let _ = eval(&text);
        let _ = xpath_answer(&json!({"xml": text, "expr": text, "ctx": text, "now": text, "tz": text}));
    }

    #[test]
    fn no_pieces_make_the_evaluator_panic(pieces in proptest::collection::vec(piece(), 0..24)) {
        let _ = eval(&pieces.join(" "));
        let _ = eval(&pieces.concat());
    }

    #[test]
    fn no_values_make_a_function_panic(first in call(), second in call()) {
        let _ = eval(&first);
        let _ = eval(&format!("{first} = {second}"));
        let _ = eval(&format!("../r[{first}]/n[{second}]"));
    }
}
