#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use proptest::prelude::*;
use serde_json::{Map, Value};

use super::{SubmissionError, SubmissionFacts, read_submission};
use crate::survey_tests::{form, moment, set, start};
use crate::{Answers, Filling};

const ROWS: &str = "type,name,label,relevant\ntext,a,A,\nnote,n,N,\nbegin group,g,G,\ninteger,x,X,../../a = 'yes'\nend group,,,\nbegin repeat,r,R,\ntext,q,Q,\nimage,photo,P,\nend repeat,,,";

fn facts() -> SubmissionFacts {
    SubmissionFacts {
        instance_id: "uuid:1".to_owned(),
        ..SubmissionFacts::default()
    }
}

/// What stands inside the root element.
fn inside(xml: &str) -> &str {
    let (_, rest) = xml.split_once('>').unwrap();
    rest.rsplit_once("</").unwrap().0
}

#[test]
fn what_is_relevant_is_sent_and_nothing_else() {
    let mut filling = start(ROWS, "");
    let check = |filling: &Filling, facts: &SubmissionFacts, want: &str| {
        assert_eq!(inside(&filling.submission_xml(facts).xml), want);
    };
    let meta = "<meta><instanceID>uuid:1</instanceID></meta>";
    check(
        &filling,
        &facts(),
        &format!("<a/><n/><g/><r><q/><photo/></r>{meta}"),
    );
    let own = filling.submission_xml(&SubmissionFacts::default()).xml;
    let begins = "<a/><n/><g/><r><q/><photo/></r><meta><instanceID>uuid:";
    assert!(
        inside(&own).starts_with(begins),
        "the id that the form made: {own}"
    );
    set(&mut filling, "a", "yes");
    set(&mut filling, "g/x", "5");
    check(
        &filling,
        &facts(),
        &format!("<a>yes</a><n/><g><x>5</x></g><r><q/><photo/></r>{meta}"),
    );
    set(&mut filling, "a", "<&>\"\r\n");
    check(
        &filling,
        &facts(),
        &format!("<a>&lt;&amp;&gt;\"&#13;\n</a><n/><g/><r><q/><photo/></r>{meta}"),
    );
    let edited = SubmissionFacts {
        instance_id: "uuid:2".to_owned(),
        deprecated_id: Some("uuid:1".to_owned()),
        audit: Some("audit.csv".to_owned()),
        keep_ids: false,
    };
    let sent = filling.submission_xml(&edited);
    assert!(sent.xml.ends_with("<meta><instanceID>uuid:2</instanceID><deprecatedID>uuid:1</deprecatedID><audit>audit.csv</audit></meta></data>"), "{}", sent.xml);
    assert_eq!(sent.attachments, ["audit.csv"]);
}

#[test]
fn the_root_says_which_form_it_is() {
    let filling = start("type,name,label\ntext,a,A", "");
    let sent = filling.submission_xml(&SubmissionFacts::default());
    let (id, version) = (filling.form().id(), filling.form().version());
    assert!(
        sent.xml.starts_with(&format!("<data id=\"{id}\"")),
        "{}",
        sent.xml
    );
    assert_eq!(sent.xml.contains(" version="), !version.is_empty());
}

#[test]
fn every_file_is_named_once() {
    let mut filling = start(ROWS, "");
    let first = filling.answers().instances("r")[0].to_owned();
    let second = filling.add_repeat("r", &moment()).unwrap();
    set(&mut filling, &format!("r[{first}]/photo"), "a b.jpg");
    set(&mut filling, &format!("r[{second}]/photo"), "2.jpg");
    let sent = filling.submission_xml(&facts());
    assert_eq!(sent.attachments, ["a b.jpg", "2.jpg"]);
    assert!(
        sent.xml
            .contains("<r><q/><photo>a b.jpg</photo></r><r><q/><photo>2.jpg</photo></r>")
    );
}

#[test]
fn xml_is_read_back_into_answers() {
    let form = form(ROWS, "");
    let xml = "<h:data xmlns:h='x' version='7'><a> yes </a><g><x>5</x></g><r><q>1</q></r><r __id='k'/><old><y>z</y></old>
        <orx:meta xmlns:orx='http://openrosa.org/xforms'><orx:instanceID>uuid:1</orx:instanceID><orx:instanceName>N</orx:instanceName>
        <orx:deprecatedID>uuid:0</orx:deprecatedID></orx:meta><a>twice</a></h:data>";
    let read = read_submission(&form, xml, "uuid:5a1a-77").unwrap();
    let want = r#"{"a":" yes ","g":{"x":"5"},"old":{"y":"z"},"r":[{"__id":"5a1a77-1","q":"1"},{"__id":"k"}]}"#;
    assert_eq!(String::from_utf8(read.answers.to_bytes()).unwrap(), want);
    assert_eq!(read.instance_id.as_deref(), Some("uuid:1"));
    assert_eq!(read.instance_name.as_deref(), Some("N"));
    assert_eq!(read.deprecated_id.as_deref(), Some("uuid:0"));
    assert_eq!(read.version.as_deref(), Some("7"));
    assert_eq!(read.surplus, ["a"]);
    assert_eq!(
        read_submission(&form, xml, "uuid:5a1a-77").unwrap(),
        read,
        "the same on every machine"
    );
}

#[test]
fn hostile_xml_is_refused_with_its_place() {
    let form = form(ROWS, "");
    let check = |xml: &str, want: &str| {
        let error = read_submission(&form, xml, "").unwrap_err().to_string();
        assert!(error.contains(want), "{error}");
    };
    check("", "no element");
    check("<data>\n<a>", "line 2");
    check(
        "<!DOCTYPE d [<!ENTITY a 'b'>]>\n<data>&a;</data>",
        "document type",
    );
    check("<data>\n&a;</data>", "line 2: an entity");
    check(&"<a>".repeat(100_000), "deeper than 128");
    check(
        &format!("{}{}", "<b>".repeat(100), "</b>".repeat(100)),
        "deeper than 64 levels at b/b",
    );
    check("<data id='other'/>", "belongs to the form other");
    let large = " ".repeat(65 * 1024 * 1024);
    assert!(matches!(
        read_submission(&form, &large, ""),
        Err(SubmissionError::TooLarge { .. })
    ));
}

/// A made-up question, group or repeat, with what is answered in it.
#[derive(Debug, Clone)]
enum Made {
    Text(String),
    Group(Vec<Made>),
    Repeat(Vec<Made>, usize),
}

fn made() -> impl Strategy<Value = Vec<Made>> {
    let text = prop_oneof!["\\PC{0,6}", "[ \n\t\ra-b<&>\"']{0,6}"].prop_map(Made::Text);
    let one = text.prop_recursive(3, 24, 4, |inner| {
        let several = proptest::collection::vec(inner, 1..4);
        prop_oneof![
            several.clone().prop_map(Made::Group),
            (several, 0_usize..3).prop_map(|(inside, count)| Made::Repeat(inside, count)),
        ]
    });
    proptest::collection::vec(one, 1..5)
}

fn survey(all: &[Made], rows: &mut String, next: &mut usize) -> Map<String, Value> {
    let mut answers = Map::new();
    for one in all {
        *next += 1;
        let name = format!("q{next}");
        match one {
            Made::Text(text) => {
                rows.push_str(&format!("text,{name},L\n"));
                answers.insert(name, Value::from(text.as_str()));
            }
            Made::Group(inside) => {
                rows.push_str(&format!("begin group,{name},L\n"));
                answers.insert(name, Value::Object(survey(inside, rows, next)));
                rows.push_str("end group,,\n");
            }
            Made::Repeat(inside, count) => {
                rows.push_str(&format!("begin repeat,{name},L\n"));
                let instance = Value::Object(survey(inside, rows, next));
                answers.insert(name, Value::Array(vec![instance; *count]));
                rows.push_str("end repeat,,\n");
            }
        }
    }
    answers
}

proptest! {
    #[test]
    fn answers_go_through_xml_and_come_back(all in made(), keep_ids in any::<bool>()) {
        let mut rows = "type,name,label\n".to_owned();
        let answers = survey(&all, &mut rows, &mut 0);
        let answers = Answers::from_bytes(Value::Object(answers).to_string().as_bytes()).unwrap();
        let form = form(&rows, "");
        let filling = Filling::resume(form.clone(), &answers, &moment());
        let facts = SubmissionFacts { keep_ids, ..facts() };
        let xml = filling.submission_xml(&facts).xml;
        let read = read_submission(&form, &xml, "").unwrap();
        prop_assert_eq!(read.answers.to_bytes(), answers.to_bytes(), "{}", xml);
        prop_assert!(read.surplus.is_empty());
        let again = Filling::resume(form, &read.answers, &moment());
        prop_assert_eq!(again.submission_xml(&facts).xml, xml);
    }

    #[test]
    fn no_xml_makes_the_reader_panic(text in "[<>/argqx&;'\"= !\\[\\]-]{0,80}") {
        let _ = read_submission(&form(ROWS, ""), &text, "");
    }
}
