//! The dialect's decisions, one row each.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use proptest::prelude::*;

use super::{Env, ExprError, Name, Node, NodeKind, Scope, Tree, World, parse};

struct Desk;

impl World for Desk {
    /// 2026-11-23 09:30 in Cambodia.
    fn now_ms(&self) -> i64 {
        1_795_401_000_000
    }
    fn offset_minutes(&self) -> i32 {
        420
    }
    fn random(&self) -> u64 {
        42
    }
    fn instance(&self, name: &str) -> Option<Node> {
        (name == "places").then_some(Node {
            doc: 1,
            id: Tree::ROOT,
        })
    }
    fn choice_label(&self, question: &str, value: &str) -> Option<String> {
        Some(format!("{question}:{value}"))
    }
    fn property(&self, name: &str) -> String {
        format!("the {name}")
    }
    fn language(&self) -> &'static str {
        "km"
    }
}

fn leaf(tree: &mut Tree, parent: u32, name: &str, value: &str) -> u32 {
    tree.append(
        parent,
        NodeKind::Element,
        Name::local(name),
        value.to_owned(),
    )
}

/// data: a=2 b=3 empty='' day=2024-02-28 text='b' list='x y z', three r with n = 1, '', 5; hidden=7.
fn answers() -> (Tree, u32) {
    let mut tree = Tree::new();
    let data = leaf(&mut tree, Tree::ROOT, "data", "");
    let a = leaf(&mut tree, data, "a", "2");
    leaf(&mut tree, data, "b", "3");
    leaf(&mut tree, data, "empty", "");
    leaf(&mut tree, data, "day", "2024-02-28");
    leaf(&mut tree, data, "text", "b");
    leaf(&mut tree, data, "list", "x y z");
    for n in ["1", "", "5"] {
        let r = leaf(&mut tree, data, "r", "");
        leaf(&mut tree, r, "n", n);
        leaf(&mut tree, r, "k", &format!("k{n}"));
    }
    let hidden = leaf(&mut tree, data, "hidden", "7");
    tree.set_hidden(hidden, true);
    tree.rank();
    (tree, a)
}

fn places() -> Tree {
    let mut tree = Tree::new();
    let root = leaf(&mut tree, Tree::ROOT, "root", "");
    for (name, district) in [("v1", "2"), ("v2", "3"), ("v3", "2")] {
        let item = leaf(&mut tree, root, "item", "");
        leaf(&mut tree, item, "name", name);
        leaf(&mut tree, item, "district", district);
    }
    tree
}

pub(super) fn eval(expr: &str) -> Result<String, ExprError> {
    let (tree, at) = answers();
    let lists = [places()];
    let env = Env::new(&tree, &lists, &Desk);
    let value = env.eval(&Scope::at(Node { doc: 0, id: at }), &parse(expr)?)?;
    Ok(env.plain_text(value))
}

#[track_caller]
pub(super) fn check(rows: &[(&str, &str)]) {
    for (expr, want) in rows {
        assert_eq!(eval(expr).as_deref(), Ok(*want), "{expr}");
    }
}

#[test]
fn operators_bind_as_in_xpath() {
    check(
        &[
            ("1 + 2 * 3", "7"),
            ("(1 + 2) * 3", "9"),
            ("-2 + 5", "3"),
            ("- - 2", "2"),
            ("2 - 1 - 1", "0"),
            ("7 mod 3", "1"),
            ("-7 mod 3", "-1"),
            ("7mod3", "1"),
            ("7 div2.5", "2.8"),
            ("1 and1", "true"),
            ("6 div 4", "1.5"),
            ("1 div 0", "Infinity"),
            ("1 = 1 and 2 = 3 or true()", "true"),
            ("1 < 2 = true()", "true"),
            ("../a*../b", "6"),
            ("../a -1", "1"),
            ("../a-1", ""),
            ("'it''s'", ""),
        ][..17],
    );
    assert!(
        eval("'it''s'").is_err(),
        "two texts beside each other are no expression"
    );
}

#[test]
fn an_empty_answer_is_no_number_and_compares_to_nothing() {
    check(&[
        ("../empty > 5", "false"),
        ("../empty < 5", "false"),
        ("../empty = 0", "false"),
        ("../empty = ''", "true"),
        ("../empty + 1", "NaN"),
        ("../nowhere = ''", "false"),
        ("string(../nowhere)", ""),
        ("coalesce(../empty + 1, 4)", "4"),
    ]);
}

#[test]
fn equality_looks_at_every_node_and_numbers_only_with_numbers() {
    check(&[
        ("../r/n = 5", "true"),
        ("../r/n = '5'", "true"),
        ("../r/n != '5'", "true"),
        ("'05' = 5", "true"),
        ("'05' = '5'", "false"),
        ("'b' > 'a'", "false"),
        ("true() = 'x'", "true"),
    ]);
}

#[test]
fn dates_are_days_in_arithmetic_and_stay_texts_otherwise() {
    check(&[
        ("../day + 2", "19783"),
        ("date('2024-02-28') + 2", "19783"),
        ("date(19783)", "2024-03-01"),
        ("../day < '2024-02-29'", "true"),
        ("../day", "2024-02-28"),
        ("'2024-02-28' = '2024-02-28T00:00:00.000+07:00'", "true"),
        (
            "'2024-02-28T01:00:00.000+00:00' = '2024-02-28T08:00:00.000+07:00'",
            "true",
        ),
        ("number('2024-02-30')", "NaN"),
        ("date('2024-02-30')", ""),
        ("today()", "2026-11-23"),
        ("now()", "2026-11-23T09:30:00.000+07:00"),
        ("today() > ../day", "true"),
        ("decimal-time('06:00')", "0.25"),
        ("decimal-time('18:00:00.000+07:00')", "0.75"),
        (
            "format-date('2024-02-05', '%d/%m/%Y %e %n %y')",
            "05/02/2024 5 2 24",
        ),
        ("format-date(19783, '%Y-%m-%d')", "2024-03-01"),
        ("format-date('2024-02-05', '%b')", "កុម្ភៈ"),
        (
            "format-date-time('2024-02-05T08:09:00.000+07:00', '%H:%M:%S')",
            "08:09:00",
        ),
        ("format-date('', '%Y')", ""),
    ]);
}

#[test]
fn numbers_follow_the_phones() {
    check(&[
        ("round(2.5)", "3"),
        ("round(-2.5)", "-2"),
        ("round(1.005, 2)", "1.01"),
        ("round(9.995, 2)", "10"),
        ("round(1234.5, -2)", "1200"),
        ("int(-2.9)", "-2"),
        ("number('1,5')", "1.5"),
        ("number('1e3')", "NaN"),
        ("number('0x10')", "NaN"),
        ("number(' 7 ')", "7"),
        ("1000000 * 1000000", "1000000000000"),
        ("0.1 + 0.2", "0.30000000000000004"),
        ("sum(../r/n)", "6"),
        ("max(../r/n)", "5"),
        ("min(../r/n, 0)", "0"),
        ("sum(../nowhere)", "0"),
        ("max(../nowhere)", "NaN"),
        ("count(../r)", "3"),
        ("count-non-empty(../r/n)", "2"),
        ("floor(1.5) + ceiling(1.5)", "3"),
        ("pow(2, 10)", "1024"),
    ]);
}

#[test]
fn texts() {
    check(&[
        ("concat('a', 1, true())", "a1true"),
        ("concat(../r/k)", "k1kk5"),
        ("join('-', ../r/k)", "k1-k-k5"),
        ("substr('hello', 1, 3)", "el"),
        ("substr('hello', -2)", "lo"),
        ("substring('hello', 2, 3)", "ell"),
        ("string-length('😀')", "2"),
        ("string-length('ភូមិ')", "4"),
        ("normalize-space('  a   b ')", "a b"),
        ("translate('abc', 'ab', 'B')", "Bc"),
        ("regex('abc', 'b')", "false"),
        ("regex('abc', 'a.c')", "true"),
        ("regex('០១', '\\d+')", "false"),
        ("regex('012', '[\\d]{3}')", "true"),
        (
            "contains('abc', 'b') and starts-with('abc', 'a') and ends-with('abc', 'c')",
            "true",
        ),
        ("substring-before('a-b', '-')", "a"),
        ("substring-after('a-b', '-')", "b"),
        ("base64-decode('c2FsYQ==')", "sala"),
    ]);
}

#[test]
fn choices_logic_and_nodes() {
    check(&[
        ("selected(../list, 'y')", "true"),
        ("selected(../list, ' y ')", "true"),
        ("selected('xy', 'y')", "false"),
        ("selected('', '')", "true"),
        ("selected-at(../list, 2)", "z"),
        ("selected-at(../list, 9)", ""),
        ("count-selected(../list)", "3"),
        ("if('0', 'yes', 'no')", "yes"),
        ("if(0, 'yes', 'no')", "no"),
        ("if(true(), 'yes', unknown-function())", "yes"),
        ("once('new')", "2"),
        ("boolean-from-string('TRUE')", "true"),
        ("checklist(1, 2, 1 = 1, 1 = 2)", "true"),
        ("position(../r[3])", "3"),
        ("../r[n = 5]/k", "k5"),
        ("../r[2]/k", "k"),
        ("../r[position() = last()]/k", "k5"),
        ("indexed-repeat(/data/r/k, /data/r, 3)", "k5"),
        ("indexed-repeat(/data/r/k, /data/r, 0)", ""),
        ("indexed-repeat(/data/r/k, /data/r, 9)", ""),
        (
            "instance('places')/root/item[district = current()/../a]/name",
            "v1",
        ),
        (
            "count(instance('places')/root/item[district = /data/a])",
            "2",
        ),
        ("pulldata('places', 'name', 'district', '3')", "v2"),
        ("jr:choice-name('v', 'q')", "q:v"),
        ("name(..)", "data"),
        ("count(//n)", "3"),
        ("count(../r/preceding-sibling::r)", "2"),
        ("count(../a | ../b | ../a)", "2"),
        ("count(../*)", "9"),
        ("property('deviceid')", "the deviceid"),
    ]);
}

#[test]
fn what_is_not_relevant_is_not_there() {
    check(&[
        ("../hidden", ""),
        ("count(../hidden)", "0"),
        ("sum(../hidden)", "0"),
        ("count-non-empty(../hidden)", "0"),
        ("max(../hidden, 3)", "3"),
        ("join('-', ../hidden, ../a)", "2"),
    ]);
}

#[test]
fn what_is_not_relevant_compares_as_an_empty_answer() {
    check(&[
        ("../hidden = ''", "true"),
        ("'' = ../hidden", "true"),
        ("../hidden != ''", "false"),
        ("../hidden != 'yes'", "true"),
        ("../hidden = '7'", "false"),
        ("../hidden = 7", "false"),
        ("../hidden != 7", "true"),
        ("../hidden < 8", "false"),
        ("../hidden = ../empty", "true"),
        ("../hidden = ../a", "false"),
        ("../hidden = ../nowhere", "false"),
        ("../hidden = true()", "false"),
        ("if(true(), ../hidden, 'a') = ''", "true"),
        ("once(../hidden) = 2", "true"),
        ("../a[../hidden = '']", "2"),
        ("(../hidden)[1] = ''", "true"),
        ("../r[k = 'k5' and ../hidden = '']/n", "5"),
    ]);
}

#[test]
fn a_seeded_order_is_the_one_that_phones_give() {
    let five = vec![1, 2, 3, 4, 5];
    assert_eq!(super::functions::shuffled(five, 42.0), [1, 5, 3, 2, 4]);
}

#[test]
fn what_cannot_be_read_says_where() {
    let rows = [
        ("", "empty"),
        ("1 +", "ends where a value should follow"),
        ("(1", "\")\" is missing"),
        ("'abc", "closing quote"),
        ("${a", "without its"),
        ("${}", "without a name"),
        ("1 2", "\"2\" is not expected"),
        ("if(1, 2)", "takes 3"),
        ("foo::bar", "no axis"),
        ("a b", "\"b\" is not expected"),
        ("$x", "variables"),
        ("a ; b", "unexpected sign"),
    ];
    for (expr, want) in rows {
        let error = parse(expr).unwrap_err();
        assert!(error.message.contains(want), "{expr}: {error}");
    }
}

#[test]
fn depth_is_bounded_and_length_is_not() {
    let long = vec!["1"; 20_000].join(" + ");
    assert_eq!(eval(&long).as_deref(), Ok("20000"));
    let deep = format!("{}1{}", "(".repeat(100), ")".repeat(100));
    assert_eq!(eval(&deep).as_deref(), Ok("1"));
    let too_deep = format!("{}1{}", "(".repeat(5_000), ")".repeat(5_000));
    assert!(
        parse(&too_deep)
            .unwrap_err()
            .message
            .contains("nested deeper")
    );
    let minus = format!("{}1", "-".repeat(50_001));
    assert_eq!(eval(&minus).as_deref(), Ok("-1"));
    let deep_predicates = format!("a{}{}", "[b".repeat(2_000), "]".repeat(2_000));
    assert!(parse(&deep_predicates).is_err());
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC{0,60}") {
        let _ = parse(&text);
    }

    #[test]
    fn no_expression_makes_the_evaluator_panic(parts in proptest::collection::vec(
        prop_oneof![
            Just("../a"), Just("../r/n"), Just("1"), Just("''"), Just("+"), Just("-"), Just("("), Just(")"),
            Just("["), Just("]"), Just("sum"), Just("substr"), Just(","), Just("//"), Just("/"), Just("*"),
            Just("round"), Just("div"), Just("'é😀'"), Just("date"), Just("1e9"), Just("99999999999999999999"),
            Just("format-date"), Just("."), Just(".."), Just("@x"), Just("="), Just("<"), Just("|"),
        ], 0..14)) {
        let _ = eval(&parts.join(" "));
    }

    #[test]
    fn a_number_reads_back_as_itself(number in -1e15_f64..1e15) {
        let text = super::numbers::write(number);
        prop_assert!(!text.contains('e'));
        prop_assert_eq!(super::numbers::parse(&text), number);
    }

    #[test]
    fn a_day_reads_back_as_itself(day in -100_000_i32..100_000) {
        let date = super::dates::from_days(f64::from(day)).unwrap();
        if let Some(read) = super::dates::date(&super::dates::write_date(date)) {
            prop_assert_eq!(super::dates::day_number(read), i64::from(day));
        }
    }
}
