//! What is printed is read as the same expression.
#![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]

use proptest::prelude::*;

use super::ast::{Axis, Call, Expr, NodeTest, Op, Path, Start, Step};
use super::print::{print, print_predicate};
use super::{functions, parse};

#[test]
fn expressions_are_written_as_people_write_them() {
    let check = |text: &str, expected: &str| {
        let expr = parse(text).unwrap();
        assert_eq!(print(&expr), expected, "{text}");
    };
    for same in [
        "/data/a",
        "../a",
        "../../b/c[1]",
        "current()/a",
        "//a",
        "/data//a",
        ".",
        "..",
        ". > 5 and . < 10",
        "@id",
        "a/@id",
        "orx:meta/orx:instanceID",
        "orx:*",
        "*",
        "/",
        "text()",
        "processing-instruction('x')",
        "processing-instruction()",
        "ancestor-or-self::node()[2]",
        "instance('l')/root/item[name = current()/../q]/label",
        "(a | b)[1]",
        "(a/b)[1]/c",
        "concat('a', \"it's\", '\"')",
        "1 + 2 - 3",
        "1 - (2 - 3)",
        "(1 + 2) * 3",
        "1 + 2 * 3",
        "-a + b",
        "-(a + b)",
        "-(-a)",
        "(/) * 2",
        "0.5",
        "a or b and c = d",
        "(a or b) and c",
        "div div div",
        "a[b = ../c][2]",
        "jr:choice-name(a, 'b')",
    ] {
        check(same, same);
    }
    check("  a  =  'x' ", "a = 'x'");
    check("current()/../a", "../a");
    check("a[current()/../b = 1]", "a[current()/../b = 1]");
    check("self::node()", ".");
    check("parent::node()", "..");
    check("child::a/descendant-or-self::node()/b", "a//b");
    check("attribute::a", "@a");
    check("--a", "-(-a)");
    check("((a))", "a");
    check("1.50", "1.5");
    check("100000000000000000000000", "100000000000000000000000");
}

#[test]
fn texts_with_both_quotes_are_put_together() {
    let print = |text: &str| print(&Expr::Text(text.into()));
    assert_eq!(print("plain"), "'plain'");
    assert_eq!(print("it's"), "\"it's\"");
    assert_eq!(print("say \"it\""), "'say \"it\"'");
    assert_eq!(print("say \"it's\""), "concat('say \"it', \"'\", 's\"')");
}

#[test]
fn a_predicate_keeps_the_node_whose_expression_runs() {
    let expr = parse("district = current()/../place").unwrap();
    assert_eq!(print_predicate(&expr), "district = current()/../place");
}

/// The same tree; outside of predicates the current node is the context node.
fn same(a: &Expr, b: &Expr, inside: bool) -> bool {
    let all = |a: &[Expr], b: &[Expr], inside: bool| {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b, inside))
    };
    match (a, b) {
        (Expr::Number(a), Expr::Number(b)) => a.to_bits() == b.to_bits(),
        (Expr::Text(a), Expr::Text(b)) => a == b,
        (Expr::Reference(a), Expr::Reference(b)) => a == b,
        (Expr::Negate(a), Expr::Negate(b)) => same(a, b, inside),
        (Expr::Chain(a, more_a), Expr::Chain(b, more_b)) => {
            same(a, b, inside)
                && more_a.len() == more_b.len()
                && more_a
                    .iter()
                    .zip(more_b)
                    .all(|(a, b)| a.0 == b.0 && same(&a.1, &b.1, inside))
        }
        (Expr::Filter(a, by_a), Expr::Filter(b, by_b)) => {
            same(a, b, inside) && all(by_a, by_b, true)
        }
        (Expr::Call(a), Expr::Call(b)) => a.name == b.name && all(&a.args, &b.args, inside),
        (Expr::Path(a), Expr::Path(b)) => {
            let start = match (&a.start, &b.start) {
                (Start::Root, Start::Root)
                | (Start::Context, Start::Context)
                | (Start::Current, Start::Current) => true,
                (Start::Current, Start::Context) => !inside,
                (Start::Expr(a), Start::Expr(b)) => same(a, b, inside),
                _ => false,
            };
            start
                && a.steps.len() == b.steps.len()
                && a.steps.iter().zip(&b.steps).all(|(a, b)| {
                    a.axis == b.axis && a.test == b.test && all(&a.predicates, &b.predicates, true)
                })
        }
        _ => false,
    }
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z_][a-z0-9_.-]{0,6}",
        Just("div".to_owned()),
        Just("and".to_owned()),
        Just("text".to_owned()),
        Just("ឈ្មោះ".to_owned()),
    ]
}

fn test() -> impl Strategy<Value = NodeTest> {
    prop_oneof![
        6 => name().prop_map(|name| NodeTest::Name(None, name.into())),
        1 => (name(), name()).prop_map(|(p, n)| NodeTest::Name(Some(p.into()), n.into())),
        1 => Just(NodeTest::Any),
        1 => name().prop_map(|name| NodeTest::AnyOf(name.into())),
        1 => Just(NodeTest::Node),
        1 => Just(NodeTest::Text),
        1 => Just(NodeTest::Comment),
        1 => proptest::option::of("[a-z']{1,3}").prop_map(|t| NodeTest::Instruction(t.map(Into::into))),
    ]
}

fn axis() -> impl Strategy<Value = Axis> {
    prop_oneof![
        4 => Just(Axis::Child),
        1 => Just(Axis::Parent),
        1 => Just(Axis::Own),
        1 => Just(Axis::Attribute),
        1 => Just(Axis::DescendantOrSelf),
        1 => Just(Axis::Ancestor),
        1 => Just(Axis::FollowingSibling),
        1 => Just(Axis::Preceding),
    ]
}

fn chain(inner: impl Strategy<Value = Expr> + Clone + 'static) -> impl Strategy<Value = Expr> {
    let levels: [&[Op]; 7] = [
        &[Op::Or],
        &[Op::And],
        &[Op::Equal, Op::NotEqual],
        &[Op::Less, Op::LessEqual, Op::Greater, Op::GreaterEqual],
        &[Op::Add, Op::Subtract],
        &[Op::Multiply, Op::Divide, Op::Modulo],
        &[Op::Union],
    ];
    proptest::sample::select(levels.to_vec()).prop_flat_map(move |ops| {
        let operand = (proptest::sample::select(ops.to_vec()), inner.clone());
        (inner.clone(), proptest::collection::vec(operand, 1..4))
            .prop_map(|(first, rest)| Expr::Chain(Box::new(first), rest))
    })
}

fn path(inner: impl Strategy<Value = Expr> + Clone + 'static) -> impl Strategy<Value = Expr> {
    let step = (
        axis(),
        test(),
        proptest::collection::vec(inner.clone(), 0..2),
    )
        .prop_map(|(axis, test, predicates)| Step {
            axis,
            test,
            predicates,
        });
    let start = prop_oneof![
        2 => Just(Start::Root),
        2 => Just(Start::Context),
        1 => Just(Start::Current),
        1 => inner
            .prop_filter("current() starts a path of its own", |expr| {
                !matches!(expr, Expr::Call(call) if call.name == "current")
            })
            .prop_map(|expr| Start::Expr(Box::new(expr))),
    ];
    (start, proptest::collection::vec(step, 1..4))
        .prop_map(|(start, steps)| Expr::Path(Path { start, steps }))
}

fn expr() -> impl Strategy<Value = Expr> {
    let leaf = prop_oneof![
        (0_u32..2000, 0_u32..4).prop_map(|(n, places)| Expr::Number(
            f64::from(n) / 10_f64.powi(places.try_into().unwrap())
        )),
        Just(Expr::Number(f64::INFINITY)),
        "[a-z '\\[/{}\u{17d2}]{0,5}".prop_map(|text| Expr::Text(text.into())),
        "[a-z\"<&]{0,5}".prop_map(|text| Expr::Text(text.into())),
        name().prop_map(Expr::Reference),
        Just(Expr::Path(Path {
            start: Start::Root,
            steps: Vec::new()
        })),
        name().prop_map(|name| Expr::Path(Path {
            start: Start::Context,
            steps: vec![Step::child(&name)]
        })),
    ];
    leaf.prop_recursive(5, 40, 4, |inner| {
        let called = proptest::sample::select(vec!["concat", "coalesce", "jr:unknown", "max"]);
        let call =
            (called, proptest::collection::vec(inner.clone(), 2..3)).prop_map(|(name, args)| {
                Expr::Call(Call {
                    name: name.to_owned(),
                    function: functions::find(name),
                    args,
                })
            });
        let filter = (
            inner.clone(),
            proptest::collection::vec(inner.clone(), 1..3),
        )
            .prop_map(|(base, predicates)| Expr::Filter(Box::new(base), predicates));
        prop_oneof![
            chain(inner.clone()),
            inner.clone().prop_map(|expr| Expr::Negate(Box::new(expr))),
            path(inner),
            call,
            filter,
        ]
    })
}

proptest! {
    #[test]
    fn what_is_printed_is_read_as_the_same_expression(expr in expr()) {
        let text = print(&expr);
        let read = parse(&text);
        prop_assert!(read.is_ok(), "{text}: {read:?}");
        let read = read.unwrap();
        prop_assert!(same(&expr, &read, false), "{text}\n{expr:?}\n{read:?}");
        prop_assert_eq!(print(&read), text);
    }

    #[test]
    fn nothing_that_can_be_read_is_lost(text in "[a-c0-9.\\[\\]()*/ ='\"|+<-]{0,24}") {
        if let Ok(expr) = parse(&text) {
            let printed = print(&expr);
            let read = parse(&printed);
            prop_assert!(read.is_ok(), "{text} became {printed}: {read:?}");
            prop_assert!(same(&expr, &read.unwrap(), false), "{text} became {printed}");
        }
    }
}
