//! A table of rules: what is read of it, what is left out and why, and what its rules say in a record.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use std::sync::Arc;

use forms::{Filling, Form, Moment, read_form};
use programme::rules::{RuleTable, TABLE_BYTES_MAX};
use proptest::prelude::*;

const SURVEY: &str = "survey\n\
    ,type,name,label::English (en),relevant\n\
    ,integer,a,A,\n\
    ,integer,b,B,\n\
    ,date,day,Day,\n\
    ,text,late,Late,${a} > 100\n\
    ,begin_repeat,rows,Rows,\n\
    ,integer,n,N,\n\
    ,integer,m,M,\n\
    ,end_repeat,,,\n\
    settings,form_id,version\n\
    ,f,1\n";
const HEADING: &str = "rule,form,severity,expression,message::English (en),message::Khmer (km),place,reason_required,figures";

fn form() -> Arc<Form> {
    let (form, findings) = read_form("f.csv", SURVEY.as_bytes());
    Arc::new(form.unwrap_or_else(|| panic!("{findings:#?}")))
}

fn moment() -> Moment {
    Moment {
        now_ms: 1_795_399_200_000,
        offset_minutes: 420,
        seed: 7,
        username: "u".into(),
        device: "d".into(),
    }
}

fn read(rows: &str) -> (RuleTable, Vec<String>) {
    let (table, mut findings) = RuleTable::read(format!("{HEADING}\n{rows}").as_bytes());
    findings.extend(table.check([&*form()]));
    (table, findings.iter().map(ToString::to_string).collect())
}

/// What fires: mark, place and words.
fn fired(rows: &str, answers: &[(&str, &str)]) -> Vec<String> {
    let (table, findings) = read(rows);
    assert!(findings.is_empty(), "{findings:?}");
    let form = form();
    let mut filling = Filling::start(form.clone(), &moment());
    for (path, value) in answers {
        let path = path
            .replace("rows[1]", &instance(&mut filling, 0))
            .replace("rows[2]", &instance(&mut filling, 1));
        filling.set(&path, value, &moment()).unwrap();
    }
    let fired = table.of_form(&form).0.judge(&filling, "en");
    fired
        .iter()
        .map(|it| format!("{} {}: {}", it.mark, it.at, it.text))
        .collect()
}

/// The path of an instance of the repeat, which is made when it is not there.
fn instance(filling: &mut Filling, at: usize) -> String {
    loop {
        let nodes = filling.nodes("en");
        let rows = nodes.iter().find(|node| node.name == "rows").unwrap();
        if let Some(row) = rows.children.get(at) {
            return row.path.clone();
        }
        filling.add_repeat("rows", &moment()).unwrap();
    }
}

/// One row of a table, and a part of what is said of it; a good row says nothing.
#[track_caller]
fn check(row: &str, said: &str) {
    let good = "G,f,info,true(),x,,a,,";
    let (table, findings) = read(&format!("{good}\n{row}\n{good}"));
    let kept = table.rules().iter().filter(|rule| rule.id == "G").count();
    assert_eq!(kept, 2, "the others are kept");
    match said {
        "" => assert!(findings.is_empty(), "{findings:?}"),
        said => {
            assert_eq!(findings.len(), 1, "{row}: {findings:?}");
            assert!(findings[0].starts_with("rules row 3, "), "{findings:?}");
            assert!(findings[0].contains(said), "{findings:?}");
        }
    }
}

#[test]
fn a_bad_row_is_named_by_line_and_column_and_the_others_are_kept() {
    for (row, said) in [
        ("A,f,error,${a} > ${b},x,,a,no,", ""),
        ("A,f,warning,${a} > ${b},x,,a,yes,", ""),
        (",,,,,,,,", ""),
        (",f,error,${a} > 1,x,,a,,", "rule: the cell is empty"),
        (
            "A 1,f,error,${a} > 1,x,,a,,",
            "rule: a rule's number has letters",
        ),
        ("A,,error,${a} > 1,x,,a,,", "form: the cell is empty"),
        ("A,g,error,${a} > 1,x,,a,,", "form: A: there is no form g"),
        (
            "A,f,fatal,${a} > 1,x,,a,,",
            "severity: \"fatal\" is not error, warning or info",
        ),
        ("A,f,error,,x,,a,,", "expression: the cell is empty"),
        (
            "A,f,error,${a} >,x,,a,,",
            "expression: A: the expression cannot be read",
        ),
        (
            "A,f,error,${aa} > 1,x,,a,,",
            "expression: A: ${aa} is no question of the form f (is it ${a}?)",
        ),
        (
            "A,f,error,${n} > frob(1),x,,a,,",
            "expression: A: frob() is not known",
        ),
        (
            "A,f,error,instance('x')/root/item = 1,x,,a,,",
            "expression: A: the form f has no list named x",
        ),
        (
            "A,f,error,\"regex(${late}, '(')\",x,,a,,",
            "expression: A: ",
        ),
        ("A,f,error,${a} > 1,,,a,,", "message: the rule has no words"),
        (
            "A,f,error,${a} > 1,{x},,a,,",
            "message: {x} is no figure of this rule",
        ),
        ("A,f,error,${a} > 1,x,{,a,,", "message: a brace is opened"),
        ("A,f,error,${a} > 1,x,,,,", "place: the cell is empty"),
        (
            "A,f,error,${a} > 1,x,,c,,",
            "place: A: c is no question that the form f asks",
        ),
        (
            "A,f,error,${a} > 1,x,,rows,,",
            "place: A: rows is no question",
        ),
        (
            "A,f,error,${a} > 1,x,,a,yes,",
            "reason_required: only a warning asks for a reason",
        ),
        (
            "A,f,warning,${a} > 1,x,,a,maybe,",
            "reason_required: \"maybe\" is not yes or no",
        ),
        (
            "A,f,error,${a} > 1,x,,a,,made",
            "figures: \"made\" is no figure",
        ),
        (
            "A,f,error,${a} > 1,x,,a,,made: ${q}",
            "figures: A: ${q} is no question",
        ),
    ] {
        check(row, said);
    }
}

#[test]
fn a_file_that_is_no_table_says_so() {
    let large = vec![b'x'; TABLE_BYTES_MAX + 1];
    for (bytes, said) in [
        (&b""[..], "there is no column rule"),
        (
            b"rule,form,severity,expression,place",
            "there is no column message",
        ),
        (
            b"rule,form,severity,message,place",
            "there is no column expression",
        ),
        (b"\xff\xfe", "no CSV in UTF-8"),
        (&large, "larger than"),
    ] {
        let (table, findings) = RuleTable::read(bytes);
        assert!(table.rules().is_empty());
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert!(findings[0].message.contains(said), "{findings:?}");
    }
    let bad_cell = format!("{HEADING}\nA,f,error,\u{feff},x,,a,,\nB,f,info,true(),x,,a,,\n");
    let mut bytes = bad_cell.into_bytes();
    let at = bytes.iter().position(|b| *b == 0xef).unwrap();
    bytes[at] = 0xff;
    let (table, findings) = RuleTable::read(&bytes);
    assert_eq!(
        (table.rules().len(), findings.len()),
        (1, 1),
        "{findings:?}"
    );
    assert_eq!(findings[0].row, Some(2));
}

#[test]
fn a_rule_says_its_figures_at_its_question() {
    let rows =
        "A,f,error,${a} > ${b},{a} is more than {b}.,,b,,\"a: ${a}; b: coalesce(${b}, 0)\"\n";
    assert_eq!(
        fired(rows, &[("a", "5"), ("b", "3")]),
        ["A b: 5 is more than 3."]
    );
    assert_eq!(
        fired(rows, &[("a", "5")]),
        [""; 0],
        "what is not answered is not judged"
    );
    assert_eq!(fired(rows, &[("a", "2"), ("b", "3")]), [""; 0]);
}

#[test]
fn a_rule_in_a_repeat_is_judged_in_each_instance() {
    let rows = "A,f,warning,${n} > ${m},{n} and {all},,rows/m,yes,n: ${n}; all: sum(${rows}/n)\n";
    let answers = [
        ("rows[1]/n", "1"),
        ("rows[1]/m", "2"),
        ("rows[2]/n", "4"),
        ("rows[2]/m", "3"),
    ];
    let found = fired(rows, &answers);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("A rows["), "{found:?}");
    assert!(found[0].ends_with("]/m: 4 and 5"), "{found:?}");
}

#[test]
fn a_question_that_does_not_apply_has_no_rules() {
    let rows = "A,f,error,${a} > 50,x,,late,,\nB,f,error,${a} > 50,y,,a,,\n";
    assert_eq!(fired(rows, &[("a", "60")]), ["B a: y"]);
    assert_eq!(fired(rows, &[("a", "101")]), ["A late: x", "B a: y"]);
}

#[test]
fn rules_of_one_number_at_one_question_are_told_apart() {
    let rows = "A,f,info,true(),x,,a,,\nA,f,info,true(),y,,a,,\nA,f,info,true(),z,,b,,\n";
    assert_eq!(fired(rows, &[]), ["A a: x", "A.2 a: y", "A b: z"]);
}

#[test]
fn the_day_is_the_one_of_the_moment() {
    let rows = "A,f,error,decimal-date-time(${day}) > decimal-date-time(today()),x,,day,,\n";
    assert_eq!(fired(rows, &[("day", "2026-11-24")]), ["A day: x"]);
    assert_eq!(fired(rows, &[("day", "2026-11-23")]), [""; 0]);
}

#[test]
fn a_warning_tells_what_it_was_fired_by() {
    let (table, _) = read("A,f,warning,${a} > ${b},{c},,a,yes,c: ${day}\n");
    let form = form();
    let mut filling = Filling::start(form.clone(), &moment());
    for (path, value) in [
        ("a", "5"),
        ("b", "3"),
        ("day", "2026-11-01"),
        ("rows[1]/n", "9"),
    ] {
        let path = path.replace("rows[1]", &instance(&mut filling, 0));
        filling.set(&path, value, &moment()).unwrap();
    }
    let fired = table.of_form(&form).0.judge(&filling, "en");
    let by: Vec<String> = fired[0]
        .by
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    assert_eq!(by, ["a=5", "b=3", "day=2026-11-01"]);
}

proptest! {
    #[test]
    fn no_table_makes_a_panic(cells in proptest::collection::vec("[\\PC\n]{0,24}", 0..40)) {
        let mut table = String::from(HEADING);
        for row in cells.chunks(9) {
            table.push('\n');
            table.push_str(&row.join(","));
        }
        let (table, _) = RuleTable::read(table.as_bytes());
        table.check([&*form()]);
    }

    #[test]
    fn no_expression_makes_a_panic(expression in "[\\PC]{0,40}", figure in "[\\PC]{0,40}") {
        let row = format!("{HEADING}\nA,f,warning,\"{}\",{{x}},,rows/n,yes,\"x: {}\"\n", expression.replace('"', ""), figure.replace('"', ""));
        let (table, _) = RuleTable::read(row.as_bytes());
        let form = form();
        let filling = Filling::start(form.clone(), &moment());
        let _ = table.of_form(&form).0.judge(&filling, "en");
    }
}
