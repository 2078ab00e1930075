//! Rows that stand for several: what becomes of them, and where it ends.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use crate::survey_tests::{compiled, form, set, start};
use crate::{Kind, Severity};

const LIST: &str = "list_name,name,label\nl,a,A\nl,b,B\nl,none,None";

#[test]
fn a_loop_asks_its_questions_once_for_each_choice() {
    let loops = form(
        "type,name,label\nbegin loop over l,p,People\ninteger,n,Women of %(label)s\nend loop,,",
        LIST,
    );
    let paths: Vec<&str> = loops.questions().map(|q| q.path.as_str()).collect();
    assert_eq!(paths, ["p", "p/a", "p/a/n", "p/b", "p/b/n"]);
    let label = |path: &str| loops.question(path).unwrap().label("default").to_owned();
    assert_eq!(
        [label("p/b"), label("p/b/n")],
        ["B".to_owned(), "Women of B".to_owned()]
    );
}

#[test]
fn a_loop_over_nothing_asks_once_and_a_boundless_one_is_refused() {
    let survey = "type,name,label\nbegin loop over nowhere,p,P\ninteger,n,N\nend loop,,";
    let (form, findings) = compiled(survey, LIST);
    assert_eq!(form.unwrap().questions().count(), 2);
    assert!(findings[0].message.contains("no list named nowhere"));
    let many: String = (0..300).map(|at| format!("\nl,c{at},C")).collect();
    let nested = "type,name,label\nbegin loop over l,p,P\nbegin loop over l,q,Q\ninteger,n,N\nend loop,,\nend loop,,";
    let (form, findings) = compiled(nested, &format!("list_name,name,label{many}"));
    let refused = findings
        .iter()
        .any(|f| f.severity == Severity::Error && f.message.contains("more than 40000 rows"));
    assert!(form.is_none() && refused, "{findings:#?}");
}

#[test]
fn a_count_that_is_worked_out_is_a_value_of_its_own() {
    let mut filling = start(
        "type,name,label,repeat_count\ninteger,n,N,\nbegin repeat,r,R,${n} * 2\ntext,q,Q,\nend repeat,,,",
        LIST,
    );
    set(&mut filling, "n", "2");
    let form = filling.form().clone();
    assert_eq!(form.question("r_count").unwrap().kind, Kind::Calculate);
    let held = filling.answers();
    assert_eq!(held.get("r_count"), Some("4"));
    assert_eq!(held.0["r"].as_array().map(Vec::len), Some(4));
    let named = start(
        "type,name,label,repeat_count\ninteger,n,N,\nbegin repeat,r,R,${n}\ntext,q,Q,\nend repeat,,,",
        LIST,
    );
    assert!(named.form().question("r_count").is_none());
}

#[test]
fn a_table_shows_its_label_and_a_head() {
    let table = form(
        "type,name,label,appearance\nbegin group,g,G,table-list\nselect_one l,a,A,\nselect_one l,b,B,\nend group,,,",
        LIST,
    );
    let all: Vec<(&str, &str)> = table
        .questions()
        .map(|q| (q.name.as_str(), q.appearance.as_str()))
        .collect();
    assert_eq!(
        all,
        [
            ("g", "field-list"),
            ("generated_table_list_label_3", ""),
            ("reserved_name_for_field_list_labels_4", "label"),
            ("a", "list-nolabel"),
            ("b", "list-nolabel"),
        ]
    );
}
