//! Circles are refused with their way; what only looks like one is not.
#![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]

use crate::survey_tests::{compiled, set, start, submitted};

#[track_caller]
fn refused(survey: &str, words: &[&str]) {
    let (form, findings) = compiled(survey, "list_name,name,label\nl,a,A");
    let all: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert!(form.is_none(), "{survey}");
    for word in words {
        assert!(
            all.iter().any(|line| line.contains(word)),
            "{word}\n{all:#?}"
        );
    }
}

#[track_caller]
fn accepted(survey: &str) {
    let (form, findings) = compiled(survey, "list_name,name,label\nl,a,A");
    assert!(form.is_some(), "{survey}\n{findings:#?}");
}

#[test]
fn circles_are_named_with_their_rows() {
    refused(
        "type,name,label,calculation\ncalculate,a,,${b} + 1\ncalculate,b,,${a} + 1",
        &["a (calculation, row 3)", "b (calculation, row 4)"],
    );
    refused(
        "type,name,label,calculation\ncalculate,a,,${a} + 1",
        &["row 3, calculation: this reads its own answer"],
    );
    refused(
        "type,name,label,relevant\ntext,a,A,${a} = ''",
        &["row 3, relevant: this reads its own answer"],
    );
    refused(
        "type,name,label,relevant\ntext,a,A,${b} = ''\ntext,b,B,${a} = ''",
        &["a (relevant, row 3)", "in a circle"],
    );
    refused(
        "type,name,label,relevant,calculation\ntext,a,A,${c} = 1,\ncalculate,c,,,${a} + 1",
        &["a (relevant, row 3)", "c (calculation, row 4)"],
    );
    refused(
        "type,name,label,repeat_count\nbegin repeat,r,R,count(/data/r/n)\ninteger,n,N,\nend repeat,,,",
        &["r (repeat_count, row 3)"],
    );
    refused(
        "type,name,label,calculation\nbegin repeat,r,R,\ncalculate,a,,sum(/data/r/b)\ncalculate,b,,../a\nend repeat,,,",
        &["r/a (calculation, row 4)"],
    );
}

#[test]
fn a_group_that_depends_on_an_answer_inside_it_works_with_a_warning() {
    let survey =
        "type,name,label,relevant\nbegin group,g,G,./a != 'no'\ntext,a,A,\ntext,b,B,\nend group,,,";
    let (form, findings) = compiled(survey, "list_name,name,label\nl,a,A");
    assert!(form.is_some());
    assert!(
        findings
            .iter()
            .any(|f| f.row == Some(3) && f.message.contains("an answer inside it"))
    );
    let mut filling = start(survey, "list_name,name,label\nl,a,A");
    set(&mut filling, "g/b", "x");
    assert_eq!(submitted(&filling), ["g/b=x"]);
    set(&mut filling, "g/a", "no");
    assert_eq!(submitted(&filling), Vec::<String>::new());
    set(&mut filling, "g/a", "yes");
    assert_eq!(submitted(&filling), ["g/a=yes", "g/b=x"]);
}

#[test]
fn what_is_no_circle_is_accepted() {
    accepted("type,name,label,constraint\ninteger,a,A,. > 0 and ${a} < 5");
    accepted("type,name,label,calculation\ncalculate,a,,once(uuid())");
    accepted("type,name,label,calculation\ntext,a,A,\"if(. = '', 'x', .)\"");
    accepted("type,name,label,relevant\ntext,a,A,\ntext,b,B,${a} != ''\ntext,c,C,${b} != ''");
    accepted(
        "type,name,label,calculation\nbegin repeat,r,R,\ninteger,n,N,\ncalculate,at,,position(..)\ncalculate,before,,\"indexed-repeat(${n}, ${r}, position(..) - 1)\"\nend repeat,,,\ncalculate,all,,sum(${n})",
    );
    accepted(
        "type,name,label,choice_filter\nselect_one l,a,A,name != ${b}\nselect_one l,b,B,name != ${a}",
    );
}
