//! What was written reads back as the same form: the same answers, states and texts.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use std::sync::Arc;

use proptest::prelude::*;
use roxmltree::Document;

use super::meaning::{Seen, differences, facts, languages};
use super::write_xform;
use crate::survey_tests::{compiled, moment};
use crate::{Filling, Form, Node, compile, read, read_xform, sample};

/// What a screen shows of a node, without the words for where nothing is asked.
fn shown(node: &Node, out: &mut Vec<String>) {
    let path = node.path.clone();
    if node.kind.is_asked() || node.kind.holds_questions() {
        let choices: Vec<String> = node
            .choices
            .iter()
            .map(|choice| format!("{}={}", choice.value, choice.label))
            .collect();
        // Other programs show no hint of a group, so none is written.
        let hint = if node.kind.holds_questions() {
            ""
        } else {
            &node.hint
        };
        out.push(format!(
            "{path} {:?} {} {hint} {} {} {choices:?}",
            node.value, node.label, node.required, node.relevant
        ));
    }
    node.children.iter().for_each(|child| shown(child, out));
}

/// The same record in both forms shows, sends and lacks the same.
fn same_record(form: &Arc<Form>, again: &Arc<Form>, seed: u64) {
    let answers = sample::fill(form, seed);
    let [one, other] = [form, again].map(|form| Filling::resume(form.clone(), &answers, &moment()));
    for language in form.languages() {
        let [mut a, mut b] = [Vec::new(), Vec::new()];
        one.nodes(&language.code)
            .iter()
            .for_each(|node| shown(node, &mut a));
        other
            .nodes(&language.code)
            .iter()
            .for_each(|node| shown(node, &mut b));
        assert_eq!(a, b, "{} in {}", form.id(), language.code);
    }
    assert_eq!(one.submission().flat(), other.submission().flat());
    let problems = |filling: &Filling| -> Vec<String> {
        let all = filling.problems(form.default_language());
        all.iter()
            .map(|p| format!("{} {:?} {}", p.path, p.kind, p.text))
            .collect()
    };
    assert_eq!(problems(&one), problems(&other));
}

/// Reads what was written, and writes it again: it says the same.
fn again(form: &Form) -> Arc<Form> {
    let xml = write_xform(form);
    let (read, findings) = read_xform(xml.as_bytes());
    let read = read.unwrap_or_else(|| panic!("{findings:#?}\n{xml}"));
    let twice = write_xform(&read);
    let (a, b) = (
        Document::parse(&xml).unwrap(),
        Document::parse(&twice).unwrap(),
    );
    let spoken = languages(&a);
    let [a, b] = [a, b].map(|xml| facts(&xml, &spoken, Seen::FromTarget));
    assert_eq!(differences(&a, &b), Vec::<String>::new(), "{xml}\n{twice}");
    Arc::new(read)
}

#[track_caller]
fn check(survey: &str, choices: &str) {
    let (form, findings) = compiled(survey, choices);
    let form = Arc::new(form.unwrap_or_else(|| panic!("{findings:#?}")));
    let read = again(&form);
    for seed in 0..4 {
        same_record(&form, &read, seed);
    }
}

const LIST: &str = "list_name,name,label,zone\nl,a,A,n\nl,b,B,s\nl,c,\"C, d\",s";

#[test]
fn what_was_written_reads_back_the_same() {
    let surveys = [
        "type,name,label\ntext,q,Q <b> & \"x\"\ninteger,n,N",
        "type,name,label,calculation,required,relevant\ninteger,a,A,,yes,\ninteger,b,B,,,${a} > 3\ncalculate,c,,${a} + 1,,\nnote,d,Sum ${c},,,",
        "type,name,label,constraint,constraint_message,required,required_message\ninteger,a,A,. > 1 and . < 9,\"From 2, to 8\",yes,Needed",
        "type,name,label,choice_filter\nselect_one l,q,Q,\nselect_multiple l,m,M,zone = 's'\nrank l,k,K,",
        "type,name,label,calculation,relevant\nbegin repeat,r,R,,\ninteger,a,A,,\nbegin group,g,G,,${a} != 4\ncalculate,b,,${a} * 2,\nend group,,,,\nend repeat,,,,\ncalculate,s,,sum(${b}),\nnote,t,${s} of ${a},,",
        "type,name,label,repeat_count\ninteger,n,N,\nbegin repeat,r,R,${n} + 1\ntext,q,Q,\nend repeat,,,",
        "type,name,label,default,appearance,read_only\ntext,q,Q,some text,multiline,\ndate,d,D,today(),,yes\nhidden,h,,kept,,",
        "type,name,label,calculation,trigger\ntext,q,Q,,\ncalculate,c,,\"concat(${q}, '!')\",${q}",
        "type,name,label,parameters\nrange,r,R,start=1 end=5 step=0.5\nimage,i,I,max-pixels=640\ngeopoint,g,G,capture-accuracy=3",
        "type,name,label,label::Khmer (km),hint::Khmer (km)\nselect_one l or_other,q,Q,ក,ខ\nbegin group,g,G,គ,\nacknowledge,k,K,,\nend group,,,,",
        "type,name,label,appearance\nbegin group,g,G,table-list\nselect_one l,a,A,\nselect_one l,b,B,\nend group,,,",
        "type,name,label\nbegin loop over l,p,P\ninteger,n,How many %(label)s\nend loop,,",
    ];
    for survey in surveys {
        check(survey, LIST);
    }
}

#[test]
fn the_programme_s_own_forms_read_back_the_same() {
    for name in ["eore_session", "accident", "person", "service_session"] {
        let path = format!("{}/../../forms/{name}.csv", env!("CARGO_MANIFEST_DIR"));
        let book = read(&format!("{name}.csv"), &std::fs::read(path).unwrap()).unwrap();
        let form = Arc::new(compile(&book).0.unwrap());
        let read = again(&form);
        for seed in 0..3 {
            same_record(&form, &read, seed);
        }
    }
}

fn row() -> impl Strategy<Value = String> {
    let kinds = [
        "text",
        "integer",
        "select_one l",
        "select_multiple l",
        "note",
        "calculate",
        "date",
    ];
    let kind = proptest::sample::select(kinds.to_vec());
    let cell = prop_oneof![
        Just(String::new()),
        Just("${q0} = '1'".to_owned()),
        Just("${q1} + 1 > 2".to_owned()),
        Just("string-length(${q0}) < 3 or not(${q1})".to_owned()),
    ];
    (kind, "[a-z<&\"' ]{1,8}", cell.clone(), cell).prop_map(|(kind, label, relevant, value)| {
        let value = if kind == "calculate" {
            value
        } else {
            String::new()
        };
        let quoted = label.replace('"', "\"\"");
        format!("{kind},NAME,\"L{quoted}\",\"{relevant}\",\"{value}\"")
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn any_form_reads_back_the_same(rows in proptest::collection::vec(row(), 2..9), split in 2_usize..9) {
        let mut survey = "type,name,label,relevant,calculation".to_owned();
        for (at, row) in rows.iter().enumerate() {
            if at == split {
                survey.push_str("\nbegin repeat,r,R,,");
            }
            survey.push_str(&format!("\n{}", row.replace("NAME", &format!("q{at}"))));
        }
        if rows.len() > split {
            survey.push_str("\nend repeat,,,,");
        }
        // What waits for itself is no form.
        if let (Some(form), _) = compiled(&survey, LIST) {
            let form = Arc::new(form);
            let read = again(&form);
            same_record(&form, &read, 7);
        }
    }
}
